"use client";
import { commonsGovernorAbi } from "@commonmind/sdk";
import { useQuery } from "@tanstack/react-query";
import { useSource } from "../../../data/ledger.tsx";
import type { ProposalAction } from "../../../data/types.ts";
import type { DraftContext } from "./actions.ts";

/** Whether the calls are ordinary, and whether the contracts would take them as things stand now. */
export function WouldDo({ actions, context }: { actions: readonly ProposalAction[]; context: DraftContext }) {
  const source = useSource();
  const { contracts, chainHash } = context.deployment;
  const { data } = useQuery({
    queryKey: ["would-do", chainHash, actions.map(({ target, data: call }) => target + call).join()],
    enabled: source !== undefined,
    retry: false,
    queryFn: async () => {
      if (!source) return null;
      const { client } = source;
      const { failureOf } = await import("../../../action/words.ts");
      const governor = { address: contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
      const found = await Promise.all(
        actions.map(async ({ target, value, data: call }) => {
          const selector = call.slice(0, 10) as `0x${string}`;
          const ordinary =
            value === 0n &&
            (await client.readContract({ ...governor, functionName: "isOrdinary", args: [target, selector] }));
          // Calls to the governor itself are only taken while a vote is carried out.
          if (target.toLowerCase() === contracts.commonsGovernor.toLowerCase()) return { ordinary, refused: undefined };
          const refused = await client
            .call({ account: contracts.timelock, to: target, data: call, value })
            .then(() => undefined)
            .catch((error: unknown) => failureOf(error).words);
          return { ordinary, refused };
        }),
      );
      return {
        ordinary: found.every(({ ordinary }) => ordinary),
        refused: found.flatMap(({ refused }) => refused ?? []),
      };
    },
  });
  if (!data) return null;
  return (
    <p className={data.refused.length > 0 ? "after warn" : "cap mt-2"}>
      {data.refused.length > 0
        ? `As things stand now, it would be refused: ${data.refused.join(" ")}`
        : data.ordinary
          ? "An ordinary vote. Tried out on the chain as it is now: it would be carried out."
          : "A constitutional vote: both chambers must assent. Tried out on the chain as it is now: it would be carried out."}
    </p>
  );
}
