/** The contributions: the history's manifests, and the derived model's, leaf by leaf. */
import { authorOfSeat, isAccepted } from "./books.ts";
import { DERIVED, type ExpectedLessons, expectLessons, expectScenes, lessonMonth } from "./derived.ts";
import type { Findings } from "./findings.ts";
import { accountOf, type ExpectedHistory, leafKey, manifestKey, memberAccount } from "./history.ts";
import { isPay } from "./pay.ts";
import type { ContributionView, ReportView } from "./shape.ts";

type Expected = { leaves: Map<string, bigint>; units: bigint; accountOf: (author: string) => string };

export function checkManifests(
  view: ReportView,
  history: ExpectedHistory,
  complete: boolean,
  findings: Findings,
): void {
  const missing = new Map(history.manifests);
  const lessons = expectLessons();
  const scenes = expectScenes();
  const ids = new Set<string>();
  for (const contribution of view.contributions) {
    const { id, month, kind } = contribution;
    if (ids.has(id)) {
      findings.add("contribution", `contribution ${id}`, "one", "two", "Ids of contributions are unique.");
    }
    ids.add(id);
    if (!view.tokenRates.has(kind)) {
      findings.add("params", `params.tokenRates.${kind}`, "a rate", "none", "Every kind needs a token rate.");
    }
    if (kind === DERIVED.kind) {
      if (isPay(contribution)) {
        checkPay(contribution, history, findings);
        continue;
      }
      const lesson = lessons.shift() ?? scenes.shift();
      if (lesson !== undefined) checkLessons(contribution, lesson, view, history, findings);
      else findings.add("manifest", id, "none", "one more", "The derived model has fewer manifests.");
      continue;
    }
    const key = manifestKey(month, kind);
    const manifest = missing.get(key);
    missing.delete(key);
    if (manifest !== undefined) checkContribution(contribution, { ...manifest, accountOf }, findings);
    else findings.add("manifest", key, "none", `contribution ${id}`, "The history has no such manifest, or only one.");
  }
  for (const key of missing.keys()) {
    findings.add("manifest", key, "one contribution", "none", "The history has work for a manifest that is missing.");
  }
  if (complete && lessons.length > 0) {
    findings.add("manifest", DERIVED.name, lessons.length, "none", "Work on the derived model is missing.");
  }
  if (complete && scenes.length > 0 && scenes.length < expectScenes().length) {
    findings.add("manifest", DERIVED.name, 0, scenes.length, "Of the scenes of review all are told, or none.");
  }
}

/** What it is worth, the replay of reviews knows. */
function checkPay(contribution: ContributionView, history: ExpectedHistory, findings: Findings): void {
  const { id, month, kind, score, submittedUnits, leaves } = contribution;
  const key = `contribution ${id}`;
  findings.equal("manifest", `${key}.kind`, DERIVED.kind, kind, "Pay is work of this kind.");
  findings.equal("manifest", `${key}.month`, lessonMonth(history), month, "It has another month.");
  findings.equal("contribution", `${key}.score`, 100, score, "Pay counts in full.");
  const [leaf] = leaves;
  findings.equal("manifest", `${key}.items`, submittedUnits, leaf?.items ?? 0n, "Each unit is an item.");
  findings.equal("manifest", `${key}.unitsPerItem`, 1n, leaf?.unitsPerItem ?? 0n, "Each item is a unit.");
  findings.equal("units", `${key}.units`, submittedUnits * 100n, leaf?.units ?? 0n, "Pay counts in full.");
}

function checkLessons(
  contribution: ContributionView,
  { leaves, seatLeaf, units }: ExpectedLessons,
  view: ReportView,
  history: ExpectedHistory,
  findings: Findings,
): void {
  const { id, month } = contribution;
  findings.equal("manifest", `contribution ${id}.month`, lessonMonth(history), month, "It has another month.");
  const expected = new Map(leaves);
  // Whose seat it is, the story chooses; that there is such a seat, its leaf's account and the claims show.
  const author = contribution.leaves.find((leaf) => leaf.author.startsWith("seat:"))?.author ?? "seat:?";
  if (seatLeaf !== undefined) expected.set(leafKey(author, seatLeaf.unitsPerItem), seatLeaf.items);
  checkContribution(contribution, { leaves: expected, units, accountOf: (name) => castAccount(view, name) }, findings);
}

/** The account of a founder, a neighbour or a seat, by the name that leaves give it. */
export function castAccount({ founders, members }: ReportView, author: string): string {
  const [, role, number = ""] = /^(founder-|neighbour-|seat:)(\d+)$/.exec(author) ?? [];
  if (role === "neighbour-") return memberAccount(author);
  if (role === "founder-") return founders[Number(number) - 1]?.account ?? "no such founder";
  if (role === "seat:" && members.some(({ seat }) => seat === number)) return authorOfSeat(number);
  return "no such seat";
}

function checkContribution(contribution: ContributionView, expected: Expected, findings: Findings): void {
  const key = `contribution ${contribution.id}`;
  const accepted = isAccepted(contribution);
  const { score, status, submittedUnits, leaves } = contribution;
  const message = "The units of the rows add up to another number.";
  findings.equal("units", `${key}.submittedUnits`, expected.units, submittedUnits, message);
  if (score > 100) findings.add("contribution", `${key}.score`, "0..100", score, "Scores go from 0 to 100.");
  const states = accepted ? ["Accepted", "Final"] : ["Rejected", "Final"];
  if (!states.includes(status)) {
    findings.add("contribution", `${key}.status`, states.join(" or "), status, "Work is accepted from a score of 50.");
  }
  const missing = new Map(expected.leaves);
  const indexes = new Set<number>();
  for (const { index, author, account, items, unitsPerItem, units } of leaves) {
    const leaf = `${key}.leaf ${index}`;
    if (indexes.has(index) || index >= leaves.length) {
      findings.add("manifest", leaf, `0..${leaves.length - 1}, each once`, index, "Leaves are numbered from 0.");
    }
    indexes.add(index);
    const size = leafKey(author, unitsPerItem);
    const rule = "Items are the author's rows of this share.";
    findings.equal("manifest", `${leaf}.items`, missing.get(size) ?? 0n, items, rule);
    missing.delete(size);
    const owner = expected.accountOf(author);
    findings.equal("manifest", `${leaf}.account`, owner, account, "The author id gives another account.");
    const worth = accepted ? items * unitsPerItem * BigInt(score) : 0n;
    const sum = "Units are items x unitsPerItem x score, 0 if not accepted.";
    findings.equal("units", `${leaf}.units`, worth, units, sum);
  }
  for (const [size, items] of missing) {
    findings.add("manifest", `${key}.leaf of "${size}"`, items, 0n, "A leaf is missing (unitsPerItem, author).");
  }
}
