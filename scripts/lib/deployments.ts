// Where deployments are written down: deployments/<chainId>.json, read by the commands that take --network.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "@commonmind/sdk";
import { root } from "./paths.ts";

/** COMMONMIND_DEPLOYMENTS points elsewhere, for rehearsals and tests. */
const folder = process.env.COMMONMIND_DEPLOYMENTS ?? join(root, "deployments");

export const deploymentPath = (chainId: number): string => join(folder, `${chainId}.json`);

export function loadDeployment(chainId: number): Deployment | undefined {
  const path = deploymentPath(chainId);
  if (!existsSync(path)) return undefined;
  return JSON.parse(readFileSync(path, "utf8")) as Deployment;
}

/** Of a chain that is no more. */
export function forgetDeployment(chainId: number): void {
  rmSync(deploymentPath(chainId), { force: true });
}

/** Written whole or not at all. */
export function saveDeployment(deployment: Deployment): void {
  mkdirSync(folder, { recursive: true });
  const path = deploymentPath(deployment.chainId);
  writeFileSync(`${path}.tmp`, `${JSON.stringify(deployment, null, 2)}\n`);
  renameSync(`${path}.tmp`, path);
}
