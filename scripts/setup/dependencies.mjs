// Step 2: node_modules as the lockfile says, complete and made for this platform and Node.

import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "./node.mjs";
import { root, SetupError, step, stopIfInterrupted } from "./processes.mjs";
import { networkError, npmReason, registryTrouble, unreachableMessage } from "./registry.mjs";

const modules = join(root, "node_modules");
// Inside node_modules, so that deleting the folder, or npm starting anew, takes the stamp along.
const stamp = join(modules, ".commonmind-setup");

/** @param {string} nodeVersion */
function wanted(nodeVersion) {
  const lockfile = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  return `${lockfile} ${process.platform}-${process.arch} node${nodeVersion.split(".")[0]}\n`;
}

/** @param {string} nodeVersion */
export function dependenciesReady(nodeVersion) {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted(nodeVersion);
}

/**
 * Call it under the set-up lock.
 * @param {string} nodeVersion
 * @param {NodeJS.ProcessEnv} env
 */
export async function installDependencies(nodeVersion, env) {
  await step("Installing dependencies (about a minute)", async () => {
    const trouble = await registryTrouble(npm, env);
    if (trouble !== undefined) throw new SetupError(trouble);
    stopIfInterrupted();
    rmSync(stamp, { force: true });
    // NODE_ENV=production would leave out the test tools; the lockfile pins everything, so a cached index is good enough.
    const { code, output } = await npm(
      ["ci", "--include=dev", "--include=optional", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"],
      env,
    );
    if (code !== 0) {
      // Half a tree would fail later and in stranger ways.
      rmSync(modules, { recursive: true, force: true });
      stopIfInterrupted();
      const error = networkError(output);
      throw new SetupError(
        error === undefined
          ? `npm could not install the dependencies:\n${npmReason(output)}`
          : unreachableMessage(error),
      );
    }
    writeFileSync(stamp, wanted(nodeVersion));
  });
}
