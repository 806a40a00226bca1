// What was sent and isn't recorded yet, as the browser keeps it over a reload.
import { type Address, type Hex, isAddress, isHex } from "viem";

/** @param asked Of a wallet that is a contract: whom the last one calls, and the block in which it was asked for. */
export type Pending = {
  readonly hashes: readonly Hex[];
  /** Milliseconds. */
  readonly sentAt: number;
  readonly asked?: { readonly to: Address; readonly since: string };
};

/** Milliseconds after which what no block took isn't waited for any more: it was lost on its way. */
const LOST = 86_400_000;
/** Transactions of one action: more than any has. */
const MOST = 100;

const isHash = (value: unknown): value is Hex => isHex(value) && value.length === 66;

/** Undefined if it is none, or too old; what other owners still have to sign may take as long as they like. */
export function readPending(text: string, now: number): Pending | undefined {
  try {
    const { hashes, sentAt, asked } = JSON.parse(text) as Partial<Pending>;
    if (!Array.isArray(hashes) || hashes.length === 0 || hashes.length > MOST || !hashes.every(isHash))
      return undefined;
    if (typeof sentAt !== "number" || !(sentAt <= now)) return undefined;
    if (asked === undefined) return now - sentAt < LOST ? { hashes, sentAt } : undefined;
    if (typeof asked.since !== "string" || !/^\d{1,20}$/.test(asked.since) || !isAddress(asked.to, { strict: false }))
      return undefined;
    return { hashes, sentAt, asked: { to: asked.to, since: asked.since } };
  } catch {
    return undefined;
  }
}
