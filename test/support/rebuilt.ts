// The whole of a co-op's books rebuilt from its events (X4): nothing here calls a contract. It repeats the arithmetic that
// the documentation promises, so that a balance that events can't explain shows.
import { seatAuthor } from "@commonmind/sdk";
import type { Interface } from "ethers";
import { type Commons, type Contracts, ethers } from "./commons.ts";
import { type Moment, RebuiltMembers } from "./rebuiltMembers.ts";
import { add, type Cursor, emptyPool, entry, indexAt, known, type Pool, share } from "./rebuiltShares.ts";

type Event = { name: string; args: Record<string, unknown> & unknown[] };
type Parts = { asset: string; contributors: bigint; dividend: bigint; reserve: bigint };
type Term = { modelId: bigint; joinBatch: bigint; endBatch: bigint; score: bigint };
type Position = {
  holder: string;
  units: bigint;
  endBatch: bigint;
  /** What it had before strikes, oldest first. */
  stages: { units: bigint; endBatch: bigint }[];
};

const isSeat = (account: string) => BigInt(account) < 1n << 64n;

export class Rebuilt {
  readonly balances = new Map<string, bigint>();
  readonly delegates = new Map<string, string>();
  readonly members = new RebuiltMembers();
  readonly reserves = new Map<string, bigint>();
  /** Each model's lineage. */
  readonly upstream = new Map<bigint, { modelId: bigint; bps: bigint }[]>();
  /** What each model passed on to its ancestors and got from its descendants, by model and asset. */
  readonly passedOn = new Map<string, bigint>();
  readonly inherited = new Map<string, bigint>();
  /** What the rewards hold for contributors, by asset. */
  readonly accounted = new Map<string, bigint>();
  readonly active = new Map<bigint, bigint>();
  readonly left = new Map<bigint, bigint>();
  /** The seat under which each contribution was submitted. */
  readonly submittedUnder = new Map<bigint, bigint>();
  readonly positions = new Map<bigint, Position>();
  readonly terms = new Map<bigint, Term>();
  readonly releases = new Map<bigint, { release: bigint; lastBatch: bigint }[]>();
  readonly pools = new Map<string, Pool>();
  /** Claims whose amount the rebuilt cursors don't explain. */
  readonly unexplained: string[] = [];
  readonly #cursors = new Map<string, Cursor>();
  /** Credits that a settlement announced, by model and asset; what is shared beside them was parked before. */
  readonly #credits = new Map<string, bigint[]>();
  /** Of the settlement whose slices are being read: their sum, and the members' parts of them. */
  #passing = 0n;
  #announced = 0n;

  static async from(commons: Commons): Promise<Rebuilt> {
    const rebuilt = new Rebuilt();
    const names = [
      "token",
      "members",
      "models",
      "contributions",
      "rewards",
      "dividend",
      "treasury",
    ] as const satisfies (keyof Contracts)[];
    const token = await commons.token.getAddress();
    const interfaces = new Map<string, Interface>();
    for (const name of names) interfaces.set(await commons[name].getAddress(), commons[name].interface);
    const logs = await ethers.provider.getLogs({
      address: [...interfaces.keys()],
      fromBlock: commons.deployment.fromBlock,
    });
    const times = new Map<number, bigint>();
    for (const log of logs) {
      const event = interfaces.get(log.address)?.parseLog(log);
      // Seats have delegates too, always themselves.
      if (event?.name === "DelegateChanged" && log.address !== token) continue;
      if (!event) continue;
      const time = await timeOf(times, log.blockNumber);
      rebuilt.#apply({ name: event.name, args: event.args as never }, { time, transaction: log.transactionHash });
    }
    rebuilt.unexplained.push(...rebuilt.members.unexplained);
    return rebuilt;
  }

  /** Votes follow from balances and delegations. */
  votes(account: string): bigint {
    let votes = 0n;
    for (const [holder, balance] of this.balances) if (this.delegates.get(holder) === account) votes += balance;
    return votes;
  }

  pool(modelId: bigint, asset: string): Pool {
    return entry(this.pools, `${modelId} ${asset}`, emptyPool);
  }

  claimable(position: bigint, asset: string): bigint {
    return this.#earned(position, asset).amount;
  }

  #apply({ name, args }: Event, moment: Moment): void {
    this.members.read(name, args as never, moment);
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
    UpstreamSet: (args: { modelId: bigint; upstream: { modelId: bigint; bps: bigint }[] }) => {
      this.upstream.set(
        args.modelId,
        args.upstream.map(({ modelId, bps }) => ({ modelId, bps })),
      );
    },
    UpstreamShared: (args: Parts & { modelId: bigint; upstreamId: bigint; amount: bigint }) => {
      add(this.inherited, `${args.upstreamId} ${args.asset}`, args.amount);
      this.#handOn(args.upstreamId, args);
      this.#passing += args.amount;
      this.#announced += args.dividend;
    },
    Settled: (args: Parts & { modelId: bigint; received: bigint; upstream: bigint }) => {
      add(this.passedOn, `${args.modelId} ${args.asset}`, args.upstream);
      this.#handOn(args.modelId, args);
      const parts = args.upstream + args.contributors + args.dividend + args.reserve;
      if (parts !== args.received) this.unexplained.push(`${args.received} was split into ${parts}`);
      if (this.#passing !== args.upstream)
        this.unexplained.push(`${this.#passing} was passed on, not ${args.upstream}`);
      const members = this.#announced + args.dividend;
      add(this.members.accounted, args.asset, members);
      if (members !== 0n) this.members.announce();
      [this.#passing, this.#announced] = [0n, 0n];
    },
    Given: ({ asset, amount }: { asset: string; amount: bigint }) => add(this.reserves, asset, amount),
    Spent: ({ asset, amount }: { asset: string; amount: bigint }) => add(this.reserves, asset, -amount),
    SurplusRecovered: ({ asset, amount }: { asset: string; amount: bigint }) => add(this.reserves, asset, amount),
    ParkedReclaimed: ({ asset, amount }: { asset: string; amount: bigint }) => add(this.reserves, asset, amount),
    ParkedGivenUp: ({ modelId, asset, amount }: { modelId: bigint; asset: string; amount: bigint }) => {
      this.pool(modelId, asset).parked -= amount;
      add(this.accounted, asset, -amount);
    },

    ReleasePublished: ({ modelId, release, lastBatch }: { modelId: bigint; release: bigint; lastBatch: bigint }) =>
      entry(this.releases, modelId, () => []).push({ release, lastBatch }),
    UnitsChanged: ({ modelId, active }: { modelId: bigint; active: bigint }) => this.active.set(modelId, active),
    ContributionSubmitted: ({ contribution, seat }: { contribution: bigint; seat: bigint }) =>
      this.submittedUnder.set(contribution, seat),
    TermOpened: ({ contribution, modelId, joinBatch, score }: Omit<Term, "endBatch"> & { contribution: bigint }) =>
      this.terms.set(contribution, { modelId, joinBatch, score, endBatch: 0n }),
    TermEnded: ({ contribution, endBatch }: { contribution: bigint; endBatch: bigint }) => {
      this.#term(contribution).endBatch = endBatch;
    },
    PositionOpened: (args: { contribution: bigint; index: bigint; holder: string; units: bigint }) =>
      this.positions.set(idOf(args), { holder: args.holder, units: args.units, endBatch: 0n, stages: [] }),
    PositionStruck: (args: { contribution: bigint; index: bigint; units: bigint; endBatch: bigint }) => {
      const position = this.#position(idOf(args));
      const { stages, units } = position;
      const { endBatch } = args;
      const isPart = endBatch !== this.#term(args.contribution).joinBatch;
      if (isPart && stages.at(-1)?.endBatch !== endBatch) stages.push({ units, endBatch });
      position.units -= args.units;
    },
    PositionEnded: (args: { contribution: bigint; index: bigint; endBatch: bigint }) => {
      this.#position(idOf(args)).endBatch = args.endBatch;
    },
    PositionRecovered: ({ position, lost, seat }: { position: bigint; lost: string; seat: bigint }) => {
      const entry = this.#position(position);
      if (entry.holder !== lost) this.unexplained.push(`${position} was ${entry.holder}'s, not ${lost}'s`);
      entry.holder = seatAuthor(seat);
    },
    LeafWithdrawn: ({ contribution, units }: { contribution: bigint; units: bigint }) =>
      add(this.left, contribution, units),
    LeafStruck: ({ contribution, units }: { contribution: bigint; units: bigint }) =>
      add(this.left, contribution, units),
    ContributionExcluded: ({ contribution, units }: { contribution: bigint; units: bigint }) =>
      add(this.left, contribution, units),

    RevenueParked: ({ modelId, asset, amount }: { modelId: bigint; asset: string; amount: bigint }) => {
      if (!this.#wasCredited(modelId, asset, amount)) this.unexplained.push(`${amount} was parked that nobody brought`);
      this.pool(modelId, asset).parked += amount;
    },
    RevenueShared: (args: { modelId: bigint; asset: string; release: bigint; amount: bigint; active: bigint }) => {
      const pool = this.pool(args.modelId, args.asset);
      if (!this.#wasCredited(args.modelId, args.asset, args.amount)) pool.parked -= args.amount;
      share(pool, args.amount, args.active, args.release);
    },
    Claimed: (args: { account: string; asset: string; to: string; amount: bigint; positions: bigint[] }) => {
      let sum = 0n;
      for (const id of args.positions) {
        const { amount, fraction, to } = this.#earned(id, args.asset);
        if (amount !== 0n) this.#cursors.set(`${id} ${args.asset}`, { index: to, fraction });
        sum += amount;
      }
      add(this.accounted, args.asset, -args.amount);
      const wallet = isSeat(args.account) ? this.members.seats.get(BigInt(args.account))?.wallet : args.account;
      if (sum !== args.amount) this.unexplained.push(`${args.account} was paid ${args.amount}, not ${sum}`);
      if (wallet !== args.to) this.unexplained.push(`${args.account} was paid at ${args.to}, not ${wallet}`);
    },
  };

  /** The parts of a settlement or a slice of one: the reserve stays, contributors' part will be shared or parked. */
  #handOn(modelId: bigint, { asset, contributors, reserve }: Parts): void {
    add(this.reserves, asset, reserve);
    add(this.accounted, asset, contributors);
    if (contributors !== 0n) entry(this.#credits, `${modelId} ${asset}`, () => []).push(contributors);
  }

  #wasCredited(modelId: bigint, asset: string, amount: bigint): boolean {
    const credits = this.#credits.get(`${modelId} ${asset}`);
    if (credits?.[0] !== amount) return false;
    credits.shift();
    return true;
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

  #earned(id: bigint, asset: string): { amount: bigint; fraction: bigint; to: bigint } {
    const position = this.#position(id);
    const term = this.#term(id >> 32n);
    const pool = this.pool(term.modelId, asset);
    const first = this.#releaseOf(term.modelId, term.joinBatch);
    if (first === undefined) return { amount: 0n, fraction: 0n, to: 0n };
    const { index: from, fraction } = this.#cursors.get(`${id} ${asset}`) ?? {
      index: indexAt(pool, first),
      fraction: 0n,
    };
    const ends = [position.endBatch, term.endBatch]
      .filter((batch) => batch !== 0n)
      .map((batch) => this.#releaseOf(term.modelId, batch))
      .filter((release) => release !== undefined)
      .map((release) => indexAt(pool, release));
    const to = ends.reduce((least, index) => (index < least ? index : least), pool.index);
    // Each stage up to its release, the present units from the last one on.
    let [scaled, start] = [fraction, from];
    for (const { units, endBatch } of [...position.stages, { units: position.units, endBatch: undefined }]) {
      const release = endBatch === undefined ? undefined : this.#releaseOf(term.modelId, endBatch);
      const end = release === undefined ? to : indexAt(pool, release);
      if (end > start) [scaled, start] = [scaled + units * term.score * (end - start), end];
      if (release === undefined) break;
    }
    return { amount: scaled >> 64n, fraction: scaled & ((1n << 64n) - 1n), to: start };
  }
}

const idOf = ({ contribution, index }: { contribution: bigint; index: bigint }) => (contribution << 32n) | index;

async function timeOf(times: Map<number, bigint>, block: number): Promise<bigint> {
  const known = times.get(block);
  if (known !== undefined) return known;
  const time = BigInt((await ethers.provider.getBlock(block))?.timestamp ?? 0);
  times.set(block, time);
  return time;
}
