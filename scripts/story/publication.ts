// What a vote carries out in the story: tokens are listed, releases are published.
import { type Deployment, modelRegistryAbi, treasuryAbi } from "@commonmind/sdk";
import { encodeFunctionData, keccak256, toBytes, zeroAddress } from "viem";
import type { Chain } from "../lib/chain.ts";
import type { Action } from "./government.ts";
import type { Assets } from "./money.ts";

/** What a vote must do before revenue in these tokens can be settled. */
export function listing({ contracts }: Deployment, assets: Assets): Action[] {
  return [...assets.values()]
    .filter((asset) => asset !== zeroAddress)
    .map((asset) => ({
      target: contracts.treasury,
      data: encodeFunctionData({ abi: treasuryAbi, functionName: "listAsset", args: [asset] }),
    }));
}

/** Closes the model's batch of final and withdrawn work, if there is any, and names it in the release. */
export async function publication(
  chain: Chain,
  { contracts }: Deployment,
  { modelId, slug, release }: { modelId: bigint; slug: string; release: number },
): Promise<Action> {
  const address = contracts.modelRegistry;
  const readModel = () =>
    chain.client.readContract({ address, abi: modelRegistryAbi, functionName: "modelAt", args: [modelId] });
  const before = await readModel();
  const closed = await chain.client.readContract({
    address,
    abi: modelRegistryAbi,
    functionName: "batchAt",
    args: [modelId, BigInt(before.openBatch - 1)],
  });
  if (before.joined !== closed.joined || before.left !== closed.left) {
    await chain.send({ address, abi: modelRegistryAbi, functionName: "closeBatch", args: [modelId] });
    await chain.settled();
  }
  const lastBatch = (await readModel()).openBatch - 1;
  const info = {
    weightsHash: keccak256(toBytes(`weights of ${slug} ${release}`)),
    dataRoot: keccak256(toBytes(`data of ${slug}, batches up to ${lastBatch}`)),
    modelCard: `story:${slug}-${release}/card`,
    licence: "Apache-2.0",
    evaluation: `story:${slug}-${release}/evaluation`,
  };
  return {
    target: address,
    data: encodeFunctionData({ abi: modelRegistryAbi, functionName: "publish", args: [modelId, lastBatch, info] }),
  };
}
