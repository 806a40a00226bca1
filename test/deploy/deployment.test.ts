import { readFileSync } from "node:fs";
import { expect } from "chai";
import { AbiCoder, FunctionFragment, id as hashOf, ZeroHash } from "ethers";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { toFunctionSelector } from "viem";
import { deployCommons } from "../../deploy/deploy.ts";
import { foundingManifests } from "../../deploy/founding.ts";
import { kinds, loadGenesis, parseGenesis } from "../../deploy/genesis.ts";
import { permissions, roles } from "../../deploy/permissions.ts";
import { Compiled } from "../../scripts/lib/compiled.ts";
import { intercept } from "../support/chains.ts";
import {
  addressOf,
  bareCommons,
  castOf,
  connection,
  contractsOf,
  type Deployed,
  ethers,
  founder,
  localGenesis,
  networkHelpers,
  outsider,
} from "../support/commons.ts";
import { attest, credentialFor, person } from "../support/seats.ts";
import { someAccount } from "../support/work.ts";

/** The declared contract names, as this deployment holds them. */
const declared = (commons: Deployed): Record<string, { getAddress(): Promise<string> }> => ({
  ContributionToken: commons.token,
  MemberRegistry: commons.members,
  ContributionRegistry: commons.contributions,
  ReviewPanel: commons.reviews,
  ModelRegistry: commons.models,
  Treasury: commons.treasury,
});

describe("Deployment", () => {
  let commons: Deployed;

  beforeEach(async () => {
    commons = await bareCommons();
  });

  const targetOf = async (contract: string) => {
    const target = declared(commons)[contract];
    if (!target) throw new Error(`No contract ${contract} is deployed.`);
    return addressOf(target);
  };
  /** Who holds which role of a contract, from its events. */
  const holders = async (
    contract: Deployed["timelock"] | Deployed["accessManager"],
    granted: string,
    revoked: string,
  ) => {
    const held = new Set<string>();
    for (const log of await ethers.provider.getLogs({ address: await addressOf(contract), fromBlock: 0 })) {
      const event = contract.interface.parseLog(log);
      const key = `${event?.args[0]} ${event?.args.account}`;
      if (event?.name === granted) held.add(key);
      if (event?.name === revoked) held.delete(key);
    }
    return [...held].sort();
  };

  describe("the map of power", () => {
    it("G1 names every restricted function in the contracts, and no other", async () => {
      const inCode = new Compiled().restrictedFunctions();
      expect(inCode.length).to.be.greaterThan(20);
      const shown = (each: { contract: string; signature: string }) => `${each.contract}.${each.signature}`;
      expect(permissions.map(shown).sort()).to.deep.equal(inCode.map(shown).sort());
    });

    it("G1 is what the chain says, role by role and without a delay beside the timelock's", async () => {
      for (const { contract, signature, role, delay } of permissions) {
        const onChain = await commons.accessManager.getTargetFunctionRole(
          await targetOf(contract),
          toFunctionSelector(signature),
        );
        expect(onChain, `${contract}.${signature}`).to.equal(roles[role]);
        expect(delay).to.equal(0);
      }
      for (const role of [roles.constitution, roles.ordinary]) {
        const [since, currentDelay, pendingDelay] = await commons.accessManager.getAccess(role, commons.timelock);
        expect(since).to.be.greaterThan(0n);
        expect([currentDelay, pendingDelay]).to.deep.equal([0n, 0n]);
      }
    });

    it("G1 is the whole map: no other selector was ever given a role", async () => {
      const map = new Set<string>();
      for (const { contract, signature, role } of permissions) {
        if (role !== "constitution")
          map.add(`${await targetOf(contract)} ${toFunctionSelector(signature)} ${roles[role]}`);
      }
      const { TargetFunctionRoleUpdated } = commons.accessManager.filters;
      const updates = await commons.accessManager.queryFilter(TargetFunctionRoleUpdated(), 0);
      const onChain = updates.map(({ args }) => `${args.target} ${args.selector} ${args.roleId}`);
      expect(onChain.sort()).to.deep.equal([...map].sort());
    });

    it("G1 is what the governor takes for ordinary, and nothing else is", async () => {
      const { governor } = commons;
      const declared = [];
      for (const { contract, signature, class: voteClass } of permissions) {
        const [target, selector] = [await targetOf(contract), toFunctionSelector(signature)];
        expect(await governor.isOrdinary(target, selector), signature).to.equal(voteClass === "ordinary");
        if (voteClass === "ordinary") declared.push(`${target} ${selector}`);
      }
      const set = await governor.queryFilter(governor.filters.OrdinarySet(), 0);
      expect(set.map(({ args }) => `${args.target} ${args.selector}`).sort()).to.deep.equal(declared.sort());
      expect(declared.length).to.be.greaterThan(8);
    });
  });

  describe("G2 who holds power when it is done", () => {
    it("is the timelock over the rules, and over gold where the genesis file names nobody", async () => {
      const { timelock, accessManager } = commons;
      const rules = await addressOf(timelock);
      const held = await holders(accessManager, "RoleGranted", "RoleRevoked");
      const expected = [`0 ${rules}`, `1 ${rules}`, `2 ${rules}`];
      expect(held).to.deep.equal(expected.sort());
    });

    it("is the governor alone over the timelock: it proposes, cancels and executes", async () => {
      const { timelock, governor } = commons;
      const held = await holders(timelock, "RoleGranted", "RoleRevoked");
      const governs = ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"].map(
        async (role) => `${hashOf(role)} ${await addressOf(governor)}`,
      );
      const expected = await Promise.all([...governs, `${ZeroHash} ${await addressOf(timelock)}`]);
      expect(held).to.deep.equal(expected.sort());
      expect(await timelock.getMinDelay()).to.equal(commons.genesis.periods.timelock);
    });

    it("is nobody over the access manager's targets: every contract obeys it, none is closed or delayed", async () => {
      const { accessManager } = commons;
      for (const contract of Object.values(declared(commons))) {
        const managed = await ethers.getContractAt("Treasury", await addressOf(contract));
        expect(await managed.authority()).to.equal(await addressOf(accessManager));
        expect(await accessManager.isTargetClosed(contract)).to.equal(false);
        expect(await accessManager.getTargetAdminDelay(contract)).to.equal(0n);
      }
    });

    it("is not the deployer: refused by every restricted function, the manager and the timelock", async () => {
      const { deployer, accessManager, timelock, governor } = commons;
      const refused = async (to: string, data: string) =>
        expect(deployer.call({ to, data }))
          .to.be.revertedWithCustomError(commons.treasury, "AccessManagedUnauthorized")
          .withArgs(deployer);
      for (const { contract, signature } of permissions) {
        const { inputs } = FunctionFragment.from(`function ${signature}`);
        const coder = AbiCoder.defaultAbiCoder();
        const args = coder.encode(inputs, coder.getDefaultValue(inputs));
        await refused(await targetOf(contract), toFunctionSelector(signature) + args.slice(2));
      }
      await expect(accessManager.connect(deployer).grantRole(roles.ordinary, deployer, 0))
        .to.be.revertedWithCustomError(accessManager, "AccessManagerUnauthorizedAccount")
        .withArgs(deployer, roles.constitution);
      await expect(timelock.connect(deployer).grantRole(hashOf("PROPOSER_ROLE"), deployer))
        .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
        .withArgs(deployer, ZeroHash);
      await expect(governor.connect(deployer).setVotingPeriod(1))
        .to.be.revertedWithCustomError(governor, "GovernorOnlyExecutor")
        .withArgs(deployer);
    });

    it("leaves the deployer without seat, voice, minting, or an issuer's key", async () => {
      const { deployer, members, token } = commons;
      expect(await members.seatOf(deployer)).to.equal(0n);
      expect(await token.balanceOf(deployer)).to.equal(0n);
      expect(await token.isMinter(deployer)).to.equal(false);
      const issuers = (await members.queryFilter(members.filters.IssuerSet(), 0)).map(({ args }) => args.issuer);
      expect(issuers).to.deep.equal(commons.genesis.issuers.map(({ account }) => account));
      expect(issuers).to.not.include(deployer.address);
      const minters = (await token.queryFilter(token.filters.MinterAdded(), 0)).map(({ args }) => args.minter);
      expect(minters).to.deep.equal([await addressOf(commons.contributions)]);
    });
  });

  it("wires the contracts to one another", async () => {
    const { contributions, rewards, dividend, treasury, models, governor, token, members, timelock } = commons;
    const { duplicates, reviews, seedSource, collector } = commons;
    const named: [string, { getAddress(): Promise<string> }][] = [
      [await contributions.members(), members],
      [await contributions.models(), models],
      [await contributions.token(), token],
      [await contributions.rewards(), rewards],
      [await rewards.contributions(), contributions],
      [await rewards.members(), members],
      [await rewards.models(), models],
      [await treasury.models(), models],
      [await treasury.rewards(), rewards],
      [await treasury.dividend(), dividend],
      [await collector.rewards(), rewards],
      [await collector.dividend(), dividend],
      [await dividend.members(), members],
      [await dividend.models(), models],
      [await token.members(), members],
      [await models.contributions(), contributions],
      [await models.rewards(), rewards],
      [await models.treasury(), treasury],
      [await contributions.duplicates(), duplicates],
      [await contributions.panelAt(1), reviews],
      [await contributions.intake(), governor],
      [await duplicates.registry(), contributions],
      [await duplicates.members(), members],
      [await reviews.registry(), contributions],
      [await reviews.models(), models],
      [await reviews.members(), members],
      [await reviews.randomness(), seedSource],
      [await governor.token(), token],
      [await governor.timelock(), timelock],
    ];
    for (const [name, contract] of named) expect(name).to.equal(await addressOf(contract));
    expect(await contributions.panelCount()).to.equal(1n);
  });

  describe("the genesis file", () => {
    it("is applied whole, and genesis is closed", async () => {
      const { genesis, members, contributions, models, reviews, treasury } = commons;
      for (const contract of [members, contributions, reviews]) {
        expect(await contract.genesisClosed()).to.equal(true);
      }
      for (const [i, { account }] of genesis.founders.entries()) expect(await members.seatOf(account)).to.equal(i + 1);
      const registered = await models.queryFilter(models.filters.ModelRegistered(), 0);
      expect(registered.map(({ args }) => [args.name, args.uri])).to.deep.equal(
        genesis.models.map(({ name, uri }) => [name, uri]),
      );
      expect(Object.values((await treasury.split()).map(Number))).to.deep.equal(Object.values(genesis.split));
      expect(await treasury.ceilingOf(ethers.ZeroAddress)).to.equal(genesis.nativeSpendingCeiling);
      expect([...(await reviews.rules())]).to.deep.equal(Object.values(genesis.review).map(BigInt));
      for (const [number, kind] of kinds.entries()) {
        const named = genesis.founders.filter(({ reviews }) => reviews.includes(kind)).length;
        expect(await reviews.poolOf(number)).to.deep.equal([BigInt(named), 0n]);
        // They count at once.
        expect(await reviews.eligibleFor(number, 0)).to.equal(named);
      }
      expect(await contributions.periods()).to.deep.equal([genesis.periods.challenge, genesis.reviewSlots].map(BigInt));
    });

    it("gives the founders a voice, none of them above a fifth", async () => {
      await networkHelpers.mine();
      const supply = await commons.token.totalSupply();
      let voices = 0n;
      for (const founder of commons.founders) {
        const votes = await commons.token.getVotes(founder);
        expect(votes > 0n && votes * 5n <= supply).to.equal(true);
        voices += votes;
      }
      expect(voices).to.equal(supply);
    });

    it("is written down with the deployment: its hash, the chain and the block before the first contract", async () => {
      const { deployment, genesis } = commons;
      const first = await ethers.provider.getBlock(0);
      expect(deployment.genesisHash).to.equal(genesis.hash);
      expect(deployment.chainHash).to.equal(first?.hash);
      expect(await ethers.provider.getCode(deployment.contracts.accessManager, deployment.fromBlock)).to.equal("0x");
      expect([deployment.schema, deployment.name, deployment.chainId]).to.deep.equal([1, genesis.name, 31337]);
    });

    it("lists its tokens with their ceilings", async () => {
      const token = await ethers.deployContract("TestToken", ["Test", "T", 6]);
      const assets = [{ token: await addressOf(token), spendingCeiling: 7n }];
      const { contracts } = await deployCommons(connection, { ...loadGenesis(localGenesis), assets });
      const treasury = commons.treasury.attach(contracts.treasury) as Deployed["treasury"];
      expect(await treasury.isListed(token)).to.equal(true);
      expect(await treasury.ceilingOf(token)).to.equal(7n);
    });
  });

  describe("before genesis is closed", () => {
    let other: NetworkConnection;

    beforeEach(async () => {
      other = (await network.create()) as NetworkConnection;
    });

    afterEach(() => other.close());

    it("nobody enrols, submits or claims, whatever step it is at", async () => {
      const { issuer, deployment, genesis } = commons;
      const people = castOf(await other.ethers.getSigners());
      const stranger = outsider(people, 0);
      // The same account deploys on both chains, so its contracts have the same addresses.
      const { members, contributions } = contractsOf(deployment, stranger);
      const credential = await credentialFor({ issuer }, stranger, { nullifier: person("a stranger") });
      const signature = await attest(commons, credential);
      const [work] = await foundingManifests(genesis, deployment.chainId, deployment.contracts.contributionRegistry);
      const [leaf] = work?.leaves ?? [];
      if (!leaf) throw new Error("The local genesis has founding work.");
      const submission = {
        modelId: 1,
        kind: 0,
        depth: 0,
        items: 1,
        units: 1,
        root: hashOf("a root"),
        sponsor: 0,
        uri: "ipfs://early",
      };
      const reason = (call: Promise<unknown>) =>
        call.then(
          () => "done",
          (error: Error) => /custom error '(\w+)/.exec(error.message)?.[1] ?? error.message,
        );
      const heard = { enrol: new Set<string>(), submit: new Set<string>(), claim: new Set<string>() };
      let steps = 0;
      const exists = async (at: string) => (await other.ethers.provider.getCode(at)) !== "0x";
      intercept(other, async ({ method }, request) => {
        if (method !== "eth_sendTransaction") return request();
        if (!(await exists(await addressOf(contributions))) || (await contributions.genesisClosed())) return request();
        steps++;
        if (!(await members.genesisClosed()))
          heard.enrol.add(await reason(members.enrol.staticCall(credential, signature)));
        for (const account of [stranger, founder(people, 1)])
          heard.submit.add(await reason(contributions.connect(account).submit.staticCall(submission)));
        heard.claim.add(await reason(contributions.claimUnits.staticCall(1, leaf.leaf, leaf.proof)));
        return request();
      });
      await deployCommons(other, genesis);
      expect(steps).to.be.greaterThan(15);
      expect([...heard.enrol]).to.deep.equal(["GenesisOpen"]);
      expect([...heard.submit]).to.deep.equal(["GenesisOpen"]);
      expect([...heard.claim]).to.not.include("done");
    });

    it("a hundred and fifty founding members are seated, in the order of the file", async () => {
      const data = JSON.parse(readFileSync(localGenesis, "utf8"));
      for (let i = data.founders.length; i < 150; i++) {
        data.founders.push({ ...data.founders[0], nullifier: person(`the founder at ${i}`), account: someAccount() });
      }
      const genesis = parseGenesis(JSON.stringify(data), "many.json");
      const deployment = await deployCommons(other, genesis);
      const { members } = contractsOf(deployment, castOf(await other.ethers.getSigners()).deployer);
      for (const seat of [1, 40, 41, 80, 121, 150]) {
        expect(await members.seatOf(genesis.founders[seat - 1]?.account ?? "")).to.equal(seat);
      }
    });
  });
});
