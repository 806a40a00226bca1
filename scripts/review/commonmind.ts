// The panel's own rules, item by item: weights from the record so far, weighted plurality, then everyone's record learns.
import {
  learnFromGold,
  learnFromPanel,
  newReviewerRecord,
  type ReviewerRecord,
  reviewerWeight,
  weightedPlurality,
} from "../../sdk/src/review/index.ts";
import type { Judgements } from "./judgements.ts";
import type { Predictions } from "./predictions.ts";

/**
 * One pass in item order: what is said of an item uses its own judgements, the items before it, and the truth of the gold
 * among those. A class exists from the first item on which somebody named it.
 */
export function commonmind({ items }: Judgements, gold: ReadonlySet<number>): Predictions {
  const records = new Map<number, ReviewerRecord>();
  const recordOf = (annotator: number) => records.get(annotator) ?? newReviewerRecord;
  const classes = new Set<number>();
  return items.map(({ judgements, truth }, index) => {
    for (const { label } of judgements) classes.add(label);
    const count = Math.max(2, classes.size);
    const voices = judgements.map(({ annotator, label }) => {
      return { annotator, label, weight: reviewerWeight(recordOf(annotator), label, count) };
    });
    const { labels, tally } = weightedPlurality(voices);
    const isGold = gold.has(index) && truth !== null;
    for (const { annotator, label, weight } of voices) {
      const others = tally.map((sum, c) => (c === label ? sum - weight : sum));
      const learnt = isGold
        ? learnFromGold(recordOf(annotator), label, truth)
        : learnFromPanel(recordOf(annotator), label, others);
      records.set(annotator, learnt);
    }
    if (isGold) classes.add(truth);
    return labels;
  });
}
