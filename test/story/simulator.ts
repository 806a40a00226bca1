/**
 * A small honest story for the tests: pays by an index per unit scaled by 2^64 with the remainder carried, as the contracts
 * do, and writes the report. It shares the plan with the story and nothing with the reference model.
 */
import { keccak256, stringToBytes } from "viem";
import { type PlannedContribution, parseHistory, planContributions } from "../../scripts/story/history.ts";
import {
  amount,
  type ByAsset,
  type Position,
  type ReportAccount,
  type ReportContribution,
  type StoryReport,
  type TimelineEntry,
  type TimelineEvent,
} from "../../scripts/story/report.ts";
import type { RevenueRow } from "../../scripts/story/revenue.ts";

export interface Simulation {
  historyCsv: string;
  revenue: readonly RevenueRow[];
  score: (contribution: PlannedContribution, place: number) => number;
  /** True if everyone claims after each settlement rather than at the end only. */
  eager?: boolean;
  /** Positions that leave with release 2. */
  leavers?: readonly Position[];
}

const MODEL = "1";
const SPLIT = { contributors: 6000, dividend: 2500, reserve: 1500 };
const RATE = 1_000_000_000_000n;
const PAYER = "0x00000000000000000000000000000000000000aa";

interface Pool {
  index: bigint;
  remainder: bigint;
  parked: bigint;
  opening: Map<number, bigint>;
}

interface Cursor {
  index: bigint;
  fraction: bigint;
}

interface Holding {
  position: Position;
  account: string;
  units: bigint;
  joins: number;
  leaves: number | undefined;
}

export function simulate(simulation: Simulation): StoryReport {
  return new Simulator(simulation).run();
}

class Simulator {
  readonly #simulation: Simulation;
  readonly #timeline: TimelineEntry[] = [];
  readonly #pools = new Map<string, Pool>();
  readonly #cursors = new Map<string, Cursor>();
  readonly #tokens = new Map<string, bigint>();
  readonly #paid = new Map<string, bigint>();
  readonly #holdings: Holding[];
  readonly #contributions: ReportContribution[];
  readonly #plan: PlannedContribution[];
  #release = 0;
  #clock = 1_700_000_000n;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#plan = planContributions(parseHistory(simulation.historyCsv, "history.csv"));
    this.#contributions = this.#plan.map((planned, place) => this.#contribution(planned, place));
    this.#holdings = this.#contributions.flatMap(({ id, leaves }, place) =>
      leaves
        .filter(({ units }) => units !== "0")
        .map(({ index, account, units }): Holding => {
          const joins = this.#plan[place]?.release ?? 1;
          const left = simulation.leavers?.some(([of, at]) => of === id && at === index) === true;
          return { position: [id, index], account, units: BigInt(units), joins, leaves: left ? 2 : undefined };
        }),
    );
  }

  run(): StoryReport {
    for (const { id, model, submittedUnits, score } of this.#contributions) {
      const root = keccak256(stringToBytes(`root ${id}`));
      this.#log({ type: "submit", contribution: id, model, submitter: PAYER, root, units: submittedUnits });
      this.#log({ type: "score", contribution: id, score });
    }
    // One leaf in three is claimed late: it must lose nothing.
    this.#claimUnits((place) => place % 3 !== 0);
    this.#earn(0);
    this.#publish();
    this.#earn(1);
    this.#publish();
    this.#claimUnits((place) => place % 3 === 0);
    this.#earn(2);
    this.#claim();
    return this.#report();
  }

  #contribution(planned: PlannedContribution, place: number): ReportContribution {
    const score = this.#simulation.score(planned, place);
    const accepted = score >= 50;
    return {
      id: `${place + 1}`,
      model: MODEL,
      month: planned.month,
      kind: planned.kind,
      submittedUnits: amount(planned.units),
      score,
      status: accepted ? "Final" : "Rejected",
      leaves: planned.leaves.map(({ index, author, account, items, unitsPerItem, contentHashes }) => ({
        index,
        author,
        account,
        items: amount(items),
        unitsPerItem: amount(unitsPerItem),
        units: amount(accepted ? items * unitsPerItem * BigInt(score) : 0n),
        itemsRoot: contentHashes[0] ?? "0x",
      })),
    };
  }

  #log(event: TimelineEvent): void {
    this.#clock += 12n;
    this.#timeline.push({ seq: this.#timeline.length, time: amount(this.#clock), ...event } as TimelineEntry);
  }

  #claimUnits(chosen: (place: number) => boolean): void {
    this.#holdings.forEach(({ position: [contribution, index], account, units }, place) => {
      if (!chosen(place)) return;
      const tokens = units * RATE;
      this.#tokens.set(account, (this.#tokens.get(account) ?? 0n) + tokens);
      this.#cursors.set(`${contribution}/${index}`, { index: 0n, fraction: 0n });
      const event = {
        contribution,
        index,
        account: account as `0x${string}`,
        units: amount(units),
        tokens: amount(tokens),
      };
      this.#log({ type: "units", ...event });
    });
  }

  #publish(): void {
    const n = this.#release + 1;
    const proposal = `${n}000`;
    const snapshot = amount(this.#clock + 12n);
    this.#log({ type: "propose", proposal, title: `Publish release ${n}`, snapshot });
    for (const [voter, weight] of this.#tokens) {
      this.#log({ type: "vote", proposal, voter: voter as `0x${string}`, support: 1, weight: amount(weight) });
    }
    this.#log({ type: "queue", proposal });
    for (const pool of this.#pools.values()) pool.opening.set(n, pool.index);
    this.#release = n;
    const joining = this.#contributions.filter(({ score }, place) => score >= 50 && this.#plan[place]?.release === n);
    const excluded = this.#holdings.filter(({ leaves }) => leaves === n).map(({ position }) => position);
    this.#log({ type: "release", model: MODEL, n, included: joining.map(({ id }) => id), excluded });
    this.#log({ type: "execute", proposal });
    for (const pool of this.#pools.values()) {
      const parked = pool.parked;
      pool.parked = 0n;
      this.#distribute(pool, parked);
    }
  }

  #earn(phase: number): void {
    const rows = this.#simulation.revenue.filter((row) => row.phase === phase);
    for (const { asset, amount: value } of rows) {
      this.#log({ type: "receive", model: MODEL, asset, from: PAYER, amount: amount(value) });
    }
    for (const asset of new Set(rows.map((row) => row.asset))) {
      const received = rows.filter((row) => row.asset === asset).reduce((sum, row) => sum + row.amount, 0n);
      const contributors = (received * BigInt(SPLIT.contributors)) / 10_000n;
      const dividend = (received * BigInt(SPLIT.dividend)) / 10_000n;
      const slices = { contributors, dividend, reserve: received - contributors - dividend };
      this.#log({
        type: "settle",
        model: MODEL,
        asset,
        received: amount(received),
        upstream: [],
        contributors: amount(slices.contributors),
        dividend: amount(slices.dividend),
        reserve: amount(slices.reserve),
      });
      this.#distribute(this.#pool(asset), contributors);
      if (this.#simulation.eager === true) this.#claim();
    }
  }

  #distribute(pool: Pool, value: bigint): void {
    const units = this.#holdings
      .filter((holding) => this.#isActive(holding))
      .reduce((sum, { units }) => sum + units, 0n);
    if (units === 0n) {
      pool.parked += value;
      return;
    }
    const scaled = (value << 64n) + pool.remainder;
    pool.index += scaled / units;
    pool.remainder = scaled % units;
  }

  #isActive({ joins, leaves }: Holding): boolean {
    return joins <= this.#release && (leaves === undefined || this.#release < leaves);
  }

  #claim(): void {
    for (const [asset, pool] of this.#pools) {
      for (const account of new Set(this.#holdings.map((holding) => holding.account))) {
        const open = this.#holdings.filter(
          (one) => one.account === account && this.#cursors.has(one.position.join("/")),
        );
        const paid = open.reduce((sum, holding) => sum + this.#collect(holding, asset, pool), 0n);
        if (paid === 0n) continue;
        const key = `${account} ${asset}`;
        this.#paid.set(key, (this.#paid.get(key) ?? 0n) + paid);
        const positions = open.map(({ position }) => position);
        this.#log({ type: "claim", account: account as `0x${string}`, asset, amount: amount(paid), positions });
      }
    }
  }

  #collect({ position, units, joins, leaves }: Holding, asset: string, pool: Pool): bigint {
    const key = `${position.join("/")} ${asset}`;
    const at = (release: number) => pool.opening.get(release) ?? (release > this.#release ? pool.index : 0n);
    const start = at(joins);
    const end = leaves === undefined || leaves > this.#release ? pool.index : at(leaves);
    const cursor = this.#cursors.get(key) ?? { index: start, fraction: 0n };
    if (end <= cursor.index) return 0n;
    const scaled = units * (end - cursor.index) + cursor.fraction;
    this.#cursors.set(key, { index: end, fraction: scaled & (2n ** 64n - 1n) });
    return scaled >> 64n;
  }

  #pool(asset: string): Pool {
    const pool = this.#pools.get(asset) ?? { index: 0n, remainder: 0n, parked: 0n, opening: new Map<number, bigint>() };
    // An asset that comes late has an opening index of zero in every release so far.
    if (!this.#pools.has(asset)) for (let n = 1; n <= this.#release; n++) pool.opening.set(n, 0n);
    this.#pools.set(asset, pool);
    return pool;
  }

  #report(): StoryReport {
    const accounts = new Map<string, ReportAccount>();
    for (const { author, account } of this.#plan.flatMap(({ leaves }) => leaves)) {
      const own = this.#holdings.filter((holding) => holding.account === account);
      const claimed: ByAsset = {};
      for (const asset of this.#pools.keys()) claimed[asset] = amount(this.#paid.get(`${account} ${asset}`) ?? 0n);
      const units = amount(own.reduce((sum, holding) => sum + holding.units, 0n));
      const tokens = amount(this.#tokens.get(account) ?? 0n);
      accounts.set(author, { author, account, units, tokens, votes: tokens, earned: { ...claimed }, claimed });
    }
    return {
      schema: 1,
      params: {
        splitBps: { ...SPLIT },
        scoreMax: 100,
        periods: { voting: "604800" },
        tokenRates: {
          Data: amount(RATE),
          Validation: amount(RATE),
          Training: amount(RATE),
          Knowledge: amount(RATE),
          Curation: amount(RATE),
          Code: amount(RATE),
          Compute: amount(RATE),
        },
      },
      contributions: this.#contributions,
      timeline: this.#timeline,
      accounts: [...accounts.values()],
      totals: Object.fromEntries([...this.#pools.keys()].map((asset) => [asset, this.#totals(asset)])),
      mismatches: [],
    };
  }

  #totals(asset: string) {
    const settled = this.#timeline.filter((entry) => entry.type === "settle").filter((entry) => entry.asset === asset);
    const sum = (key: "received" | "contributors" | "dividend" | "reserve") =>
      settled.reduce((total, entry) => total + BigInt(entry[key]), 0n);
    const paid = [...this.#paid]
      .filter(([key]) => key.endsWith(` ${asset}`))
      .reduce((total, [, one]) => total + one, 0n);
    return {
      received: amount(sum("received")),
      upstream: amount(0n),
      contributors: amount(sum("contributors")),
      dividend: amount(sum("dividend")),
      reserve: amount(sum("reserve")),
      paid: amount(paid),
      residue: amount(sum("contributors") - paid),
    };
  }
}
