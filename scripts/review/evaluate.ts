import { CommonmindError } from "../../sdk/src/errors.ts";
import { commonmind } from "./commonmind.ts";
import { dawidSkene } from "./dawidSkene.ts";
import { drawGold } from "./gold.ts";
import type { Judgements } from "./judgements.ts";
import { majority } from "./majority.ts";
import { type AllPredictions, accuracy } from "./predictions.ts";

export interface EvaluateOptions {
  /** Share of the items of known truth whose truth the panel learns after it has judged them; 0 <= share < 1. */
  readonly gold: number;
  readonly seed: number;
  readonly onProgress?: (message: string) => void;
}

export interface Evaluation {
  readonly report: {
    items: number;
    /** Items of known truth that aren't gold: what accuracy is over. */
    scored: number;
    annotators: number;
    classes: number;
    gold: number;
    accuracy: { commonmind: number; majority: number; dawidSkene: number };
  };
  readonly gold: ReadonlySet<number>;
  readonly predictions: AllPredictions;
}

/** The panel's rules, plain majority and Dawid-Skene on the same judgements. Only the panel's rules see any gold. */
export function evaluate(judgements: Judgements, options: EvaluateOptions): Evaluation {
  const { gold: share, seed, onProgress = () => {} } = options;
  const gold = drawGold(judgements, share, seed);
  const scored = [...judgements.items.keys()].filter((i) => judgements.items[i]?.truth !== null && !gold.has(i));
  if (scored.length === 0) {
    throw new CommonmindError({
      code: "NothingScored",
      what: `All ${gold.size} items of known truth are gold.`,
      why: "Accuracy is over the others, and there are none.",
      fix: "Give a smaller share to --gold.",
      docs: "docs/review-weights.md",
    });
  }
  onProgress(`${judgements.items.length} items, ${gold.size} of them gold: the panel's rules`);
  const ours = commonmind(judgements, gold);
  onProgress("majority and Dawid-Skene");
  const predictions = { commonmind: ours, majority: majority(judgements), dawidSkene: dawidSkene(judgements) };
  const accuracyOf = (name: keyof AllPredictions) => accuracy(judgements, predictions[name], scored);
  return {
    report: {
      items: judgements.items.length,
      scored: scored.length,
      annotators: judgements.annotators,
      classes: judgements.classes.length,
      gold: gold.size,
      accuracy: {
        commonmind: accuracyOf("commonmind"),
        majority: accuracyOf("majority"),
        dawidSkene: accuracyOf("dawidSkene"),
      },
    },
    gold,
    predictions,
  };
}
