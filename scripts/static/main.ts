// `npm run static`: what can be said about contracts and packages without running them. With --write, writes the snapshot of
// the contracts and the page of licences anew.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { runProgram } from "../lib/cli.ts";
import { Compiled } from "../lib/compiled.ts";
import { root } from "../lib/paths.ts";
import { analyse, ownSources } from "./analyse.ts";
import { disagreements, findings } from "./check.ts";
import { isAllowed, licencePage, loose, manifests, productionPackages, readJson } from "./packages.ts";
import { changes, type Snapshot, snapshot, tooLarge } from "./snapshot.ts";

export const SNAPSHOT = "test/static/contracts.snapshot.json";
export const LICENCES = "docs/LICENSES.md";

/** Everything that is wrong, a sentence each. */
export function faults(write: boolean): string[] {
  const analysis = analyse(ownSources());
  const now = snapshot(new Compiled(), analysis);
  const packages = productionPackages();
  if (write) {
    writeFileSync(join(root, SNAPSHOT), `${JSON.stringify(now, null, 2)}\n`);
    writeFileSync(join(root, LICENCES), licencePage(packages));
  }
  const kept: Snapshot = existsSync(join(root, SNAPSHOT)) ? readJson(SNAPSHOT) : {};
  const page = existsSync(join(root, LICENCES)) ? readFileSync(join(root, LICENCES), "utf8") : "";
  return [
    ...disagreements(findings(analysis)),
    ...changes(kept, now).map((change) => `${SNAPSHOT}: ${change}`),
    ...tooLarge(now),
    ...packages.filter((each) => !isAllowed(each)).map(({ name, licence }) => `${name} is licensed under ${licence}`),
    ...(page === licencePage(packages) ? [] : [`${LICENCES} isn't up to date`]),
    ...manifests.flatMap((path) => loose(readJson(path)).map((each) => `${path}: ${each} isn't one version`)),
  ];
}

if (process.argv[1] === import.meta.filename) {
  const program = new Command("static")
    .description(
      "Says what is wrong with contracts and packages, as far as that shows without running them: patterns, sizes, storage and functions against the snapshot, licences, versions.",
    )
    .option("--write", `write ${SNAPSHOT} and ${LICENCES} anew`)
    .addHelpText(
      "after",
      "\nExit codes: 0 nothing found, 1 something, 2 bad input.\n\nExample:\n  npm run static -- --write",
    )
    .action(({ write = false }: { write?: boolean }) => {
      const found = faults(write);
      process.stdout.write(found.length === 0 ? "nothing found\n" : `${found.join("\n")}\n`);
      process.exitCode = found.length === 0 ? 0 : 1;
    });
  await runProgram(program);
}
