// A co-op as it stands after a list of events, and after the next ones.

import type { Deployment } from "@commonmind/sdk";
import { type Address, zeroAddress } from "viem";
import type { ChamberRules } from "../types.ts";
import type { Book } from "./book.ts";
import type { ChainEvent } from "./events.ts";
import { openMoneyBook } from "./foldMoney.ts";
import { openReserveBook } from "./foldReserve.ts";
import { openReviewBook } from "./foldReviews.ts";
import { marksOf, openSeatBook } from "./foldSeats.ts";
import { openVoiceBook } from "./foldVoice.ts";
import { openVoteBook } from "./foldVotes.ts";
import { openWorkBook } from "./foldWorks.ts";
import { openHappenings } from "./happen.ts";

const same = (a: Address, b: Address) => a.toLowerCase() === b.toLowerCase();

export type OpenBook = {
  /** Takes in the next events. */
  readonly take: (events: readonly ChainEvent[]) => void;
  /** All that is known by now. What was shown before isn't kept as it was. @param block Up to which events were taken in. */
  readonly shown: (block: bigint) => Book;
};

/** All events at once. */
export function fold(events: readonly ChainEvent[], block: bigint, deployment: Deployment): Book {
  const book = openBook(deployment);
  book.take(events);
  return book.shown(block);
}

export function openBook(deployment: Deployment): OpenBook {
  const { contracts } = deployment;
  const supplies: { time: number; supply: bigint }[] = [];
  const quorums: { time: number; percent: bigint }[] = [];
  const chamberRules: { time: number; rules: ChamberRules }[] = [];
  const census: { time: number; seats: number }[] = [];
  const past = { supplies, quorums, chamberRules, census };
  /** Since when a wallet has its seat. */
  const seatedSince = new Map<string, number>();
  let [supply, recovered, now] = [0n, 0, 0];

  const { happen, newestFirst } = openHappenings();
  const members = openSeatBook(contracts.memberRegistry, happen);
  const work = openWorkBook(deployment, members.seatOf, happen);
  const money = openMoneyBook(work.models, happen);
  const reserve = openReserveBook(happen);
  const reviews = openReviewBook();
  const voice = openVoiceBook(contracts.contributionToken);
  const votes = openVoteBook(seatedSince, happen);
  const books = [work, votes, reserve, money, reviews, voice];

  const take = (event: ChainEvent) => {
    const { args, time } = event;
    now = time;
    if (members.take(event)) {
      for (const wallet of [args.wallet, args.from, args.to]) {
        const key = String(wallet ?? "").toLowerCase();
        if (!members.seatOf.has(key)) seatedSince.delete(key);
        else if (!seatedSince.has(key)) seatedSince.set(key, time);
      }
      census.push({ time, seats: seatedSince.size });
      return;
    }
    if (books.some((book) => book.take(event))) return;
    switch (event.eventName) {
      case "Transfer": {
        if (!same(event.address, contracts.contributionToken)) break;
        if (args.from === zeroAddress) supply += args.value;
        else if (args.to === zeroAddress) supply -= args.value;
        else break;
        supplies.push({ time, supply });
        break;
      }
      case "TokensRecovered":
        recovered += 1;
        break;
      case "ChamberRulesSet": {
        const { capBps, vetoBps, turnoutBps } = args.rules;
        const rules = { capBps: Number(capBps), vetoBps: Number(vetoBps), turnoutBps: Number(turnoutBps) };
        chamberRules.push({ time, rules });
        break;
      }
      case "QuorumNumeratorUpdated":
        quorums.push({ time, percent: args.newQuorumNumerator });
        break;
    }
  };

  const shown = (block: bigint): Book => {
    const { shared, slices, collected, dividends, dividendPayments, assets } = money;
    return {
      block,
      models: work.shown(),
      works: work.works,
      proposals: votes.shown(past, now),
      ...{ assets, shared, slices, collected, dividends, dividendPayments },
      moved: {
        shared: shared.length,
        collected: collected.length,
        dividends: dividends.length,
        dividendPayments: dividendPayments.length,
      },
      seats: members.seats,
      seatOf: members.seatOf,
      seatPeriods: members.periods(),
      recoveries: members.recoveries,
      recovered,
      authors: work.authors(),
      crowd: undefined,
      newest: new Map(),
      growing: work.growing(),
      members: members.seatOf.size,
      marks: marksOf(members, now),
      ...past,
      supply,
      chamber: chamberRules.at(-1)?.rules,
      rules: new Map(work.ruleHistory.map(({ kind, rule }) => [kind, rule])),
      ruleHistory: work.ruleHistory,
      happenings: newestFirst(),
      rounds: reviews.rounds,
      pools: reviews.pools,
      poolSizes: new Map([...reviews.pools].map(([kind, pool]) => [kind, pool.size])),
      voices: voice.voices,
      delegates: voice.delegates,
      tokens: voice.tokens,
      reserveChanges: reserve.changes,
      splits: reserve.splits,
      ceilings: reserve.ceilings,
      delisted: reserve.delisted,
      indices: {
        worksOf: work.worksOf,
        judgedBy: reviews.judgedBy,
        underReview: reviews.underReview,
        seatsAt: members.seatsAt,
        lendersTo: voice.lendersTo,
        inheritances: members.inheritances,
      },
    };
  };
  return {
    take: (events) => {
      for (const event of events) take(event);
    },
    shown,
  };
}
