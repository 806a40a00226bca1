// docs/COVERAGE.md, and what the command prints.
import type { Judged, Measured, Share, Shares, Unlike, Unreached } from "./measure.ts";
import type { Target } from "./probes.ts";

/** What is kept of a whole run: the page is written from it. */
export type Figures = { files: Record<string, Shares>; total: Shares; tests: number; seconds: number };

const columns = ["lines", "functions", "statements", "branches"] as const;

/** Never rounded up to all of it. */
export function percent({ covered, of }: Share): string {
  return of === 0 ? "-" : `${(Math.floor((covered / of) * 1_000) / 10).toFixed(1)} %`;
}
const counted = (share: Share) =>
  share.of === 0
    ? "-"
    : `${share.covered} of ${share.of}${share.explained > 0 ? `, ${share.explained} explained` : ""}`;
const code = (text: string) => `\`${text.length > 140 ? `${text.slice(0, 137)}...` : text}\``;
const cell = (text: string) => text.replaceAll("|", "\\|");

const missing = ({ way, code }: Pick<Target, "way" | "code">): string =>
  way === "runs" ? `never runs: ${code}` : `never ${way}: ${code}`;

export function summary(measured: Measured, judged: Judged): string {
  const { total, uncovered, contradicted, unknown } = measured;
  const named = ({ place, code }: Unreached) => `${place}: ${code}`;
  return [
    ...uncovered.map((target) => `${target.file}:${target.line} ${target.place} ${missing(target)}`),
    ...contradicted.map((each) => `explained as unreached, and yet a test reaches it: ${named(each)}`),
    ...unknown.map((each) => `explained, and not in the contracts: ${named(each)}`),
    ...judged.failed.map((title) => `failed: ${title}`),
    ...judged.alike.map((title) => `listed as failing with probes, and doesn't: ${title}`),
    ...columns.map((column) => `${column}: ${percent(total[column])} (${counted(total[column])})`),
    `${judged.passed} tests passed, ${judged.unlike} can't with probes`,
  ].join("\n");
}

/** Whether nothing is left to do or to explain. */
export const isClean = (
  { uncovered, contradicted, unknown }: Pick<Measured, "uncovered" | "contradicted" | "unknown">,
  { failed, alike }: Pick<Judged, "failed" | "alike">,
): boolean => [uncovered, contradicted, unknown, failed, alike].every((list) => list.length === 0);

export function coveragePage(
  { files, total, tests, seconds }: Figures,
  unreached: readonly Unreached[],
  unlike: readonly Unlike[],
): string {
  const row = (name: string, shares: Shares) =>
    `| ${name} | ${columns.map((column) => counted(shares[column])).join(" | ")} |`;
  const rows = Object.entries(files)
    .filter(([, { functions }]) => functions.of > 0)
    .map(([file, shares]) => row(`[${file.slice("contracts/".length)}](../${file})`, shares));
  const explained = unreached.map(
    ({ file, place, ways, code: text, why }) =>
      `| [${place}](../${file}) | ${cell(code(text))} | never ${ways.join(", never ")} | ${cell(why)} |`,
  );
  const excused = unlike.map(({ title, why }) => `| ${cell(title)} | ${cell(why)} |`);
  return `# Coverage

Written by \`npm run coverage -- --write\`; changes here are lost. The command puts probes into a copy of the contracts and runs
the tests of \`test/contracts\` there, and those of the sdk that ask \`EffectsProbe\`: examples, and random sequences that are
the same every time. Fuzz tests and invariants
aren't among them: what they reach, they may reach by luck. It fails if anything is neither reached by a test nor explained below,
if something is reached although it is explained, if a test fails, and if this page says anything else. It runs suite by
suite, and keeps what each found as long as nothing that it depends on changes: interrupted, it goes on where it was.
\`npm run test:deep\` runs it as a part. What is written here took ${seconds} s of tests beside the build, and ${tests} of them passed.

- **lines** on which a statement or a function begins: covered if everything that begins there ran.
- **branches**: each condition was true in one call and false in another. Conditions are those of \`if\`, \`?:\`, loops, \`require\`
  and \`assert\`, and each operand of \`&&\` and \`||\` by itself, wherever it stands; so both arms, and both ways out of each short
  circuit, were taken. What the compiler adds (overflow, bounds, decoding) isn't counted.
- Code of OpenZeppelin that ours inherits isn't ours, and isn't counted.

Probes cost gas and change code: what contracts do is the same, what they cost and where they are isn't. [Why it is
measured like this](decisions/0064-probes-of-our-own.md).

| contract | ${columns.join(" | ")} |
|---|${columns.map(() => "---:|").join("")}
${rows.join("\n")}
${row("**all**", total)}

## Not reached, and why

Kept by hand in \`scripts/coverage/unreached.json\`, by the code.

${explained.length === 0 ? "Nothing." : `| where | code | | why |\n|---|---|---|---|\n${explained.join("\n")}`}

## Tests that can't pass with probes

Kept by hand in \`scripts/coverage/unlike.json\`; all of them pass in \`npm test\`.

${excused.length === 0 ? "None." : `| test | why |\n|---|---|\n${excused.join("\n")}`}
`;
}
