// The story's money: payments into the model's till, settlement, and everybody's claims.
import { contributorRewardsAbi, type Deployment, tillAddress, treasuryAbi } from "@commonmind/sdk";
import { type Address, type Hex, zeroAddress } from "viem";
import type { Chain } from "../lib/chain.ts";
import { testTokenAbi } from "../lib/testToken.ts";
import { NATIVE_ASSET, type RevenueRow, TOKEN_DECIMALS } from "./revenue.ts";

/** Positions paid by one claim: keeps the transaction far below a block. */
const POSITIONS_PER_CLAIM = 40;

/** Address of each asset by its symbol; the native currency is the zero address. */
export type Assets = ReadonlyMap<string, Address>;
/** A payment that was made. */
export type Payment = { readonly hash: Hex; readonly modelId: bigint; readonly asset: string; readonly amount: bigint };

/** One play-money token with 6 decimals for every symbol of the revenue table that is not the native currency. */
export async function createAssets(chain: Chain, revenue: readonly RevenueRow[]): Promise<Assets> {
  const assets = new Map<string, Address>();
  for (const { asset } of revenue) {
    if (assets.has(asset)) continue;
    const address =
      asset === NATIVE_ASSET ? zeroAddress : await chain.create("TestToken", [`Play ${asset}`, asset, TOKEN_DECIMALS]);
    assets.set(asset, address);
  }
  return assets;
}

/** Pays `due` into a model's till, each row by itself, then settles each asset once. */
export async function earn(
  chain: Chain,
  { contracts }: Deployment,
  modelId: bigint,
  assets: Assets,
  revenue: readonly Pick<RevenueRow, "asset" | "amount">[],
): Promise<Payment[]> {
  const till = tillAddress({ registry: contracts.modelRegistry, modelId });
  const payments: Payment[] = [];
  const due = revenue.filter(({ amount }) => amount > 0n);
  for (const { asset, amount } of due) {
    const token = assets.get(asset) as Address;
    const hash =
      token === zeroAddress
        ? await chain.pay(till, amount)
        : await chain.send({ address: token, abi: testTokenAbi, functionName: "mint", args: [till, amount] });
    payments.push({ hash, modelId, asset, amount });
  }
  await chain.settled();
  for (const asset of new Set(due.map((row) => row.asset))) {
    await chain.send({
      address: contracts.treasury,
      abi: treasuryAbi,
      functionName: "settle",
      args: [modelId, assets.get(asset) as Address],
    });
  }
  await chain.settled();
  return payments;
}

/** Claims for every account in `holders` all its positions in all assets, a few dozen positions at a time. */
export async function claimAll(
  chain: Chain,
  { contracts }: Deployment,
  assets: Assets,
  holders: readonly { account: Address; positions: readonly bigint[] }[],
): Promise<void> {
  const tokens = [...assets.values()];
  for (const { account, positions } of holders) {
    for (let i = 0; i < positions.length; i += POSITIONS_PER_CLAIM) {
      await chain.send({
        address: contracts.contributorRewards,
        abi: contributorRewardsAbi,
        functionName: "claim",
        args: [account, positions.slice(i, i + POSITIONS_PER_CLAIM), tokens],
      });
    }
  }
  await chain.settled();
}
