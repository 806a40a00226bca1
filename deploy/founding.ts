// The founding work of a genesis file as manifests, built for the registry that was just deployed.
import { buildManifest, itemsRoot, proveLeaf } from "@commonmind/sdk";
import type { Address, Hex } from "viem";
import type { Genesis, Kind } from "./genesis.ts";

export type FoundingManifest = {
  submitter: Address;
  model: number;
  kind: Kind;
  uri: string;
  depth: number;
  items: bigint;
  units: bigint;
  root: Hex;
  leaves: {
    leaf: { index: number; author: Address; items: bigint; unitsPerItem: bigint; itemsRoot: Hex };
    proof: { hash: Hex; sum: bigint }[];
  }[];
};

export async function foundingManifests(
  genesis: Genesis,
  chainId: number,
  registry: Address,
): Promise<FoundingManifest[]> {
  return Promise.all(
    genesis.works.map(async ({ submitter, model, kind, uri, leaves }) => {
      const manifest = await buildManifest(
        leaves.map(({ author, unitsPerItem, items }) => ({
          author,
          unitsPerItem,
          items: BigInt(items.length),
          itemsRoot: itemsRoot(items),
        })),
        { domainFields: { chainId: BigInt(chainId), registry, modelId: BigInt(model), submitter } },
      );
      return {
        submitter,
        model,
        kind,
        uri,
        depth: manifest.depth,
        items: manifest.items,
        units: manifest.sum,
        root: manifest.root,
        leaves: Array.from({ length: manifest.leaves }, (_, index) => {
          const { leaf, proof } = proveLeaf(manifest, index);
          return { leaf, proof: proof.map(({ hash, sum }) => ({ hash, sum })) };
        }),
      };
    }),
  );
}
