// What pages ask the contracts themselves, apart from any page: browsers do it as they go, and the server of the pages does
// it once for what pages begin with.
import { contributionRegistryAbi, reviewPanelAbi, treasuryAbi } from "@commonmind/sdk";
import { type Address, BaseError, erc20Abi, HttpRequestError, zeroAddress } from "viem";
import { shortAddress } from "../format/format.ts";
import { plainSymbol } from "../format/plain.ts";
import { t } from "../i18n/i18n.ts";
import type { Source } from "./source.ts";
import type { Asset, Model } from "./types.ts";

/** Stands in for what a contract refuses to say; a chain that doesn't answer is another matter, and asked again. */
const refusedOnly =
  <T>(otherwise: T) =>
  (error: unknown): T => {
    const silent = error instanceof BaseError && error.walk((it) => it instanceof HttpRequestError);
    if (silent) throw error;
    return otherwise;
  };

/** It isn't the chain that the settings are about; in words for people. */
export class ChainTrouble extends Error {
  override readonly name = "ChainTrouble";
}

/** Throws {@link ChainTrouble} if it is another chain: a local one may be started anew behind the same address. */
export async function checkChain({ client, config }: Source): Promise<void> {
  const { hash } = await client.getBlock({ blockNumber: 0n });
  if (hash === config.deployment.chainHash) return;
  throw new ChainTrouble(t("The chain was started anew, and its co-op isn't the one this page was set up for."));
}

/** Seconds on the chain's own clock, which a local chain may have moved. Throws {@link ChainTrouble} if it is another chain. */
export async function readClock(source: Source): Promise<number> {
  const { client, config } = source;
  const [{ timestamp }] = await Promise.all([
    client.getBlock({ blockTag: config.personas ? "pending" : "latest" }),
    checkChain(source),
  ]);
  return Number(timestamp);
}

/** Symbols and decimals, in the order of `addresses`. */
export function readAssets({ client }: Source, addresses: readonly Address[]): Promise<Asset[]> {
  return Promise.all(
    addresses.map(async (address): Promise<Asset> => {
      if (address === zeroAddress) return { address, symbol: "ETH", decimals: 18 };
      // One token that doesn't say who it is must not keep the others, and every page with them, from being read.
      const [symbol, decimals] = await Promise.all([
        client.readContract({ address, abi: erc20Abi, functionName: "symbol" }).catch(refusedOnly("")),
        client.readContract({ address, abi: erc20Abi, functionName: "decimals" }).catch(refusedOnly(0)),
      ]);
      return { address, symbol: plainSymbol(symbol, shortAddress(address)), decimals };
    }),
  );
}

/** Seconds: how long a panel has from the submission to the verdict, and a challenge from there; slots of a seat. */
export type ReviewRules = { readonly review: number; readonly challenge: number; readonly slots: number };

export async function readReviewRules({ client, config }: Source): Promise<ReviewRules> {
  const { contributionRegistry, reviewPanel } = config.deployment.contracts;
  const [[challenge, slots], { seedDelay, draw, commit, reveal }] = await Promise.all([
    client.readContract({ address: contributionRegistry, abi: contributionRegistryAbi, functionName: "periods" }),
    client.readContract({ address: reviewPanel, abi: reviewPanelAbi, functionName: "rules" }),
  ]);
  const review = seedDelay + draw + commit + reveal;
  return { review, challenge: Number(challenge), slots: Number(slots) };
}

/** Amounts in base units of the asset. */
export type Reserve = {
  readonly asset: Asset;
  readonly held: bigint;
  /** Most that may be spent in one epoch of 30 days. */
  readonly ceiling: bigint;
  readonly spent: bigint;
};

/** @param now Seconds on the chain's clock. */
export async function readReserves(
  { client, config }: Source,
  assets: readonly Asset[],
  now: number,
): Promise<Reserve[]> {
  const treasury = { address: config.deployment.contracts.treasury, abi: treasuryAbi } as const;
  const epoch = await client.readContract({ ...treasury, functionName: "SPENDING_EPOCH" });
  return Promise.all(
    assets.map(async (asset) => {
      const args = [asset.address] as const;
      const [held, ceiling, spending] = await Promise.all([
        client.readContract({ ...treasury, functionName: "reserveOf", args }),
        client.readContract({ ...treasury, functionName: "ceilingOf", args }),
        client.readContract({ ...treasury, functionName: "spendingOf", args }),
      ]);
      const [counted, spent] = spending;
      const present = counted === Math.floor(now / Number(epoch));
      return { asset, held, ceiling, spent: present ? spent : 0n };
    }),
  );
}

/** What waits in a model's till, in one asset. */
export type TillBalance = { readonly modelId: number; readonly asset: Address; readonly amount: bigint };

/** Only what isn't nothing. */
export async function readTills(
  { client }: Source,
  models: readonly Pick<Model, "id" | "till">[],
  assets: readonly Address[],
): Promise<TillBalance[]> {
  const asked = models.flatMap(({ id, till }) => assets.map((asset) => ({ modelId: id, till, asset })));
  const found = await Promise.all(
    asked.map(async ({ modelId, till, asset }) => ({
      ...{ modelId, asset },
      amount:
        asset === zeroAddress
          ? await client.getBalance({ address: till })
          : await client
              .readContract({ address: asset, abi: erc20Abi, functionName: "balanceOf", args: [till] })
              // A token that is broken holds up nobody else's money.
              .catch(() => 0n),
    })),
  );
  return found.filter(({ amount }) => amount > 0n);
}
