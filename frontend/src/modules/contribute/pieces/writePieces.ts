// The list of pieces as it is stored: what the tree on chain is made of, so that anyone can build it again and compare.
import type { Hex } from "viem";
import type { BuiltLeaf, BuiltTree, FilePiece } from "./manifest.ts";

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

export type WriteParameters = {
  built: BuiltTree;
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
