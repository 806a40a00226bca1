// Which tests check which promise, and whether docs/SECURITY.md says so. See that page.
import { join } from "node:path";
import { Command } from "commander";
import { type OutputOptions, type Result, runCommand, runProgram, say, writeWhole } from "../lib/cli.ts";
import { root } from "../lib/paths.ts";
import { readSources, SECURITY } from "./sources.ts";
import { survey } from "./survey.ts";
import { withTable } from "./table.ts";

type Options = OutputOptions & { write?: boolean };

async function run({ write }: Options): Promise<Result> {
  const sources = readSources();
  const found = survey(sources);
  const page = sources.get(SECURITY) ?? "";
  const wanted = withTable(page, found);
  if (write && wanted !== page) {
    await writeWhole(join(root, SECURITY), wanted);
    say(`Written to ${SECURITY}`);
  }
  const stale =
    write || wanted === page ? [] : [`The tables of ${SECURITY} are out of date: npm run promises -- --write`];
  const faults = [...found.faults, ...stale];
  const { promises } = found;
  const planned = promises.filter(({ planned }) => planned !== null);
  return {
    json: { promises, faults },
    text: [
      ...faults,
      `${promises.length} promises: ${promises.length - planned.length} with checks, ${planned.length} planned`,
      ...planned.map(({ number, planned }) => `  ${number} is planned: ${planned}`),
    ].join("\n"),
    exitCode: faults.length === 0 ? 0 : 1,
  };
}

const program = new Command("promises")
  .description("Finds which tests check which promise of docs/promises.md, by the numbers that they bear.")
  .option("--write", `bring the tables of ${SECURITY} up to date`)
  .option("--json", "print one JSON object")
  .option("--out <file>", "write that object to a file")
  .addHelpText(
    "after",
    "\nExample:\n  npm run promises -- --write\n\nEnds with 1 if a promise has no check, a test names a promise that isn't there, or the tables are out of date, and with 2 on bad input.",
  )
  .action((options: Options) => runCommand(options, () => run(options)));

await runProgram(program);
