import { open, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { createKeccak } from "../keccak.ts";
import { proofLines } from "../proofLines.ts";
import type { Manifest } from "../types.ts";

/** Writes the proofs of all leaves into a file, one JSON object per line; the file appears only when it is complete. */
export async function writeProofLines(
  manifest: Manifest,
  path: string,
  { onProgress, signal }: { onProgress?: (leaves: number) => void; signal?: AbortSignal | undefined } = {},
): Promise<{ bytes: number }> {
  const target = resolve(path);
  const partial = `${target}.${process.pid}.partial`;
  const file = await open(partial, "wx");
  let written = 0;
  // One piece is written while the next is made.
  let writing: Promise<void> = Promise.resolve();
  try {
    for (const { bytes, leaves } of proofLines(manifest, await createKeccak())) {
      signal?.throwIfAborted();
      await writing;
      writing = file.writeFile(bytes);
      written += bytes.length;
      onProgress?.(leaves);
    }
    await writing;
    await file.close();
    await rename(partial, target);
  } finally {
    await writing.catch(() => undefined);
    await file.close().catch(() => undefined);
    await rm(partial, { force: true });
  }
  return { bytes: written };
}
