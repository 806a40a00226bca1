// Behaviour that the design asks for and the code doesn't have. Each test fails until the code is mended; it then moves to
// where it belongs.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { network } from "hardhat";
import { deployCommons } from "../../deploy/deploy.ts";
import { GenesisError, loadGenesis, parseGenesis } from "../../deploy/genesis.ts";
import { ASSISTANT, asCommons, type Commons, ethers, freshCommons, localGenesis, NATIVE, outsider } from "../support/commons.ts";
import { earn, pay } from "../support/money.ts";
import { accept, finalWork, publish, submitManifest, withdrawLeaf } from "../support/work.ts";

describe("Findings", () => {
  it("T6 dust that is settled before release 1 never stands in the way of real revenue", async () => {
    const commons = await freshCommons();
    for (let i = 0; i < 16; i++) await earn(commons, 1n);
    await pay(commons, 10n ** 18n);
    await expect(commons.treasury.settle(ASSISTANT, NATIVE)).to.emit(commons.rewards, "RevenueParked");
  });

  it("T6 dust that is settled before release 1 leaves room to park other assets", async () => {
    const commons = await freshCommons();
    await earn(commons, 1n);
    await earn(commons, 10n ** 18n);
    await finalWork(commons, [{ author: outsider(commons, 0) }]);
    await publish(commons);
    // Emptied of everything that was parked, the list of parked assets is empty: nothing is emitted a second time.
    expect((await commons.rewards.poolAt(ASSISTANT, NATIVE)).parked).to.equal(0n);
  });

  describe("after a vote replaced the registry of work", () => {
    let commons: Commons;

    const replaceRegistry = async () => {
      const { accessManager, members, models, token, treasury } = commons;
      const next = await ethers.deployContract("ContributionRegistry", [
        accessManager,
        members,
        models,
        token,
        { review: 86_400, challenge: 86_400, slots: 6 },
      ]);
      await models.connect(await asCommons(commons)).setModules(next, await next.rewards(), treasury);
    };

    beforeEach(async () => {
      commons = await freshCommons();
    });

    it("C2 accepted work still has a way out of its state", async () => {
      const work = await submitManifest(commons, [{ author: outsider(commons, 0) }]);
      await accept(commons, work);
      await replaceRegistry();
      await ethers.provider.send("evm_increaseTime", [commons.genesis.periods.challenge]);
      await commons.contributions.finalize(work.id);
      expect((await commons.contributions.contributionAt(work.id)).state).to.equal(6n);
    });

    it("C3 an author can still withdraw", async () => {
      const work = await finalWork(commons, [{ author: outsider(commons, 0) }]);
      await publish(commons);
      await replaceRegistry();
      await expect(withdrawLeaf(commons, work, 0, outsider(commons, 0))).to.emit(commons.contributions, "LeafWithdrawn");
    });

    it("work that was leaving doesn't stop the next release", async () => {
      const work = await finalWork(commons, [{ author: outsider(commons, 0) }]);
      await publish(commons);
      await withdrawLeaf(commons, work, 0, outsider(commons, 0));
      await replaceRegistry();
      await expect(await publish(commons)).to.emit(commons.models, "ReleasePublished");
    });
  });

  describe("a genesis file that can't be deployed is refused before anything is sent", () => {
    const text = readFileSync(localGenesis, "utf8");
    // biome-ignore lint/suspicious/noExplicitAny: the file is spoilt in ways that its type forbids
    const spoilt = (spoil: (genesis: any) => void) => {
      const genesis = JSON.parse(text);
      spoil(genesis);
      return JSON.stringify(genesis);
    };
    const cases: [string, Parameters<typeof spoilt>[0]][] = [
      ["with a founder whose membership has ended", (g) => (g.founders[0].expiry = "2020-01-01")],
      ["with the zero address as a founder", (g) => (g.founders[0].account = NATIVE)],
      ["with the zero address as an issuer", (g) => g.issuers.push({ account: NATIVE, cap: 1, growthLimit: 1 })],
      ["with the zero address as an author", (g) => (g.works[0].leaves[0].author = NATIVE)],
      ["with an issuer's cap above 32 bits", (g) => (g.issuers[0].cap = 2 ** 32)],
      ["with an issuer's growth above 32 bits", (g) => (g.issuers[0].growthLimit = 2 ** 32)],
      ["with a leaf without units", (g) => (g.works[0].leaves[0].unitsPerItem = "0")],
      ["with the same work twice", (g) => g.works.push(structuredClone(g.works[0]))],
      ["with the same leaf twice", (g) => g.works[0].leaves.push(structuredClone(g.works[0].leaves[0]))],
      ["with the same item twice in a leaf", (g) => g.works[0].leaves[0].items.push(g.works[0].leaves[0].items[0])],
      ["with the same asset twice", (g) => g.assets.push(...[1, 2].map(() => ({ token: g.curator, spendingCeiling: "1" })))],
      ["with the zero address as an asset", (g) => g.assets.push({ token: NATIVE, spendingCeiling: "1" })],
      ["with a seat as author that is never given", (g) => (g.works[0].leaves[0].author = `0x${"0".repeat(38)}ff`)],
      ["with a mint cap of nothing and work that mints nothing", (g) => (g.mintCapPerEpoch = "0")],
      ["with the same issuer twice", (g) => g.issuers.push(g.issuers[0])],
    ];
    for (const [title, spoil] of cases) {
      it(title, () => {
        expect(() => parseGenesis(spoilt(spoil), "spoilt.json")).to.throw(GenesisError);
      });
    }
  });
});
