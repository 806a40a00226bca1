// Money on its way: into a till, settled, split, claimed.
import type { AddressLike } from "ethers";
import type { TestToken } from "../../types/index.ts";
import { ASSISTANT, addressOf, asCommons, type Commons, ethers, NATIVE, outsider, tillOf } from "./commons.ts";
import { positionOf, proved, type Work } from "./work.ts";

/** A token with 6 decimals that the commons lists. */
export async function listedToken(commons: Commons, symbol = "TUSD"): Promise<TestToken> {
  const token = await ethers.deployContract("TestToken", [`Test ${symbol}`, symbol, 6]);
  await commons.treasury.connect(await asCommons(commons)).listAsset(token);
  return token;
}

/** Every asset that a promise is tried on. */
export const assetsOf = async (commons: Commons): Promise<{ name: string; asset: string; token?: TestToken }[]> => {
  const token = await listedToken(commons);
  return [
    { name: "native currency", asset: NATIVE },
    { name: "a token", asset: await addressOf(token), token },
  ];
};

/** Somebody pays a model: a plain transfer to its till. */
export async function pay(commons: Commons, amount: bigint, asset: AddressLike = NATIVE, modelId = ASSISTANT) {
  const payer = outsider(commons, 9);
  const till = tillOf(commons, modelId);
  if (asset === NATIVE) return payer.sendTransaction({ to: till, value: amount });
  const token = await ethers.getContractAt("TestToken", await ethers.resolveAddress(asset));
  await token.mint(payer, amount);
  return token.connect(payer).transfer(till, amount);
}

/** Somebody pays a model, somebody settles it. */
export async function earn(commons: Commons, amount: bigint, asset: AddressLike = NATIVE, modelId = ASSISTANT) {
  await pay(commons, amount, asset, modelId);
  return commons.treasury.settle(modelId, asset);
}

/** Collects for the account, as anyone may. */
export function collect(
  { rewards }: Commons,
  account: AddressLike,
  positions: readonly bigint[],
  assets: readonly AddressLike[],
) {
  return rewards.claim(account, [...positions], [...assets]);
}

/** Collects one leaf's earnings for its author. */
export const collectLeaf = (commons: Commons, work: Work, index: number, asset: AddressLike) =>
  collect(commons, authorOf(work, index), [positionOf(work, index)], [asset]);

/** Collects what a seat earned as a member, as anyone may. */
export const collectDividend = ({ dividend }: Commons, seat: bigint, ...assets: AddressLike[]) =>
  dividend.claim(seat, assets);

export const authorOf = (work: Work, index: number): string => proved(work, index).leaf.author;

export async function balanceOf(asset: AddressLike, account: AddressLike): Promise<bigint> {
  if (asset === NATIVE) return ethers.provider.getBalance(account);
  const token = await ethers.getContractAt("TestToken", await ethers.resolveAddress(asset));
  return token.balanceOf(account);
}

/** An ancestor's slice of an amount, rounded down. */
export const slice = (amount: bigint, bps: bigint): bigint => (amount * bps) / 10_000n;
/** What contributors get of an amount under the split in force, as the treasury rounds it. */
export const contributorsPart = (amount: bigint): bigint => (amount * 6_000n) / 10_000n;
export const dividendPart = (amount: bigint): bigint => (amount * 2_500n) / 10_000n;
export const reservePart = (amount: bigint): bigint => amount - contributorsPart(amount) - dividendPart(amount);
