// Whether gas is still what the committed benchmark says.
import type { JsonRow } from "./rows.ts";

/** How far a figure may move without the benchmark being written anew, in hundredths. */
export const DRIFT = 2;

/** What moved, appeared or is gone, a line each. Only rows of ours are looked at. */
export function drift(measured: readonly JsonRow[], committed: readonly JsonRow[]): string[] {
  const ours = ({ subject }: JsonRow) => subject === "Commonmind";
  const [before, after] = [committed, measured].map((rows) => new Map(rows.filter(ours).map((row) => [row.id, row])));
  const lines: string[] = [];
  for (const [id, { gas }] of after ?? []) {
    const known = before?.get(id);
    if (!known) lines.push(`${id}: not in the committed benchmark`);
    else if (Math.abs(Number(gas) / Number(known.gas) - 1) * 100 > DRIFT) lines.push(`${id}: ${known.gas} -> ${gas}`);
  }
  for (const id of before?.keys() ?? []) if (!after?.has(id)) lines.push(`${id}: not measured any more`);
  return lines;
}
