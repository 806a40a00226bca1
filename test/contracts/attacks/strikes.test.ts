// Strikes, withdrawals, exclusions, claims and releases in any order: units and money against plain arithmetic.
import { expect } from "chai";
import type { Hex } from "viem";
import { ASSISTANT, asCommons, type Commons, founder, freshCommons, NATIVE, outsider } from "../../support/commons.ts";
import { leafOf, strikeItem } from "../../support/duplicates.ts";
import { collect, earn } from "../../support/money.ts";
import {
  claimLeaf,
  closeBatch,
  finalWork,
  positionOf,
  someItems,
  someRelease,
  submitManifest,
  type Work,
  withdrawLeaf,
} from "../../support/work.ts";

const UNITS_PER_ITEM = 100n;
const ITEMS = 3;
const SCALE = 1n << 64n;

/** Numbers that look random, the same for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Accepted units that join or leave with a batch. `unclaimed`: struck before anybody claimed them, so nobody's. */
type Change = { batch: bigint; units: bigint; unclaimed: bigint };

type Earning = { shared: bigint; active: bigint; released: bigint };

type Leaf = {
  work: Work;
  score: bigint;
  index: number;
  items: Hex[];
  struck: Set<number>;
  changes: Change[];
  claimed: boolean;
  ended: boolean;
  /** What the model earned since the leaf is there: the part shared, among how many units, at which release. */
  earnings: Earning[];
  /** Base units. */
  paid: bigint;
};

describe("Attacks with strikes in any order", () => {
  for (const seed of [1, 2, 3, 4]) {
    it(`T4, T5, C3: units and money are what plain arithmetic says, seed ${seed}`, async () => {
      const commons = await freshCommons();
      await new Trial(commons, randomFrom(seed)).run(90);
    });
  }
});

class Trial {
  readonly #commons: Commons;
  readonly #random: (below: number) => number;
  readonly #leaves: Leaf[] = [];
  readonly #originals = new Map<Hex, { work: Work; items: Hex[]; item: number }>();
  #founded = 0n;
  #foundedBatch = 0n;
  #released = 0n;

  constructor(commons: Commons, random: (below: number) => number) {
    this.#commons = commons;
    this.#random = random;
  }

  async run(steps: number) {
    const { models } = this.#commons;
    await models.connect(await asCommons(this.#commons)).setJoinBound(2n ** 32n - 1n);
    const { joined, openBatch } = await models.modelAt(ASSISTANT);
    [this.#founded, this.#foundedBatch] = [joined, openBatch];
    await this.#submit();
    for (let step = 0; step < steps; step++) await this.#step();
    await this.#publish();
    await this.#earn();
    for (const leaf of this.#leaves) if (leaf.claimed) await this.#collect(leaf);
  }

  async #step() {
    const leaf = this.#leaves[this.#random(this.#leaves.length)] as Leaf;
    const dice = this.#random(20);
    if (dice < 2) await this.#submit();
    else if (dice < 8) await this.#strike(leaf);
    else if (dice < 10) await this.#claim(leaf);
    else if (dice < 11) await this.#withdraw(leaf);
    else if (dice < 12 && this.#random(3) === 0) await this.#exclude(leaf);
    else if (dice < 14) await closeBatch(this.#commons);
    else if (dice < 16) await this.#publish();
    else if (dice < 18) await this.#earn();
    else if (leaf.claimed) await this.#collect(leaf);
  }

  async #submit() {
    const author = outsider(this.#commons, 0);
    const items = [someItems(ITEMS), someItems(ITEMS)];
    const score = [100n, 57n][this.#random(2)] as bigint;
    const all = items.flat();
    const original = await submitManifest(this.#commons, [leafOf(author, all)], {
      submitter: founder(this.#commons, 2),
    });
    all.forEach((hash, item) => {
      this.#originals.set(hash, { work: original, items: all, item });
    });
    const work = await finalWork(
      this.#commons,
      items.map((it) => leafOf(author, it, UNITS_PER_ITEM)),
      { score },
    );
    const batch = await this.#open();
    items.forEach((it, index) => {
      const units = UNITS_PER_ITEM * BigInt(ITEMS) * score;
      this.#leaves.push({
        work,
        score,
        index,
        items: it,
        struck: new Set(),
        changes: [{ batch, units, unclaimed: 0n }],
        claimed: false,
        ended: false,
        earnings: [],
        paid: 0n,
      });
    });
  }

  async #strike(leaf: Leaf) {
    const item = this.#random(ITEMS);
    const content = leaf.items[item] as Hex;
    const original = this.#originals.get(content);
    if (!original) throw new Error("Every item stood somewhere before.");
    const { work, index, items } = leaf;
    const call = strikeItem(this.#commons, original, { work, index, items, item });
    if (leaf.struck.has(item)) {
      await expect(call).to.be.revertedWithCustomError(this.#commons.duplicates, "AlreadyStruck");
      return;
    }
    if (leaf.ended) {
      // Only tokens burn, or nothing is left.
      await call.then(
        () => leaf.struck.add(item),
        () => undefined,
      );
      return;
    }
    await call;
    leaf.struck.add(item);
    const units = UNITS_PER_ITEM * leaf.score;
    // Struck before it is claimed, it takes along what it earned.
    const joined = leaf.changes[0] as Change;
    if (!leaf.claimed) joined.unclaimed += units;
    leaf.changes.push({ batch: await this.#open(), units: -units, unclaimed: leaf.claimed ? 0n : -units });
  }

  async #claim(leaf: Leaf) {
    const call = claimLeaf(this.#commons, leaf.work, leaf.index);
    if (leaf.struck.size === ITEMS)
      return expect(call).to.be.revertedWithCustomError(this.#commons.contributions, "NothingLeft");
    if (leaf.claimed) return expect(call).to.be.revertedWithCustomError(this.#commons.rewards, "PositionAlreadyOpen");
    await call;
    leaf.claimed = true;
    await this.#compare(leaf);
  }

  async #withdraw(leaf: Leaf) {
    if (leaf.ended || (!leaf.claimed && leaf.struck.size === ITEMS)) return;
    await withdrawLeaf(this.#commons, leaf.work, leaf.index, outsider(this.#commons, 0));
    leaf.claimed = true;
    await this.#end(leaf);
  }

  async #exclude(leaf: Leaf) {
    const { contributions } = this.#commons;
    const { excluded } = await contributions.contributionAt(leaf.work.id);
    if (excluded) return;
    await contributions.connect(await asCommons(this.#commons)).exclude(leaf.work.id);
    for (const it of this.#leaves) if (it.work === leaf.work && !it.ended) await this.#end(it);
  }

  async #end(leaf: Leaf) {
    leaf.ended = true;
    const units = leaf.changes.reduce((sum, change) => sum + change.units, 0n);
    leaf.changes.push({ batch: await this.#open(), units: -units, unclaimed: 0n });
  }

  async #publish() {
    const { models, rewards } = this.#commons;
    const { openBatch, releasedBatch } = await models.modelAt(ASSISTANT);
    // Of what is closed, mostly all.
    const last = this.#random(3) === 0 ? openBatch - 1n : await closeBatch(this.#commons);
    if (last < releasedBatch) return;
    await models.connect(await asCommons(this.#commons)).publish(ASSISTANT, last, someRelease);
    this.#released = last;
    expect((await rewards.lineAt(ASSISTANT)).active).to.equal(this.#active());
  }

  /** The model earns; what is parked is left out, by earning only while there are units. */
  async #earn() {
    const active = this.#active();
    if (active === 0n) return;
    const amount = BigInt(1 + this.#random(1_000_000)) * 5n;
    await earn(this.#commons, amount);
    const shared = (amount * 6n) / 10n;
    for (const leaf of this.#leaves) leaf.earnings.push({ shared, active, released: this.#released });
    for (const leaf of this.#leaves) if (leaf.claimed) await this.#compare(leaf);
  }

  async #collect(leaf: Leaf) {
    const { rewards } = this.#commons;
    const position = positionOf(leaf.work, leaf.index);
    leaf.paid += await rewards.claimable(position, NATIVE);
    await collect(this.#commons, outsider(this.#commons, 0).address, [position], [NATIVE]);
    await this.#compare(leaf);
  }

  async #compare(leaf: Leaf) {
    const there = leaf.paid + (await this.#commons.rewards.claimable(positionOf(leaf.work, leaf.index), NATIVE));
    const due = leaf.earnings.reduce((sum, { shared, active, released }) => {
      const [units, unclaimed] = this.#unitsOf(leaf, released);
      return sum + (shared * SCALE * (units - unclaimed)) / active;
    }, 0n);
    const exact = due / SCALE;
    expect(there <= exact && there >= exact - 1n, `${there} of ${exact}, leaf ${leaf.work.id}/${leaf.index}`).to.equal(
      true,
    );
  }

  #unitsOf({ changes }: Leaf, released = this.#released): [units: bigint, unclaimed: bigint] {
    return changes
      .filter(({ batch }) => batch <= released)
      .reduce(([units, unclaimed], it) => [units + it.units, unclaimed + it.unclaimed], [0n, 0n]);
  }

  #active(): bigint {
    const founded = this.#foundedBatch <= this.#released ? this.#founded : 0n;
    return this.#leaves.reduce((sum, leaf) => sum + this.#unitsOf(leaf)[0], founded);
  }

  async #open() {
    return (await this.#commons.models.modelAt(ASSISTANT)).openBatch;
  }
}
