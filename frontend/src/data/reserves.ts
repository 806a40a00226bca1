"use client";

import { treasuryAbi } from "@commonmind/sdk";
import { useQuery } from "@tanstack/react-query";
import { useChainNow, useLedger, useSource } from "./ledger.tsx";
import type { Asset } from "./types.ts";

/** Amounts in base units of the asset. */
export type Reserve = {
  readonly asset: Asset;
  readonly held: bigint;
  /** Most that may be spent in one epoch of 30 days. */
  readonly ceiling: bigint;
  readonly spent: bigint;
};

export function useReserves(assets: ReadonlyMap<string, Asset> | undefined): readonly Reserve[] | undefined {
  const source = useSource();
  const { ledger } = useLedger();
  const now = useChainNow();
  const moved = [
    ledger?.reserveChanges.length,
    ledger?.shared.length,
    ledger?.dividends.length,
    ledger?.ceilings.size,
  ].join();
  const { data } = useQuery({
    queryKey: ["reserves", source?.config.deployment.chainHash, assets?.size, moved],
    enabled: source !== undefined && assets !== undefined && now !== undefined,
    structuralSharing: false,
    placeholderData: (previous) => previous,
    queryFn: async (): Promise<Reserve[]> => {
      if (!source || !assets || now === undefined) return [];
      const { client, config } = source;
      const treasury = { address: config.deployment.contracts.treasury, abi: treasuryAbi } as const;
      const epoch = await client.readContract({ ...treasury, functionName: "SPENDING_EPOCH" });
      return Promise.all(
        [...assets.values()].map(async (asset) => {
          const args = [asset.address] as const;
          const [held, ceiling, spending] = await Promise.all([
            client.readContract({ ...treasury, functionName: "reserveOf", args }),
            client.readContract({ ...treasury, functionName: "ceilingOf", args }),
            client.readContract({ ...treasury, functionName: "spendingOf", args }),
          ]);
          const [counted, spent] = spending;
          const present = counted === Math.floor(now / Number(epoch));
          return { asset, held, ceiling, spent: present ? spent : 0n };
        }),
      );
    },
  });
  return data;
}
