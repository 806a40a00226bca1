// `npm run assurance`: whether docs/ASSURANCE.md is up to date; with --write, writes it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../lib/paths.ts";
import { gates } from "./gates.ts";
import { type Figures, missing, page } from "./page.ts";

export const PAGE = join(root, "docs", "ASSURANCE.md");
export const FIGURES = join(root, "docs", "assurance.json");

export const readFigures = (): Figures => JSON.parse(readFileSync(FIGURES, "utf8")) as Figures;
export const writePage = (): void => writeFileSync(PAGE, page(gates, readFigures()));

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });
  if (values.write) writePage();
  const wrong = missing(gates);
  if (readFileSync(PAGE, "utf8") !== page(gates, readFigures())) wrong.push("docs/ASSURANCE.md isn't up to date");
  process.stdout.write(wrong.length === 0 ? "up to date\n" : `${wrong.join("\n")}\n`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
