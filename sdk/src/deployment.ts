import type { Address, Hex } from "viem";

/** The contracts of a co-op, by the names of `deployments/<chainId>.json`. */
export const contractNames = [
  "accessManager",
  "memberRegistry",
  "modelRegistry",
  "contributionToken",
  "contributionRegistry",
  "contributorRewards",
  "duplicates",
  "reviewPanel",
  "seeds",
  "universalDividend",
  "treasury",
  "collector",
  "timelock",
  "commonsGovernor",
] as const;
export type ContractName = (typeof contractNames)[number];

/** One deployment, as `deployments/<chainId>.json` holds it. */
export type Deployment = {
  readonly schema: 1;
  readonly name: string;
  readonly chainId: number;
  /** The block before the first contract: nothing of the co-op is older. */
  readonly fromBlock: number;
  /** keccak256 of the genesis file it was made from. */
  readonly genesisHash: Hex;
  /** Hash of the chain's first block, which tells two chains of one id apart. */
  readonly chainHash: Hex;
  readonly contracts: Readonly<Record<ContractName, Address>>;
};
