// What the server of the pages already knew when it drew one. The browser draws the same over it before it goes on by itself.
import { keepTime } from "@commonmind/sdk/format";
import type { RingModel } from "../ring/types.ts";
import type { Reserve, ReviewRules, TillBalance } from "./reads.ts";
import type { Asset } from "./types.ts";

export type FirstPage = {
  readonly block: bigint;
  /** Seconds on the chain's clock. */
  readonly now: number;
  readonly assets: readonly Asset[];
  readonly rules: ReviewRules;
  readonly reserves: readonly Reserve[];
  readonly tills: readonly TillBalance[];
  /** The ring of the first model: the mark of the commons. */
  readonly brand: RingModel | undefined;
};

const onServer = !("document" in globalThis);

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
