import { seatAuthor } from "@commonmind/sdk";
import { expect } from "chai";
import type { HostileToken, TestToken } from "../../types/index.ts";
import {
  ASSISTANT,
  addressOf,
  asAccount,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  NATIVE,
  outsider,
  type Signer,
  tillOf,
} from "../support/commons.ts";
import { collect, collectLeaf, contributorsPart, earn, listedToken } from "../support/money.ts";
import { moveSeat } from "../support/seats.ts";
import {
  claimableOf,
  claimLeaf,
  claimLeaves,
  finalWork,
  positionOf,
  publish,
  registerModel,
  type Work,
  withdrawLeaf,
} from "../support/work.ts";

describe("ContributorRewards", () => {
  let commons: Commons;
  let rewards: Commons["rewards"];
  let token: TestToken;
  let ana: Signer;
  let bo: Signer;
  let anyone: Signer;
  let work: Work;

  /** Release 1 is Ana's three quarters and Bo's quarter. */
  beforeEach(async () => {
    commons = await freshCommons();
    rewards = commons.rewards;
    [ana, bo, anyone] = [outsider(commons, 0), outsider(commons, 1), outsider(commons, 2)];
    token = await listedToken(commons);
    work = await finalWork(commons, [{ author: ana, items: 3n }, { author: bo }]);
    await claimLeaves(commons, work);
    await publish(commons);
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) =>
    expect(call)
      .to.be.revertedWithCustomError(rewards, error)
      .withArgs(...args);

  describe("sharing", () => {
    it("shares each asset by units among the active ones", async () => {
      await earn(commons, 1_000_000n);
      await earn(commons, 2_000_000n, token);
      expect(await claimableOf(commons, work, 0, NATIVE)).to.equal(450_000n);
      expect(await claimableOf(commons, work, 1, NATIVE)).to.equal(150_000n);
      expect(await claimableOf(commons, work, 0, token)).to.equal(900_000n);
      expect(await claimableOf(commons, work, 1, token)).to.equal(300_000n);
    });

    it("keeps an index per unit, scaled by 2^64, and carries the remainder, scaled by 2^48", async () => {
      await earn(commons, 5n);
      const units = 40_000n;
      const scaled = 3n * (await rewards.INDEX_SCALE());
      expect(await rewards.poolAt(ASSISTANT, NATIVE)).to.deep.equal([scaled / units, (scaled % units) >> 16n, 0n, 0n]);
    });

    it("shares with the next settlement what the division of the last one left over", async () => {
      const model = await registerModel(commons);
      await finalWork(commons, [{ author: ana, items: 1_000_003n }], { model });
      await publish(commons, model);
      const units = 10_000n * 1_000_003n;
      const scaled = 3n * (await rewards.INDEX_SCALE());
      let [index, carried] = [0n, 0n];
      for (let settlement = 1; settlement <= 3; settlement++) {
        await earn(commons, 5n, NATIVE, model);
        const sum = scaled + (carried << 16n);
        [index, carried] = [index + sum / units, (sum % units) >> 16n];
        expect(await rewards.poolAt(model, NATIVE)).to.deep.equal([index, carried, 0n, 0n]);
      }
      expect(carried).to.be.greaterThan(0n);
    });

    it("credits only the treasury in force, and only what arrived", async () => {
      await refused(rewards.connect(anyone).credit(ASSISTANT, NATIVE, 1n, { value: 1n }), "NotTreasury", anyone);
      const treasury = rewards.connect(await asAccount(await commons.treasury.getAddress()));
      await refused(treasury.credit(ASSISTANT, NATIVE, 2n, { value: 1n }), "AmountNotReceived", NATIVE, 2n, 1n);
      await refused(treasury.credit(ASSISTANT, NATIVE, 1n, { value: 2n }), "AmountNotReceived", NATIVE, 1n, 2n);
      await refused(treasury.credit(ASSISTANT, token, 1n), "AmountNotReceived", token, 1n, 0n);
    });

    it("opens releases only for the model registry, and positions only for the registry of work", async () => {
      await refused(rewards.connect(anyone).onRelease(ASSISTANT, 2n, 1n, 0n), "NotModels", anyone);
      const stranger = rewards.connect(await asCommons(commons));
      for (const call of [
        () => stranger.openTerm(9n, ASSISTANT, 1n, 100n),
        () => stranger.endTerm(work.id, 1n),
        () => stranger.openPosition(9n, 0n, anyone, 1n),
        () => stranger.endPosition(work.id, 0n, 1n),
      ]) {
        await refused(call(), "NotContributions", commons.timelock);
      }
    });
  });

  describe("parking", () => {
    beforeEach(async () => {
      for (const [index, author] of [ana, bo].entries()) await withdrawLeaf(commons, work, index, author);
      await publish(commons);
    });

    it("keeps what comes in while nobody's work is active", async () => {
      await expect(earn(commons, 1_000n)).to.emit(rewards, "RevenueParked").withArgs(ASSISTANT, NATIVE, 600n);
      await earn(commons, 500n);
      expect((await rewards.poolAt(ASSISTANT, NATIVE)).parked).to.equal(900n);
      expect(await rewards.accounted(NATIVE)).to.equal(900n);
      expect(await claimableOf(commons, work, 0, NATIVE)).to.equal(0n);
    });

    it("shares it with the next release that has work", async () => {
      await earn(commons, 1_000_000n);
      await earn(commons, 1_000_000n, token);
      await publish(commons);
      expect((await rewards.poolAt(ASSISTANT, NATIVE)).parked).to.equal(600_000n);
      const late = await finalWork(commons, [{ author: anyone }]);
      const release = publish(commons);
      await expect(release).to.emit(rewards, "UnitsChanged").withArgs(ASSISTANT, 4n, 10_000n, 0n, 10_000n);
      for (const asset of [NATIVE, await addressOf(token)]) {
        await expect(release).to.emit(rewards, "RevenueShared").withArgs(ASSISTANT, asset, 4n, 600_000n, 10_000n);
        expect((await rewards.poolAt(ASSISTANT, asset)).parked).to.equal(0n);
      }
      await claimLeaf(commons, late);
      expect(await claimableOf(commons, late, 0, NATIVE)).to.equal(600_000n);
      expect(await claimableOf(commons, late, 0, token)).to.equal(600_000n);
      expect(await claimableOf(commons, work, 0, NATIVE)).to.equal(0n);
    });
  });

  describe("claiming", () => {
    beforeEach(async () => {
      await earn(commons, 1_000_000n);
      await earn(commons, 1_000_000n, token);
    });

    it("pays the account in every asset asked for, whoever calls", async () => {
      const claiming = rewards.connect(anyone).claim(ana, [positionOf(work, 0)], [NATIVE, token]);
      await expect(claiming)
        .to.emit(rewards, "Claimed")
        .withArgs(ana, NATIVE, ana, 450_000n, [positionOf(work, 0)])
        .and.to.emit(rewards, "Claimed")
        .withArgs(ana, token, ana, 450_000n, [positionOf(work, 0)]);
      await expect(claiming).to.changeEtherBalances(ethers, [rewards, ana], [-450_000n, 450_000n]);
      await expect(claiming).to.changeTokenBalances(ethers, token, [rewards, ana], [-450_000n, 450_000n]);
      expect(await rewards.accounted(NATIVE)).to.equal(150_000n);
      expect(await claimableOf(commons, work, 0, NATIVE)).to.equal(0n);
    });

    it("returns the amounts per asset, summed over positions", async () => {
      const more = await finalWork(commons, [{ author: ana }]);
      await claimLeaf(commons, more);
      await publish(commons);
      await earn(commons, 500_000n);
      const positions = [positionOf(work, 0), positionOf(more)];
      const amounts = await rewards.claim.staticCall(ana, positions, [NATIVE, token]);
      expect(amounts).to.deep.equal([450_000n + 180_000n + 60_000n, 450_000n]);
    });

    it("pays nothing twice: not again, not for a position or an asset named twice", async () => {
      const twice = [positionOf(work, 0), positionOf(work, 0)];
      await expect(collect(commons, ana, twice, [NATIVE, NATIVE])).to.changeEtherBalance(ethers, ana, 450_000n);
      const again = collect(commons, ana, [positionOf(work, 0)], [NATIVE]);
      await expect(again).to.not.emit(rewards, "Claimed");
      expect(await rewards.accounted(NATIVE)).to.equal(150_000n);
    });

    it("pays a seat at its wallet, and at the new one after a move", async () => {
      const seats = await finalWork(commons, [{ author: seatAuthor(2n) }]);
      await claimLeaf(commons, seats);
      await publish(commons);
      await earn(commons, 1_000_000n);
      const first = collectLeaf(commons, seats, 0, NATIVE);
      await expect(first)
        .to.emit(rewards, "Claimed")
        .withArgs(seatAuthor(2n), NATIVE, founder(commons, 2), 120_000n, [positionOf(seats)]);
      await expect(first).to.changeEtherBalance(ethers, founder(commons, 2), 120_000n);

      await earn(commons, 1_000_000n);
      const { nullifier } = commons.genesis.founders[1] ?? {};
      await moveSeat(commons, founder(commons, 2), anyone, nullifier);
      const parties = [founder(commons, 2), anyone];
      await expect(collectLeaf(commons, seats, 0, NATIVE)).to.changeEtherBalances(ethers, parties, [0n, 120_000n]);
    });

    it("refuses another's position and one that isn't opened", async () => {
      await refused(
        collect(commons, ana, [positionOf(work, 1)], [NATIVE]),
        "PositionOfAnother",
        positionOf(work, 1),
        bo,
        ana,
      );
      await refused(collect(commons, ana, [positionOf(work, 2)], [NATIVE]), "PositionUnknown", positionOf(work, 2));
      await refused(rewards.claimable(positionOf(work, 2), NATIVE), "PositionUnknown", positionOf(work, 2));
      await refused(collect(commons, NATIVE, [positionOf(work, 2)], [NATIVE]), "PositionUnknown", positionOf(work, 2));
    });

    it("is possible for nothing: no position, no asset, an asset that never came in", async () => {
      expect(await rewards.claim.staticCall(ana, [], [])).to.deep.equal([]);
      expect(await rewards.claim.staticCall(ana, [positionOf(work)], [anyone])).to.deep.equal([0n]);
    });
  });

  describe("with an author or a token that refuses", () => {
    it("keeps an author's earnings until the author takes them; nobody else is held up", async () => {
      const refusing = await ethers.deployContract("RefusingReceiver");
      const theirs = await finalWork(commons, [
        { author: ethers.getAddress(await addressOf(refusing)) as `0x${string}` },
      ]);
      await claimLeaf(commons, theirs);
      await publish(commons);
      await earn(commons, 1_000_000n);
      await expect(collectLeaf(commons, theirs, 0, NATIVE)).to.be.revertedWithCustomError(refusing, "Refused");
      await expect(collectLeaf(commons, work, 0, NATIVE)).to.changeEtherBalance(ethers, ana, 360_000n);
      await refusing.relent();
      await expect(collectLeaf(commons, theirs, 0, NATIVE)).to.changeEtherBalance(ethers, refusing, 120_000n);
    });

    describe("a token that turned hostile", () => {
      let hostile: HostileToken;

      beforeEach(async () => {
        hostile = await ethers.deployContract("HostileToken");
        await commons.treasury.connect(await asCommons(commons)).listAsset(hostile);
        await hostile.mint(tillOf(commons, ASSISTANT), 1_000_000n);
        await commons.treasury.settle(ASSISTANT, hostile);
        await earn(commons, 1_000_000n);
      });

      it("is left out by the claimer, who gets everything else", async () => {
        await hostile.behave(3);
        const both = [NATIVE, await addressOf(hostile)];
        await expect(collect(commons, ana, [positionOf(work)], both)).to.be.revertedWithCustomError(
          hostile,
          "TokenFrozen",
        );
        await expect(collectLeaf(commons, work, 0, NATIVE)).to.changeEtherBalance(ethers, ana, 450_000n);
        await hostile.behave(0);
        await expect(collectLeaf(commons, work, 0, hostile)).to.changeTokenBalance(ethers, hostile, ana, 450_000n);
      });

      it("takes nothing by saying no or by coming back in", async () => {
        await hostile.behave(1);
        await refused(collectLeaf(commons, work, 0, hostile), "SafeERC20FailedOperation", hostile);
        const again = rewards.interface.encodeFunctionData("claim", [ana.address, [positionOf(work)], [NATIVE]]);
        await hostile.reenter(rewards, again);
        await expect(collectLeaf(commons, work, 0, hostile)).to.be.revertedWithCustomError(
          rewards,
          "ReentrancyGuardReentrantCall",
        );
        expect(await rewards.accounted(hostile)).to.equal(contributorsPart(1_000_000n));
      });
    });
  });

  it("shows terms, lines and position ids", async () => {
    expect(await rewards.termAt(work.id)).to.deep.equal([ASSISTANT, 1n, 0n, 100n]);
    expect(await rewards.lineAt(ASSISTANT)).to.deep.equal([40_000n, 1n]);
    expect(await rewards.positionId(work.id, 1n)).to.equal(positionOf(work, 1));
  });
});
