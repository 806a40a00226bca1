// Seats, the eras over which they were active, and the dividend, rebuilt from events (see rebuilt.ts).
import { add, earned, emptyPool, entry, indexAt, known, type Pool, share } from "./rebuiltShares.ts";

type Span = { from: bigint; to: bigint };
export type RebuiltSeat = {
  wallet: string;
  issuer: string;
  serial: bigint;
  expiry: bigint;
  spans: Span[];
  graceEnds: bigint;
  /** As recorded when it was reopened. */
  forfeited: bigint;
};
type Stand = { index: bigint; fraction: bigint; span: number };
type Due = { amount: bigint; forfeited: bigint; stand: Stand };
/** When an event came: its block's time, its transaction. */
export type Moment = { time: bigint; transaction: string };
type SeatOpened = { seat: bigint; wallet: string; issuer: string; serial: bigint; expiry: bigint };

export class RebuiltMembers {
  era = 0n;
  active = 0n;
  readonly seats = new Map<bigint, RebuiltSeat>();
  readonly seatOf = new Map<string, bigint>();
  readonly pools = new Map<string, Pool>();
  /** What the dividend owes, by asset. */
  readonly accounted = new Map<string, bigint>();
  readonly unexplained: string[] = [];
  readonly #stands = new Map<string, Stand>();
  readonly #requested = new Map<bigint, { serial: bigint; expiry: bigint }>();
  /** What a seat was due when it gave back what it forfeited: a claim that does both pays this. */
  readonly #beforeGift = new Map<string, Due>();
  /** Distributions that an event before announced; any other shares what was parked. */
  #announced = 0;

  /** The members' part of a settlement is on its way: the next event of the dividend's shares or parks it. */
  announce(): void {
    this.#announced++;
  }

  pool(asset: string): Pool {
    return entry(this.pools, asset, emptyPool);
  }

  claimable(seat: bigint, asset: string, now: bigint): bigint {
    return this.#isActive(seat) ? this.#due(seat, asset, this.#last(seat), now).amount : 0n;
  }

  frozen(seat: bigint, asset: string, now: bigint): bigint {
    return this.#isActive(seat) ? 0n : this.#due(seat, asset, this.#last(seat), now).amount;
  }

  forfeitable(seat: bigint, asset: string, now: bigint): bigint {
    const forfeited = this.#forfeited(seat, now);
    return forfeited === 0n ? 0n : this.#due(seat, asset, Number(forfeited), now).forfeited;
  }

  /** What the registry of members says about a seat. */
  at(seat: bigint) {
    const { wallet, serial, expiry, issuer, spans } = known(this.seats, seat);
    const { from, to } = this.#span(seat, spans.length);
    return [wallet, serial, expiry, issuer, from, to, BigInt(spans.length)];
  }

  read(name: string, args: never, moment: Moment): void {
    this.#events[name]?.(args, moment);
  }

  readonly #events: Record<string, (args: never, moment: Moment) => void> = {
    SeatOpened: ({ seat, wallet, issuer, serial, expiry }: SeatOpened) => {
      this.seats.set(seat, { wallet, issuer, serial, expiry, spans: [], graceEnds: 0n, forfeited: 0n });
      this.#begin(seat, wallet);
    },
    SeatExpired: ({ seat, wallet, graceEnds }: { seat: bigint; wallet: string; graceEnds: bigint }) => {
      this.#span(seat, this.#last(seat)).to = ++this.era;
      this.active--;
      known(this.seats, seat).graceEnds = graceEnds;
      this.seatOf.delete(wallet);
    },
    SeatRestored: ({ seat, wallet }: { seat: bigint; wallet: string }) => this.#begin(seat, wallet),
    SeatReopened: ({ seat, wallet }: { seat: bigint; wallet: string }) => {
      known(this.seats, seat).forfeited = BigInt(this.#last(seat));
      this.#begin(seat, wallet);
    },
    SeatRenewed: ({ seat, serial, expiry }: { seat: bigint; serial: bigint; expiry: bigint }) => {
      Object.assign(known(this.seats, seat), { serial, expiry });
    },
    SeatRebindRequested: (args: { seat: bigint; serial: bigint; expiry: bigint }) => {
      known(this.seats, args.seat).serial = args.serial;
      this.#requested.set(args.seat, args);
    },
    SeatRebound: ({ seat, from, to }: { seat: bigint; from: string; to: string }) => {
      const entry = known(this.seats, seat);
      if (this.seatOf.get(from) === seat) this.seatOf.delete(from);
      this.seatOf.set(to, seat);
      entry.wallet = to;
      entry.expiry = known(this.#requested, seat).expiry;
    },
    SeatRevoked: ({ seat }: { seat: bigint }, { time }) => {
      const entry = known(this.seats, seat);
      entry.serial = time;
      if (entry.expiry > time) entry.expiry = time;
    },

    DividendShared: (args: { asset: string; era: bigint; amount: bigint; seats: bigint }) => {
      const pool = this.pool(args.asset);
      if (!this.#wasAnnounced()) pool.parked -= args.amount;
      if (args.seats !== this.active || args.era !== this.era) {
        this.unexplained.push(`${args.seats} seats in era ${args.era}, not ${this.active} in ${this.era}`);
      }
      share(pool, args.amount, args.seats, args.era);
    },
    DividendParked: ({ asset, amount }: { asset: string; amount: bigint }) => {
      if (!this.#wasAnnounced()) this.unexplained.push(`${amount} was parked that nobody brought`);
      this.pool(asset).parked += amount;
    },
    DividendClaimed: (args: { seat: bigint; asset: string; to: string; amount: bigint }, { time, transaction }) => {
      const key = `${args.seat} ${args.asset}`;
      const before = this.#beforeGift.get(`${key} ${transaction}`);
      const now = this.#due(args.seat, args.asset, this.#last(args.seat), time);
      const { amount, stand } = before?.amount === args.amount ? before : now;
      this.#stands.set(key, stand);
      add(this.accounted, args.asset, -args.amount);
      if (amount !== args.amount) this.unexplained.push(`seat ${args.seat} was paid ${args.amount}, not ${amount}`);
      const { wallet } = known(this.seats, args.seat);
      if (wallet !== args.to) this.unexplained.push(`seat ${args.seat} was paid at ${args.to}, not ${wallet}`);
    },
    DividendSwept: (args: { seat: bigint; asset: string; amount: bigint }, { time, transaction }) => {
      const key = `${args.seat} ${args.asset}`;
      const last = Number(this.#forfeited(args.seat, time));
      const { forfeited, stand } = this.#due(args.seat, args.asset, last, time);
      const all = this.#due(args.seat, args.asset, this.#last(args.seat), time);
      this.#beforeGift.set(`${key} ${transaction}`, all);
      this.#stands.set(key, stand);
      if (forfeited !== args.amount) {
        this.unexplained.push(`seat ${args.seat} gave back ${args.amount}, not ${forfeited}`);
      }
      this.announce();
    },
  };

  #wasAnnounced(): boolean {
    if (this.#announced === 0) return false;
    this.#announced--;
    return true;
  }

  #begin(seat: bigint, wallet: string): void {
    const entry = known(this.seats, seat);
    Object.assign(entry, { wallet, graceEnds: 0n });
    entry.spans.push({ from: ++this.era, to: 0n });
    this.active++;
    this.seatOf.set(wallet, seat);
  }

  #last(seat: bigint): number {
    return known(this.seats, seat).spans.length;
  }

  #span(seat: bigint, number: number): Span {
    const span = known(this.seats, seat).spans[number - 1];
    if (!span) throw new Error(`Seat ${seat} has no span ${number}.`);
    return span;
  }

  #isActive(seat: bigint): boolean {
    return this.#span(seat, this.#last(seat)).to === 0n;
  }

  #forfeited(seat: bigint, now: bigint): bigint {
    const { graceEnds, forfeited } = known(this.seats, seat);
    return graceEnds !== 0n && now >= graceEnds ? BigInt(this.#last(seat)) : forfeited;
  }

  #due(seat: bigint, asset: string, last: number, now: bigint): Due {
    const pool = this.pool(asset);
    const given = this.#forfeited(seat, now);
    const before = this.#stands.get(`${seat} ${asset}`);
    let { index, fraction } = before ?? { index: indexAt(pool, this.#span(seat, 1).from), fraction: 0n };
    let [amount, forfeited] = [0n, 0n];
    for (let number = before?.span ?? 1; number <= last; number++) {
      const { from, to } = this.#span(seat, number);
      // Nothing for the time between two spans.
      if (number !== (before?.span ?? 1)) index = indexAt(pool, from);
      const end = to === 0n ? pool.index : indexAt(pool, to);
      const part = earned(1n, { index, fraction }, end);
      fraction = part.fraction;
      index = end;
      if (BigInt(number) > given) amount += part.amount;
      else forfeited += part.amount;
      if (BigInt(number) === given) fraction = 0n;
    }
    return { amount, forfeited, stand: { index, fraction, span: last } };
  }
}
