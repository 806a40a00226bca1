// The end of a sequence: everyone claims everything, in any order, and next to nothing is left.
import { claimDividendFor, claimFor, sweepSeat } from "./actions/money.ts";
import { claimLeafOf } from "./actions/work.ts";
import { compare } from "./compare.ts";
import { shuffled } from "./draw.ts";
import { isActive } from "./model/people.ts";
import type { Stage } from "./stage.ts";

/** Empties what belongs to people, comparing balances after it; then holds what is left against T4. */
export async function everyoneClaims(stage: Stage, order: number): Promise<void> {
  const { people, labour, money } = stage.model;
  const unopened = labour.works
    .filter(({ state }) => state === "Final")
    .flatMap((work) => work.leaves.map((_, index) => ({ work, index })))
    .filter(({ work, index }) => !work.positions.has(index));
  for (const { work, index } of unopened) {
    stage.tick();
    await claimLeafOf(stage, work, index);
  }
  // Nobody renews any more: what is frozen is forfeited.
  const graces = people.seats.map(({ graceEnds }) => graceEnds ?? 0n);
  stage.tick(graces.reduce((last, time) => (time > last ? time : last), 0n));
  await stage.mine();
  const lost = people.seats.filter((seat) => people.overLives(seat).length > 0);
  for (const seat of shuffled(lost, order)) {
    stage.tick();
    await sweepSeat(stage, seat, shuffled(stage.assets, order));
  }

  const calls = [
    ...labour.claimed.map((claimed) => async () => claimFor(stage, claimed.position.holder, [claimed], stage.assets)),
    ...people.active.map((seat) => async () => claimDividendFor(stage, seat, stage.assets)),
  ];
  for (const call of shuffled(calls, order)) {
    stage.tick();
    await call();
  }
  await compare(stage);
  for (const asset of stage.assets) nothingIsLeft(stage, asset);
  const open = people.seats
    .filter(isActive)
    .filter((seat) => stage.assets.some((one) => money.due(seat, one).low > 0n));
  if (open.length > 0) throw new Error(`Seat ${open[0]?.number} could still claim.`);
}

/** T4: at most one base unit for each time that money came in and each position, or life of a seat, that was paid. */
export function nothingIsLeft({ model }: Stage, asset: string): void {
  const { labour, people, money } = model;
  const pools = labour.models.map((ai) => money.revenueOf(ai, asset));
  const parked = pools.reduce((sum, pool) => sum + pool.parked, 0n);
  const credits = pools.reduce((sum, pool) => sum + pool.times, 0);
  const lapsed = labour.models.map((ai) => money.lapsed(ai, asset));
  const nobodys = lapsed.reduce((sum, { amount }) => sum + amount, parked);
  const items = lapsed.reduce((sum, one) => sum + one.items, 0);
  const roundings = credits + labour.claimed.length + items;
  bounded(`rewards in ${asset}`, money.accounted.rewards.of(asset) - nobodys, roundings);
  const dividend = money.dividendOf(asset);
  const lives = people.seats.reduce((sum, seat) => sum + seat.lives.length, 0);
  bounded(`dividend in ${asset}`, money.accounted.dividend.of(asset) - dividend.parked, dividend.times + lives);
}

function bounded(what: string, left: bigint, most: number): void {
  if (left < 0n || left > BigInt(most)) throw new Error(`${what}: ${left} left, at most ${most} allowed`);
}
