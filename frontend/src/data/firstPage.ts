// What the server of the pages already knew when it drew one. The browser draws the same over it before it goes on by itself;
// of the ledger only the block goes along: the browser makes its own out of the events up to there.
import { keepTime } from "@commonmind/sdk/format";
import type { Reserve, ReviewRules, TillBalance } from "./reads.ts";
import type { Asset, Ledger } from "./types.ts";

export type FirstPage = {
  readonly block: bigint;
  /** Seconds on the chain's clock. */
  readonly now: number;
  readonly assets: readonly Asset[];
  readonly rules: ReviewRules;
  readonly reserves: readonly Reserve[];
  readonly tills: readonly TillBalance[];
};

export const onServer = !("document" in globalThis);

type Drawn = { [key: symbol]: Map<string, Ledger> | undefined };
const LEDGERS = Symbol.for("commonmind.ledgers");
/** As many as pages may be being drawn from at once. */
const KEPT = 12;

/** The server's parts are loaded apart, and meet here. */
function ledgers(): Map<string, Ledger> {
  const shared = globalThis as Drawn;
  shared[LEDGERS] ??= new Map();
  return shared[LEDGERS];
}

/** A ledger holds sentences, so there is one for each language. */
const keyOf = (block: bigint, language: string) => `${block} ${language}`;

export function keepForDrawing(ledger: Ledger, block: bigint, language: string): void {
  const kept = ledgers();
  kept.delete(keyOf(block, language));
  kept.set(keyOf(block, language), ledger);
  for (const key of [...kept.keys()].slice(0, -KEPT)) kept.delete(key);
}

export const keptForDrawing = (block: bigint, language: string): Ledger | undefined =>
  ledgers().get(keyOf(block, language));

let taken = false;
let waiting = false;
const listeners = new Set<() => void>();

/** Nobody but the reader knows where the reader is: until a page is taken over, its times are in UTC. */
keepTime(() => (onServer || (waiting && !taken) ? "UTC" : undefined));

/** A page came with what the server knew, and shows just that until {@link takeOver}. */
export function beginAsDrawn(): void {
  waiting = true;
}

/** From here on the page is the browser's: with what it reads by itself, in the reader's own time. */
export function takeOver(): void {
  if (taken) return;
  taken = true;
  for (const listener of listeners) listener();
}

export function onTakeOver(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const isTaken = (): boolean => taken;
