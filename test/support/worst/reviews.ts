// The dearest calls about reviews: the largest panels, on pools full of people who left.
import {
  challengeTypedData,
  commitmentTypedData,
  enrolmentTypedData,
  recusalTypedData,
  retirementTypedData,
  revealTypedData,
} from "@commonmind/sdk/review";
import { type Address, type Hex, keccak256, toBytes, toHex } from "viem";
import { REVIEWERS_PER_STEP } from "../../../deploy/modules/Commons.ts";
import { addressOf, asAccount, asCommons, founder, networkHelpers, outsider } from "../commons.ts";
import {
  at,
  by,
  commit,
  commitmentOf,
  deployPanel,
  draw,
  drawAndCommit,
  drawAndReveal,
  freshReviews,
  handedIn,
  judge,
  nth,
  type Reviewing,
  reveal,
  rules,
  saltOf,
  settle,
  signStep,
  type TypedStep,
  timesOf,
  untilReveal,
  untilTally,
  voted,
  WEEK,
  walletOf,
} from "../panel.ts";
import { DAY, NEVER } from "../seats.ts";
import { drawManifest, proved, type Work } from "../work.ts";
import type { Table } from "./table.ts";

const [DATA, CODE] = [0n, 5n];
const all = (score: bigint, count: number): bigint[] => Array(count).fill(score);

/** Work judged by a panel of seven and challenged: fifteen are to judge it next. */
async function challenged(reviewing: Reviewing, score = 80n): Promise<Work> {
  await (await voted(reviewing)).setRules({ ...rules, panelSize: 7n });
  const work = await handedIn(reviewing);
  await judge(reviewing, work, all(score, 7));
  await by(reviewing, 1n).challenge(work.id);
  return work;
}

/** A panel on which founders sit, whose keys are there: seats 2, 3 and 4. */
const small = (reviewing: Reviewing) => handedIn(reviewing, { kind: "Validation" });

/** What seat 2 signs for its first step. */
async function signed(reviewing: Reviewing, typed: (of: SignedBy) => TypedStep) {
  const { chainId } = reviewing.deployment;
  const wallet = walletOf(reviewing, 2n);
  const of = { chainId, panel: await addressOf(reviewing.reviews), account: wallet.address as Address };
  const signature = await signStep(wallet, typed({ ...of, nonce: 0n, deadline: NEVER }));
  return { wallet, signature, anyone: reviewing.reviews.connect(outsider(reviewing, 0)) };
}
type SignedBy = { chainId: number; panel: Address; account: Address; nonce: bigint; deadline: bigint };

/** Seats that come and go until most of the pool is tombstones. */
async function crowdOut(reviewing: Reviewing): Promise<void> {
  for (let i = 0; i < 60; i++) {
    for (const seat of [20n, 21n, 22n, 23n]) await by(reviewing, seat).retire(DATA);
    for (const seat of [20n, 21n, 22n, 23n]) await by(reviewing, seat).enrol(DATA);
    await networkHelpers.time.increase(WEEK);
  }
}

export const reviews: Table = {
  // Two hundred and fifty-six places tried.
  "draw(uint256,bytes)": async () => {
    const reviewing = await freshReviews();
    await crowdOut(reviewing);
    const work = await challenged(reviewing);
    await at((await timesOf(reviewing, work)).seedAt);
    return reviewing.reviews.draw(work.id, "0x");
  },
  "open(uint256,uint8,uint64)": async () => {
    const reviewing = await freshReviews();
    for (let seat = 2n; seat <= 24n; seat++) await by(reviewing, seat).enrol(CODE);
    const registry = await asAccount(await addressOf(reviewing.contributions));
    return reviewing.reviews.connect(registry).open(99n, CODE, 24n);
  },
  "commit(uint256,bytes32)": async () => {
    const reviewing = await freshReviews();
    const work = await challenged(reviewing);
    const seats = await draw(reviewing, work);
    return commit(reviewing, work, nth(seats, 14), 80n);
  },
  "commitBySig(address,uint256,bytes32,uint256,uint256,bytes)": async () => {
    const reviewing = await freshReviews();
    const work = await small(reviewing);
    await draw(reviewing, work);
    const commitment = (await commitmentOf(reviewing, work, 2n, 80n)) as Hex;
    const typed = (of: SignedBy) => commitmentTypedData({ ...of, contribution: work.id, commitment });
    const { wallet, signature, anyone } = await signed(reviewing, typed);
    return anyone.commitBySig(wallet, work.id, commitment, 0n, NEVER, signature);
  },
  "reveal(uint256,uint8,bytes32)": async () => {
    const reviewing = await freshReviews();
    const work = await challenged(reviewing);
    const seats = await drawAndCommit(reviewing, work, all(80n, 15));
    await untilReveal(reviewing, work);
    return reveal(reviewing, work, nth(seats, 14), 80n);
  },
  "revealBySig(address,uint256,uint8,bytes32,uint256,uint256,bytes)": async () => {
    const reviewing = await freshReviews();
    const work = await small(reviewing);
    await drawAndCommit(reviewing, work, all(80n, 3));
    await untilReveal(reviewing, work);
    const shown = { contribution: work.id, score: 80, salt: saltOf(2n) };
    const { wallet, signature, anyone } = await signed(reviewing, (of) => revealTypedData({ ...of, ...shown }));
    return anyone.revealBySig(wallet, work.id, 80n, saltOf(2n), 0n, NEVER, signature);
  },
  "recuse(uint256)": async () => {
    const reviewing = await freshReviews();
    const work = await challenged(reviewing);
    const seats = await draw(reviewing, work);
    return by(reviewing, nth(seats, 14)).recuse(work.id);
  },
  "recuseBySig(address,uint256,uint256,uint256,bytes)": async () => {
    const reviewing = await freshReviews();
    const work = await small(reviewing);
    await draw(reviewing, work);
    const typed = (of: SignedBy) => recusalTypedData({ ...of, contribution: work.id });
    const { wallet, signature, anyone } = await signed(reviewing, typed);
    return anyone.recuseBySig(wallet, work.id, 0n, NEVER, signature);
  },
  "void(uint256,uint64,(uint32,address,uint64,uint64,bytes32),(bytes32,uint64)[])": async () => {
    const reviewing = await freshReviews();
    const leaves = Array.from({ length: 1_024 }, () => ({ author: founder(reviewing, 2) }));
    const work = await handedIn(reviewing, { kind: "Validation" }, leaves);
    await draw(reviewing, work);
    const { leaf, proof } = proved(work, 1_023);
    return reviewing.reviews.void(work.id, 2n, leaf, proof);
  },
  "tally(uint256)": async () => {
    const reviewing = await freshReviews();
    const work = await challenged(reviewing);
    await drawAndReveal(reviewing, work, all(80n, 15));
    await untilTally(reviewing, work);
    return reviewing.reviews.tally(work.id);
  },
  "expire(uint256)": async () => {
    const reviewing = await freshReviews();
    const work = await challenged(reviewing);
    await at((await timesOf(reviewing, work)).drawUntil + 1n);
    return reviewing.reviews.expire(work.id);
  },
  "challenge(uint256)": async () => {
    const reviewing = await freshReviews();
    const work = await handedIn(reviewing);
    await judge(reviewing, work, all(80n, 3));
    return by(reviewing, 9n).challenge(work.id);
  },
  "challengeBySig(address,uint256,uint256,uint256,bytes)": async () => {
    const reviewing = await freshReviews();
    const work = await handedIn(reviewing);
    await judge(reviewing, work, all(80n, 3));
    const typed = (of: SignedBy) => challengeTypedData({ ...of, contribution: work.id });
    const { wallet, signature, anyone } = await signed(reviewing, typed);
    return anyone.challengeBySig(wallet, work.id, 0n, NEVER, signature);
  },
  // Twenty-two reviewers, all of whom get something and learn something for the first time.
  "settle(uint256)": async () => {
    const reviewing = await freshReviews();
    const work = await challenged(reviewing);
    await judge(reviewing, work, [...all(80n, 8), ...all(45n, 7)]);
    return settle(reviewing, work);
  },
  "collect(uint32,uint64)": async () => {
    const reviewing = await freshReviews();
    const work = await small(reviewing);
    await judge(reviewing, work, all(80n, 3));
    await settle(reviewing, work);
    return reviewing.reviews.collect(1n, 2n);
  },
  "openBudget(uint256)": async () => (await freshReviews()).reviews.openBudget(2n),
  "enrol(uint8)": async () => by(await freshReviews(), 9n).enrol(CODE),
  "enrolBySig(address,uint8,uint256,uint256,bytes)": async () => {
    const reviewing = await freshReviews();
    const typed = (of: SignedBy) => enrolmentTypedData({ ...of, kind: Number(CODE) });
    const { wallet, signature, anyone } = await signed(reviewing, typed);
    return anyone.enrolBySig(wallet, CODE, 0n, NEVER, signature);
  },
  "retire(uint8)": async () => by(await freshReviews(), 9n).retire(DATA),
  "retireBySig(address,uint8,uint256,uint256,bytes)": async () => {
    const reviewing = await freshReviews();
    const typed = (of: SignedBy) => retirementTypedData({ ...of, kind: Number(DATA) });
    const { wallet, signature, anyone } = await signed(reviewing, typed);
    return anyone.retireBySig(wallet, DATA, 0n, NEVER, signature);
  },
  "prune(uint8,uint64)": async () => {
    const reviewing = await freshReviews();
    await reviewing.members.connect(await asCommons(reviewing)).unseat([9n]);
    return reviewing.reviews.prune(DATA, 9n);
  },
  "decide(uint256,uint8)": async () => {
    const reviewing = await freshReviews();
    const work = await handedIn(reviewing, { kind: "Training" });
    return (await voted(reviewing)).decide(work.id, 80n);
  },
  // As many as a proposal would post at once.
  "commitGold(bytes32[])": async () => {
    const commitments = Array.from({ length: 100 }, (_, i) => toHex(i + 1, { size: 32 }));
    return (await voted(await freshReviews())).commitGold(commitments);
  },
  "revealGold(uint256,uint8,bytes32)": async () => {
    const reviewing = await freshReviews();
    const asVoted = await voted(reviewing);
    const salt = keccak256(toBytes("gold"));
    const drawn = await drawManifest(reviewing, [{ author: founder(reviewing, 1) }]);
    await asVoted.commitGold([await asVoted.goldCommitment(drawn.submitter, drawn.submission.root, 10n, salt)]);
    await networkHelpers.time.increase(DAY);
    await reviewing.contributions.connect(drawn.submitter).submit(drawn.submission);
    const work = { id: await reviewing.contributions.contributionCount() };
    await judge(reviewing, work, all(80n, 3));
    return asVoted.revealGold(work.id, 10n, salt);
  },
  "setRules((uint8,uint24,uint24,uint24,uint24,uint24,uint40,uint48))": async () =>
    (await voted(await freshReviews())).setRules({ ...rules, panelSize: 7n }),
  "setRandomness(address)": async () => {
    const reviewing = await freshReviews();
    return (await voted(reviewing)).setRandomness(reviewing.contributions);
  },
  // As many as a deployment enters at once, who review every kind.
  "foundReviewers(uint64[],uint8[])": async () => {
    const reviewing = await freshReviews();
    const panel = await deployPanel(reviewing, reviewing.seeds);
    const seats = Array.from({ length: REVIEWERS_PER_STEP }, (_, i) => BigInt(i + 1));
    return panel.connect(await asCommons(reviewing)).foundReviewers(
      seats,
      seats.map(() => 127n),
    );
  },
  "closeGenesis()": async () => {
    const reviewing = await freshReviews();
    const panel = await deployPanel(reviewing, reviewing.seeds);
    return panel.connect(await asCommons(reviewing)).closeGenesis();
  },
  "setAuthority(address)": async () => {
    const { reviews, accessManager } = await freshReviews();
    return reviews.connect(await asAccount(await addressOf(accessManager))).setAuthority(accessManager);
  },
};
