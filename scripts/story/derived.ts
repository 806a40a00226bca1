// The model that is built on the history's: registered by a vote with its upstream, its work done by the founders and one
// member's seat. What it is worth stands in docs/story.md, so that anyone can recompute it.
import { type Deployment, modelRegistryAbi, seatAuthor } from "@commonmind/sdk";
import { encodeFunctionData, keccak256, stringToBytes } from "viem";
import type { Chain } from "../lib/chain.ts";
import type { Cast } from "./cast.ts";
import { type Action, decide, type VoteContext } from "./government.ts";
import type { PlannedLeaf } from "./history.ts";
import type { PlannedWork } from "./work.ts";

export const DERIVED_NAME = "Tutor";
/** A kind of work that no history holds. */
const KIND = "Curation";
const UPSTREAM_BPS = 2_000;
/** Founders 1..4 share the first manifest, the others and the seat the second. */
const FIRST_MANIFEST = 4;

/** Has a vote add the model. Returns its number. */
export async function registerDerived(context: VoteContext, base: bigint, voters: Parameters<typeof decide>[3]) {
  const { chain, deployment } = context;
  const action: Action = {
    target: deployment.contracts.modelRegistry,
    data: encodeFunctionData({
      abi: modelRegistryAbi,
      functionName: "register",
      args: [
        DERIVED_NAME,
        "Teaches the commons' own languages, on top of Assistant.",
        [{ modelId: Number(base), bps: UPSTREAM_BPS }],
      ],
    }),
  };
  const before = await modelCount(chain, deployment);
  const share = `${UPSTREAM_BPS / 100}%`;
  await decide(context, `Register ${DERIVED_NAME}, built on Assistant, which gets ${share}`, [action], voters);
  return BigInt(before + 1);
}

function modelCount(chain: Chain, { contracts }: Deployment): Promise<number> {
  const registry = { address: contracts.modelRegistry, abi: modelRegistryAbi } as const;
  return chain.client.readContract({ ...registry, functionName: "modelCount" });
}

/** Its work: founder N reads N lessons of 2,000 + 500 x N units, and one seat three of 4,000. */
export function planLessons({ founders }: Cast, seat: bigint, month: string): PlannedWork[] {
  const authors = founders.map(({ address }, i) => ({
    author: `founder-${i + 1}`,
    account: address,
    items: i + 1,
    unitsPerItem: BigInt(2_000 + 500 * (i + 1)),
  }));
  const member = { author: `seat:${seat}`, account: seatAuthor(seat), items: 3, unitsPerItem: 4_000n };
  return [authors.slice(0, FIRST_MANIFEST), [...authors.slice(FIRST_MANIFEST), member]].map((list, i) => {
    const part = i + 1;
    const leaves = list.map(({ items, ...leaf }, index): PlannedLeaf => {
      const contentHashes = Array.from({ length: items }, (_, n) =>
        keccak256(stringToBytes(`commonmind.story.lesson:${part}:${leaf.author}:${n}`)),
      ).sort();
      return { ...leaf, index, items: BigInt(items), contentHashes };
    });
    return {
      month,
      kind: KIND,
      part,
      items: leaves.reduce((sum, leaf) => sum + leaf.items, 0n),
      units: leaves.reduce((sum, leaf) => sum + leaf.items * leaf.unitsPerItem, 0n),
      leaves,
    };
  });
}
