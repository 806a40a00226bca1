// The dearest calls about money.
import {
  ASSISTANT,
  addressOf,
  asAccount,
  asCommons,
  type Commons,
  ethers,
  founder,
  NATIVE,
  networkHelpers,
  outsider,
  tillOf,
} from "../commons.ts";
import { moveLostSeat, renewSeat, untilGraceIsOver, untilRecoverable } from "../lapses.ts";
import { earn, listedToken, pay } from "../money.ts";
import { memo } from "../moves.ts";
import { claimLeaves, finalWork, positionOf, publish, registerModel, someAccount } from "../work.ts";
import type { Table } from "./table.ts";

const voted = async ({ treasury, ...commons }: Commons) => treasury.connect(await asCommons(commons));
const asTreasury = async ({ treasury }: Commons) => asAccount(await addressOf(treasury));

/** Parks contributors' money of a model in `count` assets, the list's room and more. */
export async function parkAssets(commons: Commons, count: number, model = ASSISTANT): Promise<string[]> {
  const assets: string[] = [];
  for (let i = 0; i < count; i++) {
    const token = await listedToken(commons, `P${i}`);
    await earn(commons, 1_000n, token, model);
    await (await voted(commons)).delistAsset(token);
    assets.push(await addressOf(token));
  }
  return assets;
}

/** Native currency and eight tokens. */
export async function nineAssets(commons: Commons): Promise<string[]> {
  const assets = [NATIVE as string];
  for (let i = 0; i < 8; i++) assets.push(await addressOf(await listedToken(commons, `T${i}`)));
  return assets;
}

/** A model with sixteen ancestors, every other one without work; none of them ever earned anything. */
export async function heirOfSixteen(commons: Commons, withWork = true): Promise<bigint> {
  const upstream: { modelId: bigint; bps: bigint }[] = [];
  for (let i = 0; i < 16; i++) {
    const modelId = await registerModel(commons);
    const submitter = founder(commons, (i % 7) + 1);
    if (withWork && i % 2 === 0) {
      await finalWork(commons, [{ author: outsider(commons, 0) }], { model: modelId, submitter });
    }
    await publish(commons, modelId);
    upstream.push({ modelId, bps: 250n });
  }
  return registerModel(commons, upstream);
}

/** What a settlement of a first payment costs in a token, till unopened. */
async function settleHeir(commons: Commons, via: "settle" | "flush") {
  const heir = await heirOfSixteen(commons);
  const token = await listedToken(commons);
  await pay(commons, 1_000_003n, token, heir);
  if (via === "settle") return commons.treasury.settle(heir, token);
  await commons.models.openTill(heir);
  const till = await ethers.getContractAt("ModelTill", tillOf(commons, heir));
  return till.flush(token);
}

/** Seat 2, with five spans in each of which all nine assets came in. */
async function seatOfManySpans(commons: Commons): Promise<string[]> {
  const assets = await nineAssets(commons);
  for (let span = 0; span < 5; span++) {
    for (const asset of assets) await earn(commons, 70_000n, asset);
    if (span === 4) break;
    await commons.members.connect(await asCommons(commons)).unseat([2n]);
    await renewSeat(commons, founder(commons, 2), commons.genesis.founders[1]?.nullifier);
  }
  return assets;
}

/** Ana's work of forty leaves, claimed and released. */
async function fortyPositions(commons: Commons): Promise<bigint[]> {
  const author = outsider(commons, 0);
  const leaves = Array.from({ length: 40 }, () => ({ author }));
  const work = await finalWork(commons, leaves);
  await claimLeaves(commons, work);
  await publish(commons);
  return leaves.map((_, index) => positionOf(work, index));
}

export const treasury: Table = {
  "settle(uint256,address)": (commons) => settleHeir(commons, "settle"),
  "pay(uint256,address,uint256,bytes32)": async (commons) => {
    const payer = outsider(commons, 0);
    const token = await listedToken(commons);
    await token.mint(payer, 5n);
    await token.connect(payer).approve(commons.treasury, 5n);
    return commons.treasury.connect(payer).pay(ASSISTANT, token, 4n, memo);
  },
  "give(address,uint256,bytes32)": async (commons) => {
    const payer = outsider(commons, 0);
    const token = await listedToken(commons);
    await token.mint(payer, 5n);
    await token.connect(payer).approve(commons.treasury, 5n);
    return commons.treasury.connect(payer).give(token, 4n, memo);
  },
  "spend(address,address,uint128)": async (commons) => {
    const token = await listedToken(commons);
    await earn(commons, 1_000n, token);
    await (await voted(commons)).setCeiling(token, 100n);
    return (await voted(commons)).spend(token, someAccount(), 50n);
  },
  "recoverSurplus(address)": async (commons) => {
    const token = await listedToken(commons);
    await token.mint(commons.treasury, 5n);
    return (await voted(commons)).recoverSurplus(token);
  },
  // The last of a full list.
  "reclaimParked(uint256,address)": async (commons) => {
    const assets = await parkAssets(commons, 16);
    await networkHelpers.time.increase(731 * 86_400);
    return (await voted(commons)).reclaimParked(ASSISTANT, assets[15] ?? "");
  },
  "setSplit((uint16,uint16,uint16))": async (commons) =>
    (await voted(commons)).setSplit({ contributors: 4_000, dividend: 1_000, reserve: 5_000 }),
  "listAsset(address)": async (commons) =>
    (await voted(commons)).listAsset(await ethers.deployContract("TestToken", ["T", "T", 6])),
  "delistAsset(address)": async (commons) => (await voted(commons)).delistAsset(await listedToken(commons)),
  "setCeiling(address,uint128)": async (commons) => (await voted(commons)).setCeiling(someAccount(), 5n),
  "setAuthority(address)": async ({ treasury, accessManager }) =>
    treasury.connect(await asAccount(await addressOf(accessManager))).setAuthority(accessManager),
  "receive()": "never",
};

export const rewards: Table = {
  // Forty positions in two assets.
  "claim(address,uint256[],address[])": async (commons) => {
    const positions = await fortyPositions(commons);
    const token = await listedToken(commons);
    for (const asset of [NATIVE, await addressOf(token)]) await earn(commons, 1_000_000n, asset);
    return commons.rewards.claim(outsider(commons, 0), positions, [NATIVE, token]);
  },
  // Forty positions of a lost wallet.
  "recover(address,uint256[])": async (commons) => {
    const { members } = commons;
    const lost = founder(commons, 2);
    const leaves = Array.from({ length: 40 }, () => ({ author: lost }));
    const work = await finalWork(commons, leaves);
    await claimLeaves(commons, work);
    await moveLostSeat(commons, outsider(commons, 0), commons.genesis.founders[1]?.nullifier ?? "");
    await untilRecoverable({ ...commons, members }, lost);
    return commons.rewards.recover(
      lost,
      leaves.map((_, index) => positionOf(work, index)),
    );
  },
  "unpark(uint256,address)": async (commons) => {
    const assets = await parkAssets(commons, 17);
    await finalWork(commons, [{ author: outsider(commons, 0) }]);
    await publish(commons);
    return commons.rewards.unpark(ASSISTANT, assets[16] ?? "");
  },
  "credit(uint256,address,uint128)": async (commons) =>
    commons.rewards.connect(await asTreasury(commons)).credit(ASSISTANT, NATIVE, 5n, { value: 5n }),
  "giveUpParked(uint256,address)": async (commons) => {
    const assets = await parkAssets(commons, 16);
    await networkHelpers.time.increase(731 * 86_400);
    return commons.rewards.connect(await asTreasury(commons)).giveUpParked(ASSISTANT, assets[15] ?? "");
  },
  // Sixteen parked assets.
  "onRelease(uint256,uint16,uint80,uint80)": async (commons) => {
    await parkAssets(commons, 16);
    const registry = await asAccount(await addressOf(commons.models));
    return commons.rewards.connect(registry).onRelease(ASSISTANT, 1n, 10_000n, 0n);
  },
  "openTerm(uint256,uint32,uint24,uint8)": async (commons) => (await asWork(commons)).openTerm(9n, ASSISTANT, 1n, 100n),
  "endTerm(uint256,uint24)": async (commons) => (await asWork(commons)).endTerm(1n, 5n),
  "openPosition(uint256,uint32,address,uint64)": async (commons) =>
    (await asWork(commons)).openPosition(9n, 0n, someAccount(), 5n),
  "strikePosition(uint256,uint32,uint64,uint24)": async (commons) =>
    (await asWork(commons)).strikePosition(1n, 0n, 1n, 5n),
  "endPosition(uint256,uint32,uint24)": async (commons) => (await asWork(commons)).endPosition(1n, 0n, 5n),
};
const asWork = async ({ rewards, contributions }: Commons) =>
  rewards.connect(await asAccount(await addressOf(contributions)));

export const dividend: Table = {
  // Nine assets, over five spans.
  "claim(uint64,address[])": async (commons) => commons.dividend.claim(2n, await seatOfManySpans(commons)),
  "sweep(uint64,address[])": async (commons) => {
    const assets = await seatOfManySpans(commons);
    await commons.members.connect(await asCommons(commons)).unseat([2n]);
    await untilGraceIsOver(commons, 2n);
    return commons.dividend.sweep(2n, assets);
  },
  "unpark(address)": async (commons) => {
    const { members } = commons;
    await members.connect(await asCommons(commons)).unseat([1n, 2n, 3n, 4n, 5n, 6n, 7n]);
    await earn(commons, 1_000n);
    await renewSeat(commons, founder(commons, 2), commons.genesis.founders[1]?.nullifier);
    return commons.dividend.unpark(NATIVE);
  },
  "credit(address,uint128)": async (commons) =>
    commons.dividend.connect(await asTreasury(commons)).credit(NATIVE, 5n, { value: 5n }),
};

export const till: Table = {
  "flush(address)": (commons) => settleHeir(commons, "flush"),
  "sweep(address)": async (commons) => {
    const token = await listedToken(commons);
    await pay(commons, 5n, token);
    await commons.models.openTill(ASSISTANT);
    const till = await ethers.getContractAt("ModelTill", tillOf(commons, ASSISTANT));
    return till.connect(await asTreasury(commons)).sweep(token);
  },
  "receive()": async (commons) => {
    await commons.models.openTill(ASSISTANT);
    return pay(commons, 5n);
  },
};

export const collector: Table = {
  // Forty positions in two assets, and a seat of many spans in nine.
  "collect((address,uint256[],address[])[],(uint64,address[])[])": async (commons) => {
    const assets = await seatOfManySpans(commons);
    const account = outsider(commons, 0);
    const positions = await fortyPositions(commons);
    for (const asset of assets.slice(0, 2)) await earn(commons, 1_000_000n, asset);
    return commons.collector.collect([{ account, positions, assets: assets.slice(0, 2) }], [{ id: 2n, assets }]);
  },
};
