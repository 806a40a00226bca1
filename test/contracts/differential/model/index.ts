// The reference model of the commons: what ought to be, from the actions alone. Exact rationals; nothing of the contracts,
// their types or the sdk.
import { People, type Periods } from "./people.ts";
import type { Clock } from "./refusal.ts";
import { Money } from "./treasury.ts";
import { Labour, type Leaf } from "./work.ts";

/** How the commons begins. */
export interface Beginning {
  now: bigint;
  periods: Periods & { review: bigint; challenge: bigint };
  mintCap: bigint;
  tokenRate: bigint;
  tokensBegan: bigint;
  split: { contributors: number; dividend: number; reserve: number };
  ceiling: bigint;
  models: number;
  founders: readonly { person: string; account: string; expiry: bigint }[];
  works: readonly { submitter: string; model: number; leaves: readonly Leaf[] }[];
}

export class Model {
  readonly clock: Clock;
  readonly people: People;
  readonly labour: Labour;
  readonly money: Money;

  constructor({ now, periods, split, ceiling, models, founders, works, ...rules }: Beginning) {
    this.clock = { now };
    const { review, challenge, ...seats } = periods;
    this.people = new People(this.clock, seats);
    this.labour = new Labour(this.clock, this.people, { ...rules, periods: { review, challenge } });
    this.money = new Money(this.clock, this.people, this.labour, split);
    this.money.ceilings.set("0x0000000000000000000000000000000000000000", ceiling);
    for (const founder of founders) this.people.open({ ...founder, serial: 1n });
    for (let i = 0; i < models; i++) this.money.register([]);
    for (const { submitter, model, leaves } of works) this.#found(submitter, model, leaves);
  }

  /** Genesis work is final at full score, and claimed. */
  #found(submitter: string, number: number, leaves: readonly Leaf[]): void {
    const model = this.labour.models[number - 1];
    if (model === undefined) throw new Error(`There is no model ${number}.`);
    const seat = this.people.seatOf(submitter)?.number ?? 0n;
    const work = this.labour.record(submitter, seat, model, leaves);
    work.score = 100n;
    this.labour.makeFinal(work);
    for (const index of leaves.keys()) this.labour.claimUnits(work, index);
  }
}
