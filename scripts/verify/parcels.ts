// Everything that explorers need to know of a co-op's contracts, put together from the chain and the build.
import type { Deployment } from "@commonmind/sdk";
import { BaseError, type PublicClient } from "viem";
import { ChainError } from "../lib/chain.ts";
import { Compiled } from "../lib/compiled.ts";
import { type DeployedContract, findContracts } from "./contracts.ts";
import { type Creation, findCreations, NotSent } from "./creation.ts";
import { BuiltSources, type Sources } from "./sources.ts";

export type Parcel = {
  readonly contract: DeployedContract;
  readonly sources: Sources;
  /** Or why there is nothing to be sent. */
  readonly creation: Creation | NotSent;
};

export type Pack = { client: PublicClient; deployment: Deployment; onProgress: (message: string) => void };

/** One for each contract that stands on the chain. Throws {@link ChainError} if the chain can't be read. */
export async function pack({ client, deployment, onProgress }: Pack): Promise<Parcel[]> {
  try {
    const contracts = await findContracts({ client, deployment, compiled: new Compiled() });
    const fit = contracts.filter(({ unfit }) => unfit === undefined);
    const creations = await findCreations({ client, deployment, contracts: fit, onProgress });
    const sources = new BuiltSources();
    return contracts.map((contract) => ({
      contract,
      sources: sources.of(contract.artifact),
      creation: creations.get(contract.address) ?? new NotSent(contract.unfit),
    }));
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    throw new ChainError(
      `The chain can't be read: ${error.shortMessage} Nothing was sent. Run this again, or give the network another address.`,
    );
  }
}
