// Where deployments are written down: deployments/<chainId>.json, read by the commands that take --network.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contractNames, type Deployment } from "@commonmind/sdk";
import { artifactName } from "../../deploy/wiring.ts";
import { Compiled } from "./compiled.ts";
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
  writeWhole(deploymentPath(deployment.chainId), deployment);
}

/** Where the ABIs of a deployment's contracts are, by their names in its file: for whoever has no sdk at hand. */
export const abisPath = (chainId: number): string => join(folder, `${chainId}.abis.json`);

/** Writes down what each contract of a deployment can be asked. */
export function saveAbis({ chainId }: Pick<Deployment, "chainId">): void {
  const compiled = new Compiled();
  const abis = contractNames.map((name) => [name, compiled.artifact(artifactName(name, chainId)).abi]);
  writeWhole(abisPath(chainId), Object.fromEntries(abis));
}

function writeWhole(path: string, content: object): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${path}.tmp`, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(`${path}.tmp`, path);
}
