// The list of pieces as it is stored: what the tree on chain is made of, so that anyone can build it again and compare.

import { buildManifest, createKeccak, itemsRoot, type ManifestProof, proveLeaf } from "@commonmind/sdk/manifest";
import { type Address, bytesToHex, type Hex, isAddress, isHex, stringToBytes } from "viem";
import { t } from "../../../i18n/i18n.ts";
import type { Built, BuiltLeaf, FilePiece } from "./manifest.ts";

export type PiecesFile = {
  readonly schema: 1;
  readonly name: string;
  readonly licence: string;
  readonly root: Hex;
  readonly leaves: readonly BuiltLeaf[];
  /** The sentences themselves, if their author published them. */
  readonly sentences?: readonly string[];
  readonly files?: readonly FilePiece[];
};

export class PiecesError extends Error {
  override readonly name = "PiecesError";
}

export type WriteParameters = {
  built: Built;
  name: string;
  licence: string;
  /** Empty: only their fingerprints are listed. */
  sentences: readonly string[];
};

/** The same text for the same pieces: its CID can be known before it is stored. */
export function writePieces({ built, name, licence, sentences }: WriteParameters): string {
  const file: PiecesFile = {
    ...{ schema: 1, name, licence, root: built.root, leaves: built.leaves },
    ...(sentences.length > 0 ? { sentences: [...new Set(sentences)] } : {}),
    ...(built.files.length > 0 ? { files: built.files } : {}),
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

const isCount = (value: unknown) => typeof value === "string" && /^\d{1,20}$/.test(value);
const isHash = (value: unknown): value is Hex => isHex(value) && value.length === 66;

/** Reads a stored list. Whatever is in it was written by a stranger. @throws {PiecesError} if it is none. */
export function readPieces(text: string): PiecesFile {
  let file: Partial<PiecesFile> | null;
  try {
    file = JSON.parse(text) as Partial<PiecesFile> | null;
  } catch {
    throw new PiecesError(t("What is stored there isn’t a list of pieces."));
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
  if (!fits) throw new PiecesError(t("What is stored there isn’t a list of pieces."));
  return file as PiecesFile;
}

export type Domain = { chainId: bigint; registry: Address; modelId: bigint; submitter: Address };

export type Checked = {
  readonly file: PiecesFile;
  /** The tree of this list is the one on chain. */
  readonly fits: boolean;
  /** Sentences whose fingerprint isn't on the list: somebody added or changed them. */
  readonly strange: ReadonlySet<string>;
  /** What the contract asks for about one leaf, by its number. */
  readonly prove: (index: number) => ManifestProof;
};

/** Builds the tree anew from the list, and compares: nobody has to be believed. */
export async function checkPieces(file: PiecesFile, domain: Domain, root: Hex): Promise<Checked> {
  const keccak = await createKeccak();
  const leaves = file.leaves.map(({ author, items, unitsPerItem, itemsRoot: told, itemHashes }) => {
    const computed = itemHashes.length > 0 ? itemsRoot([...itemHashes], keccak) : told;
    return { author, items: BigInt(items), unitsPerItem: BigInt(unitsPerItem), itemsRoot: computed };
  });
  const manifest = await buildManifest(leaves, { domainFields: domain });
  const listed = new Set(file.leaves.flatMap(({ itemHashes }) => itemHashes.map((hash) => hash.toLowerCase())));
  const strange = new Set(
    (file.sentences ?? []).filter((sentence) => !listed.has(bytesToHex(keccak(stringToBytes(sentence))))),
  );
  return {
    file,
    fits: manifest.root.toLowerCase() === root.toLowerCase(),
    strange,
    prove: (index) => proveLeaf(manifest, index, keccak),
  };
}
