/**
 * What the models earn in the story, read from a CSV file or the default below. A row is one payment; from release 1 on,
 * three tenths of it, rounded down, come in at the derived model's till, the rest at the till of the history's.
 *
 * Header `phase,asset,amount`. The phase says when the payment arrives: 0 before release 1, 1 after it, 2 after release 2
 * ("release 1", "before release 1", "after release 2" are understood too). The asset is the native currency ("native" or
 * "ETH") or any other symbol, which stands for an ERC-20 with 6 decimals. The amount is in base units.
 */
import { Problems, readInput, readTable } from "../lib/csvTable.ts";

export const REVENUE_HEADER = ["phase", "asset", "amount"] as const;
/** How reports call the native currency. */
export const NATIVE_ASSET = "ETH";
/** The treasury lists no more than this many ERC-20s. */
export const MAX_TOKENS = 8;
export const TOKEN_DECIMALS = 6;
export const NATIVE_DECIMALS = 18;
/** Amounts stay below this; more would be parked rather than shared among few units. */
export const AMOUNT_LIMIT = 2n ** 96n;

export const PHASES = [0, 1, 2] as const;
export type Phase = (typeof PHASES)[number];

export interface RevenueRow {
  readonly phase: Phase;
  /** {@link NATIVE_ASSET}, or the symbol of an ERC-20 with 6 decimals. */
  readonly asset: string;
  /** Base units: 18 decimals for the native currency, 6 for a token. */
  readonly amount: bigint;
}

/** Used when no file is given: sums that neither the split nor the units divide evenly, so that rounding shows. */
export const DEFAULT_REVENUE: readonly RevenueRow[] = [
  { phase: 1, asset: NATIVE_ASSET, amount: 12_500_000_000_000_000_007n },
  { phase: 1, asset: "USDC", amount: 48_213_377_719n },
  { phase: 2, asset: NATIVE_ASSET, amount: 7_333_333_333_333_333_331n },
  { phase: 2, asset: "USDC", amount: 91_846_153_847n },
];

/** What of a payment of the table comes in at the derived model: nothing before release 1, then three tenths. */
export function derivedPart({ phase, amount }: RevenueRow): bigint {
  return phase === 0 ? 0n : (amount * 3n) / 10n;
}

/** Parses a revenue table; throws InputError with every problem in it. `file` is how messages call it. */
export function parseRevenue(text: string, file: string): RevenueRow[] {
  const problems = new Problems(file);
  const spelling = new Map<string, string>();
  const rows = readTable(text, REVENUE_HEADER, problems).map(({ line, cells }): RevenueRow => {
    const phase = parsePhase(cells.phase);
    if (phase === undefined) {
      const message = `"${cells.phase}" is no phase. Write 0 (before release 1), 1 (after it) or 2 (after release 2).`;
      problems.add(line, "phase", message);
    }
    const asset = isNative(cells.asset) ? NATIVE_ASSET : cells.asset;
    const known = spelling.get(asset.toLowerCase());
    if (!/^[A-Za-z][A-Za-z0-9.]{0,11}$/.test(asset)) {
      const message = `"${asset}" is no asset. Write native, or a symbol: a letter, then up to 11 letters, digits or dots.`;
      problems.add(line, "asset", message);
    } else if (known === undefined) {
      spelling.set(asset.toLowerCase(), asset);
      if ([...spelling.values()].filter((symbol) => symbol !== NATIVE_ASSET).length === MAX_TOKENS + 1) {
        problems.add(line, "asset", `"${asset}" is token number ${MAX_TOKENS + 1}. Use at most ${MAX_TOKENS} tokens.`);
      }
    } else if (known !== asset) {
      problems.add(line, "asset", `"${asset}" was written "${known}" before. Spell one asset in one way.`);
    }
    return { phase: phase ?? 0, asset, amount: parseAmount(cells.amount, line, problems) };
  });
  problems.throwIfAny();
  return rows;
}

export function readRevenue(path: string): RevenueRow[] {
  return parseRevenue(readInput(path), path);
}

function parseAmount(text: string, line: number, problems: Problems): bigint {
  const amount = /^[1-9]\d{0,28}$/.test(text) ? BigInt(text) : 0n;
  if (amount > 0n && amount < AMOUNT_LIMIT) return amount;
  const message = `"${text}" is no amount. Write base units as a whole number from 1 to 2^96 - 1, digits only.`;
  problems.add(line, "amount", message);
  return 0n;
}

function parsePhase(text: string): Phase | undefined {
  const words = text.trim().toLowerCase().replace(/\s+/g, " ");
  if (words === "0" || words === "before release 1") return 0;
  const number = /^(?:(?:after )?release )?([12])$/.exec(words)?.[1];
  return number === undefined ? undefined : number === "1" ? 1 : 2;
}

function isNative(label: string): boolean {
  return ["native", NATIVE_ASSET.toLowerCase()].includes(label.toLowerCase());
}
