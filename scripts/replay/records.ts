// The files that are replayed: votes, and who delegated to whom. Columns are found by name; others are left alone.
import { Problems, readInput, readTable } from "../lib/csvTable.ts";
import { type Decimal, parseDecimal } from "./weights.ts";

export type Chamber = "holders" | "members";

export type VoteRow = {
  /** Number of the row, from 1, without the header. */
  readonly row: number;
  readonly line: number;
  readonly proposal: string;
  readonly voter: string;
  /** As written: whether it is a choice is for the governor to say. */
  readonly support: string;
  readonly weight: Decimal;
  /** Acquired after the snapshot. */
  readonly after: boolean;
  /** The chambers that the row speaks in: both, unless it says one. */
  readonly chambers: readonly Chamber[];
  /** True if the row names one chamber. */
  readonly apart: boolean;
};

export type DelegationRow = {
  readonly row: number;
  readonly line: number;
  readonly delegator: string;
  readonly delegate: string;
  /** Null: all that the delegator has in the record. */
  readonly weight: Decimal | null;
};

export const VOTE_COLUMNS = ["proposal", "voter", "support", "weight"] as const;
export const DELEGATION_COLUMNS = ["delegator", "delegate"] as const;

/** Throws InputError with every problem of the file. */
export function readVotes(path: string, name = path): VoteRow[] {
  const problems = new Problems(name);
  const rows = readNamed(readInput(path), VOTE_COLUMNS, problems).map(({ row, line, cell }): VoteRow => {
    const chamber = cell("chamber").toLowerCase();
    const acquired = cell("acquired").toLowerCase();
    const weight = cell("weight") === "" && chamber === "members" ? "0" : cell("weight");
    for (const column of ["proposal", "voter"]) {
      if (cell(column) === "") problems.add(line, column, "is empty. Every row names its proposal and its voter.");
    }
    if (!["", "before", "after"].includes(acquired)) {
      problems.add(
        line,
        "acquired",
        `"${acquired}" is neither before nor after (the snapshot). Leave it empty for before.`,
      );
    }
    if (!["", "both", "holders", "members"].includes(chamber)) {
      problems.add(line, "chamber", `"${chamber}" is neither holders nor members. Leave it empty for both.`);
    }
    const apart = chamber === "holders" || chamber === "members";
    return {
      row,
      line,
      proposal: cell("proposal"),
      voter: cell("voter"),
      support: cell("support"),
      weight: weightOf(weight, line, problems),
      after: acquired === "after",
      chambers: apart ? [chamber] : ["holders", "members"],
      apart,
    };
  });
  problems.throwIfAny();
  return rows;
}

/** Throws InputError with every problem of the file. */
export function readDelegations(path: string, name = path): DelegationRow[] {
  const problems = new Problems(name);
  const rows = readNamed(readInput(path), DELEGATION_COLUMNS, problems).map(({ row, line, cell }): DelegationRow => {
    for (const column of DELEGATION_COLUMNS) {
      if (cell(column) === "") problems.add(line, column, "is empty. Every row names who delegates, and to whom.");
    }
    const weight = cell("weight") === "" ? null : weightOf(cell("weight"), line, problems);
    return { row, line, delegator: cell("delegator"), delegate: cell("delegate"), weight };
  });
  problems.throwIfAny();
  return rows;
}

/** Who somebody is: addresses are the same in any case, other ids as they are written. */
export function personKey(id: string): string {
  return /^0x[0-9a-fA-F]{40}$/.test(id) ? id.toLowerCase() : id;
}

type NamedRow = { row: number; line: number; cell: (column: string) => string };

/** Rows of a table that has at least the `needed` columns, in any order. */
function readNamed(text: string, needed: readonly string[], problems: Problems): NamedRow[] {
  const [first = ""] = text.replace(/^\ufeff/, "").split(/\r?\n/, 1);
  const header = first.split(",").map((name) => name.replace(/^"(.*)"$/, "$1"));
  const names = header.map((name) => name.trim().toLowerCase());
  const missing = needed.filter((name) => !names.includes(name));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (missing.length > 0 || twice !== undefined) {
    const what = twice === undefined ? `lacks ${missing.join(", ")}` : `has the column "${twice}" twice`;
    problems.add(1, twice ?? missing[0] ?? null, `the header ${what}. It needs ${needed.join(",")}, once each.`);
    return [];
  }
  return readTable(text, header, problems).map(({ line, cells }, i) => {
    const byName = new Map(names.map((name, at) => [name, (cells[header[at] ?? ""] ?? "").trim()]));
    return { row: i + 1, line, cell: (column) => byName.get(column) ?? "" };
  });
}

function weightOf(text: string, line: number, problems: Problems): Decimal {
  const weight = parseDecimal(text);
  if (weight) return weight;
  const message = `"${text}" is no weight. Write a number that isn't negative, with digits and a point, like 12 or 0.5.`;
  problems.add(line, "weight", message);
  return { units: 0n, decimals: 0 };
}
