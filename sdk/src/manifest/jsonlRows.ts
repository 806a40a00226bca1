import { LeafFieldError, LeafRowError } from "./errors.ts";
import { isObject, parseExactJson } from "./exactJson.ts";
import { quoted } from "./integers.ts";
import type { RawRow } from "./rawRow.ts";
import type { LineBatch } from "./textLines.ts";
import type { RowSource } from "./types.ts";

/** Rows of a file with one JSON object per line. Integers may be strings or numbers; numbers are read as written. */
export async function* jsonlRows(
  batches: AsyncIterable<LineBatch>,
  { file }: { file: string },
): AsyncGenerator<RawRow> {
  for await (const { firstLine, lines } of batches) {
    for (const [offset, text] of lines.entries()) {
      const line = firstLine + offset;
      const row = line === 1 ? text.replace(/^\ufeff/, "") : text;
      if (row.trim() !== "") yield readRow(row, new JsonSource(file, line, row));
    }
  }
}

class JsonSource implements RowSource {
  readonly file: string;
  readonly line: number;
  private readonly text: string;

  constructor(file: string, line: number, text: string) {
    this.file = file;
    this.line = line;
    this.text = text;
  }

  columnOf(field: string): number {
    if (/^#\d+$/.test(field)) return Number(field.slice(1)) + 1;
    return Math.max(0, this.text.indexOf(`"${field}"`)) + 1;
  }
}

function readRow(text: string, source: JsonSource): RawRow {
  let row: unknown;
  try {
    row = parseExactJson(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const position = /at position (\d+)/.exec(message)?.[1] ?? "0";
    throw rowError(source, `#${position}`, `This is not JSON: ${message}.`, "Each line is one JSON object.");
  }
  if (!isObject(row)) throw rowError(source, "#0", "This is not a JSON object.", "Each line is one leaf.");
  return {
    source,
    index: textOf(row, "index", source),
    author: textOf(row, "author", source),
    items: textOf(row, "items", source),
    unitsPerItem: textOf(row, "unitsPerItem", source),
    itemsRoot: textOf(row, "itemsRoot", source),
    itemHashes: hashes(row, source),
  };
}

function textOf(row: Record<string, unknown>, field: string, source: RowSource): string | undefined {
  const value = Object.hasOwn(row, field) ? row[field] : undefined;
  if (value === undefined || typeof value === "string") return value;
  throw rowError(source, field, `${field} is ${quoted(value)}.`, "It must be a string, or a whole number.");
}

function hashes(row: Record<string, unknown>, source: RowSource): string[] | undefined {
  const value = Object.hasOwn(row, "itemHashes") ? row.itemHashes : undefined;
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((hash) => typeof hash === "string")) return value;
  throw rowError(source, "itemHashes", "itemHashes is not a list of strings.", "It lists the items' content hashes.");
}

function rowError(source: RowSource, field: string, what: string, why: string): LeafRowError {
  return new LeafRowError(source, new LeafFieldError({ field, what, why, fix: "Correct the line." }));
}
