// Pure: what a rewards page adds up, and the calls that collect it.

import { collectCalls, contributorRewardsAbi, type Deployment, universalDividendAbi } from "@commonmind/sdk";
import { type Address, parseEventLogs } from "viem";
import type { Call } from "../../../action/call.ts";
import { type Claimable, collectedBy, dividendCollected, earnedBy, type SeatMoney } from "../../../data/money.ts";
import type { Asset, Ledger, Model, Seat } from "../../../data/types.ts";
import { listed } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";

/** All that a rewards page knows of one account. */
export type Earnings = {
  readonly account: Address;
  readonly ledger: Ledger;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly positions: readonly Claimable[];
  readonly seat: Seat | undefined;
  readonly dividend: SeatMoney | undefined;
};

export type KnownAsset = { readonly asset: Asset; readonly index: number };

/** The token first: it is what most people count in. `index`: in the ledger's order. */
export const knownAssets = ({ ledger, assets }: Pick<Earnings, "ledger" | "assets">): KnownAsset[] =>
  ledger.assets
    .flatMap((address, index) => {
      const asset = assets.get(address.toLowerCase());
      return asset ? [{ asset, index }] : [];
    })
    .reverse();

export type Row = KnownAsset & {
  readonly model: Model;
  readonly waiting: bigint;
  readonly collected: bigint;
  readonly units: bigint;
  readonly active: bigint;
};

/** What work earned, by model and asset. */
export function rowsOf(earnings: Earnings): Row[] {
  const { ledger, positions, account } = earnings;
  return ledger.models.flatMap((model) => {
    const mine = positions.filter(({ work }) => work.modelId === model.id);
    if (mine.length === 0) return [];
    const inside = mine.filter(({ work, leaf }) => work.release !== undefined && !leaf.withdrawn && !work.excluded);
    const units = inside.reduce((sum, { leaf }) => sum + leaf.units, 0n);
    const active = ledger.shared.filter(({ modelId }) => modelId === model.id).at(-1)?.active ?? 0n;
    return knownAssets(earnings).map(({ asset, index }) => {
      const waiting = mine.reduce((sum, it) => sum + (it.waiting[index] ?? 0n), 0n);
      const earned = mine.reduce((sum, it) => sum + earnedBy(ledger, it, asset.address), 0n);
      const most = collectedBy(ledger, account, asset.address);
      const collected = earned > waiting ? (earned - waiting < most ? earned - waiting : most) : 0n;
      return { model, asset, index, waiting, collected, units, active };
    });
  });
}

export type Sum = KnownAsset & { readonly waiting: bigint; readonly collected: bigint };

/** What a seat earned, by asset. */
export function dividendRowsOf(earnings: Earnings): Sum[] {
  const { ledger, seat, dividend } = earnings;
  if (!seat) return [];
  return knownAssets(earnings).map(({ asset, index }) => ({
    asset,
    index,
    waiting: dividend?.waiting[index] ?? 0n,
    collected: dividendCollected(ledger, seat, asset.address),
  }));
}

/** By work and by seat together. */
export function sumsOf(earnings: Earnings): Sum[] {
  const { ledger, positions, account } = earnings;
  const seatRows = dividendRowsOf(earnings);
  return knownAssets(earnings).map(({ asset, index }) => {
    const seatRow = seatRows.find((row) => row.index === index);
    return {
      asset,
      index,
      waiting: positions.reduce((sum, it) => sum + (it.waiting[index] ?? 0n), seatRow?.waiting ?? 0n),
      collected: collectedBy(ledger, account, asset.address) + (seatRow?.collected ?? 0n),
    };
  });
}

export type Collecting = { readonly calls: Call[]; readonly seated: boolean };

/** What waits for work and for a seat, in as few calls as hold it: mostly one. Only assets in `chosen`. */
export function collecting(
  { ledger: { assets }, positions, seat, dividend }: Earnings,
  contracts: Deployment["contracts"],
  chosen: (asset: Address) => boolean,
): Collecting {
  const wanted = assets.map((asset) => chosen(asset));
  const only = (waiting: readonly bigint[]) => waiting.map((it, i) => (wanted[i] ? it : 0n));
  const due = seat && dividend && { id: seat.id, waiting: only(dividend.waiting) };
  const calls = collectCalls({
    contracts,
    assets,
    positions: positions.map(({ id, leaf, waiting }) => ({ id, holder: leaf.holder, waiting: only(waiting) })),
    seat: due,
  });
  return { calls, seated: due?.waiting.some((it) => it > 0n) ?? false };
}

/** What the transactions really paid, by asset. */
export function receiptOf(
  receipts: readonly { logs: unknown }[],
  assets: ReadonlyMap<string, Asset>,
): { asset: Asset; sum: bigint }[] {
  const sums = new Map<string, bigint>();
  for (const { logs } of receipts) {
    const paid = parseEventLogs({
      abi: [...contributorRewardsAbi, ...universalDividendAbi],
      eventName: ["Claimed", "DividendClaimed"],
      logs: logs as never,
    });
    for (const { args } of paid) {
      const key = args.asset.toLowerCase();
      sums.set(key, (sums.get(key) ?? 0n) + args.amount);
    }
  }
  return [...sums].flatMap(([key, sum]) => {
    const asset = assets.get(key);
    return asset ? [{ asset, sum }] : [];
  });
}

/** Two sums don't fit the width of a button that must not change. */
export function fitting(sums: readonly string[]): string {
  const text = listed(sums);
  return text.length > 34 && sums[0] ? t("{sum} and more", { sum: sums[0] }) : text;
}
