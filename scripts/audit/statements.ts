// What the books say, one number after the other, each with the view that must say the same.
import {
  commonsGovernorAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  type Deployment,
  memberRegistryAbi,
  modelRegistryAbi,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import {
  type Abi,
  type Address,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  getAddress,
  isAddress,
  zeroAddress,
} from "viem";
import type { Books } from "./books.ts";
import { dueToPosition, dueToSeat } from "./rebuild/money.ts";

export const kinds = ["balances", "claimable", "tallies", "scores", "supply"] as const;
export type Kind = (typeof kinds)[number];

export type View = { address: Address; abi: Abi; functionName: string; args: readonly unknown[] };

export type Statement = {
  readonly kind: Kind;
  /** The view and what it is asked, as "contributionToken.balanceOf(0x...)"; with a field of its answer after a dot. */
  readonly key: string;
  readonly rebuilt: string;
  readonly view: View;
  /** The part of the view's answer that is meant. */
  readonly pick: (answer: unknown) => unknown;
};

type Views<abi extends Abi> = ContractFunctionName<abi, "view">;
type Answer<abi extends Abi, name extends Views<abi>> = ContractFunctionReturnType<abi, "view", name>;

/** @param now Unix seconds, by which the grace of lapsed seats is over or not. */
export function statements(books: Books, { contracts }: Deployment, now: bigint): Statement[] {
  const all: Statement[] = [];
  const view =
    <const abi extends Abi>(name: string, address: Address, abi: abi) =>
    <fn extends Views<abi>>(kind: Kind, functionName: fn, args: readonly unknown[]) =>
    (rebuilt: unknown, pick?: (answer: Answer<abi, fn>) => unknown, field?: string) =>
      void all.push({
        kind,
        key: keyOf(name, functionName, args, field),
        rebuilt: text(rebuilt),
        view: { address, abi, functionName, args },
        pick: (answer) => (pick ? pick(answer as Answer<abi, fn>) : answer),
      });

  const token = view("contributionToken", contracts.contributionToken, contributionTokenAbi);
  token("supply", "totalSupply", [])(books.supply);
  for (const [account, balance] of books.balances) token("balances", "balanceOf", [account])(balance);
  for (const [account, votes] of books.votes) token("balances", "getVotes", [account])(votes);
  for (const [account, delegate] of books.delegates) token("balances", "delegates", [account])(delegate);

  const members = view("memberRegistry", contracts.memberRegistry, memberRegistryAbi);
  members("supply", "census", [])(books.activeSeats, ([, seats]) => seats, "seats");
  members("supply", "census", [])(books.era, ([era]) => era, "era");
  for (const [seat, { wallet }] of books.seats) members("balances", "walletOf", [seat])(wallet);
  for (const [wallet, seat] of books.seated) members("balances", "seatOf", [wallet])(seat);
  for (const [account, history] of books.memberships) {
    members("balances", "getVotes", [account])(history.at(-1)?.votes ?? 0n);
  }

  const rewards = view("contributorRewards", contracts.contributorRewards, contributorRewardsAbi);
  for (const [id, { active }] of books.models) rewards("supply", "lineAt", [id])(active, (it) => it.active, "active");
  for (const [key, { pool, parked }] of books.pools) {
    const [model = "", asset] = key.split(":");
    const pot = rewards("balances", "poolAt", [BigInt(model), asset]);
    pot(pool.index, ([index]) => index, "index");
    pot(parked, ([, , waiting]) => waiting, "parked");
  }
  for (const [asset, amount] of books.rewardsAccounted) rewards("balances", "accounted", [asset])(amount);
  for (const [id, { units }] of books.positions) {
    rewards("balances", "positionAt", [id])(units, (it) => it.units, "units");
    for (const asset of books.assets)
      rewards("claimable", "claimable", [id, asset])(dueToPosition(books, id, asset).amount);
  }

  const dividend = view("universalDividend", contracts.universalDividend, universalDividendAbi);
  for (const [asset, { pool, parked }] of books.dividendPools) {
    dividend("balances", "poolAt", [asset])(pool.index, ([index]) => index, "index");
    dividend("balances", "poolAt", [asset])(parked, ([, , waiting]) => waiting, "parked");
  }
  for (const [asset, amount] of books.dividendAccounted) dividend("balances", "accounted", [asset])(amount);
  for (const id of books.seats.keys()) {
    for (const asset of books.assets) {
      const due = dueToSeat(books, id, asset, now);
      dividend("claimable", "claimable", [id, asset])(due.claimable);
      dividend("claimable", "frozenOf", [id, asset])(due.frozen);
      dividend("claimable", "forfeitedOf", [id, asset])(due.forfeited);
    }
  }

  for (const [key, reserve] of books.reserves) {
    const [address = zeroAddress, asset = zeroAddress] = key.split(":") as Address[];
    const name = address === contracts.treasury ? "treasury" : `treasury@${address}`;
    view(name, address, treasuryAbi)("balances", "reserveOf", [asset])(reserve);
  }

  const registry = view("contributionRegistry", contracts.contributionRegistry, contributionRegistryAbi);
  registry("supply", "contributionCount", [])(books.works.size);
  view("modelRegistry", contracts.modelRegistry, modelRegistryAbi)("supply", "modelCount", [])(books.models.size);
  for (const [id, { state, score, left, excluded }] of books.works) {
    const work = registry("scores", "contributionAt", [id]);
    work(score, (it) => it.score, "score");
    work(state, (it) => it.state, "state");
    work(left, (it) => it.left, "left");
    work(excluded, (it) => it.excluded, "excluded");
  }

  const governor = view("commonsGovernor", contracts.commonsGovernor, commonsGovernorAbi);
  for (const [id, { votes, seats, options, approvals, ballots }] of books.proposals) {
    for (const [support, name] of ["against", "for", "abstain"].entries()) {
      const at = support as 0 | 1 | 2;
      governor("tallies", "proposalVotes", [id])(votes[at], (it) => it[at], name);
      governor("tallies", "memberVotes", [id])(seats[at], (it) => it[at], name);
    }
    for (let option = 0; options > 0 && option <= options; ++option) {
      governor("tallies", "approvalsOf", [id, option])(approvals.of(`${option}`));
    }
    for (const [voter, ballot] of ballots) {
      const cast = governor("tallies", "ballotOf", [id, voter]);
      cast(ballot.support, (it) => it.support, "support");
      cast(ballot.weight, (it) => it.weight, "weight");
      cast(ballot.options, (it) => it.options, "options");
      cast(ballot.member, (it) => it.member, "member");
    }
  }
  return all;
}

/** Under which a value is known: "contributionToken.balanceOf(0x...)". Addresses are written with their checksum. */
export function keyOf(contract: string, view: string, args: readonly unknown[], field?: string): string {
  const written = args.map((it) => (typeof it === "string" && isAddress(it, { strict: false }) ? getAddress(it) : it));
  return `${contract}.${view}(${written.join()})${field === undefined ? "" : `.${field}`}`;
}

/** Numbers in decimals, accounts in lower case. */
export function text(value: unknown): string {
  return String(value).toLowerCase();
}
