/** The small story that tests plant faults in, and how they find their way in its report. */
import { checkStory } from "../../scripts/story/reference/check.ts";
import { SMALL, SMALL_REVENUE, smallScore } from "./fixtures.ts";
import { DERIVED } from "./roles.ts";
import type { Simulation, simulate } from "./simulator.ts";

export const small: Simulation = {
  historyCsv: SMALL,
  revenue: SMALL_REVENUE,
  score: smallScore,
  leavers: [["1", 1]],
};

export function check(report: unknown, { historyCsv, revenue }: Simulation = small) {
  return checkStory({ historyCsv, revenue, report });
}

export type Report = ReturnType<typeof simulate>;

export function move<Key extends string>(holder: Partial<Record<Key, string>> | undefined, key: Key, by: bigint): void {
  if (holder !== undefined) holder[key] = `${BigInt(holder[key] ?? 0) + by}`;
}

export function at<T>(list: T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error(`nothing at ${index}`);
  return value;
}

export function entry<Type extends Report["timeline"][number]["type"]>(report: Report, type: Type, place = 0) {
  const found = report.timeline.filter((one) => one.type === type)[place];
  return found as Extract<Report["timeline"][number], { type: Type }>;
}

export function lastSettle(report: Report) {
  const settled = report.timeline.filter((one) => one.type === "settle");
  return at(settled, settled.length - 1);
}

/** A leaf of the derived model's work. */
export function lesson(report: Report, place = 0, index = 0) {
  const lessons = report.contributions.filter(({ kind, model }) => kind === "Curation" && model === DERIVED);
  return at(at(lessons, place).leaves, index);
}

/** A claim for positions that followed a seat. */
export function moved(report: Report) {
  const [position] = entry(report, "recover", 1).positions;
  const found = report.timeline
    .filter((one) => one.type === "claim")
    .findLast((one) => `${one.positions}`.startsWith(`${position}`));
  return found as Extract<Report["timeline"][number], { type: "claim" }>;
}

/** The same entry once more, at the end. */
export function again(report: Report, type: Report["timeline"][number]["type"], changes: object = {}) {
  report.timeline.push({ ...entry(report, type), ...following(report), ...changes } as Report["timeline"][number]);
}

/** The entry as if it had come right after the one before it. */
export function early(report: Report, type: Report["timeline"][number]["type"]) {
  const one = entry(report, type);
  const before = at(report.timeline, report.timeline.findIndex(({ seq }) => seq === one.seq) - 1);
  Object.assign(one, { time: before.time });
}

export function following(report: Report) {
  const last = at(report.timeline, report.timeline.length - 1);
  return { seq: last.seq + 1, time: last.time };
}

export function drop(report: Report, type: Report["timeline"][number]["type"], place = 0): void {
  report.timeline.splice(report.timeline.indexOf(entry(report, type, place)), 1);
}
