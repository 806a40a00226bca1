// A large co-op's history as logs: generated, since sending as many transactions would take days. Every log is one that the
// contracts could have written, in an order in which they could have; only the amounts are made up.
import {
  commonsGovernorAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  type Deployment,
  memberRegistryAbi,
  modelRegistryAbi,
  reviewPanelAbi,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import {
  type Abi,
  type AbiEvent,
  type Address,
  encodeAbiParameters,
  encodeEventTopics,
  type Hex,
  numberToHex,
  padHex,
  zeroAddress,
} from "viem";

export type Size = {
  readonly contributions: number;
  readonly members: number;
  readonly proposals: number;
  readonly votes: number;
};

export type RawLog = { readonly address: Address; readonly topics: readonly Hex[]; readonly data: Hex };

const NATIVE = zeroAddress;
const HASH = padHex("0x1234", { size: 32 });
const PANEL = 3;
const SCORE = 90n;
const UNITS = 1_000n;
const PER_RELEASE = 2_000;
const TOKEN = 10n ** 18n;

/** An account of the history, by number: above 2^64, where seats end. */
export const accountOf = (n: number): Address =>
  padHex(numberToHex(0xc0ffee_0000_0000_0000n + BigInt(n)), { size: 20 });

/** The history's logs, in blocks of about `perBlock`. A pure function of its size. */
export function* historyOf(size: Size, { contracts }: Deployment, perBlock = 500): Generator<RawLog[]> {
  let block: RawLog[] = [];
  for (const log of logsOf(size, contracts)) {
    block.push(log);
    if (block.length < perBlock) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}

function* logsOf(size: Size, contracts: Deployment["contracts"]): Generator<RawLog> {
  const write = writer(contracts);
  const { members, contributions, proposals, votes } = size;
  yield write.models("ModelRegistered", { modelId: 1n, name: "Model", uri: "about", till: accountOf(1) });
  yield write.work("KindRuleSet", { kind: 0, maxUnitsPerItem: 1_000n, tokenRate: TOKEN / 1_000n, rubric: "rubric" });
  yield write.governor("ChamberRulesSet", {
    rules: { capBps: 500, unseatedCapBps: 0, vetoBps: 1_000, turnoutBps: 1_000, cosignBps: 200, closingBps: 2_500 },
  });
  yield write.governor("QuorumNumeratorUpdated", { oldQuorumNumerator: 0n, newQuorumNumerator: 20n });
  yield write.members("IssuerSet", {
    issuer: accountOf(0),
    active: true,
    cap: 4_000_000_000,
    growthLimit: 4_000_000_000,
  });
  for (let i = 1; i <= members; ++i) {
    const wallet = accountOf(i);
    yield write.members("DelegateVotesChanged", { delegate: wallet, previousVotes: 0n, newVotes: 1n });
    const nullifier = padHex(numberToHex(i), { size: 32 });
    yield write.members("SeatOpened", {
      seat: BigInt(i),
      wallet,
      issuer: accountOf(0),
      nullifier,
      serial: 1,
      expiry: 4_000_000_000,
    });
  }

  const voices = new Map<number, bigint>();
  let release = 0;
  let active = 0n;
  for (let i = 1; i <= contributions; ++i) {
    yield* contribution(write, i, 1 + (i % members), BigInt(release + 1), voices);
    if (i % PER_RELEASE !== 0 && i !== contributions) continue;
    const joined = BigInt(i % PER_RELEASE || PER_RELEASE) * UNITS * SCORE;
    active += joined;
    release += 1;
    yield* published(write, BigInt(release), joined, active);
    for (let settled = 0; settled < 10; ++settled) yield* settlement(write, BigInt(release), active, BigInt(members));
    for (let claimed = i - PER_RELEASE + 1; claimed <= i; ++claimed) {
      if (claimed < 1) continue;
      const account = accountOf(1 + (claimed % members));
      const amount = (10n * TOKEN * 6n * UNITS * SCORE) / (10n * active);
      yield write.rewards("Claimed", {
        account,
        asset: NATIVE,
        to: account,
        amount,
        positions: [BigInt(claimed) << 32n],
      });
    }
  }
  for (let p = 1; p <= proposals; ++p) yield* ballots(write, p, votes, members);
}

type Writer = ReturnType<typeof writer>;

function* contribution(
  write: Writer,
  i: number,
  member: number,
  batch: bigint,
  voices: Map<number, bigint>,
): Generator<RawLog> {
  const id = BigInt(i);
  const author = accountOf(member);
  const seat = BigInt(member);
  const root = padHex(numberToHex(i), { size: 32 });
  yield write.work("ContributionSubmitted", {
    ...{ contribution: id, modelId: 1n, submitter: author, kind: 0, root, depth: 1n, items: UNITS, units: UNITS, seat },
    uri: `ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy/${i}`,
  });
  const times = { seedAt: 1n, drawUntil: 2n, commitUntil: 3n, revealUntil: 4n };
  const pool = { counted: 100, departures: 0, eligible: 100 };
  yield write.panel("ReviewOpened", { contribution: id, kind: 0, stage: 1, size: 3n, pool, times });
  const seats = Array.from({ length: PANEL }, (_, k) => BigInt(1 + ((i * 7 + k) % 100)));
  yield write.panel("PanelDrawn", { contribution: id, round: 1n, seed: HASH, seats });
  yield write.work("ReviewBegun", { contribution: id });
  for (const by of seats)
    yield write.panel("ScoreCommitted", { contribution: id, round: 1n, seat: by, commitment: HASH });
  for (const by of seats)
    yield write.panel("ScoreRevealed", { contribution: id, round: 1n, seat: by, score: SCORE, salt: HASH });
  yield write.panel("PanelTallied", { contribution: id, round: 1n, score: SCORE, weights: seats.map(() => 1_000n) });
  yield write.work("ContributionScored", { contribution: id, score: SCORE, state: 3 });
  const units = UNITS * SCORE;
  yield write.models("WorkJoined", { modelId: 1n, batch, units });
  yield write.rewards("TermOpened", { contribution: id, modelId: 1n, joinBatch: batch, score: SCORE });
  yield write.work("ContributionFinal", {
    contribution: id,
    units,
    batch,
    tokenRate: TOKEN / 1_000n,
    mintableFrom: 1n,
  });
  yield write.rewards("PositionOpened", { contribution: id, index: 0n, holder: author, units: UNITS });
  yield write.work("UnitsClaimed", { contribution: id, index: 0n, author, units, itemsRoot: HASH });
  const amount = (units * TOKEN) / 1_000n;
  const before = voices.get(member) ?? 0n;
  if (before === 0n)
    yield write.token("DelegateChanged", { delegator: author, fromDelegate: zeroAddress, toDelegate: author });
  yield write.token("Transfer", { from: zeroAddress, to: author, value: amount });
  yield write.token("DelegateVotesChanged", { delegate: author, previousVotes: before, newVotes: before + amount });
  voices.set(member, before + amount);
  yield write.work("TokensMinted", { contribution: id, index: 0n, to: author, amount });
}

function* published(write: Writer, release: bigint, joined: bigint, active: bigint): Generator<RawLog> {
  yield write.models("BatchClosed", { modelId: 1n, batch: release, joined, left: 0n });
  yield write.models("ReleasePublished", {
    ...{ modelId: 1n, release, lastBatch: release, joined, left: 0n, weightsHash: HASH, dataRoot: HASH },
    ...{ modelCard: "card", licence: "Apache-2.0", evaluation: "evaluation" },
  });
  yield write.rewards("UnitsChanged", { modelId: 1n, release, joined, left: 0n, active });
}

function* settlement(write: Writer, release: bigint, active: bigint, seats: bigint): Generator<RawLog> {
  const [received, contributors, dividend, reserve] = [TOKEN, (TOKEN * 6n) / 10n, TOKEN / 4n, (TOKEN * 3n) / 20n];
  yield write.treasury("Settled", {
    ...{ modelId: 1n, asset: NATIVE, caller: accountOf(1), received, upstream: 0n, contributors, dividend, reserve },
  });
  yield write.rewards("RevenueShared", { modelId: 1n, asset: NATIVE, release, amount: contributors, active });
  yield write.dividend("DividendShared", { asset: NATIVE, era: seats, amount: dividend, seats });
}

function* ballots(write: Writer, p: number, votes: number, members: number): Generator<RawLog> {
  const proposalId = BigInt(p) << 128n;
  yield write.governor("ProposalCreated", {
    ...{
      proposalId,
      proposer: accountOf(1),
      targets: [accountOf(2)],
      values: [0n],
      signatures: [""],
      calldatas: ["0x"],
    },
    ...{ voteStart: 4_000_000_000n, voteEnd: 4_100_000_000n, description: `# Vote ${p}\n\nWhat is asked.` },
  });
  yield write.governor("ProposalClassified", { proposalId, constitutional: false, cosigned: false, ends: 0n });
  for (let v = 0; v < votes; ++v) {
    const voter = accountOf(1 + ((p * 31 + v) % members));
    yield write.governor("VoteCast", { voter, proposalId, support: v % 3, weight: TOKEN, reason: "" });
  }
}

/** A writer of logs for each contract. */
function writer(contracts: Deployment["contracts"]) {
  const of = (address: Address, abi: Abi) => {
    const events = new Map(
      abi.flatMap((item) => (item.type === "event" ? [[item.name, item]] : [])) as [string, AbiEvent][],
    );
    return (name: string, args: Record<string, unknown>): RawLog => {
      const event = events.get(name);
      if (!event) throw new Error(`There is no event ${name}.`);
      const plain = event.inputs.filter((input) => !input.indexed);
      return {
        address,
        topics: encodeEventTopics({ abi: [event], eventName: name, args }) as Hex[],
        data: encodeAbiParameters(
          plain,
          plain.map((input) => args[input.name ?? ""]),
        ),
      };
    };
  };
  return {
    dividend: of(contracts.universalDividend, universalDividendAbi),
    governor: of(contracts.commonsGovernor, commonsGovernorAbi),
    members: of(contracts.memberRegistry, memberRegistryAbi),
    models: of(contracts.modelRegistry, modelRegistryAbi),
    panel: of(contracts.reviewPanel, reviewPanelAbi),
    rewards: of(contracts.contributorRewards, contributorRewardsAbi),
    token: of(contracts.contributionToken, contributionTokenAbi),
    treasury: of(contracts.treasury, treasuryAbi),
    work: of(contracts.contributionRegistry, contributionRegistryAbi),
  };
}
