// Transactions of the deployer that are in no block yet and aren't this deployment's: whatever was sent next would wait for
// them, or meet them in the middle. Found before anything is sent.
import type { NetworkConnection } from "hardhat/types/network";
import { type Address, formatGwei, type Hex } from "viem";
import { DeployError } from "./DeployError.ts";
import { noncesIn } from "./journal.ts";

type Provider = NetworkConnection["provider"];
/** What a node shows of a transaction that waits; fees in base units for one gas. */
type Pooled = { nonce: Hex; maxFeePerGas?: Hex; gasPrice?: Hex };
type Pool = { pending?: Record<string, Pooled>; queued?: Record<string, Pooled> };

/** Throws {@link DeployError} if transactions of the deployer wait that aren't in the journals of these folders. */
export async function requireNoneWaiting(
  { provider }: NetworkConnection,
  { chainId, deployer }: { chainId: number; deployer: Address },
  folders: readonly string[],
): Promise<void> {
  const own = new Set(folders.flatMap(noncesIn));
  const next = await count(provider, deployer, "latest");
  const counted = await count(provider, deployer, "pending");
  const bids = await poolOf(provider, deployer);
  for (let nonce = next; nonce < counted; nonce++) if (!bids.has(nonce)) bids.set(nonce, undefined);
  const nonces = [...bids.keys()].filter((nonce) => nonce >= next && !own.has(nonce)).sort((a, b) => a - b);
  const [first] = nonces;
  if (first === undefined) return;

  const one = nonces.length === 1;
  const who = `${deployer} has ${one ? "a transaction" : `${nonces.length} transactions`} on chain ${chainId} that ${one ? "waits" : "wait"}`;
  const missing = missingBefore(nonces, own, next);
  if (missing.length > 0) {
    throw new DeployError(
      `${who} for nonce ${missing.join(", ")} to be used: ${one ? "it has" : "they have"} nonce ${nonces.join(", ")}, and would get in between those of this deployment. ` +
        `Nothing was sent. Deploy from another account, or send a transaction with nonce ${missing.join(", ")} from a wallet (nothing to yourself will do) and run this again once all are in a block.`,
    );
  }
  const bid = bids.get(first);
  const fee =
    bid === undefined
      ? ""
      : ` Nonce ${first} offers at most ${formatGwei(bid)} gwei for gas, and ${formatGwei(BigInt((await provider.request({ method: "eth_gasPrice" })) as Hex))} is asked now.`;
  throw new DeployError(
    `${who} to be put into a block: nonce ${nonces.join(", ")}. What this sends would wait behind ${one ? "it" : "them"}.${fee} ` +
      `Nothing was sent. Wait until ${one ? "it is" : "they are"} in a block, or replace ${one ? "it" : "them"} from a wallet (the same nonce, a higher fee), then run this again.`,
  );
}

/** Nonces below the last that waits which nobody has used. */
function missingBefore(nonces: readonly number[], own: ReadonlySet<number>, next: number): number[] {
  const missing: number[] = [];
  for (let nonce = next; nonce < (nonces.at(-1) ?? next); nonce++) {
    if (!nonces.includes(nonce) && !own.has(nonce)) missing.push(nonce);
  }
  return missing;
}

/** What waits by nonce, with what it offers for gas. Many nodes show nobody their pool: then nothing. */
async function poolOf(provider: Provider, account: Address): Promise<Map<number, bigint | undefined>> {
  const ask = (method: string, params: unknown[] = []) =>
    provider.request({ method, params }).catch(() => undefined) as Promise<unknown>;
  const mine = (byAccount: Record<string, Record<string, Pooled>> = {}) =>
    Object.entries(byAccount).find(([address]) => address.toLowerCase() === account.toLowerCase())?.[1];
  let pool = (await ask("txpool_contentFrom", [account])) as Pool | undefined;
  if (!pool) {
    const whole = (await ask("txpool_content")) as Record<keyof Pool, Parameters<typeof mine>[0]> | undefined;
    pool = { pending: mine(whole?.pending) ?? {}, queued: mine(whole?.queued) ?? {} };
  }
  const waiting = [...Object.values(pool.pending ?? {}), ...Object.values(pool.queued ?? {})];
  return new Map(
    waiting.map(({ nonce, maxFeePerGas, gasPrice }) => {
      const bid = maxFeePerGas ?? gasPrice;
      return [Number(nonce), bid === undefined ? undefined : BigInt(bid)];
    }),
  );
}

async function count(provider: Provider, account: Address, block: string): Promise<number> {
  return Number(await provider.request({ method: "eth_getTransactionCount", params: [account, block] }));
}
