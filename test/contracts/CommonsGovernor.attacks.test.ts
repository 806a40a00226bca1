// What has been tried on governors and timelocks elsewhere, tried on ours.
import { expect } from "chai";
import { id as hashOf } from "ethers";
import {
  addressOf,
  asAccount,
  type Commons,
  ethers,
  founder,
  freshCommons,
  NATIVE,
  networkHelpers,
  ONE,
  outsider,
  type Signer,
} from "../support/commons.ts";
import {
  type Action,
  action,
  carried,
  decide,
  execute,
  FOR,
  type Proposal,
  propose,
  queue,
  untilExecutable,
  untilVoting,
  untilVotingIsOver,
  vote,
} from "../support/votes.ts";

const [DEFEATED, QUEUED, EXPIRED, EXECUTED] = [3n, 5n, 6n, 7n];
const GRACE = 14 * 86_400;

describe("CommonsGovernor withstands", () => {
  let commons: Commons;
  let governor: Commons["governor"];
  let attacker: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    governor = commons.governor;
    attacker = outsider(commons, 0);
  });

  const named = (name = "Translator") => action(commons.models, "register", [name, "", []]);
  const classOf = async (actions: Action[], text: string) => {
    const { id } = await propose(commons, actions, text);
    return (await governor.proposalKind(id)).constitutional;
  };
  const passed = async (actions: Action[], text: string) => {
    const proposal = await propose(commons, actions, text);
    await untilVoting(commons, proposal);
    await vote(commons, proposal, commons.founders);
    await untilVotingIsOver(commons, proposal);
    return proposal;
  };
  const queued = async (actions: Action[], text: string) => {
    const proposal = await passed(actions, text);
    await queue(commons, proposal);
    await untilExecutable(commons, proposal);
    return proposal;
  };

  it("votes acquired for a moment: what a seat is lent after the snapshot counts for nothing", async () => {
    const proposal = await propose(commons, [await named()], "A translator");
    await untilVoting(commons, proposal);
    await commons.token.connect(founder(commons, 1)).delegate(founder(commons, 2));
    await vote(commons, proposal, [founder(commons, 2)]);
    expect((await governor.ballotOf(proposal.id, founder(commons, 2))).weight).to.equal(10n * ONE);
    await expect(governor.connect(founder(commons, 2)).propose([attacker.address], [0n], ["0x"], "Now")).to.emit(
      governor,
      "ProposalCreated",
    );
  });

  it("votes acquired in the second of a proposal: the threshold is that of the second before", async () => {
    await networkHelpers.time.setNextBlockTimestamp((await networkHelpers.time.latest()) + 10);
    await commons.token.connect(founder(commons, 1)).delegate(attacker);
    const { target, data } = await named();
    const at = (await networkHelpers.time.latest()) - 1;
    expect(await governor.getVotes(attacker, at)).to.equal(0n);
    await networkHelpers.mine();
    await governor.connect(attacker).propose([target], [0n], [data], "After a second");
  });

  it("a quorum lowered afterwards: a defeated proposal stays defeated", async () => {
    const few = await propose(commons, [await named()], "Few");
    await untilVoting(commons, few);
    await vote(
      commons,
      few,
      [1, 2, 3].map((seat) => founder(commons, seat)),
    );
    await untilVotingIsOver(commons, few);
    expect(await governor.state(few.id)).to.equal(DEFEATED);
    const rules = { ...commons.genesis.governance, capBps: 500 };
    const { capBps, unseatedCapBps, vetoBps, turnoutBps, cosignBps, closingBps } = rules;
    await decide(
      commons,
      [
        await action(governor, "setChamberRules", [
          { capBps, unseatedCapBps, vetoBps, turnoutBps, cosignBps, closingBps },
        ]),
        await action(governor, "updateQuorumNumerator", [15n]),
      ],
      "Lower cap and quorum",
    );
    expect(await governor.state(few.id)).to.equal(DEFEATED);
    await expect(queue(commons, few)).to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState");
  });

  it("front-running a proposal to cancel it: a text can name its proposer", async () => {
    const { target, data } = await named();
    const victim = founder(commons, 1);
    const text = `A translator#proposer=${victim.address}`;
    for (const by of [founder(commons, 2), founder(commons, 3)]) {
      await expect(governor.connect(by).propose([target], [0n], [data], text))
        .to.be.revertedWithCustomError(governor, "GovernorRestrictedProposer")
        .withArgs(by);
    }
    await expect(governor.connect(victim).propose([target], [0n], [data], text)).to.emit(governor, "ProposalCreated");
    // Whatever isn't exactly such an end binds nobody.
    for (const end of [
      `#proposer=${victim.address} `,
      "#proposer=0xabc",
      `#proposer=${victim.address.replace("0x", "0y")}`,
    ]) {
      await governor.connect(founder(commons, 2)).propose([target], [0n], [data], `A translator${end}`);
    }
  });

  it("G5 constitutional calls hidden in wrappers: all of them take both chambers", async () => {
    const { accessManager, timelock, treasury, models, members, token } = commons;
    const hidden = await action(treasury, "setSplit", [{ contributors: 5_000, dividend: 4_000, reserve: 1_000 }]);
    const wrapped: [string, Action][] = [
      ["AccessManager.execute", await action(accessManager, "execute", [hidden.target, hidden.data])],
      ["AccessManager.schedule", await action(accessManager, "schedule", [hidden.target, hidden.data, 0n])],
      ["AccessManager.multicall", await action(accessManager, "multicall", [[hidden.data]])],
      ["AccessManager.grantRole", await action(accessManager, "grantRole", [0n, attacker.address, 0n])],
      ["governor.relay", await action(governor, "relay", [hidden.target, 0n, hidden.data])],
      ["governor.setOrdinary", await action(governor, "setOrdinary", [hidden.target, hidden.data.slice(0, 10), true])],
      ["timelock.updateDelay", await action(timelock, "updateDelay", [0n])],
      [
        "timelock.schedule",
        await action(timelock, "schedule", [hidden.target, 0n, hidden.data, ethers.ZeroHash, ethers.ZeroHash, 0n]),
      ],
      ["timelock.grantRole", await action(timelock, "grantRole", [hashOf("PROPOSER_ROLE"), attacker.address])],
      ["short calldata", { target: await addressOf(models), value: 0n, data: (await named()).data.slice(0, 8) }],
      ["no calldata", { target: await addressOf(treasury), value: 0n, data: "0x" }],
      ["an unknown target", { ...(await named()), target: attacker.address }],
      ["an unlisted function", await action(members, "unseat", [[1n]])],
      ["money of the timelock", { ...(await named()), value: 1n }],
      ["an ERC-20's transfer", await action(token, "transfer", [attacker.address, 1n])],
    ];
    for (const [name, call] of wrapped) {
      expect(await classOf([call], name), name).to.equal(true);
      expect(await classOf([await named(), call], `beside an ordinary one: ${name}`), name).to.equal(true);
    }
    expect(await classOf([await named(), await named("Second")], "ordinary alone")).to.equal(false);
  });

  it("an ordinary list that lets the rules themselves in", async () => {
    const { accessManager, timelock } = commons;
    for (const contract of [governor, accessManager, timelock]) {
      const listing = await queued(
        [await action(governor, "setOrdinary", [await addressOf(contract), "0x12345678", true])],
        `List ${await addressOf(contract)}`,
      );
      await expect(execute(commons, listing)).to.be.revertedWithCustomError(governor, "NeverOrdinary");
    }
  });

  it("a class that changes while a vote is open", async () => {
    const split = await action(commons.treasury, "setSplit", [
      { contributors: 5_000, dividend: 4_000, reserve: 1_000 },
    ]);
    const early = await propose(commons, [split], "Constitutional when asked");
    await decide(
      commons,
      [await action(governor, "setOrdinary", [split.target, split.data.slice(0, 10), true])],
      "Make it ordinary",
    );
    expect((await governor.proposalKind(early.id)).constitutional).to.equal(true);
    expect(await classOf([split], "Ordinary by now")).to.equal(false);
  });

  describe("calls of the rules' own functions", () => {
    it("from outside, from the timelock without a vote, and from a proposal on itself by another way", async () => {
      const rules = { ...commons.genesis.governance };
      const { capBps, unseatedCapBps, vetoBps, turnoutBps, cosignBps, closingBps } = rules;
      const chambers = { capBps, unseatedCapBps, vetoBps, turnoutBps, cosignBps, closingBps };
      for (const by of [attacker, founder(commons, 1)]) {
        const own = governor.connect(by);
        for (const call of [
          () => own.setVotingPeriod(86_400),
          () => own.setVotingDelay(1),
          () => own.setProposalThreshold(1n),
          () => own.updateQuorumNumerator(45n),
          () => own.setChamberRules(chambers),
          () => own.setOrdinary(attacker, "0x12345678", true),
          () => own.setGuardian(attacker),
          () => own.relay(attacker, 0n, "0x"),
        ]) {
          await expect(call()).to.be.revertedWithCustomError(governor, "GovernorOnlyExecutor").withArgs(by);
        }
      }
      // Even the timelock can't without a proposal that says so: nothing is announced in the governor.
      const timelock = await asAccount(await addressOf(commons.timelock));
      const attempt = governor.connect(timelock).setVotingDelay(1);
      await expect(attempt).to.be.revertedWithPanic(0x31);
      const direct = await queued(
        [
          await action(governor, "relay", [
            await addressOf(governor),
            0n,
            governor.interface.encodeFunctionData("setVotingDelay", [1n]),
          ]),
        ],
        "Around",
      );
      await expect(execute(commons, direct)).to.be.revertedWithCustomError(governor, "GovernorOnlyExecutor");
    });

    it("that change the timelock under what is queued in it", async () => {
      const move = await queued([await action(governor, "updateTimelock", [attacker.address])], "Another timelock");
      await expect(execute(commons, move)).to.be.revertedWithCustomError(governor, "TimelockIsFixed");
      expect(await governor.timelock()).to.equal(await addressOf(commons.timelock));
    });
  });

  describe("execution", () => {
    it("again, by whoever is called in the middle of it", async () => {
      const intruder = await ethers.deployContract("Intruder", [governor]);
      const call = {
        target: await intruder.getAddress(),
        value: 0n,
        data: intruder.interface.encodeFunctionData("enter"),
      };
      const proposal = await queued([call], "Calls an intruder");
      await intruder.arm(...carried(proposal));
      await execute(commons, proposal);
      expect(await intruder.entered()).to.equal(1n);
      expect(await intruder.refusal()).to.equal(
        governor.interface.encodeErrorResult("GovernorUnexpectedProposalState", [
          proposal.id,
          EXECUTED,
          ethers.toBeHex(1n << QUEUED, 32),
        ]),
      );
    });

    it("G6 after it expired, through the governor or the timelock", async () => {
      const proposal = await queued([await named()], "Too late");
      await networkHelpers.time.increaseTo((await governor.proposalEta(proposal.id)) + BigInt(GRACE));
      expect(await governor.state(proposal.id)).to.equal(QUEUED);
      await networkHelpers.mine();
      expect(await governor.state(proposal.id)).to.equal(EXPIRED);
      await expect(execute(commons, proposal)).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
      const [scheduled] = (await commons.timelock.queryFilter(commons.timelock.filters.CallScheduled())).slice(-1);
      const salt = (await commons.timelock.queryFilter(commons.timelock.filters.CallSalt())).at(-1)?.args.salt ?? "";
      expect(await commons.timelock.isOperationReady(scheduled?.args.id ?? "")).to.equal(true);
      const [targets, values, calldatas] = carried(proposal);
      for (const by of [attacker, founder(commons, 1), commons.deployer]) {
        await expect(
          commons.timelock.connect(by).executeBatch(targets, values, calldatas, ethers.ZeroHash, salt),
        ).to.be.revertedWithCustomError(commons.timelock, "AccessControlUnauthorizedAccount");
      }
      await expect(governor.connect(founder(commons, 1)).cancel(...carried(proposal))).to.be.revertedWithCustomError(
        governor,
        "GovernorUnableToCancel",
      );
    });

    it("G6 of one that passed long ago and nobody queued", async () => {
      const proposal = await passed([await named()], "Forgotten");
      await networkHelpers.time.increaseTo((await governor.proposalDeadline(proposal.id)) + BigInt(GRACE));
      await networkHelpers.mine();
      expect(await governor.state(proposal.id)).to.equal(EXPIRED);
      await expect(queue(commons, proposal)).to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState");
    });

    it("G6 twice, of the same calls under two texts: each has an operation of its own", async () => {
      const one = await queued([await named()], "One");
      const two = await queued([await named()], "Two");
      await execute(commons, one);
      expect(await governor.state(two.id)).to.equal(QUEUED);
      await execute(commons, two);
      expect(await commons.models.modelCount()).to.equal(4n);
    });

    it("X3 with money attached, which would be stuck in the governor: it goes on to the timelock", async () => {
      const proposal = await queued([await named()], "With money");
      await expect(governor.execute(...carried(proposal), { value: 1n })).to.changeEtherBalances(
        ethers,
        [governor, commons.timelock],
        [0n, 1n],
      );
    });
  });

  it("roles that leak from the timelock: nobody but the governor and itself ever holds one", async () => {
    const { timelock } = commons;
    const granted = await timelock.queryFilter(timelock.filters.RoleGranted());
    const revoked = await timelock.queryFilter(timelock.filters.RoleRevoked());
    const holders = new Set<string>();
    for (const { args } of granted) holders.add(`${args.role} ${args.account}`);
    for (const { args } of revoked) holders.delete(`${args.role} ${args.account}`);
    const at = await addressOf(governor);
    expect([...holders].sort()).to.deep.equal(
      [
        ...["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"].map((role) => `${hashOf(role)} ${at}`),
        `${ethers.ZeroHash} ${await addressOf(timelock)}`,
      ].sort(),
    );
  });

  it("a wait so long, or so short, that nothing or everything could be carried out", async () => {
    const { timelock } = commons;
    for (const delay of [0n, 60n * 86_400n + 1n, 2n ** 255n]) {
      const change = await queued([await action(timelock, "updateDelay", [delay])], `Wait ${delay} seconds`);
      await expect(execute(commons, change))
        .to.be.revertedWithCustomError(timelock, "TimelockDelayOutOfBounds")
        .withArgs(delay);
      await expect(ethers.deployContract("CommonsTimelock", [delay, [], [], attacker])).to.be.revertedWithCustomError(
        timelock,
        "TimelockDelayOutOfBounds",
      );
    }
    const longest = await queued([await action(timelock, "updateDelay", [60n * 86_400n])], "Wait as long as may be");
    await execute(commons, longest);
    await decide(commons, [await action(timelock, "updateDelay", [86_400n])], "And back");
    expect(await timelock.getMinDelay()).to.equal(86_400n);
    await expect(timelock.connect(attacker).updateDelay(86_400n)).to.be.revertedWithCustomError(
      timelock,
      "TimelockUnauthorizedCaller",
    );
  });

  it("front-running a direction ballot: its text can name its proposer too, before the suffix", async () => {
    const { target, data } = await named();
    const victim = founder(commons, 1);
    const text = `Which?#proposer=${victim.address}`;
    const attempt = (by: Signer) => governor.connect(by).proposeBallot([target], [0n], [data], [1n], text, 0n, [], []);
    await expect(attempt(founder(commons, 2)))
      .to.be.revertedWithCustomError(governor, "GovernorRestrictedProposer")
      .withArgs(founder(commons, 2));
    await expect(attempt(victim)).to.emit(governor, "ProposalCreated");
  });

  it("G5 a constitutional call hidden among a ballot's options, wherever it stands", async () => {
    const ordinary = await named();
    const hidden = await action(governor, "relay", [attacker.address, 0n, "0x"]);
    for (const calls of [
      [hidden, ordinary],
      [ordinary, hidden],
      [ordinary, { ...ordinary, value: 1n }],
    ]) {
      const targets = calls.map(({ target }) => target);
      const values = calls.map(({ value }) => value);
      const datas = calls.map(({ data }) => data);
      for (const sizes of [[2n], [1n, 1n]]) {
        await expect(
          governor.connect(founder(commons, 1)).proposeBallot(targets, values, datas, sizes, "Which?", 0n, [], []),
        ).to.be.revertedWithCustomError(governor, "BallotOptionNotOrdinary");
      }
    }
  });

  it("a reserve that goes by an ordinary vote beyond its ceiling", async () => {
    await commons.treasury.give(NATIVE, 100n, hashOf("gift"), { value: 100n });
    const ceiling = await action(commons.treasury, "setCeiling", [NATIVE, 2n ** 127n]);
    expect(await classOf([ceiling], "Raise the ceiling")).to.equal(true);
    const spend: Proposal = await propose(
      commons,
      [await action(commons.treasury, "spend", [NATIVE, attacker.address, 40n])],
      "Within",
    );
    expect((await governor.proposalKind(spend.id)).constitutional).to.equal(false);
    await untilVoting(commons, spend);
    await expect(governor.connect(attacker).castVote(spend.id, FOR)).to.be.revertedWithCustomError(governor, "NoVoice");
  });
});
