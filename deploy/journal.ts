// Ignition's journal of a deployment, as far as it is read here: a line for each thing that was begun, was sent, or has ended.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Address, Hex } from "viem";

/** What is read of a line. */
export type Entry = {
  type: string;
  futureId?: string;
  networkInteractionId?: number;
  from?: Address;
  nonce?: number;
  hash?: Hex;
  result?: { type: string };
  receipt?: { blockNumber: number; status: string };
};

export type Journal = {
  readonly path: string;
  readonly text: string;
  /** As they stand in the file, one for each entry. */
  readonly lines: string[];
  /** Of the type {@link UNREADABLE} where a line is no entry, and of none where it is empty. */
  readonly entries: Entry[];
};

/** The type of what can't be read: the last line may have been cut off while it was written. */
export const UNREADABLE = "unreadable";

/** The journal in a folder of Ignition's; undefined where there is none. Never throws for what stands in it. */
export function readJournal(folder: string): Journal | undefined {
  const path = join(folder, "journal.jsonl");
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, "utf8");
  const lines = text.split("\n");
  return { path, text, lines, entries: lines.map(entryOf) };
}

function entryOf(line: string): Entry {
  if (line.trim() === "") return { type: "" };
  try {
    const entry: unknown = JSON.parse(line);
    const whole = typeof entry === "object" && entry !== null && "type" in entry && typeof entry.type === "string";
    return whole ? (entry as Entry) : { type: UNREADABLE };
  } catch {
    return { type: UNREADABLE };
  }
}

/** Nonces that were given to transactions of the deployment, whether they left or not. */
export const noncesIn = (folder: string): number[] =>
  entriesOf(folder).flatMap(({ type, nonce }) =>
    type === "TRANSACTION_PREPARE_SEND" && nonce !== undefined ? [nonce] : [],
  );

/** How many transactions are in blocks and did what they should. */
export function confirmedIn(folder: string): number {
  const done = entriesOf(folder).filter(
    ({ type, receipt }) => type === "TRANSACTION_CONFIRM" && receipt?.status === "SUCCESS",
  );
  return new Set(done.map(({ hash }) => hash)).size;
}

/** Whether the step with this id, as the module calls it, has succeeded. */
export const hasDone = (folder: string, step: string): boolean =>
  entriesOf(folder).some(
    ({ type, futureId, result }) =>
      type.endsWith("_EXECUTION_STATE_COMPLETE") && futureId?.split("#")[1] === step && result?.type === "SUCCESS",
  );

const entriesOf = (folder: string): readonly Entry[] => readJournal(folder)?.entries ?? [];
