// CSV tables as our commands read them: strictly, with every problem at its place.
import { readFileSync } from "node:fs";
import { CsvError, parse } from "csv-parse/sync";

const MAX_PROBLEMS_SHOWN = 20;

export interface InputProblem {
  readonly file: string;
  readonly line: number;
  /** The column's name; null where the problem is the whole line's or the file's. */
  readonly column: string | null;
  readonly message: string;
}

/** Input that can't be used: every problem with its place and what to do, the first 20 in the message. */
export class InputError extends Error {
  readonly problems: readonly InputProblem[];
  readonly exitCode = 2;
  constructor(problems: readonly InputProblem[]) {
    const shown = problems.slice(0, MAX_PROBLEMS_SHOWN).map(({ file, line, column, message }) => {
      return `${file}:${line}${column === null ? "" : `, column "${column}"`}: ${message}`;
    });
    const more = problems.length - shown.length;
    if (more > 0) shown.push(`... and ${more} more of these.`);
    super(shown.join("\n"));
    this.name = "InputError";
    this.problems = problems;
  }
}

export interface TableRow<Column extends string> {
  readonly line: number;
  readonly cells: Readonly<Record<Column, string>>;
}

/** Collects the problems of one file. */
export class Problems {
  readonly #found: InputProblem[] = [];
  readonly file: string;
  constructor(file: string) {
    this.file = file;
  }
  add(line: number, column: string | null, message: string): void {
    this.#found.push({ file: this.file, line, column, message });
  }
  throwIfAny(): void {
    if (this.#found.length > 0) throw new InputError(this.#found);
  }
}

/** Reads a file as UTF-8 text; a file that is missing or isn't text is an {@link InputError}. */
export function readInput(path: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    const message = `can't be read (${reason}). Give the path of a CSV file that exists and that you may read.`;
    throw new InputError([{ file: path, line: 1, column: null, message }]);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const message = "isn't UTF-8 text. Save the table as CSV in UTF-8.";
    throw new InputError([{ file: path, line: 1, column: null, message }]);
  }
}

/** The rows of a CSV table that has exactly this header; rows of another width are reported and left out. */
export function readTable<const Column extends string>(
  text: string,
  header: readonly Column[],
  problems: Problems,
): TableRow<Column>[] {
  const expected = header.join(",");
  let parsed: { info: { lines: number }; record: string[] }[];
  try {
    // The parser's types don't know that `info` wraps each record.
    parsed = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ["\r\n", "\n"],
    }) as unknown as typeof parsed;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = "lines" in error && typeof error.lines === "number" ? error.lines : 1;
    problems.add(line, null, "a quotation mark is out of place. Quote whole fields or none, and close every quote.");
    return [];
  }
  const [first, ...rest] = parsed;
  if (first === undefined) {
    problems.add(1, null, `the file is empty. It needs the header ${expected} and at least one row.`);
    return [];
  }
  if (first.record.join(",") !== expected) {
    const at = header.findIndex((name, i) => first.record[i] !== name);
    problems.add(first.info.lines, header[at] ?? null, `the header must be exactly ${expected}, in this order.`);
    return [];
  }
  if (rest.length === 0) problems.add(first.info.lines, null, "there is a header but no row. Add at least one row.");

  const rows: TableRow<Column>[] = [];
  for (const { info, record } of rest) {
    if (record.length !== header.length) {
      const wants = `the row has ${record.length} columns and needs ${header.length} (${expected})`;
      problems.add(
        info.lines,
        header[record.length] ?? null,
        `${wants}. Add or remove commas, or quote a field with one.`,
      );
      continue;
    }
    const cells = Object.fromEntries(header.map((name, i) => [name, record[i] ?? ""])) as Record<Column, string>;
    rows.push({ line: info.lines, cells });
  }
  return rows;
}
