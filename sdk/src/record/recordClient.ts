// The record of a co-op over HTTP: a typed client of what `npm run indexer` answers.
import { type AbiEvent, type Address, getAddress, type Hex } from "viem";
import {
  accessManagerEvents,
  commonsGovernorEvents,
  commonsTimelockEvents,
  contributionRegistryEvents,
  contributionTokenEvents,
  contributorRewardsEvents,
  duplicatesEvents,
  memberRegistryEvents,
  modelRegistryEvents,
  reviewPanelEvents,
  treasuryEvents,
  universalDividendEvents,
} from "../generated/events.ts";
import { RecordNotReady } from "./errors.ts";
import { reviveArgs } from "./reviveArgs.ts";
import type { Amounts, ClaimableWork, EventPage, RecordStatus, SeatDividend } from "./types.ts";

/** By the contracts' names as the record has them. */
const events: Readonly<Record<string, readonly AbiEvent[]>> = {
  AccessManager: accessManagerEvents,
  CommonsGovernor: commonsGovernorEvents,
  Timelock: commonsTimelockEvents,
  ContributionRegistry: contributionRegistryEvents,
  ContributionToken: contributionTokenEvents,
  ContributorRewards: contributorRewardsEvents,
  Duplicates: duplicatesEvents,
  MemberRegistry: memberRegistryEvents,
  ModelRegistry: modelRegistryEvents,
  ReviewPanel: reviewPanelEvents,
  Treasury: treasuryEvents,
  UniversalDividend: universalDividendEvents,
};

const eventsOf = new Map<string, AbiEvent>();
for (const [contract, told] of Object.entries(events)) {
  for (const event of told) eventsOf.set(`${contract}:${event.name}`, event);
}

export type RecordClientOptions = {
  /** Where the indexer answers, as "http://127.0.0.1:42069". */
  readonly url: string;
  /** Milliseconds after which an answer is given up on; 15,000 if not said. */
  readonly timeout?: number;
};

export type EventQuery = {
  /** Only events later than this one. */
  readonly after?: bigint;
  /** Only events earlier than this one. */
  readonly before?: bigint;
  /** The newest first; else in their order. */
  readonly newestFirst?: boolean;
  /** Only events that name this account. */
  readonly account?: Address;
  /** Only events about this model, contribution, vote or seat. */
  readonly model?: number;
  readonly contribution?: bigint;
  readonly proposal?: bigint;
  readonly seat?: bigint;
  /** Only events of these names. */
  readonly names?: readonly string[];
  /** At most 1,000. */
  readonly limit?: number;
};

export type RecordClient = {
  /** How far the record is, and of which co-op it is. */
  status(): Promise<RecordStatus>;
  /** A page of events. */
  events(query?: EventQuery): Promise<EventPage>;
  /** What an account, and the seats whose wallet it is, can claim for work; `asHolder`: without those seats. */
  claimable(account: Address, options?: { readonly asHolder?: boolean }): Promise<ClaimableWork>;
  /** A seat's part of the dividend. @param now Unix seconds, by which a lapsed seat's grace is over or not. */
  dividend(seat: bigint, now?: bigint): Promise<SeatDividend[]>;
  /** Any question by GraphQL; `indexer/generated/schema.graphql` and docs/record.md say what there is. */
  query<data>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<data>;
};

type Json = Record<string, unknown>;

const big = (value: unknown) => (value === null || value === undefined ? null : BigInt(value as string));
const amounts = (value: unknown): Amounts =>
  new Map(
    Object.entries(value as Record<Address, string>).map(([asset, amount]) => [asset as Address, BigInt(amount)]),
  );

/** Every method throws {@link RecordNotReady} while the record can't be relied on or doesn't answer. */
export function createRecordClient({ url, timeout = 15_000 }: RecordClientOptions): RecordClient {
  const ask = async (path: string, body?: Json): Promise<{ json: Json; block: bigint }> => {
    let answer: Response;
    let json: Json;
    try {
      answer = await fetch(`${url}${path}`, {
        signal: AbortSignal.timeout(timeout),
        ...(body
          ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
          : {}),
      });
      json = (await answer.json()) as Json;
    } catch {
      throw new RecordNotReady("It doesn't answer.");
    }
    if (answer.status === 503) throw new RecordNotReady(String(json.reason ?? "It doesn't say why."));
    if (!answer.ok) throw new Error(String(json.error ?? `The record answered ${answer.status}.`));
    return { json, block: BigInt(answer.headers.get("x-commonmind-block") ?? "0") };
  };
  return {
    async status() {
      const { json } = await ask("/status");
      return {
        ready: json.ready === true,
        reason: json.reason as string | null,
        chainId: json.chainId as number | null,
        chainHash: json.chainHash as Hex | null,
        block: big(json.block),
        time: big(json.time),
        head: big(json.head),
        lag: big(json.lag),
      };
    },
    async events({ names, newestFirst, ...asked } = {}) {
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(asked)) if (value !== undefined) query.set(name, `${value}`);
      if (names) query.set("names", names.join());
      if (newestFirst) query.set("order", "desc");
      const { json, block } = await ask(`/events?${query}`);
      const events = (json.events as Json[]).map((row) => {
        const item = eventsOf.get(`${row.contract}:${row.name}`);
        return {
          seq: BigInt(row.seq as string),
          block: BigInt(row.block as string),
          logIndex: Number(row.logIndex),
          time: Number(row.time),
          transaction: row.transaction as Hex,
          address: getAddress(row.address as Address),
          contract: String(row.contract),
          name: String(row.name),
          args: item ? reviveArgs(item, row.args as Json) : (row.args as Json),
        };
      });
      return { events, more: json.more === true, block };
    },
    async claimable(account, { asHolder = false } = {}) {
      const positions: ClaimableWork["positions"][number][] = [];
      for (let [after, more] = [-1n, true]; more; ) {
        const query = new URLSearchParams({
          ...(after < 0n ? {} : { after: `${after}` }),
          ...(asHolder ? { holder: "1" } : {}),
        });
        const { json } = await ask(`/claimable/${account}?${query}`);
        for (const it of json.positions as Json[]) {
          const [position, contribution] = [BigInt(it.position as string), BigInt(it.contribution as string)];
          positions.push({ position, contribution, waiting: amounts(it.waiting) });
        }
        [after, more] = [positions.at(-1)?.position ?? after, json.more === true];
      }
      const totals = new Map<Address, bigint>();
      for (const { waiting } of positions) {
        for (const [asset, amount] of waiting) totals.set(asset, (totals.get(asset) ?? 0n) + amount);
      }
      return { totals, positions };
    },
    async dividend(seat, now) {
      const { json } = await ask(`/dividend/${seat}${now === undefined ? "" : `?now=${now}`}`);
      return (json.waiting as Json[]).map((it) => ({
        asset: it.asset as Address,
        claimable: BigInt(it.claimable as string),
        frozen: BigInt(it.frozen as string),
        forfeited: BigInt(it.forfeited as string),
      }));
    },
    async query<data>(query: string, variables: Readonly<Record<string, unknown>> = {}) {
      const { json } = await ask("/graphql", { query, variables });
      const [first] = (json.errors as { message: string }[] | undefined) ?? [];
      if (first) throw new Error(first.message);
      return json.data as data;
    },
  };
}
