// `npm run test:deep`: the long runs, one part after the other, each with its time. A part that passed isn't run again while
// nothing that it depends on has changed: interrupted, it goes on with the part that it was in.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { parseArgs } from "node:util";
import { FIGURES, writePage } from "../assurance/main.ts";
import { filesUnder } from "../setup/files.mjs";
import { forwardSignals, root, run, stopIfInterrupted } from "../setup/processes.mjs";
import { type DeepPart, deepParts, summary, type Taken, tree } from "./parts.ts";
import { checkOutcome, type Outcome, withExitCode } from "./results.ts";

const usage = `Usage: npm run test:deep -- [--only TEXT] [--again] [--record] [--list]

  --only    Only parts with TEXT in their name.
  --again   Forget what passed before.
  --record  Write what has passed to docs/assurance.json, and docs/ASSURANCE.md.
  --list    Only say which parts there are, and which have passed.
`;

/** What decides whether a part would pass again. */
const depends = [
  "contracts",
  "deploy",
  "proofs",
  "scripts",
  "sdk/src",
  "test",
  "hardhat.config.ts",
  "package-lock.json",
];

function fingerprint(): string {
  const paths = depends.flatMap((name) => (/\.\w+$/.test(name) ? [join(root, name)] : filesUnder(join(root, name))));
  return tree(paths.map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path)]));
}

/** What passed, by part; of this tree alone. */
class Memory {
  readonly #path: string;
  readonly taken: Map<string, Taken>;

  constructor(hash: string) {
    this.#path = join(root, "cache", "deep", `${hash}.json`);
    this.taken = new Map(existsSync(this.#path) ? Object.entries(JSON.parse(readFileSync(this.#path, "utf8"))) : []);
  }

  keep(name: string, taken: Taken): void {
    this.taken.set(name, taken);
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(this.#path, `${JSON.stringify(Object.fromEntries(this.taken), null, 2)}\n`);
  }

  forget(): void {
    this.taken.clear();
  }
}

async function take({ runner, grep, files, env }: DeepPart): Promise<Outcome> {
  if (runner === "coverage") {
    const { code } = await run(process.execPath, ["--import", "tsx", "scripts/coverage/main.ts"]);
    stopIfInterrupted();
    return checkOutcome(runner, code);
  }
  const directory = mkdtempSync(join(tmpdir(), "commonmind-deep-"));
  try {
    const report = join(directory, "report.json");
    const args = ["--import", "tsx", "scripts/test/hardhat.ts", runner, report, grep, ...files];
    const { code } = await run(process.execPath, args, { env: { ...process.env, COMMONMIND_DEEP: "1", ...env } });
    stopIfInterrupted();
    return withExitCode(existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined, runner, code);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: "string", default: "" },
      again: { type: "boolean", default: false },
      record: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const folder = join(root, "test", "solidity");
  const suites = readdirSync(folder)
    .filter((name) => name.endsWith(".t.sol"))
    .filter((name) => /function (testFuzz|invariant)_/.test(readFileSync(join(folder, name), "utf8")));
  const wanted = deepParts(suites).filter(({ name }) => name.includes(values.only));
  if (wanted.length === 0) throw new TypeError(`There is no part with "${values.only}" in its name.`);
  const memory = new Memory(fingerprint());
  if (values.again) memory.forget();
  const failed: string[] = [];
  for (const part of values.list ? [] : wanted) {
    if (memory.taken.has(part.name)) continue;
    process.stdout.write(`\n> ${part.name}\n`);
    const started = Date.now();
    const outcome = await take(part);
    const seconds = Math.round((Date.now() - started) / 1_000);
    if (outcome.failed.length > 0 || outcome.passed.length === 0) failed.push(part.name);
    else memory.keep(part.name, { passed: outcome.passed.length, seconds });
  }
  if (values.record) {
    writeFileSync(FIGURES, `${JSON.stringify(Object.fromEntries(memory.taken), null, 2)}\n`);
    writePage();
  }
  process.stdout.write(`\n${summary(wanted, memory.taken, failed)}\n`);
  return failed.length === 0 && (values.list || wanted.every(({ name }) => memory.taken.has(name))) ? 0 : 1;
}

forwardSignals();
try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof Error && "exitCode" in error) process.exitCode = Number(error.exitCode);
  else if (error instanceof TypeError) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
  } else throw error;
}
