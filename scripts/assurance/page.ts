// docs/ASSURANCE.md: the gates, and what the last recorded deep run found, as a table.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/paths.ts";
import type { Taken } from "../test/parts.ts";
import type { Gate } from "./gates.ts";

/** What `npm run test:deep -- --record` keeps: parts by name. */
export type Figures = Readonly<Record<string, Taken>>;

export function page(gates: readonly Gate[], figures: Figures): string {
  const rows = gates.map(({ name, holds, command, canaries, deep }) => {
    const shown = canaries.map((path) => `[${path.slice(path.lastIndexOf("/") + 1)}](../${path})`);
    return `| ${name} | ${holds} | \`${command.replaceAll("|", "\\|")}\` | ${shown.join(", ") || "none yet"} | ${found(deep, figures)} |`;
  });
  return [
    "# Assurance",
    "",
    "What a change passes before it is taken: each gate, the command that runs it alone, the tests that show that it can fail, and",
    "what its parts of the last recorded deep run found. `npm test` runs them all, with fewer random runs. Promises and the",
    "tests that bear their numbers stand in [SECURITY.md](SECURITY.md). Written by `npm run assurance -- --write`; `npm test` fails",
    "if it isn't up to date.",
    "",
    "`npm run test:deep` runs in parts, and remembers by the hash of the sources which have passed: interrupted, it goes on where it",
    "was; `-- --list` says what is left, `-- --record` writes what was found to `docs/assurance.json`, and this page.",
    "",
    "| gate | holds | command | canaries | deep run |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function found(deep: string | undefined, figures: Figures): string {
  if (deep === undefined) return "";
  const parts = Object.entries(figures)
    .filter(([name]) => name.startsWith(deep))
    .map(([, taken]) => taken);
  if (parts.length === 0) return "not recorded";
  const sum = (field: keyof Taken) => parts.reduce((total, part) => total + part[field], 0);
  return `${sum("passed")} passed in ${parts.length} ${parts.length === 1 ? "part" : "parts"}, ${sum("seconds")} s`;
}

/** Canaries that aren't there. */
export const missing = (gates: readonly Gate[]): string[] =>
  gates.flatMap(({ name, canaries }) =>
    canaries.filter((path) => !existsSync(join(root, path))).map((path) => `${name}: there is no ${path}`),
  );
