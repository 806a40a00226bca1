// The tree of a stored list, built anew and compared with the one on chain.
import {
  buildManifest,
  createKeccak,
  itemsRoot,
  type ManifestLeaf,
  type ManifestProof,
  proveLeaf,
} from "@commonmind/sdk/manifest";
import { type Address, bytesToHex, type Hex, stringToBytes } from "viem";
import type { PiecesFile } from "./writePieces.ts";

export type Domain = { chainId: bigint; registry: Address; modelId: bigint; submitter: Address };

/** What takes time with a long list; plain data, so that a worker can hand it over. */
export type Examined = {
  /** The tree of this list is the one on chain. */
  readonly fits: boolean;
  /** With the roots that their pieces have. */
  readonly leaves: readonly ManifestLeaf[];
  /** Fingerprints of the sentences, each at its sentence's place. */
  readonly hashes: readonly Hex[];
};

export type Checked = {
  readonly file: PiecesFile;
  /** The tree of this list is the one on chain. */
  readonly fits: boolean;
  /** Sentences whose fingerprint isn't on the list: somebody added or changed them. */
  readonly strange: ReadonlySet<string>;
  /** What was published of the pieces, by their fingerprints: a sentence, or a file's name. */
  readonly named: ReadonlyMap<Hex, string>;
  /** What the contract asks for about one leaf, by its number. */
  readonly prove: (index: number) => ManifestProof;
};

/** Builds the tree anew from the list, and compares: nobody has to be believed. */
export async function examinePieces(file: PiecesFile, domain: Domain, root: Hex): Promise<Examined> {
  const keccak = await createKeccak();
  const leaves = file.leaves.map(({ author, items, unitsPerItem, itemsRoot: told, itemHashes }): ManifestLeaf => {
    const computed = itemHashes.length > 0 ? itemsRoot([...itemHashes], keccak) : told;
    return { author, items: BigInt(items), unitsPerItem: BigInt(unitsPerItem), itemsRoot: computed };
  });
  const manifest = await buildManifest(leaves, { domainFields: domain, keccak });
  return {
    fits: manifest.root.toLowerCase() === root.toLowerCase(),
    leaves,
    hashes: (file.sentences ?? []).map((sentence) => bytesToHex(keccak(stringToBytes(sentence)))),
  };
}

/** What pages ask of a list that was examined. */
export async function checkedOf(
  file: PiecesFile,
  { fits, leaves, hashes }: Examined,
  domain: Domain,
): Promise<Checked> {
  const keccak = await createKeccak();
  const manifest = await buildManifest(leaves, { domainFields: domain, keccak });
  const listed = new Set(file.leaves.flatMap(({ itemHashes }) => itemHashes.map((hash) => hash.toLowerCase())));
  const sentences = file.sentences ?? [];
  return {
    ...{ file, fits },
    strange: new Set(sentences.filter((_, i) => !listed.has(hashes[i] as Hex))),
    named: new Map([
      ...sentences.map((sentence, i) => [hashes[i] as Hex, sentence] as const),
      ...(file.files ?? []).map(({ hash, name }) => [hash, name] as const),
    ]),
    prove: (index) => proveLeaf(manifest, index, keccak),
  };
}
