// A co-op whose work is judged by a real review panel, with seeds that tests know, and its steps as reviewers take them.
import { type Hex, keccak256, toBytes } from "viem";
import type { Kind } from "../../deploy/genesis.ts";
import {
  type FixedSeeds,
  FixedSeeds__factory,
  type ReviewPanel,
  ReviewPanel__factory,
  ReviewRounds__factory,
} from "../../types/index.ts";
import {
  asAccount,
  asCommons,
  type Commons,
  deployedCommons,
  ethers,
  founder,
  judged,
  networkHelpers,
  type Signer,
} from "./commons.ts";
import { enrol } from "./seats.ts";
import { kindNumber, type LeafSketch, type ManifestSketch, submitManifest, type Work } from "./work.ts";

/** The panel that judges what is submitted, its seeds, and the wallets of the seats, by number. */
export type Reviewing = Commons & { reviews: ReviewPanel; seeds: FixedSeeds; wallets: ReadonlyMap<bigint, Signer> };

export type Rules = Awaited<ReturnType<ReviewPanel["rules"]>>;

/** Seats 1 to 7 are the founders', the others people's who joined. */
export const SEATS = 24n;
/** How many seats review each kind from the first day on: seats 1 up to this. */
const reviewersOf = { Data: 24n, Validation: 4n, Training: 3n, Knowledge: 9n, Curation: 8n } as const;

export const rules = {
  panelSize: 3n,
  seedDelay: 60n,
  draw: 600n,
  commit: 600n,
  reveal: 600n,
  decision: 432_000n,
  fee: 2_000n,
  founding: 400_000n,
};

export const [NONE, DRAWING, SITTING, VOTING, JUDGED, SETTLED] = [0n, 1n, 2n, 3n, 4n, 5n];
export const [SUBMITTED, IN_REVIEW, ACCEPTED, REJECTED, CHALLENGED, FINAL] = [1n, 2n, 3n, 4n, 5n, 6n];
export const WEEK = 604_800n;
export const EPOCH = 2_592_000n;

async function deployedReviews(): Promise<Reviewing> {
  const commons = await judged(await deployedCommons());
  const { deployer, contributions } = commons;
  const wallets = new Map(commons.founders.map((wallet, i) => [BigInt(i + 1), wallet]));
  for (let seat = 8n; seat <= SEATS; seat++) {
    const wallet = await asAccount(ethers.dataSlice(keccak256(toBytes(`wallet of seat ${seat}`)), 12));
    wallets.set(await enrol(commons, wallet), wallet);
  }

  const seeds = await new FixedSeeds__factory(deployer).deploy();
  const reviews = await deployPanel(commons, seeds);
  const voted = await asCommons(commons);
  const seats = [...wallets.keys()];
  const kinds = seats.map((seat) =>
    Object.entries(reviewersOf).reduce(
      (set, [kind, count]) => (seat <= count ? set | (1n << kindNumber(kind as Kind)) : set),
      0n,
    ),
  );
  await reviews.connect(voted).foundReviewers(seats, kinds);
  await reviews.connect(voted).closeGenesis();
  await contributions.connect(voted).setPanel(reviews);
  return { ...commons, reviews, seeds, wallets };
}

/** A panel that isn't named yet, its genesis open. */
export async function deployPanel(
  { deployer, accessManager, contributions }: Commons,
  seeds: FixedSeeds,
  of = rules,
): Promise<ReviewPanel> {
  const library = await new ReviewRounds__factory(deployer).deploy();
  const linked = {
    "project/contracts/contributions/review/ReviewRounds.sol:ReviewRounds": await library.getAddress(),
  };
  return new ReviewPanel__factory(linked, deployer).deploy(accessManager, contributions, seeds, of);
}

/** A fresh co-op with a review panel. */
export const freshReviews = (): Promise<Reviewing> => networkHelpers.loadFixture(deployedReviews);

export function walletOf({ wallets }: Pick<Reviewing, "wallets">, seat: bigint): Signer {
  const wallet = wallets.get(seat);
  if (!wallet) throw new Error(`Nobody has seat ${seat}.`);
  return wallet;
}

/** The panel, called by the seat's wallet. */
export const by = (reviewing: Reviewing, seat: bigint): ReviewPanel =>
  reviewing.reviews.connect(walletOf(reviewing, seat));

/** The panel, called as a vote would. */
export const voted = async (reviewing: Reviewing): Promise<ReviewPanel> =>
  reviewing.reviews.connect(await asCommons(reviewing));

/** The next block is of this time; at once if the chain is there already. */
export async function at(time: bigint): Promise<void> {
  if (time > BigInt(await networkHelpers.time.latest())) await networkHelpers.time.setNextBlockTimestamp(time);
}

/** Work by seat 1, handed in and waiting for its panel. */
export const handedIn = (
  reviewing: Reviewing,
  sketch: ManifestSketch = {},
  leaves: readonly LeafSketch[] = [{ author: founder(reviewing, 1) }],
): Promise<Work> => submitManifest(reviewing, leaves, sketch);

export const roundOf = async ({ reviews }: Reviewing, { id }: Pick<Work, "id">) => (await reviews.reviewAt(id)).round;
export const stageOf = async ({ reviews }: Reviewing, { id }: Pick<Work, "id">) => (await reviews.reviewAt(id)).stage;
export const stateOf = async ({ contributions }: Reviewing, { id }: Pick<Work, "id">) =>
  (await contributions.contributionAt(id)).state;

/** The steps of the open round. */
export const timesOf = async (reviewing: Reviewing, work: Pick<Work, "id">) =>
  reviewing.reviews.timesOf(work.id, await roundOf(reviewing, work));

/** Draws the panel of the open round as soon as it can be. Returns its seats by place. */
export async function draw(reviewing: Reviewing, work: Pick<Work, "id">): Promise<bigint[]> {
  const { reviews } = reviewing;
  await at((await timesOf(reviewing, work)).seedAt);
  while ((await stageOf(reviewing, work)) === DRAWING) await reviews.draw(work.id, "0x");
  return [...(await reviews.panelAt(work.id, await roundOf(reviewing, work))).seats];
}

/** A seat's salt. */
export const saltOf = (seat: bigint): Hex => keccak256(toBytes(`salt of seat ${seat}`));

export const commitmentOf = async (reviewing: Reviewing, work: Pick<Work, "id">, seat: bigint, score: bigint) =>
  reviewing.reviews.commitmentOf(work.id, await roundOf(reviewing, work), seat, score, saltOf(seat));

export const commit = async (reviewing: Reviewing, work: Pick<Work, "id">, seat: bigint, score: bigint) =>
  by(reviewing, seat).commit(work.id, await commitmentOf(reviewing, work, seat, score));

export const reveal = (reviewing: Reviewing, work: Pick<Work, "id">, seat: bigint, score: bigint) =>
  by(reviewing, seat).reveal(work.id, score, saltOf(seat));

export const untilReveal = async (reviewing: Reviewing, work: Pick<Work, "id">) =>
  at((await timesOf(reviewing, work)).commitUntil + 1n);
export const untilTally = async (reviewing: Reviewing, work: Pick<Work, "id">) =>
  at((await timesOf(reviewing, work)).revealUntil + 1n);

/** What a panel says, by place; undefined: nothing. */
export type Scores = readonly (bigint | undefined)[];

/** The seats of a panel that say something, with what they say. */
const heard = (seats: readonly bigint[], scores: Scores): [bigint, bigint][] =>
  seats.flatMap((seat, place): [bigint, bigint][] => {
    const score = scores[place];
    return score === undefined ? [] : [[seat, score]];
  });

/** Draws the panel of the open round; it commits to these scores. */
export async function drawAndCommit(reviewing: Reviewing, work: Pick<Work, "id">, scores: Scores): Promise<bigint[]> {
  const seats = await draw(reviewing, work);
  for (const [seat, score] of heard(seats, scores)) await commit(reviewing, work, seat, score);
  return seats;
}

/** The same, and it reveals them. */
export async function drawAndReveal(reviewing: Reviewing, work: Pick<Work, "id">, scores: Scores): Promise<bigint[]> {
  const seats = await drawAndCommit(reviewing, work, scores);
  await untilReveal(reviewing, work);
  for (const [seat, score] of heard(seats, scores)) await reveal(reviewing, work, seat, score);
  return seats;
}

/** A whole round, to its verdict. */
export async function judge(reviewing: Reviewing, work: Pick<Work, "id">, scores: Scores): Promise<bigint[]> {
  const seats = await drawAndReveal(reviewing, work, scores);
  await untilTally(reviewing, work);
  await reviewing.reviews.tally(work.id);
  return seats;
}

/** What the sdk says is to be signed. */
export type TypedStep = {
  domain: object;
  types: Readonly<Record<string, readonly { name: string; type: string }[]>>;
  message: object;
};

/** A wallet's signature on a step of a review, for somebody else to hand in. */
export const signStep = (by: Signer, { domain, types, message }: TypedStep): Promise<string> =>
  by.signTypedData(
    domain,
    Object.fromEntries(Object.entries(types).map(([name, fields]) => [name, [...fields]])),
    message,
  );

/** Goes to the end of the challenge period of a verdict. */
export async function untilUnchallenged({ contributions, genesis }: Reviewing, { id }: Pick<Work, "id">) {
  await at((await contributions.contributionAt(id)).since + BigInt(genesis.periods.challenge));
}

/** Makes accepted work final, or waits until rejected work stays that; settles it. */
export async function settle(reviewing: Reviewing, work: Pick<Work, "id">) {
  await untilUnchallenged(reviewing, work);
  if ((await stateOf(reviewing, work)) === ACCEPTED) await reviewing.contributions.finalize(work.id);
  return reviewing.reviews.settle(work.id);
}

/** The place in a list; a place that isn't there is a mistake of the test. */
export function nth<T>(list: readonly T[], place: number): T {
  const item = list[place];
  if (item === undefined) throw new Error(`There is nothing at place ${place}.`);
  return item;
}
