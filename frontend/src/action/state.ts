// Where an action stands, as its button shows it.
import type { Hex, TransactionReceipt } from "viem";

/** How long a transaction may take before we say that it is slow, in seconds. */
const SLOW = 20;

export type ActionState =
  | { name: "connect" }
  | { name: "switch" }
  | { name: "idle" }
  | { name: "checking" }
  | { name: "ready" }
  | { name: "refused"; words: string }
  | { name: "confirm" }
  | { name: "sent"; hash: Hex }
  /** A wallet that is a contract has it, and its owners haven't all signed. */
  | { name: "signers"; hash: Hex }
  | { name: "slow"; hash: Hex; seconds: number }
  | { name: "replaced"; hash: Hex }
  | { name: "mined"; hash: Hex; block: bigint }
  | { name: "recorded"; hash: Hex; block: bigint; receipts: readonly TransactionReceipt[] }
  | { name: "rejected"; words: string }
  | { name: "reverted"; words: string };

/** What has been done about it so far; "none" before anything was. */
export type Phase =
  | Exclude<ActionState, { name: "connect" | "switch" | "idle" | "checking" | "ready" | "refused" | "slow" }>
  | { name: "none" };

export type Standing = {
  readonly phase: Phase;
  /** Since the present transaction was sent. */
  readonly seconds: number;
  readonly address: string | undefined;
  readonly onRightChain: boolean;
  /** Whether there is anything to send yet. */
  readonly hasCalls: boolean;
  /** What trying it out beforehand said. */
  readonly check: "running" | "passed" | { readonly refused: string };
};

/** What was sent goes before all else; then who and where somebody is; then whether it would be taken. */
export function stateOf({ phase, seconds, address, onRightChain, hasCalls, check }: Standing): ActionState {
  if (phase.name === "sent" && seconds >= SLOW) return { name: "slow", hash: phase.hash, seconds };
  if (phase.name !== "none" && phase.name !== "rejected") return phase;
  if (!address) return { name: "connect" };
  if (!onRightChain) return { name: "switch" };
  if (phase.name === "rejected") return phase;
  if (!hasCalls) return { name: "idle" };
  if (check === "running") return { name: "checking" };
  return check === "passed" ? { name: "ready" } : { name: "refused", words: check.refused };
}
