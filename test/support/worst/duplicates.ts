// The dearest calls about copied items.
import { itemsRoot } from "@commonmind/sdk";
import { concat, type Hex, keccak256 } from "viem";
import { ASSISTANT, type Commons, founder } from "../commons.ts";
import { publish, someItems } from "../work.ts";
import type { Table } from "./table.ts";
import { deepLeaf } from "./work.ts";

/** An item among four thousand million of one leaf: its root, and its proof. */
function deepItem(item: Hex): { root: Hex; proof: Hex[] } {
  const proof = someItems(32);
  const root = proof.reduce<Hex>(
    (node, sibling) => keccak256(concat(node < sibling ? [node, sibling] : [sibling, node])),
    itemsRoot([item]),
  );
  return { root, proof };
}

/** The same item in two works, each of thirty-two levels; the later one is claimed, and part of a release. */
export async function copiedInTheDeep(commons: Commons) {
  const [item] = someItems(1) as [Hex];
  const place = async (submitter = founder(commons, 1)) => {
    const { root, proof: itemProof } = deepItem(item);
    const { work, leaf, proof } = await deepLeaf(commons, { submitter, root });
    return { contribution: work.id, leaf, proof, itemProof };
  };
  const earlier = await place();
  const later = await place(founder(commons, 2));
  await commons.contributions.claimUnits(later.contribution, later.leaf, later.proof);
  await publish(commons);
  return { item, earlier, later };
}

const proveDuplicate = async (commons: Commons) => {
  const { item, earlier, later } = await copiedInTheDeep(commons);
  return commons.duplicates.connect(founder(commons, 3)).proveDuplicate(item, earlier, later);
};

const PLACE = "(uint256,(uint32,address,uint64,uint64,bytes32),(bytes32,uint64)[],bytes32[])";

export const duplicates: Table = {
  [`proveDuplicate(bytes32,${PLACE},${PLACE})`]: proveDuplicate,
  // The first reward of a seat.
  "collect(uint32,uint64)": async (commons) => {
    await (await proveDuplicate(commons)).wait();
    return commons.duplicates.collect(ASSISTANT, 3n);
  },
};
