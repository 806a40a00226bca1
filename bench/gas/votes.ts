// Gas of votes on our governor, both chambers in one ballot: voters with one checkpoint and with a hundred, early, late, again,
// by signature and in batches; of a proposal's way from being proposed to being carried out; and of a direction ballot.
import {
  ballotBitmap,
  contributionTokenAbi,
  credentialTypedData,
  memberRegistryAbi,
  signedBallotTypedData,
  treasuryAbi,
} from "@commonmind/sdk";
import {
  type Abi,
  type Address,
  encodeFunctionData,
  encodePacked,
  keccak256,
  parseEther,
  toHex,
  zeroAddress,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { contracts, enter, impersonate, measure, now, pay, send, sent, until } from "./chain.ts";
import { floors } from "./floors.ts";
import {
  AGAINST,
  type Calls,
  carryOut,
  cast,
  deadline,
  FOR,
  founder,
  founders,
  idOf,
  listed,
  on,
  opening,
  operator,
  pass,
  person,
  proposing,
  signedVote,
} from "./governor.ts";

const BATCH = 100;
const CHECKPOINTS = 100;
const YEAR = 365 * 86_400;
const NEVER = 4_102_444_800;

const governor = contracts.commonsGovernor;
const ours = { governor, subject: "Commonmind", version: "this" };
const issuer = person("issuer");

const token = (from: Address, functionName: string, args: readonly unknown[]) =>
  send({ from, to: contracts.contributionToken, abi: contributionTokenAbi as Abi, functionName, args });
const members = (from: Address, functionName: string, args: readonly unknown[]) =>
  send({ from, to: contracts.memberRegistry, abi: memberRegistryAbi as Abi, functionName, args });
const mint = (to: Address, amount: bigint) => token(operator, "mint", [to, amount]);

async function enrol({ address }: PrivateKeyAccount): Promise<void> {
  await impersonate(address);
  const expiry = (await now()) + YEAR;
  const credential = { issuer: issuer.address, nullifier: keccak256(address), account: address, serial: 1, expiry };
  const reference = { chainId: 31337, registry: contracts.memberRegistry };
  await members(address, "enrol", [
    credential,
    await issuer.signTypedData(credentialTypedData({ ...reference, credential })),
  ]);
}

/** Seated voters, each with a voice that was minted in as many steps. */
async function voters(name: string, count: number, checkpoints = 1): Promise<(i: number) => PrivateKeyAccount> {
  const people = Array.from({ length: count }, (_, i) => person(`${name} ${i}`));
  for (const each of people) {
    await enrol(each);
    await mint(each.address, parseEther("1"));
    for (let i = 1; i < checkpoints; i++) await mint(each.address, 1n);
  }
  return (i) => people[i] as PrivateKeyAccount;
}

/** Grants from the reserve, of one base unit and more. */
const grants = (count: number): Calls => ({
  targets: Array.from({ length: count }, () => contracts.treasury),
  values: Array.from({ length: count }, () => 0n),
  calldatas: Array.from({ length: count }, (_, i) =>
    encodeFunctionData({ abi: treasuryAbi, functionName: "spend", args: [zeroAddress, founder, BigInt(i + 1)] }),
  ),
});

/** `options`: those that each approves of; none on a plain proposal. */
async function signedBallots(id: bigint, from: readonly PrivateKeyAccount[], options: readonly number[] = []) {
  const ballots = [];
  for (const { address: voter, signTypedData } of from) {
    const ballot = { voter, sequence: 0, deadline: NEVER };
    const typedData = { chainId: 31_337, governor, proposalId: id, support: "for", options, ...ballot } as const;
    const signature = await signTypedData(signedBallotTypedData(typedData));
    ballots.push({ ...ballot, support: FOR, options: ballotBitmap(options), signature });
  }
  return on(governor, operator, "castSignedBallots", [id, ballots]);
}

export async function benchVotes(): Promise<void> {
  await impersonate(contracts.timelock);
  await token(contracts.timelock, "addMinter", [operator]);
  await members(contracts.timelock, "setIssuer", [issuer.address, true, 1_000, 1_000]);
  const voter = await voters("voter", 12);
  const busy = await voters("busy", 4, CHECKPOINTS);
  const crowd = await voters("crowd", BATCH);
  const everyone = Array.from({ length: BATCH }, (_, i) => crowd(i));
  // What the grants are paid from.
  const memo = toHex("bench", { size: 32 });
  const giving = encodeFunctionData({ abi: treasuryAbi, functionName: "give", args: [zeroAddress, 1_000n, memo] });
  await pay(contracts.treasury, 1_000n, giving);

  await benchPlain(voter, busy, everyone);
  await benchBallot(voter, everyone);
}

type Voter = (i: number) => PrivateKeyAccount;

async function benchPlain(voter: Voter, busy: Voter, crowd: readonly PrivateKeyAccount[]): Promise<void> {
  // An earlier grant, so that a later one finds what every grant uses.
  await send(on(governor, founder, "propose", [...listed(grants(1)), "warm up"]));
  const before = await idOf(governor, grants(1), "warm up");
  await opening(governor, before);
  await send(await signedBallots(before, crowd));
  await pass(governor, before);
  await carryOut(ours, grants(1), "warm up", { warm: false });
  const proposal = on(governor, founder, "propose", [...listed(grants(1)), "A grant"]);
  await measure({ op: "propose", warm: true, floor: proposing(proposal), goal: 90_000n }, proposal);
  const id = await idOf(governor, grants(1), "A grant");
  await opening(governor, id);
  const vote = (who: PrivateKeyAccount, support = FOR) => cast(governor, id, who.address, support);

  await measure({ op: "vote, a proposal's first", warm: false, floor: floors.vote }, vote(voter(0)));
  const later = { op: "vote, later", warm: true, floor: floors.vote, goal: 80_000n };
  await measure({ ...later, n: 1 }, vote(voter(1)));
  await measure({ ...later, n: CHECKPOINTS }, vote(busy(0)));
  // A new checkpoint after the snapshot: the one that counts is the second from the end.
  await mint(busy(1).address, 1n);
  await measure({ ...later, op: "vote, later, weight changed since", n: CHECKPOINTS }, vote(busy(1)));
  const again = { op: "vote replaced", warm: true, floor: floors.voteReplaced };
  await measure({ ...again, n: 1 }, vote(voter(1), AGAINST));
  await measure({ ...again, n: CHECKPOINTS }, vote(busy(0), AGAINST));
  const bySig = await signedVote(governor, "CommonsGovernor", id, voter(2), 0n);
  await measure({ op: "vote by signature", warm: true, floor: floors.voteSigned }, bySig);
  const label = { op: "signed ballot, each of a batch", warm: true };
  await measure({ ...label, n: 1, floor: floors.voteBatch(1) }, await signedBallots(id, [voter(3)]));
  const batch = await sent(await signedBallots(id, crowd));
  enter([batch], { ...label, n: BATCH, floor: floors.voteBatch(BATCH) / BigInt(BATCH), goal: 45_000n }, BATCH);
  await until((await deadline(governor, id)) - 60n);
  const closing = { op: "vote in the closing window", warm: true, floor: floors.vote, goal: 110_000n };
  await measure({ ...closing, n: 1 }, vote(voter(4)));
  await measure({ ...closing, n: CHECKPOINTS }, vote(busy(2)));
  await pass(governor, id);
  await carryOut(ours, grants(1), "A grant", { warm: true });
}

/** A direction ballot of five options, one call each. */
async function benchBallot(voter: Voter, crowd: readonly PrivateKeyAccount[]): Promise<void> {
  const options = grants(5);
  const text = "Who gets a grant?";
  const args = [...listed(options), [1n, 1n, 1n, 1n, 1n], text, 0n, [], []];
  const proposal = on(governor, founder, "proposeBallot", args);
  await measure(
    { op: "propose a direction ballot", warm: true, n: 5, floor: proposing(proposal), goal: 150_000n },
    proposal,
  );
  const described = `${text}#options=1,1,1,1,1`;
  const id = await idOf(governor, options, described);
  await opening(governor, id);
  const approve = (who: Address, bitmap: number) =>
    on(governor, who, "castVoteWithReasonAndParams", [id, FOR, "", encodePacked(["uint16"], [bitmap])]);
  const label = { op: "ballot vote, later", warm: true, floor: floors.vote };
  await measure({ ...label, op: "ballot vote, a proposal's first", warm: false }, approve(voter(5).address, 0b000010));
  await send(approve(voter(6).address, 0b111110));
  await measure({ ...label, n: 1 }, approve(voter(7).address, 0b000010));
  await measure({ ...label, n: 3 }, approve(voter(8).address, 0b001110));
  const replaced = { op: "ballot vote replaced", warm: true, floor: floors.voteReplaced };
  await measure({ ...replaced, n: 3 }, approve(voter(8).address, 0b100010));
  const batch = await sent(await signedBallots(id, crowd, [1]));
  const each = floors.voteBatch(BATCH) / BigInt(BATCH);
  enter([batch], { op: "signed ballot with an option, each of a batch", warm: true, n: BATCH, floor: each }, BATCH);
  for (const who of founders) await send(approve(who, 0b100));
  await until((await deadline(governor, id)) - 60n);
  await measure({ ...label, op: "ballot vote in the closing window" }, approve(voter(9).address, 0b100000));
  await until((await deadline(governor, id)) + 1n);
  await carryOut(ours, options, described, { warm: true, n: 5 });
}
