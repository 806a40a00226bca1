// What votes say of themselves: who leads, what a tie does, what members do, how a ballot is named.
import { ballotDescription, type Deployment, proposalId, restrictProposer, writeProposalText } from "@commonmind/sdk";
import { expect } from "chai";
import type { Address } from "viem";
import { isGenuine, isLastExtension } from "../../frontend/src/data/questions.ts";
import type { ChainEvent } from "../../frontend/src/data/server/events.ts";
import type { Proposal, Tally } from "../../frontend/src/data/types.ts";
import {
  ballotWords,
  choiceLabel,
  choiceOf,
  classWords,
  holdersWords,
  membersWords,
  resultWords,
} from "../../frontend/src/modules/votes/parts/words.ts";
import { pageLedger } from "../support/pageLedger.ts";

const accountOf = (number: number): Address => `0x${number.toString(16).padStart(40, "0")}`;
const registry = accountOf(0xee);
const deployment = {
  chainId: 1,
  contracts: { memberRegistry: registry, modelRegistry: accountOf(0xdd), contributionToken: accountOf(0xcc) },
} as unknown as Deployment;

const OPTIONS = [
  { title: "More languages", text: "Pay for sentences." },
  { title: "A phone", text: "Train a small one." },
  { title: "Safety", text: "" },
];
const SIZES = [2, 1, 1];

/** A co-op of seats 1..n with a tenth of 1,000 tokens' voice as the cap, and one proposal at time 100. */
function ledgerOf(
  steps: readonly [name: string, args: object, time?: number][],
  { options = OPTIONS, constitutional = false, seats = 10, mark = (text: string) => text } = {},
) {
  const words = mark(writeProposalText({ title: "What next?", text: "One thing only.", options }));
  const callsPerOption = options.length > 0 ? SIZES : [];
  const calls = Math.max(
    1,
    callsPerOption.reduce((sum, size) => sum + size, 0),
  );
  let end = 0n;
  const ends = callsPerOption.reduce((packed, size, i) => {
    end += BigInt(size);
    return packed | (end << BigInt(8 * i));
  }, 0n);
  const all: [name: string, args: object, time: number][] = [
    ["ChamberRulesSet", { rules: { capBps: 1_000, vetoBps: 1_000, turnoutBps: 2_000 } }, 1],
    ["QuorumNumeratorUpdated", { newQuorumNumerator: 30n }, 1],
    ["Transfer", { from: accountOf(0), to: accountOf(1), value: 1_000n }, 2],
    ...Array.from({ length: seats }, (_, i): [string, object, number] => [
      "SeatOpened",
      { seat: BigInt(i + 1), issuer: accountOf(99), wallet: accountOf(i + 1), serial: 1, expiry: 9_999, era: 1 },
      3,
    ]),
    [
      "ProposalCreated",
      {
        proposalId: 7n,
        proposer: accountOf(1),
        targets: Array.from({ length: calls }, () => accountOf(0xaa)),
        values: Array.from({ length: calls }, () => 0n),
        calldatas: Array.from({ length: calls }, (_, i) => `0x0${i}`),
        description: ballotDescription({ text: words, callsPerOption }),
        voteStart: 100n,
        voteEnd: 200n,
      },
      90,
    ],
    ["ProposalClassified", { proposalId: 7n, constitutional, cosigned: false, ends }, 90],
    ...steps.map(([name, args, time = 150]): [string, object, number] => [name, args, time]),
  ];
  const events = all.map(([eventName, args, time], i) => ({
    eventName,
    args,
    address: eventName === "Transfer" ? accountOf(0xcc) : eventName === "SeatOpened" ? registry : accountOf(0xbb),
    block: BigInt(i),
    time,
    hash: "0x00",
    key: `${i}:0`,
  })) as unknown as ChainEvent[];
  const ledger = pageLedger(events, deployment, []);
  const proposal = ledger.proposals[0] as Proposal;
  return { ledger, proposal, tally: proposal.tally };
}

const approve = (voter: number, options: readonly number[], weight = 100n): [string, object] => [
  "VoteCastWithParams",
  {
    proposalId: 7n,
    voter: accountOf(voter),
    support: 1,
    weight,
    params: `0x${options
      .reduce((bitmap, option) => bitmap | (1 << option), 0)
      .toString(16)
      .padStart(4, "0")}`,
  },
];
const cast = (voter: number, support: number, weight = 100n): [string, object] => [
  "VoteCast",
  { proposalId: 7n, voter: accountOf(voter), support, weight },
];

describe("A direction ballot on the page", () => {
  it("has its options with their words and exactly their calls", () => {
    const { proposal } = ledgerOf([]);
    expect(proposal.title).to.equal("What next?");
    expect(proposal.body).to.equal("One thing only.");
    expect(proposal.options.map(({ title, text }) => ({ title, text }))).to.deep.equal(OPTIONS);
    expect(proposal.options.map(({ actions }) => actions.map(({ data }) => data))).to.deep.equal([
      ["0x00", "0x01"],
      ["0x02"],
      ["0x03"],
    ]);
  });

  it("is genuine only with its own words, calls and options: its number is made of them", () => {
    const { proposal: told } = ledgerOf([]);
    expect(isGenuine(told)).to.equal(false);
    const proposal: Proposal = { ...told, id: proposalId({ calls: told.actions, description: told.description }) };
    expect(isGenuine(proposal)).to.equal(true);
    const [first, ...others] = proposal.actions as [Proposal["actions"][number], ...Proposal["actions"]];
    const [option, ...options] = proposal.options as [Proposal["options"][number], ...Proposal["options"]];
    for (const forged of [
      { description: `${proposal.description} ` },
      { actions: [{ ...first, target: accountOf(0xbad) }, ...others] },
      { actions: [{ ...first, value: 1n }, ...others] },
      { actions: others },
      { options: [] },
      { options: [{ ...option, actions: option.actions.slice(1) }, ...options] },
    ]) {
      expect(isGenuine({ ...proposal, ...forged }), JSON.stringify(Object.keys(forged))).to.equal(false);
    }
  });

  it("doesn't show who alone could hand it in, and knows it when it is carried out", () => {
    for (const options of [OPTIONS, []]) {
      const { proposal } = ledgerOf([], { options, mark: (text) => restrictProposer(text, accountOf(1)) });
      expect([proposal.title, proposal.body]).to.deep.equal(["What next?", "One thing only."]);
      expect(proposal.options.map(({ title, text }) => ({ title, text }))).to.deep.equal(options);
      expect(proposal.description).to.contain(`#proposer=${accountOf(1)}`);
    }
  });

  it("counts what each option is approved by, in voice and in seats, and replaces earlier ballots", () => {
    const { proposal, tally } = ledgerOf([approve(1, [1]), approve(2, [1, 2]), cast(3, 0, 50n), approve(1, [2])]);
    expect(tally.approvals).to.deep.equal([50n, 100n, 200n, 0n]);
    expect(tally.approvingSeats).to.deep.equal([1, 1, 2, 0]);
    expect(tally.leader).to.equal(2);
    expect(tally.cap).to.equal(100n);
    expect(proposal.ballots.find(({ voter }) => voter === accountOf(1))?.replaced).to.equal(1);
    expect(proposal.ballots).to.have.length(3);
  });

  const says = (steps: [string, object][], state: "open" | "defeated" | "carried out") => {
    const { proposal, tally } = ledgerOf(steps);
    return holdersWords(proposal, tally, state);
  };
  it("says who is ahead, and what a tie and “keep” do", () => {
    const ahead = [approve(1, [2]), approve(2, [2, 1]), approve(3, [2, 3])];
    expect(says(ahead, "open")).to.equal("Quorum is reached. 2, A phone, is ahead by 20.0% of all voice.");
    expect(says(ahead, "carried out")).to.equal("Quorum is reached. 2, A phone, won by 20.0% of all voice.");
    const level = [approve(1, [2, 3]), approve(2, [2, 3])];
    expect(says(level, "open")).to.match(/2 and 3 are level: if it ends so, nothing changes\.$/);
    expect(says(level, "defeated")).to.match(/2 and 3 ended level: a tie changes nothing\.$/);
    const kept = [cast(1, 0), cast(2, 0), approve(3, [1])];
    expect(says(kept, "open")).to.match(/“Keep” is ahead by 10\.0% of all voice: if it ends so, nothing changes\.$/);
    expect(says(kept, "defeated")).to.match(/“Keep” was ahead by 10\.0% of all voice: nothing changed\.$/);
    expect(says([approve(1, [0, 1])], "open")).to.match(/“keep” and 1 are level/);
    expect(says([], "open")).to.match(/Nobody has approved of anything yet\.$/);
  });

  it("names a ballot on its button and in the list", () => {
    expect(choiceLabel(undefined, true)).to.equal("Vote");
    expect(choiceLabel(choiceOf([3, 2]), true)).to.equal("Vote for 2 and 3");
    expect(choiceLabel(choiceOf([0, 2]), true)).to.equal("Vote for “keep” and 2");
    expect(choiceLabel(choiceOf([0]), true)).to.equal("Vote to keep");
    expect(choiceOf([])).to.equal(undefined);
    expect(choiceOf([0])?.support).to.equal("against");
    expect(choiceLabel({ support: "abstain", options: [] }, true)).to.equal("Abstain");
    expect(ballotWords({ support: "for", options: [0, 2] }, true)).to.equal("keep, 2");
    expect(ballotWords({ support: "against", options: [0] }, true)).to.equal("Keep");
  });

  it("says in one line what became of it", () => {
    const { proposal, tally } = ledgerOf([approve(1, [2]), approve(2, [2]), approve(3, [2])]);
    expect(resultWords(proposal, tally, "open")).to.equal("“A phone” is ahead, of three options.");
    expect(resultWords(proposal, tally, "carried out")).to.equal("“A phone” won, of three options.");
  });
});

describe("Members on the page", () => {
  const said = (steps: [string, object][], constitutional: boolean, closed = true) => {
    const { proposal, tally } = ledgerOf(steps, { options: [], constitutional });
    return membersWords(proposal, tally, closed ? "defeated" : "open");
  };

  it("stop an ordinary proposal from three seats on, and more against than for", () => {
    expect(said([cast(1, 0), cast(2, 0)], false)).to.equal("They let it stand.");
    expect(said([cast(1, 0), cast(2, 0), cast(3, 0)], false)).to.equal("They stopped it.");
    expect(said([cast(1, 0), cast(2, 0), cast(3, 0)], false, false)).to.equal("As it stands, they stop it.");
    expect(said([1, 2, 3].map((n) => cast(n, 0)).concat([4, 5, 6].map((n) => cast(n, 1))), false)).to.equal(
      "They let it stand.",
    );
  });

  it("assent to a constitutional one, or too few vote", () => {
    expect(said([cast(1, 1), cast(2, 1)], true)).to.equal("Too few of them voted: one seat was missing.");
    expect(said([cast(1, 1), cast(2, 1)], true, false)).to.equal("1 more seat has to vote before it can pass.");
    expect(said([cast(1, 1), cast(2, 1), cast(3, 2)], true)).to.equal("They assented.");
    expect(said([cast(1, 1), cast(2, 0), cast(3, 2)], true)).to.equal("They didn’t assent.");
  });

  it("are told apart by the class, in one sentence", () => {
    expect(classWords(ledgerOf([], { constitutional: true, options: [] }).proposal)).to.match(/^Constitutional/);
    expect(classWords(ledgerOf([]).proposal)).to.match(/^Ordinary: holders decide, and members can stop it\.$/);
  });
});

describe("A vote's end on the page", () => {
  it("is final once voting was extended by all that it can be", () => {
    const extended = (until: bigint) =>
      ledgerOf([["ProposalExtended", { proposalId: 7n, extendedDeadline: until }]]).proposal;
    expect(isLastExtension(ledgerOf([]).proposal)).to.equal(false);
    expect(isLastExtension(extended(299n))).to.equal(false);
    expect(isLastExtension(extended(300n))).to.equal(true);
  });

  it("of a plain proposal, level, says that a tie changes nothing", () => {
    const { proposal, tally }: { proposal: Proposal; tally: Tally } = ledgerOf([cast(1, 1), cast(2, 0)], {
      options: [],
    });
    expect(holdersWords(proposal, tally, "open")).to.match(/Nobody leads: a tie changes nothing\.$/);
  });
});
