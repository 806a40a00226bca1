"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useFirstPage, useLedger, useSource } from "./ledger.tsx";
import { readTills } from "./reads.ts";
import type { Source } from "./source.ts";
import type { Asset, Ledger, Model } from "./types.ts";

export type Waiting = { readonly model: Model; readonly asset: Asset; readonly amount: bigint };

const EVERY = 8_000;

/** What waits in these models' tills, in the assets that are taken. */
export function useWaiting(
  models: readonly Model[],
  assets: ReadonlyMap<string, Asset> | undefined,
): readonly Waiting[] | undefined {
  const source = useSource();
  const first = useFirstPage();
  const { ledger } = useLedger();
  const settled = models.flatMap(({ earned }) => [...earned.values()].map(({ received }) => received)).join();
  const { data } = useQuery({
    queryKey: ["tills", source?.config.deployment.chainHash, models.map(({ id }) => id).join(), assets?.size, settled],
    enabled: source !== undefined && ledger !== undefined && assets !== undefined,
    refetchInterval: EVERY,
    structuralSharing: false,
    placeholderData: (previous) => previous,
    queryFn: () => {
      const { delisted } = ledger as Ledger;
      const known = [...(assets as ReadonlyMap<string, Asset>).values()];
      const taken = known.filter(({ address }) => !delisted.has(address.toLowerCase()));
      return readTills(
        source as Source,
        models,
        taken.map(({ address }) => address),
      );
    },
  });
  const tills = data ?? first?.tills;
  return useMemo(
    () =>
      tills?.flatMap(({ modelId, asset: address, amount }) => {
        const model = models.find(({ id }) => id === modelId);
        const asset = assets?.get(address.toLowerCase());
        return model && asset ? [{ model, asset, amount }] : [];
      }),
    [tills, models, assets],
  );
}
