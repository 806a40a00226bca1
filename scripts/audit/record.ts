// What the indexer says, under the keys that the statements have, and its list of events beside the logs.
import { createRecordClient, type RecordClient, RecordNotReady } from "@commonmind/sdk";
import { type Address, getAddress, zeroAddress } from "viem";
import { ChainError } from "../lib/chain.ts";
import { each } from "../lib/each.ts";
import type { Decoded } from "./logs.ts";
import { keyOf, text } from "./statements.ts";

type Row = Readonly<Record<string, unknown>>;
type Page = { it: { items: Row[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
type Values = Map<string, string>;
type Put = (contract: string, view: string, args: readonly unknown[], value: unknown, field?: string) => void;

const PAGE = 500;
/** As the registry numbers its states. */
const STATES = ["none", "submitted", "review", "accepted", "rejected", "challenged", "final"];

export class RecordReader {
  readonly #record: RecordClient;
  readonly #url: string;

  constructor(url: string) {
    [this.#record, this.#url] = [createRecordClient({ url, timeout: 60_000 }), url];
  }

  /** The block it is at, and its chain; undefined if nothing answers there. Throws if it isn't ready. */
  async at(): Promise<{ block: bigint; chainHash: string | null } | undefined> {
    try {
      const { ready, reason, block, chainHash } = await this.#record.status();
      if (!ready || block === null) {
        throw new ChainError(`The indexer isn't ready: ${reason} Try again later, or leave it out with --no-indexer.`);
      }
      return { block, chainHash };
    } catch (error) {
      if (error instanceof RecordNotReady) return undefined;
      throw error;
    }
  }

  /** Everything it says about what the statements are about. @param now Unix seconds. */
  async values(now: bigint, { treasury }: { treasury: Address }): Promise<Values> {
    const values: Values = new Map();
    const put: Put = (contract, view, args, value, field) =>
      void values.set(keyOf(contract, view, args, field), text(value));

    for (const { address, tokens, votes, delegate } of await this.#rows("accounts", "address tokens votes delegate")) {
      put("contributionToken", "balanceOf", [address], tokens);
      put("contributionToken", "getVotes", [address], votes);
      put("contributionToken", "delegates", [address], delegate ?? zeroAddress);
    }
    for (const { name, value } of await this.#rows("counters", "name value")) {
      if (name === "tokens") put("contributionToken", "totalSupply", [], value);
      if (name === "seats") put("memberRegistry", "census", [], value, "seats");
      if (name === "era") put("memberRegistry", "census", [], value, "era");
    }
    const seats = await this.#rows("seats", "id wallet");
    for (const { id, wallet } of seats) put("memberRegistry", "walletOf", [id], wallet);
    for (const { account, seat } of await this.#rows("seateds", "account seat")) {
      put("memberRegistry", "seatOf", [account], seat);
    }
    const models = await this.#rows("models", "id active");
    put("modelRegistry", "modelCount", [], models.length);
    for (const { id, active } of models) put("contributorRewards", "lineAt", [id], active, "active");
    await this.#money(put, treasury);
    await this.#claimables(put, seats, now);
    await this.#work(put);
    await this.#tallies(put);
    return values;
  }

  async #money(put: Put, inForce: Address): Promise<void> {
    for (const { model, asset, index, parked } of await this.#rows("pools", "model asset index parked")) {
      put("contributorRewards", "poolAt", [model, asset], index, "index");
      put("contributorRewards", "poolAt", [model, asset], parked, "parked");
    }
    for (const { asset, index, parked } of await this.#rows("dividendPools", "asset index parked")) {
      put("universalDividend", "poolAt", [asset], index, "index");
      put("universalDividend", "poolAt", [asset], parked, "parked");
    }
    for (const { treasury, address, reserve } of await this.#rows("assets", "treasury address reserve")) {
      const inUse = treasury === inForce.toLowerCase();
      const name = inUse ? "treasury" : `treasury@${getAddress(treasury as Address)}`;
      put(name, "reserveOf", [address], reserve);
    }
  }

  async #claimables(put: Put, seats: readonly Row[], now: bigint): Promise<void> {
    const assets = new Set<unknown>((await this.#rows("assets", "address")).map(({ address }) => address));
    const positions = await this.#rows("positions", "id holder units");
    for (const { id, units } of positions) {
      put("contributorRewards", "positionAt", [id], units, "units");
      for (const asset of assets) put("contributorRewards", "claimable", [id, asset], 0);
    }
    await each([...new Set(positions.map(({ holder }) => holder))], async (holder) => {
      const { positions: held } = await this.#record.claimable(holder as Address, { asHolder: true });
      for (const { position, waiting } of held) {
        for (const [asset, amount] of waiting) put("contributorRewards", "claimable", [position, asset], amount);
      }
    });
    await each(seats, async ({ id }) => {
      for (const asset of assets) {
        for (const view of ["claimable", "frozenOf", "forfeitedOf"]) put("universalDividend", view, [id, asset], 0);
      }
      for (const { asset, claimable, frozen, forfeited } of await this.#record.dividend(BigInt(id as string), now)) {
        put("universalDividend", "claimable", [id, asset], claimable);
        put("universalDividend", "frozenOf", [id, asset], frozen);
        put("universalDividend", "forfeitedOf", [id, asset], forfeited);
      }
    });
  }

  async #work(put: Put): Promise<void> {
    const works = await this.#rows("contributions", "id state score left excluded");
    put("contributionRegistry", "contributionCount", [], works.length);
    for (const { id, state, score, left, excluded } of works) {
      put("contributionRegistry", "contributionAt", [id], score ?? 0, "score");
      put("contributionRegistry", "contributionAt", [id], STATES.indexOf(String(state)), "state");
      put("contributionRegistry", "contributionAt", [id], left, "left");
      put("contributionRegistry", "contributionAt", [id], excluded, "excluded");
    }
  }

  async #tallies(put: Put): Promise<void> {
    const fields = "id votesFor votesAgainst votesAbstain membersFor membersAgainst membersAbstain";
    for (const row of await this.#rows("proposals", fields)) {
      for (const [field, name] of [
        ["Against", "against"],
        ["For", "for"],
        ["Abstain", "abstain"],
      ] as const) {
        put("commonsGovernor", "proposalVotes", [row.id], row[`votes${field}`], name);
        put("commonsGovernor", "memberVotes", [row.id], row[`members${field}`], name);
      }
    }
    for (const { proposal, number, approvals } of await this.#rows("options", "proposal number approvals")) {
      put("commonsGovernor", "approvalsOf", [proposal, number], approvals);
    }
    for (const row of await this.#rows("ballots", "proposal voter support weight options member")) {
      // The record shows a ballot against all options as one for keeping things; the contract keeps no options with it.
      put("commonsGovernor", "ballotOf", [row.proposal, row.voter], row.support === 0 ? 0 : row.options, "options");
      for (const field of ["support", "weight", "member"]) {
        put("commonsGovernor", "ballotOf", [row.proposal, row.voter], row[field], field);
      }
    }
  }

  /** Every event that it has and the chain hasn't, and the other way round, or that says something else there. */
  async events(logs: readonly Decoded[]): Promise<{ key: string; log: string | null; indexer: string | null }[]> {
    const here = new Map<string, string>();
    for (let after = -1n, more = true; more; ) {
      const answer = (await this.#get(`/events?after=${after}&limit=1000`)) as { events: Row[]; more: boolean };
      for (const row of answer.events) here.set(`${row.block}:${row.logIndex}`, said(row.contract, row.name, row.args));
      after = BigInt((answer.events.at(-1)?.seq as string) ?? after);
      more = answer.more;
    }
    const there = new Map<string, string>(
      logs.map((log) => [`${log.block}:${log.logIndex}`, said(log.contract, log.name, log.args)] as const),
    );
    return [...new Set([...there.keys(), ...here.keys()])].flatMap((at) => {
      const [log, indexer] = [there.get(at) ?? null, here.get(at) ?? null];
      const [block, index] = at.split(":");
      return log === indexer ? [] : [{ key: `block ${block}, log ${index}`, log, indexer }];
    });
  }

  async #rows(table: string, fields: string): Promise<Row[]> {
    const rows: Row[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { it }: Page = await this.#record.query<Page>(
        `query ($after: String) { it: ${table}(limit: ${PAGE}, after: $after) { items { ${fields} } pageInfo { endCursor hasNextPage } } }`,
        { after },
      );
      rows.push(...it.items);
      [after, more] = [it.pageInfo.endCursor, it.pageInfo.hasNextPage];
    }
    return rows;
  }

  async #get(path: string): Promise<unknown> {
    const answer = await fetch(`${this.#url}${path}`, { signal: AbortSignal.timeout(60_000) });
    if (answer.ok) return answer.json();
    throw new ChainError(
      `The indexer answered ${answer.status} to ${path}. Try again, or leave it out with --no-indexer.`,
    );
  }
}

/** An event as both sides can say it. */
function said(contract: unknown, name: unknown, args: unknown): string {
  return `${contract}.${name} ${JSON.stringify(plain(args))}`.toLowerCase();
}

/** Whole numbers as text, fields in alphabetical order. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint" || typeof value === "number") return `${value}`;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, it]) => [key, plain(it)]),
  );
}
