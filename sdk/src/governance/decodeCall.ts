import { type Abi, type AbiFunction, type Address, decodeFunctionData, getAbiItem, type Hex } from "viem";
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
  randaoSeedsAbi,
  reviewPanelAbi,
  treasuryAbi,
  universalDividendAbi,
} from "../generated/abis.ts";

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
  randaoSeeds: randaoSeedsAbi,
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

// biome-ignore lint/suspicious/noExplicitAny: the arguments are told apart by the function's name.
export type DecodedCall = { functionName: string; args: readonly any[]; item: AbiFunction };

/** The function and arguments of a call to one of the co-op's contracts; undefined if it is none of its functions. */
export function decodeCall(contract: ContractName | undefined, data: Hex): DecodedCall | undefined {
  const abi = contract && contractAbis[contract];
  if (!abi) return undefined;
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi, data });
    const item = getAbiItem({ abi, name: data.slice(0, 10) as Hex }) as AbiFunction;
    return { functionName, args, item };
  } catch {
    // Not one of its functions.
    return undefined;
  }
}
