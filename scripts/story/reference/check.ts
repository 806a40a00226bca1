/**
 * The story's independent reference model: recomputes a whole report from the raw history, the raw revenue table and the
 * order of events alone, and returns every difference.
 *
 * It imports nothing from the contracts, the sdk, their typings, or what the story runs on.
 */
import { Findings, type Mismatch } from "./findings.ts";
import { add, compare, fraction, toText, ZERO } from "./fraction.ts";
import {
  accountOf,
  type ExpectedHistory,
  type ExpectedManifest,
  type ExpectedPayment,
  expectHistory,
  expectPayments,
  leafKey,
  manifestKey,
} from "./history.ts";
import type { Position } from "./ledger.ts";
import { isAccepted, paymentKey, type Replay, replay } from "./replay.ts";
import { type AccountView, type ContributionView, type ReportView, readReport } from "./shape.ts";

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
  checkManifests(view, history, findings);
  const replayed = replay(view, history, findings);
  checkPayments(view, payments, history, replayed, complete, findings);
  checkAccounts(view, history, replayed, complete, findings);
  checkTotals(view, replayed, complete, findings);
  return findings.list;
}

function checkParams({ splitBps, scoreMax }: ReportView, findings: Findings): void {
  const whole = splitBps.contributors + splitBps.dividend + splitBps.reserve;
  findings.equal("params", "params.splitBps", 10_000, whole, "The split must add up to 10,000 basis points.");
  findings.equal("params", "params.scoreMax", 100, scoreMax, "Scores go from 0 to 100.");
}

function checkManifests(view: ReportView, history: ExpectedHistory, findings: Findings): void {
  const missing = new Map(history.manifests);
  const ids = new Set<string>();
  for (const contribution of view.contributions) {
    const { id, month, kind } = contribution;
    if (ids.has(id))
      findings.add("contribution", `contribution ${id}`, "one", "two", "Ids of contributions are unique.");
    ids.add(id);
    const key = manifestKey(month, kind);
    const manifest = missing.get(key);
    missing.delete(key);
    if (manifest === undefined) {
      findings.add("manifest", key, "none", `contribution ${id}`, "The history has no such manifest, or only one.");
      continue;
    }
    checkContribution(contribution, manifest, findings);
    if (!view.tokenRates.has(kind)) {
      findings.add("params", `params.tokenRates.${kind}`, "a rate", "none", "Every kind needs a token rate.");
    }
  }
  for (const key of missing.keys()) {
    findings.add("manifest", key, "one contribution", "none", "The history has work for a manifest that is missing.");
  }
}

function checkContribution(contribution: ContributionView, manifest: ExpectedManifest, findings: Findings): void {
  const key = `contribution ${contribution.id}`;
  const accepted = isAccepted(contribution);
  const { score, status, submittedUnits, leaves } = contribution;
  const message = "The units of the rows add up to another number.";
  findings.equal("units", `${key}.submittedUnits`, manifest.units, submittedUnits, message);
  if (score > 100) findings.add("contribution", `${key}.score`, "0..100", score, "Scores go from 0 to 100.");
  const states = accepted ? ["Accepted", "Final"] : ["Rejected", "Final"];
  if (!states.includes(status)) {
    findings.add("contribution", `${key}.status`, states.join(" or "), status, "Work is accepted from a score of 50.");
  }
  const missing = new Map(manifest.leaves);
  const indexes = new Set<number>();
  for (const { index, author, account, items, unitsPerItem, units } of leaves) {
    const leaf = `${key}.leaf ${index}`;
    if (indexes.has(index) || index >= leaves.length) {
      findings.add("manifest", leaf, `0..${leaves.length - 1}, each once`, index, "Leaves are numbered from 0.");
    }
    indexes.add(index);
    const size = leafKey(author, unitsPerItem);
    const message = "Items are the author's rows of this share.";
    findings.equal("manifest", `${leaf}.items`, missing.get(size) ?? 0n, items, message);
    missing.delete(size);
    findings.equal("manifest", `${leaf}.account`, accountOf(author), account, "The author id gives another account.");
    const worth = accepted ? items * unitsPerItem * BigInt(score) : 0n;
    findings.equal(
      "units",
      `${leaf}.units`,
      worth,
      units,
      "Units are items x unitsPerItem x score, 0 if not accepted.",
    );
  }
  for (const [size, items] of missing) {
    findings.add("manifest", `${key}.leaf of "${size}"`, items, 0n, "A leaf is missing (unitsPerItem, author).");
  }
}

function checkPayments(
  view: ReportView,
  payments: readonly ExpectedPayment[],
  history: ExpectedHistory,
  { payments: arrived, assets, ledger }: Replay,
  complete: boolean,
  findings: Findings,
): void {
  const due = new Map<string, bigint>();
  for (const { phase, asset, amount } of payments) {
    const key = paymentKey(phase, asset);
    due.set(key, (due.get(key) ?? 0n) + amount);
  }
  for (const key of new Set([...due.keys(), ...arrived.keys()])) {
    const message = "What arrived isn't what the revenue table says.";
    if (complete || !due.has(key)) findings.equal("receive", key, due.get(key) ?? 0n, arrived.get(key) ?? 0n, message);
  }
  if (!complete) return;
  for (const [asset, sums] of assets) {
    findings.equal("settle", asset, sums.arrived, sums.received, "All that arrived must be settled in the end.");
  }
  for (const model of new Set(view.contributions.map((contribution) => contribution.model))) {
    const published = ledger.current(model);
    if (published >= history.releases) continue;
    findings.add("release", `model ${model}`, history.releases, published, "A release is missing.");
  }
}

function checkAccounts(
  view: ReportView,
  history: ExpectedHistory,
  replayed: Replay,
  complete: boolean,
  findings: Findings,
): void {
  const positions = positionsByAccount(view, replayed);
  const assets = [...new Set([...replayed.assets.keys(), ...view.totals.keys()])];
  const missing = new Set(history.people);
  for (const account of view.accounts) {
    const key = `account of ${account.author}`;
    if (!missing.delete(account.author)) {
      findings.add("account", key, "none", "one", "The history has no such person, or only one.");
      continue;
    }
    const address = accountOf(account.author);
    findings.equal("account", key, address, account.account, "The author id gives another account.");
    const own = positions.get(address) ?? [];
    const units = own.reduce((sum, position) => sum + position.units, 0n);
    findings.equal("account", `${key}.units`, units, account.units, "Units are those of all its accepted leaves.");
    const minted = replayed.minted.get(address) ?? 0n;
    findings.equal("account", `${key}.tokens`, minted, account.tokens, "Tokens are those minted for its leaves.");
    findings.equal("account", `${key}.votes`, minted, account.votes, "Authors don't delegate: a token is a vote.");
    if (complete && own.some((position) => !position.opened)) {
      findings.add("units", key, "every leaf claimed", "some not", "Every author claims the units of every leaf.");
    }
    for (const asset of new Set([...assets, ...account.earned.keys(), ...account.claimed.keys()])) {
      if (assets.includes(asset)) checkMoney(account, asset, own, replayed, complete, findings);
      else findings.add("account", `${key}.${asset}`, "none", "an amount", "No such asset was ever received.");
    }
  }
  for (const author of missing) {
    findings.add("account", `account of ${author}`, "one", "none", "A person of the history has no account.");
  }
}

/** The heart of it: what an account earned against its exact share, and what it was paid against what it earned. */
function checkMoney(
  account: AccountView,
  asset: string,
  positions: readonly Position[],
  { ledger, paid }: Replay,
  complete: boolean,
  findings: Findings,
): void {
  const key = `account of ${account.author}`;
  const earned = account.earned.get(asset) ?? 0n;
  const claimed = account.claimed.get(asset) ?? 0n;
  const payments = paid.get(account.account) ?? new Map<string, { amount: bigint; claims: number }>();
  const { amount, claims } = payments.get(asset) ?? { amount: 0n, claims: 0 };

  let [low, high, exact] = [0n, 0n, ZERO];
  for (const position of positions) {
    const bounds = ledger.bounds(position, asset);
    if (position.opened) low += bounds.low;
    high += bounds.high;
    exact = add(exact, ledger.exact(position, asset));
  }
  findings.within("account", `${key}.earned.${asset}`, low, high, earned, "Earned isn't its share of the revenue.");
  // The published bound, as outsiders will check it.
  const lost = BigInt(positions.length * Math.max(1, claims));
  const claimable = positions.every((position) => position.opened);
  const offBound = compare(fraction(earned), exact) > 0 || (claimable && compare(fraction(earned + lost), exact) < 0);
  if (offBound && earned >= low && earned <= high) {
    const actual = `${earned}, exact ${toText(exact)}`;
    findings.add(
      "account",
      `${key}.earned.${asset}`,
      `exact - ${lost}..exact`,
      actual,
      "Earned is off the exact share.",
    );
  }
  findings.equal("account", `${key}.claimed.${asset}`, amount, claimed, "Claimed isn't the sum of its claims.");
  if (complete) {
    findings.equal("account", `${key}.claimed.${asset}`, earned, claimed, "Everyone claims all in the end.");
  } else if (claimed > earned) {
    findings.add(
      "account",
      `${key}.claimed.${asset}`,
      `0..${earned}`,
      claimed,
      "Nobody is paid more than they earned.",
    );
  }
}

function positionsByAccount({ contributions }: ReportView, { ledger }: Replay): Map<string, Position[]> {
  const byAccount = new Map<string, Position[]>();
  for (const { id, leaves } of contributions) {
    for (const { index } of leaves) {
      const position = ledger.position(id, index);
      if (position === undefined) continue;
      byAccount.set(position.account, [...(byAccount.get(position.account) ?? []), position]);
    }
  }
  return byAccount;
}

function checkTotals(view: ReportView, replayed: Replay, complete: boolean, findings: Findings): void {
  for (const asset of new Set([...replayed.assets.keys(), ...view.totals.keys()])) {
    const key = `totals.${asset}`;
    const totals = view.totals.get(asset);
    const sums = replayed.assets.get(asset);
    if (totals === undefined || sums === undefined) {
      const actual = totals === undefined ? "none" : "totals";
      findings.add("totals", key, totals === undefined ? "totals" : "none", actual, "Totals are for assets received.");
      continue;
    }
    const equal = (name: string, expected: bigint, actual: bigint, message: string) =>
      findings.equal("totals", `${key}.${name}`, expected, actual, message);
    const sum = "It must be the sum over all settlements.";
    equal("received", sums.received, totals.received, sum);
    equal("upstream", 0n, totals.upstream, "The story's model has no upstream.");
    equal("contributors", sums.contributors, totals.contributors, sum);
    equal("dividend", sums.dividend, totals.dividend, sum);
    equal("reserve", sums.reserve, totals.reserve, sum);
    const parts = totals.upstream + totals.contributors + totals.dividend + totals.reserve;
    equal("received", parts, totals.received, "The slices must add up to what was received.");
    const paid = view.accounts.reduce((sum, account) => sum + (account.claimed.get(asset) ?? 0n), 0n);
    equal("paid", paid, totals.paid, "Paid is what all accounts claimed.");
    const claimed = [...replayed.paid.values()].reduce((sum, paid) => sum + (paid.get(asset)?.amount ?? 0n), 0n);
    equal("paid", claimed, totals.paid, "Paid is the sum of all claims, to whomever.");
    equal("residue", totals.contributors - totals.paid, totals.residue, "The residue is contributors - paid.");
    if (!complete) continue;
    // One wei per position even where it was too little to be claimed at all.
    const positions = view.contributions.filter(isAccepted).flatMap(({ id, leaves }) => {
      return leaves.map(({ index }) => Math.max(1, sums.claims.get(`${id}/${index}`) ?? 0));
    });
    const claims = positions.reduce((sum, count) => sum + count, 0);
    const most = replayed.ledger.parked(asset) + BigInt(sums.settlements + claims);
    const message = "At most one wei per settlement and position claim may stay behind.";
    findings.within("totals", `${key}.residue`, 0n, most, totals.residue, message);
  }
}
