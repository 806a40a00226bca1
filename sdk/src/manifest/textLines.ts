import { LeafFileError } from "./errors.ts";

/** Bytes or text in pieces of any size, as files, uploads and responses deliver them. */
export type TextSource =
  | string
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>
  | ReadableStream<Uint8Array>;

export type LineBatch = { firstLine: number; lines: string[] };

/** A line holds one row; only a list of item hashes can make it long. */
const MAX_LINE = 1 << 26;

/** Splits text into lines, keeping at most one piece and one line in memory. Lines are counted from 1. */
export async function* textLines(source: TextSource, file: string): AsyncGenerator<LineBatch> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  let firstLine = 1;
  const decode = (piece?: Uint8Array): string => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch (cause) {
      throw new LeafFileError({
        what: `${file} is not UTF-8 text (near line ${firstLine}).`,
        why: "Leaves are read from plain text.",
        fix: "Save the file as UTF-8.",
        cause,
      });
    }
  };

  for await (const piece of pieces(source)) {
    const lines = (rest + (typeof piece === "string" ? piece : decode(piece))).split("\n");
    rest = lines.pop() as string;
    if (rest.length > MAX_LINE) {
      throw new LeafFileError({
        what: `${file}:${firstLine + lines.length}: this line is longer than ${MAX_LINE} characters.`,
        why: "A line holds one leaf and is kept in memory.",
        fix: "Check that the rows end in line breaks; give itemsRoot instead of a very long itemHashes.",
      });
    }
    if (lines.length > 0) yield { firstLine, lines: lines.map(withoutReturn) };
    firstLine += lines.length;
  }
  rest += decode();
  if (rest !== "") yield { firstLine, lines: [withoutReturn(rest)] };
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

/** Streams of the web are read by their reader: not every browser can iterate them. */
async function* pieces(source: TextSource): AsyncGenerator<Uint8Array | string> {
  if (typeof source === "string") {
    yield source;
  } else if ("getReader" in source) {
    const reader = source.getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    } finally {
      reader.releaseLock();
    }
  } else {
    yield* source;
  }
}
