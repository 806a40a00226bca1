// The benchmark for people: a page of tables with bars, and the same in short on the screen.
import type { Environment } from "./environment.ts";
import { reasons } from "./gas/reasons.ts";
import type { Check } from "./gas/recorded.ts";
import { TOLERANCE } from "./gas/recorded.ts";
import type { Row } from "./gas/rows.ts";
import type { OffchainPart, OffchainRow } from "./offchain.ts";
import { topics } from "./topics.ts";
import { type AuditedPage, BOUNDS } from "./web/audit.ts";

export type Report = {
  env: Environment;
  rows: readonly Row[];
  offchain: readonly OffchainRow[];
  web: readonly AuditedPage[];
  checks: readonly Check[];
};

const number = (value: bigint | number) => value.toLocaleString("en");
const mebibytes = (bytes: number) => `${number(Math.round(bytes / 2 ** 20))} MiB`;
const BAR = 20;

/** As long as the gas is of the most in its table. */
const bar = (gas: bigint, most: bigint) => "█".repeat(Math.max(1, Math.round((Number(gas) / Number(most)) * BAR)));

function verdict({ gas, goal }: Row): string {
  if (goal === null) return "";
  return gas <= goal ? `${number(goal)}, met` : `${number(goal)}, **missed by ${number(gas - goal)}**`;
}

const whose = ({ subject, version, source }: Row) => {
  if (source === "measured") return version === "this" ? `**${subject}**` : `${subject} ${version}`;
  return `${subject} (${source})`;
};

function table(rows: readonly Row[]): string {
  const most = rows.reduce((top, { gas }) => (gas > top ? gas : top), 0n);
  const lines = rows.map((row) =>
    [
      row.op,
      number(row.n),
      row.warm ? "warm" : "cold",
      whose(row),
      number(row.gas),
      row.floor === null ? "" : number(row.floor),
      row.ratio === null ? "" : row.ratio.toFixed(2),
      verdict(row),
      bar(row.gas, most),
    ].join(" | "),
  );
  return [
    "operation | n | state | whose | gas | floor | ratio | goal |",
    "|---|--:|---|---|--:|--:|--:|---|---|",
    ...lines,
  ]
    .map((line) => (line.startsWith("|") ? line : `| ${line} |`))
    .join("\n");
}

/** By operation as the topic lists them, then size and state, the cheapest first. */
function ordered(rows: readonly Row[], ops: readonly string[]): Row[] {
  return rows
    .filter(({ op }) => ops.includes(op))
    .sort(
      (a, b) =>
        ops.indexOf(a.op) - ops.indexOf(b.op) || a.n - b.n || Number(a.warm) - Number(b.warm) || Number(a.gas - b.gas),
    );
}

const isMissed = ({ gas, goal }: Row) => goal !== null && gas > goal;

/** The operations that miss a goal, each once. */
export const missedOperations = (rows: readonly Row[]) => [...new Set(rows.filter(isMissed).map(({ op }) => op))];

/** For each operation that misses its goal: what of it is no computation, what the goal leaves, and what was tried. */
function whyMissed(rows: readonly Row[]): string {
  const lines = rows.filter(isMissed).flatMap(({ op, gas, goal }, i, over) => {
    const reason = reasons[op];
    if (!reason || goal === null || over.findIndex((row) => row.op === op) !== i) return [];
    const { fixed, why, tried } = reason;
    return [`| ${op} | ${number(fixed)} | ${number(gas - fixed)} | ${number(goal - fixed)} | ${why} | ${tried} |`];
  });
  return [
    "Why, as traces of these transactions say. **Fixed**: the transaction, its data, words, other accounts and events, in",
    "hundreds; the rest is computation, which the goal leaves so much room for.",
    "",
    "| operation | fixed | computation | the goal leaves | why | what was tried |",
    "|---|--:|--:|--:|---|---|",
    ...lines,
  ].join("\n");
}

function missed(rows: readonly Row[]): string {
  const goals = rows.filter(({ goal }) => goal !== null);
  const over = goals.filter(isMissed);
  const lines = over.map(
    ({ op, n, gas, goal }) =>
      `| ${op} | ${number(n)} | ${number(gas)} | ${number(goal ?? 0n)} | ${number(gas - (goal ?? 0n))} |`,
  );
  return [
    `Of ${goals.length} figures with a goal ${goals.length - over.length} meet it. The others:`,
    "",
    "| operation | n | gas | goal | missed by |",
    "|---|--:|--:|--:|--:|",
    ...lines,
    "",
    whyMissed(rows),
  ].join("\n");
}

const baselines = (checks: readonly Check[]) =>
  [
    "| baseline | written after | recorded | here | apart |",
    "|---|---|--:|--:|--:|",
    ...checks.map(
      ({ id, recordedAs, recorded, gas, percent, ok }) =>
        `| \`${id}\` | ${recordedAs} | ${number(BigInt(recorded))} | ${number(BigInt(gas))} | ${percent} %${ok ? "" : ", **too far**"} |`,
    ),
  ].join("\n");

const manifests = (rows: readonly OffchainRow[]) =>
  [
    "| what | leaves | seconds | peak memory | written |",
    "|---|--:|--:|--:|--:|",
    ...rows.map(
      ({ id, n, seconds, peakBytes, bytesWritten }) =>
        `| ${id} | ${number(n)} | ${seconds} | ${peakBytes === null ? "" : mebibytes(peakBytes)} | ${bytesWritten ? mebibytes(bytesWritten) : ""} |`,
    ),
  ].join("\n");

const NOT_YET = "Not measured yet.";

const perSecond = (rows: readonly OffchainRow[]) => {
  if (rows.length === 0) return NOT_YET;
  return [
    "| what | n | seconds | a second |",
    "|---|--:|--:|--:|",
    ...rows.map(
      ({ id, n, seconds }) => `| ${id} | ${number(n)} | ${seconds} | ${n > 1 ? number(Math.round(n / seconds)) : ""} |`,
    ),
  ].join("\n");
};

function pages(web: readonly AuditedPage[]): string {
  if (web.length === 0) return NOT_YET;
  const kB = (bytes: number) => (bytes / 1_000).toFixed(1);
  return [
    "| page | scripts, kB gzip | largest paint, s | layout shift | speed | accessibility | |",
    "|---|--:|--:|--:|--:|--:|---|",
    ...web.map(
      ({ route, firstLoadJs, lcp, cls, performance, accessibility, ok }) =>
        `| ${route} | ${kB(firstLoadJs)} | ${(lcp / 1_000).toFixed(2)} | ${cls.toFixed(3)} | ${performance} | ${accessibility} | ${ok ? "" : "**above**"} |`,
    ),
  ].join("\n");
}

const ofPart = (rows: readonly OffchainRow[], ...parts: readonly OffchainPart[]) =>
  parts.flatMap((part) => rows.filter((row) => row.part === part));

export function benchmarksPage({ env, rows, offchain, web, checks }: Report): string {
  const named = topics.flatMap(({ ops }) => ops);
  const rest = rows.filter(({ op }) => !named.includes(op));
  const parts = topics.map(({ title, about, ops }) => `## ${title}\n\n${about}\n\n${table(ordered(rows, ops))}`);
  if (rest.length > 0) parts.push(`## The rest\n\n${table(rest)}`);
  return `# What things cost

Written by \`npm run bench\`; the same figures for programs are in [bench/results.json](../bench/results.json). Gas is what
receipts of whole transactions say, 21,000 and data included, in one EVM: ${env.client}, ${env.evm}, solc ${env.solc} (ours
with ${env.optimizer.ours}; peers with ${env.optimizer.peers}). Two runs give the same gas; \`npm test\` fails when a
figure of ours moves by more than 2 % without this page. What a co-op of a million costs in a month: [SCALE.md](SCALE.md).

- **cold**: words that the operation needs are written for the first time. **warm**: as in a co-op that runs.
- **n**: leaves, contributors, checkpoints, ballots of a batch, options or reviewers, whichever the operation has.
- **floor**: the transaction, its data, and the words that no design can avoid; the formula of each with its sources is in
  [bench/gas/floors.ts](../bench/gas/floors.ts). It is that of the plain operation: of one chamber where ours has two, of one
  index where ours keeps three. **ratio** is gas / floor.
- **measured** peers come from npm and are compiled in the same run (Uniswap's package brings bytecode, not source).
  **baseline**: written from a specification ([bench/gas/solidity](../bench/gas/solidity)). **recorded**: measured before,
  elsewhere, in the same kind of EVM; not here.

## Goals

${missed(rows)}

${parts.join("\n\n")}

## Baselines against the record

Each must come within ${TOLERANCE} % of what is recorded of the contract that it is written after, else the command fails.

${baselines(checks)}

## Manifests

From a CSV file to a tree on disk, and the proofs of all leaves; ${env.cpu}, ${env.cores} cores, Node ${env.node}. Recorded
for a million leaves: @openzeppelin/merkle-tree 918 s and 2.6 GiB.

${manifests(ofPart(offchain, "manifests"))}

## Records, a first start, and tests

Goals: an indexer takes 1,000 events a second; a fresh clone has a page within 180 s, with what npm needs in its cache. On the
same two cores run the node that is read, the database, and the browser. A fresh clone fetches its dependencies, compiles the
contracts, builds the dApp, and tells the story before there is a page with figures.

${perSecond(ofPart(offchain, "records", "fresh", "tests"))}

## Pages

As Lighthouse measures a phone on a slow network, on the co-op of \`npm start\`.
Bounds: ${BOUNDS.firstLoadJs / 1_000} kB of scripts that a page names, ${BOUNDS.lcp / 1_000} s, ${BOUNDS.cls}.

${pages(web)}
`;
}

/** For the screen. */
export function benchText({ rows, offchain, web, checks }: Report): string {
  const lines = rows.map((row) => {
    const { op, n, warm, subject, source, gas, ratio, goal } = row;
    const what = `${op}, n = ${number(n)}, ${warm ? "warm" : "cold"}`;
    const by = source === "measured" ? subject : `${subject} (${source})`;
    const aim = goal === null ? "" : gas <= goal ? "  met" : `  ${number(gas - goal)} above its goal`;
    return `${what.padEnd(64)}${by.padEnd(44)}${number(gas).padStart(10)}${ratio === null ? "" : `  x${ratio.toFixed(2)}`}${aim}`;
  });
  const times = offchain.map(
    ({ id, n, seconds, peakBytes }) =>
      `${id}, n = ${number(n)}: ${seconds} s${peakBytes === null ? "" : `, ${mebibytes(peakBytes)}`}`,
  );
  const seen = web.map(
    ({ route, lcp, ok }) => `${route}: ${(lcp / 1_000).toFixed(2)} s${ok ? "" : ", above its bounds"}`,
  );
  const far = checks.filter(({ ok }) => !ok).map(({ id, percent }) => `${id} is ${percent} % from the record.`);
  return [...lines, ...times, ...seen, ...far].join("\n");
}
