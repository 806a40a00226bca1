// Browsers ask the server of the pages what there is to know of the co-op: it reads the record, or the chain where that isn't there.
import { parse } from "devalue";
import type { Address } from "viem";
import { t } from "../i18n/i18n.ts";
import { aboutQuery } from "./about.ts";
import type { About, Ledger, Rows, RowsQuery } from "./types.ts";

/** What a page is drawn from, at one moment. */
export type Told = {
  readonly ledger: Ledger;
  /** Rises with every event. */
  readonly version: number;
  /** Why the record isn't what is read from, in words; nothing is missing, and all of it comes from the chain. */
  readonly withoutRecord: string | undefined;
};

/** In words for people. */
export class LedgerTrouble extends Error {
  override readonly name = "LedgerTrouble";
}

type Answer = { block: bigint; version: number; withoutRecord: string | undefined; ledger?: Ledger };

async function ask<answer>(path: string, signal?: AbortSignal): Promise<answer> {
  let response: Response;
  try {
    response = await fetch(path, { cache: "no-store", ...(signal ? { signal } : {}) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new LedgerTrouble(t("This page’s server doesn’t answer just now."));
  }
  let body: answer | { error: string } | undefined;
  try {
    body = parse(await response.text()) as answer | { error: string };
  } catch {
    // Somebody else's answer, or a cut one.
  }
  if (response.ok && body) return body as answer;
  throw new LedgerTrouble(
    (body as { error?: string } | undefined)?.error ?? t("This page’s server doesn’t answer just now."),
  );
}

/** Accounts of one question: an address of a page has its limits. */
const AT_ONCE = 100;

let recorded = 0n;
let fromRecord = true;
const listeners = new Set<() => void>();

/** The newest block of which anything was told here. It rises even where nothing happened to us. */
export const recordedBlock = (): bigint => recorded;

export function onRecorded(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the server reads the record, as far as was told here. */
export const readsRecord = (): boolean => fromRecord;

/** @param before What was told of the same before: it stays the very same as long as nothing in it changed. */
export async function askLedger(about: About, before: Told | undefined, signal?: AbortSignal): Promise<Told> {
  const query = new URLSearchParams(aboutQuery(about));
  if (before) query.set("seen", `${before.version}`);
  const { block, version, withoutRecord, ledger } = await ask<Answer>(`/ledger?${query}`, signal);
  fromRecord = withoutRecord === undefined;
  const told =
    before && !ledger && before.withoutRecord === withoutRecord
      ? before
      : { ledger: ledger ?? (before as Told).ledger, version, withoutRecord };
  if (told.ledger.block < block) Object.assign(told.ledger, { block });
  if (block > recorded) {
    recorded = block;
    for (const listener of listeners) listener();
  }
  return told;
}

/** Which of some accounts hold an active seat now: its number by the account in lower case. */
export async function askSeats(accounts: readonly Address[]): Promise<ReadonlyMap<string, bigint>> {
  const portions = Array.from({ length: Math.ceil(accounts.length / AT_ONCE) }, (_, i) =>
    askLedger({ accounts: accounts.slice(i * AT_ONCE, (i + 1) * AT_ONCE) }, undefined),
  );
  return new Map((await Promise.all(portions)).flatMap(({ ledger }) => [...ledger.seatOf]));
}

/** A piece of a long list, from a place on. */
export const askRows = (query: RowsQuery, from: number, signal?: AbortSignal): Promise<Rows> =>
  ask<Rows>(`/ledger/rows?${new URLSearchParams({ ...query, from: `${from}` } as Record<string, string>)}`, signal);
