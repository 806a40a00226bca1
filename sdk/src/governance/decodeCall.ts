import type { Abi, Address, Hex } from "viem";
import { type ContractName, contractNames, type Deployment } from "../deployment.ts";
import {
  accessManagerAbi,
  collectorAbi,
  commonsGovernorAbi,
  commonsTimelockAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  duplicatesAbi,
  memberRegistryAbi,
  modelRegistryAbi,
  originSeedsAbi,
  reviewPanelAbi,
  treasuryAbi,
  universalDividendAbi,
} from "../generated/abis.ts";
import { type DecodedCall, decodeWith } from "./decodeWith.ts";

/** The ABI of every contract of a co-op, by the names of a deployment. */
export const contractAbis: Readonly<Record<ContractName, Abi>> = {
  accessManager: accessManagerAbi,
  memberRegistry: memberRegistryAbi,
  modelRegistry: modelRegistryAbi,
  contributionToken: contributionTokenAbi,
  contributionRegistry: contributionRegistryAbi,
  contributorRewards: contributorRewardsAbi,
  duplicates: duplicatesAbi,
  reviewPanel: reviewPanelAbi,
  // The other source has no function that this one lacks.
  seeds: originSeedsAbi,
  universalDividend: universalDividendAbi,
  treasury: treasuryAbi,
  collector: collectorAbi,
  timelock: commonsTimelockAbi,
  commonsGovernor: commonsGovernorAbi,
};

/** Which contract of the co-op has this address. */
export function contractAt({ contracts }: Pick<Deployment, "contracts">, address: Address): ContractName | undefined {
  return contractNames.find((name) => contracts[name].toLowerCase() === address.toLowerCase());
}

/** The function and arguments of a call to one of the co-op's contracts; undefined if it is none of its functions. */
export function decodeCall(contract: ContractName | undefined, data: Hex): DecodedCall | undefined {
  const abi = contract && contractAbis[contract];
  return abi && decodeWith(abi, data);
}
