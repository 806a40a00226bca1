// What the contracts say about themselves at one block: read before and after, the difference is what changed.
import { contractAbis, type Fact, factsOf, readingsOf, type Subjects } from "@commonmind/sdk";
import type { Address, PublicClient } from "viem";
import type { Coop } from "./coop.ts";

/** Everything there is to say at one block, by a key that is the same before and after. */
export async function readFacts(
  client: PublicClient,
  coop: Coop,
  subjects: Omit<Subjects, "assets" | "modelName">,
  blockNumber: bigint,
): Promise<Map<string, Fact & { contract: Address }>> {
  const { timestamp } = await client.getBlock({ blockNumber });
  const readings = readingsOf({ ...subjects, assets: coop.units, modelName: coop.names.modelName }, timestamp);
  const facts = await Promise.all(
    readings.map(async (reading) => {
      const { contract, functionName, args = [] } = reading;
      const address = coop.deployment.contracts[contract];
      const answer = await client
        .readContract({ address, abi: contractAbis[contract], functionName, args, blockNumber })
        // What isn't there yet has no value: a model that is registered by the call itself.
        .catch(() => undefined);
      return factsOf(reading, answer).map((fact) => [fact.key, { ...fact, contract: address }] as const);
    }),
  );
  return new Map(facts.flat());
}
