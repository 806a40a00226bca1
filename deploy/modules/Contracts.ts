// The contracts of a co-op and how they name each other. Nothing of the genesis file's people, work or money is written here.

import type { SeedSource } from "@commonmind/sdk";
import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { ArgumentType, Future } from "@nomicfoundation/ignition-core";
import { type Genesis, kinds } from "../genesis.ts";

/** The Ignition module that deploys and wires every contract. The deployer is AccessManager's admin until hand-over. */
export function contractsModule(genesis: Genesis, seedSource: SeedSource) {
  return buildModule("Contracts", (m) => {
    const deployer = m.getAccount(0);
    const { periods, split } = genesis;

    // Each transaction waits for the one before it, so that the addresses are the same whatever the interruptions.
    let last: Future | undefined;
    const step = <F extends Future>(make: (after: Future[]) => F): F => {
      const future = make(last ? [last] : []);
      last = future;
      return future;
    };
    const contract = (name: string, args: ArgumentType[]) => step((after) => m.contract(name, args, { after }));

    const accessManager = contract("AccessManager", [deployer]);
    const { rebind, recovery, lapse, grace } = periods;
    const memberRegistry = contract("MemberRegistry", [accessManager, { rebind, recovery, lapse, grace }]);
    const modelRegistry = contract("ModelRegistry", [accessManager, genesis.joinBoundBps]);
    const contributionToken = contract("ContributionToken", [accessManager, memberRegistry, genesis.mintCapPerEpoch]);
    const contributionRegistry = contract("ContributionRegistry", [
      accessManager,
      memberRegistry,
      modelRegistry,
      contributionToken,
      { challenge: periods.challenge, slots: genesis.reviewSlots },
    ]);
    const contributorRewards = m.contractAt(
      "ContributorRewards",
      m.staticCall(contributionRegistry, "rewards", [], undefined, { id: "rewardsAddress" }),
    );
    const duplicates = m.contractAt(
      "Duplicates",
      m.staticCall(contributionRegistry, "duplicates", [], undefined, { id: "duplicatesAddress" }),
    );
    const seeds = contract(seedSource, []);
    const reviewRounds = step((after) => m.library("ReviewRounds", { after }));
    const judging = [accessManager, contributionRegistry, seeds, genesis.review];
    const reviewPanel = step((after) =>
      m.contract("ReviewPanel", judging, { libraries: { ReviewRounds: reviewRounds }, after }),
    );
    const universalDividend = contract("UniversalDividend", [memberRegistry, modelRegistry]);
    const treasury = contract("Treasury", [accessManager, modelRegistry, contributorRewards, universalDividend, split]);
    const collector = contract("Collector", [contributorRewards, universalDividend]);
    const timelock = contract("CommonsTimelock", [periods.timelock, [], [], deployer]);
    step((after) => m.call(modelRegistry, "setContributions", [contributionRegistry, contributorRewards], { after }));
    step((after) => m.call(modelRegistry, "setTreasury", [treasury], { after }));
    step((after) => m.call(contributionToken, "addMinter", [contributionRegistry], { after }));
    step((after) => m.call(contributionRegistry, "setPanel", [reviewPanel], { after }));
    kinds.forEach((kind, i) => {
      const { maxUnitsPerItem, tokenRate, rubric } = genesis.kinds[kind];
      const args = [i, maxUnitsPerItem, tokenRate, rubric];
      step((after) => m.call(contributionRegistry, "setKindRule", args, { id: `kindRule_${kind}`, after }));
    });

    return {
      accessManager,
      memberRegistry,
      modelRegistry,
      contributionToken,
      contributionRegistry,
      contributorRewards,
      duplicates,
      reviewPanel,
      seeds,
      universalDividend,
      treasury,
      collector,
      timelock,
    };
  });
}
