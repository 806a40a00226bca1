import { LeafFieldError, LeafFileError, LeafRowError } from "./errors.ts";
import { quoted } from "./integers.ts";
import type { RawRow } from "./rawRow.ts";
import type { LineBatch } from "./textLines.ts";
import type { RowSource } from "./types.ts";

const REQUIRED = ["author", "items", "unitsPerItem"] as const;
const KNOWN: readonly string[] = [...REQUIRED, "itemsRoot", "itemHashes", "index"];

type Cell = { text: string; start: number };

/**
 * Rows of a CSV file with a header line; columns stand in any order, others are ignored. Own code rather than a library
 * because the same code must run in a browser and say the exact column, and because no value here can contain a line
 * break, which is all that makes CSV hard.
 */
export async function* csvRows(
  batches: AsyncIterable<LineBatch>,
  { file, onNotice }: { file: string; onNotice?: ((message: string) => void) | undefined },
): AsyncGenerator<RawRow> {
  let header: Header | undefined;
  for await (const { firstLine, lines } of batches) {
    for (const [offset, text] of lines.entries()) {
      if (text.trim() === "") continue;
      const line = firstLine + offset;
      if (header === undefined) {
        header = readHeader(text, new CsvSource(file, line, text, []));
        if (header.ignored.length > 0) onNotice?.(`${file}: ignoring the columns ${header.ignored.join(", ")}`);
      } else {
        yield readRow(text, header, new CsvSource(file, line, text, header.names));
      }
    }
  }
  if (header === undefined) {
    throw new LeafFileError({
      what: `${file} is empty.`,
      why: "The first line must name the columns.",
      fix: "Begin with author,items,unitsPerItem,itemsRoot.",
    });
  }
}

type Header = { names: string[]; at: Record<string, number>; ignored: string[] };

class CsvSource implements RowSource {
  readonly file: string;
  readonly line: number;
  private readonly text: string;
  private readonly names: readonly string[];

  constructor(file: string, line: number, text: string, names: readonly string[]) {
    this.file = file;
    this.line = line;
    this.text = text;
    this.names = names;
  }

  /** Rows are split a second time here, so that rows without an error pay nothing for their positions. */
  columnOf(field: string): number {
    const { cells, problem } = splitCells(this.text);
    if (problem !== undefined) return problem.start + 1;
    const position = /^#\d+$/.test(field) ? Number(field.slice(1)) : this.names.indexOf(field);
    // A missing root is missing where its hashes could stand, too.
    const other = field === "itemsRoot" ? this.names.indexOf("itemHashes") : -1;
    return (cells[position === -1 ? other : position]?.start ?? 0) + 1;
  }
}

function readHeader(text: string, source: CsvSource): Header {
  const names = cellTexts(text.replace(/^\ufeff/, ""), source);
  const at: Record<string, number> = {};
  for (const [position, name] of names.entries()) {
    if (Object.hasOwn(at, name) && KNOWN.includes(name)) {
      throw rowError(source, `#${position}`, `The column ${name} stands twice.`, "It is unclear which one counts.");
    }
    at[name] = position;
  }
  const missing: string[] = REQUIRED.filter((name) => !Object.hasOwn(at, name));
  if (!Object.hasOwn(at, "itemsRoot") && !Object.hasOwn(at, "itemHashes")) missing.push("itemsRoot");
  if (missing.length > 0) {
    throw new LeafRowError(
      source,
      new LeafFieldError({
        field: "#0",
        what: `The header lacks ${missing.map(explain).join(" and ")}; it has ${quoted(names.join(","))}.`,
        why: "The first line must name the columns, separated by commas.",
        fix: "Begin with author,items,unitsPerItem,itemsRoot.",
      }),
    );
  }
  return { names, at, ignored: names.filter((name) => !KNOWN.includes(name)) };
}

function explain(name: string): string {
  return name === "itemsRoot"
    ? "itemsRoot (the Merkle root of the items' content hashes) or itemHashes (the hashes themselves, joined by ;)"
    : name;
}

function readRow(text: string, { names, at }: Header, source: CsvSource): RawRow {
  const cells = cellTexts(text, source);
  if (cells.length !== names.length) {
    const extra = cells.length > names.length;
    throw rowError(
      source,
      `#${extra ? names.length : cells.length - 1}`,
      `The row has ${cells.length} values, the header ${names.length}.`,
      "A value would land in the wrong column.",
    );
  }
  const cell = (name: string): string | undefined => {
    const position = at[name];
    return position === undefined ? undefined : cells[position];
  };
  const hashes = cell("itemHashes");
  return {
    source,
    index: cell("index"),
    author: cell("author"),
    items: cell("items"),
    unitsPerItem: cell("unitsPerItem"),
    itemsRoot: cell("itemsRoot") || undefined,
    itemHashes: hashes ? hashes.split(";").map((hash) => hash.trim()) : undefined,
  };
}

function cellTexts(text: string, source: CsvSource): string[] {
  if (!text.includes('"')) return text.split(",").map((cell) => cell.trim());
  const { cells, problem } = splitCells(text);
  if (problem !== undefined) {
    throw rowError(source, "#0", problem.what, "A quoted value begins and ends with a quote, in one line.");
  }
  return cells.map((cell) => cell.text);
}

function splitCells(text: string): { cells: Cell[]; problem?: { what: string; start: number } } {
  const cells: Cell[] = [];
  for (let at = 0; at <= text.length; ) {
    const start = at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
    if (text[start] === '"') {
      const match = /^"((?:[^"]|"")*)"\s*(?=,|$)/.exec(text.slice(start));
      if (match === null) return { cells, problem: { what: "A quoted value doesn't end properly.", start } };
      cells.push({ text: (match[1] as string).replaceAll('""', '"').trim(), start });
      at = start + match[0].length + 1;
    } else {
      const comma = text.indexOf(",", at);
      const end = comma === -1 ? text.length : comma;
      cells.push({ text: text.slice(at, end).trim(), start: Math.min(start, end) });
      at = end + 1;
    }
  }
  return { cells };
}

function rowError(source: RowSource, field: string, what: string, why: string): LeafRowError {
  return new LeafRowError(source, new LeafFieldError({ field, what, why, fix: "Correct the row." }));
}
