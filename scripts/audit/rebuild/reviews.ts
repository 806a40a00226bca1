// Reviews: what each panel's members revealed, and the lower weighted median it must have come to.
import type { reviewPanelAbi } from "@commonmind/sdk";
import { lowerMedian } from "../../story/reference/reviews.ts";
import type { Books, Round } from "../books.ts";
import type { Handlers } from "./handlers.ts";

const keyOf = (contribution: bigint, round: bigint) => `${contribution}:${round}`;

function verdict({ works }: Books, contribution: bigint, score: bigint): void {
  const work = works.get(contribution);
  if (work) work.verdict = score;
}

/** What a panel comes to; `stands` where no more than half of it was heard: the verdict before, or 0. */
function tallied(round: Round, weights: readonly bigint[], stands: bigint): bigint {
  const voices = round.seats.flatMap((seat, place) => {
    // A voice that was taken away counts as 0; who stepped back has none.
    const score = round.void.has(seat) ? 0n : round.silent.has(seat) ? undefined : round.scores.get(seat);
    return score === undefined ? [] : [{ score: Number(score), weight: weights[place] ?? 0n }];
  });
  return 2 * voices.length > round.seats.length ? BigInt(lowerMedian(voices)) : stands;
}

export const reviews: Handlers<typeof reviewPanelAbi> = {
  PanelDrawn: ({ contribution, round, seats }, { rounds }) =>
    void rounds.set(keyOf(contribution, round), { seats, scores: new Map(), void: new Set(), silent: new Set() }),
  ScoreRevealed: ({ contribution, round, seat, score }, { rounds }) =>
    void rounds.get(keyOf(contribution, round))?.scores.set(seat, score),
  ReviewerRecused: ({ contribution, round, seat }, { rounds }) =>
    void rounds.get(keyOf(contribution, round))?.silent.add(seat),
  ReviewerVoided: ({ contribution, round, seat }, { rounds }) =>
    void rounds.get(keyOf(contribution, round))?.void.add(seat),
  PanelTallied({ contribution, round, score, weights }, books) {
    const panel = books.rounds.get(keyOf(contribution, round));
    const stands = books.works.get(contribution)?.verdict ?? 0n;
    const rebuilt = panel ? tallied(panel, weights, stands) : stands;
    if (rebuilt !== score) {
      const key = `median of contribution ${contribution}, round ${round}`;
      books.contradictions.push({ kind: "scores", key, rebuilt: `${rebuilt}`, logged: `${score}` });
    }
    verdict(books, contribution, rebuilt);
  },
  RoundExpired: ({ contribution, score }, books) => verdict(books, contribution, score),
  VoteDecided: ({ contribution, score }, books) => verdict(books, contribution, score),
};
