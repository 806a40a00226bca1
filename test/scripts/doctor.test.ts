// `npm run doctor` on deployments as declared, and with a number or the beginning not as it should be.
import { expect } from "chai";
import { createPublicClient, custom } from "viem";
import type { Genesis } from "../../deploy/genesis.ts";
import { permissions } from "../../deploy/permissions.ts";
import { examine } from "../../scripts/doctor/examine.ts";
import { StandInPanel__factory } from "../../types/index.ts";
import {
  addressOf,
  asCommons,
  bareCommons,
  connection,
  type Deployed,
  networkHelpers,
  type Signer,
} from "../support/commons.ts";
import { client, compiled, examined, expectFindings, slotOf } from "../support/doctor.ts";
import { action, decide, propose, queue, untilVoting, untilVotingIsOver, vote } from "../support/votes.ts";

describe("The doctor", () => {
  let commons: Deployed;
  let timelock: Signer;

  beforeEach(async () => {
    commons = await bareCommons();
    timelock = await asCommons(commons);
  });

  describe("finds a deployment as declared", () => {
    it("and says what it looked at, with the genesis file and without", async () => {
      for (const genesis of [commons.genesis, undefined]) {
        const report = await examine({ client, compiled, deployment: commons.deployment, genesis });
        expect(report.findings).to.deep.equal([]);
        expect(report.ok).to.equal(true);
        expect(report.chainId).to.equal(31337);
        // The governor's and the panel's libraries are contracts of their own.
        expect(report.checked.contracts).to.equal(Object.keys(commons.deployment.contracts).length + 2);
        expect(report.checked.selectors).to.equal(permissions.length);
        expect(report.checked.parameters).to.be.greaterThan(25);
        expect(report.pending).to.deep.equal([]);
      }
    });

    it("and lists every account with power, and what it could do", async () => {
      const { powers } = await examined(commons);
      const { contracts } = commons.deployment;
      const of = (role: string) => powers.filter((power) => power.role === role);
      const day = commons.genesis.periods.timelock;
      expect(of("constitution").map(({ account, delay }) => [account, delay])).to.deep.equal([
        [contracts.timelock, day],
      ]);
      expect(of("ordinary").map(({ account, delay }) => [account, delay])).to.deep.equal([[contracts.timelock, day]]);
      expect(of("gold").map(({ account, delay }) => [account, delay])).to.deep.equal([[contracts.timelock, day]]);
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
      const { quorum } = await examined(commons);
      const supply = await commons.token.totalSupply();
      expect(quorum?.supply).to.equal(supply);
      expect(quorum?.needed).to.equal((supply * 45n) / 100n);
      expect(quorum?.cap).to.equal((supply * 15n) / 100n);
      // Seven founders, all seated, each below the cap.
      expect(quorum?.reachable).to.equal(supply);
      expect([quorum?.seats, quorum?.seatsNeeded]).to.deep.equal([7, 3]);
    });

    it("through a node that answers for few blocks at once", async () => {
      const asked: number[] = [];
      const narrow = custom({
        request: async ({ method, params }: { method: string; params: [{ fromBlock: string; toBlock: string }] }) => {
          if (method === "eth_getLogs") {
            const [{ fromBlock, toBlock }] = params;
            asked.push(Number(toBlock) - Number(fromBlock) + 1);
            if ((asked.at(-1) ?? 0) > 7) throw new Error("query returned more than 10000 results");
          }
          return connection.provider.request({ method, params });
        },
      });
      const picky = createPublicClient({ transport: narrow, cacheTime: 0 });
      const report = await examine({
        client: picky,
        compiled,
        deployment: commons.deployment,
        genesis: commons.genesis,
      });
      expect(report.findings).to.deep.equal([]);
      expect(report.powers).to.deep.equal((await examined(commons)).powers);
      expect(Math.max(...asked)).to.be.greaterThan(7);
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
      const { ok, pending } = await examined(commons);
      expect(ok).to.equal(true);
      expect(pending).to.have.lengthOf(1);
      expect(pending[0]?.proposal).to.equal(`${waiting.id}`);
      expect(pending[0]?.calls.join()).to.match(/^treasury\.setSplit\(.*5000/);
      expect(pending[0]?.eta).to.equal(Number(await commons.governor.proposalEta(waiting.id)));
    });
  });

  describe("finds what is out of bounds or unfinished", () => {
    it("a parameter written behind the contract's back, out of its bounds or within them", async () => {
      const { governor, genesis } = commons;
      const address = await addressOf(governor);
      const threshold = await slotOf(address, genesis.governance.proposalThreshold);
      await networkHelpers.setStorageAt(address, threshold, 0);
      await expectFindings(
        commons,
        { code: "parameter", contract: "commonsGovernor", actual: "0" },
        { code: "history" },
      );
      await networkHelpers.setStorageAt(address, threshold, genesis.governance.proposalThreshold + 1n);
      await expectFindings(commons, { code: "history", contract: "commonsGovernor" });
    });

    it("a period out of its bounds", async () => {
      const members = await addressOf(commons.members);
      const { rebind, recovery, lapse, grace } = commons.genesis.periods;
      const packed = (values: number[]) =>
        values.reduce((word, value, i) => word | (BigInt(value) << BigInt(40 * i)), 0n);
      const slot = await slotOf(members, packed([rebind, recovery, lapse, grace]));
      await networkHelpers.setStorageAt(members, slot, packed([59, recovery, lapse, grace]));
      await expectFindings(
        commons,
        { code: "parameter", contract: "memberRegistry", actual: "59" },
        { code: "history" },
      );
    });

    it("what a vote may do and nobody should want: nothing may join; and no delay, which none may", async () => {
      const address = await addressOf(commons.timelock);
      await networkHelpers.setStorageAt(address, await slotOf(address, BigInt(commons.genesis.periods.timelock)), 0);
      await commons.models.connect(timelock).setJoinBound(0);
      await expectFindings(
        commons,
        { code: "timelock-delay", actual: "0" },
        { code: "parameter", contract: "timelock", actual: "0" },
        { code: "history", contract: "timelock", actual: "0" },
        { code: "parameter", contract: "modelRegistry", actual: "0" },
      );
    });

    it("genesis left open", async () => {
      // The authority and whether genesis is over share the first slot.
      const open = await addressOf(commons.accessManager);
      await networkHelpers.setStorageAt(await addressOf(commons.members), 0, open);
      await networkHelpers.setStorageAt(await addressOf(commons.contributions), 0, open);
      await expectFindings(
        commons,
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
      const changed: [Genesis, string | undefined][] = [
        [{ ...genesis, issuers: [{ ...issuer, cap: 5 }, ...issuers] }, issuer.account],
        [{ ...genesis, founders }, founder.account],
        [{ ...genesis, founders: [{ ...founder, reviews: ["Data"] }, ...founders] }, founder.account],
        [{ ...genesis, works }, genesis.works[0]?.leaves[0]?.author],
      ];
      for (const [declared, account] of changed) {
        const { findings } = await examined(commons, { genesis: declared });
        expect(findings.map((each) => [each.code, each.account])).to.deep.equal([["founding", account]]);
      }
    });

    it("another panel in force than the deployment's", async () => {
      const other = await new StandInPanel__factory(commons.deployer).deploy(commons.contributions, 60);
      await commons.contributions.connect(timelock).setPanel(other);
      await expectFindings(commons, {
        code: "wiring",
        contract: "contributionRegistry",
        account: await addressOf(other),
      });
    });

    it("a quorum that nobody can reach", async () => {
      await commons.members.connect(timelock).unseat([1, 2, 3, 4, 5]);
      await networkHelpers.mine();
      const { quorum } = await examined(commons);
      const votes = await Promise.all([5, 6].map((i) => commons.token.getVotes(commons.founders[i] as Signer)));
      expect(quorum?.reachable).to.equal(votes.reduce((a, b) => a + b, 0n));
      await expectFindings(commons, { code: "quorum" }, { code: "quorum", actual: "2" });
    });
  });
});
