// Holds everything that the chain says against the model of it.
import type { Bounds } from "../../../scripts/story/reference/shares.ts";
import { own, positionId } from "./actions/action.ts";
import { addressOfHolder } from "./actions/work.ts";
import { isActive, presentSpan, type Seat } from "./model/people.ts";
import { type Model as AiModel, type Claimed, lastBatchOf, releaseOf, unitsOf, type Work } from "./model/work.ts";
import { balance, type Stage } from "./stage.ts";

const STATES = ["None", "Submitted", "InReview", "Accepted", "Rejected", "Challenged", "Final"];
const NOBODY = "0x0000000000000000000000000000000000000000";

type Value = bigint | number | string | boolean;

/** What differs, a line each. */
class Differences {
  readonly lines: string[] = [];
  #checks = 0;

  equal(what: string, expected: Value, actual: Value): void {
    this.#checks++;
    if (`${expected}` !== `${actual}`) this.lines.push(`${what}: ought to be ${expected}, is ${actual}`);
  }

  within(what: string, { low, high }: Bounds, actual: bigint): void {
    this.#checks++;
    if (actual < low || actual > high) this.lines.push(`${what}: ought to be ${low} to ${high}, is ${actual}`);
  }

  get checks(): number {
    return this.#checks;
  }
}

/** Returns how many values were compared. @throws {Error} that lists what differs. */
export async function compare(stage: Stage): Promise<number> {
  await stage.mine();
  const found = new Differences();
  await Promise.all([
    comparePeople(stage, found),
    ...stage.model.people.seats.map((seat) => compareSeat(stage, seat, found)),
    ...stage.model.labour.models.map((model) => compareModel(stage, model, found)),
    ...stage.model.labour.works.map((work) => compareWork(stage, work, found)),
    ...stage.model.labour.claimed.map((claimed) => comparePosition(stage, claimed, found)),
    ...stage.assets.map((asset) => compareAsset(stage, asset, found)),
  ]);
  if (found.lines.length > 0) throw new Error(found.lines.slice(0, 12).join("\n"));
  return found.checks;
}

async function comparePeople({ commons, views, model, wallets }: Stage, found: Differences): Promise<void> {
  const { members, token, contributions, models } = views;
  const { people, labour } = model;
  const { era, seats } = await members.census();
  found.equal("era", people.era, era);
  found.equal("active seats", people.active.length, seats);
  found.equal("seats", people.seats.length, await members.seatCount());
  found.equal("the issuer's seats", people.places, (await members.issuerAt(commons.issuer)).seats);
  found.equal("models", labour.models.length, await models.modelCount());
  found.equal("works", labour.works.length, await contributions.contributionCount());
  const supply = [...labour.tokens.values()].reduce((sum, amount) => sum + amount, 0n);
  found.equal("supply of tokens", supply, await token.totalSupply());

  for (const signer of wallets) {
    const wallet = own(signer);
    const seat = people.seatOf(wallet);
    found.equal(`seat of ${wallet}`, seat?.number ?? 0n, await members.seatOf(wallet));
    found.equal(`member votes of ${wallet}`, seat === undefined ? 0n : 1n, await members.getVotes(wallet));
    found.equal(`tokens of ${wallet}`, labour.tokensOf(wallet), await token.balanceOf(wallet));
    found.equal(`token votes of ${wallet}`, labour.tokensOf(wallet), await token.getVotes(wallet));
    const recovery = await members.recoveryOf(wallet);
    found.equal(`heir of ${wallet}`, people.recoveries.get(wallet)?.seat ?? 0n, recovery.seat);
    found.equal(`heir of ${wallet}, from`, people.recoveryReadyAt(wallet), recovery.readyAt);
  }
}

async function compareSeat({ views, model, assets }: Stage, seat: Seat, found: Differences): Promise<void> {
  const { members, dividend } = views;
  const { people, money } = model;
  const { number, lives, asked } = seat;
  const equal = (what: string, expected: Value, actual: Value) =>
    found.equal(`seat ${number}, ${what}`, expected, actual);
  const there = await members.seatAt(number);
  equal("wallet", seat.wallet, there.wallet.toLowerCase());
  equal("serial", seat.serial, there.serial);
  equal("expiry", seat.expiry, there.expiry);
  equal("from", presentSpan(seat).from, there.from);
  equal("to", presentSpan(seat).to ?? 0, there.to);
  const spans = lives.flat();
  equal("spans", spans.length, there.span);
  for (const [at, { from, to }] of spans.entries()) {
    const span = await members.spanAt(number, at + 1);
    equal(`span ${at + 1}`, `${from}-${to ?? 0}`, `${span.from}-${span.to}`);
  }
  const tenure = await members.tenureOf(number);
  equal("forfeited", people.overLives(seat).flat().length, tenure.forfeited);
  equal("end of grace", seat.graceEnds ?? 0n, tenure.graceEnds);
  const moving = await members.rebindingAt(number);
  equal("next wallet", asked?.wallet ?? NOBODY, moving.wallet.toLowerCase());
  equal("next wallet, from", asked?.readyAt ?? 0n, moving.readyAt);
  for (const [wallet, sponsored] of seat.sponsored) {
    equal(`sponsors ${wallet}`, isActive(seat) && sponsored, await members.isSponsored(number, wallet));
  }

  const none = { low: 0n, high: 0n };
  for (const asset of assets) {
    const within = (what: string, bounds: Bounds, actual: bigint) =>
      found.within(`seat ${number}, ${what} in ${asset}`, bounds, actual);
    const due = money.due(seat, asset);
    within("dividend", isActive(seat) ? due : none, await dividend.claimable(number, asset));
    within("frozen dividend", isActive(seat) ? none : due, await dividend.frozenOf(number, asset));
    within("forfeited dividend", money.forfeited(seat, asset), await dividend.forfeitedOf(number, asset));
  }
}

async function compareModel({ views, model, assets }: Stage, ai: AiModel, found: Differences): Promise<void> {
  const { models, rewards, duplicates } = views;
  const { labour, money } = model;
  const { id } = ai;
  const equal = (what: string, expected: Value, actual: Value) => found.equal(`model ${id}, ${what}`, expected, actual);
  const there = await models.modelAt(id);
  equal("open batch", ai.openBatch, there.openBatch);
  equal("released batch", lastBatchOf(ai), there.releasedBatch);
  equal("releases", ai.releases.length, there.releases);
  let [joined, left] = [0n, 0n];
  for (let batch = 1; batch <= ai.openBatch; batch++) {
    const units = labour.batch(ai, batch);
    [joined, left] = [joined + units.joined, left + units.left];
    if (batch === ai.openBatch) continue;
    const closed = await models.batchAt(id, batch);
    equal(`units of batch ${batch}`, `${joined} ${left}`, `${closed.joined} ${closed.left}`);
    equal(`release of batch ${batch}`, releaseOf(ai, batch) ?? 0, await models.releaseOfBatch(id, batch));
  }
  equal("units", `${joined} ${left}`, `${there.joined} ${there.left}`);
  const line = await rewards.lineAt(id);
  equal("active units", labour.activeUnits(ai), line.active);
  const flat = money.lineage.of(`${id}`).map(({ model: ancestor, bps }) => `${ancestor}: ${bps}`);
  const shown = (await models.upstreamOf(id)).map(({ modelId, bps }) => `${modelId}: ${bps}`);
  equal("upstream", flat.join(", "), shown.join(", "));
  for (const { number } of model.people.seats) {
    const due = labour.rewards.of(id, number);
    equal(`what seat ${number} found`, due, await duplicates.rewardOf(id, number));
  }
  for (const asset of assets) {
    const { parked } = await rewards.poolAt(id, asset);
    equal(`parked in ${asset}`, money.revenueOf(ai, asset).parked, parked);
  }
}

async function compareWork({ views, model }: Stage, work: Work, found: Differences): Promise<void> {
  const { id } = work;
  const equal = (what: string, expected: Value, actual: Value) => found.equal(`work ${id}, ${what}`, expected, actual);
  const there = await views.contributions.contributionAt(id);
  equal("state", work.state, STATES[Number(there.state)] ?? "unknown");
  equal("score", work.score, there.score);
  equal("submitter", work.submitter, there.submitter.toLowerCase());
  equal("seat", work.seat, there.seat);
  equal("model", work.model.id, there.modelId);
  equal("excluded", work.endBatch !== undefined, there.excluded);
  if (work.state !== "Final") return;
  equal("units", unitsOf(work), there.units * there.score);
  equal("token rate", work.rate, there.tokenRate);
  // Genesis was made before the model's time began.
  if (id > 1n) equal("mintable from", work.mintableFrom, there.mintableFrom);
  const left = work.leaves.reduce((sum, _, index) => sum + model.labour.leftOf(work, index) * work.score, 0n);
  equal("units that left", left, there.left);
}

async function comparePosition({ views, model, assets }: Stage, claimed: Claimed, found: Differences): Promise<void> {
  const { rewards, contributions } = views;
  const { work, index, position } = claimed;
  const what = `position ${work.id}/${index}`;
  const there = await rewards.positionAt(positionId(claimed));
  found.equal(`${what}, holder`, addressOfHolder(position.holder), there.holder);
  found.equal(`${what}, units`, model.labour.unitsOf(work, index), there.units);
  const struck = await contributions.struckUnits(positionId(claimed));
  found.equal(`${what}, struck units`, model.labour.struck(work, index), struck);
  found.equal(`${what}, end`, position.endBatch ?? 0, there.endBatch);
  found.equal(`${what}, waits`, work.waiting.has(index), await contributions.tokensWaiting(positionId(claimed)));
  for (const asset of assets) {
    const claimable = await rewards.claimable(positionId(claimed), asset);
    found.within(`${what} in ${asset}`, model.money.claimable(claimed, asset), claimable);
  }
}

async function compareAsset(stage: Stage, asset: string, found: Differences): Promise<void> {
  const { treasury, rewards, dividend } = stage.views;
  const { money } = stage.model;
  const equal = (what: string, expected: Value, actual: Value) => found.equal(`${what} in ${asset}`, expected, actual);
  equal("listed", money.listed.has(asset), await treasury.isListed(asset));
  equal("reserve", money.reserve.of(asset), await treasury.reserveOf(asset));
  equal("books of the treasury", money.reserve.of(asset), await treasury.accounted(asset));
  equal("books of rewards", money.accounted.rewards.of(asset), await rewards.accounted(asset));
  equal("books of the dividend", money.accounted.dividend.of(asset), await dividend.accounted(asset));
  equal("parked dividend", money.dividendOf(asset).parked, (await dividend.poolAt(asset)).parked);
  equal("ceiling", money.ceilings.get(asset) ?? 0n, await treasury.ceilingOf(asset));
  for (const [name, address] of await stage.purses()) {
    const initially = stage.initially.get(`${name} ${asset}`) ?? 0n;
    equal(`balance of ${name}`, initially + money.purse.of(name, asset), await balance(asset, address));
  }
}
