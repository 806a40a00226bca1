// A stored list of pieces, read by a worker that ends with it.
import type { Hex } from "viem";
import { type Checked, checkedOf, type Domain } from "./checkPieces.ts";
import { noPieces } from "./piecesFile.ts";
import type { ReadAnswer, ReadRequest } from "./reading.worker.ts";

/** Reads a list and compares it with the chain. @throws {PiecesError} in words if it is none. */
export async function examined(text: string, domain: Domain, root: Hex): Promise<Checked> {
  const worker = new Worker(new URL("./reading.worker.ts", import.meta.url), { type: "module" });
  try {
    const answer = await new Promise<ReadAnswer>((resolve, reject) => {
      worker.addEventListener("message", ({ data }: MessageEvent<ReadAnswer>) => resolve(data));
      worker.addEventListener("error", ({ message }) => reject(new Error(message)));
      worker.postMessage({ text, domain, root } satisfies ReadRequest);
    });
    if ("none" in answer) throw noPieces();
    if ("error" in answer) throw new Error(answer.error);
    return await checkedOf(answer.file, answer.examined, domain);
  } finally {
    worker.terminate();
  }
}
