// What docs/SCALE.md takes for granted: how much people do, what things cost, and what a chain takes. Only what our own programs
// measured stands elsewhere.
import type { L1Prices } from "./data.ts";

export type Case = { readonly contributors: number; readonly models: number };

export const cases: readonly Case[] = [
  { contributors: 10_000, models: 2 },
  { contributors: 1_000_000, models: 20 },
  { contributors: 100_000_000, models: 200 },
];

/** How much is done in a month. */
export type Activity = {
  readonly seated: number;
  readonly joining: number;
  readonly renewing: number;
  readonly losing: number;
  readonly working: number;
  readonly alone: number;
  readonly leavesPerManifest: number;
  readonly reviewsPerReviewer: number;
  readonly claiming: number;
  readonly collecting: number;
  readonly settlements: number;
  readonly plainProposals: number;
  readonly ballots: number;
  readonly releasesPerProposal: number;
  readonly turnout: number;
};

export const activity: Activity = {
  seated: 0.5,
  joining: 0.02,
  renewing: 1 / 12,
  losing: 0.002,
  working: 0.3,
  alone: 0.01,
  leavesPerManifest: 1_000,
  reviewsPerReviewer: 10,
  claiming: 0.6,
  collecting: 0.2,
  settlements: 30,
  plainProposals: 4,
  ballots: 1,
  releasesPerProposal: 50,
  turnout: 0.1,
};

export const activityReasons: Readonly<Record<keyof Activity, { readonly what: string; readonly why: string }>> = {
  seated: { what: "contributors who have a seat", why: "a leaf needs no seat, and many will want no credential" },
  joining: { what: "contributors who are new", why: "a growth of a quarter in a year" },
  renewing: { what: "seats that renew", why: "credentials of a year" },
  losing: { what: "seats that move to a new wallet", why: "one wallet in forty lost in a year" },
  working: {
    what: "contributors with a leaf in some manifest",
    why: "a month's work of one person is put into one leaf",
  },
  alone: { what: "of those, who submit by themselves", why: "the others hand in through somebody who collects" },
  leavesPerManifest: { what: "leaves of a manifest of many", why: "as much as a panel can look at by samples" },
  reviewsPerReviewer: { what: "reviews of a reviewer", why: "two or three in a week; pay is collected once a month" },
  claiming: { what: "leaves that are claimed", why: "the others wait: late is as good as early" },
  collecting: { what: "contributors who collect", why: "money is fetched every five months, when it is worth it" },
  settlements: {
    what: "settlements of a model",
    why: "daily, of a token and of native currency, each model built on one other",
  },
  plainProposals: { what: "proposals with one call", why: "one in a week" },
  ballots: { what: "direction ballots of five options", why: "one in a month" },
  releasesPerProposal: {
    what: "releases that one proposal publishes",
    why: "every model has one in a month, voted on together",
  },
  turnout: { what: "seats that vote, each time", why: "lower than what a constitutional vote needs (see below)" },
};

export type Prices = { readonly name: string; readonly l2GasPrice: number; readonly l1: L1Prices };

const GWEI = 1e9;
/** Base's since Fjord, as its receipts say (https://github.com/paradigmxyz/reth/pull/10615). */
const scalars = { baseFeeScalar: 2_269, blobBaseFeeScalar: 1_055_762 } as const;
/** EIP-7918: a blob's 131,072 gas of its own kind cost at least as much as 8,192 gas. */
const RESERVE = 8_192 / 131_072;

const prices = (name: string, l2Gwei: number, l1Gwei: number): Prices => ({
  name,
  l2GasPrice: l2Gwei * GWEI,
  l1: { baseFee: l1Gwei * GWEI, blobBaseFee: l1Gwei * GWEI * RESERVE, ...scalars },
});

export const priceLevels: readonly Prices[] = [
  prices("quiet", 0.005, 0.5),
  prices("usual", 0.02, 2),
  prices("busy", 0.2, 20),
];

/** Dollars for one ether: the one that Base's own page counts with. */
export const ETHER = 2_500;

export type Chain = {
  readonly blockGas: number;
  readonly blockSeconds: number;
  /** Blocks hold so many times what keeps the price as it is. */
  readonly elasticity: number;
};

/** https://docs.base.org/base-chain/network-information/throughput-and-limits */
export const l2: Chain = { blockGas: 400_000_000, blockSeconds: 2, elasticity: 6 };
/** EIP-7935, EIP-1559. */
export const l1: Chain = { blockGas: 60_000_000, blockSeconds: 12, elasticity: 2 };

export const limits = {
  /** EIP-7825. */
  transactionGas: 2 ** 24,
  /** go-ethereum's pool (core/txpool/legacypool): 4 slots of 32 KiB. */
  transactionBytes: 128 * 1_024,
  /** Gas of the block's limit that a byte of Fjord's size takes, on Base since Jovian. */
  gasPerL1Byte: 312,
  /** BPO2 (EIP-8135): blobs that keep the price as it is, of so many bytes, in a slot of the L1. */
  blobs: 14,
  blobBytes: 131_072,
  slotSeconds: 12,
} as const;

/** Of our contracts; test/scripts/scaleModel.test.ts holds those that can be read against the sources. */
export const own = {
  depth: 32,
  pool: 2 ** 24 - 1,
  slots: 6,
  /** The usual periods of docs/parameters.md: from a submission to the end of its first round, and of voting. */
  roundDays: 1 / 24 + 0.5 + 5 + 2,
  votingDays: 5,
  /** Usual: seats that a constitutional vote needs, and the least that a vote may make of it. */
  turnout: 0.2,
  leastTurnout: 0.05,
} as const;

export const MONTH_DAYS = 30;
