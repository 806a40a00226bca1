"use client";

import { commonsGovernorAbi } from "@commonmind/sdk";
import { useQuery } from "@tanstack/react-query";
import { useSource } from "../../../data/ledger.tsx";
import type { ProposalAction } from "../../../data/types.ts";
import { t } from "../../../i18n/i18n.ts";
import { Effects } from "../parts/Effects.tsx";
import type { DraftContext } from "./actions.ts";

/** Whether the calls are ordinary, whether the contracts would take them as things stand now, and what would change. */
export function WouldDo({ actions, context }: { actions: readonly ProposalAction[]; context: DraftContext }) {
  const source = useSource();
  const { contracts, chainHash } = context.deployment;
  const { data: ordinary } = useQuery({
    queryKey: ["ordinary", chainHash, actions.map(({ target, data }) => target + data.slice(0, 10)).join()],
    enabled: source !== undefined,
    queryFn: async () => {
      if (!source) return false;
      const governor = { address: contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
      const each = await Promise.all(
        actions.map(
          async ({ target, value, data }) =>
            value === 0n &&
            (await source.client.readContract({
              ...{ ...governor, functionName: "isOrdinary" },
              args: [target, data.slice(0, 10) as `0x${string}`],
            })),
        ),
      );
      return each.every(Boolean);
    },
  });
  if (ordinary === undefined) return null;
  const lead = ordinary ? t("An ordinary vote.") : t("A constitutional vote: both chambers must assent.");
  const { ledger, assets, deployment } = context;
  return <Effects {...{ actions, ledger, assets, deployment, lead }} />;
}
