// X4: events alone suffice to rebuild every balance.
import { expect } from "chai";
import { audit } from "../../../scripts/audit/audit.ts";
import {
  ASSISTANT,
  asCommons,
  type Commons,
  founder,
  freshCommons,
  GUIDE,
  networkHelpers,
  outsider,
  type Signer,
} from "../../support/commons.ts";
import { client } from "../../support/doctor.ts";
import { leafOf, strikeItem } from "../../support/duplicates.ts";
import { expireSeat, moveLostSeat, renewSeat, untilGraceIsOver, untilRecoverable } from "../../support/lapses.ts";
import {
  claimAllLeaves,
  collectDividendInLife,
  collectInLife,
  earnInLife,
  type Life,
  livedCommons,
} from "../../support/life.ts";
import { Rebuilt } from "../../support/rebuilt.ts";
import { claimLeaf, finalWork, positionOf, proved, publish, someItems, withdrawLeaf } from "../../support/work.ts";

describe("X4 what events alone say", () => {
  let commons: Commons;
  let life: Life;

  beforeEach(async () => {
    commons = await freshCommons();
    life = await livedCommons(commons);
  });

  /** Holds everything that was rebuilt against what the contracts answer. */
  const compare = async () => {
    const rebuilt = await Rebuilt.from(commons);
    const { token, members, models, rewards, dividend, treasury, contributions } = commons;
    expect(rebuilt.unexplained).to.deep.equal([]);

    const people = [...commons.founders, ...commons.outsiders].map(({ address }) => address);
    let supply = 0n;
    for (const account of new Set([...people, ...rebuilt.balances.keys()])) {
      expect(rebuilt.balances.get(account) ?? 0n, `tokens of ${account}`).to.equal(await token.balanceOf(account));
      expect(rebuilt.votes(account), `votes of ${account}`).to.equal(await token.getVotes(account));
      supply += rebuilt.balances.get(account) ?? 0n;
    }
    expect(supply).to.equal(await token.totalSupply());
    const { seats, seatOf, era, active } = rebuilt.members;
    expect(BigInt(seats.size)).to.equal(await members.seatCount());
    expect(await members.census()).to.deep.equal([era, active]);
    for (const account of people) expect(await members.seatOf(account)).to.equal(seatOf.get(account) ?? 0n);
    for (const [seat, { spans }] of seats) {
      expect(await members.seatAt(seat), `seat ${seat}`).to.deep.equal(rebuilt.members.at(seat));
      for (const [i, { from, to }] of spans.entries())
        expect(await members.spanAt(seat, i + 1), `span ${i + 1} of ${seat}`).to.deep.equal([from, to]);
    }

    const now = BigInt(await networkHelpers.time.latest());
    for (const asset of life.assets) {
      expect(await treasury.reserveOf(asset)).to.equal(rebuilt.reserves.get(asset));
      expect(await rewards.accounted(asset)).to.equal(rebuilt.accounted.get(asset));
      expect(await dividend.accounted(asset)).to.equal(rebuilt.members.accounted.get(asset));
      for (const model of [ASSISTANT, GUIDE, life.derived]) {
        const { index, carried, parked } = rebuilt.pool(model, asset);
        expect([...(await rewards.poolAt(model, asset))].slice(0, 3)).to.deep.equal([index, carried, parked]);
      }
      const { index, carried, parked } = rebuilt.members.pool(asset);
      expect(await dividend.poolAt(asset)).to.deep.equal([index, carried, parked]);
      for (const seat of seats.keys()) {
        const due = [
          dividend.claimable(seat, asset),
          dividend.frozenOf(seat, asset),
          dividend.forfeitedOf(seat, asset),
        ];
        expect(await Promise.all(due), `dividend of ${seat}`).to.deep.equal([
          rebuilt.members.claimable(seat, asset, now),
          rebuilt.members.frozen(seat, asset, now),
          rebuilt.members.forfeitable(seat, asset, now),
        ]);
      }
      for (const id of rebuilt.positions.keys()) {
        expect(rebuilt.claimable(id, asset), `claimable of ${id}`).to.equal(await rewards.claimable(id, asset));
      }
    }
    for (const model of [ASSISTANT, GUIDE, life.derived]) {
      expect((await rewards.lineAt(model)).active).to.equal(rebuilt.active.get(model) ?? 0n);
      const upstream = rebuilt.upstream.get(model) ?? [];
      expect(await models.upstreamOf(model)).to.deep.equal(upstream.map(({ modelId, bps }) => [modelId, bps]));
    }
    for (const [id, position] of rebuilt.positions) {
      expect(await rewards.positionAt(id)).to.deep.equal([
        position.holder,
        position.units,
        position.endBatch,
        position.stages.length > 0,
      ]);
      expect(await rewards.stagesOf(id)).to.deep.equal(position.stages.map(({ units, endBatch }) => [units, endBatch]));
    }
    for (const [id, { modelId, joinBatch, endBatch, score }] of rebuilt.terms) {
      expect(await rewards.termAt(id)).to.deep.equal([modelId, joinBatch, endBatch, score]);
      const { left, seat } = await contributions.contributionAt(id);
      expect([left, seat]).to.deep.equal([rebuilt.left.get(id) ?? 0n, rebuilt.submittedUnder.get(id)]);
    }
    // And what anyone can run says the same.
    const { differences, checked } = await audit({ client, deployment: commons.deployment });
    expect(differences).to.deep.equal([]);
    expect(checked.claimable).to.be.greaterThan(0);
    return rebuilt;
  };

  it("X4 rebuilds tokens, votes, seats, units, positions, slices, what each can claim, and the reserve", async () => {
    const rebuilt = await compare();
    expect(rebuilt.positions.size).to.equal(life.positions.length + commons.founders.length);
    const owed = [...rebuilt.positions.keys()].filter((id) => rebuilt.claimable(id, life.assets[0] ?? "") > 0n);
    expect(owed.length).to.be.greaterThan(3);
  });

  it("X4 and still does after everyone claimed and more came in", async () => {
    await claimAllLeaves(commons, life);
    for (const asset of life.assets) {
      for (const position of life.positions) await collectInLife(commons, life, position, asset);
    }
    await earnInLife(commons, life, 777n);
    for (const seat of [1n, 2n, 5n, 8n]) {
      for (const asset of life.assets) await collectDividendInLife(commons, life, seat, asset);
    }
    const claimed = life.positions.map(({ work, index }) => (work.id << 32n) | BigInt(index));
    await commons.rewards.claim(commons.outsiders[0]?.address ?? "", [claimed[0] ?? 0n, claimed[0] ?? 0n], life.assets);
    await compare();
  });

  it("X4 and while everything is parked again", async () => {
    for (const work of life.works) {
      const { excluded } = await commons.contributions.contributionAt(work.id);
      for (let index = 0; index < work.manifest.leaves && !excluded; index++) {
        const { endBatch } = await commons.rewards.positionAt((work.id << 32n) | BigInt(index));
        const { author } = proved(work, index).leaf;
        const wallet = BigInt(author) < 2n ** 64n ? await commons.members.walletOf(BigInt(author)) : author;
        const signer = commons.outsiders.find(({ address }) => address === wallet);
        if (endBatch === 0n && signer) await withdrawLeaf(commons, work, index, signer);
      }
    }
    await publish(commons);
    expect((await commons.rewards.lineAt(ASSISTANT)).active).to.equal(0n);
    await earnInLife(commons, life, 4_321n);
    const rebuilt = await compare();
    expect(rebuilt.pool(ASSISTANT, life.assets[0] ?? "").parked).to.be.greaterThan(0n);
  });

  it("X4 names every slice of revenue that went upstream, and to whom", async () => {
    const { passedOn, inherited } = await compare();
    for (const asset of life.assets) {
      const passed = passedOn.get(`${life.derived} ${asset}`) ?? 0n;
      const slices = [ASSISTANT, GUIDE].map((model) => inherited.get(`${model} ${asset}`) ?? 0n);
      expect(slices.every((amount) => amount > 0n)).to.equal(true);
      expect(slices.reduce((sum, amount) => sum + amount, 0n)).to.equal(passed);
    }
  });

  it("X4 and after items were struck, of claimed and of unclaimed leaves, over several releases", async () => {
    const items = someItems(4);
    const [ana, bo, cy] = [0, 1, 2].map((number) => outsider(commons, number)) as [Signer, Signer, Signer];
    const original = await finalWork(commons, [leafOf(ana, items)], { submitter: founder(commons, 1) });
    const copy = await finalWork(commons, [leafOf(bo, items), leafOf(cy, items)], { submitter: founder(commons, 2) });
    const strike = (index: number, item: number) =>
      strikeItem(commons, { work: original, items, item }, { work: copy, index, items, item }, founder(commons, 1));
    await claimLeaf(commons, copy, 0);
    await strike(0, 0);
    for (const item of [1, 2]) {
      await publish(commons);
      await earnInLife(commons, life, 10_007n);
      await strike(0, item);
      await strike(1, item);
      await earnInLife(commons, life, 20_011n);
    }
    await claimLeaf(commons, copy, 1);
    await commons.rewards.claim(bo, [positionOf(copy)], life.assets);
    await publish(commons);
    await commons.duplicates.collect(ASSISTANT, 1n);
    await earnInLife(commons, life, 30_011n);
    const rebuilt = await compare();
    expect(rebuilt.positions.get(positionOf(copy))?.stages.length).to.equal(2);
    for (const index of [0, 1])
      expect(rebuilt.positions.get(positionOf(copy, index))?.units).to.equal(100n + 100n * BigInt(index));
  });

  it("X4 and after seats lapsed, came back late, moved without their wallet, and what it held followed", async () => {
    const { founders, genesis, contributions, rewards } = commons;
    const [wallet, lost] = [founder(commons, 6), founder(commons, 3)];
    await renewSeat(commons, wallet, genesis.founders[5]?.nullifier);
    await earnInLife(commons, life, 9_999n);
    for (const asset of life.assets) await collectDividendInLife(commons, life, 6n, asset);
    await compare();

    const to = commons.outsiders[8] ?? wallet;
    await moveLostSeat(commons, to, genesis.founders[2]?.nullifier ?? "");
    await untilRecoverable(commons, lost);
    await rewards.recover(lost, [(1n << 32n) | 2n]);
    await commons.token.recover(lost);
    await earnInLife(commons, life, 8_888n, life.derived);
    await compare();

    await expireSeat(commons, 7n);
    await untilGraceIsOver(commons, 7n);
    await commons.dividend.sweep(7n, life.assets);
    for (const seat of [1n, 2n]) await expireSeat(commons, seat);
    await commons.members.connect(await asCommons(commons)).unseat([3n, 4n, 5n, 6n]);
    await earnInLife(commons, life, 7_777n);
    const empty = await compare();
    expect(founders.length).to.equal(7);
    expect(await contributions.contributionCount()).to.be.greaterThan(4n);
    expect(empty.members.active).to.be.at.most(1n);
  });
});
