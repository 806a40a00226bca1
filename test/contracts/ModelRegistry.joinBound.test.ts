import { expect } from "chai";
import {
  ASSISTANT,
  asCommons,
  type Commons,
  freshCommons,
  NATIVE,
  networkHelpers,
  ONE,
  outsider,
} from "../support/commons.ts";
import { earn } from "../support/money.ts";
import {
  accept,
  claimableOf,
  claimLeaf,
  closeBatch,
  finalWork,
  publish,
  someRelease,
  submitManifest,
  type Work,
  withdrawLeaf,
} from "../support/work.ts";

describe("ModelRegistry: the bound on what joins with one release", () => {
  let commons: Commons;
  let models: Commons["models"];
  let voted: Commons["models"];

  beforeEach(async () => {
    commons = await freshCommons();
    models = commons.models;
    voted = models.connect(await asCommons(commons));
  });

  const NONE = 2n ** 32n - 1n;
  /** Units at full score: a hundred times as many. */
  const work = (units: bigint, author = outsider(commons, 0)) =>
    finalWork(commons, [{ author, items: 10n, unitsPerItem: units / 10n }]);
  const exclude = async ({ id }: Work) => commons.contributions.connect(await asCommons(commons)).exclude(id);
  const release = async () => voted.publish(ASSISTANT, await closeBatch(commons), someRelease);
  const exceeds = async (joining: bigint, bound: bigint) =>
    expect(release()).to.be.revertedWithCustomError(models, "JoinBoundExceeded").withArgs(joining, bound);

  it("is a share of what is active; a model's first work is exempt", async () => {
    await expect(voted.setJoinBound(5_000)).to.emit(models, "JoinBoundSet").withArgs(5_000);
    expect(await models.joinBoundBps()).to.equal(5_000n);
    await work(100n);
    await publish(commons);
    await work(100n);
    await exceeds(10_000n, 5_000n);
    await voted.setJoinBound(10_000);
    await expect(release()).to.emit(models, "ReleasePublished");
  });

  it("is none at its highest, as the local genesis has it", async () => {
    expect(await models.joinBoundBps()).to.equal(NONE);
    await finalWork(commons, [{ author: outsider(commons, 0), unitsPerItem: 1n }]);
    await publish(commons);
    // 650,000 times what is active: more than any lower bound lets in.
    await work(650_000n);
    await voted.setJoinBound(NONE - 1n);
    await exceeds(65_000_000n, (100n * (NONE - 1n)) / 10_000n);
    await voted.setJoinBound(NONE);
    await expect(release()).to.emit(models, "ReleasePublished");
  });

  it("counts what joins less what leaves with the same release", async () => {
    await voted.setJoinBound(5_000);
    const first = await work(100n);
    await publish(commons);
    await work(100n);
    await exceeds(10_000n, 5_000n);
    await withdrawLeaf(commons, first, 0, outsider(commons, 0));
    await expect(release()).to.emit(commons.rewards, "UnitsChanged").withArgs(ASSISTANT, 2n, 10_000n, 10_000n, 10_000n);
  });

  it("lets in exactly the bound, and no more", async () => {
    await work(100n);
    await publish(commons);
    await work(50n);
    await voted.setJoinBound(4_999);
    await exceeds(5_000n, 4_999n);
    await voted.setJoinBound(5_000);
    await expect(release()).to.emit(models, "ReleasePublished");
  });

  it("keeps no model from a release for good: excluding what is too large makes room", async () => {
    await voted.setJoinBound(10_000);
    await finalWork(commons, [{ author: outsider(commons, 0), unitsPerItem: 1n }]);
    await publish(commons);
    const large = await work(650_000n, outsider(commons, 1));
    await models.closeBatch(ASSISTANT);
    await exceeds(65_000_000n, 100n);
    await exclude(large);
    await expect(release())
      .to.emit(commons.rewards, "UnitsChanged")
      .withArgs(ASSISTANT, 2n, 65_000_000n, 65_000_000n, 100n);
  });

  it("keeps no excluded work in force behind a batch that is too large", async () => {
    await voted.setJoinBound(10_000);
    const small = await finalWork(commons, [{ author: outsider(commons, 0), unitsPerItem: 1n }]);
    await claimLeaf(commons, small);
    await publish(commons);
    const large = await work(650_000n, outsider(commons, 1));
    await models.closeBatch(ASSISTANT);
    await exclude(small);
    await exclude(large);
    await release();
    await earn(commons, 10n * ONE);
    expect(await claimableOf(commons, small, 0, NATIVE)).to.equal(0n);
    expect((await commons.rewards.lineAt(ASSISTANT)).active).to.equal(0n);
  });

  it("can't be tripped for good by who finalizes and closes when", async () => {
    const { contributions, genesis } = commons;
    await voted.setJoinBound(5_000);
    await work(100n);
    await publish(commons);
    // 40% each: fine in two releases; a stranger puts them into one batch.
    const works: Work[] = [];
    for (const number of [1, 2]) {
      works.push(await submitManifest(commons, [{ author: outsider(commons, number), unitsPerItem: 40n }]));
    }
    for (const each of works) await accept(commons, each);
    await networkHelpers.time.increase(genesis.periods.challenge);
    const stranger = outsider(commons, 5);
    for (const { id } of works) await contributions.connect(stranger).finalize(id);
    await models.connect(stranger).closeBatch(ASSISTANT);
    await exceeds(8_000n, 5_000n);
    const [, second] = works;
    if (second) await exclude(second);
    await expect(release()).to.emit(commons.rewards, "UnitsChanged").withArgs(ASSISTANT, 2n, 8_000n, 4_000n, 14_000n);
  });
});
