// Which tests a mutant is tried on: those that are about its contract first, for they find most. Names are those of files in
// test/contracts and test/solidity, without their endings; one with `*` stands for all that begin so.
import { readFileSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { filesUnder } from "../setup/files.mjs";
import { hashOf } from "./mutants.ts";

export const groups = ["treasury", "contributions", "membership", "governance", "models"] as const;
export type Group = (typeof groups)[number];

/** The folder below contracts/. */
export const groupOf = (file: string): Group => file.split("/")[1] as Group;

const money = ["promises/money", "HostileTokens", "Reentrancy", "attacks/money"];
const shares = [
  ...["ContributorRewards*", "promises/contributions", "promises/releases", "promises/consent", ...money],
  ...["ContributionRegistry.claims", "promises/strikes", "Duplicates", "attacks/strikes", "differential/differential"],
];
const dividend = [
  ...["UniversalDividend*", "promises/dividend", "promises/membersOverTime", "attacks/dividend", ...money],
  ...["MemberRegistry.lapses", "differential/differential"],
];
const seats = [
  ...["MemberRegistry*", "promises/members*", "attacks/recoveries", "UniversalDividend.lapses", "UniversalDividend"],
  ...["ContributorRewards.recovery", "ContributionToken", "promises/token", "differential/differential"],
];
const registry = [
  ...["ContributionRegistry*", "promises/contributions", "promises/consent", "Duplicates", "promises/strikes"],
  ...["promises/releases", "ModelRegistry.joinBound", "attacks/*", "ReviewPanel.appeals", "ReviewPanel.pay"],
  ...["promises/events", "promises/doors", "differential/differential"],
];
const panel = [
  ...["ReviewPanel*", "ReviewLibraries", "attacks/review", "promises/contributions", "promises/events"],
  ...["RandaoSeeds", "promises/doors"],
];
const votes = ["CommonsGovernor*", "promises/votes", "promises/doors", "promises/events", "Treasury.votes"];
const models = [
  ...["ModelRegistry*", "ModelTill", "promises/lineage", "promises/releases", "Treasury.lineage"],
  ...["ContributorRewards*", "promises/contributions", "promises/money", "differential/differential"],
];

/** By the contract's file, or by its group. */
const chain: Record<string, readonly string[]> = {
  Treasury: ["Treasury*", "promises/reserve", "promises/lineage", ...money, ...shares, "Collector"],
  Collector: ["Collector", "Reentrancy"],
  ContributorRewards: shares,
  UniversalDividend: dividend,
  RevenueShares: ["UniversalDividend", ...shares, ...dividend],
  RevenueVault: ["ContributorRewards", "UniversalDividend", "Treasury", ...money, ...shares],
  Coins: ["ContributorRewards", "UniversalDividend", "Treasury*", ...money, ...shares],
  ContributionToken: [
    "ContributionToken",
    "promises/token",
    "promises/votes",
    "Duplicates",
    "MemberRegistry.moves",
    ...seats,
  ],
  Author: ["ContributionRegistry*", "ContributorRewards*", "ContributionToken", "MemberRegistry*", "ReviewPanel.draw"],
  Genesis: ["ContributionRegistry.genesis", "MemberRegistry", "ReviewPanel.pool", ...seats],
  Duplicates: ["Duplicates", "promises/strikes", "attacks/duplicates", "attacks/strikes", ...registry],
  OriginSeeds: ["OriginSeeds"],
  RandaoSeeds: ["RandaoSeeds", "ReviewPanel.draw", "ReviewPanel.appeals"],
  ReviewSlots: ["ContributionRegistry.submission", "ContributionRegistry.sponsored", ...registry],
  ReviewerRecord: ["ReviewLibraries", "ReviewPanel.scores", ...panel],
  WeightedMedian: ["ReviewLibraries", "ReviewPanel.scores", ...panel],
  EffectsProbe: ["../sdk/simulateCalls"],
  ModelTill: ["ModelTill", "HostileTokens", ...models],
  treasury: [...shares, ...dividend],
  contributions: registry,
  review: panel,
  membership: seats,
  governance: votes,
  models,
};

/** Tried on what the chain tests let through. */
const solidity: Record<string, readonly string[]> = {
  RevenueShares: ["RevenueShares", "MoneyBounds", "MoneyInvariants"],
  WeightedMedian: ["WeightedMedian"],
  ManifestTree: ["ManifestTree", "LyingManifest"],
  Lineage: ["Lineage"],
  DirectionBallots: ["DirectionBallots", "GovernorVotes"],
  ReviewerRecord: ["ReviewerRecord", "ReviewInvariants"],
  Panels: ["ReviewPanels", "ReviewInvariants"],
  treasury: ["MoneyBounds", "MoneyInvariants", "MoneyLiveness"],
  contributions: ["LyingManifest", "MoneyInvariants"],
  review: ["ReviewPanels", "ReviewInvariants"],
  membership: ["MemberInvariants"],
  governance: ["GovernorVotes"],
  models: ["MoneyInvariants", "MoneyLiveness"],
};

const entryOf = (table: Record<string, readonly string[]>, file: string): readonly string[] => {
  const folders = file.split("/").slice(1, -1).reverse();
  return [basename(file, ".sol"), ...folders].map((name) => table[name]).find((names) => names !== undefined) ?? [];
};

const known = new Map<string, { chain: string[]; solidity: string[] }>();

/** Test files for a mutant of `file`, in the order in which they run. Throws if the list names a test that isn't there. */
export function testsFor(root: string, file: string): { chain: string[]; solidity: string[] } {
  const before = known.get(`${root}:${file}`);
  if (before) return before;
  const found = (folder: string, ending: string, names: readonly string[]) => {
    const every = filesUnder(join(root, folder), (path) => path.endsWith(ending)).map((path) =>
      path.slice(root.length + 1).replaceAll("\\", "/"),
    );
    const files = names.flatMap((name) => {
      const path = join(folder, name).replaceAll("\\", "/");
      const matching = name.endsWith("*")
        ? every.filter((each) => each.startsWith(path.slice(0, -1)))
        : [`${path}${ending}`];
      for (const each of matching) readFileSync(join(root, each));
      if (matching.length === 0) throw new Error(`No test is called ${name}.`);
      return matching;
    });
    return [...new Set(files)];
  };
  const tests = {
    chain: found("test/contracts", ".test.ts", entryOf(chain, file)),
    solidity: found("test/solidity", ".t.sol", entryOf(solidity, file)),
  };
  known.set(`${root}:${file}`, tests);
  return tests;
}

const hashes = new Map<string, string>();

/**
 * Of test files and the helpers in test/ that they import, as they stood when first asked for. A result stands as long as the
 * tests that led to it do.
 */
export function testsHash(root: string, files: readonly string[]): string {
  const key = JSON.stringify([root, files]);
  const before = hashes.get(key);
  if (before) return before;
  const found = new Map<string, string>();
  for (const file of files) addWithImports(join(root, file), join(root, "test"), found);
  const hash = hashOf(...[...found.keys()].sort().map((path) => found.get(path) as string));
  hashes.set(key, hash);
  return hash;
}

function addWithImports(path: string, within: string, found: Map<string, string>): void {
  if (found.has(path) || !path.startsWith(within + sep)) return;
  const text = readFileSync(path, "utf8");
  found.set(path, text);
  for (const [, name] of text.matchAll(/(?:from|import) "(\.[^"]+)"/g))
    addWithImports(join(dirname(path), name as string), within, found);
}
