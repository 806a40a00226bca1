// Events from the record, page after page.

import { type Deployment, type RecordClient, RecordNotReady } from "@commonmind/sdk";
import { t } from "../i18n/i18n.ts";
import type { EventSource } from "./chainSource.ts";
import { type ChainEvent, type Wanted, wanted } from "./events.ts";

/** As the record numbers events: block x this + place in the block. */
const PER_BLOCK = 1_000_000n;

export function openRecordSource(record: RecordClient, { chainHash }: Deployment): EventSource {
  let [block, since] = [-1n, 0];
  return async (from) => {
    const { chainHash: of, ready, reason, lag, block: at } = await record.status();
    if (at !== block || lag === 0n) [block, since] = [at ?? -1n, Date.now()];
    if (!ready) throw new RecordNotReady(reason ?? t("It is being caught up."));
    if (of !== chainHash) throw new RecordNotReady(t("It is of another chain."));
    // Alive, and too far behind to show what was just done.
    const stands = Date.now() - since > LONGEST_STAND;
    if (lag !== null && (lag > MOST_LAG || (lag > 0n && stands))) {
      throw new RecordNotReady(t("It is {lag} blocks behind.", { lag }));
    }
    const events: ChainEvent[] = [];
    let after = from * PER_BLOCK - 1n;
    for (;;) {
      const page = await record.events({ after, names: wanted });
      for (const it of page.events) {
        const { block, time, address, args, transaction: hash } = it;
        events.push({ eventName: it.name as Wanted, address, args, block, time, hash, key: `${block}:${it.logIndex}` });
      }
      const last = page.events.at(-1);
      if (!page.more || !last) {
        // What came in while pages were read belongs to the next poll.
        return { events: events.filter(({ block }) => block <= page.block), block: page.block };
      }
      after = last.seq;
    }
  };
}

/** Blocks by which it may be behind, and milliseconds for which it may stand still while the chain is ahead. */
const MOST_LAG = 50n;
const LONGEST_STAND = 5_000;
