// The yardstick: Dawid and Skene, "Maximum Likelihood Estimation of Observer Error-Rates Using the EM Algorithm" (1979),
// on all items at once: a confusion matrix per annotator, the share of each class, EM from the majority's shares.
import type { JudgedItem, Judgements } from "./judgements.ts";
import type { Predictions } from "./predictions.ts";

/** Added to every cell of every confusion matrix, so that what was never seen isn't impossible. */
const SMOOTHING = 0.01;
const MAX_ROUNDS = 100;
const TOLERANCE = 1e-6;
/** Classes as likely as this tie: floating-point noise must not decide. */
const TIE = 1e-9;

export function dawidSkene({ items, annotators, classes }: Judgements): Predictions {
  const k = classes.length;
  let posteriors = items.map((item) => votes(item, k));
  let last = Number.NEGATIVE_INFINITY;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const model = maximise(items, posteriors, annotators, k);
    const { posteriors: next, logLikelihood } = expect(items, model, k);
    posteriors = next;
    if (Math.abs(logLikelihood - last) < TOLERANCE) break;
    last = logLikelihood;
  }
  return posteriors.map(likeliest);
}

function votes({ judgements }: JudgedItem, k: number): Float64Array {
  const shares = new Float64Array(k);
  for (const { label } of judgements) shares[label] = (shares[label] ?? 0) + 1 / judgements.length;
  return shares;
}

interface Model {
  readonly logShares: Float64Array;
  /** By annotator, true class, label. */
  readonly logConfusion: Float64Array;
}

function maximise(items: readonly JudgedItem[], posteriors: Float64Array[], annotators: number, k: number): Model {
  const shares = new Float64Array(k);
  const confusion = new Float64Array(annotators * k * k).fill(SMOOTHING);
  for (const [i, { judgements }] of items.entries()) {
    const posterior = posteriors[i] as Float64Array;
    for (let c = 0; c < k; c++) {
      const p = posterior[c] as number;
      shares[c] = (shares[c] as number) + p;
      for (const { annotator, label } of judgements) {
        const at = (annotator * k + c) * k + label;
        confusion[at] = (confusion[at] as number) + p;
      }
    }
  }
  for (let row = 0; row < annotators * k; row++) {
    const cells = confusion.subarray(row * k, row * k + k);
    const sum = cells.reduce((a, b) => a + b, 0);
    for (let label = 0; label < k; label++) cells[label] = Math.log((cells[label] as number) / sum);
  }
  return { logShares: shares.map((share) => Math.log(Math.max(share / items.length, 1e-12))), logConfusion: confusion };
}

function expect(items: readonly JudgedItem[], { logShares, logConfusion }: Model, k: number) {
  let logLikelihood = 0;
  const posteriors = items.map(({ judgements }) => {
    const scores = Float64Array.from(logShares);
    for (const { annotator, label } of judgements) {
      for (let c = 0; c < k; c++) {
        scores[c] = (scores[c] as number) + (logConfusion[(annotator * k + c) * k + label] as number);
      }
    }
    const top = Math.max(...scores);
    const likelihoods = scores.map((score) => Math.exp(score - top));
    const sum = likelihoods.reduce((a, b) => a + b, 0);
    logLikelihood += top + Math.log(sum);
    return likelihoods.map((likelihood) => likelihood / sum);
  });
  return { posteriors, logLikelihood };
}

function likeliest(posterior: Float64Array): number[] {
  const most = Math.max(...posterior);
  return [...posterior.keys()].filter((c) => (posterior[c] as number) >= most - TIE);
}
