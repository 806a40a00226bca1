/**
 * Numbers, accounts, lists and dates as the reader's language writes them.
 * @module
 */
import type { Address } from "viem";
import { locale } from "./index.ts";

/** A number with the separators of the language: "1,234.5". */
export function number(value: number | bigint, digits: 0 | 1 | 2 = 0): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
}

/** What stands between a whole and its part: "." or ",". */
export const separator = (): string => (1.5).toLocaleString(locale()).charAt(1);

/** Digits before and after the point: "1,234.50". */
export const decimal = (whole: string, part: string): string =>
  `${BigInt(whole).toLocaleString(locale())}${part === "" ? "" : `${separator()}${part}`}`;

/** "a, b and c". */
export const listed = (parts: readonly string[]): string =>
  new Intl.ListFormat(locale(), { type: "conjunction" }).format(parts);

/** An address by its ends: "0x7099…79C8". */
export function shortAddress(address: Address): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

let zone: () => string | undefined = () => undefined;

/** Whoever shows dates of this package says in which time zone (IANA, "UTC"); undefined is the reader's own. */
export function keepTime(of: () => string | undefined): void {
  zone = of;
}

/** One for a language, a zone and a shape: making one is slow. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** A moment (unix seconds) in a shape of Intl's. */
export function dated(seconds: number, shape: Intl.DateTimeFormatOptions): string {
  const timeZone = zone();
  const key = `${locale()} ${timeZone} ${JSON.stringify(shape)}`;
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(locale(), { timeZone, ...shape });
  formatters.set(key, formatter);
  return formatter.format(new Date(seconds * 1_000));
}

/** "12:07". */
export const clock = (seconds: number) => dated(seconds, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
/** "5 Mar". */
export const shortDay = (seconds: number): string => dated(seconds, { day: "numeric", month: "short" });

/** "Thursday 5 March, 12:07". */
export function dayAndTime(seconds: number): string {
  const day = dated(seconds, { weekday: "long", day: "numeric", month: "long" });
  return `${locale().startsWith("en") ? day.replace(",", "") : day}, ${clock(seconds)}`;
}
/** "5 Mar, 12:07". */
export const shortDayAndTime = (seconds: number): string => `${shortDay(seconds)}, ${clock(seconds)}`;
