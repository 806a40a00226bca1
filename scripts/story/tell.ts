// The story from its first manifest to its last claim, and the report of what the chain says happened.
import {
  commonsGovernorAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  type Deployment,
  modelRegistryAbi,
  tillAddress,
  timelockControllerAbi,
  treasuryAbi,
} from "@commonmind/sdk";
import { type Address, encodeFunctionData, erc20Abi, keccak256, toBytes, zeroAddress } from "viem";
import { kinds } from "../../deploy/genesis.ts";
import { type Chain, ChainError, requireShortPeriods } from "../lib/chain.ts";
import { authorSigner, gatherCast } from "./cast.ts";
import { type Action, decide } from "./government.ts";
import type { Kind, PlannedContribution } from "./history.ts";
import { type Assets, claimAll, createAssets, earn, type Payment } from "./money.ts";
import {
  amount,
  type Mismatch,
  type ReportAccount,
  type StoryParams,
  type StoryReport,
  type TimelineEntry,
} from "./report.ts";
import { NATIVE_ASSET, type RevenueRow } from "./revenue.ts";
import { readTimeline } from "./timeline.ts";
import { carryOut, type StoryWork } from "./work.ts";

/** The story is told on the first model of the genesis file. */
const MODEL = 1n;

export type TellOptions = {
  plan: readonly PlannedContribution[];
  revenue: readonly RevenueRow[];
  seed: number;
  onProgress?: (message: string) => void;
};

type Holder = { author: string; account: Address; positions: bigint[]; units: bigint };

/** Tells the story on a fresh co-op. `mismatches` holds what balances on chain contradict; the reference adds its own. */
export async function tellStory(chain: Chain, deployment: Deployment, options: TellOptions): Promise<StoryReport> {
  const { plan, revenue, seed, onProgress = () => {} } = options;
  const cast = await gatherCast(chain, deployment);
  const { params, periods } = await readRules(chain, deployment);
  requireShortPeriods(chain, periods);
  await requireUntold(chain, deployment);

  const fromBlock = await chain.client.getBlockNumber();
  const assets = await createAssets(chain, revenue);
  const authors = [...new Set(plan.flatMap(({ leaves }) => leaves.map(({ author }) => author)))];
  const signers = authors.map(authorSigner);
  const common = { chain, deployment, cast, seed, onProgress };
  const [review = 0n, challenge = 0n, slots = 1n] = periods;
  const workContext = { ...common, modelId: MODEL, periods: { review, challenge, slots: Number(slots) } };
  const payments: Payment[] = [];
  const works: StoryWork[] = [];

  for (const release of [1, 2] as const) {
    onProgress(`release ${release}`);
    works.push(
      ...(await carryOut(
        workContext,
        plan.filter((work) => work.release === release),
      )),
    );
    if (release === 1) {
      const listed = listing(deployment, assets);
      if (listed.length > 0) await decide(common, `List the tokens ${tokenNames(assets)}`, listed, signers);
      payments.push(...(await earn(chain, deployment, MODEL, assets, revenue, 0)));
    }
    const actions = [await publication(chain, deployment, release)];
    await decide(common, `Publish release ${release} of Assistant`, actions, signers);
    onProgress(`revenue after release ${release}`);
    payments.push(...(await earn(chain, deployment, MODEL, assets, revenue, release)));
    const holders = holdersOf(works);
    // A third collects early, everyone at the end: what one is paid must not depend on it.
    const due = release === 1 ? holders.filter((_, i) => i % 3 === 0) : holders;
    onProgress(`collecting for ${due.length} people`);
    await claimAll(chain, deployment, assets, due);
  }

  onProgress("reading the chain's own record");
  const timeline = await readTimeline(chain, deployment, MODEL, assets, payments, fromBlock);
  const { accounts, mismatches } = await readAccounts(chain, deployment, assets, holdersOf(works), timeline);
  return {
    schema: 1,
    params,
    contributions: await readContributions(chain, deployment, works),
    timeline,
    accounts,
    totals: totalsOf(timeline, assets),
    mismatches,
  };
}

function tokenNames(assets: Assets): string {
  return [...assets.keys()].filter((symbol) => symbol !== NATIVE_ASSET).join(", ");
}

/** What a vote must do before revenue in these tokens can be settled. */
function listing({ contracts }: Deployment, assets: Assets): Action[] {
  return [...assets.values()]
    .filter((asset) => asset !== zeroAddress)
    .map((asset) => ({
      target: contracts.treasury,
      data: encodeFunctionData({ abi: treasuryAbi, functionName: "listAsset", args: [asset] }),
    }));
}

/** Closes the batch of final work, if there is any, and names it in the release. */
async function publication(chain: Chain, { contracts }: Deployment, release: number): Promise<Action> {
  const address = contracts.modelRegistry;
  const readModel = () =>
    chain.client.readContract({ address, abi: modelRegistryAbi, functionName: "modelAt", args: [MODEL] });
  const before = await readModel();
  const closed = await chain.client.readContract({
    address,
    abi: modelRegistryAbi,
    functionName: "batchAt",
    args: [MODEL, BigInt(before.openBatch - 1)],
  });
  if (before.joined !== closed.joined || before.left !== closed.left) {
    await chain.send({ address, abi: modelRegistryAbi, functionName: "closeBatch", args: [MODEL] });
    await chain.settled();
  }
  const lastBatch = (await readModel()).openBatch - 1;
  const info = {
    weightsHash: keccak256(toBytes(`weights of release ${release}`)),
    dataRoot: keccak256(toBytes(`data of batches up to ${lastBatch}`)),
    modelCard: `story:release-${release}/card`,
    licence: "Apache-2.0",
    evaluation: `story:release-${release}/evaluation`,
  };
  return {
    target: address,
    data: encodeFunctionData({ abi: modelRegistryAbi, functionName: "publish", args: [MODEL, lastBatch, info] }),
  };
}

async function readRules(chain: Chain, { contracts }: Deployment): Promise<{ params: StoryParams; periods: bigint[] }> {
  const { client } = chain;
  const registry = { address: contracts.contributionRegistry, abi: contributionRegistryAbi } as const;
  const governor = { address: contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
  const [review, challenge, slots] = await client.readContract({ ...registry, functionName: "periods" });
  const [contributors, dividend, reserve] = await client.readContract({
    address: contracts.treasury,
    abi: treasuryAbi,
    functionName: "split",
  });
  const votingDelay = await client.readContract({ ...governor, functionName: "votingDelay" });
  const votingPeriod = await client.readContract({ ...governor, functionName: "votingPeriod" });
  const timelock = await client.readContract({
    address: contracts.timelock,
    abi: timelockControllerAbi,
    functionName: "getMinDelay",
  });
  const rates = await Promise.all(
    kinds.map(async (kind, i) => {
      const [, rate] = await client.readContract({ ...registry, functionName: "kindRules", args: [i] });
      return [kind, amount(rate)] as const;
    }),
  );
  const periods = [
    BigInt(review),
    BigInt(challenge),
    BigInt(slots),
    BigInt(votingDelay),
    BigInt(votingPeriod),
    timelock,
  ];
  return {
    params: {
      splitBps: { contributors, dividend, reserve },
      scoreMax: 100,
      periods: {
        review: amount(BigInt(review)),
        challenge: amount(BigInt(challenge)),
        votingDelay: amount(BigInt(votingDelay)),
        votingPeriod: amount(BigInt(votingPeriod)),
        timelock: amount(timelock),
      },
      tokenRates: Object.fromEntries(rates) as Record<Kind, `${bigint}`>,
    },
    periods,
  };
}

/** Refuses a chain on which the story can't begin: other contracts, or told already. */
async function requireUntold(chain: Chain, { contracts }: Deployment): Promise<void> {
  const { releases, joined } = await chain.client.readContract({
    address: contracts.modelRegistry,
    abi: modelRegistryAbi,
    functionName: "modelAt",
    args: [MODEL],
  });
  const till = await chain.client.readContract({
    address: contracts.modelRegistry,
    abi: modelRegistryAbi,
    functionName: "tillOf",
    args: [MODEL],
  });
  if (till !== tillAddress({ registry: contracts.modelRegistry, modelId: MODEL })) {
    throw new ChainError(
      "The contracts on this chain were built from other sources than these: the till's address differs. Deploy anew, or go back to the sources that were deployed.",
    );
  }
  if (releases === 0 && joined === 0n) return;
  throw new ChainError(
    "The story was already told, or begun, on this chain. Start a fresh one (stop npm start and run it again), or leave out --network to tell it on a chain of its own.",
  );
}

function holdersOf(works: readonly StoryWork[]): Holder[] {
  const holders = new Map<string, Holder>();
  for (const { id, planned, score } of works) {
    for (const { author, account, index, items, unitsPerItem } of planned.leaves) {
      const holder = holders.get(author) ?? { author, account, positions: [], units: 0n };
      holder.positions.push((id << 32n) | BigInt(index));
      holder.units += items * unitsPerItem * BigInt(score);
      holders.set(author, holder);
    }
  }
  return [...holders.values()].sort((a, b) => (a.author < b.author ? -1 : 1));
}

async function readContributions(chain: Chain, { contracts }: Deployment, works: readonly StoryWork[]) {
  const names = ["Submitted", "Submitted", "InReview", "Accepted", "Rejected", "Challenged", "Final"] as const;
  return Promise.all(
    works.map(async ({ id, planned, itemsRoots }) => {
      const onChain = await chain.client.readContract({
        address: contracts.contributionRegistry,
        abi: contributionRegistryAbi,
        functionName: "contributionAt",
        args: [id],
      });
      return {
        id: `${id}`,
        model: `${onChain.modelId}`,
        month: planned.month,
        kind: planned.kind,
        submittedUnits: amount(onChain.units),
        score: onChain.score,
        status: names[onChain.state] ?? "Submitted",
        leaves: planned.leaves.map(({ index, author, account, items, unitsPerItem }) => ({
          index,
          author,
          account,
          items: amount(items),
          unitsPerItem: amount(unitsPerItem),
          units: amount(items * unitsPerItem * BigInt(onChain.score)),
          itemsRoot: itemsRoots[index] ?? "0x",
        })),
      };
    }),
  );
}

/** What each author has on chain, and where its balances contradict what the claims say it was paid. */
async function readAccounts(
  chain: Chain,
  { contracts }: Deployment,
  assets: Assets,
  holders: readonly Holder[],
  timeline: readonly TimelineEntry[],
): Promise<{ accounts: ReportAccount[]; mismatches: Mismatch[] }> {
  const paid = new Map<string, bigint>();
  for (const entry of timeline) {
    if (entry.type !== "claim") continue;
    const key = `${entry.account}:${entry.asset}`;
    paid.set(key, (paid.get(key) ?? 0n) + BigInt(entry.amount));
  }
  const mismatches: Mismatch[] = [];
  const accounts: ReportAccount[] = [];
  for (const { author, account, positions, units } of holders) {
    const { client } = chain;
    const balance = (token: Address) =>
      token === zeroAddress
        ? client.getBalance({ address: account })
        : client.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [account] });
    const { result: open } = await client.simulateContract({
      account: chain.operator,
      address: contracts.contributorRewards,
      abi: contributorRewardsAbi,
      functionName: "claim",
      args: [account, positions, [...assets.values()]],
    });
    const earned: Record<string, `${bigint}`> = {};
    const claimed: Record<string, `${bigint}`> = {};
    for (const [i, [symbol, token]] of [...assets].entries()) {
      const received = paid.get(`${account}:${symbol}`) ?? 0n;
      claimed[symbol] = amount(received);
      earned[symbol] = amount(received + (open[i] ?? 0n));
      const held = await balance(token);
      if (held === received) continue;
      mismatches.push({
        kind: "balance",
        key: `${author}.${symbol}`,
        expected: `${received}`,
        actual: `${held}`,
        message: `${author} was paid ${received} ${symbol} by the claims, and its account holds ${held}.`,
      });
    }
    const token = { address: contracts.contributionToken, abi: contributionTokenAbi, args: [account] } as const;
    const tokens = await client.readContract({ ...token, functionName: "balanceOf" });
    const votes = await client.readContract({ ...token, functionName: "getVotes" });
    accounts.push({
      author,
      account,
      units: amount(units),
      tokens: amount(tokens),
      votes: amount(votes),
      earned,
      claimed,
    });
  }
  return { accounts, mismatches };
}

function totalsOf(timeline: readonly TimelineEntry[], assets: Assets): StoryReport["totals"] {
  return Object.fromEntries(
    [...assets.keys()].map((asset) => {
      const total = { received: 0n, contributors: 0n, dividend: 0n, reserve: 0n, paid: 0n };
      for (const entry of timeline) {
        if (entry.type === "claim" && entry.asset === asset) total.paid += BigInt(entry.amount);
        if (entry.type !== "settle" || entry.asset !== asset) continue;
        total.received += BigInt(entry.received);
        total.contributors += BigInt(entry.contributors);
        total.dividend += BigInt(entry.dividend);
        total.reserve += BigInt(entry.reserve);
      }
      return [
        asset,
        {
          received: amount(total.received),
          upstream: amount(0n),
          contributors: amount(total.contributors),
          dividend: amount(total.dividend),
          reserve: amount(total.reserve),
          paid: amount(total.paid),
          residue: amount(total.contributors - total.paid),
        },
      ];
    }),
  );
}
