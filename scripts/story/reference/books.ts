/** What the timeline adds up to, as the replay keeps it. */
import { DERIVED } from "./derived.ts";
import type { Findings } from "./findings.ts";
import type { ExpectedHistory } from "./history.ts";
import { manifestKey } from "./history.ts";
import { Ledger } from "./ledger.ts";
import { Lineage } from "./lineage.ts";
import { Members, walletOf } from "./members.ts";
import { isPay } from "./pay.ts";
import { ACCEPTED_FROM, Review } from "./reviews.ts";
import type { ContributionView, ReportView } from "./shape.ts";
import { Voices } from "./voices.ts";

export interface Paid {
  amount: bigint;
  claims: number;
}

export interface AssetSums {
  /** Arrived in a till. */
  arrived: bigint;
  received: bigint;
  upstream: bigint;
  /** Own parts of all settlements, and those of all slices. */
  own: { contributors: bigint; dividend: bigint; reserve: bigint };
  slices: { contributors: bigint; dividend: bigint; reserve: bigint };
  /** Times that contributors, or members, were given something. */
  credits: number;
  dividends: number;
  /** Number of claims by position. */
  claims: Map<string, number>;
  /** Dividend that lapsed seats gave back. */
  swept: bigint;
}

export interface Progress {
  readonly contribution: ContributionView;
  /** The first release that it may be part of; undefined for pay, which joins with the next one. */
  readonly release: number | undefined;
  readonly review: Review;
  /** Who handed it in, once somebody did. */
  submitter: string | undefined;
  scored: boolean;
}

export class Books {
  readonly report: ReportView;
  readonly findings: Findings;
  readonly ledger = new Ledger();
  readonly lineage = new Lineage();
  readonly members = new Members();
  readonly voices = new Voices();
  readonly progress = new Map<string, Progress>();
  /** The models of the story: the history's, and the one that was built on it once it is registered. */
  readonly base: string | undefined;
  derived: string | undefined;
  /** Contribution tokens minted, by the account of the leaf. */
  readonly minted = new Map<string, bigint>();
  /** Contributors' money paid, by the account of the leaf, then asset. */
  readonly paid = new Map<string, Map<string, Paid>>();
  /** Dividend paid, by seat, then asset. */
  readonly dividends = new Map<string, Map<string, Paid>>();
  /** Contributions that a pay entry names. */
  readonly paidAs = new Set<string>();
  readonly assets = new Map<string, AssetSums>();
  /** Arrived by phase, asset and model. */
  readonly payments = new Map<string, bigint>();
  /** Proposals that were queued. */
  passed = 0;
  /** Of the last entry. */
  time = 0n;

  constructor(report: ReportView, expected: ExpectedHistory, findings: Findings) {
    this.report = report;
    this.findings = findings;
    this.base = report.contributions.find(({ kind }) => kind !== DERIVED.kind)?.model;
    for (const contribution of report.contributions) {
      const { id, model, month, kind, leaves } = contribution;
      const planned = kind === DERIVED.kind ? 1 : (expected.manifests.get(manifestKey(month, kind))?.release ?? 0);
      const release = isPay(contribution) ? undefined : planned;
      this.progress.set(id, { contribution, release, review: new Review(), submitter: undefined, scored: false });
      if (!isAccepted(contribution)) continue;
      for (const { index, account, units } of leaves) this.ledger.addPosition(id, index, { model, account, units });
    }
  }

  sums(asset: string): AssetSums {
    const none: AssetSums = {
      arrived: 0n,
      received: 0n,
      upstream: 0n,
      own: { contributors: 0n, dividend: 0n, reserve: 0n },
      slices: { contributors: 0n, dividend: 0n, reserve: 0n },
      credits: 0,
      dividends: 0,
      claims: new Map(),
      swept: 0n,
    };
    const sums = this.assets.get(asset) ?? none;
    this.assets.set(asset, sums);
    return sums;
  }

  /** Where an author is paid: an account itself, a seat at its present wallet. */
  walletOf(author: string): string {
    const seat = seatOfAuthor(author);
    if (seat === undefined) return author;
    const known = this.members.seats.get(seat);
    return known === undefined ? author : walletOf(known);
  }

  equal(...difference: Parameters<Findings["equal"]>): void {
    this.findings.equal(...difference);
  }

  fail(...difference: Parameters<Findings["add"]>): void {
    this.findings.add(...difference);
  }
}

export function isAccepted(contribution: ContributionView): boolean {
  return contribution.score >= ACCEPTED_FROM;
}

export function paymentKey(phase: number, asset: string, model: string): string {
  return `phase ${phase}, ${asset}, model ${model}`;
}

/** The seat that an author stands for: its number written as an address, below 2^64, where no account is. */
export function seatOfAuthor(author: string): string | undefined {
  const value = BigInt(author);
  return value < 2n ** 64n ? `${value}` : undefined;
}

export function authorOfSeat(seat: string): string {
  return `0x${BigInt(seat).toString(16).padStart(40, "0")}`;
}

export function addPaid(table: Map<string, Map<string, Paid>>, who: string, asset: string, amount: bigint): void {
  const byAsset = table.get(who) ?? new Map<string, Paid>();
  const sum = byAsset.get(asset) ?? { amount: 0n, claims: 0 };
  table.set(who, byAsset.set(asset, { amount: sum.amount + amount, claims: sum.claims + 1 }));
}
