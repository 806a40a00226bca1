// Weights as records write them, exactly: decimals of any length, and how they become base units of a token.

/** A number of the file: `units` / 10^`decimals`, without trailing zeros. */
export type Decimal = { readonly units: bigint; readonly decimals: number };

/** How weights of one proposal stand on chain: base units x `divisor` / 10^`decimals` is a weight of the file. */
export type Scale = { readonly decimals: number; readonly divisor: bigint };

/** A snapshot's supply stays below this (BallotBox.sol). */
export const SUPPLY_LIMIT = 1n << 96n;
/** Decimals added where the cap would be less than one base unit: those of most tokens. */
const FINER = 18;
const LONGEST = 200;

/** Reads "12", "0.5", "1e21", "1.5E-3"; undefined for anything else, negative numbers too. */
export function parseDecimal(text: string): Decimal | undefined {
  const parts = /^\+?(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (!parts || text.length > LONGEST) return undefined;
  const [, whole = "", fraction = "", exponent = "0"] = parts;
  let units = BigInt(whole + fraction);
  let decimals = fraction.length - Number(exponent);
  if (decimals < 0) {
    units *= 10n ** BigInt(-decimals);
    decimals = 0;
  }
  while (decimals > 0 && units % 10n === 0n) {
    units /= 10n;
    decimals--;
  }
  return { units, decimals };
}

/**
 * The coarsest base unit in which every weight is whole: one of the file's own unit if all are whole numbers. Where their
 * sum is more than a supply may be, zeros or another divisor that all have in common are taken out. Undefined if even that
 * is too much. Where the cap
 * would be less than a base unit, the unit is made finer.
 */
export function scaleOf(weights: readonly Decimal[], capBps: number): Scale | undefined {
  let decimals = weights.reduce((most, weight) => Math.max(most, weight.decimals), 0);
  const sum = (by: Scale) => weights.reduce((total, weight) => total + toBase(weight, by), 0n);
  const total = sum({ decimals, divisor: 1n });
  if (total > 0n && (total * BigInt(capBps)) / 10_000n === 0n) decimals += FINER;
  const scale = { decimals, divisor: 1n };
  if (sum(scale) < SUPPLY_LIMIT) return scale;
  const common = weights.reduce((divisor, weight) => gcd(divisor, toBase(weight, scale)), 0n);
  // As few zeros as it takes, so that a cap stays a fine share.
  let divisor = 10n;
  while (common % divisor === 0n && sum({ decimals, divisor }) >= SUPPLY_LIMIT) divisor *= 10n;
  const coarser = { decimals, divisor: common % divisor === 0n ? divisor : common };
  const supply = sum(coarser);
  return supply < SUPPLY_LIMIT && supply * BigInt(capBps) >= 10_000n ? coarser : undefined;
}

/** Exact for every weight that the scale was made of. */
export function toBase({ units, decimals }: Decimal, scale: Scale): bigint {
  return (units * 10n ** BigInt(scale.decimals - decimals)) / scale.divisor;
}

/** What comes after the snapshot counts nothing, so it needn't fit: cut to base units, and to what a token can hold. */
export function roughly({ units, decimals }: Decimal, { decimals: places, divisor }: Scale): bigint {
  const amount = (units * 10n ** BigInt(places)) / (10n ** BigInt(decimals) * divisor);
  return amount < SUPPLY_LIMIT ? amount : SUPPLY_LIMIT;
}

/** Base units as the file would write them. */
export function fromBase(amount: bigint, { decimals, divisor }: Scale): string {
  const digits = (amount * divisor).toString().padStart(decimals + 1, "0");
  if (decimals === 0) return digits;
  const fraction = digits.slice(-decimals).replace(/0+$/, "");
  return digits.slice(0, -decimals) + (fraction === "" ? "" : `.${fraction}`);
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
