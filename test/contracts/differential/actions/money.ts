// Money on its way: into tills, settled and split, collected, given back, spent.

import type { Bounds } from "../../../../scripts/story/reference/shares.ts";
import { addressOf, ethers } from "../../../support/commons.ts";
import type { Draw } from "../draw.ts";
import { isActive, type Seat } from "../model/people.ts";
import { require } from "../model/refusal.ts";
import { NATIVE, till } from "../model/treasury.ts";
import type { Claimed, Model } from "../model/work.ts";
import type { SentLog, Stage } from "../stage.ts";
import { type Action, first, own, positionId } from "./action.ts";
import { close, enrol, unseatEverybody } from "./people.ts";
import { addressOfHolder } from "./work.ts";

const memo = ethers.encodeBytes32String("invoice 7");
/** Models that were built on others now and then more often than they would be. */
const anyModel = (stage: Stage, draw: Draw): Model => {
  const { labour, money } = stage.model;
  const derived = labour.models.filter(({ id }) => money.lineage.of(`${id}`).length > 0);
  return draw.one(derived.length > 0 && draw.once(2) ? derived : labour.models) as Model;
};
const anyAsset = (stage: Stage, draw: Draw): string => draw.one(stage.assets) ?? NATIVE;

/** A plain transfer, as wallets and exchanges make them. */
async function transfer(
  stage: Stage,
  name: string,
  asset: string,
  to: { name: string; address: string },
  amount: bigint,
) {
  const from = stage.anyone;
  const token = stage.token(asset);
  const call =
    token === undefined
      ? { to: to.address, value: amount }
      : await token.transfer.populateTransaction(to.address, amount);
  return stage.act(name, from, () => stage.model.money.move(asset, own(from), to.name, amount), call);
}

export const payTill: Action = async (stage, draw) => {
  const [model, asset] = [anyModel(stage, draw), anyAsset(stage, draw)];
  const to = { name: till(model), address: await stage.commons.models.tillOf(model.id) };
  await transfer(stage, "pay plainly", asset, to, draw.amount());
  if (draw.once(2)) return;
  stage.tick();
  await settleTill(stage, model, asset);
};

export const pay: Action = async (stage, draw) => {
  const [model, asset, amount] = [anyModel(stage, draw), anyAsset(stage, draw), draw.amount()];
  const value = asset === NATIVE ? amount : 0n;
  const call = await stage.commons.treasury.pay.populateTransaction(model.id, asset, amount, memo, { value });
  const expected = () => stage.model.money.pay(model, asset, own(stage.anyone), amount);
  return stage.act("pay with a memo", stage.anyone, expected, call);
};

export const give: Action = async (stage, draw) => {
  const [asset, amount] = [anyAsset(stage, draw), draw.once(10) ? 0n : draw.amount()];
  const value = asset === NATIVE ? amount : 0n;
  const call = await stage.commons.treasury.give.populateTransaction(asset, amount, memo, { value });
  return stage.act("give", stage.anyone, () => stage.model.money.give(asset, own(stage.anyone), amount), call);
};

export const settle: Action = async (stage, draw) => {
  const { money, labour } = stage.model;
  const tills = labour.models.flatMap((model) => stage.assets.map((asset) => ({ model, asset })));
  const waits = ({ model, asset }: (typeof tills)[number]) =>
    money.purse.of(till(model), asset) > 0n && money.listed.has(asset);
  await first(stage, draw, tills.some(waits), payTill);
  const { model, asset } = draw.mostly(tills, waits) ?? { model: anyModel(stage, draw), asset: NATIVE };
  return settleTill(stage, model, asset);
};

async function settleTill(stage: Stage, model: Model, asset: string) {
  const { money } = stage.model;
  const kind = asset === NATIVE ? "native currency" : "a token";
  const name = `settle ${kind}${money.lineage.of(`${model.id}`).length > 0 ? " of a derived model" : ""}`;
  const call = await stage.commons.treasury.settle.populateTransaction(model.id, asset);
  return stage.act(name, stage.anyone, () => money.settle(model, asset), call);
}

/** To one of those that hold money, past every door. */
export const donate: Action = async (stage, draw) => {
  const { treasury, rewards, dividend } = stage.commons;
  const [name, contract] = draw.one(Object.entries({ treasury, rewards, dividend })) ?? ["treasury", treasury];
  const asset = draw.one(stage.assets.slice(1)) ?? "";
  return transfer(stage, "donate", asset, { name, address: await addressOf(contract) }, draw.amount());
};

export const recoverSurplus: Action = async (stage, draw) => {
  const asset = anyAsset(stage, draw);
  const call = await stage.commons.treasury.recoverSurplus.populateTransaction(asset);
  return stage.act("recoverSurplus", stage.voted, () => stage.model.money.recoverSurplus(asset), call);
};

export const spend: Action = async (stage, draw) => {
  const { money } = stage.model;
  const asset = draw.mostly(stage.assets, (one) => money.reserve.of(one) > 0n && (money.ceilings.get(one) ?? 0n) > 0n);
  const to = draw.one(stage.wallets) ?? stage.anyone;
  const reserve = money.reserve.of(asset ?? NATIVE);
  const amount = draw.once(8) ? reserve + 1n : reserve / BigInt(1 + draw.below(9));
  const call = await stage.commons.treasury.spend.populateTransaction(asset ?? NATIVE, to.address, amount);
  return stage.act("spend", stage.voted, () => money.spend(asset ?? NATIVE, own(to), amount), call);
};

export const setCeiling: Action = async (stage, draw) => {
  const [asset, ceiling] = [anyAsset(stage, draw), draw.amount() * 1_000_000n];
  const call = await stage.commons.treasury.setCeiling.populateTransaction(asset, ceiling);
  const expected = () => {
    stage.model.money.ceilings.set(asset, ceiling);
  };
  return stage.act("setCeiling", stage.voted, expected, call);
};

export const list: Action = async (stage, draw) => {
  const asset = draw.mostly(stage.assets, (one) => !stage.model.money.listed.has(one)) ?? NATIVE;
  const call = await stage.commons.treasury.listAsset.populateTransaction(asset);
  return stage.act("list", stage.voted, () => stage.model.money.list(asset), call);
};

export const delist: Action = async (stage, draw) => {
  const asset = draw.mostly(stage.assets, (one) => stage.model.money.listed.has(one)) ?? NATIVE;
  const call = await stage.commons.treasury.delistAsset.populateTransaction(asset);
  return stage.act("delist", stage.voted, () => stage.model.money.delist(asset), call);
};

export const setSplit: Action = async (stage, draw) => {
  const contributors = (draw.once(8) ? 3_999 : 4_000) + draw.below(5_000);
  const dividend = 1_000 + draw.below(10_000 - 1_000 - contributors);
  const split = { contributors, dividend, reserve: 10_000 - contributors - dividend };
  const call = await stage.commons.treasury.setSplit.populateTransaction(split);
  return stage.act("setSplit", stage.voted, () => stage.model.money.setSplit(split), call);
};

/** Contributors' money: any positions of one holder, any assets, by anyone. */
export const claim: Action = async (stage, draw) => {
  const { claimed } = stage.model.labour;
  const holder = draw.one([...new Set(claimed.map(({ position }) => position.holder))]) ?? "";
  const theirs = claimed.filter(({ position }) => position.holder === holder);
  const positions = draw.some(draw.once(12) ? claimed : theirs);
  await claimFor(stage, holder, positions, draw.some(stage.assets));
};

export async function claimFor(stage: Stage, holder: string, positions: readonly Claimed[], assets: readonly string[]) {
  const { rewards } = stage.commons;
  // What one call pays for several positions is one sum: what it is made of is what each could claim.
  await stage.mine();
  const parts: { claimed: Claimed; asset: string; amount: bigint }[] = [];
  for (const claimed of positions)
    for (const asset of assets)
      parts.push({ claimed, asset, amount: await stage.views.rewards.claimable(positionId(claimed), asset) });
  stage.tick();

  const call = await rewards.claim.populateTransaction(addressOfHolder(holder), positions.map(positionId), [...assets]);
  const expected = () => require(positions.every(({ position }) => position.holder === holder), "PositionOfAnother");
  const logs = await stage.act("claim", stage.anyone, expected, call);
  if (logs === undefined) return;
  const paid = read(stage, logs, "Claimed");
  for (const asset of assets) {
    const sum = parts.reduce((total, part) => (part.asset === asset ? total + part.amount : total), 0n);
    if (sum !== amountIn(paid, asset)) throw new Error(`claim: paid ${amountIn(paid, asset)}, claimable was ${sum}`);
  }
  for (const { claimed, asset, amount } of parts) {
    within(
      `claim of position ${claimed.work.id}/${claimed.index}`,
      stage.model.money.claimable(claimed, asset),
      amount,
    );
    stage.model.money.collected(claimed, asset, amount);
  }
}

/** A seat's dividend. What lives before the present one left goes back to all with the same call. */
export const claimDividend: Action = async (stage, draw) => {
  const seat = draw.mostly(stage.model.people.seats, isActive) as Seat;
  await claimDividendFor(stage, seat, draw.some(stage.assets));
};

export async function claimDividendFor(stage: Stage, seat: Seat, assets: readonly string[]) {
  const { money } = stage.model;
  const call = await stage.commons.dividend.claim.populateTransaction(seat.number, [...assets]);
  const logs = await stage.act("claim dividend", stage.anyone, () => money.requireDividend(seat), call);
  if (logs === undefined) return;
  const [paid, swept] = [read(stage, logs, "DividendClaimed"), read(stage, logs, "DividendSwept")];
  for (const asset of assets) {
    const amount = amountIn(paid, asset);
    within(`dividend of seat ${seat.number}`, money.due(seat, asset), amount);
    money.collectedDividend(seat, asset, amount);
    giveBack(stage, seat, asset, amountIn(swept, asset));
  }
}

export const sweep: Action = async (stage, draw) => {
  const { people } = stage.model;
  const isOver = (one: Seat) => people.overLives(one).length > 0;
  await first(stage, draw, people.seats.some(isOver), close);
  const seat = draw.mostly(people.seats, isOver) as Seat;
  if (seat.graceEnds !== undefined && draw.once(3)) stage.tick(seat.graceEnds);
  await sweepSeat(stage, seat, draw.some(stage.assets));
};

export async function sweepSeat(stage: Stage, seat: Seat, assets: readonly string[]) {
  const call = await stage.commons.dividend.sweep.populateTransaction(seat.number, [...assets]);
  const logs = await stage.act("sweep", stage.anyone, () => stage.model.money.requireForfeited(seat), call);
  if (logs === undefined) return;
  const swept = read(stage, logs, "DividendSwept");
  for (const asset of assets) giveBack(stage, seat, asset, amountIn(swept, asset));
}

function giveBack(stage: Stage, seat: Seat, asset: string, amount: bigint): void {
  within(`what seat ${seat.number} forfeited`, stage.model.money.forfeited(seat, asset), amount);
  stage.model.money.swept(seat, asset, amount);
}

export const unpark: Action = async (stage, draw) => {
  const { money, labour, people } = stage.model;
  const ofMembers = draw.once(2);
  const isParked = stage.assets.some((one) => money.dividendOf(one).parked > 0n);
  if (ofMembers) await first(stage, draw, isParked || draw.once(2), unseatEverybody, payTill, settle, enrol);
  const asset = draw.mostly(stage.assets, (one) => money.dividendOf(one).parked > 0n || !ofMembers) ?? NATIVE;
  if (ofMembers) {
    const call = await stage.commons.dividend.unpark.populateTransaction(asset);
    const found = money.dividendOf(asset).parked > 0n && people.active.length > 0;
    return stage.act(
      found ? "unpark the dividend" : "unpark nothing",
      stage.anyone,
      () => money.unparkDividend(asset),
      call,
    );
  }
  const model = anyModel(stage, draw);
  const call = await stage.commons.rewards.unpark.populateTransaction(model.id, asset);
  const expected = () => money.revenueOf(model, asset).unpark(labour.activeUnits(model), model.releases.length);
  return stage.act("unpark nothing", stage.anyone, expected, call);
};

export const reclaimParked: Action = async (stage, draw) => {
  const { money, labour } = stage.model;
  const places = labour.models.flatMap((model) => stage.assets.map((asset) => ({ model, asset })));
  const drawn = draw.mostly(places, ({ model, asset }) => money.revenueOf(model, asset).parked > 0n);
  if (drawn === undefined) return;
  const { model, asset } = drawn;
  const { parked, parkedSince } = money.revenueOf(model, asset);
  if (parked > 0n && draw.once(3)) stage.tick(parkedSince + 730n * 86_400n);
  const call = await stage.commons.treasury.reclaimParked.populateTransaction(model.id, asset);
  return stage.act("reclaimParked", stage.voted, () => money.reclaimParked(model, asset), call);
};

type Amounts = Map<string, bigint>;

/** Amounts by asset of the events of one name. */
function read(
  { commons }: Stage,
  logs: readonly SentLog[],
  name: "Claimed" | "DividendClaimed" | "DividendSwept",
): Amounts {
  const { interface: known } = name === "Claimed" ? commons.rewards : commons.dividend;
  const amounts: Amounts = new Map();
  for (const log of logs) {
    const parsed = known.parseLog(log);
    if (parsed?.name !== name) continue;
    const asset = String(parsed.args.asset).toLowerCase();
    amounts.set(asset, (amounts.get(asset) ?? 0n) + BigInt(parsed.args.amount));
  }
  return amounts;
}

const amountIn = (amounts: Amounts, asset: string): bigint => amounts.get(asset) ?? 0n;

function within(what: string, { low, high }: Bounds, amount: bigint): void {
  if (amount >= low && amount <= high) return;
  throw new Error(`${what}: ${amount}, which ought to be ${low === high ? low : `${low} to ${high}`}`);
}
