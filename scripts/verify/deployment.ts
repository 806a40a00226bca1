// A deployment from a file that somebody named, looked at before it is believed.
import { readFileSync } from "node:fs";
import { contractNames, type Deployment } from "@commonmind/sdk";
import { isAddress } from "viem";
import { ChainError } from "../lib/chain.ts";

export function readDeployment(path: string): Deployment {
  let found: Partial<Deployment> | null;
  try {
    found = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ChainError(`${path} can't be read: ${reason}. Name a file like deployments/<chainId>.json.`);
  }
  const lacking: string[] = contractNames.filter((name) => !isAddress(found?.contracts?.[name] ?? ""));
  if (typeof found?.chainId !== "number") lacking.push("chainId");
  if (typeof found?.fromBlock !== "number") lacking.push("fromBlock");
  if (lacking.length === 0) return found as Deployment;
  throw new ChainError(
    `${path} is no deployment: ${lacking.join(", ")} ${lacking.length === 1 ? "is" : "are"} missing or wrong. Name a file like deployments/<chainId>.json.`,
  );
}
