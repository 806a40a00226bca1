// Work on its way into releases and out of them, and the voice that it earns.
import { seatAuthor } from "@commonmind/sdk";
import { getAddress, type Hex } from "viem";
import { leafOf, placeOf } from "../../../support/duplicates.ts";
import { type DrawnManifest, drawManifest, proved, someItems, someRelease } from "../../../support/work.ts";
import type { Draw } from "../draw.ts";
import { isActive, type Seat } from "../model/people.ts";
import { type Claimed, lastBatchOf, type Model, type Spot, type Work } from "../model/work.ts";
import type { Stage } from "../stage.ts";
import { type Action, first, own } from "./action.ts";
import { sponsor } from "./people.ts";

const anyModel = (stage: Stage, draw: Draw): Model => draw.one(stage.model.labour.models) as Model;

const anyWork = (stage: Stage, draw: Draw, fits: (work: Work) => boolean): Work =>
  draw.mostly(stage.model.labour.works, fits) as Work;

/** So few that most works have copies. */
const SHARED = someItems(5);

/** A leaf: accounts and seats, of a few units or many. */
function someLeaf(stage: Stage, draw: Draw) {
  const seat = draw.once(3) ? draw.one(stage.model.people.seats) : undefined;
  const author = seat === undefined ? own(draw.one(stage.wallets) ?? stage.anyone) : `seat:${seat.number}`;
  const unitsPerItem = BigInt(1 + draw.below(draw.one([10, 1_000, 65_000]) ?? 10));
  // One of its own, and up to two that others have as well.
  const shared = draw.below(SHARED.length);
  const others = [SHARED[shared], SHARED[(shared + 1) % SHARED.length]].slice(0, draw.below(3)) as Hex[];
  return { author, unitsPerItem, items: [...someItems(1), ...others] };
}

export const addressOfHolder = (holder: string) =>
  holder.startsWith("seat:") ? seatAuthor(BigInt(holder.slice(5))) : getAddress(holder);

async function handIn(stage: Stage, draw: Draw, name: string, submitter: string, sponsor?: Seat) {
  const { labour } = stage.model;
  const sketches = Array.from({ length: 1 + draw.below(4) }, () => someLeaf(stage, draw));
  const model = anyModel(stage, draw);
  const by = stage.signer(submitter);
  const drawn = await drawManifest(
    stage.commons,
    sketches.map(({ author, items, unitsPerItem }) => leafOf(addressOfHolder(author), items, unitsPerItem)),
    { submitter: by, model: model.id, sponsor: sponsor?.number ?? 0n },
  );
  const leaves = sketches.map(({ items, unitsPerItem, ...leaf }) => ({
    ...{ ...leaf, items, unitsPerItem },
    units: BigInt(items.length) * unitsPerItem,
  }));
  const call = await stage.commons.contributions.submit.populateTransaction(drawn.submission);
  const done = await stage.act(name, by, () => labour.submit(submitter, model, leaves, sponsor), call);
  const work = labour.works.at(-1);
  if (done === undefined || work === undefined) return;
  stage.manifests.set(work.id, drawn);
  // Mostly it is scored soon: else there would be little work in the end.
  if (draw.once(5)) return;
  stage.tick();
  await scoreWork(stage, draw, work);
}

export const submit: Action = async (stage, draw) => {
  const { people } = stage.model;
  const submitter = draw.mostly(stage.wallets, (wallet) => people.seatOf(own(wallet)) !== undefined);
  await handIn(stage, draw, "submit", own(submitter ?? stage.anyone));
};

export const submitSponsored: Action = async (stage, draw) => {
  const { seats } = stage.model.people;
  const sponsors = (one: Seat) => isActive(one) && [...one.sponsored.values()].includes(true);
  await first(stage, draw, seats.some(sponsors), sponsor);
  const seat = draw.mostly(seats, sponsors);
  const wallets = stage.wallets.map(own);
  const submitter = draw.mostly(wallets, (wallet) => seat?.sponsored.get(wallet) ?? false);
  await handIn(stage, draw, "submit under a sponsor", submitter ?? "", seat);
};

export const score: Action = async (stage, draw) => {
  const { now } = stage.model.clock;
  const work = anyWork(stage, draw, ({ state, until = 0n }) => state === "Submitted" && until >= now);
  return scoreWork(stage, draw, work);
};

async function scoreWork(stage: Stage, draw: Draw, work: Work) {
  const score = BigInt(draw.once(8) ? draw.below(102) : 50 + draw.below(51));
  const call = await stage.commons.panel.score.populateTransaction(work.id, score);
  return stage.act("score", stage.anyone, () => stage.model.labour.score(work, score), call);
}

export const expireWork: Action = async (stage, draw) => {
  const { labour } = stage.model;
  const isWaiting = ({ state }: Work) => state === "Submitted";
  await first(stage, draw, labour.works.some(isWaiting), submit);
  const work = anyWork(stage, draw, isWaiting);
  if (!draw.once(3)) stage.tick((work.until ?? 0n) + 1n);
  const call = await stage.commons.panel.expire.populateTransaction(work.id);
  return stage.act("expire work", stage.anyone, () => labour.expire(work), call);
};

export const overturn: Action = async (stage, draw) => {
  const isAccepted = ({ state }: Work) => state === "Accepted";
  await first(stage, draw, stage.model.labour.works.some(isAccepted), submit);
  const work = anyWork(stage, draw, isAccepted);
  const call = await stage.commons.contributions.overturn.populateTransaction(work.id);
  return stage.act("overturn", stage.voted, () => stage.model.labour.overturn(work), call);
};

export const finalize: Action = async (stage, draw) => {
  const { labour } = stage.model;
  const isAccepted = ({ state }: Work) => state === "Accepted";
  await first(stage, draw, labour.works.some(isAccepted), submit);
  const work = anyWork(stage, draw, isAccepted);
  if (!draw.once(8) && work.state === "Accepted") stage.tick(work.since + labour.periods.challenge);
  const call = await stage.commons.contributions.finalize.populateTransaction(work.id);
  const done = await stage.act("finalize", stage.anyone, () => labour.finalize(work), call);
  if (done === undefined) return;
  // Some claim their leaves at once, others later or never.
  for (const index of work.leaves.keys()) {
    if (draw.once(2)) continue;
    stage.tick();
    await claimLeafOf(stage, work, index);
  }
};

/** Leaves of work whose manifest is at hand: all but the founders'. */
function anyLeaf(stage: Stage, draw: Draw, fits: (work: Work, index: number) => boolean) {
  const { works } = stage.model.labour;
  const leaves = works
    .filter(({ id }) => stage.manifests.has(id))
    .flatMap((work) => work.leaves.map((_, index) => ({ work, index })));
  return draw.mostly(leaves, ({ work, index }) => work.state === "Final" && fits(work, index));
}

export async function claimLeafOf(stage: Stage, work: Work, index: number) {
  const { leaf, proof } = provedOf(stage.manifests, work, index);
  const call = await stage.commons.contributions.claimUnits.populateTransaction(work.id, leaf, proof);
  return stage.act("claimUnits", stage.anyone, () => stage.model.labour.claimUnits(work, index), call);
}

function provedOf(manifests: Stage["manifests"], work: Work, index: number) {
  const drawn = manifests.get(work.id);
  if (drawn === undefined) throw new Error(`The manifest of work ${work.id} is not at hand.`);
  return proved(drawn, index);
}

const hasFinal = ({ model, manifests }: Stage): boolean =>
  model.labour.works.some(
    ({ id, state, endBatch }) => state === "Final" && endBatch === undefined && manifests.has(id),
  );

export const claimUnits: Action = async (stage, draw) => {
  await first(stage, draw, hasFinal(stage), finalize);
  const drawn = anyLeaf(stage, draw, ({ positions }, index) => !positions.has(index));
  if (drawn === undefined) return;
  return claimLeafOf(stage, drawn.work, drawn.index);
};

export const mintTokens: Action = async (stage, draw) => {
  const { labour } = stage.model;
  const waits = ({ work, index }: Claimed) => work.waiting.has(index);
  await first(stage, draw, labour.claimed.some(waits), setMintCap, finalize, claimUnits);
  const drawn = draw.mostly(labour.claimed, waits);
  if (drawn === undefined) return;
  const { work, index } = drawn;
  if (work.waiting.has(index) && draw.once(2)) stage.tick(work.mintableFrom);
  const call = await stage.commons.contributions.mintTokens.populateTransaction(work.id, index);
  return stage.act("mintTokens", stage.anyone, () => labour.mintTokens(work, index), call);
};

export const withdraw: Action = async (stage, draw) => {
  const { labour } = stage.model;
  await first(stage, draw, hasFinal(stage), finalize);
  const stays = (work: Work, index: number) => labour.endBatch(work, index) === undefined;
  const drawn = anyLeaf(stage, draw, stays);
  if (drawn === undefined) return;
  const { work, index } = drawn;
  const holder = work.positions.get(index)?.holder ?? work.leaves[index]?.author ?? "";
  const by = draw.once(8) ? (draw.one(stage.wallets) ?? stage.anyone) : stage.signer(labour.walletOf(holder));
  const { leaf, proof } = provedOf(stage.manifests, work, index);
  const call = await stage.commons.contributions.withdraw.populateTransaction(work.id, leaf, proof);
  return stage.act("withdraw", by, () => labour.withdraw(work, index, own(by)), call);
};

export const exclude: Action = async (stage, draw) => {
  const work = anyWork(stage, draw, ({ state, endBatch }) => state === "Final" && endBatch === undefined);
  const call = await stage.commons.contributions.exclude.populateTransaction(work.id);
  return stage.act("exclude", stage.voted, () => stage.model.labour.exclude(work), call);
};

/** Where an item stands that a leaf has in common with another one. */
type Copy = { item: string; earlier: Spot; later: Spot };

/** Every item of a leaf that another leaf has as well. */
function copiesOf({ model, manifests }: Stage): Copy[] {
  const spots = model.labour.works
    .filter(({ id }) => manifests.has(id))
    .flatMap((work) => work.leaves.flatMap(({ items }, index) => items.map((item) => ({ item, work, index }))));
  return spots.flatMap(({ item, ...later }) =>
    spots
      .filter((other) => other.item === item && !(other.work === later.work && other.index === later.index))
      .map(({ work, index }) => ({ item, later, earlier: { work, index } })),
  );
}

const placeIn = ({ manifests }: Stage, { work, index }: Spot, item: string) => {
  const drawn = manifests.get(work.id) as DrawnManifest;
  const items = (work.leaves[index]?.items ?? []) as Hex[];
  return placeOf({ work: { ...drawn, id: work.id }, index, items, item: items.indexOf(item as Hex) });
};

export const strike: Action = async (stage, draw) => {
  const { labour } = stage.model;
  const isFinal = ({ later, earlier }: Copy) => later.work.state === "Final" && earlier.work.id < later.work.id;
  await first(stage, draw, copiesOf(stage).some(isFinal), finalize, finalize);
  const drawn = draw.mostly(copiesOf(stage), (copy) => {
    const { work, index } = copy.later;
    const struck = work.strikes.get(index)?.some(({ item }) => item === copy.item) ?? false;
    return isFinal(copy) && !struck && (labour.endBatch(work, index) === undefined || work.positions.has(index));
  });
  if (drawn === undefined) return;
  const { item, earlier, later } = drawn;
  const finder = draw.one(stage.wallets) ?? stage.anyone;
  const call = await stage.commons.duplicates.proveDuplicate.populateTransaction(
    item,
    placeIn(stage, earlier, item),
    placeIn(stage, later, item),
  );
  return stage.act("strike", finder, () => labour.strike(item, earlier, later, own(finder)), call);
};

export const collectFound: Action = async (stage, draw) => {
  const { labour, people } = stage.model;
  const pairs = () => labour.models.flatMap((model) => people.seats.map((seat) => ({ model, seat })));
  const found = ({ model, seat }: { model: Model; seat: Seat }) => labour.rewards.of(model.id, seat.number) !== 0n;
  await first(stage, draw, pairs().some(found), strike, strike);
  const drawn = draw.mostly(pairs(), found);
  if (drawn === undefined) return;
  const { model, seat } = drawn;
  const call = await stage.commons.duplicates.collect.populateTransaction(model.id, seat.number);
  return stage.act("collect what was found", stage.anyone, () => labour.collect(model, seat), call);
};

const isChanged = ({ model: { labour } }: Stage, model: Model): boolean => {
  const { joined, left } = labour.batch(model, model.openBatch);
  return joined + left > 0n;
};

export const closeBatch: Action = async (stage, draw) => {
  const { models } = stage.model.labour;
  return closeBatchOf(stage, draw.mostly(models, (model) => isChanged(stage, model)) as Model);
};

async function closeBatchOf(stage: Stage, model: Model) {
  const call = await stage.commons.models.closeBatch.populateTransaction(model.id);
  return stage.act("closeBatch", stage.anyone, () => stage.model.labour.closeBatch(model), call);
}

export const publish: Action = async (stage, draw) => {
  const { labour, money } = stage.model;
  await first(stage, draw, hasFinal(stage), finalize);
  const hasNews = (one: Model) => lastBatchOf(one) < one.openBatch - 1 || isChanged(stage, one);
  const model = draw.mostly(labour.models, hasNews) as Model;
  if (isChanged(stage, model) && !draw.once(4)) {
    await closeBatchOf(stage, model);
    stage.tick();
  }
  const last = model.openBatch - 1;
  const batch = draw.once(6) ? draw.below(model.openBatch + 1) : last;
  const call = await stage.commons.models.publish.populateTransaction(model.id, batch, someRelease);
  return stage.act("publish", stage.voted, () => money.publish(model, batch, stage.assets), call);
};

/** Built on up to three of the others, mostly released ones. */
export const register: Action = async (stage, draw) => {
  const { labour, money } = stage.model;
  const isReleased = ({ releases }: Model) => releases.length > 0;
  await first(stage, draw, labour.models.some(isReleased), publish);
  const part = () => draw.below(draw.once(6) ? 2_500 : 1_300);
  const drawn = draw.once(5)
    ? Array.from({ length: draw.below(4) }, () => draw.mostly(labour.models, isReleased) as Model)
    : draw.some(labour.models.filter(isReleased)).slice(-3);
  const upstream = drawn.map((model) => ({ model, bps: part() }));
  const declared = upstream.map(({ model, bps }) => ({ modelId: model.id, bps }));
  const call = await stage.commons.models.register.populateTransaction("Kin", "", declared);
  return stage.act("register", stage.voted, () => money.register(upstream), call);
};

export const setMintCap: Action = async (stage, draw) => {
  const cap = 10n ** BigInt(draw.one([24, 16, 17, 18]) ?? 24);
  const call = await stage.commons.token.setMintCap.populateTransaction(cap);
  const expected = () => {
    stage.model.labour.mintCap = cap;
  };
  return stage.act("setMintCap", stage.voted, expected, call);
};
