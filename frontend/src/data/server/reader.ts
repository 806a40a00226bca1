// The server's own reading of a co-op, kept between requests and brought up to date by whoever asks: pages are drawn from it, and
// browsers ask it for what is new.
import type { Hex } from "viem";
import type { DappConfig } from "../../config/config.ts";
import { language } from "../../i18n/i18n.ts";
import { aboutQuery } from "../about.ts";
import type { FirstPage } from "../firstPage.ts";
import { openSource } from "../openSource.ts";
import { ringOf } from "../questions.ts";
import { readAssets, readClock, readReserves, readReviewRules, readTills } from "../reads.ts";
import type { Source } from "../source.ts";
import type { About, Asset, Ledger } from "../types.ts";
import type { Book } from "./book.ts";
import { type EventReader, openEventReader } from "./events.ts";
import { excerptOf } from "./excerpt.ts";
import { type OpenBook, openBook } from "./fold.ts";

/** Milliseconds that a page waits for news before it is drawn from what is known. */
const PATIENCE = 700;
/** Milliseconds for which what was read is new enough. */
const FRESH = 500;
/** Models whose tills are looked into for a first page. */
const MOST_TILLS = 50;
/** Excerpts that are kept: those of pages that many ask for at once. */
const KEPT = 100;

type Beside = Omit<FirstPage, "block">;

type Reader = {
  readonly of: string;
  readonly source: Source;
  events: EventReader;
  open: OpenBook;
  /** Whole as of some moment; undefined until all was read once. */
  book: Book | undefined;
  /** Rises with every event: what was taken in, and what the book shows. */
  version: number;
  shown: number;
  /** The last block that was read, as the chain had it then. */
  last: { readonly number: bigint; readonly hash: Hex } | undefined;
  readAt: number;
  reading: Promise<void> | undefined;
  /** Why nothing could be read the last time. */
  trouble: Error | undefined;
  readonly excerpts: Map<string, { readonly version: number; readonly ledger: Ledger }>;
  /** What a first page has beside its ledger. */
  beside: { readonly readAt: number; readonly it: Beside } | undefined;
};

let reader: Reader | undefined;

function readerOf(config: DappConfig): Reader {
  const { deployment, rpcUrl, recordUrl } = config;
  const of = JSON.stringify([deployment.chainHash, deployment.contracts, rpcUrl, recordUrl]);
  if (reader?.of === of) return reader;
  const source = openSource(config);
  reader = {
    ...{ of, source, ...begun(source) },
    ...{ book: undefined, readAt: 0, reading: undefined, trouble: undefined },
    ...{ excerpts: new Map(), beside: undefined },
  };
  return reader;
}

/** From the first block. Whoever knows an earlier reading has a lower version: a reading takes in less than a million events a second. */
function begun(source: Source): Pick<Reader, "events" | "open" | "version" | "shown" | "last"> {
  const version = Date.now() * 1_000;
  const open = openBook(source.config.deployment);
  return { events: openEventReader(source), open, version, shown: version, last: undefined };
}

/** Whether the chain still has what was read: a reorganisation takes blocks back, and with them what happened there. */
async function stillThere({ source, last }: Reader): Promise<boolean> {
  if (!last) return true;
  const { hash } = await source.client.getBlock({ blockNumber: last.number });
  return hash === last.hash;
}

async function bringUpToDate(mine: Reader): Promise<void> {
  try {
    // Rare, and then all is read anew: of what was taken in, nothing can be taken back.
    if (!(await stillThere(mine).catch(() => true))) Object.assign(mine, begun(mine.source));
    const { events, open } = mine;
    await events.read((portion) => {
      if (portion.length === 0) return;
      mine.version += portion.length;
      // Shown once all is in: what is shown costs time, and nobody sees it before.
      open.take(portion);
    });
    if (!mine.book || mine.shown !== mine.version) mine.book = open.shown(events.block);
    else if (mine.book.block < events.block) Object.assign(mine.book, { block: events.block });
    mine.shown = mine.version;
    if (mine.last?.number !== events.block) {
      // The record goes on answering while the chain is away.
      const block = await mine.source.client.getBlock({ blockNumber: events.block }).catch(() => undefined);
      mine.last = block && { number: events.block, hash: block.hash };
    }
    mine.trouble = undefined;
    mine.readAt = Date.now();
  } catch (error) {
    mine.trouble = error instanceof Error ? error : new Error(String(error));
  }
}

export type Reading = {
  readonly book: Book;
  readonly version: number;
  /** Why the record isn't what is read from, in words. */
  readonly withoutRecord: string | undefined;
};

/** How far the first reading is, while it lasts. */
export type Begun = { readonly block: bigint };

/**
 * The co-op as it stands, or how far its first reading is.
 * @param patience Milliseconds that news are waited for at most. Throws what is wrong while nothing can be read.
 */
export async function readCoop(config: DappConfig, patience = PATIENCE): Promise<Reading | Begun> {
  const mine = readerOf(config);
  if (Date.now() - mine.readAt > FRESH) {
    mine.reading ??= bringUpToDate(mine).finally(() => {
      mine.reading = undefined;
    });
    await Promise.race([mine.reading, new Promise((resolve) => setTimeout(resolve, patience))]);
  }
  // What can't be read just now isn't shown as if it stood.
  if (mine.trouble) throw mine.trouble;
  const { book, shown: version, events } = mine;
  return book ? { book, version, withoutRecord: events.withoutRecord } : { block: events.block };
}

/** What a page needs, the same for all who ask for the same in one language until something happens. */
export function excerptFor(config: DappConfig, { book, version }: Reading, about: About): Ledger {
  const { excerpts } = readerOf(config);
  const key = `${language().tag} ${aboutQuery(about)}`;
  const known = excerpts.get(key);
  if (known?.version === version) {
    if (known.ledger.block < book.block) Object.assign(known.ledger, { block: book.block });
    return known.ledger;
  }
  const ledger = excerptOf(book, about);
  excerpts.delete(key);
  excerpts.set(key, { version, ledger });
  for (const old of [...excerpts.keys()].slice(0, -KEPT)) excerpts.delete(old);
  return ledger;
}

/** What stands around a page and in it, as the server knows it; undefined where it can't be told just now. */
export async function readFirstPage(config: DappConfig | undefined): Promise<FirstPage | undefined> {
  if (!config) return undefined;
  try {
    const reading = await readCoop(config);
    if (!("book" in reading)) return undefined;
    const mine = readerOf(config);
    if (!mine.beside || mine.beside.readAt !== mine.readAt) {
      mine.beside = { readAt: mine.readAt, it: await readBeside(mine.source, reading.book, mine.beside?.it) };
    }
    return { block: reading.book.block, ...mine.beside.it };
  } catch {
    // The browser says what is wrong.
    return undefined;
  }
}

async function readBeside(source: Source, book: Book, before: Beside | undefined): Promise<Beside> {
  const same = before && before.assets.length === book.assets.length;
  const [now, assets, rules] = await Promise.all([
    readClock(source),
    same ? before.assets : readAssets(source, book.assets),
    readReviewRules(source),
  ]);
  const taken = assets.filter(({ address }) => !book.delisted.has(address.toLowerCase()));
  const [reserves, tills] = await Promise.all([
    readReserves(source, assets, now),
    readTills(source, book.models.slice(0, MOST_TILLS), taken.map(addressOf)),
  ]);
  const excerpt = excerptOf(book);
  const [model] = excerpt.models;
  return { now, assets, rules, reserves, tills, brand: model && ringOf(excerpt, model, now) };
}

const addressOf = ({ address }: Asset) => address;
