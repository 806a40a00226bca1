// Step 3: contracts compiled, TypeChain types and typed constants written; skipped while nothing they depend on has changed.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { filesUnder } from "./files.mjs";
import { generate, generatedFiles } from "./generate.mjs";
import { root, run, SetupError, step, stopIfInterrupted, toolPath } from "./processes.mjs";

const stamp = join(root, "cache", "commonmind-build");
/** The map of power, and what holds the contracts against it. */
const permissionsCheck = "scripts/setup/permissions.ts";
const permissionFiles = [permissionsCheck, "scripts/lib/compiled.ts", "deploy/permissions.ts"];

/** Everything that decides what a build produces, and the names of what it produced: a build by other means shows up too. */
function fingerprint() {
  const hash = createHash("sha256");
  const inputs = [
    ...filesUnder(join(root, "contracts")),
    ...filesUnder(join(root, "scripts", "setup"), (name) => /^(build|generate)\.mjs$/.test(name)),
    ...permissionFiles.map((path) => join(root, path)),
    join(root, "hardhat.config.ts"),
    join(root, "package-lock.json"),
    ...generatedFiles.filter(existsSync),
  ];
  for (const path of inputs) {
    hash
      .update(`${relative(root, path).split(sep).join("/")}\n`)
      .update(createHash("sha256").update(readFileSync(path)).digest());
  }
  for (const path of filesUnder(join(root, "artifacts", "build-info"))) hash.update(`${path.slice(root.length)}\n`);
  return `${hash.digest("hex")}\n`;
}

export function buildReady() {
  const there = [...generatedFiles, join(root, "artifacts"), join(root, "types"), stamp].every(existsSync);
  return there && readFileSync(stamp, "utf8") === fingerprint();
}

/**
 * The compiler's messages about our own files, and its errors; warnings about libraries are for their authors.
 * @param {string} output
 * @returns {string[]}
 */
export function ownMessages(output) {
  return stripVTControlCharacters(output)
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => /^(Warning|\w*Error)\b/.test(part))
    .filter((part) => !/^Warning: .*\n\s*--> \.?\/?node_modules\//.test(part));
}

/**
 * Call it under the set-up lock.
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 */
export async function build(node, env) {
  rmSync(stamp, { force: true });
  const output = await step("Building contracts", async () => {
    const result = await run(node, [toolPath("hardhat"), "build", "--no-tests"], { env, capture: true });
    stopIfInterrupted();
    if (result.code !== 0)
      throw new SetupError(`The contracts don't build.\n\n${ownMessages(result.output).join("\n\n") || result.output}`);
    generate();
    await checkPermissions(node, env);
    return result.output;
  });
  const messages = ownMessages(output);
  if (messages.length > 0) process.stderr.write(`\n${messages.join("\n\n")}\n\n`);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, fingerprint());
}

/**
 * Refuses contracts with a restricted function that the declared map of power doesn't name.
 * @param {string} node
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} artifacts The folder of the build, if it is another than the repository's.
 */
export async function checkPermissions(node, env, ...artifacts) {
  const { code, output } = await run(node, ["--import", "tsx", permissionsCheck, ...artifacts], { env, capture: true });
  stopIfInterrupted();
  if (code === 0) return;
  throw new SetupError(
    `The contracts and the map of power (deploy/permissions.ts) don't agree.\n\n${output.trimEnd()}\n\n` +
      "Give each restricted function its role and the class of vote that reaches it: what nobody declared isn't built.",
  );
}
