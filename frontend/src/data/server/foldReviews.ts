// The reviewers' side of the fold: who can be drawn, who was, what they sealed and said.
import type { Hex } from "viem";
import { type Kind, kinds, type Panelist, type ReviewRound } from "../types.ts";
import { put } from "./book.ts";
import type { ChainEvent } from "./events.ts";

export type ReviewBook = {
  /** Rounds of each contribution, in their order. */
  readonly rounds: Map<bigint, ReviewRound[]>;
  /** Seats that opted in for a kind, by the time from which they can be drawn. */
  readonly pools: Map<Kind, Map<bigint, number>>;
  readonly judgedBy: Map<bigint, Set<bigint>>;
  readonly underReview: Set<bigint>;
  /** False if the event isn't about reviews. */
  readonly take: (event: ChainEvent) => boolean;
};

/** As the contract numbers its stages. */
const VOTING = 3;

export function openReviewBook(): ReviewBook {
  const rounds = new Map<bigint, ReviewRound[]>();
  const pools = new Map<Kind, Map<bigint, number>>();
  const judgedBy = new Map<bigint, Set<bigint>>();
  const underReview = new Set<bigint>();

  const roundOf = ({ args }: ChainEvent) =>
    rounds.get(args.contribution)?.find((it) => it.number === Number(args.round));
  const panelistOf = (event: ChainEvent): Panelist | undefined =>
    roundOf(event)?.panel.find(({ seat }) => seat === event.args.seat);

  const open = ({ args, time }: ChainEvent, number: number, challengedBy: bigint | undefined) => {
    const { seedAt, drawUntil, commitUntil, revealUntil } = args.times;
    const round: ReviewRound = {
      ...{ number, challengedBy, openedAt: time, byVote: Number(args.stage) === VOTING },
      seedAt: Number(seedAt),
      drawUntil: Number(drawUntil),
      commitUntil: Number(commitUntil),
      revealUntil: Number(revealUntil),
      ...{ panel: [], drawnAt: undefined, score: undefined, closedAt: undefined, expired: false },
    };
    rounds.set(args.contribution, [...(rounds.get(args.contribution) ?? []), round]);
    underReview.add(args.contribution);
  };
  const close = (event: ChainEvent, expired = false) => {
    const round = roundOf(event);
    underReview.delete(event.args.contribution);
    if (round) Object.assign(round, { score: Number(event.args.score), closedAt: event.time, expired });
  };

  const take = (event: ChainEvent): boolean => {
    const { args, time } = event;
    switch (event.eventName) {
      case "ReviewOpened":
        open(event, 1, undefined);
        return true;
      case "VerdictChallenged":
        open(event, 2, args.seat);
        return true;
      case "PanelDrawn": {
        const round = roundOf(event);
        if (!round) return true;
        round.drawnAt = time;
        for (const seat of args.seats as bigint[]) put(judgedBy, seat, args.contribution as bigint);
        round.panel = args.seats.map(
          (seat: bigint): Panelist => ({
            ...{ seat, commitment: undefined, score: undefined, weight: undefined, recused: false, voided: false },
          }),
        );
        return true;
      }
      case "ScoreCommitted":
        Object.assign(panelistOf(event) ?? {}, { commitment: args.commitment as Hex });
        return true;
      case "ScoreRevealed":
        Object.assign(panelistOf(event) ?? {}, { score: Number(args.score) });
        return true;
      case "ReviewerRecused":
        Object.assign(panelistOf(event) ?? {}, { recused: true });
        return true;
      case "ReviewerVoided":
        Object.assign(panelistOf(event) ?? {}, { voided: true });
        return true;
      case "PanelTallied": {
        close(event);
        const panel = roundOf(event)?.panel ?? [];
        for (const [place, weight] of (args.weights as bigint[]).entries()) {
          const panelist = panel[place];
          if (panelist) panelist.weight = weight;
        }
        return true;
      }
      case "RoundExpired":
        close(event, true);
        return true;
      case "VoteDecided":
        close(event);
        return true;
      case "ReviewerEnrolled": {
        const kind = kinds[Number(args.kind)] ?? "Data";
        const pool = pools.get(kind) ?? new Map<bigint, number>();
        pools.set(kind, pool.set(args.seat, Number(args.countsFrom)));
        return true;
      }
      case "ReviewerLeft":
        pools.get(kinds[Number(args.kind)] ?? "Data")?.delete(args.seat);
        return true;
      default:
        return false;
    }
  };
  return { rounds, pools, judgedBy, underReview, take };
}
