"use client";

import { useQuery } from "@tanstack/react-query";
import { useChainNow, useFirstPage, useLedger, useSource } from "./ledger.tsx";
import { type Reserve, readReserves } from "./reads.ts";
import type { Source } from "./source.ts";
import type { Asset } from "./types.ts";

export type { Reserve } from "./reads.ts";

export function useReserves(assets: ReadonlyMap<string, Asset> | undefined): readonly Reserve[] | undefined {
  const source = useSource();
  const first = useFirstPage();
  const { ledger } = useLedger();
  const now = useChainNow();
  const moved = [
    ledger?.reserveChanges.length,
    ledger?.moved.shared,
    ledger?.moved.dividends,
    ledger?.ceilings.size,
  ].join();
  const { data } = useQuery({
    queryKey: ["reserves", source?.config.deployment.chainHash, assets?.size, moved],
    enabled: source !== undefined && assets !== undefined && now !== undefined,
    structuralSharing: false,
    placeholderData: (previous) => previous,
    queryFn: () => readReserves(source as Source, [...(assets as ReadonlyMap<string, Asset>).values()], now as number),
  });
  return data ?? first?.reserves;
}
