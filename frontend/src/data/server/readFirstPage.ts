// The server's own reading of the record, for pages that are there before any script: kept between requests, and brought up
// to date by whoever asks for a page.
import type { DappConfig } from "../../config/config.ts";
import { language } from "../../i18n/i18n.ts";
import { type FirstPage, keepForDrawing } from "../firstPage.ts";
import { ledgerOf } from "../ledgerOf.ts";
import { openSource } from "../openSource.ts";
import { readAssets, readClock, readReserves, readReviewRules, readTills } from "../reads.ts";
import type { Source } from "../source.ts";
import type { Asset, Ledger } from "../types.ts";

/** Milliseconds that a page waits for news before it is drawn from what is known. */
const PATIENCE = 700;
/** Milliseconds for which what was read is new enough. */
const FRESH = 1_000;
/** Models whose tills are looked into for a first page. */
const MOST_TILLS = 50;

type Known = Omit<FirstPage, "block">;
type Reader = {
  readonly of: string;
  readonly source: Source;
  readAt: number;
  reading: Promise<void> | undefined;
  known: (Known & { readonly block: bigint }) | undefined;
};

let reader: Reader | undefined;

/** Undefined while there is nothing to draw from: the browser then reads all by itself. */
export async function readFirstPage(config: DappConfig | undefined): Promise<FirstPage | undefined> {
  if (!config) return undefined;
  const of = JSON.stringify([
    config.deployment.chainHash,
    config.deployment.contracts,
    config.rpcUrl,
    config.recordUrl,
  ]);
  if (reader?.of !== of) reader = { of, source: openSource(config), readAt: 0, reading: undefined, known: undefined };
  const mine = reader;
  if (Date.now() - mine.readAt > FRESH) {
    mine.reading ??= bringUpToDate(mine).finally(() => {
      mine.reading = undefined;
    });
    await Promise.race([mine.reading, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  }
  if (!mine.known) return undefined;
  const { block } = mine.known;
  keepForDrawing(ledgerOf(mine.source, block), block, language().tag);
  return mine.known;
}

async function bringUpToDate(mine: Reader): Promise<void> {
  const { source } = mine;
  try {
    await source.store.sync();
    const ledger = ledgerOf(source);
    mine.known = { block: source.store.block, ...(await readBeside(source, ledger, mine.known)) };
    mine.readAt = Date.now();
  } catch {
    // What can't be read just now isn't shown as if it stood: the browser says what is wrong.
    mine.known = undefined;
  }
}

async function readBeside(source: Source, ledger: Ledger, before: Known | undefined): Promise<Known> {
  const same = before && before.assets.length === ledger.assets.length;
  const [now, assets, rules] = await Promise.all([
    readClock(source),
    same ? before.assets : readAssets(source, ledger.assets),
    readReviewRules(source),
  ]);
  const taken = assets.filter(({ address }) => !ledger.delisted.has(address.toLowerCase()));
  const [reserves, tills] = await Promise.all([
    readReserves(source, assets, now),
    readTills(source, ledger.models.slice(0, MOST_TILLS), taken.map(addressOf)),
  ]);
  return { now, assets, rules, reserves, tills };
}

const addressOf = ({ address }: Asset) => address;
