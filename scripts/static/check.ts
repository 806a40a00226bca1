// Dangerous patterns in the contracts, but for those that are meant.
import { type Allowed, allowed } from "./allowed.ts";
import type { Analysis } from "./analyse.ts";
import { patterns } from "./patterns.ts";
import { walk } from "./walk.ts";

export type Finding = { pattern: string; why: string; where: string; file: string; line: number };

export function findings(analysis: Analysis): Finding[] {
  const found: Finding[] = [];
  walk(analysis, (node, place) => {
    for (const { name, why, found: matches } of patterns) {
      if (!matches(node, place)) continue;
      found.push({ pattern: name, why, where: place.where, file: place.file, line: place.line });
    }
  });
  return found;
}

/** What is found and not meant, and what is meant and not found, a sentence each. */
export function disagreements(found: readonly Finding[], list: readonly Allowed[] = allowed): string[] {
  const key = ({ pattern, where }: Pick<Finding, "pattern" | "where">) => `${pattern} in ${where}`;
  const meant = new Set(list.map(key));
  const there = new Set(found.map(key));
  return [
    ...found
      .filter((each) => !meant.has(key(each)))
      .map((each) => `${each.file}:${each.line} ${key(each)}: ${each.why}`),
    ...list.filter((each) => !there.has(key(each))).map((each) => `allowed, and nowhere any more: ${key(each)}`),
    ...list.filter(({ reason }) => reason.trim() === "").map((each) => `allowed without a reason: ${key(each)}`),
  ];
}
