// The whole of a co-op's books rebuilt from its events (X4): nothing here calls a contract. It repeats the arithmetic that
// the documentation promises, so that a balance that events can't explain shows.
import type { Interface } from "ethers";
import { type Commons, type Contracts, ethers } from "./commons.ts";

type Event = { name: string; args: Record<string, unknown> & unknown[] };
type Books = { dividend: bigint; reserve: bigint };
type Term = { modelId: bigint; joinBatch: bigint; endBatch: bigint; score: bigint };
type Position = { holder: string; units: bigint; endBatch: bigint };
type Pool = { index: bigint; remainder: bigint; era: bigint; history: [era: bigint, index: bigint][]; parked: bigint };
type Cursor = { index: bigint; fraction: bigint };

const SCALE = 64n;
const MASK = (1n << SCALE) - 1n;
const isSeat = (account: string) => BigInt(account) < 1n << 64n;

export class Rebuilt {
  readonly balances = new Map<string, bigint>();
  readonly delegates = new Map<string, string>();
  readonly wallets = new Map<bigint, string>();
  readonly books = new Map<string, Books>();
  /** What the rewards hold for contributors, by asset. */
  readonly accounted = new Map<string, bigint>();
  readonly active = new Map<bigint, bigint>();
  readonly left = new Map<bigint, bigint>();
  readonly positions = new Map<bigint, Position>();
  readonly terms = new Map<bigint, Term>();
  readonly releases = new Map<bigint, { release: bigint; lastBatch: bigint }[]>();
  readonly pools = new Map<string, Pool>();
  /** Claims whose amount the rebuilt cursors don't explain. */
  readonly unexplained: string[] = [];
  readonly #cursors = new Map<string, Cursor>();
  /** True while the events of a release's opening are read: what is shared then was parked before. */
  #opening = false;

  static async from(commons: Commons): Promise<Rebuilt> {
    const rebuilt = new Rebuilt();
    const names = [
      "token",
      "members",
      "models",
      "contributions",
      "rewards",
      "treasury",
    ] as const satisfies (keyof Contracts)[];
    const token = await commons.token.getAddress();
    const interfaces = new Map<string, Interface>();
    for (const name of names) interfaces.set(await commons[name].getAddress(), commons[name].interface);
    const logs = await ethers.provider.getLogs({
      address: [...interfaces.keys()],
      fromBlock: commons.deployment.fromBlock,
    });
    for (const log of logs) {
      const event = interfaces.get(log.address)?.parseLog(log);
      // Seats have delegates too, always themselves.
      if (event?.name === "DelegateChanged" && log.address !== token) continue;
      if (event) rebuilt.#apply({ name: event.name, args: event.args as never });
    }
    return rebuilt;
  }

  /** Votes follow from balances and delegations. */
  votes(account: string): bigint {
    let votes = 0n;
    for (const [holder, balance] of this.balances) if (this.delegates.get(holder) === account) votes += balance;
    return votes;
  }

  pool(modelId: bigint, asset: string): Pool {
    return entry(this.pools, `${modelId} ${asset}`, () => ({
      index: 0n,
      remainder: 0n,
      era: 0n,
      history: [],
      parked: 0n,
    }));
  }

  claimable(position: bigint, asset: string): bigint {
    return this.#earned(position, asset).amount;
  }

  #apply({ name, args }: Event): void {
    if (name === "UnitsChanged") this.#opening = true;
    else if (name !== "RevenueShared") this.#opening = false;
    this.#read[name]?.(args as never);
  }

  readonly #read: Record<string, (args: never) => void> = {
    Transfer: ({ from, to, value }: { from: string; to: string; value: bigint }) => {
      if (from !== ethers.ZeroAddress) add(this.balances, from, -value);
      if (to !== ethers.ZeroAddress) add(this.balances, to, value);
    },
    DelegateChanged: ({ delegator, toDelegate }: { delegator: string; toDelegate: string }) => {
      this.delegates.set(delegator, toDelegate);
    },
    SeatOpened: ({ seat, wallet }: { seat: bigint; wallet: string }) => this.wallets.set(seat, wallet),
    SeatRebound: ({ seat, to }: { seat: bigint; to: string }) => this.wallets.set(seat, to),

    Settled: (args: { asset: string; contributors: bigint; dividend: bigint; reserve: bigint }) => {
      const books = this.#booksOf(args.asset);
      books.dividend += args.dividend;
      books.reserve += args.reserve;
      add(this.accounted, args.asset, args.contributors);
    },
    Given: ({ asset, amount }: { asset: string; amount: bigint }) => {
      this.#booksOf(asset).reserve += amount;
    },
    Spent: ({ asset, amount }: { asset: string; amount: bigint }) => {
      this.#booksOf(asset).reserve -= amount;
    },
    DividendReleased: ({ asset, amount }: { asset: string; amount: bigint }) => {
      this.#booksOf(asset).dividend -= amount;
    },
    SurplusRecovered: ({ asset, amount }: { asset: string; amount: bigint }) => {
      this.#booksOf(asset).reserve += amount;
    },

    ReleasePublished: ({ modelId, release, lastBatch }: { modelId: bigint; release: bigint; lastBatch: bigint }) =>
      entry(this.releases, modelId, () => []).push({ release, lastBatch }),
    UnitsChanged: ({ modelId, active }: { modelId: bigint; active: bigint }) => this.active.set(modelId, active),
    TermOpened: ({ contribution, modelId, joinBatch, score }: Omit<Term, "endBatch"> & { contribution: bigint }) =>
      this.terms.set(contribution, { modelId, joinBatch, score, endBatch: 0n }),
    TermEnded: ({ contribution, endBatch }: { contribution: bigint; endBatch: bigint }) => {
      this.#term(contribution).endBatch = endBatch;
    },
    PositionOpened: (args: { contribution: bigint; index: bigint; holder: string; units: bigint }) =>
      this.positions.set(idOf(args), { holder: args.holder, units: args.units, endBatch: 0n }),
    PositionEnded: (args: { contribution: bigint; index: bigint; endBatch: bigint }) => {
      this.#position(idOf(args)).endBatch = args.endBatch;
    },
    LeafWithdrawn: ({ contribution, units }: { contribution: bigint; units: bigint }) =>
      add(this.left, contribution, units),
    ContributionExcluded: ({ contribution, units }: { contribution: bigint; units: bigint }) =>
      add(this.left, contribution, units),

    RevenueParked: ({ modelId, asset, amount }: { modelId: bigint; asset: string; amount: bigint }) => {
      this.pool(modelId, asset).parked += amount;
    },
    RevenueShared: (args: { modelId: bigint; asset: string; release: bigint; amount: bigint; active: bigint }) => {
      const pool = this.pool(args.modelId, args.asset);
      if (this.#opening) pool.parked -= args.amount;
      if (pool.era < args.release) {
        pool.history.push([args.release, pool.index]);
        pool.era = args.release;
        pool.remainder = 0n;
      }
      const scaled = (args.amount << SCALE) + pool.remainder;
      pool.index += scaled / args.active;
      pool.remainder = scaled % args.active;
    },
    Claimed: (args: { account: string; asset: string; to: string; amount: bigint; positions: bigint[] }) => {
      let sum = 0n;
      for (const id of args.positions) {
        const { amount, fraction, to } = this.#earned(id, args.asset);
        if (amount !== 0n) this.#cursors.set(`${id} ${args.asset}`, { index: to, fraction });
        sum += amount;
      }
      add(this.accounted, args.asset, -args.amount);
      const wallet = isSeat(args.account) ? this.wallets.get(BigInt(args.account)) : args.account;
      if (sum !== args.amount) this.unexplained.push(`${args.account} was paid ${args.amount}, not ${sum}`);
      if (wallet !== args.to) this.unexplained.push(`${args.account} was paid at ${args.to}, not ${wallet}`);
    },
  };

  #booksOf(asset: string): Books {
    return entry(this.books, asset, () => ({ dividend: 0n, reserve: 0n }));
  }

  #term(contribution: bigint): Term {
    return known(this.terms, contribution);
  }

  #position(id: bigint): Position {
    return known(this.positions, id);
  }

  /** The release with which a batch took effect; none if there isn't one yet. */
  #releaseOf(modelId: bigint, batch: bigint): bigint | undefined {
    return this.releases.get(modelId)?.find(({ lastBatch }) => lastBatch >= batch)?.release;
  }

  #indexAt(pool: Pool, era: bigint): bigint {
    if (era > pool.era) return pool.index;
    return pool.history.find(([key]) => key >= era)?.[1] ?? 0n;
  }

  #earned(id: bigint, asset: string): { amount: bigint; fraction: bigint; to: bigint } {
    const position = this.#position(id);
    const term = this.#term(id >> 32n);
    const pool = this.pool(term.modelId, asset);
    const first = this.#releaseOf(term.modelId, term.joinBatch);
    if (first === undefined) return { amount: 0n, fraction: 0n, to: 0n };
    const { index: from, fraction } = this.#cursors.get(`${id} ${asset}`) ?? {
      index: this.#indexAt(pool, first),
      fraction: 0n,
    };
    const ends = [position.endBatch, term.endBatch]
      .filter((batch) => batch !== 0n)
      .map((batch) => this.#releaseOf(term.modelId, batch))
      .filter((release) => release !== undefined)
      .map((release) => this.#indexAt(pool, release));
    const to = ends.reduce((least, index) => (index < least ? index : least), pool.index);
    if (to <= from) return { amount: 0n, fraction, to };
    const scaled = position.units * term.score * (to - from) + fraction;
    return { amount: scaled >> SCALE, fraction: scaled & MASK, to };
  }
}

const idOf = ({ contribution, index }: { contribution: bigint; index: bigint }) => (contribution << 32n) | index;

function add<K>(map: Map<K, bigint>, key: K, amount: bigint): void {
  map.set(key, (map.get(key) ?? 0n) + amount);
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

function known<K, V>(map: Map<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`Events speak of ${String(key)} before it began.`);
  return value;
}
