// What somebody types as an argument, as viem takes it.

import { type AbiParameter, getAddress, isAddress, isHex } from "viem";
import { t } from "../../../i18n/i18n.ts";

export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
}

/** Lists and structs are written as JSON; whole numbers in it may be strings. @throws {ArgumentError} in words. */
export function argumentOf(text: string, parameter: AbiParameter): unknown {
  const { type } = parameter;
  const typed = text.trim();
  if (type.endsWith("]") || type.startsWith("tuple")) {
    let value: unknown;
    try {
      // Whole numbers beyond what JSON can hold exactly are kept as text.
      value = JSON.parse(typed.replace(/(?<=[[:,\s])(\d{16,})(?=[\],}\s])/g, '"$1"'));
    } catch {
      throw new ArgumentError(
        t("Write it as JSON, such as {list} or {object}.", { list: '["1", "2"]', object: '{"name": "1"}' }),
      );
    }
    return nested(value, parameter);
  }
  return plainValue(typed, type);
}

function nested(value: unknown, parameter: AbiParameter): unknown {
  const { type } = parameter;
  const list = /^(.*)\[\d*\]$/.exec(type);
  if (list) {
    if (!Array.isArray(value)) throw new ArgumentError(t("Write a list: [ … ]."));
    return value.map((each) => nested(each, { ...parameter, type: list[1] ?? "" }));
  }
  if (type === "tuple") {
    const components = (parameter as { components?: readonly AbiParameter[] }).components ?? [];
    if (typeof value !== "object" || value === null)
      throw new ArgumentError(t("Write a struct: {example}.", { example: "{ … }" }));
    return Object.fromEntries(
      components.map((each) => {
        const field = (value as Record<string, unknown>)[each.name ?? ""];
        if (field === undefined) throw new ArgumentError(t("{name} is missing.", { name: each.name }));
        return [each.name, nested(field, each)];
      }),
    );
  }
  return plainValue(typeof value === "string" ? value : String(value), type);
}

function plainValue(text: string, type: string): unknown {
  if (type === "string") return text;
  if (type === "bool") {
    if (text === "true" || text === "false") return text === "true";
    throw new ArgumentError(t("Write true or false."));
  }
  if (type === "address") {
    if (isAddress(text, { strict: false })) return getAddress(text);
    throw new ArgumentError(t("Write an address: 0x and forty letters and digits."));
  }
  if (type.startsWith("bytes")) {
    const size = Number(type.slice(5));
    if (isHex(text) && (type === "bytes" ? text.length % 2 === 0 : text.length === 2 + 2 * size)) return text;
    throw new ArgumentError(
      type === "bytes"
        ? t("Write bytes: 0x…")
        : t("Write {size} bytes: 0x and {digits} digits.", { size, digits: 2 * size }),
    );
  }
  if (/^u?int/.test(type)) {
    if (/^-?\d+$/.test(text) && (type.startsWith("int") || !text.startsWith("-"))) return BigInt(text);
    throw new ArgumentError(t("Write a whole number."));
  }
  throw new ArgumentError(t("Arguments of type {type} can’t be written here.", { type }));
}
