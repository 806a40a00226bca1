// What a change of the contracts changes for those who call or upgrade beside them: bytes of code, selectors, and where state
// is stored. Kept in a file, so that each change is seen.
import { toEventSelector, toFunctionSelector } from "viem";
import type { Artifact, Compiled } from "../lib/compiled.ts";
import type { Analysis, Layout, Slot } from "./analyse.ts";

/** EIP-170: most bytes of a contract's code. */
export const LIMIT = 24_576;

export type Snapshot = Record<
  string,
  {
    bytes: number;
    /** "settle(uint256,address)" by selector. */
    functions: Record<string, string>;
    events: Record<string, string>;
    /** A line a variable: slot, offset in bytes, name, type; of structs their members. */
    storage: string[];
  }
>;

export function snapshot(compiled: Compiled, analysis: Analysis): Snapshot {
  return Object.fromEntries(
    compiled
      .own()
      .filter(({ sourceName }) => analysis.layouts.has(sourceName))
      // A library of internal functions is part of those who use it.
      .filter(({ abi }) => abi.some(({ type }) => type === "function"))
      .map((artifact) => [artifact.contractName, ofContract(artifact, analysis)]),
  );
}

function ofContract({ contractName, sourceName, abi, deployedBytecode }: Artifact, { layouts }: Analysis) {
  const layout = layouts.get(sourceName)?.get(contractName);
  if (!layout) throw new Error(`The compiler says nothing about the storage of ${contractName}.`);
  const named = abi.filter((item) => "name" in item).map((item) => item as Extract<typeof item, { name: string }>);
  const entries = (type: "function" | "event") =>
    Object.fromEntries(
      named
        .filter((item) => item.type === type)
        .map((item) => {
          const text = `${item.name}(${("inputs" in item ? item.inputs : []).map(canonical).join(",")})`;
          return [type === "function" ? toFunctionSelector(text) : toEventSelector(text), text] as const;
        })
        .sort(([, a], [, b]) => (a < b ? -1 : 1)),
    );
  return {
    bytes: (deployedBytecode.length - 2) / 2,
    functions: entries("function"),
    events: entries("event"),
    storage: linesOf(layout),
  };
}

function linesOf({ storage, types }: Layout): string[] {
  const lines = (slots: readonly Slot[], indent: string): string[] =>
    slots.map(
      ({ slot, offset, label, type }) => `${indent}${slot}+${offset} ${label}: ${types?.[type]?.label ?? type}`,
    );
  const structs = Object.values(types ?? {})
    .filter(({ members }) => members !== undefined)
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  return [...lines(storage, ""), ...structs.flatMap(({ label, members }) => [label, ...lines(members ?? [], "  ")])];
}

type Parameter = { type: string; components?: readonly Parameter[] };

export function canonical({ type, components }: Parameter): string {
  if (!components) return type;
  return `(${components.map(canonical).join(",")})${type.slice("tuple".length)}`;
}

/** What differs, a sentence each. */
export function changes(kept: Snapshot, now: Snapshot): string[] {
  const names = [...new Set([...Object.keys(kept), ...Object.keys(now)])].sort();
  return names.flatMap((name) => {
    const [old, is] = [kept[name], now[name]];
    if (!old) return [`${name} is new`];
    if (!is) return [`${name} is gone`];
    const [before, after] = [lines(old), lines(is)];
    return [
      ...(old.bytes === is.bytes ? [] : [`${name} has ${is.bytes} bytes, and had ${old.bytes}`]),
      ...after.filter((line) => !before.includes(line)).map((line) => `${name} has ${line}, which it had not`),
      ...before.filter((line) => !after.includes(line)).map((line) => `${name} had ${line}, which it has not`),
    ];
  });
}

const lines = ({ functions, events, storage }: Snapshot[string]): string[] => [
  ...Object.entries({ ...functions, ...events }).map(([selector, text]) => `${selector} ${text}`),
  ...storage.map((line) => `storage ${line.trim()}`),
];

/** Contracts that a chain wouldn't take. */
export const tooLarge = (all: Snapshot, limit = LIMIT): string[] =>
  Object.entries(all)
    .filter(([, { bytes }]) => bytes > limit)
    .map(([name, { bytes }]) => `${name} has ${bytes} bytes, more than ${limit}`);
