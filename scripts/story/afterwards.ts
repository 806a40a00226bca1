// What is still moving when the story has been told: money that nobody has collected yet, work under way, a vote that is
// open. People who look at the dApp have something to do.
import {
  buildManifest,
  commonsGovernorAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  type Deployment,
  itemsRoot,
  memberRegistryAbi,
  treasuryAbi,
} from "@commonmind/sdk";
import {
  type Account,
  type Address,
  encodeFunctionData,
  type Hex,
  keccak256,
  parseEther,
  toBytes,
  zeroAddress,
} from "viem";
import type { Chain } from "../lib/chain.ts";
import { authorSigner, type Cast, gatherCast } from "./cast.ts";
import { ballot } from "./government.ts";
import { earn } from "./money.ts";
import { hear } from "./panels.ts";
import { NATIVE_ASSET } from "./revenue.ts";
import { opinionOf } from "./work.ts";

const MODEL = 1n;
const KNOWLEDGE = 3;
/** Authors who have voted already. The first one is left out: it is one of the dApp's personas, and votes there. */
const VOTERS = 24;

const REVENUE = [
  { asset: NATIVE_ASSET, amount: 3_141_592_653_589_793_238n },
  { asset: "USDC", amount: 18_402_190_000n },
] as const;

const TITLE = "Pay for reviewed sentences in Quechua, Swahili and Tamil";
const BODY =
  "Assistant answers badly in most of the world's languages. This sends 1.5 ETH from the reserve to the people who " +
  "organise the reading groups, and lets Knowledge earn a quarter more voice than before.";

export type AfterwardsOptions = { authors: readonly string[]; seed?: number; onProgress?: (message: string) => void };

/** Leaves the co-op in the middle of its life. Only after the story was told, and checked. Returns the open proposal. */
export async function afterwards(
  chain: Chain,
  deployment: Deployment,
  { authors, seed = 1, onProgress = () => {} }: AfterwardsOptions,
): Promise<bigint> {
  const cast = await gatherCast(chain, deployment);
  onProgress("new revenue, not yet collected");
  await earn(chain, deployment, MODEL, await listedAssets(chain, deployment), REVENUE);

  onProgress("new work, not yet final");
  const [first, second] = [cast.founders[2] as Account, cast.founders[3] as Account];
  const accepted = await submit(chain, deployment, first, 9, "Corrections to 12 answers about tenancy law");
  const panels = { chain, deployment, seed, onProgress, reviewers: foundersBySeat(cast), decide: nobody };
  await hear(panels, [{ id: accepted, verdict: 88, opinionOf: opinionOf(seed, accepted, 88) }]);

  onProgress("a vote that stays open");
  const proposal = await ask(chain, deployment, cast.founders, voters(authors), seed);
  // The last act: its panel is drawn a minute from now.
  await submit(chain, deployment, second, 4, "Four explanations of compound interest");
  return proposal;
}

/** Who signs for the founders' seats: for work of this kind nobody else is drawn. */
export function foundersBySeat({ founders, seats }: Cast): Map<bigint, Account> {
  return new Map(seats.map((seat, i) => [seat, founders[i] as Account]));
}

const nobody = async (): Promise<void> => {
  throw new Error("There are too few reviewers for new work.");
};

/** The history's authors only: others have no voice of their own making. */
function voters(authors: readonly string[]): Account[] {
  const people = authors.filter((author) => !/^(founder-|seat:)\d+$/.test(author));
  return people.slice(1, 1 + VOTERS).map(authorSigner);
}

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

async function ask(
  chain: Chain,
  { contracts }: Deployment,
  founders: readonly Account[],
  authors: readonly Account[],
  seed: number,
): Promise<bigint> {
  const governor = { address: contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
  const proposer = founders[1] as Account;
  const actions: { target: Address; data: Hex }[] = [
    {
      target: contracts.treasury,
      data: encodeFunctionData({
        abi: treasuryAbi,
        functionName: "spend",
        args: [zeroAddress, proposer.address, parseEther("1.5")],
      }),
    },
    {
      target: contracts.contributionRegistry,
      data: encodeFunctionData({
        abi: contributionRegistryAbi,
        functionName: "setKindRule",
        args: [KNOWLEDGE, 65_000n, 1_250_000_000_000n, "docs/rubrics.md#knowledge"],
      }),
    },
  ];
  const targets = actions.map(({ target }) => target);
  const values = actions.map(() => 0n);
  const calldatas = actions.map(({ data }) => data);
  const description = `${TITLE}\n\n${BODY}`;
  await chain.sendAs(proposer, {
    ...governor,
    functionName: "propose",
    args: [targets, values, calldatas, description],
  });
  await chain.settled();
  const id = await chain.client.readContract({
    ...governor,
    functionName: "getProposalId",
    args: [targets, values, calldatas, keccak256(toBytes(description))],
  });
  const delay = await chain.client.readContract({ ...governor, functionName: "votingDelay" });
  await chain.wait(BigInt(delay) + 2n, "holders read the proposal before voting opens");
  const token = { address: contracts.contributionToken, abi: contributionTokenAbi } as const;
  const registry = { address: contracts.memberRegistry, abi: memberRegistryAbi } as const;
  for (const voter of [...founders.slice(1, 5), ...authors]) {
    const votes = await chain.client.readContract({ ...token, functionName: "getVotes", args: [voter.address] });
    const seat = await chain.client.readContract({ ...registry, functionName: "seatOf", args: [voter.address] });
    if (votes === 0n || seat === 0n) continue;
    const mood = BigInt(keccak256(toBytes(`${seed}:${voter.address}`))) % 9n;
    const support = mood < 2n ? 0 : mood === 2n ? 2 : 1;
    const signature = await ballot(chain, governor.address, voter, id, support);
    await chain.send({ ...governor, functionName: "castVoteBySig", args: [id, support, voter.address, signature] });
  }
  await chain.settled();
  return id;
}
