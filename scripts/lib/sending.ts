// Calls of contracts as a command makes them: tried first, explained in words if they are refused, sent only if they would work.
import { explain, revertData } from "@commonmind/sdk/words";
import type { NetworkConnection } from "hardhat/types/network";
import {
  type Abi,
  type Address,
  createWalletClient,
  custom,
  getAddress,
  type Hex,
  isAddressEqual,
  type PublicClient,
  type TransactionReceipt,
  type WalletClient,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { ChainError } from "./chain.ts";
import { ACTING_KEY, actingKey } from "./keys.ts";
import { Refused } from "./refused.ts";

export type Sender = { wallet: WalletClient; account: NonNullable<WalletClient["account"]> };

/** `value`: base units of the native currency that go with it. */
export type Call = {
  readonly address: Address;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args: readonly unknown[];
  readonly value?: bigint;
};

export type Sent = {
  readonly hash: Hex;
  readonly block: bigint;
  readonly gas: bigint;
  readonly receipt: TransactionReceipt;
};

/** What a call may cost more in a block of its own than in the block it was estimated in (each new votes checkpoint). */
const NEW_BLOCK_MARGIN = 100_000n;

/**
 * Who acts: the account whose key was set ({@link actingKey}), or one of the network's: the one named, or its first. Throws
 * {@link ChainError} if it isn't here.
 */
export async function senderOf(connection: NetworkConnection, from: Address | undefined): Promise<Sender> {
  const transport = custom(connection.provider);
  const given = await actingKey(connection.networkName);
  if (given !== undefined) {
    const account = privateKeyToAccount(given.key);
    if (from !== undefined && !isAddressEqual(from, account.address)) {
      throw notHere(from, `${given.name} is that of ${account.address}`);
    }
    return { account, wallet: createWalletClient({ account, transport }) };
  }
  const accounts = (await connection.provider.request({ method: "eth_accounts" })) as Address[];
  const address = from === undefined ? accounts[0] : accounts.find((it) => isAddressEqual(it, from));
  if (address === undefined) throw notHere(from, "the network has no such account");
  const wallet = createWalletClient({ account: getAddress(address), transport });
  return { account: wallet.account, wallet };
}

const notHere = (from: Address | undefined, why: string) =>
  new ChainError(
    `${from === undefined ? "There is no account to send from" : `The key of ${from} is not here`}: whoever acts signs, and ${why}.\n` +
      `Set ${ACTING_KEY} (in the environment, or in the keystore: npm run hardhat -- keystore set ${ACTING_KEY}), or name an account of the network with --from.`,
  );

export type TryOptions = {
  /** A better sentence than the usual one for some refusals. */
  words?: (error: string, args: readonly unknown[]) => string | undefined;
};

/** What a call would use, in gas. Sends nothing. Throws {@link Refused} with the contract's reason in words. */
export async function tryOut(
  client: PublicClient,
  { account }: Pick<Sender, "account">,
  call: Call,
  { words }: TryOptions = {},
): Promise<bigint> {
  try {
    await client.simulateContract({ ...call, account } as never);
    return await client.estimateContractGas({ ...call, account } as never);
  } catch (error) {
    throw inWords(error, { call, account: account.address, words });
  }
}

/** Sends a call and waits until it is mined. Throws {@link Refused} instead of sending what would fail. */
export async function send(client: PublicClient, sender: Sender, call: Call, options: TryOptions = {}): Promise<Sent> {
  const gas = await tryOut(client, sender, call, options);
  const limit = (gas * 3n) / 2n + NEW_BLOCK_MARGIN;
  let hash: Hex;
  try {
    hash = await sender.wallet.writeContract({ ...call, account: sender.account, chain: null, gas: limit } as never);
  } catch (error) {
    throw inWords(error, { call, account: sender.account.address, words: options.words });
  }
  const receipt = await client.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success") throw new Error(`${call.functionName} failed on chain (transaction ${hash}).`);
  return { hash, block: receipt.blockNumber, gas: receipt.gasUsed, receipt };
}

/** An error as a {@link Refused} with the contract's reason, if it is a contract's no; else as it is. */
export function inWords(error: unknown, { call, account, words }: About = {}): unknown {
  if (error instanceof Refused) return error;
  const named = (error as { functionName?: unknown } | undefined)?.functionName;
  const what = call?.functionName ?? (typeof named === "string" ? named : undefined);
  if (what === undefined) return error;
  const data = revertData(error);
  const known = data === undefined ? undefined : explain(data);
  if (known) {
    const sentence = words?.(known.name, known.args) ?? known.sentence;
    return new Refused({ function: what, error: known.name, args: known.args.map(textOf), sentence });
  }
  const message = error instanceof Error ? error.message : String(error);
  const because = (sentence: string) => new Refused({ function: what, error: null, args: [], sentence });
  if (/insufficient funds|enough funds|exceeds the balance/i.test(message)) {
    return because(
      `${account ?? "The account"} can't pay for it. Send it some of the native currency: what goes along with the call, and the network's fee.`,
    );
  }
  if (data === undefined) return error;
  return because(
    data === "0x" ? "The contract didn't say why." : `The contract said ${data.slice(0, 74)}, which isn't known here.`,
  );
}

type About = { call?: Call; account?: Address; words?: TryOptions["words"] | undefined };

/** As JSON has it: numbers in decimal, lists and structs by their parts. */
const textOf = (value: unknown): string =>
  typeof value === "object" && value !== null
    ? JSON.stringify(value, (_, it) => (typeof it === "bigint" ? `${it}` : it))
    : `${value}`;
