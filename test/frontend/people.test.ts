// Voices, reviewers and the reserve, as the dApp counts them from events.
import { contractNames, type Deployment } from "@commonmind/sdk";
import { expect } from "chai";
import { type Address, zeroAddress, zeroHash } from "viem";
import { capNow, delegators, reviewsBy, voiceOf } from "../../frontend/src/data/people.ts";
import { dueOf, dutiesOf, isJudging, phaseOf } from "../../frontend/src/data/reviews.ts";
import type { ChainEvent } from "../../frontend/src/data/server/events.ts";
import { memoOf, memoText } from "../../frontend/src/modules/treasury/parts/memo.ts";
import { pageLedger } from "../support/pageLedger.ts";

const addressOf = (number: bigint): Address => `0x${number.toString(16).padStart(40, "0")}`;
const contracts = Object.fromEntries(contractNames.map((name, i) => [name, addressOf(BigInt(i + 1))])) as Record<
  string,
  Address
>;
const deployment = { chainId: 31337, contracts } as unknown as Deployment;
const [ada, bo, cy] = [addressOf(2n ** 65n + 1n), addressOf(2n ** 65n + 2n), addressOf(2n ** 65n + 3n)] as const;

type Step = readonly [ChainEvent["eventName"], object, string?];

/** Events at one second a step; by the token, unless another contract is named. */
function record(...steps: readonly Step[]) {
  const events = steps.map(
    ([eventName, args, contract = "contributionToken"], i): ChainEvent => ({
      ...{ eventName, address: contracts[contract] as Address, args, block: BigInt(i + 1), time: i + 1 },
      ...{ hash: `0x${(i + 1).toString(16).padStart(64, "0")}`, key: `${i}` },
    }),
  );
  return pageLedger(events, deployment, [ada, bo, cy]);
}

const minted = (to: Address, value: bigint): Step => ["Transfer", { from: zeroAddress, to, value }];
const voiced = (delegate: Address, newVotes: bigint): Step => ["DelegateVotesChanged", { delegate, newVotes }];
const lends = (delegator: Address, toDelegate: Address): Step => ["DelegateChanged", { delegator, toDelegate }];

describe("Voices in the dApp", () => {
  it("follow what the token says, whoever casts them", () => {
    const ledger = record(
      ...[minted(ada, 30n), voiced(ada, 30n), minted(bo, 10n), voiced(bo, 10n)],
      ...[lends(bo, ada), voiced(bo, 0n), voiced(ada, 40n)],
    );
    expect([voiceOf(ledger, ada), voiceOf(ledger, bo), voiceOf(ledger, cy)]).to.deep.equal([40n, 0n, 0n]);
    expect(delegators(ledger, ada)).to.deep.equal([{ address: bo, tokens: 10n }]);
    expect(ledger.voices.get(ada)).to.deep.equal([
      { time: 2, voice: 30n },
      { time: 7, voice: 40n },
    ]);
    expect(ledger.crowd?.first.map(({ address }) => address)).to.deep.equal([ada]);
    expect(ledger.crowd?.counts).to.deep.equal({ voice: 1, members: 0, authors: 0, all: 2 });
  });

  it("aren't those of the registry of members, which tells of its own in the same words", () => {
    const seatVote: Step = ["DelegateVotesChanged", { delegate: ada, newVotes: 1n }, "memberRegistry"];
    expect(voiceOf(record(minted(ada, 5n), voiced(ada, 5n), seatVote), ada)).to.equal(5n);
  });

  it("are capped by today's rules", () => {
    const rules = { capBps: 1_500, vetoBps: 1, turnoutBps: 1 };
    const ledger = record(minted(ada, 200n), ["ChamberRulesSet", { rules }, "commonsGovernor"]);
    expect(capNow(ledger)).to.equal(30n);
  });
});

const submitted: Step = [
  "ContributionSubmitted",
  {
    ...{ contribution: 1n, modelId: 1n, submitter: ada, kind: 0, items: 1n, units: 10n, root: zeroHash },
    ...{ depth: 0n, seat: 0n, uri: "" },
  },
  "contributionRegistry",
];
const times = { seedAt: 100n, drawUntil: 200n, commitUntil: 300n, revealUntil: 400n };
const opened: Step = ["ReviewOpened", { contribution: 1n, kind: 0, stage: 1, size: 3n, times }, "reviewPanel"];
const at = (seat: bigint) => ({ contribution: 1n, round: 1n, seat });
const drawn: Step = ["PanelDrawn", { contribution: 1n, round: 1n, seats: [7n, 8n, 9n] }, "reviewPanel"];
const sealed = (seat: bigint): Step => ["ScoreCommitted", { ...at(seat), commitment: zeroHash }, "reviewPanel"];
const shown = (seat: bigint, score: bigint): Step => ["ScoreRevealed", { ...at(seat), score }, "reviewPanel"];

describe("Reviews in the dApp", () => {
  it("say whose turn it is, and until when", () => {
    const ledger = record(submitted, opened, drawn, sealed(7n));
    const [seven] = dutiesOf(ledger, 7n);
    const [eight] = dutiesOf(ledger, 8n);
    if (!seven || !eight) throw new Error("Both were drawn.");
    expect(dueOf(eight, 250)).to.deep.equal({ what: "seal", until: 300 });
    expect(dueOf(seven, 250)).to.equal(undefined);
    expect(dueOf(seven, 301)).to.deep.equal({ what: "show", until: 400 });
    expect(dueOf(eight, 301), "who sealed nothing has nothing to open").to.equal(undefined);
    expect([250, 300, 301, 400, 401].map((now) => phaseOf(seven.round, now))).to.deep.equal([
      ...["sealing", "sealing", "showing", "showing", "counting"],
    ]);
    expect(isJudging(ledger, seven.work, 8n)).to.equal(true);
    expect(isJudging(ledger, seven.work, 1n)).to.equal(false);
  });

  it("are over once they are counted, with what each counted for", () => {
    const counted: Step = [
      "PanelTallied",
      { contribution: 1n, round: 1n, score: 80n, weights: [1_000n, 1_000n, 0n] },
      "reviewPanel",
    ];
    const ledger = record(submitted, opened, drawn, sealed(7n), sealed(8n), shown(7n, 80n), shown(8n, 90n), counted);
    const [round] = ledger.rounds.get(1n) ?? [];
    expect(round?.score).to.equal(80);
    expect(round?.panel.map(({ score, weight }) => [score, weight])).to.deep.equal([
      [80, 1_000n],
      [90, 1_000n],
      [undefined, 0n],
    ]);
    expect(reviewsBy(ledger, 8n)).to.deep.equal({ panels: 1, revealed: 1, missed: 0, distance: 10 });
    expect(reviewsBy(ledger, 9n)).to.deep.equal({ panels: 1, revealed: 0, missed: 1, distance: undefined });
  });

  it("free a reviewer who steps back", () => {
    const recused: Step = ["ReviewerRecused", at(7n), "reviewPanel"];
    const [seven] = dutiesOf(record(submitted, opened, drawn, recused), 7n);
    expect(seven && dueOf(seven, 250)).to.equal(undefined);
  });

  it("know who can be drawn for a kind, and from when", () => {
    const joined: Step = ["ReviewerEnrolled", { kind: 1, seat: 7n, entry: 1n, countsFrom: 50n }, "reviewPanel"];
    const left: Step = ["ReviewerLeft", { kind: 1, seat: 7n, entry: 1n }, "reviewPanel"];
    const seventh: Step = ["SeatOpened", { seat: 7n, wallet: ada, issuer: bo, expiry: 9_999 }, "memberRegistry"];
    expect(record(seventh, joined).pools.get("Validation")?.get(7n)).to.equal(50);
    expect(record(joined).poolSizes.get("Validation")).to.equal(1);
    expect(record(seventh, joined, left).pools.get("Validation")?.has(7n)).to.equal(false);
    expect(record(joined, left).poolSizes.get("Validation")).to.equal(0);
  });
});

describe("What a model is made of", () => {
  it("is its accepted units by author, with those that nobody entered yet, and without what left", () => {
    const model: Step = ["ModelRegistered", { modelId: 1n, name: "Assistant", uri: "", till: ada }, "modelRegistry"];
    const final: Step = ["ContributionFinal", { contribution: 1n, units: 100n, batch: 1n }, "contributionRegistry"];
    const entered = (index: bigint, author: Address, units: bigint): Step => [
      "UnitsClaimed",
      { contribution: 1n, index, author, units },
      "contributionRegistry",
    ];
    const published = (release: bigint): Step => [
      "ReleasePublished",
      {
        ...{ modelId: 1n, release, lastBatch: release, weightsHash: zeroHash, dataRoot: zeroHash },
        ...{ modelCard: "", licence: "MIT", evaluation: "" },
      },
      "modelRegistry",
    ];
    const steps = [model, submitted, final, entered(0n, ada, 60n), entered(1n, bo, 30n), published(1n)];
    const [before] = record(...steps).models;
    if (!before) throw new Error("It was registered.");
    expect(before.sums.madeOf).to.deep.equal({
      count: 2,
      people: [
        { author: ada, units: 60n },
        { author: bo, units: 30n },
      ],
      kinds: [{ kind: "Data", units: 100n }],
      ...{ unclaimed: 10n, total: 100n },
    });
    const withdrawn: Step = ["LeafWithdrawn", { contribution: 1n, index: 0n, batch: 2n }, "contributionRegistry"];
    const [waiting] = record(...steps, withdrawn).models;
    const [after] = record(...steps, withdrawn, published(2n)).models;
    expect(waiting?.sums.madeOf.total, "it leaves with the next release").to.equal(100n);
    expect(after?.sums.madeOf).to.include({ unclaimed: 10n, total: 40n });
  });
});

describe("The reserve in the dApp", () => {
  it("remembers what came in beside revenue, what went out, and how revenue is split", () => {
    const memo = memoOf("for the languages");
    const ledger = record(
      ["SplitSet", { contributors: 6_000, dividend: 2_500, reserve: 1_500 }, "treasury"],
      ["Given", { from: ada, asset: zeroAddress, amount: 5n, memo }, "treasury"],
      ["Spent", { asset: zeroAddress, to: bo, amount: 2n }, "treasury"],
    );
    expect(ledger.splits).to.deep.equal([{ time: 1, split: [6_000, 2_500, 1_500] }]);
    expect(ledger.reserveChanges.map(({ kind, amount, party }) => [kind, amount, party])).to.deep.equal([
      ["given", 5n, ada],
      ["spent", 2n, bo],
    ]);
    expect(memoText(ledger.reserveChanges[0]?.memo)).to.equal("for the languages");
  });

  it("reads a memo only if it is in words", () => {
    expect(memoText(zeroHash)).to.equal(undefined);
    expect(memoText(`0x${"ff".repeat(32)}`)).to.equal(undefined);
    expect(memoText(memoOf("año"))).to.equal("año");
  });
});
