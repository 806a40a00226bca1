// What a page would be told of a co-op of a few events, if it were about all that is in it.
import type { Deployment } from "@commonmind/sdk";
import type { Address } from "viem";
import type { ChainEvent } from "../../frontend/src/data/server/events.ts";
import { excerptOf } from "../../frontend/src/data/server/excerpt.ts";
import { fold } from "../../frontend/src/data/server/fold.ts";
import type { Ledger } from "../../frontend/src/data/types.ts";

/** @param accounts Those whose work, seats, voices and money are looked at. */
export function pageLedger(
  events: readonly ChainEvent[],
  deployment: Deployment,
  accounts: readonly Address[],
): Ledger {
  const book = fold(events, BigInt(events.length), deployment);
  return excerptOf(book, {
    accounts,
    works: [...book.works.keys()],
    proposals: book.proposals.map(({ id }) => id),
    models: book.models.map(({ id }) => id),
    ...{ money: true, reviews: true, crowd: true, growing: true, rings: true },
  });
}
