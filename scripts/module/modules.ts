// The parts of a co-op that a vote can replace by another of the same sources: how each is deployed, the calls that put it in
// place, and where the co-op says which one is in force.
import { type Deployment, modelRegistryAbi, reviewPanelAbi, treasuryAbi } from "@commonmind/sdk";
import { type Address, type PublicClient, toFunctionSelector } from "viem";
import { permissions, roles } from "../../deploy/permissions.ts";
import { artifactName } from "../../deploy/wiring.ts";
import type { SourceAction } from "../proposal/source.ts";

export const moduleNames = ["treasury", "seeds"] as const;
export type ModuleName = (typeof moduleNames)[number];

export type Module = {
  /** Its key in `deployments/<chainId>.json`. */
  readonly key: ModuleName;
  /** The contract that is deployed on this chain. */
  readonly artifact: (chainId: number) => string;
  readonly title: string;
  /** What its constructor takes: as the one in force has it. */
  readonly construct: (client: PublicClient, deployment: Deployment) => Promise<unknown[]>;
  readonly actions: (address: Address) => SourceAction[];
  readonly inForce: (client: PublicClient, deployment: Deployment) => Promise<Address>;
};

/** Power over a new treasury is what the map gives the one before. */
const treasuryFunctions = permissions
  .filter(({ contract, role }) => contract === "Treasury" && role === "ordinary")
  .map(({ signature, class: voteClass }) => ({ selector: toFunctionSelector(signature), voteClass }));

export const modules: Readonly<Record<ModuleName, Module>> = {
  treasury: {
    key: "treasury",
    artifact: () => "Treasury",
    title: "Put another treasury in place",
    async construct(client, { contracts }) {
      const { accessManager, modelRegistry, contributorRewards, universalDividend, treasury } = contracts;
      const split = await client.readContract({ address: treasury, abi: treasuryAbi, functionName: "split" });
      return [accessManager, modelRegistry, contributorRewards, universalDividend, split];
    },
    actions: (address) => [
      {
        contract: "accessManager",
        function: "setTargetFunctionRole",
        args: [address, treasuryFunctions.map(({ selector }) => selector), `${roles.ordinary}`],
      },
      ...treasuryFunctions
        .filter(({ voteClass }) => voteClass === "ordinary")
        .map(({ selector }) => ({
          contract: "commonsGovernor",
          function: "setOrdinary",
          args: [address, selector, "true"],
        })),
      { contract: "modelRegistry", function: "setTreasury", args: [address] },
    ],
    inForce: (client, { contracts }) =>
      client.readContract({ address: contracts.modelRegistry, abi: modelRegistryAbi, functionName: "treasury" }),
  },
  seeds: {
    key: "seeds",
    artifact: (chainId) => artifactName("seeds", chainId),
    title: "Put another source of seeds in place",
    construct: async () => [],
    actions: (address) => [{ contract: "reviewPanel", function: "setRandomness", args: [address] }],
    inForce: (client, { contracts }) =>
      client.readContract({ address: contracts.reviewPanel, abi: reviewPanelAbi, functionName: "randomness" }),
  },
};
