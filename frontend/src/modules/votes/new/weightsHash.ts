// The fingerprint of a file of any size: SHA-256, read piece by piece, so that it never has to fit into memory.
import type { Hex } from "viem";

export async function weightsHash(file: File, onProgress: (part: number) => void): Promise<Hex> {
  const { createSHA256 } = await import("hash-wasm");
  const hash = await createSHA256();
  const reader = file.stream().getReader();
  for (let done = 0; ; ) {
    const { value, done: end } = await reader.read();
    if (end || !value) break;
    hash.update(value);
    done += value.length;
    onProgress(file.size === 0 ? 1 : done / file.size);
  }
  return `0x${hash.digest("hex")}`;
}
