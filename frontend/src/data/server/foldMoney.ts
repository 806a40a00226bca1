// The money's side of the fold: what was paid for which model, what it passed on, and to whom it was paid out.

import { type Address, zeroAddress } from "viem";
import { t } from "../../i18n/i18n.ts";
import type { Collected, Dividend, DividendPayment, Shared, Slice } from "../types.ts";
import type { OpenModel } from "./book.ts";
import type { ChainEvent } from "./events.ts";
import type { Happen } from "./happen.ts";

export type MoneyBook = {
  /** The native currency first. */
  readonly assets: Address[];
  readonly shared: Shared[];
  readonly slices: Slice[];
  readonly collected: Collected[];
  readonly dividends: Dividend[];
  readonly dividendPayments: DividendPayment[];
  /** False if the event isn't about money. */
  readonly take: (event: ChainEvent) => boolean;
};

const same = (a: Address, b: Address) => a.toLowerCase() === b.toLowerCase();

export function openMoneyBook(models: ReadonlyMap<number, OpenModel>, happen: Happen): MoneyBook {
  const assets: Address[] = [zeroAddress];
  const shared: Shared[] = [];
  const slices: Slice[] = [];
  const collected: Collected[] = [];
  const dividends: Dividend[] = [];
  const dividendPayments: DividendPayment[] = [];

  /** The payments of one transaction are one line, however many assets and people it paid. */
  let lastPaid = "";
  const payment = (event: ChainEvent, text: () => string) => {
    if (lastPaid !== event.hash) happen(event, text);
    lastPaid = event.hash;
  };

  const take = (event: ChainEvent): boolean => {
    const { args, time, hash } = event;
    switch (event.eventName) {
      case "Settled": {
        const model = models.get(Number(args.modelId));
        if (!model) return true;
        const key = args.asset.toLowerCase();
        const none = { received: 0n, upstream: 0n, contributors: 0n, dividend: 0n, reserve: 0n };
        const sum = model.earned.get(key) ?? none;
        sum.received += args.received;
        sum.upstream += args.upstream;
        sum.contributors += args.contributors;
        sum.dividend += args.dividend;
        sum.reserve += args.reserve;
        model.earned.set(key, sum);
        model.firstPaidAt ??= time;
        const sums = { name: model.name, received: `{${key}:${args.received}}`, upstream: `{${key}:${args.upstream}}` };
        happen(event, () =>
          args.upstream > 0n
            ? t(
                "{name} was settled: {received} came in, {upstream} of it went on to what it is built on, and the rest was split three ways.",
                sums,
              )
            : t("{name} was settled: {received} came in and was split three ways.", sums),
        );
        return true;
      }
      case "UpstreamShared": {
        const [from, to] = [Number(args.modelId), Number(args.upstreamId)];
        const known = slices.find((it) => it.from === from && it.to === to && same(it.asset, args.asset));
        const slice = known ?? {
          ...{ from, to, asset: args.asset as Address },
          ...{ amount: 0n, contributors: 0n, dividend: 0n, reserve: 0n },
        };
        slice.amount += args.amount;
        slice.contributors += args.contributors;
        slice.dividend += args.dividend;
        slice.reserve += args.reserve;
        if (!known) slices.push(slice);
        return true;
      }
      case "RevenueShared":
        shared.push({
          modelId: Number(args.modelId),
          asset: args.asset,
          release: Number(args.release),
          amount: args.amount,
          active: args.active,
        });
        return true;
      case "Claimed":
        collected.push({
          account: args.account,
          asset: args.asset,
          amount: args.amount,
          positions: args.positions,
          time,
          block: event.block,
          hash,
        });
        return true;
      case "DividendShared":
        dividends.push({
          asset: args.asset,
          era: Number(args.era),
          amount: args.amount,
          seats: Number(args.seats),
          time,
        });
        return true;
      case "DividendClaimed":
        dividendPayments.push({ seat: args.seat, asset: args.asset, to: args.to, amount: args.amount, time, hash });
        payment(event, () => t("The dividend of seat {seat} was collected.", { seat: args.seat }));
        return true;
      case "DividendSwept":
        payment(event, () => t("What seat {seat} had left behind went back to all members.", { seat: args.seat }));
        return true;
      case "AssetListed":
        if (!assets.some((asset) => same(asset, args.asset))) assets.push(args.asset);
        return true;
      default:
        return false;
    }
  };

  return { assets, shared, slices, collected, dividends, dividendPayments, take };
}
