// The books of a co-op, from its logs alone.
import { Books } from "../books.ts";
import type { Decoded, LoggingContract } from "../logs.ts";
import type { Place } from "./handlers.ts";
import { members } from "./members.ts";
import { dividend, rewards, treasury } from "./money.ts";
import { reviews } from "./reviews.ts";
import { tokens } from "./tokens.ts";
import { votes } from "./votes.ts";
import { contributions, models, positions } from "./work.ts";

type Taker = (args: never, books: Books, place: Place) => void;
type Part = Readonly<Record<string, Taker | undefined>>;

const parts: Partial<Record<LoggingContract, readonly object[]>> = {
  CommonsGovernor: [votes],
  ContributionRegistry: [contributions],
  ContributionToken: [tokens],
  ContributorRewards: [positions, rewards],
  MemberRegistry: [members],
  ModelRegistry: [models],
  ReviewPanel: [reviews],
  Treasury: [treasury],
  UniversalDividend: [dividend],
};

/** @param logs Oldest first. */
export function rebuild(logs: readonly Decoded[]): Books {
  const books = new Books();
  for (const { contract, name, args, ...place } of logs) {
    if (name === undefined) {
      const key = `${contract} in block ${place.block}, log ${place.logIndex}`;
      books.contradictions.push({ kind: "logs", key, rebuilt: "an event of its sources", logged: "another" });
      continue;
    }
    for (const part of parts[contract] ?? []) (part as Part)[name]?.(args as never, books, place);
  }
  return books;
}
