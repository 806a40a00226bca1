// Work, the models that it joins and leaves, and the voice that it earns.
import { isActive, type People, type Seat } from "./people.ts";
import { type Clock, require } from "./refusal.ts";
import { entry, Sums } from "./shares.ts";

export type State = "Submitted" | "Accepted" | "Rejected" | "Final";

/** Holders of positions: a wallet, or a seat, `seat:N`. */
export interface Position {
  holder: string;
  /** The batch with which it leaves. */
  endBatch: number | undefined;
}

export interface Leaf {
  readonly author: string;
  /** Before the score. */
  readonly units: bigint;
  readonly unitsPerItem: bigint;
  /** Content hashes. */
  readonly items: readonly string[];
}

/** An item that turned out to be copied. */
export interface Strike {
  readonly item: string;
  readonly units: bigint;
  /** Whether the leaf was claimed by then: else what the item earned lapsed. */
  readonly claimed: boolean;
  /** The batch with which it leaves; none if the leaf had left before. */
  readonly batch: number | undefined;
}

/** A leaf by its work and number. */
export type Spot = { work: Work; index: number };

export interface Work {
  readonly id: bigint;
  readonly model: Model;
  readonly submitter: string;
  readonly seat: bigint;
  readonly leaves: readonly Leaf[];
  state: State;
  score: bigint;
  since: bigint;
  /** The last second in which a panel may score it; none for founding work, which no panel judges. */
  readonly until: bigint | undefined;
  joinBatch: number;
  /** The batch with which all of it leaves, once it is excluded. */
  endBatch: number | undefined;
  rate: bigint;
  mintableFrom: bigint;
  /** Of leaves that were claimed, by index. */
  readonly positions: Map<number, Position>;
  /** Leaves whose tokens have to wait. */
  readonly waiting: Set<number>;
  /** Leaves that were claimed as they left, or later: they never get tokens. */
  readonly forgone: Set<number>;
  readonly strikes: Map<number, Strike[]>;
}

export interface Model {
  readonly id: bigint;
  /** Number of the batch that is open; they count from 1. */
  openBatch: number;
  /** Of each release, from 1, the last batch that it covers. */
  readonly releases: number[];
}

export type Claimed = { work: Work; index: number; position: Position };

const MINT_EPOCH = 30n * 86_400n;
const REVIEW_PLACES = 6;

export class Labour {
  readonly models: Model[] = [];
  readonly works: Work[] = [];
  readonly tokens = new Map<string, bigint>();
  /** What finders' seats have still to collect, in declared units, by model and seat. */
  readonly rewards = new Sums();
  readonly periods: { review: bigint; challenge: bigint };
  mintCap: bigint;
  /** Tokens per unit: the same for every kind. */
  readonly tokenRate: bigint;
  readonly #clock: Clock;
  readonly #people: People;
  readonly #tokensBegan: bigint;
  #reserved = { epoch: 0n, used: 0n };
  /** Until when each place of a seat is taken. */
  readonly #places = new Map<bigint, bigint[]>();

  constructor(
    clock: Clock,
    people: People,
    rules: Pick<Labour, "periods" | "mintCap" | "tokenRate"> & { tokensBegan: bigint },
  ) {
    this.#clock = clock;
    this.#people = people;
    ({ periods: this.periods, mintCap: this.mintCap, tokenRate: this.tokenRate } = rules);
    this.#tokensBegan = rules.tokensBegan;
  }

  addModel(): Model {
    const model = { id: BigInt(this.models.length + 1), openBatch: 1, releases: [] };
    this.models.push(model);
    return model;
  }

  /** `sponsor`: the seat under which it is handed in, if not the submitter's own. */
  submit(submitter: string, model: Model, leaves: readonly Leaf[], sponsor?: Seat): Work {
    const own = this.#people.seatOf(submitter);
    if (sponsor === undefined) require(own !== undefined, "SeatRequired");
    else require(isActive(sponsor) && sponsor.sponsored.get(submitter) === true, "SponsorRequired");
    const seat = (sponsor ?? own)?.number ?? 0n;
    const taken = entry(this.#places, seat, () => []).filter((until) => until > this.#clock.now);
    require(taken.length < REVIEW_PLACES, "ReviewSlotsTaken");
    const until = this.#clock.now + this.periods.review;
    this.#places.set(seat, [...taken, until]);
    return this.record(submitter, seat, model, leaves, until);
  }

  record(submitter: string, seat: bigint, model: Model, leaves: readonly Leaf[], until?: bigint): Work {
    const work: Work = {
      id: BigInt(this.works.length + 1),
      ...{ model, submitter, seat, leaves, until },
      state: "Submitted",
      score: 0n,
      since: this.#clock.now,
      joinBatch: 0,
      endBatch: undefined,
      rate: 0n,
      mintableFrom: 0n,
      positions: new Map(),
      waiting: new Set(),
      forgone: new Set(),
      strikes: new Map(),
    };
    this.works.push(work);
    return work;
  }

  score(work: Work, score: bigint): void {
    require(this.#clock.now <= (work.until ?? 0n), "TooLate");
    this.#requireState(work, "Submitted");
    require(score <= 100n, "ScoreOutOfRange");
    work.score = score;
    this.#enter(work, score < 50n ? "Rejected" : "Accepted");
  }

  expire(work: Work): void {
    require(this.#clock.now > (work.until ?? 0n), "TooEarly");
    require(work.until !== undefined, "NotPanel");
    this.#requireState(work, "Submitted");
    work.score = 0n;
    this.#enter(work, "Rejected");
  }

  overturn(work: Work): void {
    this.#requireState(work, "Accepted");
    work.score = 0n;
    this.#enter(work, "Rejected");
  }

  finalize(work: Work): void {
    this.#requireState(work, "Accepted");
    require(this.#clock.now >= work.since + this.periods.challenge, "TooEarly");
    this.makeFinal(work);
  }

  makeFinal(work: Work): void {
    this.#enter(work, "Final");
    const units = unitsOf(work);
    const { granted, mintableFrom } = this.#reserve(units * this.tokenRate);
    work.rate = granted / units;
    work.mintableFrom = mintableFrom;
    work.joinBatch = work.model.openBatch;
  }

  claimUnits(work: Work, index: number): void {
    this.#requireState(work, "Final");
    require(this.struck(work, index) < leafAt(work, index).units, "NothingLeft");
    require(!work.positions.has(index), "PositionAlreadyOpen");
    this.#open(work, index);
    if (work.endBatch !== undefined) work.forgone.add(index);
    else if (this.#clock.now < work.mintableFrom) work.waiting.add(index);
    else this.#mint(work, index);
  }

  mintTokens(work: Work, index: number): void {
    require(work.waiting.has(index), "TokensNotWaiting");
    require(work.endBatch === undefined, "AlreadyExcluded");
    require(this.#clock.now >= work.mintableFrom, "TooEarly");
    require(work.positions.get(index)?.endBatch === undefined, "PositionAlreadyEnded");
    work.waiting.delete(index);
    this.#mint(work, index);
  }

  withdraw(work: Work, index: number, caller: string): void {
    this.#requireState(work, "Final");
    require(work.endBatch === undefined, "AlreadyExcluded");
    const claimed = work.positions.get(index);
    require(claimed?.endBatch === undefined, "PositionAlreadyEnded");
    require(caller === this.walletOf(claimed?.holder ?? leafAt(work, index).author), "NotAuthor");
    require(claimed !== undefined || this.struck(work, index) < leafAt(work, index).units, "NothingLeft");
    if (claimed === undefined) work.forgone.add(index);
    this.#open(work, index).endBatch = work.model.openBatch;
  }

  exclude(work: Work): void {
    this.#requireState(work, "Final");
    require(work.endBatch === undefined, "AlreadyExcluded");
    work.endBatch = work.model.openBatch;
  }

  /** Somebody shows that an item of `later` stands in `earlier` too. Nothing but that item is taken, once. */
  strike(item: string, earlier: Spot, later: Spot, finder: string): void {
    const { work, index } = later;
    const [from, to] = [earlier.work.id, work.id];
    require(from < to || (from === to && earlier.index < index), "NotEarlier");
    const isOwn = earlier.work.submitter === work.submitter;
    require(!isOwn || earlier.work.state === "Final", "EarlierDoesNotCount");
    const strikes = entry(work.strikes, index, () => []);
    require(!strikes.some((strike) => strike.item === item), "AlreadyStruck");
    this.#requireState(work, "Final");

    const units = leafAt(work, index).unitsPerItem;
    const position = work.positions.get(index);
    const isMinted = position !== undefined && !work.waiting.has(index) && !work.forgone.has(index);
    const wallet = this.walletOf(position?.holder ?? "");
    const had = this.tokensOf(wallet);
    const tokens = units * work.score * work.rate;
    const burned = !isMinted ? 0n : tokens < had ? tokens : had;
    const stands = this.endBatch(work, index) === undefined;
    require(stands || burned > 0n, "NothingLeft");
    this.tokens.set(wallet, had - burned);
    const batch = stands ? work.model.openBatch : undefined;
    strikes.push({ item, units, claimed: position !== undefined, batch });
    const seat = this.#people.seatOf(finder);
    // A tenth of the accepted units; a declared one of it counts a hundred.
    if (stands && seat !== undefined) this.rewards.add((units * work.score) / 1_000n, work.model.id, seat.number);
  }

  /** What a finder's seat earned becomes work of its own, final and claimed at once. */
  collect(model: Model, seat: Seat): void {
    const units = this.rewards.of(model.id, seat.number);
    require(units !== 0n, "NothingToCollect");
    this.rewards.add(-units, model.id, seat.number);
    const leaf = { author: `seat:${seat.number}`, units, unitsPerItem: 1n, items: [] };
    const work = this.record(seat.wallet, seat.number, model, [leaf]);
    work.score = 100n;
    this.makeFinal(work);
    this.claimUnits(work, 0);
  }

  closeBatch(model: Model): void {
    const { joined, left } = this.batch(model, model.openBatch);
    require(joined !== 0n || left !== 0n, "BatchEmpty");
    model.openBatch++;
  }

  publish(model: Model, lastBatch: number): void {
    require(lastBatch < model.openBatch, "BatchNotClosed");
    require(lastBatch >= lastBatchOf(model), "BatchAlreadyReleased");
    model.releases.push(lastBatch);
  }

  recoverTokens(lost: string): void {
    const to = this.#people.heirOf(lost).wallet;
    const amount = this.tokensOf(lost);
    require(amount !== 0n && to !== lost, "NothingToRecover");
    this.tokens.set(lost, 0n);
    this.tokens.set(to, this.tokensOf(to) + amount);
  }

  recoverPositions(lost: string, claimed: readonly Claimed[]): void {
    const heir = this.#people.heirOf(lost);
    require(claimed.every(({ position }) => position.holder === lost), "PositionOfAnother");
    for (const { position } of claimed) position.holder = `seat:${heir.number}`;
  }

  // ------------------------------------------------------------------------------------------ what follows from it

  tokensOf(wallet: string): bigint {
    return this.tokens.get(wallet) ?? 0n;
  }

  walletOf(holder: string): string {
    return holder.startsWith("seat:") ? this.#people.seat(BigInt(holder.slice(5))).wallet : holder;
  }

  /** Every leaf that was claimed. */
  get claimed(): Claimed[] {
    return this.works.flatMap((work) => [...work.positions].map(([index, position]) => ({ work, index, position })));
  }

  /** Accepted units that join and leave with a batch. What leaves with the batch that it joins with does neither. */
  batch(model: Model, batch: number): { joined: bigint; left: bigint } {
    let [joined, left] = [0n, 0n];
    for (const { work, index } of this.#finalLeaves(model)) {
      for (const { units, endBatch } of this.#parts(work, index)) {
        if (work.joinBatch === endBatch) continue;
        if (work.joinBatch === batch) joined += units * work.score;
        if (endBatch === batch) left += units * work.score;
      }
    }
    return { joined, left };
  }

  /** Accepted units that are part of a model's release. */
  activeUnits(model: Model, release = model.releases.length): bigint {
    let sum = 0n;
    for (const { work, index } of this.#finalLeaves(model)) {
      for (const { units, endBatch } of this.#parts(work, index)) {
        if (isBetween(work, endBatch, release)) sum += units * work.score;
      }
    }
    return sum;
  }

  /** Declared units with which a leaf's position earns in a release: without those that lapsed. */
  unitsIn(work: Work, index: number, release: number): bigint {
    return this.#parts(work, index)
      .filter(({ endBatch, lapsed }) => !lapsed && isBetween(work, endBatch, release))
      .reduce((sum, { units }) => sum + units, 0n);
  }

  /** For each item of a model that was struck unclaimed: the accepted units with which it earned in a release. */
  lapsed(model: Model): ((release: number) => bigint)[] {
    return this.#finalLeaves(model).flatMap(({ work, index }) =>
      this.#parts(work, index)
        .filter(({ lapsed }) => lapsed)
        .map(
          ({ units, endBatch }) =>
            (release: number) =>
              isBetween(work, endBatch, release) ? units * work.score : 0n,
        ),
    );
  }

  /** Declared units of a leaf that were struck, and those of them that left with the strike. */
  struck(work: Work, index: number, which: (strike: Strike) => boolean = () => true): bigint {
    return (work.strikes.get(index) ?? []).filter(which).reduce((sum, { units }) => sum + units, 0n);
  }

  /** Declared units of a position. */
  unitsOf(work: Work, index: number): bigint {
    return leafAt(work, index).units - this.struck(work, index, leaves);
  }

  /** Declared units of a leaf that have left, or will with the next release. */
  leftOf(work: Work, index: number): bigint {
    return this.endBatch(work, index) === undefined ? this.struck(work, index, leaves) : leafAt(work, index).units;
  }

  /** The batch with which a leaf leaves: its own, or that of the whole work if that is earlier. */
  endBatch(work: Work, index: number): number | undefined {
    const own = work.positions.get(index)?.endBatch ?? Number.POSITIVE_INFINITY;
    const all = work.endBatch ?? Number.POSITIVE_INFINITY;
    return Math.min(own, all) === Number.POSITIVE_INFINITY ? undefined : Math.min(own, all);
  }

  #finalLeaves(model: Model): Spot[] {
    return this.works
      .filter((work) => work.model === model && work.state === "Final")
      .flatMap((work) => work.leaves.map((_, index) => ({ work, index })));
  }

  /** What a leaf consists of: each item that was struck while it was in, and the rest, with the batch of its end. */
  #parts(work: Work, index: number): { units: bigint; endBatch: number | undefined; lapsed: boolean }[] {
    const struck = (work.strikes.get(index) ?? [])
      .filter(leaves)
      .map(({ units, batch, claimed }) => ({ units, endBatch: batch, lapsed: !claimed }));
    const rest = { units: this.unitsOf(work, index), endBatch: this.endBatch(work, index), lapsed: false };
    return [...struck, rest];
  }

  #open(work: Work, index: number): Position {
    return entry(work.positions, index, () => ({ holder: leafAt(work, index).author, endBatch: undefined }));
  }

  #mint(work: Work, index: number): void {
    const wallet = this.walletOf(work.positions.get(index)?.holder ?? "");
    this.tokens.set(wallet, this.tokensOf(wallet) + this.unitsOf(work, index) * work.score * work.rate);
  }

  /** Each epoch has a cap; what doesn't fit is for the next epoch with room, and never more than one epoch's cap. */
  #reserve(wanted: bigint): { granted: bigint; mintableFrom: bigint } {
    const granted = wanted < this.mintCap ? wanted : this.mintCap;
    const present = (this.#clock.now - this.#tokensBegan) / MINT_EPOCH;
    let { epoch, used } = this.#reserved;
    if (epoch < present) [epoch, used] = [present, 0n];
    if (used + granted > this.mintCap) [epoch, used] = [epoch + 1n, 0n];
    this.#reserved = { epoch, used: used + granted };
    return { granted, mintableFrom: epoch === present ? this.#clock.now : this.#tokensBegan + epoch * MINT_EPOCH };
  }

  #requireState(work: Work, state: State): void {
    require(work.state === state, "StateWrong");
  }

  #enter(work: Work, state: State): void {
    work.state = state;
    work.since = this.#clock.now;
  }
}

/** Units left with the strike: the leaf had not left before it. */
const leaves = ({ batch }: Strike): boolean => batch !== undefined;

/** True for releases that what joined with a work is part of, until it ends with a batch. */
function isBetween({ model, joinBatch }: Work, endBatch: number | undefined, release: number): boolean {
  const joins = releaseOf(model, joinBatch);
  const ends = releaseOf(model, endBatch);
  return joins !== undefined && joins <= release && (ends === undefined || release < ends);
}

/** Accepted units of a whole work. */
export function unitsOf({ leaves, score }: Work): bigint {
  return leaves.reduce((sum, { units }) => sum + units * score, 0n);
}

export function leafAt(work: Work, index: number): Leaf {
  const leaf = work.leaves[index];
  if (leaf === undefined) throw new Error(`Work ${work.id} has no leaf ${index}.`);
  return leaf;
}

/** The release with which what fell into a batch took effect. */
export function releaseOf({ releases }: Model, batch: number | undefined): number | undefined {
  if (batch === undefined) return undefined;
  const at = releases.findIndex((last) => last >= batch);
  return at === -1 ? undefined : at + 1;
}

export function lastBatchOf({ releases }: Model): number {
  return releases.at(-1) ?? 0;
}
