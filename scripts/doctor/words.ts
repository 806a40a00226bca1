// Calls in words, as far as the ABIs of the co-op know them.
import { type Address, decodeFunctionData, formatEther, type Hex } from "viem";
import type { Examination } from "./examination.ts";

/** "treasury.spend(0x..., 0x..., 5)". */
export function callInWords(examination: Examination, target: Address, value: bigint, data: Hex): string {
  const name = examination.nameOf(target);
  const sent = value === 0n ? "" : ` with ${formatEther(value)} of the native currency`;
  if (name !== undefined) {
    try {
      const { abi } = examination.artifactOf(name);
      const { functionName, args } = decodeFunctionData({ abi, data });
      return `${name}.${functionName}(${(args ?? []).map(shown).join(", ")})${sent}`;
    } catch {
      // Said by its bytes below.
    }
  }
  return `${data.slice(0, 10)} of ${examination.shown(target)}${sent}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .map(([k, v]) => `${k}: ${shown(v)}`)
      .join(", ")}}`;
  return String(value);
}
