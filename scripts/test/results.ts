// What the test runners found, and what that amounts to: plain functions, so that the counting is itself tested.

/** What one runner found, by full title. */
export type Outcome = {
  runner: string;
  passed: string[];
  failed: string[];
  skipped: string[];
};

/** A skip that somebody has accounted for in test/skips.json. */
export type ListedSkip = {
  /** A full title; with " *" at its end, all tests of the suite before it. */
  title: string;
  reason: string;
  /** True where CI has what the test needs: there the skip counts as unlisted. */
  notInCi?: boolean;
};

/** A Solidity suite as Hardhat reports it, as far as we need it. */
export type SoliditySuite = {
  id: { name: string };
  testResults: { name: string; status: "Success" | "Failure" | "Skipped" }[];
};

export type Verdict = {
  ok: boolean;
  /** Sentences that say why it isn't ok, or what is worth knowing although it is. */
  notes: string[];
  /** Always the last line printed. */
  lastLine: string;
};

export function checkOutcome(runner: string, exitCode: number): Outcome {
  return { runner, passed: exitCode === 0 ? [runner] : [], failed: exitCode === 0 ? [] : [runner], skipped: [] };
}

export function solidityOutcome(suites: readonly SoliditySuite[]): Outcome {
  const titles = (wanted: string) =>
    suites.flatMap(({ id, testResults }) =>
      testResults.filter(({ status }) => status === wanted).map(({ name }) => `${id.name} ${name}`),
    );
  return { runner: "solidity", passed: titles("Success"), failed: titles("Failure"), skipped: titles("Skipped") };
}

/** A runner that ended badly without naming a failure (a crash, a file that doesn't load) has failed as a whole. */
export function withExitCode(outcome: Outcome | undefined, runner: string, exitCode: number): Outcome {
  const known = outcome ?? { runner, passed: [], failed: [], skipped: [] };
  const unexplained = known.failed.length === 0 && (exitCode !== 0 || outcome === undefined);
  if (!unexplained) return known;
  return { ...known, failed: [`the ${runner} runner ended with exit code ${exitCode} and no result`] };
}

/** @throws {TypeError} unless `value` is a list of {@link ListedSkip}, each with a reason. */
export function parseSkips(value: unknown): ListedSkip[] {
  const filled = (text: unknown) => typeof text === "string" && text.trim() !== "";
  const valid = Array.isArray(value) && value.every((skip) => filled(skip?.title) && filled(skip?.reason));
  if (!valid) throw new TypeError("test/skips.json must be a list of {title, reason}, both filled in.");
  return value;
}

const covers = ({ title: listed }: ListedSkip, title: string): boolean =>
  listed.endsWith(" *") ? title.startsWith(listed.slice(0, -1)) : title === listed;

/**
 * Sums up all runners.
 * @param options.selected Whether only tests of certain names were asked for: then a runner may well have none of them.
 * @param options.ci Whether this is CI, where a skip may count although it is listed.
 */
export function judge(
  outcomes: readonly Outcome[],
  skips: readonly ListedSkip[],
  { selected = false, ci = false }: { selected?: boolean; ci?: boolean } = {},
): Verdict {
  const passed = outcomes.flatMap((outcome) => outcome.passed);
  const failed = outcomes.flatMap((outcome) => outcome.failed);
  const skipped = outcomes.flatMap((outcome) => outcome.skipped);
  const counted = skips.filter(({ notInCi }) => !(ci && notInCi));
  const covering = (list: readonly ListedSkip[], title: string) => list.find((skip) => covers(skip, title));

  const unlisted = skipped.filter((title) => !covering(counted, title));
  // Where a whole runner lacks what it needs (a browser), its tests are all skipped, and that is said.
  const lacking = counted.filter(({ notInCi }) => notInCi);
  const accounted = (outcome: Outcome) => outcome.skipped.filter((title) => covering(lacking, title)).length;
  const executed = (outcome: Outcome) => outcome.passed.length + outcome.failed.length + accounted(outcome);
  const idle = selected
    ? [outcomes].filter((all) => all.every((outcome) => executed(outcome) === 0)).map(() => "every")
    : outcomes.filter((outcome) => executed(outcome) === 0).map(({ runner }) => runner);

  const notes = [
    ...failed.map((title) => `failed: ${title}`),
    ...unlisted.map((title) => `skipped without a reason in test/skips.json: ${title}`),
    ...idle.map((runner) => `${runner} runner executed no test`),
    ...skipped.flatMap((title) => {
      const skip = covering(counted, title);
      return skip ? [`skipped: ${title} (${skip.reason})`] : [];
    }),
  ];
  return {
    ok: failed.length === 0 && unlisted.length === 0 && idle.length === 0,
    notes,
    lastLine: `${passed.length} passed, ${failed.length} failed, ${skipped.length} skipped`,
  };
}
