// Money: tills, the split, slices for what a model was built on, contributors' and members' shares, the reserve.
import { Lineage, type SplitBps } from "../../../../scripts/story/reference/lineage.ts";
import { type Bounds, NOTHING } from "../../../../scripts/story/reference/shares.ts";
import { isActive, type People, presentLife, type Seat, type Span } from "./people.ts";
import { type Clock, require } from "./refusal.ts";
import { entry, less, SharedMoney, Sums } from "./shares.ts";
import type { Claimed, Labour, Model } from "./work.ts";

export const NATIVE = "0x0000000000000000000000000000000000000000";
const DAY = 86_400n;
const EPOCH = 30n * DAY;
const PARKED_FOR = 730n * DAY;
const MAX_TOKENS = 8;

export class Money {
  readonly listed = new Set<string>([NATIVE]);
  readonly reserve = new Sums();
  readonly lineage = new Lineage();
  /** On the books of the two that share. */
  readonly accounted = { rewards: new Sums(), dividend: new Sums() };
  /** Base units by holder and asset: contracts, tills (`till:N`) and, as a difference, wallets. */
  readonly purse = new Sums();
  readonly ceilings = new Map<string, bigint>();
  readonly dividends = new Map<string, SharedMoney>();
  readonly revenue = new Map<string, SharedMoney>();
  /** Paid to positions, paid to seats in each life, and taken from lapsed seats. */
  readonly paid = new Sums();
  split: SplitBps;
  readonly #clock: Clock;
  readonly #people: People;
  readonly #labour: Labour;
  readonly #spent = new Map<string, { epoch: bigint; amount: bigint }>();

  constructor(clock: Clock, people: People, labour: Labour, split: SplitBps) {
    this.#clock = clock;
    this.#people = people;
    this.#labour = labour;
    this.split = split;
  }

  // ------------------------------------------------------------------------------------------ coming in

  move(asset: string, from: string, to: string, amount: bigint): void {
    this.purse.add(-amount, from, asset);
    this.purse.add(amount, to, asset);
  }

  /** With an invoice's number; only what is listed. */
  pay(model: Model, asset: string, from: string, amount: bigint): void {
    this.#requireTaken(asset, amount);
    this.move(asset, from, till(model), amount);
  }

  give(asset: string, from: string, amount: bigint): void {
    this.#requireTaken(asset, amount);
    this.move(asset, from, "treasury", amount);
    this.reserve.add(amount, asset);
  }

  settle(model: Model, asset: string): void {
    require(this.listed.has(asset), "AssetNotListed");
    const received = this.purse.of(till(model), asset);
    const { upstream, own } = this.lineage.split(`${model.id}`, received, this.split);
    this.move(asset, till(model), "treasury", received);
    for (const part of [...upstream, { model: `${model.id}`, ...own }]) {
      const earner = this.#labour.models[Number(part.model) - 1] ?? model;
      this.#credit(asset, "rewards", part.contributors);
      this.#credit(asset, "dividend", part.dividend);
      this.reserve.add(part.reserve, asset);
      this.revenueOf(earner, asset).add(part.contributors, this.#labour.activeUnits(earner), earner.releases.length);
    }
    const members = [...upstream, own].reduce((sum, { dividend }) => sum + dividend, 0n);
    this.#shareAmongMembers(asset, members);
  }

  /** A release shares what was parked. */
  publish(model: Model, lastBatch: number, assets: readonly string[]): void {
    this.#labour.publish(model, lastBatch);
    const units = this.#labour.activeUnits(model);
    for (const asset of assets) this.revenueOf(model, asset).unpark(units, model.releases.length);
  }

  unparkDividend(asset: string): void {
    this.dividendOf(asset).unpark(BigInt(this.#people.active.length), this.#people.era);
  }

  // ------------------------------------------------------------------------------------------ going out

  /** What a position can claim: between the exact share, rounded down, and next to nothing less. */
  claimable({ work, index }: Claimed, asset: string): Bounds {
    const earned = this.revenueOf(work.model, asset).earned(
      (release) => this.#labour.unitsIn(work, index, release) * work.score,
    );
    return less(earned, this.paid.of(positionName(work.id, index), asset));
  }

  /** What items earned that were struck before anybody claimed them: nobody's, exactly; and how many they are. */
  lapsed(model: Model, asset: string): { amount: bigint; items: number } {
    const lapsed = this.#labour.lapsed(model);
    const revenue = this.revenueOf(model, asset);
    const amount = lapsed.reduce((sum, unitsIn) => sum + revenue.earned(unitsIn).high, 0n);
    return { amount, items: lapsed.length };
  }

  /** A position was paid `amount`, which was found to be within what it could claim. */
  collected({ work, index, position }: Claimed, asset: string, amount: bigint): void {
    this.paid.add(amount, positionName(work.id, index), asset);
    this.#payOut(asset, "rewards", this.#labour.walletOf(position.holder), amount);
  }

  /** What a seat's present life can claim, or could if it were restored. */
  due(seat: Seat, asset: string): Bounds {
    const life = presentLife(seat);
    if (this.#people.graceIsOver(seat)) return NOTHING;
    return less(this.#earned(life, asset), this.paid.of(...lifeName(seat), asset));
  }

  /** What lives that are over left. Where each was rounded is the chain's affair: once together, or each for itself. */
  forfeited(seat: Seat, asset: string): Bounds {
    const lives = this.#people.overLives(seat);
    const everything = this.dividendOf(asset).earned((era) => (lives.some((life) => isIn(life, era)) ? 1n : 0n));
    const low = lives.reduce((sum, life) => sum + this.#earned(life, asset).low, 0n);
    const had = lives.reduce((sum, _, life) => sum + this.paid.of(seat.number, life, asset), 0n);
    return less({ low, high: everything.high }, had + this.paid.of(seat.number, "swept", asset));
  }

  /** Where a seat stands that asks for its dividend. */
  requireDividend(seat: Seat): void {
    require(isActive(seat), this.#people.graceIsOver(seat) ? "SeatForfeited" : "SeatFrozen");
  }

  collectedDividend(seat: Seat, asset: string, amount: bigint): void {
    this.paid.add(amount, ...lifeName(seat), asset);
    this.#payOut(asset, "dividend", seat.wallet, amount);
  }

  requireForfeited(seat: Seat): void {
    require(this.#people.overLives(seat).length > 0, "NothingForfeited");
  }

  /** What was forfeited goes back to those who are members now. */
  swept(seat: Seat, asset: string, amount: bigint): void {
    this.paid.add(amount, seat.number, "swept", asset);
    this.#shareAmongMembers(asset, amount);
  }

  spend(asset: string, to: string, amount: bigint): void {
    require(amount <= this.reserve.of(asset), "ReserveTooSmall");
    const epoch = this.#clock.now / EPOCH;
    const last = this.#spent.get(asset);
    const spent = last?.epoch === epoch ? last.amount : 0n;
    const ceiling = this.ceilings.get(asset) ?? 0n;
    require(spent + amount <= ceiling || amount === 0n, "CeilingExceeded");
    this.#spent.set(asset, { epoch, amount: spent + amount });
    this.reserve.add(-amount, asset);
    this.move(asset, "treasury", to, amount);
  }

  recoverSurplus(asset: string): void {
    this.reserve.add(this.purse.of("treasury", asset) - this.reserve.of(asset), asset);
  }

  reclaimParked(model: Model, asset: string): void {
    const revenue = this.revenueOf(model, asset);
    require(revenue.parked !== 0n, "NothingParked");
    require(this.#clock.now >= revenue.parkedSince + PARKED_FOR, "ParkedTooShortly");
    const amount = revenue.parked;
    revenue.parked = 0n;
    this.#payOut(asset, "rewards", "treasury", amount);
    this.reserve.add(amount, asset);
  }

  // ------------------------------------------------------------------------------------------ governed

  setSplit(split: SplitBps): void {
    const { contributors, dividend, reserve } = split;
    const inBounds = contributors >= 4_000 && dividend >= 1_000 && contributors + dividend + reserve === 10_000;
    require(inBounds, "SplitOutOfBounds");
    this.split = split;
  }

  list(asset: string): void {
    require(!this.listed.has(asset), "AssetAlreadyListed");
    require([...this.listed, asset].filter((one) => one !== NATIVE).length <= MAX_TOKENS, "TooManyAssets");
    this.listed.add(asset);
  }

  delist(asset: string): void {
    require(this.listed.delete(asset), "AssetNotListed");
  }

  register(upstream: readonly { model: Model; bps: number }[]): void {
    for (const { model } of upstream) require(model.releases.length > 0, "UpstreamNotReleased");
    let total = 0;
    for (const [at, { model, bps }] of upstream.entries()) {
      require(bps > 0, "UpstreamWithoutPart");
      require(upstream.findIndex((other) => other.model === model) === at, "UpstreamRepeated");
      total += bps;
      require(total <= 4_000, "UpstreamTooLarge");
    }
    const declared = upstream.map(({ model, bps }) => ({ model: `${model.id}`, bps }));
    // Worked out apart first: what is refused must leave nothing behind.
    require(this.lineage.register("drawn", declared).length <= 16, "UpstreamTooMany");
    this.lineage.register(`${this.#labour.addModel().id}`, declared);
  }

  // ------------------------------------------------------------------------------------------ shares

  revenueOf(model: Model, asset: string): SharedMoney {
    return entry(this.revenue, `${model.id} ${asset}`, () => new SharedMoney(this.#clock));
  }

  dividendOf(asset: string): SharedMoney {
    return entry(this.dividends, asset, () => new SharedMoney(this.#clock));
  }

  #earned(life: readonly Span[], asset: string): Bounds {
    return this.dividendOf(asset).earned((era) => (isIn(life, era) ? 1n : 0n));
  }

  #shareAmongMembers(asset: string, amount: bigint): void {
    this.dividendOf(asset).add(amount, BigInt(this.#people.active.length), this.#people.era);
  }

  #credit(asset: string, to: "rewards" | "dividend", amount: bigint): void {
    this.accounted[to].add(amount, asset);
    this.move(asset, "treasury", to, amount);
  }

  #payOut(asset: string, from: "rewards" | "dividend", to: string, amount: bigint): void {
    this.accounted[from].add(-amount, asset);
    this.move(asset, from, to, amount);
  }

  #requireTaken(asset: string, amount: bigint): void {
    require(this.listed.has(asset), "AssetNotListed");
    require(amount > 0n, "NothingGiven");
  }
}

export const till = ({ id }: Model): string => `till:${id}`;

function positionName(work: bigint, index: number): string {
  return `position ${work}/${index}`;
}

function lifeName(seat: Seat): [bigint, number] {
  return [seat.number, seat.lives.length - 1];
}

function isIn(life: readonly Span[], era: number): boolean {
  return life.some(({ from, to }) => from <= era && (to === undefined || era < to));
}
