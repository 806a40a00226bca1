// Several people's judgements of the same items, and the truth about some of them, from two CSV files.
import { say } from "../lib/cli.ts";
import { Problems, readInput, readTable } from "../lib/csvTable.ts";

export interface Judgement {
  readonly annotator: number;
  readonly label: number;
}

export interface JudgedItem {
  readonly id: string;
  readonly judgements: readonly Judgement[];
  /** Null where nobody says what is right. */
  readonly truth: number | null;
}

export interface Judgements {
  /** In the order in which the labels file first names them. */
  readonly items: readonly JudgedItem[];
  readonly annotators: number;
  /** The labels by number: those of the labels file in the order in which it first names them, then the truth's. */
  readonly classes: readonly string[];
}

export interface JudgementTexts {
  readonly labels: { readonly name: string; readonly text: string };
  readonly truth: { readonly name: string; readonly text: string };
}

/** Reads both files from disk; messages name them as the caller typed them. */
export function readJudgements(files: { labels: string; truth: string }, pathOf: (file: string) => string): Judgements {
  return parseJudgements({
    labels: { name: files.labels, text: readInput(pathOf(files.labels)) },
    truth: { name: files.truth, text: readInput(pathOf(files.truth)) },
  });
}

/** A later row of the same annotator on the same item replaces the earlier: a reviewer reveals once. */
export function parseJudgements({ labels, truth }: JudgementTexts): Judgements {
  const problems = new Problems(labels.name);
  const rows = readTable(labels.text, ["item", "annotator", "label"], problems);
  const annotators = new Numbers();
  const classes = new Numbers();
  const byItem = new Map<string, Map<number, number>>();
  let replaced = 0;
  for (const { line, cells } of rows) {
    for (const column of ["item", "annotator", "label"] as const) {
      if (cells[column] === "") problems.add(line, column, "is empty. Every row names an item, an annotator, a label.");
    }
    const judgements = byItem.get(cells.item) ?? new Map<number, number>();
    byItem.set(cells.item, judgements);
    const annotator = annotators.of(cells.annotator);
    if (judgements.has(annotator)) replaced++;
    judgements.set(annotator, classes.of(cells.label));
  }
  problems.throwIfAny();
  if (replaced > 0) say(`${replaced} rows replace an earlier judgement of the same item by the same annotator.`);

  const truths = parseTruth(truth.name, truth.text, classes);
  const unjudged = [...truths.keys()].filter((item) => !byItem.has(item)).length;
  if (unjudged > 0) say(`${unjudged} items of ${truth.name} were judged by nobody: they are left out.`);
  if (unjudged === truths.size) {
    const none = new Problems(truth.name);
    none.add(
      1,
      "item",
      `none of its items is in ${labels.name}: there is nothing to score. Give files that belong together.`,
    );
    none.throwIfAny();
  }
  const items = [...byItem].map(([id, judgements]) => ({
    id,
    judgements: [...judgements].map(([annotator, label]) => ({ annotator, label })),
    truth: truths.get(id) ?? null,
  }));
  return { items, annotators: annotators.names.length, classes: classes.names };
}

function parseTruth(name: string, text: string, classes: Numbers): Map<string, number> {
  const problems = new Problems(name);
  const truths = new Map<string, number>();
  const lineOf = new Map<string, number>();
  for (const { line, cells } of readTable(text, ["item", "truth"], problems)) {
    for (const column of ["item", "truth"] as const) {
      if (cells[column] === "") problems.add(line, column, "is empty. Leave the row out where the truth isn't known.");
    }
    const label = classes.of(cells.truth);
    const earlier = truths.get(cells.item);
    if (earlier !== undefined && earlier !== label) {
      const said = classes.names[earlier];
      problems.add(
        line,
        "truth",
        `contradicts line ${lineOf.get(cells.item)}, which says "${said}". Keep one of them.`,
      );
      continue;
    }
    truths.set(cells.item, label);
    lineOf.set(cells.item, line);
  }
  problems.throwIfAny();
  return truths;
}

/** Numbers names from 0 in the order in which they come. */
class Numbers {
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();
  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}
