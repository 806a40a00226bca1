// The list of pieces as it is read: whatever is in it was written by a stranger.
import { type Hex, isAddress, isHex } from "viem";
import type { BuiltLeaf } from "./manifest.ts";
import type { PiecesFile } from "./writePieces.ts";

const isCount = (value: unknown) => typeof value === "string" && /^\d{1,20}$/.test(value);
const isHash = (value: unknown): value is Hex => isHex(value) && value.length === 66;

/** A stored list; undefined if it is none. */
export function parsePieces(text: string): PiecesFile | undefined {
  let file: Partial<PiecesFile> | null;
  try {
    file = JSON.parse(text) as Partial<PiecesFile> | null;
  } catch {
    return undefined;
  }
  const fits =
    file?.schema === 1 &&
    isHash(file.root) &&
    typeof file.name === "string" &&
    typeof file.licence === "string" &&
    Array.isArray(file.leaves) &&
    file.leaves.length > 0 &&
    file.leaves.every(
      (leaf: Partial<BuiltLeaf> | null) =>
        typeof leaf === "object" &&
        leaf !== null &&
        typeof leaf.author === "string" &&
        isAddress(leaf.author, { strict: false }) &&
        isCount(leaf.items) &&
        isCount(leaf.unitsPerItem) &&
        isHash(leaf.itemsRoot) &&
        Array.isArray(leaf.itemHashes) &&
        leaf.itemHashes.every(isHash),
    ) &&
    (file.sentences === undefined ||
      (Array.isArray(file.sentences) && file.sentences.every((it) => typeof it === "string"))) &&
    (file.files === undefined ||
      (Array.isArray(file.files) &&
        file.files.every((it) => typeof it?.name === "string" && isHash(it.hash) && Number.isSafeInteger(it.size))));
  return fits ? (file as PiecesFile) : undefined;
}
