// The dearest calls about work, models and votes.
import { hashLeaf, type IndexedLeaf, itemsRoot, manifestDomain } from "@commonmind/sdk";
import { concat, getAddress, type Hex, keccak256, toHex, zeroHash } from "viem";
import { maxFoundingLeaves } from "../../../deploy/genesis.ts";
import {
  ASSISTANT,
  addressOf,
  asAccount,
  asCommons,
  type Commons,
  ethers,
  founder,
  networkHelpers,
  outsider,
  type Signer,
} from "../commons.ts";
import { enrol, NEVER } from "../seats.ts";
import {
  type Action,
  action,
  carried,
  chamberRules,
  propose,
  proposeBallot,
  queue,
  signBallot,
  untilExecutable,
  untilVoting,
  untilVotingIsOver,
  vote,
} from "../votes.ts";
import {
  accept,
  closeBatch,
  drawManifest,
  finalize,
  finalWork,
  kindNumber,
  proved,
  publish,
  registerModel,
  signSubmission,
  someAccount,
  someItems,
  someRelease,
  submitManifest,
  type Work,
} from "../work.ts";
import { parkAssets } from "./money.ts";
import { type Table, text } from "./table.ts";

const voted = async (commons: Commons) => commons.contributions.connect(await asCommons(commons));
const judging = async ({ contributions, panel }: Commons) =>
  contributions.connect(await asAccount(await addressOf(panel)));

/** A leaf at the foot of thirty-two levels, of four thousand million leaves; its work is final. */
export async function deepLeaf(
  commons: Commons,
  {
    author = getAddress(outsider(commons, 0).address),
    submitter = founder(commons, 1),
    root: content = itemsRoot(someItems(1)),
  } = {},
) {
  const domain = manifestDomain({
    chainId: BigInt(commons.deployment.chainId),
    registry: await addressOf(commons.contributions),
    modelId: ASSISTANT,
    submitter: getAddress(submitter.address),
  });
  const leaf: IndexedLeaf = { index: 0, author, items: 1n, unitsPerItem: 100n, itemsRoot: content };
  const proof = Array.from({ length: 32 }, () => ({ hash: zeroHash, sum: 0n }));
  const sum = toHex(100n, { size: 8 });
  const root = proof.reduce<Hex>(
    (hash, sibling) => keccak256(concat(["0x01", domain, hash, sum, sibling.hash, toHex(sibling.sum, { size: 8 })])),
    hashLeaf(domain, leaf).hash,
  );
  const submission = { modelId: ASSISTANT, kind: 0n, depth: 32n, items: 1n, units: 100n, root, sponsor: 0n, uri: "" };
  await commons.contributions.connect(submitter).submit(submission);
  const work = { id: await commons.contributions.contributionCount() } as Work;
  await accept(commons, work);
  await finalize(commons, work);
  return { work, leaf, proof };
}

export const contributions: Table = {
  "submit((uint32,uint8,uint8,uint64,uint64,bytes32,uint64,string))": async (commons) => {
    const drawn = await drawManifest(commons, [{ author: outsider(commons, 0) }], { uri: text });
    return commons.contributions.connect(drawn.submitter).submit(drawn.submission);
  },
  "submitBySig(address,(uint32,uint8,uint8,uint64,uint64,bytes32,uint64,string),uint256,uint256,bytes)": async (
    commons,
  ) => {
    const { submitter, submission } = await drawManifest(commons, [{ author: outsider(commons, 0) }], { uri: text });
    const signature = await signSubmission(commons, submitter, submission, { deadline: NEVER });
    return commons.contributions.submitBySig(submitter, submission, 0n, NEVER, signature);
  },
  "beginReview(uint256)": async (commons) =>
    (await judging(commons)).beginReview((await submitManifest(commons, [{ author: someAccount() }])).id),
  "conclude(uint256,uint8)": async (commons) =>
    (await judging(commons)).conclude((await submitManifest(commons, [{ author: someAccount() }])).id, 100n),
  "challenge(uint256)": async (commons) => {
    const work = await submitManifest(commons, [{ author: someAccount() }]);
    await accept(commons, work);
    return (await judging(commons)).challenge(work.id);
  },
  "annul(uint256)": async (commons) => {
    const work = await submitManifest(commons, [{ author: someAccount() }]);
    await accept(commons, work);
    return (await judging(commons)).annul(work.id);
  },
  // The first of a seat that holds no voice yet, in a model that nobody worked for.
  "credit(uint32,uint64,uint64)": async (commons) => {
    const seat = await enrol(commons, outsider(commons, 0));
    return (await judging(commons)).credit(ASSISTANT, seat, 2n ** 40n);
  },
  // The first that joins the model.
  "finalize(uint256)": async (commons) => {
    const work = await submitManifest(commons, [{ author: someAccount() }]);
    await accept(commons, work);
    return finalize(commons, work);
  },
  "claimUnits(uint256,(uint32,address,uint64,uint64,bytes32),(bytes32,uint64)[])": async (commons) => {
    const { work, leaf, proof } = await deepLeaf(commons);
    return commons.contributions.claimUnits(work.id, leaf, proof);
  },
  // Of a leaf that nobody claimed yet.
  "withdraw(uint256,(uint32,address,uint64,uint64,bytes32),(bytes32,uint64)[])": async (commons) => {
    const { work, leaf, proof } = await deepLeaf(commons);
    await publish(commons);
    return commons.contributions.connect(outsider(commons, 0)).withdraw(work.id, leaf, proof);
  },
  "mintTokens(uint256,uint32)": async (commons) => {
    await commons.token.connect(await asCommons(commons)).setMintCap(10n ** 16n);
    await finalWork(commons, [{ author: someAccount() }]);
    const work = await finalWork(commons, [{ author: someAccount() }]);
    const { leaf, proof } = proved(work, 0);
    await commons.contributions.claimUnits(work.id, leaf, proof);
    await networkHelpers.time.increaseTo((await commons.contributions.contributionAt(work.id)).mintableFrom);
    return commons.contributions.mintTokens(work.id, 0n);
  },
  "exclude(uint256)": async (commons) => {
    const work = await finalWork(commons, [{ author: someAccount() }]);
    await publish(commons);
    return (await voted(commons)).exclude(work.id);
  },
  "overturn(uint256)": async (commons) => {
    const work = await submitManifest(commons, [{ author: someAccount() }]);
    await accept(commons, work);
    return (await voted(commons)).overturn(work.id);
  },
  // Of a claimed leaf that is part of a release.
  "strike(uint256,uint32,uint64,uint64)": async (commons) => {
    const { work, leaf, proof } = await deepLeaf(commons);
    await commons.contributions.claimUnits(work.id, leaf, proof);
    await publish(commons);
    const duplicates = await asAccount(await addressOf(commons.duplicates));
    return commons.contributions.connect(duplicates).strike(work.id, 0n, 100n, 100n);
  },
  "setPanel(address)": async (commons) => (await voted(commons)).setPanel(commons.panel),
  "setIntake(address)": async (commons) => (await voted(commons)).setIntake(commons.governor),
  "setKindRule(uint8,uint64,uint96,string)": async (commons) =>
    (await voted(commons)).setKindRule(kindNumber("Code"), 5n, 5n, text),
  "setPeriods((uint40,uint8))": async (commons) => (await voted(commons)).setPeriods({ challenge: 60, slots: 1 }),
  "setAuthority(address)": async ({ contributions, accessManager }) =>
    contributions.connect(await asAccount(await addressOf(accessManager))).setAuthority(accessManager),
  // As many leaves as a genesis file may have in one work, of people who held nothing before.
  "found(address,(uint32,uint8,uint8,uint64,uint64,bytes32,uint64,string),(uint32,address,uint64,uint64,bytes32)[],(bytes32,uint64)[][])":
    async (commons) => {
      const { registry } = await openRegistry(commons);
      const leaves = Array.from({ length: maxFoundingLeaves }, () => ({ author: someAccount() }));
      const drawn = await drawManifest({ ...commons, contributions: registry }, leaves);
      const claimed = leaves.map((_, index) => proved(drawn, index));
      return registry.found(
        drawn.submitter,
        drawn.submission,
        claimed.map(({ leaf }) => leaf),
        claimed.map(({ proof }) => proof),
      );
    },
  "closeGenesis()": async (commons) => (await openRegistry(commons)).registry.closeGenesis(),
};

/** A registry of work and one of models whose genesis is open. */
async function openRegistry({ members, deployer, genesis }: Commons) {
  const manager = await ethers.deployContract("AccessManager", [deployer]);
  const models = await ethers.deployContract("ModelRegistry", [manager, 10_000]);
  const token = await ethers.deployContract("ContributionToken", [manager, members, 10n ** 24n]);
  const periods = { challenge: genesis.periods.challenge, slots: 6 };
  const registry = await ethers.deployContract("ContributionRegistry", [manager, members, models, token, periods]);
  await models.setContributions(registry, await registry.rewards());
  await models.register("Assistant", "", []);
  await token.addMinter(registry);
  await registry.setKindRule(kindNumber("Data"), 1_000n, 5n, "rubric");
  return { registry, models };
}

const models = async (commons: Commons) => commons.models.connect(await asCommons(commons));
const asContributions = async ({ models, contributions }: Commons) =>
  models.connect(await asAccount(await addressOf(contributions)));

export const modelRegistry: Table = {
  // Sixteen ancestors, each built on all before it: every entry of every list is read and added up.
  "register(string,string,(uint32,uint16)[])": async (commons) => {
    const ids: bigint[] = [];
    for (let i = 0; i < 16; i++) {
      const bps = ids.length === 0 ? 0n : 4_000n / BigInt(ids.length);
      const modelId = await registerModel(
        commons,
        ids.map((each) => ({ modelId: each, bps })),
      );
      await publish(commons, modelId);
      ids.push(modelId);
    }
    const upstream = ids.map((modelId) => ({ modelId, bps: 250n }));
    return (await models(commons)).register(text, text, upstream);
  },
  // The release that shares sixteen parked assets.
  "publish(uint256,uint24,(bytes32,bytes32,string,string,string))": async (commons) => {
    await parkAssets(commons, 16);
    await finalWork(commons, [{ author: someAccount() }]);
    const lastBatch = await closeBatch(commons);
    const release = { ...someRelease, modelCard: text, evaluation: text };
    return (await models(commons)).publish(ASSISTANT, lastBatch, release);
  },
  "closeBatch(uint256)": async (commons) => {
    await finalWork(commons, [{ author: someAccount() }]);
    return commons.models.closeBatch(ASSISTANT);
  },
  "openTill(uint256)": (commons) => commons.models.openTill(ASSISTANT),
  "joinUnits(uint256,uint80)": async (commons) => (await asContributions(commons)).joinUnits(ASSISTANT, 5n),
  "leaveUnits(uint256,uint80,uint24)": async (commons) => {
    await finalWork(commons, [{ author: someAccount() }]);
    await publish(commons);
    return (await asContributions(commons)).leaveUnits(ASSISTANT, 5n, 1n);
  },
  "setContributions(address,address)": async (commons) => {
    const manager = await ethers.deployContract("AccessManager", [commons.deployer]);
    const fresh = await ethers.deployContract("ModelRegistry", [manager, 10_000]);
    return fresh.setContributions(commons.contributions, commons.rewards);
  },
  "setTreasury(address)": async (commons) => (await models(commons)).setTreasury(commons.rewards),
  "setJoinBound(uint32)": async (commons) => (await models(commons)).setJoinBound(5),
  "setAuthority(address)": async ({ models, accessManager }) =>
    models.connect(await asAccount(await addressOf(accessManager))).setAuthority(accessManager),
};

/** A proposal of ten steps with a long text. */
async function tenSteps(commons: Commons) {
  const step = await action(commons.models, "register", ["A model", text, []]);
  return propose(
    commons,
    Array.from({ length: 10 }, () => step),
    text,
  );
}
/** A proposal that all founders want, up to its execution, which is what is measured. */
async function decided(commons: Commons, steps: readonly Action[]) {
  const proposal = await propose(commons, steps, text);
  await untilVoting(commons, proposal);
  await vote(commons, proposal, commons.founders);
  await untilVotingIsOver(commons, proposal);
  await queue(commons, proposal);
  await untilExecutable(commons, proposal);
  return commons.governor.execute(...carried(proposal));
}
const ruled =
  (name: string, args: (commons: Commons) => readonly unknown[] | Promise<readonly unknown[]>) =>
  async (commons: Commons) =>
    decided(commons, [await action(commons.governor, name, await args(commons))]);
const ballotDomain = async ({ governor, deployment }: Commons) => ({
  name: "CommonsGovernor",
  version: "1",
  chainId: deployment.chainId,
  verifyingContract: await addressOf(governor),
});
const ballot = { proposalId: "uint256", support: "uint8", voter: "address", nonce: "uint256" };
const fields = (list: Record<string, string>) => Object.entries(list).map(([name, type]) => ({ name, type }));
async function open(commons: Commons): Promise<{ id: bigint; voter: Signer }> {
  const proposal = await tenSteps(commons);
  await untilVoting(commons, proposal);
  return { id: proposal.id, voter: founder(commons, 5) };
}

/** Fifteen options of one call each. */
async function fifteen(commons: Commons) {
  const step = await action(commons.models, "register", ["A model", text, []]);
  return Array.from({ length: 15 }, () => [step]);
}
async function openBallot(commons: Commons): Promise<{ id: bigint; voter: Signer; options: string }> {
  const ballot = await proposeBallot(commons, await fifteen(commons), text, founder(commons, 1));
  await untilVoting(commons, ballot);
  return { id: ballot.id, voter: founder(commons, 5), options: "0xffff" };
}

export const governor: Table = {
  "proposeBallot(address[],uint256[],bytes[],uint256[],string,uint256,address[],bytes[])": async (commons) => {
    const steps = (await fifteen(commons)).flat();
    return commons.governor.connect(founder(commons, 1)).proposeBallot(
      steps.map(({ target }) => target),
      steps.map(({ value }) => value),
      steps.map(({ data }) => data),
      steps.map(() => 1n),
      text,
      0n,
      [],
      [],
    );
  },
  // Whoever hands ballots in chooses how many; each of them is what counts.
  "castSignedBallots(uint256,(address,uint8,uint16,uint32,uint48,bytes)[])": async (commons) => {
    const ballot = await openBallot(commons);
    const signed = commons.founders.map((voter) => signBallot(commons, ballot, voter, { options: 0xffffn }));
    return commons.governor.castSignedBallots(ballot.id, await Promise.all(signed));
  },
  "propose(address[],uint256[],bytes[],string)": async (commons) => {
    const step = await action(commons.models, "register", ["A model", text, []]);
    const steps = Array.from({ length: 10 }, () => step);
    return commons.governor.connect(founder(commons, 1)).propose(
      steps.map(({ target }) => target),
      steps.map(({ value }) => value),
      steps.map(({ data }) => data),
      text,
    );
  },
  "castVote(uint256,uint8)": async (commons) => {
    const { id, voter } = await open(commons);
    return commons.governor.connect(voter).castVote(id, 1n);
  },
  "castVoteWithReason(uint256,uint8,string)": async (commons) => {
    const { id, voter } = await open(commons);
    return commons.governor.connect(voter).castVoteWithReason(id, 1n, text);
  },
  "castVoteWithReasonAndParams(uint256,uint8,string,bytes)": async (commons) => {
    const { id, voter, options } = await openBallot(commons);
    return commons.governor.connect(voter).castVoteWithReasonAndParams(id, 1n, text, options);
  },
  "castVoteBySig(uint256,uint8,address,bytes)": async (commons) => {
    const { id, voter } = await open(commons);
    const message = { proposalId: id, support: 1n, voter: voter.address, nonce: 0n };
    const signature = await voter.signTypedData(await ballotDomain(commons), { Ballot: fields(ballot) }, message);
    return commons.governor.castVoteBySig(id, 1n, voter, signature);
  },
  "castVoteWithReasonAndParamsBySig(uint256,uint8,address,string,bytes,bytes)": async (commons) => {
    const { id, voter, options: params } = await openBallot(commons);
    const types = { ExtendedBallot: fields({ ...ballot, reason: "string", params: "bytes" }) };
    const message = { proposalId: id, support: 1n, voter: voter.address, nonce: 0n, reason: text, params };
    const signature = await voter.signTypedData(await ballotDomain(commons), types, message);
    return commons.governor.castVoteWithReasonAndParamsBySig(id, 1n, voter, text, params, signature);
  },
  "queue(address[],uint256[],bytes[],bytes32)": async (commons) => {
    const proposal = await tenSteps(commons);
    await untilVoting(commons, proposal);
    await vote(commons, proposal, commons.founders);
    await untilVotingIsOver(commons, proposal);
    return queue(commons, proposal);
  },
  "execute(address[],uint256[],bytes[],bytes32)": async (commons) => {
    const step = await action(commons.models, "register", ["A model", text, []]);
    return decided(
      commons,
      Array.from({ length: 10 }, () => step),
    );
  },
  "cancel(address[],uint256[],bytes[],bytes32)": async (commons) => {
    const proposal = await tenSteps(commons);
    return commons.governor.connect(founder(commons, 1)).cancel(...carried(proposal));
  },
  // These obey a vote alone: what carries one out is measured.
  "setVotingDelay(uint48)": ruled("setVotingDelay", () => [5]),
  "setVotingPeriod(uint32)": ruled("setVotingPeriod", () => [500]),
  "setProposalThreshold(uint256)": ruled("setProposalThreshold", () => [5n]),
  "updateQuorumNumerator(uint256)": ruled("updateQuorumNumerator", () => [50n]),
  "setChamberRules((uint16,uint16,uint16,uint16,uint16,uint16))": ruled("setChamberRules", (commons) => [
    { ...chamberRules(commons), vetoBps: 500 },
  ]),
  "setOrdinary(address,bytes4,bool)": ruled("setOrdinary", ({ deployer }) => [deployer.address, "0x12345678", true]),
  "setGuardian(address)": ruled("setGuardian", ({ deployer }) => [deployer.address]),
  // The local genesis names no guardian; with one it is a single slot.
  "pauseIntake(uint48)": "never",
  "relay(address,uint256,bytes)": ruled("relay", ({ deployer }) => [deployer.address, 0n, "0x"]),
  // The timelock holds what the governor could be sent.
  "onERC721Received(address,address,uint256,bytes)": "never",
  "onERC1155Received(address,address,uint256,uint256,bytes)": "never",
  "onERC1155BatchReceived(address,address,uint256[],uint256[],bytes)": "never",
  "receive()": "never",
};
