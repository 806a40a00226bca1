"use client";

import { contributionTokenAbi, memberRegistryAbi } from "@commonmind/sdk";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useChainNow, useSource, useVoice } from "../../../data/ledger.tsx";
import type { Source } from "../../../data/source.ts";
import type { Proposal, Tally } from "../../../data/types.ts";

export type Standing = {
  /** Tokens held, or delegated to the account. */
  readonly voice: bigint;
  /** Had a seat. */
  readonly member: boolean;
};

/** What an account brings to a vote: of its snapshot, or of now while that lies ahead. Undefined until it is known. */
export function useStanding(account: Address | undefined, { start }: Proposal): Standing | undefined {
  const source = useSource();
  const voice = useVoice(account, start);
  const now = useChainNow();
  const past = now !== undefined && start < now;
  const { data: member } = useQuery({
    queryKey: ["member", source?.config.deployment.chainHash, account, past ? start : "now"],
    enabled: source !== undefined && account !== undefined && now !== undefined,
    queryFn: async () => {
      const { client, config } = source as Source;
      const registry = { address: config.deployment.contracts.memberRegistry, abi: memberRegistryAbi } as const;
      const votes = past
        ? await client.readContract({
            ...registry,
            functionName: "getPastVotes",
            args: [account as Address, BigInt(start)],
          })
        : await client.readContract({ ...registry, functionName: "getVotes", args: [account as Address] });
      return votes !== 0n;
    },
  });
  return voice === undefined || member === undefined ? undefined : { voice, member };
}

/** What those hold whose voice the cap cut, by their address in lower case. */
export function useCapped({ ballots, start }: Proposal, { cap }: Tally): ReadonlyMap<string, bigint> {
  const source = useSource();
  const capped = ballots.filter(({ weight }) => cap > 0n && weight === cap).map(({ voter }) => voter);
  const { data } = useQuery({
    queryKey: ["capped", source?.config.deployment.chainHash, start, capped.join()],
    enabled: source !== undefined && capped.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const { client, config } = source as Source;
      const token = { address: config.deployment.contracts.contributionToken, abi: contributionTokenAbi } as const;
      const held = capped.map(async (voter) => {
        const args = [voter, BigInt(start)] as const;
        return [
          voter.toLowerCase(),
          await client.readContract({ ...token, functionName: "getPastVotes", args }),
        ] as const;
      });
      return new Map(await Promise.all(held));
    },
  });
  return data ?? NONE;
}

const NONE: ReadonlyMap<string, bigint> = new Map();
