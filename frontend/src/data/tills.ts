"use client";

import { useQuery } from "@tanstack/react-query";
import { erc20Abi, zeroAddress } from "viem";
import { useLedger, useSource } from "./ledger.tsx";
import type { Asset, Model } from "./types.ts";

export type Waiting = { readonly model: Model; readonly asset: Asset; readonly amount: bigint };

const EVERY = 8_000;

/** What waits in these models' tills, in the assets that are taken. */
export function useWaiting(
  models: readonly Model[],
  assets: ReadonlyMap<string, Asset> | undefined,
): readonly Waiting[] | undefined {
  const source = useSource();
  const { ledger } = useLedger();
  const settled = models.flatMap(({ earned }) => [...earned.values()].map(({ received }) => received)).join();
  const { data } = useQuery({
    queryKey: ["tills", source?.config.deployment.chainHash, models.map(({ id }) => id).join(), assets?.size, settled],
    enabled: source !== undefined && ledger !== undefined && assets !== undefined,
    refetchInterval: EVERY,
    structuralSharing: false,
    placeholderData: (previous) => previous,
    queryFn: async (): Promise<Waiting[]> => {
      if (!source || !ledger || !assets) return [];
      const { client } = source;
      const taken = [...assets.values()].filter(({ address }) => !ledger.delisted.has(address.toLowerCase()));
      const asked = models.flatMap((model) => taken.map((asset) => ({ model, asset })));
      const found = await Promise.all(
        asked.map(async ({ model, asset }) => ({
          ...{ model, asset },
          amount:
            asset.address === zeroAddress
              ? await client.getBalance({ address: model.till })
              : await client
                  .readContract({
                    address: asset.address,
                    abi: erc20Abi,
                    functionName: "balanceOf",
                    args: [model.till],
                  })
                  // A token that is broken holds up nobody else's money.
                  .catch(() => 0n),
        })),
      );
      return found.filter(({ amount }) => amount > 0n);
    },
  });
  return data;
}
