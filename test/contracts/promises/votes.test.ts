// G3, G4, X4: any sequence of ballots, counted a second time by rules of its own, and from events alone.
import { expect } from "chai";
import fc from "fast-check";
import {
  type Commons,
  ethers,
  founder,
  freshCommons,
  networkHelpers,
  ONE,
  outsider,
  type Signer,
} from "../../support/commons.ts";
import { enrol } from "../../support/seats.ts";
import {
  action,
  bitmapOf,
  FOR,
  type Proposal,
  paramsOf,
  propose,
  proposeBallot,
  signBallot,
  untilVoting,
  untilVotingIsOver,
} from "../../support/votes.ts";
import { claimLeaf, finalWork } from "../../support/work.ts";

type Step = { voter: number; support: number; bitmap: number; proposal: number; signed: boolean };
type Given = { support: number; options: number[]; weight: bigint };

/** Founders, members with much and with nothing, and somebody with tokens and no seat. */
const VOTERS = 14;
const UNSEATED = 13;
const OPTIONS = 3;

const step: fc.Arbitrary<Step> = fc.record({
  voter: fc.nat(VOTERS - 1),
  support: fc.nat(2),
  bitmap: fc.nat(2 ** (OPTIONS + 1) - 1),
  proposal: fc.nat(2),
  signed: fc.boolean(),
});

describe("G3 G4 X4 random votes", () => {
  let commons: Commons;
  let voters: Signer[];
  let proposals: Proposal[];

  const populated = async (): Promise<Commons> => {
    const co = await freshCommons();
    const others = Array.from({ length: VOTERS - 7 }, (_, i) => outsider(co, i));
    for (const [i, person] of others.entries()) {
      if (i + 7 !== UNSEATED) await enrol(co, person);
      if (i % 2 === 1) continue;
      const work = await finalWork(co, [{ author: person, items: 100n * BigInt(i + 1), unitsPerItem: 1_000n }]);
      await claimLeaf(co, work);
    }
    const unseated = others[UNSEATED - 7] as Signer;
    const work = await finalWork(co, [{ author: unseated, items: 50n, unitsPerItem: 1_000n }]);
    await claimLeaf(co, work);
    return co;
  };

  const opened = async () => {
    const register = (name: string) => action(commons.models, "register", [name, "", []]);
    const split = await action(commons.treasury, "setSplit", [
      { contributors: 5_000, dividend: 4_000, reserve: 1_000 },
    ]);
    const options = await Promise.all(["A", "B", "C"].map(async (name) => [await register(name)]));
    const asked = [
      await propose(commons, [await register("Translator")], "Ordinary"),
      await propose(commons, [split], "Constitutional"),
      await proposeBallot(commons, options, "Which?", founder(commons, 1)),
    ];
    await untilVoting(commons, asked[2] as Proposal);
    return asked;
  };

  before(async () => {
    commons = await populated();
    voters = [...commons.founders, ...commons.outsiders.slice(0, VOTERS - 7)];
    proposals = await opened();
  });

  /** Casts a ballot one way or the other; null if it must be refused, and was. */
  const cast = async ({ voter, support, bitmap, proposal, signed }: Step, earlier: number): Promise<Given | null> => {
    const { governor } = commons;
    const [signer, asked] = [voters[voter] as Signer, proposals[proposal] as Proposal];
    const chosen = Array.from({ length: OPTIONS + 1 }, (_, i) => i).filter((i) => (bitmap >> i) & 1);
    const takesOptions = proposal === 2 && BigInt(support) === FOR;
    const options = takesOptions ? chosen : [];
    const valid = voter !== UNSEATED && (!takesOptions || bitmap > 1);
    const map = bitmapOf(options);
    const casting = signed
      ? governor.castSignedBallots(asked.id, [
          await signBallot(commons, asked, signer, {
            support: BigInt(support),
            options: map,
            sequence: BigInt(earlier),
          }),
        ])
      : takesOptions
        ? governor.connect(signer).castVoteWithReasonAndParams(asked.id, support, "", paramsOf(options))
        : governor.connect(signer).castVote(asked.id, support);
    if (!valid) {
      await expect(casting).to.revert(ethers);
      return null;
    }
    await casting;
    const snapshot = await governor.proposalSnapshot(asked.id);
    const supply = await commons.token.getPastTotalSupply(snapshot);
    const cap = (supply * BigInt(commons.genesis.governance.capBps)) / 10_000n;
    const held = await commons.token.getPastVotes(signer, snapshot);
    return { support, options: proposal === 2 && support === 0 ? [0] : options, weight: held < cap ? held : cap };
  };

  it("G3 G4 are counted as a second count does, each person's last ballot once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        const snapshot = await networkHelpers.takeSnapshot();
        const given = proposals.map(() => new Map<number, Given>());
        const counts = proposals.map(() => new Map<number, number>());
        for (const each of steps) {
          const earlier = counts[each.proposal]?.get(each.voter) ?? 0;
          const ballot = await cast(each, earlier);
          if (ballot === null) continue;
          given[each.proposal]?.set(each.voter, ballot);
          counts[each.proposal]?.set(each.voter, earlier + 1);
        }
        for (const [i, proposal] of proposals.entries()) await compare(proposal, i, [...(given[i]?.values() ?? [])]);
        await snapshot.restore();
      }),
      { numRuns: 25, seed: 6 },
    );
  });

  /** The rules of government, once more and in other words. */
  const compare = async (proposal: Proposal, kind: number, ballots: Given[]) => {
    const { governor } = commons;
    const weight = (support: number) =>
      ballots.filter((it) => it.support === support).reduce((sum, it) => sum + it.weight, 0n);
    const seats = (support: number) => BigInt(ballots.filter((it) => it.support === support).length);
    const approvals = Array.from({ length: OPTIONS + 1 }, (_, option) =>
      ballots.filter((it) => it.options.includes(option)).reduce((sum, it) => sum + it.weight, 0n),
    );
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([weight(0), weight(1), weight(2)]);
    expect(await governor.memberVotes(proposal.id)).to.deep.equal([seats(0), seats(1), seats(2)]);
    if (kind === 2) {
      for (const [option, sum] of approvals.entries()) {
        expect(await governor.approvalsOf(proposal.id, option)).to.equal(sum);
      }
    }
    const supply = await commons.token.getPastTotalSupply(await governor.proposalSnapshot(proposal.id));
    expect(weight(0) + weight(1) + weight(2) <= supply).to.equal(true);

    const quorum = ballots.length > 0 && (weight(1) + weight(2)) * 100n >= ((supply * 45n) / 100n) * 100n;
    const [against, inFavour, all] = [seats(0), seats(1), 13n];
    const share = (bps: bigint) => (all * bps + 9_999n) / 10_000n;
    const atLeast = (bps: bigint) => (share(bps) > 3n ? share(bps) : 3n);
    const members =
      kind === 1
        ? inFavour > against && seats(0) + seats(1) + seats(2) >= atLeast(2_000n)
        : !(against > inFavour && against >= atLeast(1_000n));
    const top = approvals.reduce((a, b) => (a > b ? a : b), 0n);
    const winner = approvals.filter((it) => it === top).length === 1 ? approvals.indexOf(top) : 0;
    const leads = kind === 2 ? winner : weight(1) > weight(0) ? 1 : 0;
    expect(await governor.outcome(proposal.id)).to.equal(BigInt(quorum && members ? leads : 0));
  };

  it("X4 can be rebuilt from the governor's events, members' votes with the registry's beside them", async () => {
    const { governor, members } = commons;
    const snapshot = await networkHelpers.takeSnapshot();
    const steps = fc.sample(step, { numRuns: 60, seed: 4 });
    const counts = new Map<string, number>();
    for (const each of steps) {
      const key = `${each.proposal} ${each.voter}`;
      if ((await cast(each, counts.get(key) ?? 0)) !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const seated = new Set((await members.queryFilter(members.filters.SeatOpened())).map(({ args }) => args.wallet));
    for (const proposal of proposals) {
      const last = new Map<string, { support: number; weight: bigint }>();
      const plain = await governor.queryFilter(governor.filters.VoteCast());
      const withParams = await governor.queryFilter(governor.filters.VoteCastWithParams());
      const inOrder = [...plain, ...withParams].sort((a, b) => a.blockNumber - b.blockNumber || a.index - b.index);
      for (const { args } of inOrder) {
        if (args.proposalId === proposal.id)
          last.set(args.voter, { support: Number(args.support), weight: args.weight });
      }
      const rebuilt = [0n, 0n, 0n];
      const seats = [0n, 0n, 0n];
      for (const [voter, { support, weight }] of last) {
        rebuilt[support] = (rebuilt[support] ?? 0n) + weight;
        if (seated.has(voter)) seats[support] = (seats[support] ?? 0n) + 1n;
      }
      expect(await governor.proposalVotes(proposal.id)).to.deep.equal(rebuilt);
      expect(await governor.memberVotes(proposal.id)).to.deep.equal(seats);
    }
    await snapshot.restore();
  });

  it("G4 costs each voter the same however many voted before, and with a hundred proposals open", async () => {
    const { governor } = commons;
    const snapshot = await networkHelpers.takeSnapshot();
    const gasOf = async (proposal: Proposal, voter: number) => {
      const sent = await governor.connect(voters[voter] as Signer).castVote(proposal.id, FOR);
      return (await sent.wait())?.gasUsed ?? 0n;
    };
    const [first] = proposals as [Proposal];
    for (const voter of [0, 1]) await gasOf(first, voter);
    const early = await gasOf(first, 2);
    for (const voter of [3, 4, 5, 7, 8, 9, 10, 11]) await gasOf(first, voter);
    expect(await gasOf(first, 6)).to.equal(early);
    const call = await action(commons.models, "register", ["Model", "", []]);
    const open = [];
    for (let i = 0; i < 100; i++) open.push(await propose(commons, [call], `Proposal ${i}`));
    const last = open.at(-1) as Proposal;
    await untilVoting(commons, last);
    for (const voter of [0, 1]) await gasOf(last, voter);
    const late = await gasOf(last, 2);
    expect(late > early - 100n && late < early + 100n).to.equal(true);
    await untilVotingIsOver(commons, last);
    expect(await commons.token.totalSupply()).to.be.greaterThan(70n * ONE);
    await snapshot.restore();
  });
});
