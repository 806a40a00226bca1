// What is taken in: how large, and of which kinds. Told by the bytes themselves, never by a name.
import { isUtf8 } from "node:buffer";
import { fileTypeFromBuffer } from "file-type";
import { contentError } from "./errors.ts";

export type Limits = {
  /** Bytes of one file. */
  readonly maxBytes: number;
  /** Bytes of the whole local folder. */
  readonly maxTotalBytes: number;
  /** MIME types by their first bytes; "text/plain" is whatever is UTF-8 throughout its beginning. */
  readonly types: ReadonlySet<string>;
};

const MIB = 1024 * 1024;

/** Text (manifests, Markdown, CSV, JSON, code), pictures, sound, documents, and packed or columnar data. No programs. */
export const DEFAULT_LIMITS: Limits = {
  maxBytes: 256 * MIB,
  maxTotalBytes: 16 * 1024 * MIB,
  types: new Set([
    ...["text/plain", "application/json", "application/xml", "application/pdf", "application/rtf"],
    ...["image/png", "image/jpeg", "image/webp", "image/gif", "image/avif"],
    ...["audio/wav", "audio/mpeg", "audio/flac", "audio/ogg", "audio/opus"],
    ...["application/gzip", "application/zstd", "application/x-xz", "application/x-bzip2", "application/zip"],
    ...["application/vnd.apache.parquet", "application/vnd.apache.arrow.file", "application/x-hdf5"],
  ]),
};

/** Bytes by which a type is told. */
export const SNIFFED = 4_100;

/** The type of a file that begins with `head`. Throws unless it is one of those that are taken. */
export async function requireType(head: Uint8Array, { types }: Limits): Promise<string> {
  const told = (await fileTypeFromBuffer(head))?.mime ?? (isText(head) ? "text/plain" : undefined);
  if (told !== undefined && types.has(told)) return told;
  throw contentError("ContentType", {
    what: told === undefined ? "Nobody knows what kind of file this is." : `This is ${told}.`,
    why: `Taken are: ${[...types].join(", ")}.`,
    fix: "Pack it (gzip, zstd), or let the operator add its type to COMMONMIND_CONTENT_TYPES.",
  });
}

export function tooLarge(maxBytes: number): Error {
  return contentError("ContentTooLarge", {
    what: "This is too large.",
    why: `A file has at most ${maxBytes.toLocaleString("en")} bytes here.`,
    fix: "Split it, or let the operator raise COMMONMIND_CONTENT_MAX_BYTES.",
  });
}

/** UTF-8 without the byte 0; a letter that the end of `head` cuts in two is forgiven. */
function isText(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  return [0, 1, 2, 3].some((cut) => isUtf8(head.subarray(0, Math.max(0, head.length - cut))));
}
