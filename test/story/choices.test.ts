// Who votes how in the story: whoever they are and whatever they hold, one direction wins, and the members can refuse.
import { expect } from "chai";
import fc from "fast-check";
import { type Account, type Address, getAddress } from "viem";
import type { Voter } from "../../scripts/story/government.ts";
import { type Choice, planDirection, planRefusal } from "../../scripts/story/signedBallots.ts";

const accountOf = (number: number) =>
  ({ address: getAddress(`0x${number.toString(16).padStart(40, "0")}`), type: "json-rpc" }) as Account;
const votersOf = (votes: readonly bigint[]): Voter[] =>
  votes.map((each, i) => ({ account: accountOf(i + 1), seated: true, votes: each }));

function weigher(voters: readonly Voter[]) {
  const held = new Map<Address, bigint>(voters.map(({ account, votes }) => [account.address, votes]));
  return (choices: readonly Choice[]) =>
    choices.reduce((sum, { account }) => sum + (held.get(account.address) ?? 0n), 0n);
}

describe("A direction in the story", () => {
  const voices = fc.array(fc.bigInt(1n, 10n ** 24n), { minLength: 1, maxLength: 60 });
  it("wins alone, whoever votes and whatever they hold", () => {
    fc.assert(
      fc.property(voices, fc.integer({ min: 2, max: 15 }), fc.nat(), fc.nat(), (votes, options, pick, seed) => {
        const voters = votersOf(votes);
        const favourite = 1 + (pick % options);
        const dice = ({ address }: Account) => (BigInt(address) * 7_919n + BigInt(seed)) * 104_729n;
        const choices = planDirection(voters, { options, favourite, dice });
        expect(choices.map(({ account }) => account)).to.deep.equal(voters.map(({ account }) => account));
        const weight = weigher(voters);
        const against = choices.filter(({ support }) => support === "against");
        const approvals = [weight(against)];
        for (let option = 1; option <= options; option++) {
          approvals.push(weight(choices.filter((choice) => choice.options?.includes(option))));
        }
        const most = approvals.reduce((a, b) => (a > b ? a : b));
        expect(approvals.filter((approval) => approval === most)).to.have.length(1);
        expect(approvals.indexOf(most)).to.equal(favourite);
        // Those against don't count for the quorum: they stay below a fifth.
        expect(weight(against) * 5n <= weight(choices)).to.equal(true);
      }),
    );
  });
});

describe("A refusal in the story", () => {
  const rules = { quorumPercent: 45n, objectors: 3, turnout: 3 };

  it("has holders pass what more members are against, however unequal their voices are", () => {
    const voices = fc.array(fc.bigInt(1n, 150n), { minLength: 7, maxLength: 60 });
    fc.assert(
      fc.property(voices, fc.nat({ max: 5 }), (held, without) => {
        const all = held.reduce((sum, votes) => sum + votes, 0n);
        // As the story has it: nobody above the cap, and all together a third more than the quorum.
        fc.pre(held.every((votes) => votes * 100n <= all * 10n));
        const supply = (all * 10n) / 7n;
        const voters = votersOf([...held, ...Array.from({ length: without + 2 }, () => 0n)]);
        const choices = planRefusal(voters, { ...rules, supply });
        expect(choices).not.to.equal(undefined);
        const of = (support: string) => (choices ?? []).filter((choice) => choice.support === support);
        const weight = weigher(voters);
        expect(weight(of("for")) > weight(of("against"))).to.equal(true);
        expect((weight(of("for")) + weight(of("abstain"))) * 100n >= supply * 45n).to.equal(true);
        expect(of("against").length).to.be.at.least(3);
        expect(of("against").length).to.be.greaterThan(of("for").length);
      }),
    );
  });

  it("isn't tried where too few could refuse", () => {
    expect(planRefusal(votersOf([100n, 100n]), { ...rules, supply: 200n })).to.equal(undefined);
    const strangers = votersOf([10n, 10n, 10n, 0n, 0n]).map((voter) => ({ ...voter, seated: false }));
    expect(planRefusal(strangers, { ...rules, supply: 30n })).to.equal(undefined);
  });

  it("has as many vote as the turnout asks for", () => {
    const voters = votersOf([...Array.from({ length: 40 }, () => 10n), 0n, 0n]);
    expect(planRefusal(voters, { ...rules, supply: 400n, turnout: 35 })).to.have.length(35);
  });
});
