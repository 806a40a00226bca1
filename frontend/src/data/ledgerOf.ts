// The ledger of a reader's events, folded once for each language and number of events.
import { language } from "../i18n/i18n.ts";
import type { ChainEvent, EventStore } from "./events.ts";
import { fold } from "./fold.ts";
import type { Source } from "./source.ts";
import type { Ledger } from "./types.ts";

const folded = new WeakMap<EventStore, Map<string, { count: number; ledger: Ledger }>>();

/** How many events, of a list in order, are up to a block. */
function countUpTo(events: readonly ChainEvent[], block: bigint): number {
  let count = events.length;
  while (count > 0 && (events[count - 1] as ChainEvent).block > block) count--;
  return count;
}

/** Up to a block, or to the last one that was read. Folded anew only if there were events; else the same, at a later block. */
export function ledgerOf({ store, config }: Source, upTo?: bigint): Ledger {
  const block = upTo ?? store.block;
  const count = countUpTo(store.events, block);
  const { tag } = language();
  const known = folded.get(store) ?? new Map<string, { count: number; ledger: Ledger }>();
  folded.set(store, known);
  const last = known.get(tag);
  if (last?.count === count) {
    if (last.ledger.block < block) Object.assign(last.ledger, { block });
    return last.ledger;
  }
  const events = count === store.events.length ? store.events : store.events.slice(0, count);
  const ledger = fold(events, block, config.deployment);
  known.set(tag, { count, ledger });
  return ledger;
}
