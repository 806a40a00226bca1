// What people write for an argument, as the contract takes it: "1.5 ETH", "3 days", "12.5%", "Data", a contract's name.
import { type Deployment, workKinds } from "@commonmind/sdk";
import { type AbiParameter, type Address, getAddress, type Hex, isAddress, parseUnits, zeroAddress } from "viem";
import type { Path, Value } from "./source.ts";

export type Unit = { symbol: string; decimals: number; address: Address };

export type Known = {
  deployment: Deployment;
  /** Assets of the treasury, and the contribution token: what amounts are counted in. */
  units: readonly Unit[];
};

/** Says what is wrong with a value, and where. */
export class ArgumentProblem extends Error {
  readonly path: Path;

  constructor(path: Path, message: string) {
    super(message);
    this.path = path;
  }
}

const durations: Readonly<Record<string, bigint>> = {
  second: 1n,
  minute: 60n,
  hour: 3_600n,
  day: 86_400n,
  week: 604_800n,
};
/** Shares are in 1/10,000 where the contracts say so, and only there may a percentage be written. */
const isShare = ({ name = "", type }: AbiParameter) =>
  /bps$/i.test(name) || (type === "uint16" && ["contributors", "dividend", "reserve"].includes(name));

/** Reads the arguments of a function: a list in their order, or a map by their names. */
export function readArguments(parameters: readonly AbiParameter[], given: Value, path: Path, known: Known): unknown[] {
  if (typeof given === "string") throw new ArgumentProblem(path, "must be a list, or a map of names");
  const isList = Array.isArray(given);
  const named = isList ? undefined : (given as { readonly [key: string]: Value });
  const unknown = Object.keys(named ?? {}).find((key) => !parameters.some(({ name }) => bare(name) === key));
  if (unknown !== undefined) {
    throw new ArgumentProblem(
      [...path, unknown],
      `is none of ${parameters.map(({ name }) => bare(name)).join(", ") || "its arguments: there are none"}`,
    );
  }
  if (isList && given.length !== parameters.length) {
    throw new ArgumentProblem(
      path,
      `has ${given.length} arguments, and it takes ${parameters.length}: ${signatureOf(parameters)}`,
    );
  }
  const at = (i: number, name: string | undefined) => (isList ? [...path, i] : [...path, bare(name)]);
  const of = (i: number, name: string | undefined) => (isList ? (given as readonly Value[])[i] : named?.[bare(name)]);
  const assetIndex = parameters.findIndex(isAsset);
  const asset = assetIndex < 0 ? undefined : of(assetIndex, parameters[assetIndex]?.name);
  const unit = typeof asset === "string" ? unitOf(asset, known) : undefined;
  return parameters.map((parameter, i) => {
    const value = of(i, parameter.name);
    if (value === undefined) throw new ArgumentProblem(path, `lacks ${bare(parameter.name)} (${parameter.type})`);
    return readValue(parameter, value, at(i, parameter.name), known, unit);
  });
}

/** Our own parameters end with _ where a plain name was taken. */
const bare = (name: string | undefined) => (name ?? "").replace(/_$/, "");
const signatureOf = (parameters: readonly AbiParameter[]) =>
  parameters.map(({ name, type }) => `${bare(name)} (${type})`).join(", ");
const isAsset = ({ name = "", type }: AbiParameter) => type === "address" && (name === "asset" || name === "token");

function unitOf(text: string, { units }: Known): Unit | undefined {
  const found = units.filter(({ symbol, address }) => symbol === text || address.toLowerCase() === text.toLowerCase());
  return found.length === 1 ? found[0] : undefined;
}

function readValue(parameter: AbiParameter, value: Value, path: Path, known: Known, unit: Unit | undefined): unknown {
  const { type } = parameter;
  if (type.endsWith("[]")) {
    if (!Array.isArray(value)) throw new ArgumentProblem(path, `must be a list of ${type.slice(0, -2)}`);
    const each = { ...parameter, type: type.slice(0, -2) };
    return value.map((it: Value, i) => readValue(each, it, [...path, i], known, unit));
  }
  if (type === "tuple") {
    const { components } = parameter as { components: readonly AbiParameter[] };
    const values = readArguments(components, value, path, known);
    return Object.fromEntries(components.map(({ name = "" }, i) => [name, values[i]]));
  }
  if (typeof value !== "string") throw new ArgumentProblem(path, `must be one value (${type})`);
  if (type === "string") return value;
  if (type === "address") return readAddress(parameter, value, path, known);
  if (type === "bool") {
    if (value !== "true" && value !== "false")
      throw new ArgumentProblem(path, `is "${value}", and must be true or false`);
    return value === "true";
  }
  if (type.startsWith("bytes")) return readBytes(type, value, path);
  return readInteger(parameter, value, path, known, unit);
}

function readAddress(parameter: AbiParameter, value: string, path: Path, known: Known): Address {
  if (isAddress(value)) return getAddress(value);
  const { contracts } = known.deployment;
  if (isAsset(parameter)) {
    const unit = unitOf(value, known);
    if (unit) return unit.address;
  }
  if (Object.hasOwn(contracts, value)) return contracts[value as keyof typeof contracts];
  const wanted = isAsset(parameter)
    ? `the symbol of an asset (${known.units.map(({ symbol }) => symbol).join(", ")}) or an address`
    : "an address (0x and 40 hex digits, checksum right) or the name of a contract of ours";
  throw new ArgumentProblem(path, `is "${value}", and must be ${wanted}`);
}

function readBytes(type: string, value: string, path: Path): Hex {
  const size = type === "bytes" ? "*" : `{${2 * Number(type.slice(5))}}`;
  if (new RegExp(`^0x([0-9a-fA-F]${size})$`).test(value) && value.length % 2 === 0) return value as Hex;
  throw new ArgumentProblem(
    path,
    `is "${value}", and must be 0x and ${type === "bytes" ? "hex digits" : `${2 * Number(type.slice(5))} hex digits`}`,
  );
}

function readInteger(parameter: AbiParameter, text: string, path: Path, known: Known, unit: Unit | undefined): unknown {
  const { type } = parameter;
  const signed = type.startsWith("int");
  const bits = BigInt(type.slice(signed ? 3 : 4) || "256");
  const [least, most] = signed ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n] : [0n, (1n << bits) - 1n];
  const value = inUnits(parameter, text, path, known, unit);
  if (value < least || value > most)
    throw new ArgumentProblem(path, `is ${value}, and ${type} holds ${least} to ${most}`);
  // viem takes numbers where they hold every value.
  return bits <= 48n ? Number(value) : value;
}

function inUnits(parameter: AbiParameter, text: string, path: Path, known: Known, unit: Unit | undefined): bigint {
  if (/^-?\d[\d_]*$/.test(text)) return BigInt(text.replaceAll("_", ""));
  const kind = workKinds.indexOf(text as never);
  const isKind = parameter.type === "uint8" && /^kinds?$/.test(bare(parameter.name));
  if (isKind && kind >= 0) return BigInt(kind);
  const share = /^(\d+)(?:\.(\d{1,2}))?\s*%$/.exec(text);
  if (share) {
    if (isShare(parameter)) return BigInt(share[1] ?? 0) * 100n + BigInt((share[2] ?? "").padEnd(2, "0"));
    throw new ArgumentProblem(
      path,
      `is "${text}", and this isn't a share in 1/10,000: write the number as the contract takes it`,
    );
  }
  const [, amount = "", name = ""] = /^(\d+(?:\.\d+)?)\s+(\S+)$/.exec(text) ?? [];
  const seconds = durations[name.replace(/s$/, "")];
  if (seconds !== undefined && unit === undefined) {
    const [whole = "0", part = ""] = amount.split(".");
    const scaled = BigInt(whole + part) * seconds;
    const scale = 10n ** BigInt(part.length);
    if (scaled % scale === 0n) return scaled / scale;
    throw new ArgumentProblem(path, `is "${text}", which isn't a whole number of seconds`);
  }
  const counted = amountUnit(name, known);
  if (counted === undefined) {
    const symbols = [...known.units.map(({ symbol }) => symbol), "gwei", "wei", "days", "hours"].join(", ");
    throw new ArgumentProblem(
      path,
      `is "${text}", and must be a whole number, or an amount with its unit (${symbols})`,
    );
  }
  if (unit !== undefined && counted.address !== unit.address) {
    throw new ArgumentProblem(path, `is "${text}", but the asset beside it is ${unit.symbol}`);
  }
  const digits = amount.split(".")[1]?.length ?? 0;
  if (digits > counted.decimals)
    throw new ArgumentProblem(path, `is "${text}", and ${name} has ${counted.decimals} decimals`);
  return parseUnits(amount, counted.decimals);
}

function amountUnit(name: string, known: Known): Unit | undefined {
  if (name === "wei" || name === "gwei")
    return { symbol: name, decimals: name === "wei" ? 0 : 9, address: zeroAddress };
  return unitOf(name, known);
}
