// Pure questions about money: what flows through a model, what a piece of work earned, what a seat did.
import { seatAuthor } from "@commonmind/sdk";
import type { Address } from "viem";
import type { Asset, Leaf, Ledger, Model, Parts, Seat, Work } from "./types.ts";

const same = (a: Address, b: Address) => a.toLowerCase() === b.toLowerCase();
const none = { contributors: 0n, dividend: 0n, reserve: 0n } as const;

const plus = (a: Parts, b: Parts): Parts => ({
  contributors: a.contributors + b.contributors,
  dividend: a.dividend + b.dividend,
  reserve: a.reserve + b.reserve,
});

export type Passed = { readonly model: Model; readonly amount: bigint };

/** One model's money in one asset: paid + what came from models built on it = what it passed on + its three parts. */
export type Flow = Parts & {
  readonly model: Model;
  readonly paid: bigint;
  readonly from: readonly Passed[];
  readonly to: readonly Passed[];
  /** What the three parts add up to. */
  readonly rest: bigint;
};

export function flowOf(ledger: Ledger, model: Model, asset: Address): Flow | undefined {
  const own = model.earned.get(asset.toLowerCase());
  const slices = ledger.slices.filter((it) => same(it.asset, asset) && it.amount > 0n);
  const named = (id: number) => ledger.models.find((it) => it.id === id);
  const passed = (id: number, amount: bigint): Passed[] => {
    const other = named(id);
    return other ? [{ model: other, amount }] : [];
  };
  const incoming = slices.filter(({ to }) => to === model.id);
  if (!own && incoming.length === 0) return undefined;
  const parts = incoming.reduce<Parts>(plus, own ?? none);
  return {
    model,
    contributors: parts.contributors,
    dividend: parts.dividend,
    reserve: parts.reserve,
    paid: own?.received ?? 0n,
    from: incoming.flatMap((it) => passed(it.from, it.amount)),
    to: slices.filter(({ from }) => from === model.id).flatMap((it) => passed(it.to, it.amount)),
    rest: parts.contributors + parts.dividend + parts.reserve,
  };
}

/** Of every model through which money of this asset flowed. */
export const flowsOf = (ledger: Ledger, asset: Address): Flow[] =>
  ledger.models.flatMap((model) => flowOf(ledger, model, asset) ?? []);

/** The token, if models earned in it: it is what most people count in. Else the native currency. */
export function mainAsset(ledger: Ledger, assets: ReadonlyMap<string, Asset>): Asset | undefined {
  const [native, ...tokens] = [...assets.values()];
  return tokens.find(({ address }) => flowsOf(ledger, address).length > 0) ?? native;
}

export type Position = { readonly id: bigint; readonly leaf: Leaf; readonly work: Work };

export type Claimable = Position & {
  /** In the order of the ledger's assets, base units. */
  readonly waiting: readonly bigint[];
};

/** A seat's part of the dividend, in the order of the ledger's assets, base units. */
export type SeatMoney = {
  /** What can be collected now. */
  readonly waiting: readonly bigint[];
  /** What a renewal would give back to a lapsed seat. */
  readonly frozen: readonly bigint[];
  /** What goes back to all members, as nobody renewed in time. */
  readonly lost: readonly bigint[];
};

/** Under which names an account earns: its own, and those of the seats that are at this wallet. */
export function holdersOf(ledger: Ledger, account: Address): Address[] {
  const seats = [...ledger.seats.values()].filter(({ wallet }) => same(wallet, account));
  return [account, ...seats.map(({ id }) => seatAuthor(id))];
}

/** Claimed leaves that an account is paid for, with the id under which they earn. */
export function positionsOf(ledger: Ledger, account: Address): Position[] {
  const keys = new Set(holdersOf(ledger, account).map((holder) => holder.toLowerCase()));
  const found: Position[] = [];
  for (const work of ledger.works.values()) {
    for (const leaf of work.leaves) {
      if (keys.has(leaf.holder.toLowerCase())) found.push({ id: (work.id << 32n) | leaf.index, leaf, work });
    }
  }
  return found;
}

/** The first release without it; none while it stays. `batch`: with which it leaves by itself. */
function endOf(ledger: Ledger, { work }: Position, batch: bigint | undefined): number | undefined {
  const batches = [batch, work.endBatch].filter((it) => it !== undefined);
  const first = batches.reduce<bigint | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined);
  if (first === undefined) return undefined;
  const model = ledger.models.find(({ id }) => id === work.modelId);
  return model?.releases.find(({ lastBatch }) => lastBatch >= first)?.number;
}

/** What a position's work earned over its releases, in base units of the asset, rounded down. */
export function earnedBy(ledger: Ledger, position: Position, asset: Address): bigint {
  const { leaf, work } = position;
  if (work.release === undefined) return 0n;
  const since = work.release;
  const shared = ledger.shared.filter((it) => it.modelId === work.modelId && same(it.asset, asset));
  const scaled = (units: bigint, batch: bigint | undefined) => {
    const end = endOf(ledger, position, batch) ?? Number.POSITIVE_INFINITY;
    const perUnit = shared
      .filter(({ release }) => release >= since && release < end)
      .reduce((sum, { amount, active }) => sum + (amount << 64n) / active, 0n);
    return units * perUnit;
  };
  // What left by itself left before whatever ends the rest.
  const first = (batch: bigint) => (leaf.endBatch !== undefined && leaf.endBatch < batch ? leaf.endBatch : batch);
  const struck = leaf.struck.reduce((sum, { units, endBatch }) => sum + scaled(units, first(endBatch)), 0n);
  return (scaled(leaf.units, leaf.endBatch) + struck) >> 64n;
}

/** What an account was paid for its work in an asset. */
export function collectedBy(ledger: Ledger, account: Address, asset: Address): bigint {
  const keys = new Set(holdersOf(ledger, account).map((holder) => holder.toLowerCase()));
  return ledger.collected
    .filter((it) => keys.has(it.account.toLowerCase()) && same(it.asset, asset))
    .reduce((sum, { amount }) => sum + amount, 0n);
}

/** What a seat was paid in an asset, wherever it was. */
export const dividendCollected = (ledger: Ledger, seat: Seat, asset: Address): bigint =>
  ledger.dividendPayments
    .filter((it) => it.seat === seat.id && same(it.asset, asset))
    .reduce((sum, { amount }) => sum + amount, 0n);

export type DividendWhy = {
  /** All members' part that was shared while the seat was active. */
  readonly total: bigint;
  /** This seat's equal part of it, rounded down. */
  readonly part: bigint;
  readonly fewest: number;
  readonly most: number;
};

/** Why a seat got what it got in an asset; spans that it forfeited don't count. */
export function dividendWhy(ledger: Ledger, seat: Seat, asset: Address): DividendWhy {
  const spans = seat.spans.slice(seat.forfeited);
  const mine = ledger.dividends.filter(
    (it) => same(it.asset, asset) && spans.some(({ from, to }) => from <= it.era && (to === 0 || it.era < to)),
  );
  const counts = mine.map(({ seats }) => seats);
  return {
    total: mine.reduce((sum, { amount }) => sum + amount, 0n),
    part: mine.reduce((sum, { amount, seats }) => sum + (amount << 64n) / BigInt(seats), 0n) >> 64n,
    fewest: counts.length > 0 ? Math.min(...counts) : 0,
    most: counts.length > 0 ? Math.max(...counts) : 0,
  };
}
