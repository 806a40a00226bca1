import { keccak256 } from "viem";

/** Keccak-256. The result is a fresh array of 32 bytes. */
export type Keccak = (bytes: Uint8Array) => Uint8Array;

/** In plain JavaScript: no set-up, about 20 times slower than `createKeccak`. Right for a proof, not for a million leaves. */
export const keccak: Keccak = (bytes) => keccak256(bytes, "bytes");

/**
 * In WebAssembly, about 0.5 us for a leaf or node. Where WebAssembly is forbidden (a strict content security policy) it
 * falls back to the slow one: a manifest should take longer there, not fail.
 */
export async function createKeccak(): Promise<Keccak> {
  try {
    // Fetched once something is to be hashed: pages that only may have to do without it.
    const { createKeccak: createWasmKeccak } = await import("hash-wasm");
    const hasher = await createWasmKeccak(256);
    return (bytes) => {
      hasher.init();
      hasher.update(bytes);
      return hasher.digest("binary");
    };
  } catch {
    return keccak;
  }
}
