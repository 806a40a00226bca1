// Shares, times and sums as sentences about votes have them.
import { formatUnits } from "viem";
import { decimal } from "../language/format.ts";
import { locale } from "../language/index.ts";

/** "12.5%", of shares in 1/10,000. */
export const bpsText = (bps: number | bigint): string =>
  new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 2 }).format(Number(bps) / 10_000);

/** "2 days", "1.5 hours". */
export function durationText(seconds: number | bigint): string {
  const value = Number(seconds);
  const [size, unit] =
    value >= 86_400 ? [86_400, "day"] : value >= 3_600 ? [3_600, "hour"] : value >= 60 ? [60, "minute"] : [1, "second"];
  const shape = { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale(), shape).format(value / size);
}

/** "1,000.5 ETH": every digit of it. */
export function amountText(amount: bigint, { symbol, decimals }: { symbol: string; decimals: number }): string {
  const [whole = "0", part = ""] = formatUnits(amount, decimals).split(".");
  return `${decimal(whole, part)} ${symbol}`;
}
