// What the relay carries to the chain, and for whom: signed calls and claims of members. Nothing else gets a transaction.

import { type ContractName, contractAbis } from "@commonmind/sdk";
import { type AbiFunction, type Address, isAddress, isHex } from "viem";
import { t } from "../i18n/i18n.ts";

/** Whose seat pays with its allowance: an account's, or a seat by its number. */
export type OnBehalf = { readonly account: Address } | { readonly seat: bigint };

type Allowed = {
  readonly contract: ContractName;
  readonly functionName: string;
  /** Who it is for, read from the arguments: all of them one person. */
  readonly behalf: (args: readonly unknown[]) => readonly OnBehalf[];
  /** It opens a seat, or brings one back that lapsed: whom it is for need have none before. Who that is, as their issuer says. */
  readonly opens?: (args: readonly unknown[]) => string;
  /** It pays: its result, an amount or several, must be above nothing. */
  readonly pays?: true;
  /** Most gas that is paid for; a wallet that is a contract may burn as much as it likes while it is asked, or paid. */
  readonly gas: (args: readonly unknown[]) => bigint;
};

const LITTLE = 400_000n;
/** Of one position, or one seat, in one asset. */
const PAYMENT = 100_000n;
const MOST_GAS = 5_000_000n;
const little = () => LITTLE;
const submission = () => 700_000n;

/** @param payments How many there are, each counted once. */
function claimGas(payments: number): bigint {
  const gas = LITTLE + PAYMENT * BigInt(payments);
  return gas < MOST_GAS ? gas : MOST_GAS;
}
const distinct = (values: unknown) => new Set((values as unknown[]).map((it) => `${it}`.toLowerCase())).size;
const ofWork = (positions: unknown, assets: unknown) => distinct(positions) * distinct(assets);

function collectGas([work, seats]: readonly unknown[]): bigint {
  const each = [
    ...(work as { positions: unknown; assets: unknown }[]).map((it) => ofWork(it.positions, it.assets)),
    ...(seats as { assets: unknown }[]).map((it) => distinct(it.assets)),
  ];
  return claimGas(each.reduce((sum, it) => sum + it, 0));
}

const first = ([account]: readonly unknown[]): OnBehalf[] => [{ account: account as Address }];
type Attested = { account: Address; issuer: Address; nullifier: string };
const credential = ([it]: readonly unknown[]): OnBehalf[] => [{ account: (it as Attested).account }];
/** Accounts cost nothing, and an issuer has one name for a person. */
const attested = ([it]: readonly unknown[]): string =>
  `${(it as Attested).issuer} ${(it as Attested).nullifier}`.toLowerCase();

/** A wallet, its seat, and the seat's name: as many ways in which one person can be paid, and as many as are looked up. */
const MOST_NAMES = 3;

function claims([work, seats]: readonly unknown[]): OnBehalf[] {
  const accounts = [...new Set((work as { account: Address }[]).map(({ account }) => account.toLowerCase()))];
  const ids = [...new Set((seats as { id: bigint }[]).map(({ id }) => id))];
  if (accounts.length + ids.length > MOST_NAMES)
    throw new RelayError(403, t("The relay collects for one person at a time."));
  return [...accounts.map((account) => ({ account: account as Address })), ...ids.map((id) => ({ seat: id }))];
}

/** One ballot at a time, so that it is clear whose it is. */
function oneOf(ballots: unknown): { voter: Address } {
  const [ballot, ...others] = ballots as { voter: Address }[];
  if (!ballot || others.length > 0) throw new RelayError(403, t("The relay carries one ballot at a time."));
  return ballot;
}

export const allowed: readonly Allowed[] = [
  {
    contract: "commonsGovernor",
    functionName: "castSignedBallots",
    behalf: ([, ballots]) => [{ account: oneOf(ballots).voter }],
    gas: little,
  },
  { contract: "contributionRegistry", functionName: "submitBySig", behalf: first, gas: submission },
  { contract: "reviewPanel", functionName: "enrolBySig", behalf: first, gas: little },
  { contract: "reviewPanel", functionName: "retireBySig", behalf: first, gas: little },
  { contract: "reviewPanel", functionName: "commitBySig", behalf: first, gas: little },
  { contract: "reviewPanel", functionName: "revealBySig", behalf: first, gas: little },
  { contract: "reviewPanel", functionName: "recuseBySig", behalf: first, gas: little },
  { contract: "reviewPanel", functionName: "challengeBySig", behalf: first, gas: little },
  { contract: "memberRegistry", functionName: "enrolBySig", behalf: credential, opens: attested, gas: little },
  { contract: "memberRegistry", functionName: "renewBySig", behalf: credential, opens: attested, gas: little },
  {
    contract: "contributorRewards",
    functionName: "claim",
    behalf: first,
    pays: true,
    gas: ([, positions, assets]) => claimGas(ofWork(positions, assets)),
  },
  {
    contract: "universalDividend",
    functionName: "claim",
    behalf: ([seat]) => [{ seat: seat as bigint }],
    pays: true,
    gas: ([, assets]) => claimGas(distinct(assets)),
  },
  { contract: "collector", functionName: "collect", behalf: claims, pays: true, gas: collectGas },
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
  readonly behalf: readonly OnBehalf[];
  readonly pays: boolean;
  /** Of what opens a seat: who it is for, whatever account that person comes with. */
  readonly newcomer: string | undefined;
  /** Most that is paid for. */
  readonly gas: bigint;
};

const MOST_POSITIONS = 200;
const LONGEST = 8_192;

/** Reads a request: the function must be on the list, and every argument of its type. @throws {RelayError} in words. */
export function readRequest(body: unknown): Relayed {
  const { contract, functionName, args } = (body ?? {}) as Partial<RelayRequest>;
  const entry = allowed.find((it) => it.contract === contract && it.functionName === functionName);
  if (!entry || !Array.isArray(args)) throw new RelayError(403, t("The relay doesn’t carry this."));
  const item = contractAbis[entry.contract].find(
    (it): it is AbiFunction => it.type === "function" && it.name === functionName,
  );
  if (!item || args.length !== item.inputs.length)
    throw new RelayError(400, t("Its arguments aren’t those of the function."));
  const values = item.inputs.map((input, i) => readValue(args[i], input));
  const { behalf, opens, pays = false, gas } = entry;
  return {
    ...{ contract: entry.contract, item, args: values, behalf: behalf(values) },
    ...{ pays, newcomer: opens?.(values), gas: gas(values) },
  };
}

type Parameter = {
  readonly type: string;
  readonly name?: string | undefined;
  readonly components?: readonly Parameter[];
};
const bad = (type: string) => new RelayError(400, t("An argument isn’t a {type}.", { type }));

function readValue(value: unknown, { type, components = [] }: Parameter): unknown {
  const list = /^(.*)\[\]$/.exec(type)?.[1];
  if (list !== undefined) {
    if (!Array.isArray(value) || value.length > MOST_POSITIONS) throw bad("list of at most two hundred");
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
