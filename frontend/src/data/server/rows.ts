// Long lists, a piece at a time: only what is in sight is sent.
import { getAddress, zeroAddress } from "viem";
import { capNow } from "../people.ts";
import {
  type Crowd,
  type PeopleFilter,
  type Person,
  peopleFilters,
  type Rows,
  type RowsQuery,
  type WorkFilter,
  type WorkRow,
  workFilters,
} from "../types.ts";
import { type Book, type BookModel, keyOf } from "./book.ts";
import { filterOf } from "./sums.ts";

/** Rows of one answer. */
const MOST = 200;
/** Of an address that is looked for. */
const LONGEST_TEXT = 42;

const whole = (text: string | null): number | undefined => (text && /^\d{1,9}$/.test(text) ? Number(text) : undefined);
const oneOf = <T extends string>(values: readonly T[], text: string | null) => values.find((it) => it === text);

/** Undefined if it can't be understood. */
export function readRowsQuery(query: URLSearchParams): (RowsQuery & { from: number }) | undefined {
  const from = whole(query.get("from") ?? "0");
  if (from === undefined) return undefined;
  if (query.get("of") === "works") {
    const model = whole(query.get("model"));
    const filter = oneOf(workFilters, query.get("filter"));
    return model === undefined || !filter ? undefined : { of: "works", model, filter, from };
  }
  const filter = oneOf(peopleFilters, query.get("filter"));
  const text = (query.get("text") ?? "").toLowerCase();
  if (query.get("of") !== "people" || !filter || text.length > LONGEST_TEXT) return undefined;
  return { of: "people", filter, text, from };
}

export function rowsOf(book: Book, query: RowsQuery, from: number): Rows {
  const all = query.of === "works" ? worksOf(book, query) : peopleOf(book, query);
  return { count: all.length, rows: all.slice(from, from + MOST).map(shortened) };
}

/** Rows that come with a page: as many as are in sight before anybody scrolls. */
const FIRST = 20;

export const newestOf = (book: Book, model: number): readonly WorkRow[] =>
  worksOf(book, { model, filter: "all" }).slice(0, FIRST).map(asRow);

const shortened = (row: WorkRow | Person): WorkRow | Person => ("address" in row ? row : asRow(row));

const asRow = (work: WorkRow): WorkRow => {
  const { id, kind, uri, items, submittedAt, state, score } = work;
  return { id, kind, uri, items, submittedAt, state, score };
};

const works = new WeakMap<BookModel, Map<WorkFilter, readonly WorkRow[]>>();

/** Every contribution to a model, the newest first. */
function worksOf(book: Book, { model: id, filter }: { model: number; filter: WorkFilter }): readonly WorkRow[] {
  const model = book.models.find((it) => it.id === id);
  if (!model) return [];
  const known = works.get(model) ?? new Map<WorkFilter, readonly WorkRow[]>();
  works.set(model, known);
  const rows = known.get(filter) ?? model.works.filter((it) => filter === "all" || filterOf(it) === filter).reverse();
  known.set(filter, rows);
  return rows;
}

const passes: Readonly<Record<PeopleFilter, (person: Person) => boolean>> = {
  voice: ({ voice }) => voice > 0n,
  members: ({ seat }) => seat !== undefined,
  authors: ({ units }) => units > 0n,
  all: () => true,
};

function peopleOf(book: Book, { filter, text }: { filter: PeopleFilter; text: string }): readonly Person[] {
  return everyone(book).filter((it) => passes[filter](it) && (text === "" || it.address.toLowerCase().includes(text)));
}

const people = new WeakMap<Book, readonly Person[]>();

/** Everyone who ever did something here, those with the most voice first; made once for each state of the book. */
export function everyone(book: Book): readonly Person[] {
  const all = people.get(book) ?? peopleIn(book);
  people.set(book, all);
  return all;
}

function peopleIn(book: Book): Person[] {
  const units = new Map<string, bigint>();
  for (const { leaves } of book.works.values()) {
    for (const leaf of leaves) units.set(keyOf(leaf.author), (units.get(keyOf(leaf.author)) ?? 0n) + leaf.units);
  }
  const ballots = new Map<string, number>();
  for (const { ballots: cast } of book.proposals) {
    for (const { voter } of cast) ballots.set(keyOf(voter), (ballots.get(keyOf(voter)) ?? 0) + 1);
  }
  const all = new Set([...book.voices.keys(), ...book.seatOf.keys(), ...units.keys(), ...ballots.keys()]);
  return [...all]
    .filter((address) => address !== zeroAddress && BigInt(address) >= 2n ** 64n)
    .map((address) => ({
      address: getAddress(address),
      voice: book.voices.get(address)?.at(-1)?.voice ?? 0n,
      seat: book.seatOf.get(address),
      units: units.get(address) ?? 0n,
      ballots: ballots.get(address) ?? 0,
    }))
    .sort((a, b) =>
      a.voice === b.voice ? (a.units === b.units ? 0 : a.units > b.units ? -1 : 1) : a.voice > b.voice ? -1 : 1,
    );
}

/** How many people each filter passes, how many hold more voice than counts, and what the first of them holds. */
export function crowdOf(book: Book): Crowd {
  const all = everyone(book);
  const cap = capNow(book);
  const counts = Object.fromEntries(peopleFilters.map((filter) => [filter, all.filter(passes[filter]).length]));
  return {
    counts: counts as Crowd["counts"],
    over: all.filter(({ voice }) => cap > 0n && voice > cap).length,
    most: all[0]?.voice ?? 0n,
    first: all.filter(passes.voice).slice(0, FIRST),
  };
}
