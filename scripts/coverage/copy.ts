// A copy of the repository whose contracts carry probes: the working tree stays as it is. It is kept, so that the next run
// compiles only what has changed.
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { Build } from "../mutate/build.ts";
import { linkPackages } from "../mutate/copy.ts";
import { run, stopIfInterrupted, toolPath } from "../setup/processes.mjs";
import { instrumented, LIBRARY_FILE, librarySource, type Target } from "./probes.ts";
import { withoutSettings } from "./suites.ts";

/** What the build and the tests of contracts need. */
const copied = [
  ...["bench", "contracts", "deploy", "scripts", "sdk", "test"],
  ...["package.json", "package-lock.json", "tsconfig.json"],
];
const leftOut = ["deploy/deployments", "sdk/node_modules", "sdk/dist", "sdk/src/generated"];
const CONFIG = "hardhat.config.ts";
const BASE = "base.hardhat.config.ts";

/** Hardhat's own probes would only tell again which statements ran. */
export const withoutOwnProbes = (base: string): string =>
  `import base from "./${base}";\n\nexport default { ...base, coverage: { skipFiles: ["**"] } };\n`;

/** Everything in the contracts of a build that must be covered, and their sources with probes. */
export function probed(root: string): { targets: Target[]; texts: Map<string, string> } {
  const build = new Build(root);
  const targets: Target[] = [];
  const texts = new Map<string, string>();
  for (const file of build.files()) {
    const { text, tree } = build.source(file);
    const result = instrumented(file, text, tree);
    targets.push(...result.targets);
    texts.set(file, result.text);
  }
  if (new Set(targets.map(({ id }) => id)).size !== targets.length) throw new Error("Two probes have one id.");
  return { targets, texts };
}

/**
 * Puts the repository as it is into `folder`, with `texts` in place of its contracts, and builds it there.
 * @throws {Error} if that doesn't compile.
 */
export async function prepare(root: string, folder: string, texts: ReadonlyMap<string, string>): Promise<void> {
  const skipped = new Set(leftOut);
  mkdirSync(folder, { recursive: true });
  for (const name of copied) {
    rmSync(join(folder, name), { recursive: true, force: true });
    cpSync(join(root, name), join(folder, name), {
      recursive: true,
      filter: (path) => !skipped.has(relative(root, path).split(sep).join("/")),
    });
  }
  cpSync(join(root, CONFIG), join(folder, BASE));
  const written = [[CONFIG, withoutOwnProbes(BASE)], [LIBRARY_FILE, librarySource], ...texts] as const;
  for (const [file, text] of written) writeFileSync(join(folder, file), text);
  if (!existsSync(join(folder, "node_modules"))) linkPackages(root, folder);
  if (!existsSync(join(folder, "data"))) symlinkSync(join(root, "data"), join(folder, "data"), "junction");

  const generate = 'import { generate } from "./scripts/setup/generate.mjs"; generate();';
  for (const args of [
    [toolPath("hardhat"), "--coverage", "build", "--no-tests"],
    ["--input-type=module", "--eval", generate],
  ]) {
    const { code, output } = await run(process.execPath, args, {
      ...{ cwd: folder, capture: true },
      env: withoutSettings(process.env),
    });
    stopIfInterrupted();
    if (code !== 0) throw new Error(`The contracts with probes don't build.\n${output}`);
  }
}
