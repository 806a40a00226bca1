// What is still moving when the story has been told: money that nobody has collected yet, work under way, votes that are
// open. People who look at the dApp have something to do.
import { buildManifest, contributionRegistryAbi, type Deployment, itemsRoot, treasuryAbi } from "@commonmind/sdk";
import { type Account, type Address, keccak256, toBytes, zeroAddress } from "viem";
import type { Chain } from "../lib/chain.ts";
import { type Cast, gatherCast } from "./cast.ts";
import { earn } from "./money.ts";
import { type OpenVotes, openVotes } from "./openVotes.ts";
import { hear } from "./panels.ts";
import { NATIVE_ASSET } from "./revenue.ts";
import { opinionOf } from "./work.ts";

const MODEL = 1n;
const KNOWLEDGE = 3;

const REVENUE = [
  { asset: NATIVE_ASSET, amount: 3_141_592_653_589_793_238n },
  { asset: "USDC", amount: 18_402_190_000n },
] as const;

export type AfterwardsOptions = { authors: readonly string[]; seed?: number; onProgress?: (message: string) => void };

/** Leaves the co-op in the middle of its life. Only after the story was told, and checked. Returns what is up for a vote. */
export async function afterwards(
  chain: Chain,
  deployment: Deployment,
  { authors, seed = 1, onProgress = () => {} }: AfterwardsOptions,
): Promise<OpenVotes> {
  const cast = await gatherCast(chain, deployment);
  onProgress("new revenue, not yet collected");
  await earn(chain, deployment, MODEL, await listedAssets(chain, deployment), REVENUE);

  onProgress("new work, not yet final");
  const [first, second] = [cast.founders[2] as Account, cast.founders[3] as Account];
  const accepted = await submit(chain, deployment, first, 9, "Corrections to 12 answers about tenancy law");
  const panels = { chain, deployment, seed, onProgress, reviewers: foundersBySeat(cast), decide: nobody };
  await hear(panels, [{ id: accepted, verdict: 88, opinionOf: opinionOf(seed, accepted, 88) }]);

  onProgress("two votes that stay open");
  const votes = await openVotes({ chain, deployment, cast, seed, onProgress }, authors);
  // The last act: its panel is drawn a minute from now.
  await submit(chain, deployment, second, 4, "Four explanations of compound interest");
  return votes;
}

/** Who signs for the founders' seats: for work of this kind nobody else is drawn. */
export function foundersBySeat({ founders, seats }: Cast): Map<bigint, Account> {
  return new Map(seats.map((seat, i) => [seat, founders[i] as Account]));
}

const nobody = async (): Promise<void> => {
  throw new Error("There are too few reviewers for new work.");
};

async function listedAssets(chain: Chain, { contracts }: Deployment): Promise<Map<string, Address>> {
  const logs = await chain.client.getContractEvents({
    address: contracts.treasury,
    abi: treasuryAbi,
    eventName: "AssetListed",
    fromBlock: 0n,
    toBlock: "latest",
  });
  const token = logs.map(({ args }) => args.asset).find((asset) => asset !== undefined && asset !== zeroAddress);
  return new Map<string, Address>([
    [NATIVE_ASSET, zeroAddress],
    ["USDC", token ?? zeroAddress],
  ]);
}

/** Hands in explanations of one author. Returns the contribution. */
export async function submit(
  chain: Chain,
  { contracts }: Deployment,
  author: Account,
  pieces: number,
  uri: string,
): Promise<bigint> {
  const registry = contracts.contributionRegistry;
  const hashes = Array.from({ length: pieces }, (_, i) => keccak256(toBytes(`${uri} ${i}`)));
  const manifest = await buildManifest(
    [{ author: author.address, items: BigInt(pieces), unitsPerItem: 6_000n, itemsRoot: itemsRoot(hashes) }],
    { domainFields: { chainId: BigInt(chain.chainId), registry, modelId: MODEL, submitter: author.address } },
  );
  await chain.sendAs(author, {
    address: registry,
    abi: contributionRegistryAbi,
    functionName: "submit",
    args: [
      {
        modelId: Number(MODEL),
        kind: KNOWLEDGE,
        depth: manifest.depth,
        items: manifest.items,
        units: manifest.sum,
        root: manifest.root,
        sponsor: 0n,
        uri,
      },
    ],
  });
  await chain.settled();
  return chain.client.readContract({
    address: registry,
    abi: contributionRegistryAbi,
    functionName: "submittedAs",
    args: [author.address, manifest.root],
  });
}
