// Which contract is meant where one names another, for everything that the type of the variable doesn't say itself
// (`MemberRegistry members` does, `address treasury` doesn't). `npm run doctor` holds a deployment against it.
import { type ContractName, contractNames, knownChains } from "@commonmind/sdk";

/** By the name of the getter or the immutable, without the underscore of a private one. */
const named: Readonly<Record<string, ContractName>> = {
  authority: "accessManager",
  accessManager: "accessManager",
  contributions: "contributionRegistry",
  registry: "contributionRegistry",
  randomness: "seeds",
  intake: "commonsGovernor",
  treasury: "treasury",
  token: "contributionToken",
  timelock: "timelock",
};

/** Accounts that a contract names and that are people, not contracts of the co-op. */
export const people: readonly string[] = ["guardian"];

/** What contracts call themselves in what people sign (EIP-712); the version is 1 everywhere. */
export const signingNames: Readonly<Record<string, string>> = {
  CommonsGovernor: "CommonsGovernor",
  ContributionRegistry: "Commonmind ContributionRegistry",
  ContributionToken: "Commonmind Contribution",
  MemberRegistry: "Commonmind MemberRegistry",
  ReviewPanel: "Commonmind ReviewPanel",
};

/** The artifact behind a name of `deployments/<chainId>.json`. Where seeds come from depends on the chain. */
export function artifactName(name: ContractName, chainId: number): string {
  if (name === "seeds") return knownChains[chainId]?.seeds ?? "RandaoSeeds";
  return name === "timelock" ? "CommonsTimelock" : `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** The key of a contract in `deployments/<chainId>.json`. */
export function contractName(artifact: string): ContractName | undefined {
  if (artifact === "RandaoSeeds" || artifact === "OriginSeeds") return "seeds";
  return contractNames.find((name) => name !== "seeds" && artifactName(name, 0) === artifact);
}

/** Which contract a variable has to name; undefined if nobody said so. `type` is Solidity's: "contract Treasury", "address". */
export function counterparty(variable: string, type: string): ContractName | undefined {
  return contractName(type.replace(/^contract /, "")) ?? named[variable.replace(/^_/, "")];
}
