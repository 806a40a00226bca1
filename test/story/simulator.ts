/**
 * A small honest story for the tests: pays by an index per unit, as the contracts do (pool.ts), and writes the report. It
 * shares the plan with the story and nothing with the reference model.
 */
import { keccak256, stringToBytes } from "viem";
import {
  authorAccount,
  type PlannedContribution,
  parseHistory,
  planContributions,
} from "../../scripts/story/history.ts";
import {
  amount,
  type ByAsset,
  type Earning,
  type Position,
  type ProposalClass,
  type ReportAccount,
  type ReportCall,
  type ReportContribution,
  type ReportMember,
  type Slice,
  type StoryReport,
  type TimelineEntry,
  type TimelineEvent,
} from "../../scripts/story/report.ts";
import { derivedPart, type RevenueRow } from "../../scripts/story/revenue.ts";
import { totalsOf } from "../../scripts/story/totals.ts";
import {
  DERIVED,
  FOUNDERS,
  lessons,
  MODEL,
  NEIGHBOURS,
  NEW_WALLET,
  PAYER,
  params,
  partsOf,
  UPSTREAM_BPS,
  written,
} from "./roles.ts";
import { type Account, SimulatedRewards } from "./simulatedRewards.ts";
import { asAuthor, type SimulatedSeat, SimulatedSeats, walletOf } from "./simulatedSeats.ts";

export interface Simulation {
  historyCsv: string;
  revenue: readonly RevenueRow[];
  score: (contribution: PlannedContribution, place: number) => number;
  /** True if everyone claims after each settlement rather than at the end only. */
  eager?: boolean;
  /** Declared units for a review; 100 unless said otherwise. */
  fee?: bigint;
  /** Positions that are withdrawn, and leave with release 2. */
  leavers?: readonly Position[];
}

const NO_ITEM = `0x${"0".repeat(64)}` as const;
const YEARS = 100_000_000n;

export function simulate(simulation: Simulation): StoryReport {
  return new Simulator(simulation).run();
}

type Question = { options?: number; refusedAs?: ProposalClass };

class Simulator {
  readonly #simulation: Simulation;
  readonly #timeline: TimelineEntry[] = [];
  readonly #rewards = new SimulatedRewards();
  readonly #seats = new SimulatedSeats();
  readonly #minted = new Map<Account, bigint>();
  readonly #voices = new Map<Account, bigint>();
  readonly #paid = new Map<string, bigint>();
  readonly #contributions: ReportContribution[] = [];
  /** Of reviews, by model and seat. */
  readonly #earned = new Map<string, bigint>();
  readonly #plan: PlannedContribution[];
  readonly #authors: string[];
  #proposals = 0;
  #clock = 1_700_000_000n;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#plan = planContributions(parseHistory(simulation.historyCsv, "history.csv"));
    this.#authors = [...new Set(this.#plan.flatMap(({ leaves }) => leaves.map(({ author }) => author)))].sort();
    for (const { account, voice } of params.founders) this.#voices.set(account, BigInt(voice));
  }

  run(): StoryReport {
    for (const account of FOUNDERS) this.#enrol(account, YEARS, undefined, true);
    this.#plan.forEach((planned, place) => {
      const score = this.#simulation.score(planned, place);
      this.#work({ ...planned, model: MODEL, joins: planned.release, score });
    });
    this.#collectPay(MODEL);
    // One leaf in three is claimed late: it must lose nothing.
    this.#claimUnits((place) => place % 3 !== 0);
    this.#earn(0);
    this.#publish(MODEL);
    this.#register();
    const [lost, late] = NEIGHBOURS.map((account) => this.#enrol(account, 400n)) as [SimulatedSeat, SimulatedSeat];
    const early = this.#authors.slice(0, Math.ceil(this.#authors.length / 2));
    for (const author of early) this.#enrol(authorAccount(author), YEARS, author);
    this.#earn(1);
    this.#collect(this.#seats.all.slice(0, 4));
    for (const refusedAs of ["constitutional", "ordinary"] as const) {
      this.#vote("Let voices be sold", () => {}, { refusedAs });
    }
    const mover = this.#seats.all.find((seat) => seat.author === early[0]) as SimulatedSeat;
    this.#askToMove(mover);
    for (const lesson of lessons(mover.number - 1n, this.#lessonMonth()))
      this.#work({ ...lesson, model: DERIVED, joins: 1 });
    this.#claimUnits(() => true);
    this.#collectPay(DERIVED);
    this.#publish(DERIVED);
    for (const [contribution, index] of this.#simulation.leavers ?? []) this.#withdraw(contribution, index);
    this.#move(mover);
    this.#recover(mover);
    for (const author of this.#authors.slice(early.length, -1)) this.#enrol(authorAccount(author), YEARS, author);
    this.#publish(MODEL);
    this.#clock += 2_592_500n;
    for (const seat of [lost, late]) this.#expire(seat);
    this.#earn(2);
    this.#renew(late);
    this.#claim();
    this.#sweep(lost);
    this.#collect(this.#seats.all.filter((seat) => seat !== lost).slice(1));
    return this.#report();
  }

  #log(event: TimelineEvent): void {
    this.#clock += 12n;
    this.#timeline.push({ seq: this.#timeline.length, time: amount(this.#clock), ...event } as TimelineEntry);
  }

  // -------------------------------------------------------------------------------------------------------- work

  #work(
    work: Omit<PlannedContribution, "kind" | "release"> &
      Pick<ReportContribution, "model" | "kind" | "score"> & { joins: number },
  ) {
    const { model, month, kind, score, units, joins } = work;
    const id = `${this.#contributions.length + 1}`;
    const accepted = score >= 50;
    const leaves = work.leaves.map(({ index, author, account, items, unitsPerItem, contentHashes }) => ({
      index,
      author,
      account,
      items: amount(items),
      unitsPerItem: amount(unitsPerItem),
      units: amount(accepted ? items * unitsPerItem * BigInt(score) : 0n),
      itemsRoot: contentHashes[0] ?? NO_ITEM,
    }));
    const status = accepted ? ("Final" as const) : ("Rejected" as const);
    this.#contributions.push({ id, model, month, kind, submittedUnits: amount(units), score, status, leaves });
    const root = keccak256(stringToBytes(`root ${id}`));
    this.#log({ type: "submit", contribution: id, model, submitter: PAYER, root, units: amount(units) });
    this.#judge(id, model, score);
    for (const { index, account, units: worth } of accepted ? leaves : []) {
      const open = { leaves: undefined, opened: false, cursors: new Map() };
      const position: Position = [id, index];
      this.#rewards.holdings.push({ model, position, account, holder: account, units: BigInt(worth), joins, ...open });
    }
  }

  /** Three founders judge, one of them off by some points. */
  #judge(contribution: string, model: string, score: number): void {
    const [round, seats] = [1, ["2", "5", "6"]];
    const { fee = 100n } = this.#simulation;
    const off = score > 90 ? score - 7 : score + 7;
    const opinions = [score, off, score];
    this.#log({ type: "draw", contribution, round, seats, fee: amount(fee) });
    for (const seat of seats) this.#log({ type: "commit", contribution, round, seat, commitment: NO_ITEM });
    seats.forEach((seat, place) => {
      this.#log({ type: "reveal", contribution, round, seat, score: opinions[place] ?? 0, salt: NO_ITEM });
    });
    this.#log({ type: "tally", contribution, round, score, weights: ["805", "805", "805"] });
    this.#log({ type: "score", contribution, score });
    seats.forEach((seat, place) => {
      const units = opinions[place] === score ? fee : (fee * 86n) / 100n;
      this.#log({ type: "reviewed", contribution, round, seat, units: amount(units) });
      this.#earned.set(`${model} ${seat}`, (this.#earned.get(`${model} ${seat}`) ?? 0n) + units);
    });
  }

  /** What reviewers earned becomes work of theirs, part of the next release. */
  #collectPay(model: string): void {
    for (const [key, units] of this.#earned) {
      if (!key.startsWith(`${model} `) || units === 0n) continue;
      this.#earned.delete(key);
      const seat = key.split(" ")[1] ?? "";
      const id = `${this.#contributions.length + 1}`;
      const account = asAuthor(BigInt(seat));
      const itemsRoot = `0x${BigInt(id).toString(16).padStart(64, "0")}` as const;
      const worth = units * 100n;
      const leaf = { index: 0, author: `seat:${seat}`, account, items: amount(units), unitsPerItem: amount(1n) };
      this.#contributions.push({
        id,
        model,
        month: this.#lessonMonth(),
        kind: "Curation",
        submittedUnits: amount(units),
        score: 100,
        status: "Final",
        leaves: [{ ...leaf, units: amount(worth), itemsRoot }],
      });
      this.#log({ type: "submit", contribution: id, model, submitter: PAYER, root: NO_ITEM, units: amount(units) });
      this.#log({ type: "score", contribution: id, score: 100 });
      const position: Position = [id, 0];
      const joins = this.#rewards.release(model) + 1;
      const holding = { leaves: undefined, opened: false, cursors: new Map() };
      this.#rewards.holdings.push({ model, position, account, holder: account, units: worth, joins, ...holding });
      this.#claimUnits((place) => place === this.#rewards.holdings.length - 1);
      this.#log({ type: "pay", for: "review", model, seat, units: amount(units), contribution: id });
    }
  }

  #claimUnits(chosen: (place: number) => boolean): void {
    this.#rewards.holdings.forEach((holding, place) => {
      if (holding.opened || !chosen(place)) return;
      holding.opened = true;
      const { position, account, units } = holding;
      const tokens = units * BigInt(params.tokenRates.Data);
      this.#minted.set(account, (this.#minted.get(account) ?? 0n) + tokens);
      const wallet = this.#walletOf(account);
      this.#voices.set(wallet, (this.#voices.get(wallet) ?? 0n) + tokens);
      const leaf = { contribution: position[0], index: position[1], account };
      this.#log({ type: "units", ...leaf, units: amount(units), tokens: amount(tokens) });
    });
  }

  #lessonMonth(): string {
    return this.#plan.findLast(({ release }) => release === 1)?.month ?? "";
  }

  #withdraw(contribution: string, index: number): void {
    const holding = this.#rewards.holdings.find(({ position: [id, at] }) => id === contribution && at === index);
    if (holding === undefined) return;
    holding.leaves = 2;
    this.#log({ type: "withdraw", contribution, index, account: holding.account, units: amount(holding.units) });
  }

  /** Everyone with a voice is for it, or for the second of three options; or the members with the least voice are against. */
  #vote(title: string, carriedOut: () => void, { options = 0, refusedAs }: Question = {}): void {
    const proposal = `${++this.#proposals}000`;
    const calls = Array.from({ length: Math.max(1, options) }, (_, i): ReportCall => {
      return { target: PAYER, data: `0x${proposal}${i + 10}` };
    });
    const snapshot = amount(this.#clock + 12n);
    const named = calls.map((_, i) => ({ title: `Direction ${i + 1}`, calls: 1 }));
    const asked = { proposal, title, snapshot, class: refusedAs ?? "ordinary", calls };
    this.#log({ type: "propose", ...asked, ...(options === 0 ? {} : { options: named }) });

    const all = [...this.#voices.values()].reduce((sum, voice) => sum + voice, 0n);
    const cap = (all * BigInt(params.capBps)) / 10_000n;
    const weightOf = (voter: Account) => {
      const voice = this.#voices.get(voter) ?? 0n;
      return voice < cap ? voice : cap;
    };
    const wallets = this.#seats.all.filter(({ graceEnds }) => graceEnds === undefined).map(walletOf);
    const weakest = [...wallets].sort((x, y) => (weightOf(x) < weightOf(y) ? -1 : 1)).slice(0, wallets.length / 2 + 1);
    const objectors = new Set(refusedAs === undefined ? [] : weakest);
    const voters = new Set([...this.#voices.keys(), ...objectors]);
    const sums = { against: 0n, for: 0n };
    const seats = { against: 0, for: 0 };
    for (const voter of voters) {
      const weight = weightOf(voter);
      const side = objectors.has(voter) ? "against" : "for";
      if (weight === 0n && side === "for") continue;
      sums[side] += weight;
      if (wallets.includes(voter)) seats[side]++;
      const ballot = { proposal, voter, support: side === "for" ? 1 : 0, weight: amount(weight) };
      this.#log({ type: "vote", ...ballot, ...(options === 0 ? {} : { options: [2] }) });
    }
    const winner = refusedAs !== undefined ? 0 : options === 0 ? 1 : 2;
    this.#log({
      type: "outcome",
      proposal,
      class: asked.class,
      state: winner === 0 ? "defeated" : "succeeded",
      winner,
      holders: { against: amount(sums.against), for: amount(sums.for), abstain: "0", quorum: amount(all / 10n) },
      members: { ...seats, abstain: 0, seats: wallets.length },
      ...(options === 0 ? {} : { approvals: [0, ...calls].map((_, i) => amount(i === winner ? sums.for : 0n)) }),
    });
    if (winner === 0) return;
    this.#log({ type: "queue", proposal });
    carriedOut();
    this.#log({ type: "execute", proposal, calls: calls.slice(winner - 1, winner) });
  }

  #register(): void {
    const upstream = [{ model: MODEL, bps: UPSTREAM_BPS }];
    this.#vote("Register Tutor", () => this.#log({ type: "register", model: DERIVED, name: "Tutor", upstream }));
  }

  #publish(model: string): void {
    const n = this.#rewards.release(model) + 1;
    const publish = () => {
      this.#rewards.open(model);
      const own = this.#rewards.holdings.filter((holding) => holding.model === model);
      const joining = new Set(own.filter(({ joins }) => joins === n).map(({ position }) => position[0]));
      const excluded = own.filter(({ leaves }) => leaves === n).map(({ position }) => position);
      this.#log({ type: "release", model, n, included: [...joining], excluded });
    };
    this.#vote(`Publish release ${n} of ${model}`, publish, model === MODEL && n === 2 ? { options: 3 } : {});
    this.#rewards.unpark(model);
  }

  // -------------------------------------------------------------------------------------------------------- money

  #earn(phase: number): void {
    const rows = this.#simulation.revenue.filter((row) => row.phase === phase);
    this.#settle(
      MODEL,
      rows.map((row) => ({ asset: row.asset, value: row.amount - derivedPart(row) })),
    );
    this.#settle(
      DERIVED,
      rows.map((row) => ({ asset: row.asset, value: derivedPart(row) })).filter(({ value }) => value > 0n),
    );
  }

  #settle(model: string, payments: readonly { asset: string; value: bigint }[]): void {
    for (const { asset, value } of payments) {
      this.#log({ type: "receive", model, asset, from: PAYER, amount: amount(value) });
    }
    for (const asset of new Set(payments.map((payment) => payment.asset))) {
      const received = payments.reduce((sum, one) => (one.asset === asset ? sum + one.value : sum), 0n);
      const slice = model === DERIVED ? (received * BigInt(UPSTREAM_BPS)) / 10_000n : 0n;
      const [own, passed] = [partsOf(received - slice), partsOf(slice)];
      const upstream: Slice[] = model === DERIVED ? [{ model: MODEL, amount: amount(slice), ...written(passed) }] : [];
      this.#log({ type: "settle", model, asset, received: amount(received), upstream, ...written(own) });
      this.#rewards.share(MODEL, asset, passed.contributors);
      this.#rewards.share(model, asset, own.contributors);
      this.#seats.share(asset, own.dividend + passed.dividend);
      if (this.#simulation.eager !== true) continue;
      this.#claim();
      this.#collect(this.#seats.all.filter((seat) => seat.graceEnds === undefined));
    }
  }

  #claim(): void {
    for (const asset of this.#assets()) {
      for (const owner of new Set(this.#rewards.holdings.map(({ account }) => account))) {
        const own = this.#rewards.holdings.filter(({ account, opened }) => account === owner && opened);
        const paid = own.reduce((sum, holding) => sum + this.#rewards.take(holding, asset), 0n);
        const account = own[0]?.holder;
        if (paid === 0n || account === undefined) continue;
        this.#paid.set(`${owner} ${asset}`, (this.#paid.get(`${owner} ${asset}`) ?? 0n) + paid);
        const positions = own.map(({ position }) => position);
        this.#log({ type: "claim", account, to: this.#walletOf(account), asset, amount: amount(paid), positions });
      }
    }
  }

  #collect(seats: readonly SimulatedSeat[]): void {
    for (const seat of seats) {
      for (const asset of this.#assets()) {
        const value = this.#seats.take(seat, asset);
        if (value === 0n) continue;
        seat.paid.set(asset, (seat.paid.get(asset) ?? 0n) + value);
        const paid = { seat: `${seat.number}`, account: walletOf(seat), asset, amount: amount(value) };
        this.#log({ type: "dividend", ...paid });
      }
    }
  }

  #assets(): string[] {
    return [...new Set(this.#timeline.flatMap((entry) => (entry.type === "receive" ? [entry.asset] : [])))];
  }

  // -------------------------------------------------------------------------------------------------------- seats

  #enrol(account: Account, term: bigint, author?: string, founding = false): SimulatedSeat {
    const seat = this.#seats.open(account, this.#clock, this.#clock + term, author);
    const times = { serial: amount(seat.serial), expiry: amount(seat.expiry) };
    const opened = { type: "enrol", seat: `${seat.number}`, account, ...times } as const;
    this.#log(founding ? { ...opened, founding } : opened);
    return seat;
  }

  #askToMove(seat: SimulatedSeat): void {
    [seat.serial, seat.expiry] = [this.#clock, this.#clock + YEARS];
    const times = { serial: amount(seat.serial), expiry: amount(seat.expiry) };
    const readyAt = amount(this.#clock + 12n + BigInt(params.periods.rebind));
    this.#log({ type: "rebindAsked", seat: `${seat.number}`, account: NEW_WALLET, ...times, readyAt });
  }

  #move(seat: SimulatedSeat): void {
    this.#clock += BigInt(params.periods.rebind);
    const from = walletOf(seat);
    seat.wallets.push(NEW_WALLET);
    this.#log({ type: "rebind", seat: `${seat.number}`, from, to: NEW_WALLET });
  }

  #recover(seat: SimulatedSeat): void {
    this.#clock += BigInt(params.periods.recovery);
    const from = seat.wallets[0] as Account;
    const tokens = this.#voices.get(from) ?? 0n;
    const route = { seat: `${seat.number}`, from, to: walletOf(seat) };
    const own = this.#rewards.holdings.filter(({ account }) => account === from);
    if (tokens > 0n) this.#log({ type: "recover", ...route, tokens: amount(tokens), positions: [] });
    this.#voices.set(from, 0n);
    this.#voices.set(NEW_WALLET, tokens);
    if (own.length === 0) return;
    this.#log({ type: "recover", ...route, tokens: "0", positions: own.map(({ position }) => position) });
    for (const holding of own) holding.holder = asAuthor(seat.number);
  }

  #expire(seat: SimulatedSeat): void {
    const graceEnds = this.#clock + 12n + BigInt(params.periods.grace);
    this.#seats.lapse(seat, graceEnds);
    this.#log({ type: "expire", seat: `${seat.number}`, account: walletOf(seat), graceEnds: amount(graceEnds) });
  }

  #renew(seat: SimulatedSeat): void {
    this.#seats.restore(seat);
    [seat.serial, seat.expiry] = [this.#clock, this.#clock + YEARS];
    const times = { serial: amount(seat.serial), expiry: amount(seat.expiry) };
    this.#log({ type: "renew", seat: `${seat.number}`, account: walletOf(seat), ...times, effect: "restored" });
  }

  #sweep(seat: SimulatedSeat): void {
    this.#clock += BigInt(params.periods.grace);
    for (const asset of this.#assets()) {
      const value = this.#seats.take(seat, asset);
      if (value === 0n) continue;
      this.#log({ type: "sweep", seat: `${seat.number}`, asset, amount: amount(value) });
      this.#seats.share(asset, value);
    }
  }

  #walletOf(author: Account): Account {
    const seat = this.#seats.all.find(({ number }) => asAuthor(number) === author);
    return seat === undefined ? author : walletOf(seat);
  }

  // -------------------------------------------------------------------------------------------------------- report

  #report(): StoryReport {
    const members = this.#members();
    const assets = new Map(this.#assets().map((asset) => [asset, PAYER] as const));
    return {
      schema: 1,
      params: structuredClone(params),
      contributions: this.#contributions,
      timeline: this.#timeline,
      accounts: this.#accounts(members),
      members,
      totals: totalsOf(this.#timeline, assets),
      mismatches: [],
    };
  }

  #members(): ReportMember[] {
    return this.#seats.all.map((seat) => {
      const dividend: Record<string, Earning> = {};
      for (const asset of this.#assets()) {
        const claimed = seat.paid.get(asset) ?? 0n;
        const open = seat.graceEnds === undefined ? this.#seats.take(seat, asset) : 0n;
        dividend[asset] = { earned: amount(claimed + open), claimed: amount(claimed) };
      }
      const status = seat.graceEnds === undefined ? ("active" as const) : ("forfeited" as const);
      const founder = FOUNDERS.indexOf(seat.wallets[0] as Account);
      const author = founder < 0 ? seat.author : `founder-${founder + 1}`;
      const person = author === undefined ? {} : { author };
      return { seat: `${seat.number}`, account: walletOf(seat), ...person, status, dividend };
    });
  }

  #accounts(members: readonly ReportMember[]): ReportAccount[] {
    const leaves = this.#contributions.flatMap((work) => work.leaves);
    const people = new Map(leaves.map(({ account, author }) => [account, author]));
    return [...people].map(([account, author]) => {
      const own = this.#rewards.holdings.filter((holding) => holding.account === account);
      const claimed: ByAsset = {};
      for (const asset of this.#assets()) claimed[asset] = amount(this.#paid.get(`${account} ${asset}`) ?? 0n);
      const written = this.#seats.all.find(({ number }) => asAuthor(number) === account);
      const seat = written ?? this.#seats.all.find(({ wallets }) => wallets.includes(account));
      const member = members.find((one) => one.seat === `${seat?.number}`);
      const wallet = seat === undefined ? account : walletOf(seat);
      return {
        author,
        account,
        wallet,
        ...(member === undefined ? {} : { seat: member.seat }),
        units: amount(own.reduce((sum, { units }) => sum + units, 0n)),
        tokens: amount(this.#minted.get(account) ?? 0n),
        votes: amount(this.#voices.get(wallet) ?? 0n),
        earned: { ...claimed },
        claimed,
        ...(member === undefined || written !== undefined ? {} : { dividend: structuredClone(member.dividend) }),
      };
    });
  }
}
