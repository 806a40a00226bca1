/**
 * The story's independent reference model: recomputes a whole report from the raw history, the raw revenue table and the
 * order of events alone, and returns every difference.
 *
 * It imports nothing from the contracts, the sdk, their typings, or what the story runs on.
 */
import { type Books, paymentKey } from "./books.ts";
import { checkAccounts, checkMembers } from "./checkPeople.ts";
import { checkTotals } from "./checkTotals.ts";
import { checkManifests } from "./checkWork.ts";
import { DERIVED, dividePayment } from "./derived.ts";
import { Findings, type Mismatch } from "./findings.ts";
import { type ExpectedHistory, type ExpectedPayment, expectHistory, expectPayments } from "./history.ts";
import { replay } from "./replay.ts";
import { type ReportView, readReport } from "./shape.ts";

export interface CheckStoryParameters {
  /** Text of the history file. */
  historyCsv: string;
  /** Text of the revenue table, or its rows. */
  revenue: string | readonly ExpectedPayment[];
  /** The parsed JSON. */
  report: unknown;
  /** False if the story stopped before everything was settled and claimed; true unless told. */
  complete?: boolean;
}

/** Empty if the report is right to the last wei. Never throws on a bad report. */
export function checkStory({ historyCsv, revenue, report, complete = true }: CheckStoryParameters): Mismatch[] {
  const findings = new Findings();
  let history: ExpectedHistory;
  let payments: readonly ExpectedPayment[];
  try {
    history = expectHistory(historyCsv);
    payments = typeof revenue === "string" ? expectPayments(revenue) : revenue;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    findings.add("input", "history or revenue", "a readable table", reason, "The input can't be read.");
    return findings.list;
  }
  const view = readReport(report, findings);
  if (view === undefined) return findings.list;

  checkParams(view, findings);
  checkManifests(view, history, complete, findings);
  const books = replay(view, history, findings);
  checkModels(view, books, complete);
  checkPayments(payments, books, complete);
  if (complete) checkReleases(history, books);
  checkAccounts(view, history, books, complete);
  checkMembers(view, books);
  checkTotals(view, books, complete);
  return findings.list;
}

function checkParams({ splitBps, scoreMax }: ReportView, findings: Findings): void {
  const whole = splitBps.contributors + splitBps.dividend + splitBps.reserve;
  findings.equal("params", "params.splitBps", 10_000, whole, "The split must add up to 10,000 basis points.");
  findings.equal("params", "params.scoreMax", 100, scoreMax, "Scores go from 0 to 100.");
}

function checkModels({ models }: ReportView, books: Books, complete: boolean): void {
  const { base, derived } = books;
  if (complete && derived === undefined) {
    books.fail("model", "timeline", "a register entry", "none", `The story registers ${DERIVED.name}.`);
  }
  const expected = [base, derived].filter((id) => id !== undefined);
  for (const id of expected) {
    const count = models.filter((model) => model.id === id).length;
    books.equal("model", "params.models", 1, count, `Model ${id} must be listed once.`);
  }
  for (const { id, name, upstream } of models) {
    if (id === derived) books.equal("model", `params.models of ${id}`, DERIVED.name, name, "It has another name.");
    else books.equal("model", `params.models of ${id}`, 0, upstream.length, "A first model is built on none.");
  }
}

function checkPayments(payments: readonly ExpectedPayment[], books: Books, complete: boolean): void {
  const { payments: arrived, assets, base = "unknown", derived = "unknown" } = books;
  const due = new Map<string, bigint>();
  for (const payment of payments) {
    const parts = dividePayment(payment);
    for (const [model, amount] of [
      [base, parts.base],
      [derived, parts.derived],
    ] as const) {
      const key = paymentKey(payment.phase, payment.asset, model);
      due.set(key, (due.get(key) ?? 0n) + amount);
    }
  }
  for (const key of new Set([...due.keys(), ...arrived.keys()])) {
    const message = "What arrived isn't what the revenue table says.";
    if (complete || !due.has(key)) books.equal("receive", key, due.get(key) ?? 0n, arrived.get(key) ?? 0n, message);
  }
  if (!complete) return;
  for (const [asset, sums] of assets) {
    books.equal("settle", asset, sums.arrived, sums.received, "All that arrived must be settled in the end.");
  }
}

function checkReleases(history: ExpectedHistory, books: Books): void {
  const { base, derived, ledger } = books;
  const expected: [model: string | undefined, releases: number][] = [
    [base, history.releases],
    [derived, DERIVED.releases],
  ];
  for (const [model, releases] of expected) {
    if (model === undefined || ledger.current(model) >= releases) continue;
    books.fail("release", `model ${model}`, releases, ledger.current(model), "A release is missing.");
  }
}
