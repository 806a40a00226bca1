import { isHexOf } from "./bytes.ts";
import { LeafFieldError } from "./errors.ts";
import { quoted } from "./integers.ts";

const MEANING: Record<string, string> = {
  itemsRoot: "the Merkle root of the items' content hashes, which makes the work checkable",
  itemHashes: "a list of content hashes, one per item",
};

export function assertHash(field: string, value: unknown): void {
  if (isHexOf(value, 32)) return;
  const meaning = MEANING[field];
  throw new LeafFieldError({
    field,
    what: `${field} is not a 32-byte hash: ${quoted(value)}.`,
    why: `A hash is 0x and 64 hex digits${meaning === undefined ? "" : `; ${field} is ${meaning}`}.`,
    fix: "Copy the whole hash again.",
  });
}
