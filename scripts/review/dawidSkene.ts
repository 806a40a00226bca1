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
  const said = numberPairs(items, annotators);
  let posteriors = items.map((item) => votes(item, k));
  let last = Number.NEGATIVE_INFINITY;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const model = maximise(said, posteriors, k);
    const { posteriors: next, logLikelihood } = expect(said, model, k);
    posteriors = next;
    if (Math.abs(logLikelihood - last) < TOLERANCE) break;
    last = logLikelihood;
  }
  return posteriors.map(likeliest);
}

/** Only the columns of the confusion matrices that somebody used are kept: one per annotator and label. */
interface Said {
  /** By item: the numbers of its judgements' pairs of annotator and label. */
  readonly pairs: readonly (readonly number[])[];
  /** By pair. */
  readonly annotators: readonly number[];
}

function numberPairs(items: readonly JudgedItem[], annotators: number): Said {
  const numbers = Array.from({ length: annotators }, () => new Map<number, number>());
  const annotatorOf: number[] = [];
  const pairs = items.map(({ judgements }) =>
    judgements.map(({ annotator, label }) => {
      const known = numbers[annotator]?.get(label);
      if (known !== undefined) return known;
      numbers[annotator]?.set(label, annotatorOf.length);
      return annotatorOf.push(annotator) - 1;
    }),
  );
  return { pairs, annotators: annotatorOf };
}

function votes({ judgements }: JudgedItem, k: number): Float64Array {
  const shares = new Float64Array(k);
  for (const { label } of judgements) shares[label] = (shares[label] ?? 0) + 1 / judgements.length;
  return shares;
}

interface Model {
  readonly logShares: Float64Array;
  /** By pair of annotator and label, then true class. */
  readonly logConfusion: readonly Float64Array[];
}

function maximise({ pairs, annotators }: Said, posteriors: readonly Float64Array[], k: number): Model {
  const shares = new Float64Array(k);
  const confusion = annotators.map(() => new Float64Array(k).fill(SMOOTHING));
  for (const [i, posterior] of posteriors.entries()) {
    add(shares, posterior);
    for (const pair of pairs[i] ?? []) add(confusion[pair] as Float64Array, posterior);
  }
  // What an annotator never said is smoothing only: the row's sum has it, the columns needn't.
  const sums = new Map<number, Float64Array>();
  const labels = new Map<number, number>();
  for (const [pair, annotator] of annotators.entries()) {
    const sum = sums.get(annotator) ?? new Float64Array(k);
    sums.set(annotator, sum);
    labels.set(annotator, (labels.get(annotator) ?? 0) + 1);
    add(sum, confusion[pair] as Float64Array);
  }
  for (const [pair, annotator] of annotators.entries()) {
    const cells = confusion[pair] as Float64Array;
    const unsaid = SMOOTHING * (k - (labels.get(annotator) ?? 0));
    const sum = sums.get(annotator) as Float64Array;
    for (let c = 0; c < k; c++) cells[c] = Math.log((cells[c] as number) / ((sum[c] as number) + unsaid));
  }
  const logShares = shares.map((share) => Math.log(Math.max(share / posteriors.length, 1e-12)));
  return { logShares, logConfusion: confusion };
}

function expect({ pairs }: Said, { logShares, logConfusion }: Model, k: number) {
  let logLikelihood = 0;
  const posteriors = pairs.map((own) => {
    const posterior = Float64Array.from(logShares);
    for (const pair of own) add(posterior, logConfusion[pair] as Float64Array);
    const top = posterior.reduce((a, b) => Math.max(a, b));
    let sum = 0;
    for (let c = 0; c < k; c++) {
      posterior[c] = Math.exp((posterior[c] as number) - top);
      sum += posterior[c] as number;
    }
    logLikelihood += top + Math.log(sum);
    return posterior.map((likelihood) => likelihood / sum);
  });
  return { posteriors, logLikelihood };
}

function add(to: Float64Array, more: Float64Array): void {
  for (let c = 0; c < to.length; c++) to[c] = (to[c] as number) + (more[c] as number);
}

function likeliest(posterior: Float64Array): number[] {
  const most = posterior.reduce((a, b) => Math.max(a, b));
  return [...posterior.keys()].filter((c) => (posterior[c] as number) >= most - TIE);
}
