// What the story adds to show how review holds: on the derived model a bad manifest is rejected, a good one that was
// misjudged is challenged and accepted by a second panel, a reviewer who is an author of it is voided, and a copied item is
// struck. What each is worth stands in docs/story.md, so that anyone can recompute it.
import { duplicatesAbi, itemProof, proveLeaf, reviewPanelAbi, seatAuthor } from "@commonmind/sdk";
import { type Account, type Hex, keccak256, parseEventLogs, stringToBytes } from "viem";
import { kinds } from "../../deploy/genesis.ts";
import { panelOf } from "../lib/reviews.ts";
import type { PlannedLeaf } from "./history.ts";
import { challenge, hear } from "./panels.ts";
import { memberSigner, NEIGHBOURS, READERS } from "./roles.ts";
import {
  type Contribution,
  claimLeaves,
  conclude,
  opinionOf,
  type PlannedWork,
  payWork,
  type StoryWork,
  submit,
  type WorkContext,
} from "./work.ts";

const KIND = "Curation";
/** Reviewers that an appeal to a larger panel takes, beside the first panel's three. */
const ENOUGH = 7;

/** Whose work it is: the first founders, and a reader who judges what is partly the own work. */
const [MISJUDGED_FOUNDER, CONFLICTED, FINDER] = [2, READERS[0] as string, READERS[1] as string];
/** What panels think of each, before their members differ by a few points. */
const WORTH = { bad: 4, misjudged: 35, appealed: 84, copied: 82 };

/** Whether there are reviewers enough by now. On a chain that can't skip the week after which a reviewer counts there aren't. */
export async function canBeTold({ chain, deployment, cast }: WorkContext): Promise<boolean> {
  const eligible = await chain.client.readContract({
    ...panelOf(deployment),
    functionName: "eligibleFor",
    args: [kinds.indexOf(KIND), cast.seats[MISJUDGED_FOUNDER - 1] as bigint],
  });
  return eligible >= ENOUGH;
}

/**
 * @param lesson Accepted work of a founder, of which an item is copied.
 * @param seatOf The seat of a neighbour or a reader.
 * @returns The three works, and what the finder of the copy earned.
 */
export async function tellScenes(
  context: WorkContext,
  lesson: StoryWork,
  month: string,
  seatOf: (name: string) => bigint,
): Promise<{ works: StoryWork[]; reward: Contribution[] }> {
  const { cast, seed, onProgress } = context;
  const [junk, thief] = NEIGHBOURS.map(memberSigner) as [Account, Account];
  const founder = cast.founders[MISJUDGED_FOUNDER - 1] as Account;
  const conflicted = seatOf(CONFLICTED);
  const planned = planScenes(month, { founder, junk, thief, conflicted, stolen: stolenItem(lesson) });

  onProgress("a bad manifest, a good one, and one with a copied item are handed in");
  const bad = await submit(context, planned.bad, junk);
  const misjudged = await submit(context, planned.misjudged, founder);
  const copied = await submit(context, planned.copied, thief);
  const voidAuthor = async (seats: readonly bigint[]) => {
    if (seats.includes(conflicted)) await voidReviewer(context, misjudged, 1, conflicted);
  };
  const hearing = ({ id }: StoryWork, verdict: number) => ({ id, verdict, opinionOf: opinionOf(seed, id, verdict) });
  await hear(context, [
    hearing(bad, WORTH.bad),
    { ...hearing(misjudged, WORTH.misjudged), whileSitting: voidAuthor },
    hearing(copied, WORTH.copied),
  ]);
  onProgress("a verdict is challenged, and a larger panel judges again");
  await challenge(context, misjudged.id, founder);
  const concluded = await conclude(context, [bad, copied]);
  await hear(context, [{ ...hearing(misjudged, WORTH.appealed), whileSitting: voidAuthor }]);
  concluded.push(...(await conclude(context, [misjudged])));
  const works = concluded.sort((a, b) => (a.id < b.id ? -1 : 1));
  await claimLeaves(
    context,
    works
      .filter(({ score }) => score >= 50)
      .flatMap((work) => work.planned.leaves.map(({ index }) => ({ work, index }))),
  );

  onProgress("a copied item is struck");
  await strike(context, lesson, copied);
  return { works, reward: await collectReward(context, seatOf(FINDER), month) };
}

type People = { founder: Account; junk: Account; thief: Account; conflicted: bigint; stolen: Hex };

function planScenes(month: string, { founder, junk, thief, conflicted, stolen }: People) {
  const [first, second] = NEIGHBOURS;
  const own = (author: string, count: number) =>
    Array.from({ length: count }, (_, n) => keccak256(stringToBytes(`commonmind.story.scene:${author}:${n}`))).sort();
  const leaf = (author: string, account: PlannedLeaf["account"], unitsPerItem: bigint, contentHashes: Hex[]) => ({
    author,
    account,
    unitsPerItem,
    contentHashes,
  });
  const by = `founder-${MISJUDGED_FOUNDER}`;
  const reader = leaf(`seat:${conflicted}`, seatAuthor(conflicted), 3_000n, own(CONFLICTED, 2));
  return {
    // Far above what the work is: each item declared as the largest that the kind allows.
    bad: plan(month, 3, [leaf(first, junk.address, 65_000n, own(first, 40))]),
    misjudged: plan(month, 4, [leaf(by, founder.address, 3_000n, own(by, 4)), reader]),
    copied: plan(month, 5, [
      leaf(second, thief.address, 2_000n, own(second, 3)),
      leaf(second, thief.address, 4_000n, [stolen]),
    ]),
  };
}

function plan(month: string, part: number, list: readonly Omit<PlannedLeaf, "index" | "items">[]): PlannedWork {
  const leaves = list.map((leaf, index) => ({ ...leaf, index, items: BigInt(leaf.contentHashes.length) }));
  const items = leaves.reduce((sum, leaf) => sum + leaf.items, 0n);
  const units = leaves.reduce((sum, leaf) => sum + leaf.items * leaf.unitsPerItem, 0n);
  return { month, kind: KIND, part, items, units, leaves };
}

/** The last leaf of a lesson, and its first item. */
function stolenItem({ planned }: StoryWork): Hex {
  return planned.leaves.at(-1)?.contentHashes[0] as Hex;
}

async function voidReviewer(
  { chain, deployment, onProgress }: WorkContext,
  { id, manifest }: StoryWork,
  index: number,
  seat: bigint,
): Promise<void> {
  onProgress(`seat ${seat} was drawn to judge what it is an author of: voided`);
  const { leaf, proof } = proveLeaf(manifest, index);
  const siblings = proof.map(({ hash, sum }) => ({ hash, sum }));
  await chain.send({
    address: deployment.contracts.reviewPanel,
    abi: reviewPanelAbi,
    functionName: "void",
    args: [id, seat, leaf, siblings],
  });
  await chain.settled();
}

/** A reader shows that the only item of the thief's last leaf stood in the lesson before. */
async function strike({ chain, deployment }: WorkContext, lesson: StoryWork, copied: StoryWork): Promise<void> {
  const item = stolenItem(lesson);
  const place = ({ id, manifest, planned }: StoryWork) => {
    const index = planned.leaves.length - 1;
    const { leaf, proof } = proveLeaf(manifest, index);
    return {
      contribution: id,
      leaf,
      proof: proof.map(({ hash, sum }) => ({ hash, sum })),
      itemProof: proofOfItem(planned, index, item),
    };
  };
  await chain.sendAs(memberSigner(FINDER), {
    address: deployment.contracts.duplicates,
    abi: duplicatesAbi,
    functionName: "proveDuplicate",
    args: [item, place(lesson), place(copied)],
  });
  await chain.settled();
}

function proofOfItem({ leaves }: PlannedWork, index: number, item: Hex): Hex[] {
  const hashes = leaves[index]?.contentHashes ?? [];
  return itemProof(hashes, hashes.indexOf(item));
}

async function collectReward(
  { chain, deployment, modelId }: WorkContext,
  seat: bigint,
  month: string,
): Promise<Contribution[]> {
  const duplicates = { address: deployment.contracts.duplicates, abi: duplicatesAbi } as const;
  const units = await chain.client.readContract({ ...duplicates, functionName: "rewardOf", args: [modelId, seat] });
  if (units === 0n) return [];
  const hash = await chain.send({ ...duplicates, functionName: "collect", args: [Number(modelId), seat] });
  await chain.settled();
  const { logs } = await chain.client.getTransactionReceipt({ hash });
  const [credited] = parseEventLogs({ abi: duplicatesAbi, logs, eventName: "FinderCredited" });
  return credited === undefined ? [] : [payWork(credited.args.contribution, seat, units, month)];
}
