// What became of a transaction that a wallet which is a contract was asked for. Its answer may be a name of its own for what
// its owners still have to sign: a transaction of another hash carries that out later, or never. Fetched when it is needed.
import { type Address, type Hex, type Log, pad, type TransactionReceipt, toEventSelector } from "viem";
import type { ReadClient } from "../data/readClient.ts";

/** As a Safe announces what went wrong inside. */
const FAILED = toEventSelector("ExecutionFailure(bytes32,uint256)");
/** Blocks that are looked through at once. */
const STRETCH = 2_000n;

export type Asked = {
  /** What the wallet answered. */
  readonly hash: Hex;
  readonly wallet: Address;
  /** The contract that was to be called. */
  readonly to: Address;
  /** The block before which it can't have happened. */
  readonly since: bigint;
};

export type Outcome = { readonly receipt: TransactionReceipt; readonly refused: boolean };

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Whether a log speaks of a hash or an address, indexed or not. */
const mentions = ({ topics, data }: Log, word: Hex) =>
  topics.some((topic) => same(topic, word)) || data.toLowerCase().includes(word.slice(2).toLowerCase());

/**
 * The log of the transaction that carried it out. The wallet's own word by the hash that it gave counts first. Of wallets that
 * announce nothing, what the contract called says of the wallet itself.
 */
export function foundIn(logs: readonly Log[], { hash, wallet, to }: Asked): Log | undefined {
  const own = logs.filter(({ address }) => same(address, wallet));
  const named = own.find((log) => mentions(log, hash));
  if (named) return named;
  const announced = new Set(own.map(({ transactionHash }) => transactionHash));
  const party = pad(wallet);
  return logs.find(
    (log) =>
      same(log.address, to) &&
      !announced.has(log.transactionHash) &&
      log.topics.slice(1).some((topic) => same(topic, party)),
  );
}

/** Looks again and again until it is in a block, or nobody waits for it any more. */
export async function outcomeOf(
  client: ReadClient,
  asked: Asked,
  { pause, waits, onWaiting }: { pause: number; waits: () => boolean; onWaiting: () => void },
): Promise<Outcome | undefined> {
  let next = asked.since;
  while (waits()) {
    try {
      const direct = await client.getTransactionReceipt({ hash: asked.hash }).catch(() => undefined);
      if (direct) return { receipt: direct, refused: direct.status !== "success" };
      const newest = await client.getBlockNumber({ cacheTime: 0 });
      while (next <= newest) {
        const toBlock = next + STRETCH < newest ? next + STRETCH : newest;
        const logs = await client.getLogs({ address: [asked.wallet, asked.to], fromBlock: next, toBlock });
        const log = foundIn(logs, asked);
        if (log?.transactionHash) {
          const receipt = await client.getTransactionReceipt({ hash: log.transactionHash });
          return { receipt, refused: log.topics[0] === FAILED };
        }
        next = toBlock + 1n;
      }
      const known = await client.getTransaction({ hash: asked.hash }).catch(() => undefined);
      if (!known && waits()) onWaiting();
    } catch {
      // A chain that doesn't answer for a while is asked again.
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return undefined;
}
