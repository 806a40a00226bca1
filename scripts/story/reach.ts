// Whose claims have to wait for the last vote. A voice counts no further than the cap, so where a few authors would hold
// nearly all tokens no vote could reach its quorum. What is claimed late loses nothing: it only speaks later.
import { commonsGovernorAbi, contributionRegistryAbi, contributionTokenAbi, type Deployment } from "@commonmind/sdk";
import type { Address } from "viem";
import type { Chain } from "../lib/chain.ts";
import { type Contribution, SCORE_ACCEPTED } from "./work.ts";

export type Voice = {
  readonly account: Address;
  /** Tokens. */
  readonly held: bigint;
  /** Tokens that would come with the leaves about to be claimed. */
  readonly coming: bigint;
  /** Whether it will hold a seat at the next vote. */
  readonly seated: boolean;
};

export type Counting = {
  /** Tokens of everybody, before the leaves are claimed. */
  readonly supply: bigint;
  readonly capBps: number;
  readonly quorumPercent: bigint;
};

/** Whether all who may vote are together a third more than the quorum, since some of them object. */
export function isReachable(voices: readonly Voice[], late: ReadonlySet<Address>, rules: Counting): boolean {
  const nowOf = ({ account, held, coming }: Voice) => (late.has(account) ? held : held + coming);
  const supply = voices.reduce((sum, voice) => sum + nowOf(voice) - voice.held, rules.supply);
  const cap = (supply * BigInt(rules.capBps)) / 10_000n;
  const reach = voices
    .filter(({ seated }) => seated)
    .map(nowOf)
    .reduce((sum, voice) => sum + (voice < cap ? voice : cap), 0n);
  return reach * 300n >= supply * rules.quorumPercent * 4n;
}

/** Those with the most to come, then by address, one after the other, until a vote can reach its quorum. */
export function chooseLate(voices: readonly Voice[], rules: Counting): Set<Address> {
  const late = new Set<Address>();
  const waiting = voices
    .filter(({ coming }) => coming > 0n)
    .sort((a, b) => (a.coming === b.coming ? (a.account < b.account ? -1 : 1) : a.coming > b.coming ? -1 : 1));
  for (const { account } of waiting) {
    if (isReachable(voices, late, rules)) break;
    late.add(account);
  }
  return late;
}

/** Whose leaves of `works`, which are final and unclaimed, wait. `seated`: who will hold a seat at the next vote. */
export async function lateAuthors(
  { chain, deployment }: { chain: Chain; deployment: Deployment },
  works: readonly Contribution[],
  others: readonly Address[],
  seated: ReadonlySet<Address>,
): Promise<Set<Address>> {
  const { client } = chain;
  const { commonsGovernor, contributionRegistry, contributionToken } = deployment.contracts;
  const governor = { address: commonsGovernor, abi: commonsGovernorAbi } as const;
  const token = { address: contributionToken, abi: contributionTokenAbi } as const;
  const registry = { address: contributionRegistry, abi: contributionRegistryAbi } as const;
  const { timestamp } = await client.getBlock();

  const coming = new Map<Address, bigint>(others.map((account) => [account, 0n]));
  for (const { id, planned, score } of works.filter(({ score }) => score >= SCORE_ACCEPTED)) {
    const { tokenRate, mintableFrom } = await client.readContract({
      ...registry,
      functionName: "contributionAt",
      args: [id],
    });
    // Tokens that have to wait for an epoch with room don't speak before.
    const rate = BigInt(mintableFrom) <= timestamp ? tokenRate * BigInt(score) : 0n;
    for (const { account, items, unitsPerItem } of planned.leaves) {
      coming.set(account, (coming.get(account) ?? 0n) + items * unitsPerItem * rate);
    }
  }
  const voices = await Promise.all(
    [...coming].map(async ([account, tokens]) => {
      const held = await client.readContract({ ...token, functionName: "getVotes", args: [account] });
      return { account, held, coming: tokens, seated: seated.has(account) };
    }),
  );
  const { capBps } = await client.readContract({ ...governor, functionName: "chamberRules", args: [timestamp] });
  return chooseLate(voices, {
    supply: await client.readContract({ ...token, functionName: "totalSupply" }),
    capBps,
    quorumPercent: await client.readContract({ ...governor, functionName: "quorumNumerator", args: [] }),
  });
}
