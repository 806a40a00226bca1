// What people write for a model, a kind, an amount, a hash, as the commands take it.
import { amountText, workKinds } from "@commonmind/sdk";
import { type Address, type Hex, isHex, parseUnits, stringToBytes, stringToHex, zeroAddress } from "viem";
import { badOption, wholeOption } from "../lib/commands.ts";
import type { Unit } from "../proposal/arguments.ts";
import type { Coop } from "../proposal/coop.ts";

const MAX_UINT64 = (1n << 64n) - 1n;

export const workOption = (text: string): bigint => wholeOption("The contribution", text, 1n, MAX_UINT64);
export const seatOption = (name: string, text: string): bigint => wholeOption(name, text, 1n, MAX_UINT64);
export const scoreOption = (text: string): number => Number(wholeOption("--score", text, 0n, 100n));

/** A model by its number, which must be there. */
export function modelOption(text: string, { names }: Coop): number {
  const id = Number(wholeOption("The model", text, 1n, 4_294_967_295n));
  if (names.modelName(id) === undefined) throw badOption(`There is no model ${id}.`, "Models are numbered from 1.");
  return id;
}

/** A kind of work by its name, as the contracts number it. */
export function kindOption(text: string): number {
  const kind = workKinds.findIndex((it) => it.toLowerCase() === text.toLowerCase());
  if (kind >= 0) return kind;
  throw badOption(`--kind is "${text}".`, `It must be one of ${workKinds.join(", ")}.`);
}

export function hashOption(name: string, text: string): Hex {
  if (isHex(text) && text.length === 66) return text;
  throw badOption(`${name} is "${text}".`, "It must be a 32-byte hash: 0x and 64 hex digits.");
}

/** Of what the treasury ever took: everything but the contribution token. The native currency first. */
export const assetsOf = ({ units, deployment }: Coop): Unit[] =>
  units.filter(({ address }) => address !== deployment.contracts.contributionToken);

/** An asset by its symbol or its address. */
export function assetOption(text: string, coop: Coop): Unit {
  const known = assetsOf(coop);
  const found = known.filter(({ symbol, address }) => symbol === text || address.toLowerCase() === text.toLowerCase());
  if (found.length === 1 && found[0]) return found[0];
  const symbols = known.map(({ symbol }) => symbol).join(", ");
  throw badOption(
    `"${text}" is ${found.length === 0 ? "no asset of the treasury" : "the symbol of several assets"}.`,
    `Write one of ${symbols}, or an address.`,
  );
}

/** "1.5 ETH": the asset, and the amount in its base units. */
export function amountOption(text: string, coop: Coop): { unit: Unit; amount: bigint } {
  const [, digits, name] = /^(\d{1,60}(?:\.\d{1,60})?)\s+(.+)$/.exec(text.trim()) ?? [];
  if (digits === undefined || name === undefined) {
    throw badOption(`The amount is "${text}".`, 'Write it with its unit: "1.5 ETH".');
  }
  const unit = assetOption(name, coop);
  if ((digits.split(".")[1]?.length ?? 0) > unit.decimals) {
    throw badOption(`The amount is "${text}".`, `${unit.symbol} has ${unit.decimals} decimals.`);
  }
  const amount = parseUnits(digits, unit.decimals);
  if (amount === 0n) throw badOption(`The amount is "${text}".`, "It must be above nothing.");
  return { unit, amount };
}

export const isNative = (asset: Address): boolean => asset === zeroAddress;

/** Words that go along with money: 32 bytes, zero if there are none. */
export function memoOption(text: string): Hex {
  if (stringToBytes(text).length <= 32) return stringToHex(text, { size: 32 });
  throw badOption(`--memo is "${text}".`, "It has room for 32 bytes: about 32 letters.");
}

/** A sum as JSON has it. */
export const sumJson = ({ address, symbol, decimals }: Unit, amount: bigint) => ({
  asset: address,
  symbol,
  decimals,
  amount: `${amount}`,
});

/** "1.5 ETH and 3 USDC". */
export const sums = (all: readonly { unit: Unit; amount: bigint }[]): string =>
  all.length === 0 ? "nothing" : all.map(({ unit, amount }) => amountText(amount, unit)).join(" and ");

/** Seconds of the chain's clock as people read them, and exactly: "2026-03-05 12:07:00 UTC". */
export const moment = (seconds: bigint | number): string =>
  `${new Date(Number(seconds) * 1_000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
