// What a vote carries out in the story: tokens are listed, releases are published, work of a kind earns more voice.
import { contributionRegistryAbi, type Deployment, modelRegistryAbi, treasuryAbi } from "@commonmind/sdk";
import { encodeFunctionData, keccak256, toBytes, zeroAddress } from "viem";
import { type Kind, kinds } from "../../deploy/genesis.ts";
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

export type Publication = { modelId: bigint; slug: string; release: number };

/** The release of a model, of all final work. */
export async function publication(chain: Chain, deployment: Deployment, of: Publication): Promise<Action> {
  const [action] = await publications(chain, deployment, { ...of, names: [""] });
  if (action === undefined) throw new Error("There is nothing to publish.");
  return action;
}

/**
 * Releases between which one can be chosen: all of the same work, each with other weights. Closes the model's batch of
 * final and withdrawn work, if there is any, and names it in them.
 */
export async function publications(
  chain: Chain,
  { contracts }: Deployment,
  { modelId, slug, release, names }: Publication & { names: readonly string[] },
): Promise<Action[]> {
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
  return names.map((name) => {
    const file = name === "" ? `${slug}-${release}` : `${slug}-${release}-${name}`;
    const info = {
      weightsHash: keccak256(toBytes(`weights of ${slug} ${[release, name].filter(Boolean).join(" ")}`)),
      dataRoot: keccak256(toBytes(`data of ${slug}, batches up to ${lastBatch}`)),
      modelCard: `story:${file}/card`,
      licence: "Apache-2.0",
      evaluation: `story:${file}/evaluation`,
    };
    const args = [modelId, lastBatch, info] as const;
    return { target: address, data: encodeFunctionData({ abi: modelRegistryAbi, functionName: "publish", args }) };
  });
}

/** Work of `kind` that is submitted from then on earns `factor` times the voice; all else about the kind stays. */
export async function paysMore(chain: Chain, { contracts }: Deployment, kind: Kind, factor: number): Promise<Action> {
  const registry = { address: contracts.contributionRegistry, abi: contributionRegistryAbi } as const;
  const number = kinds.indexOf(kind);
  const [most, rate] = await chain.client.readContract({ ...registry, functionName: "kindRules", args: [number] });
  const rubric = `docs/rubrics.md#${kind.toLowerCase()}`;
  const args = [number, most, (rate * BigInt(factor * 100)) / 100n, rubric] as const;
  return { target: registry.address, data: encodeFunctionData({ ...registry, functionName: "setKindRule", args }) };
}
