// docs/SCALE.md: what a co-op costs in a month at three sizes, what grows with what, where it ends, and what is to be done.
import type { Environment } from "../environment.ts";
import type { Row } from "../gas/rows.ts";
import type { OffchainRow } from "../offchain.ts";
import {
  type Activity,
  activity,
  activityReasons,
  type Case,
  cases,
  ETHER,
  l2,
  MONTH_DAYS,
  own,
  type Prices,
  priceLevels,
} from "./assumptions.ts";
import { weiPerByte } from "./data.ts";
import { big, bytes, dollars, exact, percent, table } from "./figures.ts";
import { limitRows } from "./limits.ts";
import {
  amounts,
  costOf,
  type Find,
  finder,
  type Growth,
  growthOf,
  linesOf,
  parts,
  shareOfMonth,
  targetGas,
  totalOf,
  type Way,
} from "./model.ts";
import type { ScaleRun } from "./run.ts";

const GWEI = 1e9;
const gwei = (wei: number) => `${(wei / GWEI).toLocaleString("en", { maximumSignificantDigits: 3 })} gwei`;
const ways: readonly Way[] = ["alone", "together"];
const [usual] = priceLevels.slice(1) as [Prices];
const [small, middle, large] = cases as [Case, Case, Case];

function summary(find: Find, { record }: ScaleRun): string {
  const rows = cases.flatMap((it) =>
    ways.map((way) => {
      const total = totalOf(linesOf(it, find, activity, way));
      const costs = priceLevels.map((prices) => dollars(costOf(total, prices).dollars));
      const each = dollars(costOf(total, usual).dollars / it.contributors);
      return [
        ...[exact(it.contributors), way, big(total.gas), percent(shareOfMonth(l2, total)), ...costs, each],
        ...[big(total.events), bytes((total.events * record.bytes) / record.events)],
      ];
    }),
  );
  const head = [
    ...["contributors", "sent", "gas", "of the chain's", ...priceLevels.map(({ name }) => name), "each, usual"],
    ...["events", "record"],
  ];
  return table(head, "rlrrrrrrrr", rows);
}

const assumed = () =>
  table(
    ["in a month", "", "why"],
    "lrl",
    (Object.keys(activityReasons) as (keyof Activity)[]).map((key) => {
      const { what, why } = activityReasons[key];
      const value = activity[key];
      return [what, value < 1 ? percent(value) : exact(value), why];
    }),
  );

const priced = () =>
  table(
    ["", "gas on the L2", "gas on the L1", "blob gas", "a byte of Fjord's size"],
    "lrrrr",
    priceLevels.map(({ name, l2GasPrice, l1 }) => [
      ...[name, gwei(l2GasPrice), gwei(l1.baseFee), gwei(l1.blobBaseFee), gwei(weiPerByte(l1))],
    ]),
  );

function byPart(find: Find): string {
  const head = [
    "part",
    ...cases.map(({ contributors }) => exact(contributors)),
    `of that, at ${exact(large.contributors)}`,
  ];
  const whole = totalOf(linesOf(large, find, activity, "together")).gas;
  const rows = parts.map((part) => {
    const totals = cases.map((it) =>
      totalOf(linesOf(it, find, activity, "together").filter((line) => line.part === part)),
    );
    return [
      ...[part, ...totals.map((total) => dollars(costOf(total, usual).dollars))],
      percent((totals.at(-1)?.gas ?? 0) / whole),
    ];
  });
  return table(head, "lrrrr", rows);
}

function byOperation(find: Find): string {
  const lines = linesOf(middle, find, activity, "together");
  const whole = totalOf(lines).gas;
  return table(
    ["part", "operation", "grows with", "times", "gas", "bytes", "events", "of all gas"],
    "lllrrrrr",
    lines.map(({ part, what, grows, count, each }) => [
      ...[part, what, grows === "-" ? "" : grows, exact(count), exact(each.gas), exact(each.l1Bytes)],
      ...[exact(each.events), percent((count * each.gas) / whole)],
    ]),
  );
}

const growthRow = ({ op, grows, from, to, perOne }: Growth) => [
  ...[op, grows, `${exact(from.gas)} at ${exact(from.n)}`, `${exact(to.gas)} at ${exact(to.n)}`],
  perOne === 0 ? "nothing" : exact(perOne),
];

function simulated({ simulation }: ScaleRun, find: Find): string {
  const { contributors, sampled, depth, claims, refusals, gas, seconds, treeSeconds, peakBytes, wrong } = simulation;
  const range = ({ least, most }: { least: number; most: number }) => `${exact(least)} to ${exact(most)}`;
  const units = (BigInt(simulation.revenue) / 1_000_000n).toLocaleString("en");
  return `One manifest with a leaf for each of ${exact(contributors)} contributors, every leaf of another size, goes its whole way on a chain
inside one process: built, submitted, judged, final, released; then ${units} dollars of a token with six decimals come in, in two
settlements. ${exact(sampled)} contributors, the first and the last among them, claim units and collect twice, each amount is held against a
computation from the leaves alone, and claims that aren't theirs are tried as well.

| | |
|---|--:|
| claims, each right to the base unit | ${exact(claims)} |
| claims that had to be refused, and were | ${exact(refusals)} |
| wrong | ${exact(wrong.length)} |
| levels of the tree | ${depth} |
| claimUnits, gas | ${range(gas.claimUnits)} |
| collect, gas | ${range(gas.claim)} |
| settle, the first | ${exact(gas.settle.most)} |
| settle, the second (${exact(find("settle ERC-20", 10, "warm").gas)} with ten contributors) | ${exact(gas.settle.least)} |
| building the tree | ${exact(treeSeconds)} s |
| all of it | ${exact(seconds)} s, ${bytes(peakBytes)} at the peak |

So the claims and settlements of a month are not all sent: a sample is, and it costs the same whichever leaf it is, but for the
zeros in its data. That a crowd doesn't make votes dearer is measured with 10,000 voters and 1,000 proposals in
[replay.md](replay.md#many-proposals-many-voters).`;
}

/** Ballots that a constitutional vote takes, and how much of the chain while it is open. */
function turnoutRows(find: Find): string {
  const ballot = find("signed ballot, each of a batch", 100, "warm");
  const rows = cases.map((it) => {
    const { seats } = amounts(it, activity);
    const cost = (share: number) => {
      const count = seats * share;
      const gas = count * ballot.gas;
      const { dollars: sum } = costOf({ gas, l1Bytes: count * ballot.l1Bytes }, usual);
      return [big(count), percent(gas / targetGas(l2, own.votingDays)), dollars(sum)];
    };
    return [exact(it.contributors), ...cost(own.turnout), ...cost(own.leastTurnout), ...cost(1)];
  });
  const head = ["contributors"].concat(
    [`${own.turnout * 100} %`, `${own.leastTurnout * 100} %`, "all"].flatMap((who) => [
      `ballots of ${who}`,
      "of the chain's",
      "usual",
    ]),
  );
  return table(head, "rrrrrrrrrr", rows);
}

const at = (it: Case, find: Find, way: Way) => {
  const total = totalOf(linesOf(it, find, activity, way));
  return { total, much: amounts(it, activity), usual: dollars(costOf(total, usual).dollars) };
};

function plans(find: Find, { record, pages }: ScaleRun, offchain: readonly OffchainRow[]): string {
  const [s, m, l] = [at(small, find, "alone"), at(middle, find, "together"), at(large, find, "together")];
  const stored = (events: number) => bytes((events * record.bytes) / record.events);
  const tree = offchain.find(({ id, n }) => id === "manifest: CSV to tree on disk" && n === 1_000_000);
  const perLeaf = tree ? (tree.bytesWritten ?? 0) / tree.n : 0;
  const claim = find("claimUnits", 1_000, "warm");
  const claims = linesOf(large, find, activity, "together").filter(({ what }) => what.startsWith("claimUnits"));
  const votes = linesOf(large, find, activity, "together").filter(({ part }) => part === "votes");
  const relayed = find("vote by signature", 1, "warm");
  const ballot = find("signed ballot, each of a batch", 100, "warm");
  const read = (events: number) => (events * pages.wanted) / pages.events;
  const waited = (events: number) => (read(events) * pages.readSeconds) / pages.wanted;
  const held = (events: number) => bytes((read(events) * pages.heapBytes) / pages.wanted);
  const ofVoting = (turnout: number) => (l.much.seats * turnout * ballot.gas) / targetGas(l2, own.votingDays);
  const reviews = m.much.leaves * find("review of one contribution, draw to pay", 5, "warm").gas;
  const share = (lines: readonly (typeof claims)[number][]) => percent(totalOf(lines).gas / l.total.gas);
  return `### ${exact(small.contributors)}: as it is

Everybody sends alone: ${s.usual} a month for all. One record on one machine, ${stored(s.total.events)} more each month; either
database does. ${exact(s.much.manifests)} manifests a month take ${exact((s.much.manifests * 5) / activity.reviewsPerReviewer)} reviewers. On chain nothing has to change.

The dApp's server takes in every event once, when it starts, and what is new from then on; after a year that is ${big(read(12 * s.total.events))} events,
${exact(waited(12 * s.total.events))} s on the machine of this measurement, and ${held(12 * s.total.events)} of memory. Browsers get only what a page is about
([decision 66](decisions/0066-pages-get-excerpts.md)).

### ${exact(middle.contributors)}: the same contracts, with people in between

- **Collectors.** Work comes in manifests of ${exact(activity.leavesPerManifest)} leaves and more, handed in by seats that gather it. If all ${exact(m.much.leaves)}
  people of a month submitted alone, their reviews would take ${big(reviews)} gas, ${(reviews / m.total.gas).toFixed(1)} times what the whole month takes now, and
  ${exact((m.much.leaves * 5) / activity.reviewsPerReviewer)} reviewers.
- **Ballots in batches.** \`castSignedBallots\` takes ${exact(ballot.gas)} gas for each of a hundred, a signed vote by itself ${exact(relayed.gas)}.
  The contract has it; the dApp's relay sends one ballot at a time ([decision 50](decisions/0050-a-relay-in-the-dapps-server.md)), so somebody has to gather ballots
  before this is had. **Not built.**
- **One collection for many.** A keeper that calls \`Collector\` for everybody whose money is worth it:
  ${exact(find("collect everything for several people, each", 7, "warm").gas)} gas each, ${exact(find("collect everything: a position and a seat, two assets", 4, "warm").gas)} alone. **The contract is there, the keeper doesn't do it.**
- **Releases in one proposal.** ${exact(activity.releasesPerProposal)} models are published by one vote, so votes grow with people and hardly with models.
- **The record** on PostgreSQL, with several read servers beside one that writes ([record.md](record.md)): ${stored(m.total.events)} more each month.
- **Panels** as they are: ${exact(m.much.manifests)} manifests a month take ${exact((m.much.manifests * 5) / activity.reviewsPerReviewer)} reviewers.
- **The dApp's server** takes ${held(m.total.events)} of memory more for each month, and ${exact(waited(m.total.events))} s of reading for it at each start: a machine with much
  memory carries some months. Needed after that: pages that ask the record's tables ([record.md](record.md)) in place of a book in memory. What a
  page is about is settled already, so only its source changes. **Not built.**

### ${exact(large.contributors)}: where this design doesn't reach

No call gets dearer, and of the limits that were looked at the reviewers' pool is the only one of the contracts that is near. But
sending it all takes ${percent(shareOfMonth(l2, l.total))} of what Base has in a month: ${l.usual} at prices that wouldn't stay as they are, since others are on
it too. What has to change first:

- **Claiming leaves** is ${share(claims)} of the gas. \`claimUnits\` takes one leaf; of its ${exact(claim.gas)} gas the transaction and its proof
  are what a batch with one shared proof would save, the new words for position and voice are not. Needed: a batch, or positions
  that open only when somebody collects. Not designed.
- **Votes** are ${share(votes)} at a turnout of ${percent(activity.turnout)}. A constitutional vote needs ${percent(own.turnout)} of the seats (a vote may lower
  that to ${percent(own.leastTurnout)}), and a member's vote can't be delegated. The table above says what that takes of the chain in its five days:
  ${percent(ofVoting(own.turnout))} of Base, ${percent(ofVoting(1))} if all vote, ten times that on a chain of a tenth of its size, where it doesn't fit beside what
  others do. Nothing of ours gathers ${big(l.much.seats * own.turnout)} signatures. Needed: ballots counted off chain and proved on it (a validity proof of
  the count, or a tree of ballots that can be challenged), or an assembly of members drawn by lot, as panels are. Both change
  what is promised of votes (G3, G4), and neither is designed.
- **One chain.** Models could be spread over registries of their own with the same members and token
  ([architecture](architecture.md#modules-and-their-replacement)), but all on one chain: seats and voice aren't carried to another. Needed: proofs of seats and
  checkpoints across chains, or a rollup of its own, which can have all of its blocks.
- **Reviewing.** ${exact(l.much.manifests)} manifests a month take ${big(l.much.manifests * 5)} scores by ${exact((l.much.manifests * 5) / activity.reviewsPerReviewer)} people. The pool of a kind holds
  ${exact(2 ** 24 - 1)} entries for good; another panel contract, by vote, begins with an empty one.
- **The record.** ${stored(l.total.events)} more each month, and ${exact(l.total.events / record.perSecond / 3_600)} hours to index a month's events at the rate that was measured. Needed: a record
  for each model family, old events kept as files with their roots, and new records that begin from a copy that the audit
  counts anew, not from the first block. None of it is built.
- **Manifests.** A tree takes ${exact(perLeaf)} bytes for each leaf on disk: one of ${exact(large.contributors)} leaves would be ${bytes(perLeaf * large.contributors)}, which no browser opens. With
  ${exact(activity.leavesPerManifest)} leaves (${bytes(perLeaf * activity.leavesPerManifest)}) each person's proof is made where the file is opened.`;
}

export type Committed = {
  readonly env: Environment;
  readonly rows: readonly Row[];
  readonly offchain: readonly OffchainRow[];
  readonly scale: ScaleRun;
};

export function scalePage({ rows, offchain, scale }: Committed): string {
  const find = finder(rows);
  const { env, record, pages } = scale;
  const heldIn = (events: number) => bytes((events * pages.heapBytes) / pages.events);
  const [s, m, l] = cases.map((it) => at(it, find, "together")) as [
    ReturnType<typeof at>,
    ReturnType<typeof at>,
    ReturnType<typeof at>,
  ];
  return `# How far it goes

What a co-op of ${exact(small.contributors)}, a million and ${big(large.contributors)} contributors costs in a month on a rollup, what grows with what, where each
limit is, and what is to be done before it is met. Written by \`npm run bench -- --only scale\` out of
[bench/results.json](../bench/results.json): gas, bytes and events of every operation are measured ([benchmarks](BENCHMARKS.md)); how much people
do and what a chain asks are assumed, and stand below ([bench/scale/assumptions.ts](../bench/scale/assumptions.ts)). Customers' payments, the servers and the
work itself aren't in it.

${summary(find, scale)}

**alone**: everybody sends every transaction. **together**: somebody sends for many where our contracts allow it: ballots in
batches of a hundred, one collection for seven people. **Of the chain's**: of the gas that Base has in a month without its price
rising. **Quiet, usual, busy**: the price levels [below](#what-is-assumed). **Each, usual**: for one contributor. **Events, record**:
what a month adds.

- At ${exact(small.contributors)} it costs a community ${s.usual} a month at usual prices, and nothing has to be batched. Nothing
  meets a limit for years.
- At ${exact(middle.contributors)} it costs ${m.usual}, ${dollars(costOf(m.total, usual).dollars / middle.contributors)} a head, and ${percent(shareOfMonth(l2, m.total))} of one rollup. The contracts work as they are, and collectors and
  batches make it bearable. What meets a limit first is the dApp's server, which keeps it in memory: ${heldIn(m.total.events)} more each month.
- At ${exact(large.contributors)} this design doesn't reach: ${percent(shareOfMonth(l2, l.total))} of all of Base, a record that grows by ${bytes((l.total.events * record.bytes) / record.events)} a month, and a
  crowd whose votes and leaves are too many to be sent one by one. What that would need stands [below](#${exact(large.contributors).replaceAll(",", "")}-where-this-design-doesnt-reach).

## What is assumed

${assumed()}

Models: ${cases.map(({ contributors, models }) => `${exact(models)} at ${exact(contributors)}`).join(", ")}. Everything that people do grows in step with them here; with a tenth
of the work, votes and claims it costs a tenth.

${priced()}

An ether at ${dollars(ETHER)}. Quiet: the least that Base lets its price fall to. Gas prices contain the tip. Appeals, strikes and
failed transactions aren't counted. A transaction also pays for its bytes on the L1, by [Fjord's formula](https://docs.base.org/base-chain/specs/upgrades/fjord/exec-engine): its size signed and compressed with FastLZ, times
what the L1's gas and blob gas cost, with [Base's scalars](https://github.com/paradigmxyz/reth/pull/10615). Blob gas is taken at the least that [EIP-7918](https://eips.ethereum.org/EIPS/eip-7918) lets it fall to,
a sixteenth of gas. At these prices bytes are ${percent(costOf(l.total, usual).l1 / costOf(l.total, usual).dollars)} of the sum.

## What a month costs

Together, at usual prices:

${byPart(find)}

At ${exact(middle.contributors)}, together. **n**: with contributors, **w**: with manifests, **v**: with votes, which are seats times proposals, **m**: with
models. **Bytes**: Fjord's size. **Events**: all in the receipt, those of the token that is paid among them.

${byOperation(find)}

## What grows with what

Nothing of ours gets dearer by more people; there are only more calls. Measured, warm:

${table(["operation", "could grow with", "few", "many", "gas for one more"], "llrrr", growthOf(find).map(growthRow))}

A leaf's proof has 64 bytes for each level, and a level is twice as many leaves. So of a month, claims and collections grow with n, reviews
with w, ballots with v, settlements and releases with m; log n is in the proofs alone.

## A million, simulated

${simulated(scale, find)}

## Where it ends

${table(["limit", "what of ours meets it", "what then"], "lll", limitRows(find, large, scale))}

A constitutional vote needs ${percent(own.turnout)} of all seats, ${percent(own.leastTurnout)} at the least that a vote may make of it, in ${own.votingDays} days. Ballots signed and brought in
batches, at usual prices:

${turnoutRows(find)}

## What to do

${plans(find, scale, offchain)}

## How it was measured

\`\`\`
npm run bench -- --only scale
\`\`\`

Simulation and record on ${env.cpu}, ${env.cores} cores shared with other work, Node ${env.node}. The record is a generated history of
${exact(record.events)} events on ${record.database}, indexed in ${exact(record.seconds)} s from a cold start with its start; larger ones, on a quieter machine, in
[record.md](record.md#how-fast). Pages are drawn by the dApp's own code from another one, of ${exact(pages.contributions)} contributions: ${exact(pages.wanted)} of its ${exact(pages.events)} events
were read over HTTP on one machine and taken in within ${pages.readSeconds} s (${pages.foldSeconds} s of it to take them in), and take ${bytes(pages.heapBytes)} of memory. To add up all
works and votes, which the first page after an event waits for, took ${pages.sumsSeconds} s. What a browser gets then:

${table(
  ["page", "bytes", "packed", "made and written in"],
  "lrrr",
  pages.pages.map(({ page, bytes: size, packed, milliseconds }) => [
    page,
    exact(size),
    exact(packed),
    `${exact(milliseconds)} ms`,
  ]),
)}

Months have ${MONTH_DAYS} days. The model is [bench/scale/model.ts](../bench/scale/model.ts); \`npm test\` fails if this page doesn't follow from the results.
`;
}

/** For the screen. */
export const scaleText = ({ simulation, record }: ScaleRun): string =>
  [
    `${exact(simulation.contributors)} contributors, ${exact(simulation.sampled)} of them sampled: ${exact(simulation.claims)} claims right, ${exact(simulation.refusals)} refused, ${exact(simulation.wrong.length)} wrong, in ${exact(simulation.seconds)} s`,
    ...simulation.wrong,
    `${record.database}: ${exact(record.events)} events in ${exact(record.seconds)} s, ${exact(record.bytes / record.events)} bytes each`,
  ].join("\n");
