// docs/MUTATION.md, and what the command prints.
import type { Mutant } from "./mutants.ts";
import { operators } from "./operators.ts";
import type { MutantResult } from "./results.ts";
import { type Equivalent, explanationOf, type Score, scoreOf } from "./score.ts";
import { groupOf, groups } from "./tests.ts";

export type PageParameters = {
  everything: readonly Mutant[];
  /** Those that were to be tried: all, or a sample of each group. */
  chosen: readonly Mutant[];
  results: readonly MutantResult[];
  equivalents: readonly Equivalent[];
  /** Tests that fail on an original that is compiled as mutants are. */
  unsound: readonly string[];
  seed: number;
  all: boolean;
};

const percent = (ratio: number | null) => (ratio === null ? "-" : `${(ratio * 100).toFixed(1)} %`);
const range = ([low, high]: [number, number]) => `${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)} %`;
const code = (text: string) => (text === "" ? "(nothing)" : `\`${shortened(text).replaceAll("|", "\\|")}\``);
const shortened = (text: string) => (text.length > 140 ? `${text.slice(0, 137)}...` : text);

export function summary(
  scores: Record<string, Score>,
  survivors: readonly MutantResult[],
  equivalents: readonly Equivalent[],
  contradicted: readonly Equivalent[],
): string {
  const open = survivors.filter((each) => !explanationOf(each, equivalents));
  return [
    ...open.map(
      ({ file, place, operator, before, after, status }) =>
        `${status}: ${file} ${place} ${operator}: ${before} => ${after || "(nothing)"}`,
    ),
    ...contradicted.map(({ place, before }) => `explained as equivalent, and yet a test fails: ${place}: ${before}`),
    ...Object.entries(scores).map(
      ([group, { score, raw, interval, counts, equivalent }]) =>
        `${group}: ${percent(score)} (${range(interval)}), ${counts.killed} killed, ${counts.survived} survived, ${equivalent} of them explained (${percent(raw)} with these), ${counts.timeout} timed out, ${counts.invalid} invalid, ${counts.same} the same code`,
    ),
  ].join("\n");
}

/** Of the groups of which less was tried than was chosen. */
function brokenOff({ chosen, results }: Pick<PageParameters, "chosen" | "results">): string {
  const short = groups.flatMap((group) => {
    const [wanted, found] = [chosen, results].map((list) => list.filter(({ file }) => groupOf(file) === group).length);
    return found === wanted ? [] : [`${found} of ${wanted} in ${group}`];
  });
  if (short.length === 0) return "";
  return ` Not all that was drawn was tried yet (${short.join(", ")}), and what was has looked at some files before others.`;
}

export function mutationPage({ everything, chosen, results, equivalents, unsound, seed, all }: PageParameters): string {
  const rows = groups.map((group) => {
    const found = results.filter(({ file }) => groupOf(file) === group);
    const { counts, score, raw, interval, equivalent } = scoreOf(found, equivalents);
    const total = everything.filter(({ file }) => groupOf(file) === group).length;
    return `| ${group} | ${total} | ${found.length} | ${counts.killed} | ${counts.survived - equivalent} | ${equivalent} | ${counts.timeout} | ${counts.invalid + counts.same} | ${percent(score)} | ${range(interval)} | ${percent(raw)} |`;
  });
  const byOperator = operators.map(({ name, does }) => {
    const found = results.filter(({ operator }) => operator === name);
    const { counts, score, equivalent } = scoreOf(found, equivalents);
    const total = everything.filter(({ operator }) => operator === name).length;
    return `| ${name} | ${does} | ${total} | ${found.length} | ${counts.killed} | ${counts.survived - equivalent} | ${percent(score)} |`;
  });
  const survivors = results.filter(({ status }) => status === "survived" || status === "timeout");
  const listed = (wanted: boolean) =>
    survivors.filter((each) => (explanationOf(each, equivalents) !== undefined) === wanted);
  const row = (each: MutantResult) =>
    `| ${each.place} | ${code(each.before)} | ${code(each.after)} | ${each.status === "timeout" ? "The tests didn't end in time." : each.quick ? "Only the first test files were asked so far." : (explanationOf(each, equivalents)?.why ?? "")} |`;
  const [open, explained] = [listed(false), listed(true)];
  return `# Mutation testing

Written by \`npm run mutate\`; changes here are lost. The command changes our contracts in small ways, one at a time, puts what
the change touches in the place of the contracts of a deployed co-op, and runs the chain tests that are about it until one
fails. A mutant that no test notices has survived: either a test is missing, or the change makes no difference that anyone
could see.

${all ? "Every mutant is tried." : `A sample is tried, drawn from each group with seed ${seed}; the interval (Wilson, 95 %) says what the score over all mutants may be.`}${brokenOff({ chosen, results })}
The score is killed / (killed + survived + timed out) without the survivors that are explained below as equivalent; the last
column counts these against the tests, too. Mutants that don't compile, are too large to be deployed, or become the same code,
say nothing about the tests and don't count.

Mutants are compiled many at a time and without the optimizer, which changes nothing that a test may rely on; what survives is
compiled once more with the settings of the build, to see whether these make the same code of it. A mutant of a constructor,
or of what a deployment calls, is also tried on a co-op that is deployed with it.

**Baseline.** A kill counts only if the same test passes on the unchanged contract, compiled and put in place in the same way:
this is asked for every test that found something, in every batch. A test that fails there isn't asked again, and what it
found is tried anew without it: ${unsound.length === 0 ? "there was none" : `${unsound.length} so far, most often since they read gas, or an error's name from code that the chain doesn't know (\`unsound\` in [results.json](../scripts/mutate/results.json))`}.
A result stands until its function, or the test that it rests on, changes.

| group | mutants | tried | killed | survived | equivalent | timed out | invalid or same | score | 95 % interval | with equivalents |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---|---:|
${rows.join("\n")}

## Operators

| operator | what it does | mutants | tried | killed | survived | score |
|---|---|---:|---:|---:|---:|---:|
${byOperator.join("\n")}

## Survivors

${open.length === 0 ? "None beside those that are explained." : `| where | code | mutant | |\n|---|---|---|---|\n${open.map(row).join("\n")}`}

## Equivalent mutants

Kept by hand in \`scripts/mutate/equivalents.json\`, by their code. The command fails if a test kills one.

${explained.length === 0 ? "None." : `| where | code | mutant | why nothing can tell it from the original |\n|---|---|---|---|\n${explained.map(row).join("\n")}`}
`;
}
