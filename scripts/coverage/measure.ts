// What the suites reached of what must be covered, and what to make of the rest: plain functions.
import type { Target, Way } from "./probes.ts";
import type { Found } from "./suites.ts";

/** Something that no test reaches, with the reason. Known by its code. */
export type Unreached = {
  file: string;
  place: string;
  code: string;
  /** Among those of this place with the same code and way, from 1; without it, the first. */
  nth?: number;
  ways: Way[];
  why: string;
};

/** A test that can't pass where the contracts carry probes. */
export type Unlike = { title: string; why: string };

export type Share = { covered: number; explained: number; of: number };
/** Of one file, or of all. A line is covered if every statement that begins on it ran. */
export type Shares = { lines: Share; functions: Share; statements: Share; branches: Share };

export type Measured = {
  files: Record<string, Shares>;
  total: Shares;
  /** Neither reached nor explained. */
  uncovered: Target[];
  /** Explained as unreached, and yet a test reaches it. */
  contradicted: Unreached[];
  /** Explained, but nothing in the contracts is like that. */
  unknown: Unreached[];
};

const isBranch = ({ way }: Target) => way !== "runs";
const isEntry = ({ code, way }: Target) => way === "runs" && code === "entered";

export const explains = (each: Unreached, target: Target): boolean =>
  each.file === target.file &&
  each.place === target.place &&
  each.code === target.code &&
  (each.nth ?? 1) === target.nth &&
  each.ways.includes(target.way);

export function measure(
  targets: readonly Target[],
  reached: ReadonlySet<number>,
  unreached: readonly Unreached[],
): Measured {
  const isExplained = (target: Target) => unreached.some((each) => explains(each, target));
  const stateOf = (target: Target) =>
    reached.has(target.id) ? "covered" : isExplained(target) ? "explained" : "uncovered";
  const share = (among: readonly (readonly Target[])[]): Share => {
    const states = among.map((group) => new Set(group.map(stateOf)));
    return {
      covered: states.filter((all) => all.size === 1 && all.has("covered")).length,
      explained: states.filter((all) => all.has("explained") && !all.has("uncovered")).length,
      of: among.length,
    };
  };
  const each = (list: readonly Target[]) => list.map((target) => [target]);
  const sharesOf = (list: readonly Target[]): Shares => ({
    lines: share(
      grouped(
        list.filter((target) => !isBranch(target)),
        ({ file, line }) => `${file}:${line}`,
      ),
    ),
    functions: share(each(list.filter(isEntry))),
    statements: share(each(list.filter((target) => !isBranch(target) && !isEntry(target)))),
    branches: share(each(list.filter(isBranch))),
  });
  const matching = (explanation: Unreached) => targets.filter((target) => explains(explanation, target));
  return {
    files: Object.fromEntries(grouped(targets, ({ file }) => file).map((list) => [list[0]?.file, sharesOf(list)])),
    total: sharesOf(targets),
    uncovered: targets.filter((target) => stateOf(target) === "uncovered"),
    contradicted: unreached.filter((one) => matching(one).some(({ id }) => reached.has(id))),
    unknown: unreached.filter((one) => matching(one).length < one.ways.length),
  };
}

function grouped(targets: readonly Target[], by: (target: Target) => string): Target[][] {
  const groups = new Map<string, Target[]>();
  for (const target of targets) groups.set(by(target), [...(groups.get(by(target)) ?? []), target]);
  return [...groups.values()];
}

export type Judged = {
  passed: number;
  /** Failed, and not listed as unlike. */
  failed: string[];
  /** Listed as unlike, and passed or wasn't there. */
  alike: string[];
  unlike: number;
};

/** What is wrong with the tests themselves: whatever a failing test reached, it may have reached wrongly. */
export function judge(found: readonly Found[], unlike: readonly Unlike[]): Judged {
  const listed = new Set(unlike.map(({ title }) => title));
  const failed = found.flatMap((each) => each.failed);
  return {
    passed: found.reduce((sum, each) => sum + each.passed.length, 0),
    failed: failed.filter((title) => !listed.has(title)),
    alike: [...listed].filter((title) => !failed.includes(title)),
    unlike: failed.filter((title) => listed.has(title)).length,
  };
}
