// Numbers, money and dates as the words of the design ask for them.
import { type Address, formatUnits } from "viem";
import type { Asset } from "../data/types.ts";

export function number(value: number | bigint, digits: 0 | 1 | 2 = 0): string {
  return new Intl.NumberFormat("en", { maximumFractionDigits: digits }).format(value);
}

const fraction = (asset: Pick<Asset, "decimals">) => (asset.decimals > 8 ? 4 : 2);

/** "6,332.27": cut, never rounded up, so that nobody reads more than there is. */
export function amount(value: bigint, asset: Pick<Asset, "decimals">, digits = fraction(asset)): string {
  const [whole = "0", part = ""] = formatUnits(value, asset.decimals).split(".");
  const shown = part.slice(0, digits).padEnd(digits, "0");
  return `${BigInt(whole).toLocaleString("en")}${digits > 0 ? `.${shown}` : ""}`;
}

/** For sentences: without the zeros that only a column needs. */
export const amountText = (value: bigint, asset: Asset): string =>
  `${amount(value, asset).replace(/(\.\d\d+?)0+$/, "$1")} ${asset.symbol}`;

/** "12.3%": of what must stand beside it. */
export function share(part: bigint, whole: bigint, digits = 1): string {
  if (whole === 0n) return "0%";
  const value = Number((part * 1_000_000n) / whole) / 10_000;
  if (value > 0 && value < 0.01) return "under 0.01%";
  return `${value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, value < 1 ? 2 : digits) })}%`;
}

export function shortAddress(address: Address): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

export const tokens = (value: bigint, digits = 2): string => amount(value, { decimals: 18 }, digits);

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const fullDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric" });

const at = (seconds: number) => new Date(seconds * 1_000);
export const shortDay = (seconds: number): string => day.format(at(seconds));
export const longDay = (seconds: number): string => fullDay.format(at(seconds));
export const dayAndTime = (seconds: number): string =>
  `${weekday.format(at(seconds)).replace(",", "")}, ${clock.format(at(seconds))}`;
export const shortDayAndTime = (seconds: number): string => `${day.format(at(seconds))}, ${clock.format(at(seconds))}`;
export const stamp = (seconds: number): string =>
  `${day.format(at(seconds)).padStart(6, "0")} ${clock.format(at(seconds))}`;
export const monthOf = (seconds: number): string => month.format(at(seconds));

const words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
/** Small counts as words, as in a sentence. */
export function count(value: number | bigint): string {
  return words[Number(value)] ?? number(value);
}
/** In the largest unit of which there are at least two. */
export function duration(seconds: number): string {
  const [one, unit] = seconds >= 2 * 86_400 ? [86_400, "day"] : seconds >= 2 * 3_600 ? [3_600, "hour"] : [60, "minute"];
  const many = Math.ceil(seconds / Number(one));
  return `${number(many)} ${plural(many, String(unit))}`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const plural = (value: number | bigint, one: string, many = `${one}s`): string =>
  Number(value) === 1 ? one : many;
