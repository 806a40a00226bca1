import { type AbiEvent, type AbiParameter, type Address, getAddress } from "viem";

/** An array's element, if a type is one: "uint64[]" -> "uint64". */
const elementOf = (type: string) => /^(.*)\[\d*\]$/.exec(type)?.[1];

/** As viem has it: whole numbers of up to 48 bits are numbers, others bigints. */
function revive(value: unknown, parameter: AbiParameter): unknown {
  const { type } = parameter;
  const element = elementOf(type);
  if (element !== undefined) {
    return (value as unknown[]).map((item) => revive(item, { ...parameter, type: element }));
  }
  if (type === "tuple" && "components" in parameter) {
    const fields = value as Record<string, unknown>;
    return Object.fromEntries(parameter.components.map((it) => [it.name ?? "", revive(fields[it.name ?? ""], it)]));
  }
  const bits = /^u?int(\d+)$/.exec(type)?.[1];
  if (bits !== undefined) return Number(bits) <= 48 ? Number(value) : BigInt(value as string);
  return type === "address" ? getAddress(value as Address) : value;
}

/** An event's arguments as viem decodes them, from how the record writes them: whole numbers as decimal strings. */
export function reviveArgs(event: AbiEvent, args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(event.inputs.map((input) => [input.name ?? "", revive(args[input.name ?? ""], input)]));
}
