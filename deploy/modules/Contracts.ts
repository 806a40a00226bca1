// The contracts of a co-op and how they name each other. Nothing of the genesis file's people, work or money is written here.
import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { type Genesis, kinds } from "../genesis.ts";

/** The Ignition module that deploys and wires every contract. The deployer is AccessManager's admin until hand-over. */
export function contractsModule(genesis: Genesis) {
  return buildModule("Contracts", (m) => {
    const deployer = m.getAccount(0);
    const { periods, split } = genesis;

    const accessManager = m.contract("AccessManager", [deployer]);
    const memberRegistry = m.contract("MemberRegistry", [accessManager, periods.rebind]);
    const modelRegistry = m.contract("ModelRegistry", [accessManager, genesis.joinBoundBps]);
    const contributionToken = m.contract("ContributionToken", [accessManager, genesis.mintCapPerEpoch]);
    const contributionRegistry = m.contract("ContributionRegistry", [
      accessManager,
      memberRegistry,
      modelRegistry,
      contributionToken,
      { review: periods.review, challenge: periods.challenge, slots: genesis.reviewSlots },
    ]);
    const contributorRewards = m.contractAt(
      "ContributorRewards",
      m.staticCall(contributionRegistry, "rewards", [], undefined, { id: "rewardsAddress" }),
    );
    const treasury = m.contract("Treasury", [accessManager, modelRegistry, contributorRewards, split]);
    const timelock = m.contract("TimelockController", [periods.timelock, [], [], deployer]);
    m.call(modelRegistry, "setContributions", [contributionRegistry, contributorRewards]);
    m.call(modelRegistry, "setTreasury", [treasury]);
    m.call(contributionToken, "addMinter", [contributionRegistry]);
    kinds.forEach((kind, i) => {
      const rule = genesis.kinds[kind];
      m.call(contributionRegistry, "setKindRule", [i, rule.maxUnitsPerItem, rule.tokenRate, rule.rubric], {
        id: `kindRule_${kind}`,
      });
    });

    return {
      accessManager,
      memberRegistry,
      modelRegistry,
      contributionToken,
      contributionRegistry,
      contributorRewards,
      treasury,
      timelock,
    };
  });
}
