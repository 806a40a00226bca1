// `npm run assurance`: whether docs/ASSURANCE.md is up to date; with --write, writes it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { runProgram } from "../lib/cli.ts";
import { root } from "../lib/paths.ts";
import { gates } from "./gates.ts";
import { type Figures, missing, page } from "./page.ts";

export const PAGE = join(root, "docs", "ASSURANCE.md");
export const FIGURES = join(root, "docs", "assurance.json");

export const readFigures = (): Figures => JSON.parse(readFileSync(FIGURES, "utf8")) as Figures;
export const writePage = (): void => writeFileSync(PAGE, page(gates, readFigures()));

if (process.argv[1] === import.meta.filename) {
  const program = new Command("assurance")
    .description("Says whether docs/ASSURANCE.md, the page of what is checked when and how, is up to date.")
    .option("--write", "write it anew, out of scripts/assurance/gates.ts and docs/assurance.json")
    .addHelpText("after", "\nExit codes: 0 up to date, 1 not, 2 bad input.\n\nExample:\n  npm run assurance -- --write")
    .action(({ write = false }: { write?: boolean }) => {
      if (write) writePage();
      const wrong = missing(gates);
      if (readFileSync(PAGE, "utf8") !== page(gates, readFigures())) wrong.push("docs/ASSURANCE.md isn't up to date");
      process.stdout.write(wrong.length === 0 ? "up to date\n" : `${wrong.join("\n")}\n`);
      process.exitCode = wrong.length === 0 ? 0 : 1;
    });
  await runProgram(program);
}
