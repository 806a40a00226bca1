// A history for tests that need a co-op with a life behind it.
import { join } from "node:path";
import { readInput } from "../../scripts/lib/csvTable.ts";
import { root } from "../../scripts/lib/paths.ts";
import { type PlannedContribution, parseHistory, planContributions } from "../../scripts/story/history.ts";

/** Of the months of a history, one in so many: fewer blocks to tell and to record, with all in them that a story has. */
const MONTHS = 3;

/** What a story of the work of some months hands in. */
export function shortHistory(): PlannedContribution[] {
  const name = "promptsource.csv";
  const history = parseHistory(readInput(join(root, "data", "histories", name)), name);
  const months = [...new Set(history.map(({ month }) => month))].toSorted();
  return planContributions(history.filter(({ month }) => months.indexOf(month) % MONTHS === 0));
}
