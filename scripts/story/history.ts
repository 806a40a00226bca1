/**
 * Contribution histories: reads the CSV strictly, and turns its rows into the manifests of the story.
 *
 * The rule is public (docs/story.md, "How work is counted"), so that anyone can recompute it from the file alone.
 *
 * The plan doesn't depend on the order of the rows: months ascend, kinds follow storyKinds, leaves are sorted by author
 * id and then by unitsPerItem, content hashes ascend.
 */
import { type Address, type Hex, keccak256, stringToBytes } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { Problems, readInput, readTable, type TableRow } from "../lib/csvTable.ts";

/** The kinds of work that histories hold, of those that `deploy/genesis.ts` knows. */
export const storyKinds = ["Data", "Validation", "Training", "Knowledge", "Code"] as const;
export type StoryKind = (typeof storyKinds)[number];

const KIND_OF_AREA = {
  data: "Data",
  eval: "Validation",
  eval_code: "Validation",
  test: "Validation",
  model: "Training",
  docs: "Knowledge",
  infra: "Code",
  app: "Code",
} as const satisfies Record<string, StoryKind>;
export type Area = keyof typeof KIND_OF_AREA;

export const HISTORY_HEADER = [
  "date",
  "author",
  "coauthors",
  "area",
  "files_changed",
  "lines_added",
  "lines_removed",
  "item",
] as const;

/** Far above any real change; keeps unitsPerItem at 33,000 or less, within every kind's published maximum. */
export const MAX_COUNT = 2 ** 31 - 1;
const MAX_AUTHOR_LENGTH = 100;

export interface HistoryRow {
  /** Line of the file, counted from 1 (the header). */
  readonly line: number;
  readonly date: string;
  /** `YYYY-MM` */
  readonly month: string;
  /** Author first, then the coauthors in their order, each once. */
  readonly people: readonly [string, ...string[]];
  readonly area: Area;
  readonly kind: StoryKind;
  readonly filesChanged: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  readonly item: Hex;
}

export interface PlannedLeaf {
  readonly index: number;
  readonly author: string;
  readonly account: Address;
  readonly items: bigint;
  readonly unitsPerItem: bigint;
  /** The `item` ids of the rows, ascending; as many as `items`. */
  readonly contentHashes: readonly Hex[];
}

export interface PlannedContribution {
  readonly month: string;
  readonly kind: StoryKind;
  /** The first release that it is part of. */
  readonly release: 1 | 2;
  readonly items: bigint;
  readonly units: bigint;
  readonly leaves: readonly PlannedLeaf[];
}

/** Parses a history; throws {@link InputError} with every problem in it. `file` is how messages call it. */
export function parseHistory(text: string, file: string): HistoryRow[] {
  const problems = new Problems(file);
  const lineOfItem = new Map<string, number>();
  const rows = readTable(text, HISTORY_HEADER, problems).map((row) => parseRow(row, lineOfItem, problems));
  problems.throwIfAny();
  return rows;
}

export function readHistory(path: string): HistoryRow[] {
  return parseHistory(readInput(path), path);
}

function parseRow(
  { line, cells }: TableRow<(typeof HISTORY_HEADER)[number]>,
  lineOfItem: Map<string, number>,
  problems: Problems,
): HistoryRow {
  if (!isCalendarDate(cells.date)) {
    problems.add(line, "date", `"${cells.date}" is no date. Write a day of the calendar as YYYY-MM-DD.`);
  }
  const people = parsePeople(cells.author, cells.coauthors, line, problems);
  if (!isArea(cells.area)) {
    problems.add(line, "area", `"${cells.area}" is no known area. Use one of ${Object.keys(KIND_OF_AREA).join(", ")}.`);
  }
  const count = (column: "files_changed" | "lines_added" | "lines_removed"): number => {
    const value = /^(0|[1-9]\d{0,15})$/.test(cells[column]) ? Number(cells[column]) : Number.NaN;
    if (value <= MAX_COUNT) return value;
    problems.add(
      line,
      column,
      `"${cells[column]}" is no count. Write a whole number from 0 to ${MAX_COUNT}, digits only.`,
    );
    return 0;
  };
  const filesChanged = count("files_changed");
  const linesAdded = count("lines_added");
  const linesRemoved = count("lines_removed");

  const item = cells.item.toLowerCase();
  const earlier = lineOfItem.get(item);
  if (!/^0x[0-9a-f]{64}$/.test(item)) {
    problems.add(line, "item", `"${cells.item}" is no item id. Write 0x and 64 hex digits.`);
  } else if (earlier !== undefined) {
    problems.add(
      line,
      "item",
      `the same item stands on line ${earlier}. Work counts once: remove one of the two rows.`,
    );
  } else {
    lineOfItem.set(item, line);
  }
  const units = rowUnits(linesAdded, linesRemoved);
  if (BigInt(people.length) > units) {
    problems.add(line, "coauthors", `${people.length} people share ${units} units. Leave at most ${units} of them.`);
  }
  // Whatever stands in for a bad cell is never seen: parseHistory throws once it has looked at every row.
  const area = isArea(cells.area) ? cells.area : "data";
  return {
    line,
    date: cells.date,
    month: cells.date.slice(0, 7),
    people,
    area,
    kind: KIND_OF_AREA[area],
    filesChanged,
    linesAdded,
    linesRemoved,
    item: item as Hex,
  };
}

function parsePeople(author: string, coauthors: string, line: number, problems: Problems): [string, ...string[]] {
  if (author === "") problems.add(line, "author", "the author is empty. Write the id of a person.");
  else checkPerson(author, "author", line, problems);
  const others = coauthors === "" ? [] : coauthors.split(";");
  for (const other of others) {
    if (other === "") problems.add(line, "coauthors", "one of the ids is empty. Join ids by single semicolons.");
    else checkPerson(other, "coauthors", line, problems);
  }
  return [author, ...new Set(others.filter((other) => other !== author))];
}

/** An account is derived from the id's exact characters, so ids that look alike but differ must not pass. */
function checkPerson(id: string, column: string, line: number, problems: Problems): void {
  const quoted = JSON.stringify(id);
  if (id.includes(";")) problems.add(line, column, `${quoted} has a semicolon. Put further people into coauthors.`);
  if (id !== id.trim()) problems.add(line, column, `${quoted} begins or ends with a space. Remove it.`);
  if (/\p{C}/u.test(id)) problems.add(line, column, `${quoted} has an invisible character. Remove it.`);
  if (id.length > MAX_AUTHOR_LENGTH) {
    problems.add(line, column, `the id has ${id.length} characters. Use at most ${MAX_AUTHOR_LENGTH}.`);
  }
}

function isArea(area: string): area is Area {
  return Object.hasOwn(KIND_OF_AREA, area);
}

function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  // Date rolls an impossible day over into the next month instead of refusing it.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Digits of `value` in base 2; none for 0. */
export function bitLength(value: number): number {
  return value === 0 ? 0 : value.toString(2).length;
}

export function rowUnits(linesAdded: number, linesRemoved: number): bigint {
  return 1000n * BigInt(1 + bitLength(linesAdded + linesRemoved));
}

/** What the story submits for these rows; the same for every order of them. */
export function planContributions(rows: readonly HistoryRow[]): PlannedContribution[] {
  const months = [...new Set(rows.map((row) => row.month))].sort();
  const firstRelease = new Set(months.slice(0, Math.ceil(months.length / 2)));
  const plan: PlannedContribution[] = [];
  for (const month of months) {
    for (const kind of storyKinds) {
      const work = rows.filter((row) => row.month === month && row.kind === kind);
      if (work.length === 0) continue;
      const leaves = planLeaves(work);
      plan.push({
        month,
        kind,
        release: firstRelease.has(month) ? 1 : 2,
        items: leaves.reduce((sum, leaf) => sum + leaf.items, 0n),
        units: leaves.reduce((sum, leaf) => sum + leaf.items * leaf.unitsPerItem, 0n),
        leaves,
      });
    }
  }
  return plan;
}

function planLeaves(work: readonly HistoryRow[]): PlannedLeaf[] {
  const sharesOf = new Map<string, Map<bigint, Hex[]>>();
  for (const row of work) {
    const units = rowUnits(row.linesAdded, row.linesRemoved);
    const count = BigInt(row.people.length);
    row.people.forEach((person, place) => {
      const unitsPerItem = units / count + (place === 0 ? units % count : 0n);
      const shares = sharesOf.get(person) ?? new Map<bigint, Hex[]>();
      const items = shares.get(unitsPerItem) ?? [];
      items.push(row.item);
      sharesOf.set(person, shares.set(unitsPerItem, items));
    });
  }
  const byAuthor = [...sharesOf].sort(([a], [b]) => (a < b ? -1 : 1));
  return byAuthor
    .flatMap(([author, shares]) => {
      const bySize = [...shares].sort(([a], [b]) => (a < b ? -1 : 1));
      return bySize.map(([unitsPerItem, items]) => ({ author, unitsPerItem, items: items.sort() }));
    })
    .map(({ author, unitsPerItem, items }, index) => ({
      index,
      author,
      account: authorAccount(author),
      items: BigInt(items.length),
      unitsPerItem,
      contentHashes: items,
    }));
}

const accounts = new Map<string, Address>();

/** The story plays every author itself, so their keys are public knowledge: never fund these accounts on a real chain. */
export function authorKey(author: string): Hex {
  return keccak256(stringToBytes(`commonmind.story.author:${author}`));
}

export function authorAccount(author: string): Address {
  const known = accounts.get(author) ?? privateKeyToAddress(authorKey(author));
  accounts.set(author, known);
  return known;
}
