// `npm run doctor` on real deployments, each with one thing planted that isn't as declared.
import { expect } from "chai";
import { id as hashOf, keccak256, solidityPacked, toBeHex, ZeroAddress, ZeroHash, zeroPadValue } from "ethers";
import { createPublicClient, custom } from "viem";
import { permissions, roles } from "../../deploy/permissions.ts";
import type { Finding, FindingCode } from "../../scripts/doctor/examination.ts";
import { type ExamineParameters, examine, type Report } from "../../scripts/doctor/examine.ts";
import { Compiled } from "../../scripts/lib/compiled.ts";
import {
  addressOf,
  asCommons,
  type Commons,
  connection,
  ethers,
  freshCommons,
  networkHelpers,
  outsider,
  type Signer,
} from "../support/commons.ts";
import { action, decide, propose, queue, untilVoting, untilVotingIsOver, vote } from "../support/votes.ts";

const compiled = new Compiled();
const client = createPublicClient({ transport: custom(connection.provider), cacheTime: 0 });

describe("The doctor", () => {
  let commons: Commons;
  let stranger: Signer;
  let timelock: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    stranger = outsider(commons, 0);
    timelock = await asCommons(commons);
  });

  const examined = ({ deployment, genesis }: Partial<ExamineParameters> = {}): Promise<Report> =>
    examine({ client, compiled, deployment: deployment ?? commons.deployment, genesis: genesis ?? commons.genesis });

  /** Exactly these findings, whatever their order. */
  const expectFindings = async (...expected: Partial<Finding>[]) => {
    const { ok, findings } = await examined();
    expect(findings.map(({ code }) => code).sort(), JSON.stringify(findings, null, 1)).to.deep.equal(
      expected.map(({ code }) => code).sort(),
    );
    for (const each of expected) {
      const found = findings.some((it) => Object.entries(each).every(([k, v]) => it[k as keyof Finding] === v));
      expect(found, `${JSON.stringify(each)} among ${JSON.stringify(findings, null, 1)}`).to.equal(true);
    }
    expect(ok).to.equal(false);
  };

  const codeOf = (address: string) => ethers.provider.getCode(address);
  const setCode = (address: string, code: string) => networkHelpers.setCode(address, code);
  const byteOf = (code: string, at: number) => Number.parseInt(code.slice(2 + at * 2, 4 + at * 2), 16);
  const withByte = (code: string, at: number, byte: number) =>
    code.slice(0, 2 + at * 2) + byte.toString(16).padStart(2, "0") + code.slice(4 + at * 2);
  /** The slot in which a contract keeps `value`. */
  const slotOf = async (address: string, value: bigint): Promise<number> => {
    for (let slot = 0; slot < 100; slot++) {
      if (BigInt(await ethers.provider.getStorage(address, slot)) === value) return slot;
    }
    throw new Error(`${address} keeps ${value} in none of its first slots.`);
  };

  describe("finds a deployment as declared", () => {
    it("and says what it looked at, with the genesis file and without", async () => {
      for (const genesis of [commons.genesis, undefined]) {
        const report = await examine({ client, compiled, deployment: commons.deployment, genesis });
        expect(report.findings).to.deep.equal([]);
        expect(report.ok).to.equal(true);
        expect(report.chainId).to.equal(31337);
        // The governor's library is a contract of its own.
        expect(report.checked.contracts).to.equal(Object.keys(commons.deployment.contracts).length + 1);
        expect(report.checked.selectors).to.equal(permissions.length);
        expect(report.checked.parameters).to.be.greaterThan(25);
        expect(report.pending).to.deep.equal([]);
      }
    });

    it("and lists every account with power, and what it could do", async () => {
      const { powers } = await examined();
      const { contracts } = commons.deployment;
      const of = (role: string) => powers.filter((power) => power.role === role);
      const day = commons.genesis.periods.timelock;
      expect(of("constitution").map(({ account, delay }) => [account, delay])).to.deep.equal([
        [contracts.timelock, day],
      ]);
      expect(of("ordinary").map(({ account, delay }) => [account, delay])).to.deep.equal([[contracts.timelock, day]]);
      expect(of("scorer").map(({ account, delay }) => [account, delay])).to.deep.equal([[commons.genesis.curator, 0]]);
      expect(of("minter").map(({ account }) => account)).to.deep.equal([contracts.contributionRegistry]);
      expect(of("issuer").map(({ account }) => account)).to.deep.equal([commons.issuer.address]);
      for (const role of ["timelock proposer", "timelock canceller", "timelock executor"])
        expect(of(role).map(({ account }) => account)).to.deep.equal([contracts.commonsGovernor]);
      const can = powers.flatMap((power) => power.can);
      for (const { signature } of permissions)
        expect(can.filter((each) => each.includes(signature))).to.not.have.lengthOf(0);
      expect(can.find((each) => each.startsWith("treasury.spend("))).to.include("Sends `amount`");
      expect(can).to.not.include("");
      expect(powers.map(({ account }) => account)).to.not.include(commons.deployer.address);
    });

    it("and tells the largest quorum that could be reached", async () => {
      const { quorum } = await examined();
      const supply = await commons.token.totalSupply();
      expect(quorum?.supply).to.equal(supply);
      expect(quorum?.needed).to.equal((supply * 45n) / 100n);
      expect(quorum?.cap).to.equal((supply * 15n) / 100n);
      // Seven founders, all seated, each below the cap.
      expect(quorum?.reachable).to.equal(supply);
      expect([quorum?.seats, quorum?.seatsNeeded]).to.deep.equal([7, 3]);
    });

    it("after votes that keep to the rules, and lists what waits", async () => {
      const rule = [0, 50_000n, 10n ** 12n, "docs/rubrics.md#data"];
      await decide(commons, [await action(commons.contributions, "setKindRule", rule)], "Smaller items of data");
      const waiting = await propose(
        commons,
        [await action(commons.treasury, "setSplit", [[5_000, 3_000, 2_000]])],
        "More for all",
      );
      await untilVoting(commons, waiting);
      await vote(commons, waiting, commons.founders);
      await untilVotingIsOver(commons, waiting);
      await queue(commons, waiting);
      const { ok, pending } = await examined();
      expect(ok).to.equal(true);
      expect(pending).to.have.lengthOf(1);
      expect(pending[0]?.proposal).to.equal(`${waiting.id}`);
      expect(pending[0]?.calls.join()).to.match(/^treasury\.setSplit\(.*5000/);
      expect(pending[0]?.eta).to.equal(Number(await commons.governor.proposalEta(waiting.id)));
    });
  });

  describe("finds who shouldn't have power", () => {
    it("an extra role, of every kind", async () => {
      for (const role of [roles.ordinary, roles.scorer, 77n]) {
        await commons.accessManager.connect(timelock).grantRole(role, stranger, 0);
        await expectFindings({
          code: "role-extra",
          contract: "accessManager",
          account: stranger.address as `0x${string}`,
        });
        await commons.accessManager.connect(timelock).revokeRole(role, stranger);
      }
      expect((await examined()).ok).to.equal(true);
    });

    it("an appointment after the hand-over, without the genesis file too", async () => {
      await commons.accessManager.connect(timelock).grantRole(roles.scorer, stranger, 0);
      const { findings } = await examine({ client, compiled, deployment: commons.deployment });
      expect(findings.map(({ code, account }) => [code, account])).to.deep.equal([["role-extra", stranger.address]]);
    });

    it("a role that is missing", async () => {
      await commons.accessManager.connect(timelock).revokeRole(roles.ordinary, timelock);
      await expectFindings({ code: "role-missing" });
    });

    it("an admin that remains", async () => {
      const { accessManager, deployer } = commons;
      await accessManager.connect(timelock).grantRole(roles.constitution, deployer, 0);
      await commons.timelock.connect(timelock).grantRole(ZeroHash, deployer);
      const account = deployer.address as `0x${string}`;
      await expectFindings(
        { code: "role-extra", account, actual: "constitution" },
        { code: "timelock-admin", contract: "timelock", account },
      );
    });

    it("a proposer, canceller or executor left over in the timelock", async () => {
      for (const role of ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"]) {
        await commons.timelock.connect(timelock).grantRole(hashOf(role), commons.deployer);
        await expectFindings({ code: "timelock-extra", account: commons.deployer.address as `0x${string}` });
        await commons.timelock.connect(timelock).revokeRole(hashOf(role), commons.deployer);
      }
    });

    it("a timelock without its governor", async () => {
      await commons.timelock.connect(timelock).revokeRole(hashOf("CANCELLER_ROLE"), commons.governor);
      await expectFindings({ code: "timelock-missing", account: commons.deployment.contracts.commonsGovernor });
    });

    it("an open executor", async () => {
      await commons.timelock.connect(timelock).grantRole(hashOf("EXECUTOR_ROLE"), ZeroAddress);
      await expectFindings({ code: "timelock-open" });
    });

    it("a role that no log tells of", async () => {
      // OpenZeppelin's AccessControl: role => (account => held, admin), in the first slot.
      const data = keccak256(solidityPacked(["bytes32", "uint256"], [hashOf("PROPOSER_ROLE"), 0]));
      const account = commons.founders[2]?.address as `0x${string}`;
      const slot = keccak256(solidityPacked(["bytes32", "bytes32"], [zeroPadValue(account, 32), data]));
      await networkHelpers.setStorageAt(await addressOf(commons.timelock), slot, 1);
      await expectFindings({ code: "history", contract: "timelock", account });
    });

    it("a minter too many", async () => {
      await commons.token.connect(timelock).addMinter(stranger);
      await expectFindings({ code: "minter", account: stranger.address as `0x${string}` });
    });

    it("a deployer that vouches for people, or has a voice", async () => {
      const { members, token, deployer, contributions } = commons;
      await members.connect(timelock).setIssuer(deployer, true, 5, 5);
      await expectFindings({ code: "deployer", actual: "vouches for people" });
      await networkHelpers.impersonateAccount(await addressOf(contributions));
      await networkHelpers.setBalance(await addressOf(contributions), 10n ** 18n);
      await token.connect(await ethers.getSigner(await addressOf(contributions))).mint(deployer, 5n);
      await expectFindings({ code: "deployer" }, { code: "deployer" }, { code: "deployer" });
    });

    it("another admin or guardian of a role, a delay of granting", async () => {
      await commons.accessManager.connect(timelock).setRoleAdmin(roles.ordinary, roles.scorer);
      await commons.accessManager.connect(timelock).setRoleGuardian(roles.ordinary, roles.scorer);
      await commons.accessManager.connect(timelock).setGrantDelay(roles.scorer, 60);
      await expectFindings(
        { code: "role-admin", actual: "scorer" },
        { code: "role-admin", actual: "scorer" },
        { code: "role-delay", actual: "60" },
      );
    });

    it("an operation in the timelock that no vote put there", async () => {
      await commons.timelock.connect(timelock).grantRole(hashOf("PROPOSER_ROLE"), stranger);
      const data = commons.treasury.interface.encodeFunctionData("spend", [ZeroAddress, stranger.address, 5n]);
      const delay = commons.genesis.periods.timelock;
      await commons.timelock.connect(stranger).schedule(commons.treasury, 0, data, ZeroHash, ZeroHash, delay);
      await commons.timelock.connect(timelock).revokeRole(hashOf("PROPOSER_ROLE"), stranger);
      await expectFindings({ code: "operation", contract: "timelock" });
      expect((await examined()).pending[0]?.calls).to.deep.equal([
        `treasury.spend(${ZeroAddress}, ${stranger.address}, 5)`,
      ]);
    });

    it("a call that waits in the access manager", async () => {
      const { accessManager, treasury } = commons;
      await accessManager.connect(timelock).grantRole(roles.ordinary, stranger, 60);
      const data = treasury.interface.encodeFunctionData("spend", [ZeroAddress, stranger.address, 5n]);
      await accessManager.connect(stranger).schedule(treasury, data, 0);
      await expectFindings(
        { code: "role-extra" },
        { code: "role-delay", actual: "60" },
        { code: "operation", contract: "accessManager", account: stranger.address as `0x${string}` },
      );
    });
  });

  describe("finds what power isn't as declared", () => {
    it("a changed delay of a role", async () => {
      await commons.accessManager.connect(timelock).grantRole(roles.ordinary, timelock, 3_600);
      await expectFindings({ code: "role-delay", account: commons.deployment.contracts.timelock, actual: "3600" });
    });

    it("a changed delay of a contract", async () => {
      await commons.accessManager.connect(timelock).setTargetAdminDelay(commons.treasury, 600);
      await expectFindings({ code: "target-delay", contract: "treasury", actual: "600" });
    });

    it("a changed delay of the timelock, without the genesis file too", async () => {
      await commons.timelock.connect(timelock).updateDelay(60);
      await expectFindings({ code: "timelock-delay", expected: "86400", actual: "60" });
      const { findings } = await examine({ client, compiled, deployment: commons.deployment });
      expect(findings.map(({ code }) => code)).to.deep.equal(["timelock-delay"]);
    });

    it("a changed role of a function", async () => {
      const { accessManager, treasury } = commons;
      const selector = treasury.interface.getFunction("spend").selector as `0x${string}`;
      await accessManager.connect(timelock).setTargetFunctionRole(treasury, [selector], roles.scorer);
      await expectFindings({ code: "target-role", contract: "treasury", selector, actual: "scorer" });
    });

    it("a function that is given away unmapped, of the access manager itself too", async () => {
      const { accessManager, treasury } = commons;
      const settle = treasury.interface.getFunction("settle").selector;
      const close = accessManager.interface.getFunction("setTargetClosed").selector;
      await accessManager.connect(timelock).setTargetFunctionRole(treasury, [settle], 5);
      await accessManager.connect(timelock).setTargetFunctionRole(accessManager, [close], 5);
      await expectFindings(
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
      await expectFindings({ code: "target-role", contract: "contributionToken", actual: "everyone" });
    });

    it("a closed contract", async () => {
      await commons.accessManager.connect(timelock).setTargetClosed(commons.treasury, true);
      await expectFindings({ code: "target-closed", contract: "treasury" });
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
        { code: "ordinary", contract: "treasury", selector: split as `0x${string}`, actual: "ordinary" },
        { code: "ordinary", contract: "treasury", selector: spend as `0x${string}`, actual: "constitutional" },
      );
    });
  });

  describe("finds what isn't the code or the contract declared", () => {
    it("one byte of bytecode, wherever it is", async () => {
      const treasury = await addressOf(commons.treasury);
      const code = await codeOf(treasury);
      const length = (code.length - 2) / 2;
      for (const at of [300, Math.floor(length / 2), length - 20]) {
        await setCode(treasury, withByte(code, at, byteOf(code, at) ^ 1));
        const { findings } = await examined();
        expect(findings.map((each) => [each.code, each.contract])).to.deep.include(["code", "treasury"]);
      }
      await setCode(treasury, code);
      expect((await examined()).ok).to.equal(true);
    });

    it("code of something else, or none", async () => {
      for (const name of Object.keys(commons.deployment.contracts) as (keyof typeof commons.deployment.contracts)[]) {
        const address = commons.deployment.contracts[name];
        const code = await codeOf(address);
        for (const other of ["0x00", "0x"]) {
          await setCode(address, other);
          const { findings } = await examined();
          const expected: FindingCode = other === "0x" ? "code-missing" : "code";
          expect(
            findings.map((each) => [each.code, each.contract]),
            name,
          ).to.deep.include([expected, name]);
        }
        await setCode(address, code);
      }
    }).timeout(600_000);

    it("an immutable that names another contract", async () => {
      const treasury = await addressOf(commons.treasury);
      const [dividend, other] = [await addressOf(commons.dividend), stranger.address];
      const code = await codeOf(treasury);
      const needle = dividend.slice(2).toLowerCase();
      expect(code).to.include(needle);
      await setCode(treasury, code.replaceAll(needle, other.slice(2).toLowerCase()));
      await expectFindings(
        { code: "immutable", contract: "treasury", account: other as `0x${string}` },
        { code: "wiring", contract: "treasury", account: other as `0x${string}` },
      );
    });

    it("one of several copies of an immutable", async () => {
      const rewards = await addressOf(commons.rewards);
      const code = await codeOf(rewards);
      const needle = (await addressOf(commons.members)).slice(2).toLowerCase();
      expect(code.split(needle).length).to.be.greaterThan(2);
      await setCode(rewards, code.replace(needle, stranger.address.slice(2).toLowerCase()));
      const { findings } = await examined();
      expect(findings.map((each) => [each.code, each.contract])).to.deep.include(["immutable", "contributorRewards"]);
    });

    it("what people sign bound to another chain", async () => {
      const members = await addressOf(commons.members);
      const code = await codeOf(members);
      const needle = toBeHex(31_337, 32).slice(2);
      expect(code).to.include(needle);
      await setCode(members, code.replace(needle, toBeHex(1, 32).slice(2)));
      await expectFindings({ code: "immutable", contract: "memberRegistry" });
    });

    it("another library behind the governor", async () => {
      const governor = await addressOf(commons.governor);
      const { deployedLinkReferences } = compiled.artifact("CommonsGovernor");
      const [reference] = Object.values(deployedLinkReferences).flatMap((it) => it.Chambers ?? []);
      const at = reference?.start ?? 0;
      const code = await codeOf(governor);
      const library = `0x${code.slice(2 + at * 2, 42 + at * 2)}`;
      const its = await codeOf(library);
      await setCode(library, withByte(its, 500, byteOf(its, 500) ^ 1));
      const { findings } = await examined();
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
      await expectFindings({ code: "wiring", contract: "modelRegistry", account });
      // Nor is it enough to write the new one into the file: nobody gave its functions to a role.
      const contracts = { ...deployment.contracts, treasury: account };
      const { findings } = await examined({ deployment: { ...deployment, contracts } });
      expect(findings.map(({ code }) => code)).to.include.members(["target-role", "ordinary"]);
      expect(findings.map(({ code }) => code)).to.not.include("wiring");
    });

    it("another authority", async () => {
      await networkHelpers.setStorageAt(await addressOf(commons.treasury), 0, stranger.address);
      await expectFindings({ code: "wiring", contract: "treasury", account: stranger.address as `0x${string}` });
    });

    it("a deployment file that names another block or contract", async () => {
      const { deployment } = commons;
      const late = { ...deployment, fromBlock: await ethers.provider.getBlockNumber() };
      expect((await examined({ deployment: late })).findings.map(({ code }) => code)).to.include("history");
      const swapped = { ...deployment.contracts, treasury: deployment.contracts.universalDividend };
      const { findings } = await examined({ deployment: { ...deployment, contracts: swapped } });
      expect(findings.map((each) => [each.code, each.contract])).to.deep.include(["code", "treasury"]);
    });
  });

  describe("finds what is out of bounds or unfinished", () => {
    it("a parameter written behind the contract's back, out of its bounds or within them", async () => {
      const { governor, genesis } = commons;
      const address = await addressOf(governor);
      const threshold = await slotOf(address, genesis.governance.proposalThreshold);
      await networkHelpers.setStorageAt(address, threshold, 0);
      await expectFindings({ code: "parameter", contract: "commonsGovernor", actual: "0" }, { code: "history" });
      await networkHelpers.setStorageAt(address, threshold, genesis.governance.proposalThreshold + 1n);
      await expectFindings({ code: "history", contract: "commonsGovernor" });
    });

    it("a period out of its bounds", async () => {
      const members = await addressOf(commons.members);
      const { rebind, recovery, lapse, grace } = commons.genesis.periods;
      const packed = (values: number[]) =>
        values.reduce((word, value, i) => word | (BigInt(value) << BigInt(40 * i)), 0n);
      const slot = await slotOf(members, packed([rebind, recovery, lapse, grace]));
      await networkHelpers.setStorageAt(members, slot, packed([59, recovery, lapse, grace]));
      await expectFindings({ code: "parameter", contract: "memberRegistry", actual: "59" }, { code: "history" });
    });

    it("what a vote may do and nobody should want: no delay, nothing may join", async () => {
      await commons.timelock.connect(timelock).updateDelay(0);
      await commons.models.connect(timelock).setJoinBound(0);
      await expectFindings(
        { code: "timelock-delay", actual: "0" },
        { code: "parameter", contract: "timelock", actual: "0" },
        { code: "parameter", contract: "modelRegistry", actual: "0" },
      );
    });

    it("genesis left open", async () => {
      // The authority and whether genesis is over share the first slot.
      const open = await addressOf(commons.accessManager);
      await networkHelpers.setStorageAt(await addressOf(commons.members), 0, open);
      await networkHelpers.setStorageAt(await addressOf(commons.contributions), 0, open);
      await expectFindings(
        { code: "genesis-open", contract: "memberRegistry" },
        { code: "genesis-open", contract: "contributionRegistry" },
      );
    });

    it("a beginning that isn't the genesis file's", async () => {
      const { genesis } = commons;
      const [issuer, ...issuers] = genesis.issuers;
      const [founder, ...founders] = genesis.founders;
      const works = genesis.works.map((work) => ({ ...work, leaves: work.leaves.slice(1) }));
      if (!issuer || !founder) throw new Error("The local genesis has an issuer and founders.");
      for (const [declared, account] of [
        [{ ...genesis, issuers: [{ ...issuer, cap: 5 }, ...issuers] }, issuer.account],
        [{ ...genesis, founders }, founder.account],
        [{ ...genesis, works }, genesis.works[0]?.leaves[0]?.author],
      ] as const) {
        const { findings } = await examined({ genesis: declared });
        expect(findings.map((each) => [each.code, each.account])).to.deep.equal([["founding", account]]);
      }
    });

    it("a quorum that nobody can reach", async () => {
      await commons.members.connect(timelock).unseat([1, 2, 3, 4, 5]);
      await networkHelpers.mine();
      const { quorum } = await examined();
      const votes = await Promise.all([5, 6].map((i) => commons.token.getVotes(commons.founders[i] as Signer)));
      expect(quorum?.reachable).to.equal(votes.reduce((a, b) => a + b, 0n));
      await expectFindings({ code: "quorum" }, { code: "quorum", actual: "2" });
    });
  });
});
