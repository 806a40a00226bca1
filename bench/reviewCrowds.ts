// Crowds that never were: judgements by workers of every kind, so that reviewer weights aren't fitted to a few real sets.
import type { JudgedItem, Judgements } from "../scripts/review/judgements.ts";

/** What a crowd is made of, and how it is asked. */
export interface CrowdRecipe {
  readonly classes: number;
  readonly items: number;
  /** Judgements of each item. */
  readonly redundancy: number;
  readonly workers: number;
  /** Small: some classes are much rarer than others. */
  readonly evenness: number;
  /** Beta parameters of a worker's accuracy above chance. */
  readonly skill: readonly [good: number, bad: number];
  /** Shares of workers: alike for all classes, each class its own, at random, always the same, against the truth. */
  readonly mix: readonly [even: number, biased: number, random: number, constant: number, adversary: number];
  /** Whether all workers confuse the same classes. */
  readonly sharedBias: boolean;
  /** Share of items on which even good workers err, most of them alike. */
  readonly hard: number;
  /** 0: all work equally much; larger: a few do most of it. */
  readonly tail: number;
}

const recipes = {
  classes: [2, 2, 2, 3, 4, 5, 8],
  items: [100, 200, 400, 800, 1500],
  redundancy: [3, 5, 5, 7, 10, 20],
  workers: [20, 40, 80, 160],
  evenness: [2, 5, 20],
  skill: [
    [4, 2],
    [6, 2],
    [8, 2],
    [5, 4],
  ],
  mix: [
    [1, 0, 0, 0, 0],
    [0.6, 0.4, 0, 0, 0],
    [0.5, 0.2, 0.3, 0, 0],
    [0.5, 0.2, 0.15, 0.15, 0],
    [0.6, 0.2, 0.1, 0, 0.1],
    [0.3, 0.3, 0.2, 0.2, 0],
  ],
  sharedBias: [false, false, true],
  hard: [0, 0, 0.2, 0.4],
  tail: [0, 1, 1.5],
} as const;

/** A recipe drawn from a wide range, by seed. */
export function crowdRecipe(seed: number): CrowdRecipe {
  const random = new Random(seed * 7919 + 13);
  const redundancy = random.choice(recipes.redundancy);
  return {
    classes: random.choice(recipes.classes),
    items: random.choice(recipes.items),
    redundancy,
    workers: Math.max(redundancy * 2, random.choice(recipes.workers)),
    evenness: random.choice(recipes.evenness),
    skill: random.choice(recipes.skill),
    mix: random.choice(recipes.mix),
    sharedBias: random.choice(recipes.sharedBias),
    hard: random.choice(recipes.hard),
    tail: random.choice(recipes.tail),
  };
}

/** The judgements of such a crowd, with the truth of every item. The same recipe and seed give the same. */
export function crowd(recipe: CrowdRecipe, seed: number): Judgements {
  const random = new Random(seed * 104_729 + 7);
  const { classes: k } = recipe;
  const shares = random.dirichlet(new Array<number>(k).fill(recipe.evenness));
  // Which class a hard item, or a shared bias, pulls towards: mostly the neighbours.
  const lures = range(k).map((c) => random.dirichlet(range(k).map((l) => (Math.abs(c - l) === 1 ? 2 : 0.3))));
  const pull = random.dirichlet(new Array<number>(k).fill(1));
  const confusions = range(recipe.workers).map(() => worker(random, recipe, lures, pull));
  const activity = range(recipe.workers).map((w) => (w + 1) ** -recipe.tail);

  const items = range(recipe.items).map((i): JudgedItem => {
    const truth = random.index(shares);
    const isHard = random.next() < recipe.hard;
    const lure = random.index(without(lures[truth] as number[], truth));
    const left = [...activity];
    const judgements = range(recipe.redundancy).map(() => {
      const annotator = random.index(left);
      left[annotator] = 0;
      let label = random.index(confusions[annotator]?.[truth] as number[]);
      if (isHard && label === truth && random.next() < 0.5) label = random.next() < 0.5 ? lure : random.below(k);
      return { annotator, label };
    });
    return { id: String(i), judgements, truth };
  });
  return { items, annotators: recipe.workers, classes: range(k).map(String) };
}

/** By true class: how likely the worker gives each label. */
function worker(random: Random, recipe: CrowdRecipe, lures: number[][], pull: number[]): number[][] {
  const { classes: k, skill, mix, sharedBias } = recipe;
  const kind = random.index(mix);
  const favourite = random.below(k);
  const draw = () => 1 / k + (1 - 1 / k) * random.beta(...skill);
  const even = draw();
  return range(k).map((truth) => {
    if (kind === 2) return new Array<number>(k).fill(1 / k);
    if (kind === 3) return range(k).map((l) => 0.05 / k + (l === favourite ? 0.95 : 0));
    if (kind === 4) return range(k).map((l) => (1 - even) / k + (l === (truth + 1) % k ? even : 0));
    let accuracy = kind === 0 ? even : draw();
    let errors = new Array<number>(k).fill(1);
    if (sharedBias) {
      accuracy *= 0.6 + 0.4 * ((pull[truth] as number) * k > 1 ? 1 : 0.5);
      errors = errors.map((_, l) => 0.5 * (lures[truth]?.[l] as number) + 0.5 * (pull[l] as number));
    }
    return without(errors, truth).map((share, l) => (l === truth ? accuracy : (1 - accuracy) * share));
  });
}

/** The shares without one of them, made to sum to 1. */
function without(shares: readonly number[], index: number): number[] {
  const rest = shares.map((share, i) => (i === index ? 0 : share));
  const sum = rest.reduce((a, b) => a + b, 0);
  return rest.map((share) => share / sum);
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** A seeded stream (mulberry32) and the distributions drawn from it. */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
  below(n: number): number {
    return Math.floor(this.next() * n);
  }
  choice<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }
  /** An index, as likely as its weight. */
  index(weights: readonly number[]): number {
    let at = this.next() * weights.reduce((a, b) => a + b, 0);
    for (const [i, weight] of weights.entries()) {
      at -= weight;
      if (at < 0) return i;
    }
    return weights.findLastIndex((weight) => weight > 0);
  }
  shuffle<T>(values: readonly T[]): T[] {
    const out = [...values];
    for (let i = out.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [out[i], out[j]] = [out[j] as T, out[i] as T];
    }
    return out;
  }
  beta(a: number, b: number): number {
    const x = this.#gamma(a);
    return x / (x + this.#gamma(b));
  }
  dirichlet(concentrations: readonly number[]): number[] {
    const draws = concentrations.map((a) => this.#gamma(a));
    const sum = draws.reduce((a, b) => a + b, 0);
    return draws.map((draw) => draw / sum);
  }
  /** Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables" (2000). */
  #gamma(shape: number): number {
    if (shape < 1) return this.#gamma(shape + 1) * (1 - this.next()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.#normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - this.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }
  #normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }
}
