// What the relay carries to the chain, and for whom: signed calls and claims of members. Nothing else gets a transaction.
import { type ContractName, contractAbis } from "@commonmind/sdk";
import { type AbiFunction, type Address, isAddress, isHex } from "viem";

/** Whose seat pays with its allowance: an account's, or a seat by its number. */
export type OnBehalf = { readonly account: Address } | { readonly seat: bigint };

type Allowed = {
  readonly contract: ContractName;
  readonly functionName: string;
  /** Who it is for, read from the arguments. */
  readonly behalf: (args: readonly unknown[]) => OnBehalf;
  /** It opens a seat: nobody has one before. */
  readonly opens?: true;
};

const first = ([account]: readonly unknown[]): OnBehalf => ({ account: account as Address });
const credential = ([it]: readonly unknown[]): OnBehalf => ({ account: (it as { account: Address }).account });

export const allowed: readonly Allowed[] = [
  {
    contract: "commonsGovernor",
    functionName: "castSignedBallots",
    behalf: ([, ballots]) => ({ account: (ballots as { voter: Address }[])[0]?.voter as Address }),
  },
  { contract: "contributionRegistry", functionName: "submitBySig", behalf: first },
  { contract: "reviewPanel", functionName: "enrolBySig", behalf: first },
  { contract: "reviewPanel", functionName: "retireBySig", behalf: first },
  { contract: "reviewPanel", functionName: "commitBySig", behalf: first },
  { contract: "reviewPanel", functionName: "revealBySig", behalf: first },
  { contract: "reviewPanel", functionName: "recuseBySig", behalf: first },
  { contract: "reviewPanel", functionName: "challengeBySig", behalf: first },
  { contract: "memberRegistry", functionName: "enrolBySig", behalf: credential, opens: true },
  { contract: "memberRegistry", functionName: "renewBySig", behalf: credential },
  { contract: "contributorRewards", functionName: "claim", behalf: first },
  { contract: "universalDividend", functionName: "claim", behalf: ([seat]) => ({ seat: seat as bigint }) },
];

/** As a page sends it. Whole numbers are decimal strings. */
export type RelayRequest = {
  readonly contract: ContractName;
  readonly functionName: string;
  readonly args: readonly unknown[];
};

export class RelayError extends Error {
  override readonly name = "RelayError";
  /** HTTP status with which it is answered. */
  readonly status: number;
  constructor(status: number, words: string) {
    super(words);
    this.status = status;
  }
}

export type Relayed = {
  readonly contract: ContractName;
  readonly item: AbiFunction;
  readonly args: readonly unknown[];
  readonly behalf: OnBehalf;
  readonly opens: boolean;
};

const MOST_POSITIONS = 60;
const LONGEST = 8_192;

/** Reads a request: the function must be on the list, and every argument of its type. @throws {RelayError} in words. */
export function readRequest(body: unknown): Relayed {
  const { contract, functionName, args } = (body ?? {}) as Partial<RelayRequest>;
  const entry = allowed.find((it) => it.contract === contract && it.functionName === functionName);
  if (!entry || !Array.isArray(args)) throw new RelayError(403, "The relay doesn’t carry this.");
  const item = contractAbis[entry.contract].find(
    (it): it is AbiFunction => it.type === "function" && it.name === functionName,
  );
  if (!item || args.length !== item.inputs.length)
    throw new RelayError(400, "Its arguments aren’t those of the function.");
  const values = item.inputs.map((input, i) => readValue(args[i], input));
  return { contract: entry.contract, item, args: values, behalf: entry.behalf(values), opens: entry.opens === true };
}

type Parameter = {
  readonly type: string;
  readonly name?: string | undefined;
  readonly components?: readonly Parameter[];
};
const bad = (type: string) => new RelayError(400, `An argument isn’t a ${type}.`);

function readValue(value: unknown, { type, components = [] }: Parameter): unknown {
  const list = /^(.*)\[\]$/.exec(type)?.[1];
  if (list !== undefined) {
    if (!Array.isArray(value) || value.length > MOST_POSITIONS) throw bad("list of at most sixty");
    return value.map((each) => readValue(each, { type: list, components }));
  }
  if (type === "tuple") {
    if (typeof value !== "object" || value === null) throw bad("struct");
    const fields = value as Record<string, unknown>;
    return Object.fromEntries(components.map((each) => [each.name ?? "", readValue(fields[each.name ?? ""], each)]));
  }
  if (type === "address" && typeof value === "string" && isAddress(value, { strict: false })) return value;
  if (type === "bool" && typeof value === "boolean") return value;
  if (type === "string" && typeof value === "string" && value.length <= LONGEST) return value;
  if (type.startsWith("bytes") && isHex(value) && value.length <= LONGEST) {
    const size = Number(type.slice(5));
    if (value.length % 2 === 0 && (type === "bytes" || value.length === 2 + 2 * size)) return value;
  }
  const bits = Number(/^uint(\d+)$/.exec(type)?.[1]);
  if (bits && typeof value === "string" && /^\d{1,78}$/.test(value) && BigInt(value) < 1n << BigInt(bits)) {
    // As viem has it: small ones are numbers.
    return bits <= 48 ? Number(value) : BigInt(value);
  }
  throw bad(type);
}
