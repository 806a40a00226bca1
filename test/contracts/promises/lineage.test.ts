// T9: models that a model was built on get their bounded share once, and none of them can block a settlement.
import { expect } from "chai";
import fc from "fast-check";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  founder,
  freshCommons,
  GUIDE,
  NATIVE,
  outsider,
} from "../../support/commons.ts";
import { balanceOf, earn, listedToken, slice } from "../../support/money.ts";
import { claimLeaf, finalWork, publish, registerModel, type Upstream, withdrawLeaf } from "../../support/work.ts";

describe("Promises about lineage", () => {
  let commons: Commons;
  let models: Commons["models"];
  let treasury: Commons["treasury"];

  beforeEach(async () => {
    commons = await freshCommons();
    ({ models, treasury } = commons);
  });

  const part = (modelId: bigint, bps: number | bigint): Upstream => ({ modelId, bps: BigInt(bps) });
  const released = async (...upstream: Upstream[]) => {
    const modelId = await registerModel(commons, upstream);
    await publish(commons, modelId);
    return modelId;
  };
  /** What a settlement says that each model got. */
  const shared = async (sent: Awaited<ReturnType<typeof earn>>) => {
    const [from, to] = [sent.blockNumber ?? 0, sent.blockNumber ?? 0];
    const slices = await treasury.queryFilter(treasury.filters.UpstreamShared(), from, to);
    const [settled] = await treasury.queryFilter(treasury.filters.Settled(), from, to);
    return { slices: slices.map(({ args }) => args), settled: settled?.args };
  };

  /** A family drawn from a seed: each model is built on some of those before it. */
  const family = async (seed: number, size: number): Promise<bigint[]> => {
    const ids = [await released(), await released()];
    const parents = fc.array(fc.tuple(fc.nat(1_000), fc.integer({ min: 1, max: 1_300 })), {
      minLength: 1,
      maxLength: 3,
    });
    for (const drawn of fc.sample(parents, { numRuns: size, seed })) {
      const declared = new Map(drawn.map(([at, bps]) => [ids[at % ids.length] ?? 0n, BigInt(bps)]));
      const upstream = [...declared].map(([modelId, bps]) => part(modelId, bps));
      const call = models.connect(await asCommons(commons)).register("Kin", "", upstream);
      // A list that grew too long is refused; the family goes on without it.
      const registered = await call.then(
        () => true,
        () => false,
      );
      if (!registered) continue;
      ids.push(await models.modelCount());
      await publish(commons, ids.at(-1));
    }
    return ids;
  };

  for (const seed of [1, 2, 3]) {
    it(`T9 every ancestor is earlier, stands once, and gets its fixed part; all of them at most forty percent (family ${seed})`, async () => {
      const token = await listedToken(commons);
      const ids = await family(seed, 10);
      expect(ids.length).to.be.greaterThan(8);
      for (const modelId of ids) {
        const upstream = await models.upstreamOf(modelId);
        expect(upstream.every((entry) => entry.modelId < modelId)).to.equal(true);
        expect(new Set(upstream.map((entry) => entry.modelId)).size).to.equal(upstream.length);
        expect(upstream.length).to.be.at.most(16);
        const total = upstream.reduce((sum, { bps }) => sum + bps, 0n);
        expect(total).to.be.at.most(4_000n);

        const amount = 1_000_003n * modelId + 7n;
        const { slices, settled } = await shared(await earn(commons, amount, token, modelId));
        expect(slices.map(({ upstreamId, amount }) => [upstreamId, amount])).to.deep.equal(
          upstream.map((entry) => [entry.modelId, slice(amount, entry.bps)]),
        );
        expect(slices.reduce((sum, each) => sum + each.amount, 0n)).to.equal(settled?.upstream);
        expect(settled?.upstream).to.be.at.most(slice(amount, total));
        for (const each of slices) expect(each.contributors + each.dividend + each.reserve).to.equal(each.amount);
      }
    });
  }

  it("T9 a diamond counts its top once, and no way to it is longer than another", async () => {
    const top = await released();
    const [left, right] = [await released(part(top, 1_000)), await released(part(top, 1_000))];
    const bottom = await registerModel(commons, [part(left, 1_000), part(right, 1_000), part(top, 1_000)]);
    const { slices } = await shared(await earn(commons, 1_000_000n, NATIVE, bottom));
    expect(slices.map(({ upstreamId, amount }) => [upstreamId, amount])).to.deep.equal([
      [top, 120_000n],
      [left, 90_000n],
      [right, 90_000n],
    ]);
  });

  it("T9 no ancestor, in whatever state, keeps a model's money from those who earned it", async () => {
    const ana = outsider(commons, 0);
    const voted = await asCommons(commons);
    const states: Record<string, bigint> = { "without work": await released() };
    const withWork = async (name: string, submitter: number) => {
      const modelId = await registerModel(commons);
      const work = await finalWork(commons, [{ author: ana }], {
        model: modelId,
        submitter: founder(commons, submitter),
      });
      await publish(commons, modelId);
      states[name] = modelId;
      return work;
    };
    const left = await withWork("all withdrawn", 2);
    await withdrawLeaf(commons, left, 0, ana);
    await publish(commons, states["all withdrawn"]);
    const banned = await withWork("all excluded", 3);
    await commons.contributions.connect(voted).exclude(banned.id);
    await publish(commons, states["all excluded"]);
    await withWork("with a full list of parked assets", 4);
    await commons.contributions.connect(voted).exclude(await commons.contributions.contributionCount());
    const crowded = states["with a full list of parked assets"] ?? 0n;
    await publish(commons, crowded);
    for (let i = 0; i < 18; i++) {
      const token = await listedToken(commons, `P${i}`);
      await earn(commons, 1_000n, token, crowded);
      await treasury.connect(voted).delistAsset(token);
    }
    await withWork("with unclaimed work", 5);
    const few = await withWork("with very few units", 6);
    expect(few.id).to.be.greaterThan(0n);

    const upstream = Object.values(states).map((modelId) => part(modelId, 600));
    const child = await registerModel(commons, upstream);
    const own = await finalWork(commons, [{ author: ana }], { model: child, submitter: founder(commons, 7) });
    await claimLeaf(commons, own);
    await publish(commons, child);
    const token = await listedToken(commons);
    for (const asset of [NATIVE, await addressOf(token)]) {
      const { slices } = await shared(await earn(commons, 1_000_000n, asset, child));
      expect(slices.map(({ amount }) => amount)).to.deep.equal(upstream.map(() => 60_000n));
      const before = await balanceOf(asset, ana);
      await commons.rewards.claim(ana, [own.id << 32n], [asset]);
      expect((await balanceOf(asset, ana)) - before).to.equal(383_999n);
      for (const holder of [treasury, commons.rewards, commons.dividend]) {
        expect(await balanceOf(asset, holder)).to.be.at.least(await holder.accounted(asset));
      }
    }
  });

  it("T9 only what was released is upstream, so that a family has no circles", async () => {
    const voted = models.connect(await asCommons(commons));
    await publish(commons, ASSISTANT);
    for (const modelId of [GUIDE, 3n, 4n, 0n, 2n ** 32n - 1n]) {
      await expect(voted.register("Circular", "", [part(ASSISTANT, 1), part(modelId, 1)]))
        .to.be.revertedWithCustomError(models, "UpstreamNotReleased")
        .withArgs(modelId);
    }
    expect(await models.modelCount()).to.equal(2n);
  });
});
