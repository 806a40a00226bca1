// Reads a stored list of pieces and builds its tree anew, away from the page: a hundred thousand pieces take seconds.

import type { Hex } from "viem";
import { type Domain, type Examined, examinePieces } from "./checkPieces.ts";
import { parsePieces } from "./parsePieces.ts";
import type { PiecesFile } from "./writePieces.ts";

export type ReadRequest = { readonly text: string; readonly domain: Domain; readonly root: Hex };
export type ReadAnswer =
  | { readonly file: PiecesFile; readonly examined: Examined }
  /** It is no list of pieces. */
  | { readonly none: true }
  | { readonly error: string };

async function answer({ text, domain, root }: ReadRequest): Promise<ReadAnswer> {
  const file = parsePieces(text);
  return file ? { file, examined: await examinePieces(file, domain, root) } : { none: true };
}

addEventListener("message", ({ data }: MessageEvent<ReadRequest>) => {
  answer(data)
    .catch((error: unknown): ReadAnswer => ({ error: error instanceof Error ? error.message : String(error) }))
    .then((it) => postMessage(it));
});
