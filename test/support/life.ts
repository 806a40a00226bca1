// A co-op that has lived a while: work joined, left and was excluded over three releases of one model, one of another and
// one of a third that was built on both; a seat moved, one lapsed and came back, one lapsed for good; money came in before,
// between and after, some of it was claimed early, some late, some not yet.
import { seatAuthor } from "@commonmind/sdk";
import { encodeBytes32String } from "ethers";
import type { TestToken } from "../../types/index.ts";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  founder,
  GUIDE,
  NATIVE,
  outsider,
  type Signer,
} from "./commons.ts";
import { renewSeat, untilGraceIsOver } from "./lapses.ts";
import { authorOf, balanceOf, collectDividend, collectLeaf, earn, listedToken } from "./money.ts";
import { enrol, moveSeat } from "./seats.ts";
import { claimLeaf, finalWork, publish, registerModel, type Work, withdrawLeaf } from "./work.ts";

export type Position = { work: Work; index: number };

export type Life = {
  token: TestToken;
  /** Native currency and the token. */
  assets: string[];
  /** Works of the Assistant, in the order in which they joined. */
  works: Work[];
  /** The model that was built on the Assistant and the Guide, and its work. */
  derived: bigint;
  derivedWork: Work;
  /** Every position that is open, the founders' too. */
  positions: Position[];
  /** Paid into tills and settled, per asset. */
  received: Map<string, bigint>;
  /** Per asset, measured at the recipients. */
  paid: Map<string, bigint>;
  /** How many settlements, counting each model that shared in one, and claims of positions there were, per asset. */
  roundings: Map<string, bigint>;
};

type Counts = Pick<Life, "received" | "paid" | "roundings">;

/** Pays and settles, keeping count. */
export async function earnInLife(
  commons: Commons,
  life: Counts & Pick<Life, "assets">,
  amount: bigint,
  modelId = ASSISTANT,
): Promise<void> {
  const sharing = BigInt((await commons.models.upstreamOf(modelId)).length) + 1n;
  for (const asset of life.assets) {
    await earn(commons, amount, asset, modelId);
    life.received.set(asset, (life.received.get(asset) ?? 0n) + amount);
    life.roundings.set(asset, (life.roundings.get(asset) ?? 0n) + sharing);
  }
}

/** Collects a position in an asset, measuring what arrives. */
export async function collectInLife(
  commons: Commons,
  life: Counts,
  { work, index }: Position,
  asset: string,
): Promise<bigint> {
  const author = authorOf(work, index);
  const wallet = BigInt(author) < 2n ** 64n ? await commons.members.walletOf(BigInt(author)) : author;
  const before = await balanceOf(asset, wallet);
  await collectLeaf(commons, work, index, asset);
  const amount = (await balanceOf(asset, wallet)) - before;
  life.paid.set(asset, (life.paid.get(asset) ?? 0n) + amount);
  life.roundings.set(asset, (life.roundings.get(asset) ?? 0n) + 1n);
  return amount;
}

/** Collects a seat's dividend in an asset, measuring what arrives. */
export async function collectDividendInLife(commons: Commons, life: Counts, seat: bigint, asset: string) {
  const wallet = await commons.members.walletOf(seat);
  const before = await balanceOf(asset, wallet);
  await collectDividend(commons, seat, asset);
  const amount = (await balanceOf(asset, wallet)) - before;
  life.paid.set(asset, (life.paid.get(asset) ?? 0n) + amount);
  return amount;
}

export async function livedCommons(commons: Commons): Promise<Life> {
  const token = await listedToken(commons);
  const assets = [NATIVE, await addressOf(token)];
  const life: Counts & Pick<Life, "assets" | "positions"> = {
    assets,
    positions: [],
    received: new Map(),
    paid: new Map(),
    roundings: new Map(),
  };
  const [ana, bo, cleo, dee] = [0, 1, 2, 3].map((number) => outsider(commons, number)) as [
    Signer,
    Signer,
    Signer,
    Signer,
  ];
  const open = async (work: Work, index: number) => {
    await claimLeaf(commons, work, index);
    life.positions.push({ work, index });
  };

  // Before release 1: money is parked. A seat is among the authors.
  await earnInLife(commons, life, 1_000_003n);
  await enrol(commons, cleo);
  const first = await finalWork(
    commons,
    [
      { author: ana, items: 3n, unitsPerItem: 7n },
      { author: bo, unitsPerItem: 101n },
      { author: seatAuthor(8n), items: 5n, unitsPerItem: 11n },
      { author: dee, items: 2n, unitsPerItem: 333n },
    ],
    { score: 87n },
  );
  await open(first, 0);
  await publish(commons);
  await earnInLife(commons, life, 777_777n);
  await collectInLife(commons, life, { work: first, index: 0 }, NATIVE);

  // Release 2: Bo leaves, new work joins; another model publishes too.
  const second = await finalWork(
    commons,
    [
      { author: bo, unitsPerItem: 17n },
      { author: dee, unitsPerItem: 1_000n },
    ],
    {
      score: 64n,
      kind: "Validation",
      submitter: founder(commons, 2),
    },
  );
  await withdrawLeaf(commons, first, 1, bo);
  life.positions.push({ work: first, index: 1 });
  await earnInLife(commons, life, 123_457n);
  await publish(commons);
  await publish(commons, GUIDE);
  await earnInLife(commons, life, 31_337n);
  await earnInLife(commons, life, 99_991n, GUIDE);
  await open(second, 0);
  await moveSeat(commons, cleo, outsider(commons, 4));
  await open(first, 2);
  for (const asset of assets) await collectInLife(commons, life, { work: first, index: 2 }, asset);

  // Release 3: the second work is excluded, a third one joins; one leaf of it leaves before it ever was in.
  await commons.contributions.connect(await asCommons(commons)).exclude(second.id);
  const third = await finalWork(
    commons,
    [{ author: ana, unitsPerItem: 29n }, { author: bo, unitsPerItem: 31n }, { author: dee }],
    {
      score: 50n,
      kind: "Code",
      submitter: founder(commons, 3),
    },
  );
  await withdrawLeaf(commons, third, 1, bo);
  life.positions.push({ work: third, index: 1 });
  await earnInLife(commons, life, 222_223n);
  await publish(commons);
  await earnInLife(commons, life, 65_537n);
  await open(third, 0);
  await collectInLife(commons, life, { work: first, index: 0 }, assets[1] ?? NATIVE);

  // A model built on both earns for all three; it has no work at first.
  const derived = await registerModel(commons, [
    { modelId: ASSISTANT, bps: 1_500n },
    { modelId: GUIDE, bps: 700n },
  ]);
  await earnInLife(commons, life, 444_443n, derived);
  const derivedWork = await finalWork(commons, [{ author: bo, unitsPerItem: 13n }, { author: dee }], {
    score: 77n,
    model: derived,
    submitter: founder(commons, 4),
  });
  await publish(commons, derived);
  await earnInLife(commons, life, 55_555n, derived);
  await open(derivedWork, 0);

  // Members: one claims, one lapses and comes back without what came in meanwhile, one lapses for good.
  const voted = commons.members.connect(await asCommons(commons));
  await collectDividendInLife(commons, life, 1n, NATIVE);
  await voted.unseat([5n, 6n]);
  await earnInLife(commons, life, 333_337n);
  await renewSeat(commons, founder(commons, 5), commons.genesis.founders[4]?.nullifier);
  await untilGraceIsOver(commons, 6n);
  await earnInLife(commons, life, 11_113n);
  await collectDividendInLife(commons, life, 5n, assets[1] ?? NATIVE);
  await commons.dividend.sweep(6n, [NATIVE]);

  // The holders' side: a gift, spending, a donation past the doors and its recovery, a delegation.
  const treasury = commons.treasury.connect(await asCommons(commons));
  await commons.treasury.give(NATIVE, 5_555n, encodeBytes32String("gift"), { value: 5_555n });
  await treasury.spend(NATIVE, outsider(commons, 5), 1_234n);
  await token.mint(commons.treasury, 88n);
  await treasury.recoverSurplus(token);
  await token.mint(commons.rewards, 99n);
  await token.mint(commons.dividend, 77n);
  await commons.token.connect(founder(commons, 1)).delegate(founder(commons, 2));

  return { ...life, token, works: [first, second, third], derived, derivedWork };
}

/** Claims every leaf that isn't claimed yet: however late, it loses nothing. */
export async function claimAllLeaves(commons: Commons, life: Life): Promise<void> {
  for (const work of [...life.works, life.derivedWork]) {
    for (let index = 0; index < work.manifest.leaves; index++) {
      if (life.positions.some((position) => position.work === work && position.index === index)) continue;
      await claimLeaf(commons, work, index);
      life.positions.push({ work, index });
    }
  }
}

/** The open positions of the founding work, which no manifest here proves. */
export const foundingPositions = (commons: Commons) =>
  commons.founders.map(({ address }, index) => ({ holder: address, position: (1n << 32n) | BigInt(index) }));
