// Events from the record, page after page.

import { type Deployment, type RecordClient, type RecordedEvent, RecordNotReady } from "@commonmind/sdk";
import { t } from "../../i18n/i18n.ts";
import { type ChainEvent, type EventSource, type Wanted, wanted } from "./events.ts";

export function openRecordSource(record: RecordClient, { chainHash }: Deployment): EventSource {
  let [block, since] = [-1n, 0];
  return async (after, take) => {
    const { chainHash: of, ready, reason, lag, block: at } = await record.status();
    if (at !== block || lag === 0n) [block, since] = [at ?? -1n, Date.now()];
    if (!ready) throw new RecordNotReady(reason ?? t("It is being caught up."));
    if (of !== chainHash) throw new RecordNotReady(t("It is of another chain."));
    // Alive, and too far behind to show what was just done.
    const stands = Date.now() - since > LONGEST_STAND;
    if (lag !== null && (lag > MOST_LAG || (lag > 0n && stands))) {
      throw new RecordNotReady(t("It is {lag} blocks behind.", { lag }));
    }
    for (let last = after; ; ) {
      const page = await record.events({ after: last, names: wanted });
      // What came in while pages were read belongs to the next time.
      const whole = page.events.filter(({ block: of }) => of <= page.block);
      const end = whole.at(-1);
      // A record that isn't honest could hand out the same for ever.
      if (end && end.seq <= last) throw new RecordNotReady(t("It tells of things twice."));
      if (end) {
        last = end.seq;
        take(whole.map(asChainEvent), last);
      }
      if (!page.more || whole.length < page.events.length) return page.block;
    }
  };
}

const asChainEvent = (it: RecordedEvent): ChainEvent => ({
  ...{ eventName: it.name as Wanted, address: it.address, args: it.args, block: it.block, time: it.time },
  ...{ hash: it.transaction, key: `${it.block}:${it.logIndex}` },
});

/** Blocks by which it may be behind, and milliseconds for which it may stand still while the chain is ahead. */
const MOST_LAG = 50n;
const LONGEST_STAND = 5_000;
