// Numbers, money and dates as the words of the design ask for them, and as the reader's language writes them.

import { clock, dated, decimal, number } from "@commonmind/sdk/format";
import { formatUnits } from "viem";
import type { Asset } from "../data/types.ts";
import { locale, t } from "../i18n/i18n.ts";

export {
  dayAndTime,
  decimal,
  listed,
  number,
  separator,
  shortAddress,
  shortDay,
  shortDayAndTime,
} from "@commonmind/sdk/format";

const fraction = (asset: Pick<Asset, "decimals">) => (asset.decimals > 8 ? 4 : 2);
/** Cut, never rounded up. */
function cut(value: bigint, { decimals }: Pick<Asset, "decimals">, digits: number): [whole: string, part: string] {
  const [whole = "0", part = ""] = formatUnits(value, decimals).split(".");
  return [whole, part.slice(0, digits).padEnd(digits, "0")];
}

/** "6,332.27": cut, never rounded up, so that nobody reads more than there is. */
export const amount = (value: bigint, asset: Pick<Asset, "decimals">, digits = fraction(asset)): string =>
  decimal(...cut(value, asset, digits));

/** For sentences: without the zeros that only a column needs. */
export function amountText(value: bigint, asset: Asset): string {
  const [whole, part] = cut(value, asset, fraction(asset));
  return `${decimal(whole, part.replace(/(\d\d+?)0+$/, "$1"))} ${asset.symbol}`;
}

/** "12.3%": of what must stand beside it. */
export function share(part: bigint, whole: bigint, digits = 1): string {
  if (whole === 0n) return percent(0, 0);
  const value = Number((part * 1_000_000n) / whole) / 10_000;
  if (value > 0 && value < 0.01) return t("under {least}", { least: percent(0.01, 2) });
  return percent(value, digits, Math.max(digits, value < 1 ? 2 : digits));
}

/** "12.5%", as the language writes it. */
export const percent = (value: number, least: number, most = least): string =>
  new Intl.NumberFormat(locale(), {
    style: "percent",
    minimumFractionDigits: least,
    maximumFractionDigits: most,
  }).format(value / 100);

export const tokens = (value: bigint, digits = 2): string => amount(value, { decimals: 18 }, digits);

export const longDay = (seconds: number): string => dated(seconds, { day: "numeric", month: "long", year: "numeric" });
/** For columns: "05 Mar 12:07". */
export const stamp = (seconds: number): string =>
  `${dated(seconds, { day: "2-digit", month: "short" })} ${clock(seconds)}`;
export const monthOf = (seconds: number): string => dated(seconds, { month: "long", year: "numeric" });

const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
/** Small counts as words, as in a sentence; in languages whose numerals change with their noun, as digits. */
export function count(value: number | bigint): string {
  return (locale().startsWith("en") ? words[Number(value)] : undefined) ?? number(value);
}
const inUnit = (value: number, unit: "day" | "hour" | "minute") =>
  new Intl.NumberFormat(locale(), { style: "unit", unit, unitDisplay: "long" }).format(value);

/** In the largest unit of which there are at least two. */
export function duration(seconds: number): string {
  if (seconds >= 2 * 86_400) return inUnit(Math.ceil(seconds / 86_400), "day");
  if (seconds >= 2 * 3_600) return inUnit(Math.ceil(seconds / 3_600), "hour");
  return inUnit(Math.ceil(seconds / 60), "minute");
}

export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
