import { InputError, type InputProblem } from "../lib/csvTable.ts";
import type { Judgements } from "./judgements.ts";

/** By item: the labels that win, several if they tie. */
export type Predictions = readonly (readonly number[])[];

export interface AllPredictions {
  readonly commonmind: Predictions;
  readonly majority: Predictions;
  readonly dawidSkene: Predictions;
}

/** The share of right ones among the items at `scored`; a tie among k classes counts 1/k. To six decimals. */
export function accuracy({ items }: Judgements, predictions: Predictions, scored: readonly number[]): number {
  let right = 0;
  for (const index of scored) {
    const labels = predictions[index] ?? [];
    if (labels.includes(items[index]?.truth as number)) right += 1 / labels.length;
  }
  return Number((right / scored.length).toFixed(6));
}

/** `item,gold,commonmind,majority,dawidSkene`, in item order; gold is 1 or 0, ties are joined by `|`. */
export function predictionsCsv(judgements: Judgements, gold: ReadonlySet<number>, all: AllPredictions): string {
  const rows = judgements.items.map(({ id }, index) => {
    const columns = [all.commonmind, all.majority, all.dawidSkene].map((predictions) => {
      return cell((predictions[index] ?? []).map((label) => judgements.classes[label] ?? "").join("|"));
    });
    return [cell(id), gold.has(index) ? "1" : "0", ...columns].join(",");
  });
  return `${["item,gold,commonmind,majority,dawidSkene", ...rows].join("\n")}\n`;
}

/** A `|` in a label would look like a tie. */
export function assertPredictable({ classes }: Judgements, file: string): void {
  const problems: InputProblem[] = classes
    .filter((label) => label.includes("|"))
    .map((label) => ({
      file,
      line: 1,
      column: "label",
      message: `the label "${label}" has a |, which joins ties in the predictions. Rename it, or leave --predictions out.`,
    }));
  if (problems.length > 0) throw new InputError(problems);
}

function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
