import { expect } from "chai";
import fc from "fast-check";
import { ASSISTANT, asCommons, type Commons, freshCommons, GUIDE } from "../support/commons.ts";
import { publish, registerModel, type Upstream } from "../support/work.ts";

describe("ModelRegistry: what a model was built on", () => {
  let commons: Commons;
  let models: Commons["models"];
  let voted: Commons["models"];

  beforeEach(async () => {
    commons = await freshCommons();
    models = commons.models;
    voted = models.connect(await asCommons(commons));
  });

  const part = (modelId: bigint, bps: number | bigint): Upstream => ({ modelId, bps: BigInt(bps) });
  const listOf = async (modelId: bigint) =>
    (await models.upstreamOf(modelId)).map((entry) => part(entry.modelId, entry.bps));
  /** Registers a model and publishes it, so that others can be built on it. */
  const released = async (...upstream: Upstream[]) => {
    const modelId = await registerModel(commons, upstream);
    await publish(commons, modelId);
    return modelId;
  };
  const refused = (upstream: Upstream[], error: string, ...args: unknown[]) =>
    expect(voted.register("Refused", "", upstream))
      .to.be.revertedWithCustomError(models, error)
      .withArgs(...args);
  const sum = (list: Upstream[]) => list.reduce((total, { bps }) => total + bps, 0n);

  it("is nothing unless it is declared", async () => {
    const modelId = await registerModel(commons);
    expect(await listOf(modelId)).to.deep.equal([]);
    expect((await models.modelAt(modelId)).upstream).to.equal(0n);
    await expect(models.upstreamOf(99n)).to.be.revertedWithCustomError(models, "ModelUnknown").withArgs(99n);
  });

  it("is what was declared, where the ancestors have none themselves", async () => {
    const [a, b] = [await released(), await released()];
    const registering = voted.register("Child", "ipfs://child", [part(b, 1_500), part(a, 20)]);
    await expect(registering)
      .to.emit(models, "UpstreamSet")
      .withArgs(5n, [
        [b, 1_500n],
        [a, 20n],
      ]);
    expect(await listOf(5n)).to.deep.equal([part(b, 1_500), part(a, 20)]);
    expect((await models.modelAt(5n)).upstream).to.equal(2n);
  });

  it("goes on to the ancestors of ancestors, out of the direct one's part", async () => {
    const a = await released();
    const b = await released(part(a, 1_000));
    const c = await released(part(b, 2_000));
    expect(await listOf(c)).to.deep.equal([part(a, 200), part(b, 1_800)]);
    const d = await released(part(c, 4_000));
    expect(await listOf(d)).to.deep.equal([part(a, 80), part(b, 720), part(c, 3_200)]);
  });

  it("is rounded down for those further up, and the direct one keeps the rest", async () => {
    const a = await released();
    const b = await released(part(a, 333));
    expect(await listOf(await released(part(b, 333)))).to.deep.equal([part(a, 11), part(b, 322)]);
    expect(await listOf(await released(part(b, 3_999)))).to.deep.equal([part(a, 133), part(b, 3_866)]);
    // One ten-thousandth of a thousandth is none.
    expect(await listOf(await released(part(b, 30)))).to.deep.equal([part(b, 30)]);
  });

  it("counts a model once that is reached on several ways", async () => {
    const a = await released();
    const [b, c] = [await released(part(a, 1_000)), await released(part(a, 500))];
    const diamond = await released(part(b, 2_000), part(c, 1_000));
    expect(await listOf(diamond)).to.deep.equal([part(a, 250), part(b, 1_800), part(c, 950)]);
    const named = await released(part(a, 300), part(b, 2_000));
    expect(await listOf(named)).to.deep.equal([part(a, 500), part(b, 1_800)]);
    const last = await released(part(diamond, 1_000), part(named, 1_000), part(a, 1));
    expect(await listOf(last)).to.deep.equal([
      part(a, 25 + 50 + 1),
      part(b, 180 + 180),
      part(c, 95),
      part(diamond, 700),
      part(named, 770),
    ]);
  });

  it("is fixed: later releases, and later models, change nothing of it", async () => {
    const a = await released();
    const b = await released(part(a, 1_000));
    const c = await registerModel(commons, [part(b, 2_000)]);
    const before = await listOf(c);
    await publish(commons, a);
    await publish(commons, b);
    await publish(commons, c);
    await released(part(c, 1_000));
    expect(await listOf(c)).to.deep.equal(before);
  });

  it("may have sixteen models, and no seventeenth", async () => {
    const all: bigint[] = [];
    for (let i = 0; i < 17; i++) all.push(await released());
    const parts = all.map((modelId) => part(modelId, 100));
    const full = await released(...parts.slice(0, 16));
    expect(await listOf(full)).to.deep.equal(parts.slice(0, 16));
    await refused(parts, "UpstreamTooMany", 17n, 16n);
    // Those further up count too.
    await refused([part(full, 4_000)], "UpstreamTooMany", 17n, 16n);
    // One of them that gets nothing doesn't.
    expect(await listOf(await released(part(full, 99)))).to.deep.equal([part(full, 99)]);
  });

  it("may take forty percent of the revenue, and no more", async () => {
    const [a, b] = [await released(), await released()];
    expect(sum(await listOf(await released(part(a, 4_000))))).to.equal(4_000n);
    expect(sum(await listOf(await released(part(a, 1), part(b, 3_999))))).to.equal(4_000n);
    await refused([part(a, 4_001)], "UpstreamTooLarge", 4_001n, 4_000n);
    await refused([part(a, 2_000), part(b, 2_001)], "UpstreamTooLarge", 4_001n, 4_000n);
    await refused([part(a, 65_535), part(b, 65_535)], "UpstreamTooLarge", 65_535n, 4_000n);
  });

  it("names released models alone: none that is unreleased, unknown or the model itself", async () => {
    const unreleased = await registerModel(commons);
    for (const modelId of [unreleased, 0n, 99n, unreleased + 1n]) {
      await refused([part(modelId, 100)], "UpstreamNotReleased", modelId);
    }
    await publish(commons, ASSISTANT);
    await refused([part(ASSISTANT, 100), part(GUIDE, 100)], "UpstreamNotReleased", GUIDE);
  });

  it("names each model once, and none without a part", async () => {
    const [a, b] = [await released(), await released()];
    await refused([part(a, 100), part(b, 100), part(a, 200)], "UpstreamRepeated", a);
    await refused([part(a, 100), part(b, 0)], "UpstreamWithoutPart", b);
  });

  it("adds up to what was declared, as an independent reckoning has it, for any family", async () => {
    /** The reckoning: what each ancestor gets, by the sentence in the documentation. */
    const reckoned = new Map<bigint, Map<bigint, bigint>>();
    const flat = (declared: Upstream[]) => {
      const parts = new Map<bigint, bigint>();
      const add = (modelId: bigint, bps: bigint) => {
        if (bps !== 0n) parts.set(modelId, (parts.get(modelId) ?? 0n) + bps);
      };
      for (const { modelId, bps } of declared) {
        let kept = bps;
        for (const [further, theirs] of reckoned.get(modelId) ?? []) {
          add(further, (bps * theirs) / 10_000n);
          kept -= (bps * theirs) / 10_000n;
        }
        add(modelId, kept);
      }
      return parts;
    };
    const family: bigint[] = [await released()];
    const choices = fc.array(fc.tuple(fc.nat({ max: 1_000 }), fc.integer({ min: 1, max: 900 })), {
      minLength: 1,
      maxLength: 4,
    });
    for (const [i, drawn] of fc.sample(choices, { numRuns: 40, seed: 20_261_126 }).entries()) {
      const declared = new Map(drawn.map(([at, bps]) => [family[at % family.length] ?? 0n, BigInt(bps)]));
      const upstream = [...declared].map(([modelId, bps]) => part(modelId, bps));
      const expected = flat(upstream);
      if (expected.size > 16) {
        await refused(upstream, "UpstreamTooMany", 17n, 16n);
        continue;
      }
      const modelId = await released(...upstream);
      const list = await listOf(modelId);
      expect(new Map(list.map(({ modelId, bps }) => [modelId, bps])), `model ${i}`).to.deep.equal(expected);
      expect(sum(list)).to.equal(sum(upstream));
      reckoned.set(modelId, expected);
      family.push(modelId);
    }
    expect(family.length).to.be.greaterThan(20);
  });
});
