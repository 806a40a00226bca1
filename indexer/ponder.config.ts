// What is indexed: every event of every contract of one co-op, from the block before its first contract on.
import {
  accessManagerAbi,
  commonsGovernorAbi,
  commonsTimelockAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  duplicatesAbi,
  LOCAL_CHAIN,
  memberRegistryAbi,
  modelRegistryAbi,
  reviewPanelAbi,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { createConfig } from "ponder";
import type { Address } from "viem";
import { indexerSettings } from "./settings.ts";

const { deployment, modules, rpcUrls, database, pollingInterval } = indexerSettings();
const { contracts, fromBlock } = deployment;
const of = <const abi>(abi: abi, address: Address | readonly Address[]) =>
  ({ chain: "chain", abi, address, startBlock: fromBlock }) as const;

export default createConfig({
  database,
  chains: {
    chain: {
      id: deployment.chainId,
      rpc: [...rpcUrls],
      pollingInterval,
      // A local chain that starts anew has other blocks under the same numbers.
      disableCache: deployment.chainId === LOCAL_CHAIN,
    },
  },
  contracts: {
    AccessManager: of(accessManagerAbi, contracts.accessManager),
    MemberRegistry: of(memberRegistryAbi, contracts.memberRegistry),
    ModelRegistry: of(modelRegistryAbi, contracts.modelRegistry),
    ContributionToken: of(contributionTokenAbi, contracts.contributionToken),
    ContributionRegistry: of(contributionRegistryAbi, contracts.contributionRegistry),
    ContributorRewards: of(contributorRewardsAbi, contracts.contributorRewards),
    Duplicates: of(duplicatesAbi, contracts.duplicates),
    UniversalDividend: of(universalDividendAbi, contracts.universalDividend),
    Timelock: of(commonsTimelockAbi, contracts.timelock),
    CommonsGovernor: of(commonsGovernorAbi, contracts.commonsGovernor),
    // Panels and treasuries are replaced by vote; those before stay part of the record.
    ReviewPanel: of(reviewPanelAbi, modules.panels),
    Treasury: of(treasuryAbi, modules.treasuries),
  },
});
