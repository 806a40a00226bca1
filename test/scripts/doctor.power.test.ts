// `npm run doctor` on real deployments, each with power planted that nobody declared.
import { expect } from "chai";
import { id as hashOf, keccak256, solidityPacked, ZeroAddress, ZeroHash, zeroPadValue } from "ethers";
import { roles } from "../../deploy/permissions.ts";
import { examine } from "../../scripts/doctor/examine.ts";
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
import { client, compiled, examined, expectFindings } from "../support/doctor.ts";
import { action, decide } from "../support/votes.ts";

describe("The doctor, about power,", () => {
  let commons: Deployed;
  let stranger: Signer;
  let timelock: Signer;

  beforeEach(async () => {
    commons = await bareCommons();
    stranger = outsider(commons, 0);
    timelock = await asCommons(commons);
  });

  describe("G2 finds who shouldn't have power", () => {
    it("an extra role, of every kind", async () => {
      for (const role of [roles.ordinary, roles.gold, 77n]) {
        await commons.accessManager.connect(timelock).grantRole(role, stranger, 0);
        await expectFindings(commons, {
          code: "role-extra",
          contract: "accessManager",
          account: stranger.address as `0x${string}`,
        });
        await commons.accessManager.connect(timelock).revokeRole(role, stranger);
      }
      expect((await examined(commons)).ok).to.equal(true);
    });

    it("an appointment after the hand-over, without the genesis file too", async () => {
      await commons.accessManager.connect(timelock).grantRole(roles.gold, stranger, 0);
      const { findings } = await examine({ client, compiled, deployment: commons.deployment });
      expect(findings.map(({ code, account }) => [code, account])).to.deep.equal([["role-extra", stranger.address]]);
    });

    it("a role that is missing", async () => {
      await commons.accessManager.connect(timelock).revokeRole(roles.ordinary, timelock);
      await expectFindings(commons, { code: "role-missing" });
    });

    it("an admin that remains", async () => {
      const { accessManager, deployer } = commons;
      await accessManager.connect(timelock).grantRole(roles.constitution, deployer, 0);
      await commons.timelock.connect(timelock).grantRole(ZeroHash, deployer);
      const account = deployer.address as `0x${string}`;
      await expectFindings(
        commons,
        { code: "role-extra", account, actual: "constitution" },
        { code: "timelock-admin", contract: "timelock", account },
      );
    });

    it("a proposer, canceller or executor left over in the timelock", async () => {
      for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"]) {
        await commons.timelock.connect(timelock).grantRole(hashOf(role), commons.deployer);
        await expectFindings(commons, { code: "timelock-extra", account: commons.deployer.address as `0x${string}` });
        await commons.timelock.connect(timelock).revokeRole(hashOf(role), commons.deployer);
      }
    });

    it("a timelock without its governor", async () => {
      await commons.timelock.connect(timelock).revokeRole(hashOf("CANCELLER_ROLE"), commons.governor);
      await expectFindings(commons, {
        code: "timelock-missing",
        account: commons.deployment.contracts.commonsGovernor,
      });
    });

    it("an open executor", async () => {
      await commons.timelock.connect(timelock).grantRole(hashOf("EXECUTOR_ROLE"), ZeroAddress);
      await expectFindings(commons, { code: "timelock-open" });
    });

    it("a role that no log tells of", async () => {
      // OpenZeppelin's AccessControl: role => (account => held, admin), in the first slot.
      const data = keccak256(solidityPacked(["bytes32", "uint256"], [hashOf("PROPOSER_ROLE"), 0]));
      const account = commons.founders[2]?.address as `0x${string}`;
      const slot = keccak256(solidityPacked(["bytes32", "bytes32"], [zeroPadValue(account, 32), data]));
      await networkHelpers.setStorageAt(await addressOf(commons.timelock), slot, 1);
      await expectFindings(commons, { code: "history", contract: "timelock", account });
    });

    it("a minter too many", async () => {
      await commons.token.connect(timelock).addMinter(stranger);
      await expectFindings(commons, { code: "minter", account: stranger.address as `0x${string}` });
    });

    it("a deployer that vouches for people, or has a voice", async () => {
      const { members, token, deployer, contributions } = commons;
      await members.connect(timelock).setIssuer(deployer, true, 5, 5);
      await expectFindings(commons, { code: "deployer", actual: "vouches for people" });
      await networkHelpers.impersonateAccount(await addressOf(contributions));
      await networkHelpers.setBalance(await addressOf(contributions), 10n ** 18n);
      await token.connect(await ethers.getSigner(await addressOf(contributions))).mint(deployer, 5n);
      await expectFindings(commons, { code: "deployer" }, { code: "deployer" }, { code: "deployer" });
    });

    it("another admin or guardian of a role, a delay of granting", async () => {
      await commons.accessManager.connect(timelock).setRoleAdmin(roles.ordinary, roles.gold);
      await commons.accessManager.connect(timelock).setRoleGuardian(roles.ordinary, roles.gold);
      await commons.accessManager.connect(timelock).setGrantDelay(roles.gold, 60);
      await expectFindings(
        commons,
        { code: "role-admin", actual: "gold" },
        { code: "role-admin", actual: "gold" },
        { code: "role-delay", actual: "60" },
      );
    });

    it("an operation in the timelock that no vote put there", async () => {
      await commons.timelock.connect(timelock).grantRole(hashOf("PROPOSER_ROLE"), stranger);
      const data = commons.treasury.interface.encodeFunctionData("spend", [ZeroAddress, stranger.address, 5n]);
      const delay = commons.genesis.periods.timelock;
      await commons.timelock.connect(stranger).schedule(commons.treasury, 0, data, ZeroHash, ZeroHash, delay);
      await commons.timelock.connect(timelock).revokeRole(hashOf("PROPOSER_ROLE"), stranger);
      await expectFindings(commons, { code: "operation", contract: "timelock" });
      expect((await examined(commons)).pending[0]?.calls).to.deep.equal([
        `treasury.spend(${ZeroAddress}, ${stranger.address}, 5)`,
      ]);
    });

    it("a call that waits in the access manager", async () => {
      const { accessManager, treasury } = commons;
      await accessManager.connect(timelock).grantRole(roles.ordinary, stranger, 60);
      const data = treasury.interface.encodeFunctionData("spend", [ZeroAddress, stranger.address, 5n]);
      await accessManager.connect(stranger).schedule(treasury, data, 0);
      await expectFindings(
        commons,
        { code: "role-extra" },
        { code: "role-delay", actual: "60" },
        { code: "operation", contract: "accessManager", account: stranger.address as `0x${string}` },
      );
    });
  });

  describe("G1 finds what power isn't as declared", () => {
    it("a changed delay of a role", async () => {
      await commons.accessManager.connect(timelock).grantRole(roles.ordinary, timelock, 3_600);
      await expectFindings(commons, {
        code: "role-delay",
        account: commons.deployment.contracts.timelock,
        actual: "3600",
      });
    });

    it("a changed delay of a contract", async () => {
      await commons.accessManager.connect(timelock).setTargetAdminDelay(commons.treasury, 600);
      await expectFindings(commons, { code: "target-delay", contract: "treasury", actual: "600" });
    });

    it("a changed delay of the timelock, without the genesis file too", async () => {
      await commons.timelock.connect(timelock).updateDelay(60);
      await expectFindings(commons, { code: "timelock-delay", expected: "86400", actual: "60" });
      const { findings } = await examine({ client, compiled, deployment: commons.deployment });
      expect(findings.map(({ code }) => code)).to.deep.equal(["timelock-delay"]);
    });

    it("a changed role of a function", async () => {
      const { accessManager, treasury } = commons;
      const selector = treasury.interface.getFunction("spend").selector as `0x${string}`;
      await accessManager.connect(timelock).setTargetFunctionRole(treasury, [selector], roles.gold);
      await expectFindings(commons, { code: "target-role", contract: "treasury", selector, actual: "gold" });
    });

    it("a function that is given away unmapped, of the access manager itself too", async () => {
      const { accessManager, treasury } = commons;
      const settle = treasury.interface.getFunction("settle").selector;
      const close = accessManager.interface.getFunction("setTargetClosed").selector;
      await accessManager.connect(timelock).setTargetFunctionRole(treasury, [settle], 5);
      await accessManager.connect(timelock).setTargetFunctionRole(accessManager, [close], 5);
      await expectFindings(
        commons,
        { code: "target-role", contract: "treasury", actual: "role 5" },
        { code: "target-role", contract: "accessManager", actual: "role 5" },
      );
    });

    it("a function open to everyone", async () => {
      const { accessManager, token } = commons;
      const addMinter = token.interface.getFunction("addMinter").selector;
      await accessManager
        .connect(timelock)
        .setTargetFunctionRole(token, [addMinter], await accessManager.PUBLIC_ROLE());
      await expectFindings(commons, { code: "target-role", contract: "contributionToken", actual: "everyone" });
    });

    it("a closed contract", async () => {
      await commons.accessManager.connect(timelock).setTargetClosed(commons.treasury, true);
      await expectFindings(commons, { code: "target-closed", contract: "treasury" });
    });

    it("an ordinary function too many, or too few", async () => {
      const { governor, treasury } = commons;
      const [split, spend] = ["setSplit", "spend"].map(
        (name) => treasury.interface.getFunction(name as "spend").selector,
      );
      const target = await addressOf(treasury);
      await decide(
        commons,
        [
          await action(governor, "setOrdinary", [target, split, true]),
          await action(governor, "setOrdinary", [target, spend, false]),
        ],
        "Another list",
      );
      await expectFindings(
        commons,
        { code: "ordinary", contract: "treasury", selector: split as `0x${string}`, actual: "ordinary" },
        { code: "ordinary", contract: "treasury", selector: spend as `0x${string}`, actual: "constitutional" },
      );
    });
  });
});
