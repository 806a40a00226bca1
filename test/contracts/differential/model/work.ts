// Work, the models that it joins and leaves, and the voice that it earns.
import { isActive, type People, type Seat } from "./people.ts";
import { type Clock, require } from "./refusal.ts";
import { entry } from "./shares.ts";

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
}

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
    require(!work.positions.has(index), "PositionAlreadyOpen");
    this.#open(work, index);
    if (work.endBatch !== undefined) return;
    if (this.#clock.now < work.mintableFrom) work.waiting.add(index);
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
    const holder = work.positions.get(index)?.holder ?? leafAt(work, index).author;
    require(caller === this.walletOf(holder), "NotAuthor");
    require(work.positions.get(index)?.endBatch === undefined, "PositionAlreadyEnded");
    this.#open(work, index).endBatch = work.model.openBatch;
  }

  exclude(work: Work): void {
    this.#requireState(work, "Final");
    require(work.endBatch === undefined, "AlreadyExcluded");
    work.endBatch = work.model.openBatch;
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
    for (const { work, units, endBatch } of this.#finalLeaves(model)) {
      if (work.joinBatch === endBatch) continue;
      if (work.joinBatch === batch) joined += units;
      if (endBatch === batch) left += units;
    }
    return { joined, left };
  }

  /** Accepted units that are part of a model's release. */
  activeUnits(model: Model, release = model.releases.length): bigint {
    return this.#finalLeaves(model)
      .filter(({ work, index }) => this.isPart(work, index, release))
      .reduce((sum, { units }) => sum + units, 0n);
  }

  isPart(work: Work, index: number, release: number): boolean {
    const joins = releaseOf(work.model, work.joinBatch);
    const ends = releaseOf(work.model, this.endBatch(work, index));
    return joins !== undefined && joins <= release && (ends === undefined || release < ends);
  }

  /** The batch with which a leaf leaves: its own, or that of the whole work if that is earlier. */
  endBatch(work: Work, index: number): number | undefined {
    const own = work.positions.get(index)?.endBatch ?? Number.POSITIVE_INFINITY;
    const all = work.endBatch ?? Number.POSITIVE_INFINITY;
    return Math.min(own, all) === Number.POSITIVE_INFINITY ? undefined : Math.min(own, all);
  }

  #finalLeaves(model: Model) {
    return this.works
      .filter((work) => work.model === model && work.state === "Final")
      .flatMap((work) =>
        work.leaves.map((leaf, index) => ({
          ...{ work, index, units: leaf.units * work.score, endBatch: this.endBatch(work, index) },
        })),
      );
  }

  #open(work: Work, index: number): Position {
    return entry(work.positions, index, () => ({ holder: leafAt(work, index).author, endBatch: undefined }));
  }

  #mint(work: Work, index: number): void {
    const wallet = this.walletOf(work.positions.get(index)?.holder ?? "");
    this.tokens.set(wallet, this.tokensOf(wallet) + leafAt(work, index).units * work.score * work.rate);
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
