"use client";

import { modelRegistryAbi } from "@commonmind/sdk";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useAssets, useLedger, useSource } from "../../../data/ledger.tsx";
import { t } from "../../../i18n/i18n.ts";
import type { DraftContext } from "./actions.ts";
import { readRules } from "./parameters.ts";

/** What a draft is checked against: the rules and batches as they are now. */
export function useDraftContext(): DraftContext | undefined {
  const source = useSource();
  const { ledger } = useLedger();
  const assets = useAssets();
  const models = ledger?.models.map(({ id }) => id) ?? [];
  const { data } = useQuery({
    queryKey: ["draft-context", source?.config.deployment.chainHash, models.join()],
    enabled: source !== undefined && ledger !== undefined,
    structuralSharing: false,
    refetchInterval: 15_000,
    queryFn: async () => {
      if (!source) throw new Error(t("The chain isn't known yet."));
      const { client, config } = source;
      const registry = { address: config.deployment.contracts.modelRegistry, abi: modelRegistryAbi } as const;
      const [rules, closed] = await Promise.all([
        readRules(client, config.deployment),
        Promise.all(
          models.map(async (id) => {
            const model = await client.readContract({ ...registry, functionName: "modelAt", args: [BigInt(id)] });
            return [id, model.openBatch - 1] as const;
          }),
        ),
      ]);
      return { rules, closed: new Map(closed) };
    },
  });
  return useMemo(
    () =>
      source && ledger && assets && data
        ? { ledger, assets, deployment: source.config.deployment, ...data }
        : undefined,
    [source, ledger, assets, data],
  );
}
