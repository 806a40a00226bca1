// Sums by asset over the timeline.
import type { Assets } from "./money.ts";
import { type AssetTotals, amount, type Parts, type TimelineEntry } from "./report.ts";

type Sums = Record<keyof Parts, bigint>;

export function totalsOf(timeline: readonly TimelineEntry[], assets: Assets): Record<string, AssetTotals> {
  return Object.fromEntries([...assets.keys()].map((asset) => [asset, totalOf(timeline, asset)]));
}

function totalOf(timeline: readonly TimelineEntry[], asset: string): AssetTotals {
  const own: Sums = { contributors: 0n, dividend: 0n, reserve: 0n };
  const slices: Sums = { contributors: 0n, dividend: 0n, reserve: 0n };
  let [received, upstream, paid, dividendPaid, dividendSwept] = [0n, 0n, 0n, 0n, 0n];
  for (const entry of timeline) {
    if (!("asset" in entry) || entry.asset !== asset) continue;
    if (entry.type === "claim") paid += BigInt(entry.amount);
    else if (entry.type === "dividend") dividendPaid += BigInt(entry.amount);
    else if (entry.type === "sweep") dividendSwept += BigInt(entry.amount);
    else if (entry.type === "settle") {
      received += BigInt(entry.received);
      add(own, entry);
      for (const slice of entry.upstream) {
        upstream += BigInt(slice.amount);
        add(slices, slice);
      }
    }
  }
  return {
    received: amount(received),
    upstream: amount(upstream),
    ...amounts(own),
    upstreamParts: amounts(slices),
    paid: amount(paid),
    residue: amount(own.contributors + slices.contributors - paid),
    dividendPaid: amount(dividendPaid),
    dividendSwept: amount(dividendSwept),
    dividendResidue: amount(own.dividend + slices.dividend - dividendPaid),
  };
}

function add(sums: Sums, { contributors, dividend, reserve }: Parts): void {
  sums.contributors += BigInt(contributors);
  sums.dividend += BigInt(dividend);
  sums.reserve += BigInt(reserve);
}

function amounts({ contributors, dividend, reserve }: Sums): Parts {
  return { contributors: amount(contributors), dividend: amount(dividend), reserve: amount(reserve) };
}
