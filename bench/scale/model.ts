// What a co-op of so many people costs in a month: what is done how often, times what the benchmark measured of each. Pure: rows
// in, figures out; nothing in here was measured by hand.
import type { Row } from "../gas/rows.ts";
import { type Activity, type Case, type Chain, ETHER, limits, MONTH_DAYS, type Prices } from "./assumptions.ts";
import { weiPerByte } from "./data.ts";

const DAY = 86_400;
const WEI = 1e18;

/** One operation, as it was measured. */
export type Each = {
  readonly ids: readonly string[];
  readonly gas: number;
  /** Of the call's data. */
  readonly bytes: number;
  readonly l1Bytes: number;
  readonly events: number;
};
export type Find = (op: string, n: number, state: "warm" | "cold") => Each;

/** Finds what our own contracts need for an operation; throws if that wasn't measured. */
export function finder(rows: readonly Row[]): Find {
  return (op, n, state) => {
    const row = rows.find(
      (each) => each.subject === "Commonmind" && each.op === op && each.n === n && each.warm === (state === "warm"),
    );
    if (!row || row.calldataBytes === null || row.l1Bytes === null || row.events === null) {
      throw new Error(`The benchmark has nothing of "${op}" with n = ${n}, ${state}: npm run bench`);
    }
    return {
      ...{ ids: [row.id], gas: Number(row.gas), bytes: row.calldataBytes },
      ...{ l1Bytes: row.l1Bytes, events: row.events },
    };
  };
}

/** One after the other. */
function all(...parts: readonly Each[]): Each {
  const sum = (of: (part: Each) => number) => parts.reduce((total, part) => total + of(part), 0);
  return {
    ...{ ids: parts.flatMap(({ ids }) => ids), gas: sum(({ gas }) => gas), bytes: sum(({ bytes }) => bytes) },
    ...{ l1Bytes: sum(({ l1Bytes }) => l1Bytes), events: sum(({ events }) => events) },
  };
}

/** Whether everybody sends every transaction alone, or somebody sends for many wherever our contracts allow it. */
export type Way = "alone" | "together";
export const parts = ["seats", "work", "money", "votes", "models"] as const;
export type Part = (typeof parts)[number];

export type Line = {
  readonly part: Part;
  readonly what: string;
  /** What it grows with: n contributors, w works (manifests), m models, v votes (n times how often one votes). */
  readonly grows: "n" | "w" | "m" | "v" | "-";
  readonly count: number;
  readonly each: Each;
};

/** How much there is of what, in a month. */
export function amounts({ contributors, models }: Case, of: Activity) {
  const seats = contributors * of.seated;
  const leaves = contributors * of.working;
  const manifests = leaves * (of.alone + (1 - of.alone) / of.leavesPerManifest);
  const releaseProposals = Math.ceil(models / of.releasesPerProposal);
  return {
    seats,
    leaves,
    manifests,
    claims: leaves * of.claiming,
    newcomers: contributors * of.joining,
    collections: contributors * of.collecting,
    plainProposals: of.plainProposals + releaseProposals,
    plainVotes: (of.plainProposals + releaseProposals) * seats * of.turnout,
    ballotVotes: of.ballots * seats * of.turnout,
  };
}

const PANEL = 5;

/** Where our contracts let somebody bring many at once. */
function batched(find: Find, way: Way) {
  return way === "together"
    ? {
        enrol: find("enrol by relayed signature", 1, "warm"),
        vote: find("signed ballot, each of a batch", 100, "warm"),
        ballotVote: find("signed ballot with an option, each of a batch", 100, "warm"),
        seatedCollection: find("collect everything for several people, each", 7, "warm"),
      }
    : {
        enrol: find("enrol", 1, "warm"),
        vote: find("vote, later", 1, "warm"),
        ballotVote: find("ballot vote, later", 3, "warm"),
        seatedCollection: find("collect everything: a position and a seat, two assets", 4, "warm"),
      };
}

export function linesOf(it: Case, find: Find, of: Activity, way: Way): readonly Line[] {
  const { models } = it;
  const much = amounts(it, of);
  const { enrol, vote, ballotVote, seatedCollection } = batched(find, way);
  const move = all(
    find("rebind, request", 1, "warm"),
    find("rebind, complete", 1, "warm"),
    find("recover a position", 1, "warm"),
    find("recover tokens, to a wallet without", 1, "warm"),
  );
  const review = find("review of one contribution, draw to pay", PANEL, "warm");
  const reviewers = (much.manifests * PANEL) / of.reviewsPerReviewer;
  const pass = (n: number) => [find("queue", n, "warm"), find("execute", n, "warm")];
  const proposal = all(find("propose", 1, "warm"), ...pass(1));
  const ballot = all(find("propose a direction ballot", 5, "warm"), ...pass(5));
  const firstClaims = Math.min(much.newcomers, much.claims);
  const firstCollections = Math.min(much.newcomers, much.collections);
  const later = much.collections - firstCollections;
  const lines: readonly (readonly [Part, Line["grows"], string, number, Each])[] = [
    ["seats", "n", "enrol", much.newcomers * of.seated, enrol],
    ["seats", "n", "renew", much.seats * of.renewing, find("renew", 1, "warm")],
    ["seats", "n", "move a seat, its tokens and a position", much.seats * of.losing, move],
    ["work", "w", "submit", much.manifests, find("submit", 1_000_000, "warm")],
    ["work", "w", `review by ${PANEL}, draw to pay`, much.manifests, review],
    ["work", "w", "collect a reviewer's pay", reviewers, find("review: collect what a seat earned", 3, "warm")],
    ["work", "w", "finalize", much.manifests, find("finalize", 1_000_000, "warm")],
    ["work", "n", "claimUnits, an author's first", firstClaims, find("claimUnits", 1_000, "cold")],
    ["work", "n", "claimUnits, later", much.claims - firstClaims, find("claimUnits", 1_000, "warm")],
    ["money", "n", "collect, a person's first", firstCollections, find("claim ERC-20", 1, "cold")],
    ["money", "n", "collect for a position and a seat", later * of.seated, seatedCollection],
    ["money", "n", "collect for two positions", later * (1 - of.seated), find("claim ERC-20", 2, "warm")],
    ["votes", "v", "vote on a proposal", much.plainVotes, vote],
    ["votes", "v", "vote on a direction ballot", much.ballotVotes, ballotVote],
    ["models", "-", "proposal: propose, queue, execute", much.plainProposals, proposal],
    ["models", "-", "direction ballot: the same", of.ballots, ballot],
    ["models", "m", "close a batch", models, find("close an intake batch", 1, "warm")],
    ["models", "m", "publish", models, find("publish a release, by the timelock", 1, "cold")],
    ["models", "m", "settle a token", models * of.settlements, find("settle ERC-20 with ancestors", 1, "warm")],
    ["models", "m", "settle native", models * of.settlements, find("settle native with ancestors", 1, "warm")],
  ];
  return lines.map(([part, grows, what, count, each]) => ({ part, grows, what, count, each }));
}

export type Total = { readonly gas: number; readonly l1Bytes: number; readonly events: number };

export const totalOf = (lines: readonly Line[]): Total => ({
  gas: lines.reduce((sum, { count, each }) => sum + count * each.gas, 0),
  l1Bytes: lines.reduce((sum, { count, each }) => sum + count * each.l1Bytes, 0),
  events: lines.reduce((sum, { count, each }) => sum + count * each.events, 0),
});

/** In dollars: what the L2 takes for gas, and what it takes for the L1's bytes. */
export function costOf({ gas, l1Bytes }: Pick<Total, "gas" | "l1Bytes">, { l2GasPrice, l1 }: Prices) {
  const [l2Part, l1Part] = [gas * l2GasPrice, l1Bytes * weiPerByte(l1)].map((wei) => (wei / WEI) * ETHER);
  return { l2: l2Part as number, l1: l1Part as number, dollars: (l2Part as number) + (l1Part as number) };
}

/** Gas of so many days without the price rising. */
export const targetGas = ({ blockGas, blockSeconds, elasticity }: Chain, days: number): number =>
  ((blockGas / elasticity) * days * DAY) / blockSeconds;

/** Bytes of so many days that all rollups have together without the price of blobs rising. */
export const blobTarget = (days: number): number => (limits.blobs * limits.blobBytes * days * DAY) / limits.slotSeconds;

export const shareOfMonth = (chain: Chain, { gas }: Pick<Total, "gas">): number => gas / targetGas(chain, MONTH_DAYS);

/** How many fit into one transaction, by its gas and by its bytes. */
export const inOneTransaction = ({ gas, bytes }: { gas: number; bytes: number }) => ({
  byGas: Math.floor(limits.transactionGas / gas),
  byBytes: Math.floor(limits.transactionBytes / bytes),
});

export type Growth = {
  readonly op: string;
  readonly grows: string;
  readonly from: { readonly n: number; readonly gas: number };
  readonly to: { readonly n: number; readonly gas: number };
  /** Gas for each one more (of leaves: for each level, which is twice as many). */
  readonly perOne: number;
};

/** What each operation costs with few and with many, and so what one more costs. */
export function growthOf(find: Find): readonly Growth[] {
  const between = (op: string, grows: string, n: readonly [number, number], levels?: number): Growth => {
    const [from, to] = n.map((each) => ({ n: each, gas: find(op, each, "warm").gas })) as [
      Growth["from"],
      Growth["to"],
    ];
    return { op, grows, from, to, perOne: (to.gas - from.gas) / (levels ?? to.n - from.n) };
  };
  return [
    between("settle ERC-20", "contributors", [10, 1_000_000]),
    between("settle native", "contributors", [10, 1_000_000]),
    between("settle ERC-20 with ancestors", "models it was built on", [1, 16]),
    between("claimUnits", "levels of the tree: log2 of the leaves", [1_000, 1_000_000], 10),
    between("claim ERC-20", "positions of the person", [1, 2]),
    between("vote, later", "checkpoints of the voter", [1, 100]),
    between("review of one contribution, draw to pay", "reviewers", [3, 7]),
    between("queue", "calls of the proposal (options of a ballot)", [1, 5]),
    between("execute", "calls of the proposal (options of a ballot)", [1, 5]),
  ];
}
