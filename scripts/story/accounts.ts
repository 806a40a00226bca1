// What the chain says people have in the end: authors by their work, members by their seats.
import {
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  type Deployment,
  memberRegistryAbi,
  seatAuthor,
  seatOfAuthor,
  universalDividendAbi,
} from "@commonmind/sdk";
import type { Address } from "viem";
import type { Chain } from "../lib/chain.ts";
import { workStates } from "../lib/reviews.ts";
import type { Assets } from "./money.ts";
import {
  amount,
  type ContributionStatus,
  type Earning,
  type ReportAccount,
  type ReportContribution,
  type ReportMember,
  type TimelineEntry,
} from "./report.ts";
import { type Contribution, SCORE_ACCEPTED } from "./work.ts";

/** All leaves of one author; positions of those that were accepted. */
export type Holder = { author: string; account: Address; positions: bigint[]; units: bigint };

/** Authors in the order of `works`' leaves, sorted by name within each of `groups`. */
export function holdersOf(works: readonly Contribution[]): Holder[] {
  const holders = new Map<Address, Holder>();
  for (const { id, planned, score } of works) {
    for (const { author, account, index, items, unitsPerItem } of planned.leaves) {
      const holder = holders.get(account) ?? { author, account, positions: [], units: 0n };
      holders.set(account, holder);
      if (score < SCORE_ACCEPTED) continue;
      holder.positions.push((id << 32n) | BigInt(index));
      holder.units += items * unitsPerItem * BigInt(score);
    }
  }
  return [...holders.values()].sort((a, b) => (a.author < b.author ? -1 : 1));
}

export async function readContributions(
  chain: Chain,
  { contracts }: Deployment,
  works: readonly Contribution[],
): Promise<ReportContribution[]> {
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
        status: statusOf(onChain.state),
        leaves: planned.leaves.map(({ index, author, account, items, unitsPerItem }) => ({
          index,
          author,
          account,
          items: amount(items),
          unitsPerItem: amount(unitsPerItem),
          units: amount(onChain.score < SCORE_ACCEPTED ? 0n : items * unitsPerItem * BigInt(onChain.score)),
          itemsRoot: itemsRoots[index] ?? "0x",
        })),
      };
    }),
  );
}

function statusOf(state: number): ContributionStatus {
  const name = workStates[state] ?? "None";
  return name === "None" ? "Submitted" : name;
}

/** What was paid and minted, summed up from the timeline. */
export class Received {
  /** Contributors' money by position of the claim, then asset. */
  readonly #claims = new Map<string, Map<string, bigint>>();
  readonly #dividends = new Map<string, bigint>();
  readonly #tokens = new Map<string, bigint>();
  /** Seat of each account that joined, and the seat that each lost wallet's belongings followed. */
  readonly seatOf = new Map<Address, bigint>();
  readonly movedTo = new Map<Address, bigint>();

  constructor(timeline: readonly TimelineEntry[]) {
    for (const entry of timeline) {
      if (entry.type === "claim") {
        // A claim of the story is for the leaves of one author.
        const place = entry.positions[0]?.join("/") ?? "";
        const byAsset = this.#claims.get(place) ?? new Map<string, bigint>();
        byAsset.set(entry.asset, (byAsset.get(entry.asset) ?? 0n) + BigInt(entry.amount));
        this.#claims.set(place, byAsset);
      } else if (entry.type === "dividend") {
        const key = `${entry.seat} ${entry.asset}`;
        this.#dividends.set(key, (this.#dividends.get(key) ?? 0n) + BigInt(entry.amount));
      } else if (entry.type === "units") {
        const key = `${entry.contribution}/${entry.index}`;
        this.#tokens.set(key, (this.#tokens.get(key) ?? 0n) + BigInt(entry.tokens));
      } else if (entry.type === "strike") {
        // What was minted for the struck units is burnt.
        const key = `${entry.contribution}/${entry.index}`;
        this.#tokens.set(key, (this.#tokens.get(key) ?? 0n) - BigInt(entry.tokens));
      } else if (entry.type === "enrol") this.seatOf.set(entry.account, BigInt(entry.seat));
      else if (entry.type === "recover") this.movedTo.set(entry.from, BigInt(entry.seat));
    }
  }

  paid({ positions }: Holder, asset: string): bigint {
    return positions.reduce((sum, id) => sum + (this.#claims.get(placeOf(id))?.get(asset) ?? 0n), 0n);
  }

  minted({ positions }: Holder): bigint {
    return positions.reduce((sum, id) => sum + (this.#tokens.get(placeOf(id)) ?? 0n), 0n);
  }

  dividend(seat: bigint, asset: string): bigint {
    return this.#dividends.get(`${seat} ${asset}`) ?? 0n;
  }
}

/** Who is paid for a holder's leaves: the seat, once its lost wallet's positions followed it. */
export function payeeOf({ account }: Holder, movedTo: ReadonlyMap<Address, bigint>): Address {
  const seat = movedTo.get(account);
  return seat === undefined ? account : seatAuthor(seat);
}

/** What each author has on chain. */
export async function readAccounts(
  chain: Chain,
  { contracts }: Deployment,
  assets: Assets,
  holders: readonly Holder[],
  members: readonly ReportMember[],
  received: Received,
): Promise<ReportAccount[]> {
  const accounts: ReportAccount[] = [];
  const wallets = new Map(members.map((member) => [BigInt(member.seat), member]));
  for (const holder of holders) {
    const { author, account, positions, units } = holder;
    const payee = payeeOf(holder, received.movedTo);
    const { result: open } = await chain.client.simulateContract({
      account: chain.operator,
      address: contracts.contributorRewards,
      abi: contributorRewardsAbi,
      functionName: "claim",
      args: [payee, positions, [...assets.values()]],
    });
    const earned: Record<string, `${bigint}`> = {};
    const claimed: Record<string, `${bigint}`> = {};
    for (const [i, symbol] of [...assets.keys()].entries()) {
      const paid = received.paid(holder, symbol);
      claimed[symbol] = amount(paid);
      earned[symbol] = amount(paid + (open[i] ?? 0n));
    }
    const asSeat = seatOfAuthor(account);
    const member = wallets.get(asSeat ?? received.seatOf.get(account) ?? 0n);
    const wallet = member?.account ?? account;
    const votes = await chain.client.readContract({
      address: contracts.contributionToken,
      abi: contributionTokenAbi,
      functionName: "getVotes",
      args: [wallet],
    });
    accounts.push({
      author,
      account,
      wallet,
      ...(member === undefined ? {} : { seat: member.seat }),
      units: amount(units),
      tokens: amount(received.minted(holder)),
      votes: amount(votes),
      earned,
      claimed,
      ...(member === undefined || asSeat !== undefined ? {} : { dividend: member.dividend }),
    });
  }
  return accounts;
}

/** Every seat that was ever opened, and what it earned as a member. */
export async function readMembers(
  chain: Chain,
  { contracts }: Deployment,
  assets: Assets,
  holders: readonly Holder[],
  received: Received,
): Promise<ReportMember[]> {
  const registry = { address: contracts.memberRegistry, abi: memberRegistryAbi } as const;
  const pot = { address: contracts.universalDividend, abi: universalDividendAbi } as const;
  const authors = new Map(holders.map(({ account, author }) => [received.seatOf.get(account), author]));
  const count = await chain.client.readContract({ ...registry, functionName: "seatCount" });
  const members: ReportMember[] = [];
  for (let seat = 1n; seat <= count; seat++) {
    const tenure = await chain.client.readContract({ ...registry, functionName: "tenureOf", args: [seat] });
    const status = tenure.to === 0 ? "active" : tenure.forfeited === tenure.span ? "forfeited" : "lapsed";
    const dividend: Record<string, Earning> = {};
    for (const [symbol, asset] of assets) {
      const claimed = received.dividend(seat, symbol);
      // What is forfeited is nobody's; what is frozen would still be the seat's.
      const functionName = status === "active" ? "claimable" : "frozenOf";
      const open = await chain.client.readContract({ ...pot, functionName, args: [seat, asset] });
      dividend[symbol] = { earned: amount(claimed + (status === "forfeited" ? 0n : open)), claimed: amount(claimed) };
    }
    const author = authors.get(seat);
    const person = author === undefined ? {} : { author };
    members.push({ seat: `${seat}`, account: tenure.wallet, ...person, status, dividend });
  }
  return members;
}

function placeOf(id: bigint): string {
  return `${id >> 32n}/${id & 0xffff_ffffn}`;
}
