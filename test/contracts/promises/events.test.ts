// X4: events alone suffice to rebuild every balance.
import { expect } from "chai";
import { ASSISTANT, type Commons, freshCommons, GUIDE } from "../../support/commons.ts";
import { claimAllLeaves, collectInLife, earnInLife, type Life, livedCommons } from "../../support/life.ts";
import { Rebuilt } from "../../support/rebuilt.ts";
import { proved, publish, withdrawLeaf } from "../../support/work.ts";

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
    const { token, members, rewards, treasury, contributions } = commons;
    expect(rebuilt.unexplained).to.deep.equal([]);

    const people = [...commons.founders, ...commons.outsiders].map(({ address }) => address);
    let supply = 0n;
    for (const account of new Set([...people, ...rebuilt.balances.keys()])) {
      expect(rebuilt.balances.get(account) ?? 0n, `tokens of ${account}`).to.equal(await token.balanceOf(account));
      expect(rebuilt.votes(account), `votes of ${account}`).to.equal(await token.getVotes(account));
      supply += rebuilt.balances.get(account) ?? 0n;
    }
    expect(supply).to.equal(await token.totalSupply());
    expect(BigInt(rebuilt.wallets.size)).to.equal(await members.seatCount());
    for (const [seat, wallet] of rebuilt.wallets) expect(await members.walletOf(seat)).to.equal(wallet);

    for (const asset of life.assets) {
      const { dividend, reserve } = rebuilt.books.get(asset) ?? { dividend: 0n, reserve: 0n };
      expect(await treasury.booksOf(asset)).to.deep.equal([dividend, reserve]);
      expect(await treasury.accounted(asset)).to.equal(dividend + reserve);
      expect(await rewards.accounted(asset)).to.equal(rebuilt.accounted.get(asset));
      for (const model of [ASSISTANT, GUIDE]) {
        const { index, remainder, parked } = rebuilt.pool(model, asset);
        expect(await rewards.poolAt(model, asset)).to.deep.equal([index, remainder, parked]);
      }
      for (const id of rebuilt.positions.keys()) {
        expect(rebuilt.claimable(id, asset), `claimable of ${id}`).to.equal(await rewards.claimable(id, asset));
      }
    }
    for (const model of [ASSISTANT, GUIDE])
      expect((await rewards.lineAt(model)).active).to.equal(rebuilt.active.get(model) ?? 0n);
    for (const [id, position] of rebuilt.positions) {
      expect(await rewards.positionAt(id)).to.deep.equal([position.holder, position.units, position.endBatch]);
    }
    for (const [id, { modelId, joinBatch, endBatch, score }] of rebuilt.terms) {
      expect(await rewards.termAt(id)).to.deep.equal([modelId, joinBatch, endBatch, score]);
      expect((await contributions.contributionAt(id)).left).to.equal(rebuilt.left.get(id) ?? 0n);
    }
    return rebuilt;
  };

  it("X4 rebuilds tokens, votes, seats, units, positions, what each can claim, and the treasury's books", async () => {
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
});
