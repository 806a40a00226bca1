// Whose claims wait for the last vote: as few as possible, and enough for every vote to reach its quorum.
import { expect } from "chai";
import type { Address } from "viem";
import { type Counting, chooseLate, isReachable, type Voice } from "../../scripts/story/reach.ts";

const accountOf = (number: number): Address => `0x${number.toString(16).padStart(40, "0")}`;
const founders: Voice[] = Array.from({ length: 7 }, (_, i) => ({
  account: accountOf(i + 1),
  held: 1_000n,
  coming: 0n,
  seated: true,
}));
const author = (number: number, coming: bigint, seated = true): Voice => ({
  account: accountOf(100 + number),
  held: 0n,
  coming,
  seated,
});
const rules: Counting = { supply: 7_000n, capBps: 1_500, quorumPercent: 45n };

describe("Claims that wait for the last vote", () => {
  it("wait for nobody where voices are spread", () => {
    const voices = [...founders, ...Array.from({ length: 40 }, (_, i) => author(i, 500n + BigInt(i)))];
    expect([...chooseLate(voices, rules)]).to.deep.equal([]);
  });

  it("wait where one author would hold nearly all", () => {
    const voices = [...founders, author(1, 1_000_000n)];
    expect(isReachable(voices, new Set(), rules)).to.equal(false);
    expect([...chooseLate(voices, rules)]).to.deep.equal([accountOf(101)]);
  });

  it("wait for the larger of two, ninety-nine to one, and not for the other", () => {
    const voices = [...founders, author(1, 1_000n), author(2, 99_000n)];
    const late = chooseLate(voices, rules);
    expect([...late]).to.deep.equal([accountOf(102)]);
    expect(isReachable(voices, late, rules)).to.equal(true);
  });

  it("wait too where those who would hold nearly all have no seat to vote with", () => {
    const strangers = Array.from({ length: 40 }, (_, i) => author(i, 1_000n, false));
    const late = chooseLate([...founders, ...strangers], rules);
    // 7,000 of 11,000 are more than 60 %, of 12,000 they aren't: of equals those with the lower addresses wait.
    expect(late.size).to.equal(36);
    expect(late.has(accountOf(100))).to.equal(true);
    expect(late.has(accountOf(139))).to.equal(false);
  });

  it("need a third more than the quorum, to the last token", () => {
    const counting = { supply: 100n, capBps: 10_000, quorumPercent: 45n };
    const voter = (held: bigint): Voice[] => [{ account: accountOf(1), held, coming: 0n, seated: true }];
    expect(isReachable(voter(60n), new Set(), counting)).to.equal(true);
    expect(isReachable(voter(59n), new Set(), counting)).to.equal(false);
  });
});
