import { expect } from "chai";
import { AbiCoder, keccak256, ZeroHash } from "ethers";
import {
  ASSISTANT,
  addressOf,
  asAccount,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  GUIDE,
  NATIVE,
  outsider,
  type Signer,
  tillOf,
  unauthorized,
} from "../support/commons.ts";
import { earn, pay } from "../support/money.ts";
import { claimLeaf, finalWork, positionOf, publish, someRelease, withdrawLeaf } from "../support/work.ts";

describe("ModelRegistry", () => {
  let commons: Commons;
  let models: Commons["models"];
  let voted: Commons["models"];
  let anyone: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    models = commons.models;
    voted = models.connect(await asCommons(commons));
    anyone = outsider(commons, 0);
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) => {
    const expectation = expect(call).to.be.revertedWithCustomError(models, error);
    return args.length === 0 ? expectation : expectation.withArgs(...args);
  };
  /** 100 units at full score: 10,000. */
  const someWork = () => finalWork(commons, [{ author: anyone }]);

  describe("registering a model", () => {
    it("numbers it and names its till", async () => {
      await expect(voted.register("Translator", "ipfs://about", []))
        .to.emit(models, "ModelRegistered")
        .withArgs(3n, "Translator", "ipfs://about", tillOf(commons, 3n));
      expect(await models.modelCount()).to.equal(3n);
      expect(await models.exists(3n)).to.equal(true);
      expect([await models.exists(0n), await models.exists(4n)]).to.deep.equal([false, false]);
      expect(await models.modelAt(3n)).to.deep.equal([1n, 0n, 0n, 0n, 0n, 0n]);
    });

    it("asks for a name, and knows no model that isn't registered", async () => {
      await refused(voted.register("", "", []), "ModelNameMissing");
      await refused(models.modelAt(3n), "ModelUnknown", 3n);
      await refused(models.closeBatch(3n), "ModelUnknown", 3n);
      await refused(models.openTill(3n), "ModelUnknown", 3n);
      await refused(models.openTill(0n), "ModelUnknown", 0n);
      await refused(voted.publish(3n, 0n, someRelease), "ModelUnknown", 3n);
    });
  });

  describe("intake batches", () => {
    it("collect final work until anyone closes them", async () => {
      await someWork();
      await someWork();
      expect(await models.modelAt(ASSISTANT)).to.deep.equal([1n, 0n, 0n, 0n, 20_000n, 0n]);
      await expect(models.connect(anyone).closeBatch(ASSISTANT))
        .to.emit(models, "BatchClosed")
        .withArgs(ASSISTANT, 1n, 20_000n, 0n);
      expect(await models.batchAt(ASSISTANT, 1n)).to.deep.equal([20_000n, 0n]);
      await someWork();
      expect(await models.modelAt(ASSISTANT)).to.deep.equal([2n, 0n, 0n, 0n, 30_000n, 0n]);
      await expect(models.closeBatch(ASSISTANT)).to.emit(models, "BatchClosed").withArgs(ASSISTANT, 2n, 10_000n, 0n);
    });

    it("collect what leaves, too", async () => {
      const work = await someWork();
      await models.closeBatch(ASSISTANT);
      await withdrawLeaf(commons, work, 0, anyone);
      await expect(models.closeBatch(ASSISTANT)).to.emit(models, "BatchClosed").withArgs(ASSISTANT, 2n, 0n, 10_000n);
    });

    it("can't be closed empty", async () => {
      await refused(models.closeBatch(ASSISTANT), "BatchEmpty", ASSISTANT, 1n);
      await someWork();
      await models.closeBatch(ASSISTANT);
      await refused(models.closeBatch(ASSISTANT), "BatchEmpty", ASSISTANT, 2n);
    });

    it("of one model know nothing of another's", async () => {
      await someWork();
      await expect(models.closeBatch(GUIDE)).to.emit(models, "BatchClosed").withArgs(GUIDE, 1n, 70_000_000n, 0n);
    });

    it("are filled by the registry of work alone", async () => {
      await refused(voted.joinUnits(ASSISTANT, 1n), "NotContributions", commons.timelock);
      await refused(voted.leaveUnits(ASSISTANT, 1n, 1n), "NotContributions", commons.timelock);
    });
  });

  describe("publishing a release", () => {
    const { weightsHash, dataRoot, modelCard, licence, evaluation } = someRelease;

    it("pins the release and lets the work of its batches join", async () => {
      await someWork();
      await models.closeBatch(ASSISTANT);
      await someWork();
      const release = voted.publish(ASSISTANT, 1n, someRelease);
      await expect(release)
        .to.emit(models, "ReleasePublished")
        .withArgs(ASSISTANT, 1n, 1n, 10_000n, 0n, weightsHash, dataRoot, modelCard, licence, evaluation);
      await expect(release).to.emit(commons.rewards, "UnitsChanged").withArgs(ASSISTANT, 1n, 10_000n, 0n, 10_000n);
      const digest = keccak256(
        AbiCoder.defaultAbiCoder().encode(
          ["uint24", "tuple(bytes32,bytes32,string,string,string)"],
          [1n, [weightsHash, dataRoot, modelCard, licence, evaluation]],
        ),
      );
      expect(await models.releaseDigest(ASSISTANT, 1n)).to.equal(digest);
      expect(await models.releaseDigest(ASSISTANT, 2n)).to.equal(ZeroHash);
      expect(await models.modelAt(ASSISTANT)).to.deep.equal([2n, 1n, 1n, 0n, 20_000n, 0n]);
    });

    it("covers several batches at once, and says of each which release it came with", async () => {
      for (let i = 0; i < 3; i++) {
        await someWork();
        await models.closeBatch(ASSISTANT);
      }
      await voted.publish(ASSISTANT, 2n, someRelease);
      await voted.publish(ASSISTANT, 2n, someRelease);
      await voted.publish(ASSISTANT, 3n, someRelease);
      const releases = await Promise.all([1n, 2n, 3n, 4n].map((batch) => models.releaseOfBatch(ASSISTANT, batch)));
      expect(releases).to.deep.equal([1n, 1n, 3n, 0n]);
    });

    it("may come before any work, and on the same data again", async () => {
      await expect(voted.publish(ASSISTANT, 0n, someRelease))
        .to.emit(commons.rewards, "UnitsChanged")
        .withArgs(ASSISTANT, 1n, 0n, 0n, 0n);
      await voted.publish(ASSISTANT, 0n, someRelease);
      expect((await models.modelAt(ASSISTANT)).releases).to.equal(2n);
    });

    it("names a closed batch, not an earlier one than the release before", async () => {
      await someWork();
      await refused(voted.publish(ASSISTANT, 1n, someRelease), "BatchNotClosed", 1n, 1n);
      await models.closeBatch(ASSISTANT);
      await refused(voted.publish(ASSISTANT, 2n, someRelease), "BatchNotClosed", 2n, 2n);
      await voted.publish(ASSISTANT, 1n, someRelease);
      await refused(voted.publish(ASSISTANT, 0n, someRelease), "BatchAlreadyReleased", 0n, 1n);
    });

    it("asks for weights and a licence", async () => {
      await refused(voted.publish(ASSISTANT, 0n, { ...someRelease, weightsHash: ZeroHash }), "ReleaseIncomplete");
      await refused(voted.publish(ASSISTANT, 0n, { ...someRelease, licence: "" }), "ReleaseIncomplete");
    });
  });

  describe("tills", () => {
    it("stand at an address that is known before they are opened", async () => {
      for (const model of [ASSISTANT, GUIDE]) {
        expect(await models.tillOf(model)).to.equal(tillOf(commons, model));
        await models.connect(anyone).openTill(model);
        expect(await models.tillOf(model)).to.equal(tillOf(commons, model));
        const till = await ethers.getContractAt("ModelTill", tillOf(commons, model));
        expect([await till.registry(), await till.modelId()]).to.deep.equal([await addressOf(models), model]);
      }
    });

    it("are opened once, however often somebody asks", async () => {
      await models.openTill(ASSISTANT);
      const code = await ethers.provider.getCode(tillOf(commons, ASSISTANT));
      await models.openTill(ASSISTANT);
      expect(await models.openTill.staticCall(ASSISTANT)).to.equal(tillOf(commons, ASSISTANT));
      expect(await ethers.provider.getCode(tillOf(commons, ASSISTANT))).to.equal(code);
    });
  });

  describe("what a vote may change", () => {
    it("replaces the treasury in force; what the old one holds stays claimable", async () => {
      const work = await someWork();
      await publish(commons);
      await earn(commons, 1_000_000n);
      const { rewards, dividend, accessManager } = commons;
      const split = { contributors: 4_000, dividend: 3_000, reserve: 3_000 };
      const next = await ethers.deployContract("Treasury", [accessManager, models, rewards, dividend, split]);
      await expect(voted.setTreasury(next)).to.emit(models, "TreasurySet").withArgs(next);
      expect(await models.treasury()).to.equal(await addressOf(next));

      await pay(commons, 1_000_000n);
      const till = await ethers.getContractAt("ModelTill", tillOf(commons, ASSISTANT));
      await expect(commons.treasury.settle(ASSISTANT, NATIVE))
        .to.be.revertedWithCustomError(till, "NotTreasury")
        .withArgs(commons.treasury);
      await next.settle(ASSISTANT, NATIVE);
      await claimLeaf(commons, work);
      const claiming = rewards.claim(anyone, [positionOf(work)], [NATIVE]);
      await expect(claiming).to.changeEtherBalance(ethers, anyone, 600_000n + 400_000n);
      expect(await commons.treasury.accounted(NATIVE)).to.equal(150_000n);
      expect(await dividend.accounted(NATIVE)).to.equal(250_000n + 300_000n);
    });

    it("lets the new treasury settle what was paid before it came", async () => {
      await someWork();
      await publish(commons);
      await pay(commons, 1_000n);
      const { rewards, dividend, accessManager, treasury } = commons;
      const split = { contributors: 4_000, dividend: 3_000, reserve: 3_000 };
      const next = await ethers.deployContract("Treasury", [accessManager, models, rewards, dividend, split]);
      await voted.setTreasury(next);
      await expect(next.settle(ASSISTANT, NATIVE))
        .to.emit(next, "Settled")
        .withArgs(ASSISTANT, NATIVE, commons.deployer, 1_000n, 0n, 400n, 300n, 300n);
      expect([await treasury.accounted(NATIVE), await next.accounted(NATIVE)]).to.deep.equal([0n, 300n]);
      expect(await rewards.accounted(NATIVE)).to.equal(400n);
      const old = rewards.connect(await asAccount(await addressOf(treasury)));
      await expect(old.credit(ASSISTANT, NATIVE, 1n, { value: 1n }))
        .to.be.revertedWithCustomError(rewards, "NotTreasury")
        .withArgs(treasury);
    });

    it("refuses a treasury without code", async () => {
      await refused(voted.setTreasury(anyone), "ModuleMissing", anyone);
    });

    it("can't replace the registry of work: what joined must be able to leave", async () => {
      const { contributions, rewards } = commons;
      await refused(voted.setContributions(contributions, rewards), "ContributionsAlreadySet", contributions);
      expect(await models.contributions()).to.equal(await addressOf(contributions));
      expect(await models.rewards()).to.equal(await addressOf(rewards));
    });

    it("had a registry of work named once, by deployment, if it has code", async () => {
      const { contributions, rewards, deployer } = commons;
      const manager = await ethers.deployContract("AccessManager", [deployer]);
      const fresh = (await ethers.deployContract("ModelRegistry", [manager, 10_000])).connect(deployer);
      await expect(fresh.setContributions(anyone, rewards))
        .to.be.revertedWithCustomError(fresh, "ModuleMissing")
        .withArgs(anyone);
      await expect(fresh.setContributions(contributions, anyone))
        .to.be.revertedWithCustomError(fresh, "ModuleMissing")
        .withArgs(anyone);
      await expect(fresh.setContributions(contributions, rewards))
        .to.emit(fresh, "ContributionsSet")
        .withArgs(contributions, rewards);
      await expect(fresh.setContributions(contributions, rewards))
        .to.be.revertedWithCustomError(fresh, "ContributionsAlreadySet")
        .withArgs(contributions);
    });

    it("is refused to everybody else, the registry of work included", async () => {
      for (const other of [founder(commons, 1), await asAccount(await addressOf(commons.contributions))]) {
        const stranger = models.connect(other);
        for (const call of [
          () => stranger.register("Mine", "", []),
          () => stranger.publish(ASSISTANT, 0n, someRelease),
          () => stranger.setContributions(commons.contributions, commons.rewards),
          () => stranger.setTreasury(commons.treasury),
          () => stranger.setJoinBound(1),
        ]) {
          await refused(call(), unauthorized, other);
        }
      }
    });
  });
});
