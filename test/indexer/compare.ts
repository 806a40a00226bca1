// The record held against the contracts, value by value, at the same block.
import {
  commonsGovernorAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  memberRegistryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { expect } from "chai";
import type { Address, Hex } from "viem";
import type { IndexerStage, LocalChain } from "./stage.ts";

type Row = Record<string, string>;

/** All rows of a table, page after page. */
export async function rows({ record }: IndexerStage, table: string, fields: string): Promise<Row[]> {
  const all: Row[] = [];
  let after: string | null = null;
  do {
    const page: { items: Row[]; pageInfo: { endCursor: string; hasNextPage: boolean } } = (
      await record.query<Record<string, typeof page>>(
        `query ($after: String) { it: ${table}(limit: 500, after: $after) { items { ${fields} } pageInfo { endCursor hasNextPage } } }`,
        { after },
      )
    ).it as never;
    all.push(...page.items);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return all;
}

const same = (what: string, there: readonly unknown[], here: readonly unknown[]) =>
  expect(here.map(String), what).to.deep.equal(there.map(String));

/** Every log of every contract of the co-op is a row, and no row is without a log. */
export async function compareEvents(stage: IndexerStage, { chain, deployment }: LocalChain): Promise<number> {
  const logs = await chain.client.getLogs({ address: Object.values(deployment.contracts), fromBlock: 0n });
  const events = await rows(stage, "events", "block logIndex transaction");
  const keyOf = (block: unknown, index: unknown, hash: unknown) => `${block}:${index}:${hash}`;
  const there = logs.map(({ blockNumber, logIndex, transactionHash }) => keyOf(blockNumber, logIndex, transactionHash));
  const here = events.map(({ block, logIndex, transaction }) => keyOf(block, logIndex, transaction));
  same("events", there.toSorted(), here.toSorted());
  return logs.length;
}

/** What every position and every seat can claim, what is frozen, what is forfeited. Returns how many amounts weren't 0. */
export async function compareClaimable(stage: IndexerStage, { chain, deployment }: LocalChain): Promise<number> {
  const { contracts } = deployment;
  const assets = [...new Set((await rows(stage, "pools", "asset")).map(({ asset }) => asset as Address))];
  const { timestamp } = await chain.client.getBlock({ blockTag: "pending" });
  const holders = new Map<Address, bigint[]>();
  for (const { id, holder } of await rows(stage, "positions", "id holder")) {
    const held = holders.get(holder as Address) ?? [];
    holders.set(holder as Address, [...held, BigInt(id as string)]);
  }
  let nonzero = 0;
  for (const [holder, ids] of holders) {
    const { positions } = await stage.record.claimable(holder, { asHolder: true });
    const here = new Map(positions.map(({ position, waiting }) => [position, waiting]));
    for (const id of ids) {
      const args = assets.map((asset) => [id, asset] as const);
      const read = {
        address: contracts.contributorRewards,
        abi: contributorRewardsAbi,
        functionName: "claimable",
      } as const;
      const there = await Promise.all(args.map((it) => chain.client.readContract({ ...read, args: it })));
      nonzero += there.filter((amount) => amount > 0n).length;
      same(
        `position ${id}`,
        there,
        assets.map((asset) => here.get(id)?.get(asset) ?? 0n),
      );
    }
  }
  for (const { id } of await rows(stage, "seats", "id")) {
    const seat = BigInt(id as string);
    for (const { asset, claimable, frozen, forfeited } of await stage.record.dividend(seat, timestamp)) {
      const read = { address: contracts.universalDividend, abi: universalDividendAbi, args: [seat, asset] } as const;
      const there = await Promise.all([
        chain.client.readContract({ ...read, functionName: "claimable" }),
        chain.client.readContract({ ...read, functionName: "frozenOf" }),
        chain.client.readContract({ ...read, functionName: "forfeitedOf" }),
      ]);
      nonzero += there.filter((amount) => amount > 0n).length;
      same(`seat ${seat}`, there, [claimable, frozen, forfeited]);
    }
  }
  return nonzero;
}

export async function compareTokens(stage: IndexerStage, { chain, deployment }: LocalChain): Promise<void> {
  const token = { address: deployment.contracts.contributionToken, abi: contributionTokenAbi } as const;
  const accounts = await rows(stage, "accounts", "address tokens votes delegate");
  for (const { address, tokens, votes, delegate } of accounts) {
    const args = [address as Address] as const;
    const there = await Promise.all([
      chain.client.readContract({ ...token, functionName: "balanceOf", args }),
      chain.client.readContract({ ...token, functionName: "getVotes", args }),
      chain.client.readContract({ ...token, functionName: "delegates", args }),
    ]);
    same(`account ${address}`, [there[0], there[1], BigInt(there[2])], [tokens, votes, BigInt(delegate ?? 0)]);
  }
  const supply = await chain.client.readContract({ ...token, functionName: "totalSupply" });
  expect(accounts.reduce((sum, { tokens }) => sum + BigInt(tokens as string), 0n)).to.equal(supply);
}

export async function compareSeats(stage: IndexerStage, { chain, deployment }: LocalChain): Promise<void> {
  const members = { address: deployment.contracts.memberRegistry, abi: memberRegistryAbi } as const;
  for (const { id, wallet, active } of await rows(stage, "seats", "id wallet active")) {
    const args = [BigInt(id as string)] as const;
    const there = await chain.client.readContract({ ...members, functionName: "walletOf", args });
    const seated = await chain.client.readContract({ ...members, functionName: "seatOf", args: [there] });
    same(`seat ${id}`, [there.toLowerCase(), seated === args[0]], [wallet, active]);
  }
}

const STATES = ["none", "submitted", "review", "accepted", "rejected", "challenged", "final"];

export async function compareWork(stage: IndexerStage, { chain, deployment }: LocalChain): Promise<number> {
  const registry = { address: deployment.contracts.contributionRegistry, abi: contributionRegistryAbi } as const;
  const works = await rows(stage, "contributions", "id model state score root left excluded declaredUnits");
  for (const { id, model, state, score, root, left, excluded, declaredUnits } of works) {
    const there = await chain.client.readContract({
      ...registry,
      functionName: "contributionAt",
      args: [BigInt(id as string)],
    });
    const known = [
      there.modelId,
      STATES[there.state],
      there.score,
      there.root,
      there.left,
      there.excluded,
      there.units,
    ];
    same(`contribution ${id}`, known, [model, state, score ?? 0, root as Hex, left, excluded, declaredUnits]);
  }
  return works.length;
}

export async function compareVotes(stage: IndexerStage, { chain, deployment }: LocalChain): Promise<number> {
  const governor = { address: deployment.contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
  const fields = "id voteEnd votesFor votesAgainst votesAbstain membersFor membersAgainst membersAbstain";
  const proposals = await rows(stage, "proposals", fields);
  for (const { id, voteEnd, ...sums } of proposals) {
    const args = [BigInt(id as string)] as const;
    const [against, yes, abstain] = await chain.client.readContract({
      ...governor,
      functionName: "proposalVotes",
      args,
    });
    const members = await chain.client.readContract({ ...governor, functionName: "memberVotes", args });
    const end = await chain.client.readContract({ ...governor, functionName: "proposalDeadline", args });
    same(
      `proposal ${id}`,
      [against, yes, abstain, ...members, end],
      [
        ...[sums.votesAgainst, sums.votesFor, sums.votesAbstain],
        ...[sums.membersAgainst, sums.membersFor, sums.membersAbstain, voteEnd],
      ],
    );
  }
  for (const { proposal, number, approvals } of await rows(stage, "options", "proposal number approvals")) {
    const args = [BigInt(proposal as string), BigInt(number as string)] as const;
    const there = await chain.client.readContract({ ...governor, functionName: "approvalsOf", args });
    same(`option ${number} of ${proposal}`, [there], [approvals]);
  }
  return proposals.length;
}

/** By SQL anything can be read of the record, and nothing changed, begun, or read beside it. */
export async function expectOnlyReading({ url }: IndexerStage): Promise<void> {
  const ask = (sql: string) =>
    fetch(`${url}/sql/db?sql=${encodeURIComponent(JSON.stringify({ json: { sql, params: [] } }))}`);
  for (const sql of [
    ...[
      "delete from event",
      "drop table event",
      "update account set tokens = 0",
      "insert into counter values ('a', 1)",
    ],
    ...["select pg_sleep(20)", "select pg_read_file('/etc/passwd')", "copy event to '/tmp/event'", "vacuum"],
    ...["select 1; delete from event", "with gone as (delete from event returning *) select * from gone"],
    ...["select * from pg_catalog.pg_shadow", "set role none", "create table t (a int)"],
  ]) {
    expect((await ask(sql)).ok, sql).to.equal(false);
  }
  expect((await ask("select count(*) from event")).ok).to.equal(true);
}

/** All of the above, but for events. */
export async function compareAll(stage: IndexerStage, local: LocalChain): Promise<void> {
  await compareClaimable(stage, local);
  await compareTokens(stage, local);
  await compareSeats(stage, local);
  await compareWork(stage, local);
  await compareVotes(stage, local);
}
