// Gas of reviews: each step as one transaction, and what one contribution's review takes from the draw to the reviewers'
// pay, with panels of three, five and seven. Everybody has reviewed before, as most will have.
import {
  consentTypedData,
  contributionRegistryAbi,
  credentialTypedData,
  memberRegistryAbi,
  reviewCommitment,
  reviewPanelAbi,
  seedProof,
} from "@commonmind/sdk";
import { type Abi, type Address, type Hex, keccak256, toBytes, toHex } from "viem";
import {
  accounts,
  type Call,
  client,
  contracts,
  enter,
  genesis,
  now,
  read,
  type Sent,
  send,
  sent,
  sign,
  wait,
} from "./chain.ts";
import { floors } from "./floors.ts";

const [operator, founder, issuer] = [accounts[0], accounts[1], accounts[9]] as [Address, Address, Address];
const panel = contracts.reviewPanel;
const WEEK = 7 * 86_400;
const YEAR = 365 * 86_400;

const onPanel = (from: Address, functionName: string, args: readonly unknown[]): Call => ({
  from,
  to: panel,
  abi: reviewPanelAbi as Abi,
  functionName,
  args,
});
const onMembers = (from: Address, functionName: string, args: readonly unknown[]): Call => ({
  from,
  to: contracts.memberRegistry,
  abi: memberRegistryAbi as Abi,
  functionName,
  args,
});
const onWork = (from: Address, functionName: string, args: readonly unknown[]): Call => ({
  from,
  to: contracts.contributionRegistry,
  abi: contributionRegistryAbi as Abi,
  functionName,
  args,
});
const ask = <T>({ from: _, ...call }: Call): Promise<T> => read(call) as Promise<T>;
const until = async (time: bigint): Promise<void> => {
  const left = Number(time) - (await now());
  if (left > 0) await wait(left);
};

type Times = { seedAt: bigint; commitUntil: bigint; revealUntil: bigint };
/** What a review takes, transaction by transaction. */
type Steps = { draw: Sent; commits: Sent[]; reveals: Sent[]; tally: Sent; seats: readonly bigint[] };

/** A first panel judges: all of it says `score`. */
export async function judge(id: bigint, score = 80): Promise<Steps> {
  const times = await ask<Times>(onPanel(operator, "timesOf", [id, 1n]));
  await until(times.seedAt);
  const { proof } = await seedProof({ client, time: times.seedAt });
  const draw = await sent(onPanel(operator, "draw", [id, proof]));
  const [seats] = await ask<readonly [readonly bigint[], bigint]>(onPanel(operator, "panelAt", [id, 1n]));
  const wallets = await Promise.all(seats.map((seat) => ask<Address>(onMembers(operator, "walletOf", [seat]))));
  const salt = keccak256(toBytes("salt"));
  const [commits, reveals]: [Sent[], Sent[]] = [[], []];
  for (const [place, seat] of seats.entries()) {
    const commitment = reviewCommitment({ chainId: 31337, panel, contribution: id, round: 1, seat, score, salt });
    commits.push(await sent(onPanel(wallets[place] as Address, "commit", [id, commitment])));
  }
  await until(times.commitUntil + 1n);
  for (const wallet of wallets) reveals.push(await sent(onPanel(wallet, "reveal", [id, score, salt])));
  await until(times.revealUntil + 1n);
  return { draw, commits, reveals, tally: await sent(onPanel(operator, "tally", [id])), seats };
}

/** Someone joins, and reviews work of the first kind. */
async function join(account: Address): Promise<void> {
  const expiry = (await now()) + YEAR;
  const credential = { issuer, nullifier: keccak256(toBytes(account)), account, serial: 1, expiry };
  const reference = { chainId: 31337, registry: contracts.memberRegistry };
  const signature = await sign(issuer, credentialTypedData({ ...reference, credential }));
  const deadline = BigInt(expiry);
  const consent = await sign(account, consentTypedData({ ...reference, credential, deadline }));
  await send(onMembers(operator, "enrolBySig", [credential, signature, deadline, consent]));
}

let handedIn = 0;
/** Work of one leaf by the first founder, of which only the root is there. */
async function submit(): Promise<bigint> {
  const root: Hex = toHex(++handedIn, { size: 32 });
  const submission = {
    modelId: 1,
    kind: 0,
    depth: 0,
    items: 10n,
    units: 10_000n,
    root,
    sponsor: 0n,
    uri: "ipfs://work",
  };
  await send(onWork(founder, "submit", [submission]));
  return ask<bigint>(onWork(operator, "contributionCount", []));
}

/** Everything after the verdict: the work is final, the reviewers are paid, and have their pay entered. */
async function finish(id: bigint, seats: readonly bigint[]): Promise<{ settle: Sent; collects: Sent[] }> {
  await wait(genesis.periods.challenge);
  await send(onWork(operator, "finalize", [id]));
  const settle = await sent(onPanel(operator, "settle", [id]));
  const collects: Sent[] = [];
  for (const seat of seats) collects.push(await sent(onPanel(operator, "collect", [1, seat])));
  return { settle, collects };
}

const last = (parts: readonly Sent[]) => [parts.at(-1) as Sent];

/** Measures reviews; leaves a panel of seven in the rules. */
export async function benchReview(): Promise<void> {
  const newcomers = [accounts[14], accounts[15]] as [Address, Address];
  for (const account of newcomers) await join(account);
  enter([await sent(onPanel(newcomers[0], "enrol", [0]))], { op: "review: opt in to a kind", warm: false });
  await send(onPanel(newcomers[1], "enrol", [0]));
  await wait(WEEK);

  const rules = await ask<object>(onPanel(operator, "rules", []));
  for (const panelSize of [3, 5, 7]) {
    await send(onPanel(contracts.timelock, "setRules", [{ ...rules, panelSize }]));
    // Until everybody has a record and was paid before.
    for (let before = 0; before < (panelSize === 3 ? 6 : 1); before++) {
      const id = await submit();
      await finish(id, (await judge(id)).seats);
    }
    const id = await submit();
    const { draw, commits, reveals, tally, seats } = await judge(id);
    const { settle, collects } = await finish(id, seats);
    const step = { warm: true, n: panelSize };
    if (panelSize === 3) {
      enter(last(commits), { op: "review: commit", ...step });
      enter(last(reveals), { op: "review: reveal", ...step });
      enter(last(collects), { op: "review: collect what a seat earned", ...step });
    }
    enter([draw], { op: "review: draw a panel, seed proved", ...step });
    enter([tally], { op: "review: tally", ...step });
    enter([settle], { op: "review: settle", ...step });
    const all = [draw, ...commits, ...reveals, tally, settle];
    enter(all, { op: "review of one contribution, draw to pay", ...step, floor: floors.review(panelSize) });
  }
}
