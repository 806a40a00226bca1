// `npm run doctor` on real deployments, each with other code or another counterparty planted.
import { expect } from "chai";
import { toBeHex } from "ethers";
import type { FindingCode } from "../../scripts/doctor/examination.ts";
import {
  addressOf,
  asCommons,
  bareCommons,
  type Deployed,
  ethers,
  networkHelpers,
  outsider,
  type Signer,
} from "../support/commons.ts";
import { changed, codeOf, compiled, examined, expectFindings } from "../support/doctor.ts";

describe("The doctor, about code,", () => {
  let commons: Deployed;
  let stranger: Signer;
  let timelock: Signer;

  beforeEach(async () => {
    commons = await bareCommons();
    stranger = outsider(commons, 0);
    timelock = await asCommons(commons);
  });

  describe("finds what isn't the code or the contract declared", () => {
    it("one byte of bytecode, wherever it is", async () => {
      const treasury = await addressOf(commons.treasury);
      const code = await codeOf(treasury);
      const length = (code.length - 2) / 2;
      for (const at of [300, Math.floor(length / 2), length - 20]) {
        await networkHelpers.setCode(treasury, changed(code, at));
        const { findings } = await examined(commons);
        expect(findings.map((each) => [each.code, each.contract])).to.deep.include(["code", "treasury"]);
      }
      await networkHelpers.setCode(treasury, code);
      expect((await examined(commons)).ok).to.equal(true);
    });

    it("code of something else, or none", async () => {
      for (const name of Object.keys(commons.deployment.contracts) as (keyof typeof commons.deployment.contracts)[]) {
        const address = commons.deployment.contracts[name];
        const code = await codeOf(address);
        for (const other of ["0x00", "0x"]) {
          await networkHelpers.setCode(address, other);
          const { findings } = await examined(commons);
          const expected: FindingCode = other === "0x" ? "code-missing" : "code";
          expect(
            findings.map((each) => [each.code, each.contract]),
            name,
          ).to.deep.include([expected, name]);
        }
        await networkHelpers.setCode(address, code);
      }
    }).timeout(600_000);

    it("an immutable that names another contract", async () => {
      const treasury = await addressOf(commons.treasury);
      const [dividend, other] = [await addressOf(commons.dividend), stranger.address];
      const code = await codeOf(treasury);
      const needle = dividend.slice(2).toLowerCase();
      expect(code).to.include(needle);
      await networkHelpers.setCode(treasury, code.replaceAll(needle, other.slice(2).toLowerCase()));
      await expectFindings(
        commons,
        { code: "immutable", contract: "treasury", account: other as `0x${string}` },
        { code: "wiring", contract: "treasury", account: other as `0x${string}` },
      );
    });

    it("one of several copies of an immutable", async () => {
      const rewards = await addressOf(commons.rewards);
      const code = await codeOf(rewards);
      const needle = (await addressOf(commons.members)).slice(2).toLowerCase();
      expect(code.split(needle).length).to.be.greaterThan(2);
      await networkHelpers.setCode(rewards, code.replace(needle, stranger.address.slice(2).toLowerCase()));
      const { findings } = await examined(commons);
      expect(findings.map((each) => [each.code, each.contract])).to.deep.include(["immutable", "contributorRewards"]);
    });

    it("what people sign bound to another chain", async () => {
      const members = await addressOf(commons.members);
      const code = await codeOf(members);
      const needle = toBeHex(31_337, 32).slice(2);
      expect(code).to.include(needle);
      await networkHelpers.setCode(members, code.replace(needle, toBeHex(1, 32).slice(2)));
      await expectFindings(commons, { code: "immutable", contract: "memberRegistry" });
    });

    it("another library behind the governor", async () => {
      const governor = await addressOf(commons.governor);
      const { deployedLinkReferences } = compiled.artifact("CommonsGovernor");
      const [reference] = Object.values(deployedLinkReferences).flatMap((it) => it.Chambers ?? []);
      const at = reference?.start ?? 0;
      const code = await codeOf(governor);
      const library = `0x${code.slice(2 + at * 2, 42 + at * 2)}`;
      const its = await codeOf(library);
      await networkHelpers.setCode(library, changed(its, 500));
      const { findings } = await examined(commons);
      expect(findings.map((each) => [each.code, each.contract])).to.deep.include(["library", "commonsGovernor"]);
    });

    it("a treasury replaced", async () => {
      const { accessManager, models, rewards, dividend, deployment } = commons;
      const treasury = await ethers.deployContract("Treasury", [
        accessManager,
        models,
        rewards,
        dividend,
        [6_000, 2_500, 1_500],
      ]);
      const account = await addressOf(treasury);
      await models.connect(timelock).setTreasury(treasury);
      await expectFindings(commons, { code: "wiring", contract: "modelRegistry", account });
      // Nor is it enough to write the new one into the file: nobody gave its functions to a role.
      const contracts = { ...deployment.contracts, treasury: account };
      const { findings } = await examined(commons, { deployment: { ...deployment, contracts } });
      expect(findings.map(({ code }) => code)).to.include.members(["target-role", "ordinary"]);
      expect(findings.map(({ code }) => code)).to.not.include("wiring");
    });

    it("another authority", async () => {
      await networkHelpers.setStorageAt(await addressOf(commons.treasury), 0, stranger.address);
      await expectFindings(commons, {
        code: "wiring",
        contract: "treasury",
        account: stranger.address as `0x${string}`,
      });
    });

    it("a deployment file that names another block or contract", async () => {
      const { deployment } = commons;
      const late = { ...deployment, fromBlock: await ethers.provider.getBlockNumber() };
      expect((await examined(commons, { deployment: late })).findings.map(({ code }) => code)).to.include("history");
      const swapped = { ...deployment.contracts, treasury: deployment.contracts.universalDividend };
      const { findings } = await examined(commons, { deployment: { ...deployment, contracts: swapped } });
      expect(findings.map((each) => [each.code, each.contract])).to.deep.include(["code", "treasury"]);
    });
  });
});
