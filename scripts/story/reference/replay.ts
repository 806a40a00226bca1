/** Walks the timeline in its order, keeps the exact ledger beside it, and reports every entry that the ledger refutes. */
import type { Findings } from "./findings.ts";
import { type ExpectedHistory, manifestKey } from "./history.ts";
import { type Bounds, Ledger } from "./ledger.ts";
import type { ContributionView, EntryView, PositionView, ReportView } from "./shape.ts";

/** What the timeline adds up to. */
export interface Replay {
  ledger: Ledger;
  /** Contribution tokens minted, by account. */
  minted: Map<string, bigint>;
  /** Paid by account, then asset. */
  paid: Map<string, Map<string, { amount: bigint; claims: number }>>;
  assets: Map<string, AssetSums>;
  /** Received by phase and asset. */
  payments: Map<string, bigint>;
}

export interface AssetSums {
  /** Arrived in a till. */
  arrived: bigint;
  received: bigint;
  contributors: bigint;
  dividend: bigint;
  reserve: bigint;
  settlements: number;
  /** Number of claims by position. */
  claims: Map<string, number>;
}

type Entry<Type extends EntryView["type"]> = Extract<EntryView, { type: Type }>;

interface Progress {
  readonly contribution: ContributionView;
  readonly release: number;
  submitted: boolean;
  scored: boolean;
}

interface Proposal {
  readonly snapshot: bigint;
  stage: "propose" | "queue" | "execute";
}

const ACCEPTED_FROM = 50;
const MAX_RELEASES = 2;

export function isAccepted(contribution: ContributionView): boolean {
  return contribution.score >= ACCEPTED_FROM;
}

export function paymentKey(phase: number, asset: string): string {
  return `phase ${phase}, ${asset}`;
}

export function replay(report: ReportView, expected: ExpectedHistory, findings: Findings): Replay {
  return new Replayer(report, expected, findings).run();
}

class Replayer {
  readonly #report: ReportView;
  readonly #findings: Findings;
  readonly #progress = new Map<string, Progress>();
  readonly #unsettled = new Map<string, bigint>();
  readonly #lastClaim = new Map<string, Bounds>();
  readonly #mints: { account: string; time: bigint; tokens: bigint }[] = [];
  readonly #proposals = new Map<string, Proposal>();
  readonly #left = new Set<string>();
  readonly #result: Replay;

  constructor(report: ReportView, expected: ExpectedHistory, findings: Findings) {
    this.#report = report;
    this.#findings = findings;
    const ledger = new Ledger();
    this.#result = { ledger, minted: new Map(), paid: new Map(), assets: new Map(), payments: new Map() };
    for (const contribution of report.contributions) {
      const release = expected.manifests.get(manifestKey(contribution.month, contribution.kind))?.release ?? 0;
      this.#progress.set(contribution.id, { contribution, release, submitted: false, scored: false });
      if (!isAccepted(contribution)) continue;
      for (const { index, account, units } of contribution.leaves) {
        const closed = { joined: undefined, left: undefined, opened: false };
        ledger.addPosition(contribution.id, index, { model: contribution.model, account, units, ...closed });
      }
    }
  }

  run(): Replay {
    let [seq, time] = [-1, 0n];
    for (const entry of this.#report.timeline) {
      const { path } = entry;
      if (entry.seq <= seq) this.#fail("timeline", path, `above ${seq}`, entry.seq, "seq must increase.");
      if (entry.time < time) this.#fail("timeline", path, `from ${time}`, entry.time, "time must not go back.");
      [seq, time] = [entry.seq, entry.time];
      this.#take(entry);
    }
    for (const { contribution, submitted, scored } of this.#progress.values()) {
      const key = `contribution ${contribution.id}`;
      if (!submitted) this.#fail("timeline", key, "a submit entry", "none", "Every contribution is submitted once.");
      if (!scored) this.#fail("timeline", key, "a score entry", "none", "Every contribution is scored.");
    }
    return this.#result;
  }

  #take(entry: EntryView): void {
    if (entry.type === "submit") this.#submit(entry);
    else if (entry.type === "score") this.#score(entry);
    else if (entry.type === "units") this.#units(entry);
    else if (entry.type === "propose") this.#propose(entry);
    else if (entry.type === "vote") this.#vote(entry);
    else if (entry.type === "queue" || entry.type === "execute") this.#advance(entry);
    else if (entry.type === "release") this.#release(entry);
    else if (entry.type === "receive") this.#receive(entry);
    else if (entry.type === "settle") this.#settle(entry);
    else if (entry.type === "claim") this.#claim(entry);
  }

  #submit(entry: Entry<"submit">): void {
    const progress = this.#of(entry);
    if (progress === undefined) return;
    const { contribution } = progress;
    if (progress.submitted) this.#fail("timeline", entry.path, "once", "again", "A contribution is submitted once.");
    progress.submitted = true;
    this.#equal(
      "timeline",
      `${entry.path}.model`,
      contribution.model,
      entry.model,
      "The contribution has another model.",
    );
    const message = "A contribution is submitted with its submittedUnits.";
    this.#equal("units", `${entry.path}.units`, contribution.submittedUnits, entry.units, message);
  }

  #score(entry: Entry<"score">): void {
    const progress = this.#of(entry);
    if (progress === undefined) return;
    if (!progress.submitted) this.#fail("timeline", entry.path, "a submit entry before", "none", "Scored too early.");
    if (progress.scored) this.#fail("timeline", entry.path, "once", "again", "A contribution is scored once.");
    progress.scored = true;
    const { score } = progress.contribution;
    this.#equal("contribution", `${entry.path}.score`, score, entry.score, "The contribution shows another score.");
  }

  #units(entry: Entry<"units">): void {
    const progress = this.#of(entry);
    const position = this.#result.ledger.position(entry.contribution, entry.index);
    if (progress === undefined) return;
    if (position === undefined) {
      this.#fail("units", entry.path, "an accepted leaf", `leaf ${entry.index}`, "There is no such accepted leaf.");
      return;
    }
    if (!progress.scored) this.#fail("timeline", entry.path, "a score entry before", "none", "Claimed too early.");
    if (position.opened) this.#fail("units", entry.path, "once", "again", "The units of a leaf are claimed once.");
    position.opened = true;
    this.#equal("units", `${entry.path}.account`, position.account, entry.account, "The leaf has another account.");
    this.#equal("units", `${entry.path}.units`, position.units, entry.units, "The leaf is worth other units.");
    const tokens = position.units * (this.#report.tokenRates.get(progress.contribution.kind) ?? 0n);
    this.#equal("units", `${entry.path}.tokens`, tokens, entry.tokens, "Tokens are units x the rate of the kind.");
    const { minted } = this.#result;
    minted.set(entry.account, (minted.get(entry.account) ?? 0n) + entry.tokens);
    this.#mints.push({ account: entry.account, time: entry.time, tokens: entry.tokens });
  }

  #propose(entry: Entry<"propose">): void {
    const { path, proposal, snapshot } = entry;
    if (this.#proposals.has(proposal)) this.#fail("timeline", path, "a new id", proposal, "Proposed twice.");
    this.#proposals.set(proposal, { snapshot, stage: "propose" });
  }

  #advance(entry: Entry<"queue" | "execute">): void {
    const proposal = this.#proposalOf(entry);
    if (proposal === undefined) return;
    const before = entry.type === "queue" ? "propose" : "queue";
    this.#equal(
      "timeline",
      entry.path,
      before,
      proposal.stage,
      "Proposals are proposed, queued, executed, in this order.",
    );
    proposal.stage = entry.type;
  }

  #vote(entry: Entry<"vote">): void {
    const { path, voter } = entry;
    const proposal = this.#proposalOf(entry);
    if (proposal === undefined) return;
    this.#equal("timeline", path, "propose", proposal.stage, "Votes are cast before a proposal is queued.");
    if (entry.support > 2) this.#fail("vote", `${path}.support`, "0..2", entry.support, "No such choice.");
    // Founders' tokens come from the genesis file, which this doesn't read: their weight can't be recomputed here.
    if (!this.#report.accounts.some(({ account }) => account === voter)) return;
    const mints = this.#mints.filter(({ account, time }) => account === voter && time <= proposal.snapshot);
    const weight = mints.reduce((sum, { tokens }) => sum + tokens, 0n);
    this.#equal("vote", `${path}.weight`, weight, entry.weight, "Votes are the tokens held at the snapshot.");
  }

  #release(entry: Entry<"release">): void {
    const { ledger } = this.#result;
    const n = ledger.current(entry.model) + 1;
    this.#equal("release", `${entry.path}.n`, n, entry.n, "Releases are numbered from 1.");
    if (n > MAX_RELEASES) this.#fail("release", entry.path, MAX_RELEASES, n, "The story has two releases.");
    const executed = [...this.#proposals.values()].filter(({ stage }) => stage !== "propose").length;
    if (executed < n) this.#fail("release", entry.path, n, executed, "Each release needs a proposal of its own.");

    const members: string[] = [];
    const joining: string[] = [];
    for (const [id, { contribution, release, scored }] of this.#progress) {
      if (contribution.model !== entry.model || !isAccepted(contribution) || release > n) continue;
      if (!scored) this.#fail("release", entry.path, "a score before", id, "A release takes only scored work.");
      members.push(id);
      const positions = contribution.leaves.map(({ index }) => ledger.position(id, index));
      if (positions.every((position) => position?.joined !== undefined)) continue;
      joining.push(id);
      for (const position of positions) if (position !== undefined) position.joined ??= n;
    }
    // Published as those that join; the list of all members says the same, so it passes too.
    const included = listIds(entry.included);
    if (included !== listIds(members)) {
      this.#equal(
        "release",
        `${entry.path}.included`,
        listIds(joining),
        included,
        "Accepted work of these months joins.",
      );
    }
    for (const { id, index } of entry.excluded) {
      const position = ledger.position(id, index);
      const leaf = `${id}/${index}`;
      if (position === undefined || position.model !== entry.model || this.#left.has(leaf)) {
        this.#fail("release", `${entry.path}.excluded`, "a leaf that is still in", leaf, "Nothing is there to leave.");
        continue;
      }
      this.#left.add(leaf);
      position.left = n;
    }
    ledger.release(entry.model);
  }

  #receive(entry: Entry<"receive">): void {
    const pot = `${entry.model} ${entry.asset}`;
    this.#unsettled.set(pot, (this.#unsettled.get(pot) ?? 0n) + entry.amount);
    this.#sums(entry.asset).arrived += entry.amount;
    const phase = paymentKey(this.#result.ledger.current(entry.model), entry.asset);
    const { payments } = this.#result;
    payments.set(phase, (payments.get(phase) ?? 0n) + entry.amount);
  }

  #settle(entry: Entry<"settle">): void {
    const { path, model, asset } = entry;
    const { splitBps } = this.#report;
    const pot = `${model} ${asset}`;
    const received = this.#unsettled.get(pot) ?? 0n;
    this.#unsettled.delete(pot);
    this.#equal("settle", `${path}.received`, received, entry.received, "Settled is what arrived since the last time.");
    if (entry.upstream.length > 0) {
      this.#fail("settle", `${path}.upstream`, "none", entry.upstream.length, "The story's model has no upstream.");
    }
    const contributors = (received * BigInt(splitBps.contributors)) / 10_000n;
    const dividend = (received * BigInt(splitBps.dividend)) / 10_000n;
    const reserve = received - contributors - dividend;
    this.#equal(
      "settle",
      `${path}.contributors`,
      contributors,
      entry.contributors,
      "Contributors' share, rounded down.",
    );
    this.#equal("settle", `${path}.dividend`, dividend, entry.dividend, "The dividend's share, rounded down.");
    this.#equal("settle", `${path}.reserve`, reserve, entry.reserve, "The reserve gets what the other two leave.");
    const sums = this.#sums(asset);
    sums.received += entry.received;
    sums.contributors += entry.contributors;
    sums.dividend += entry.dividend;
    sums.reserve += entry.reserve;
    sums.settlements += 1;
    this.#result.ledger.share(model, asset, contributors);
  }

  #claim(entry: Entry<"claim">): void {
    const { path, account, asset } = entry;
    let [low, high] = [0n, 0n];
    const seen = new Set<string>();
    for (const { id, index } of entry.positions) {
      const position = this.#openPosition(entry, { id, index });
      const place = `${id}/${index}`;
      if (seen.has(place)) this.#fail("claim", path, "once", place, "A claim names a position once.");
      if (position === undefined || seen.has(place)) continue;
      seen.add(place);
      const { claims } = this.#sums(asset);
      claims.set(place, (claims.get(place) ?? 0) + 1);
      const now = this.#result.ledger.bounds(position, asset);
      const before = this.#lastClaim.get(`${place} ${asset}`) ?? { low: 0n, high: 0n };
      this.#lastClaim.set(`${place} ${asset}`, now);
      low += now.low - before.high;
      high += now.high - before.low;
    }
    const message = "A claim pays what its positions earned since the last one.";
    this.#findings.within("claim", `${path}.amount`, low < 0n ? 0n : low, high, entry.amount, message);
    const byAsset = this.#result.paid.get(account) ?? new Map<string, { amount: bigint; claims: number }>();
    const sum = byAsset.get(asset) ?? { amount: 0n, claims: 0 };
    byAsset.set(asset, { amount: sum.amount + entry.amount, claims: sum.claims + 1 });
    this.#result.paid.set(account, byAsset);
  }

  #openPosition({ path, account }: Entry<"claim">, { id, index }: PositionView) {
    const position = this.#result.ledger.position(id, index);
    const key = `${path}.positions`;
    if (position?.opened === true && position.account === account) return position;
    const actual = `${id}/${index}`;
    this.#fail(
      "claim",
      key,
      "an open position of the account",
      actual,
      "An account is paid for its own open positions.",
    );
    return undefined;
  }

  #proposalOf(entry: Entry<"vote"> | Entry<"queue" | "execute">): Proposal | undefined {
    const known = this.#proposals.get(entry.proposal);
    if (known === undefined) this.#fail("timeline", entry.path, "a propose entry", entry.proposal, "No such proposal.");
    return known;
  }

  #of(entry: Entry<"submit"> | Entry<"score"> | Entry<"units">): Progress | undefined {
    const known = this.#progress.get(entry.contribution);
    if (known !== undefined) return known;
    this.#fail("timeline", entry.path, "a known contribution", entry.contribution, "There is no such contribution.");
    return undefined;
  }

  #sums(asset: string): AssetSums {
    const none = {
      arrived: 0n,
      received: 0n,
      contributors: 0n,
      dividend: 0n,
      reserve: 0n,
      settlements: 0,
      claims: new Map<string, number>(),
    };
    const sums = this.#result.assets.get(asset) ?? none;
    this.#result.assets.set(asset, sums);
    return sums;
  }

  #equal(...difference: Parameters<Findings["equal"]>): void {
    this.#findings.equal(...difference);
  }

  #fail(...difference: Parameters<Findings["add"]>): void {
    this.#findings.add(...difference);
  }
}

function listIds(ids: readonly string[]): string {
  return [...ids].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)).join(", ");
}
