import { createReadStream } from "node:fs";
import { extname } from "node:path";
import { LeafFileError } from "../errors.ts";
import { createKeccak } from "../keccak.ts";
import { type LeafFormat, type ParsedLeaf, parseLeaves } from "../parseLeaves.ts";

const FORMATS: Record<string, LeafFormat> = { ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl" };

/** Streams the leaves of a .csv or .jsonl file. */
export async function* readLeafFile(
  path: string,
  { onNotice, name = path }: { onNotice?: (message: string) => void; name?: string } = {},
): AsyncGenerator<ParsedLeaf> {
  const format = FORMATS[extname(path).toLowerCase()];
  if (format === undefined) {
    throw new LeafFileError({
      what: `${name} is neither .csv nor .jsonl.`,
      why: "The ending says how to read the file.",
      fix: "Rename it, or convert it to one of the two.",
    });
  }
  const file = createReadStream(path, { highWaterMark: 1 << 20 });
  try {
    yield* parseLeaves(file, { format, file: name, onNotice, keccak: await createKeccak() });
  } catch (cause) {
    if (!(cause instanceof Error && "syscall" in cause)) throw cause;
    throw new LeafFileError({
      what: `${name} can't be read.`,
      why: `The system says: ${cause.message}.`,
      fix: "Check the path and the permissions.",
      cause,
    });
  } finally {
    file.destroy();
  }
}
