/**
 * Who is a member, and what each seat has earned: what comes in for the members is shared equally among the seats that
 * are active at that moment. A seat that lapses keeps what it had until its grace is over; then it begins a new life,
 * with nothing of the old one.
 */
import type { Fraction } from "./fraction.ts";
import { type Bounds, boundsOf, exactShare, NOTHING, type Shared, sinceThen } from "./shares.ts";

/** A stretch of memberships between which nothing was forfeited. Times are places in the order of events. */
interface Life {
  readonly spans: { from: number; to: number | undefined }[];
  /** What was due when it was paid, or swept, last, and of how many payments; by asset. */
  readonly settled: Map<string, { due: Bounds; payments: number }>;
}

export interface Seat {
  readonly number: string;
  readonly founding: boolean;
  /** Every wallet it ever had, the present one last. */
  readonly wallets: string[];
  serial: bigint;
  expiry: bigint;
  /** While it is lapsed: when it is too late to be restored. */
  graceEnds: bigint | undefined;
  asked: { account: string; expiry: bigint; readyAt: bigint } | undefined;
  readonly lives: [Life, ...Life[]];
}

interface Payment extends Shared {
  readonly place: number;
}

export class Members {
  readonly seats = new Map<string, Seat>();
  /** When what a wallet held may follow its seat. */
  readonly lost = new Map<string, { seat: string; readyAt: bigint }>();
  readonly #payments = new Map<string, Payment[]>();
  readonly #parked = new Map<string, bigint>();
  #place = 0;

  open(number: string, account: string, credential: { serial: bigint; expiry: bigint }, founding: boolean): void {
    const lives: [Life] = [{ spans: [{ from: ++this.#place, to: undefined }], settled: new Map() }];
    const { serial, expiry } = credential;
    const idle = { graceEnds: undefined, asked: undefined };
    this.seats.set(number, { number, founding, wallets: [account], serial, expiry, ...idle, lives });
    this.lost.delete(account);
  }

  lapse(seat: Seat, graceEnds: bigint): void {
    const span = present(seat).spans.at(-1);
    if (span !== undefined) span.to = ++this.#place;
    seat.graceEnds = graceEnds;
  }

  /** Makes a lapsed seat active again. */
  comeBack(seat: Seat, effect: "restored" | "reopened"): void {
    if (effect === "reopened") seat.lives.push({ spans: [], settled: new Map() });
    present(seat).spans.push({ from: ++this.#place, to: undefined });
    seat.graceEnds = undefined;
  }

  /** Money for the members: for the seats that are active now, or parked while there are none. */
  share(asset: string, amount: bigint): void {
    if (amount === 0n) return;
    const units = BigInt([...this.seats.values()].filter((seat) => seat.graceEnds === undefined).length);
    if (units === 0n) {
      this.#parked.set(asset, this.parked(asset) + amount);
      return;
    }
    const payments = this.#payments.get(asset) ?? [];
    this.#payments.set(asset, payments);
    payments.push({ place: this.#place, units, amount, times: 1 });
  }

  parked(asset: string): bigint {
    return this.#parked.get(asset) ?? 0n;
  }

  /** The active seat of an account. */
  seatOf(account: string): Seat | undefined {
    return [...this.seats.values()].find((seat) => seat.graceEnds === undefined && walletOf(seat) === account);
  }

  /** Of all active seats. */
  wallets(): string[] {
    return [...this.seats.values()].filter((seat) => seat.graceEnds === undefined).map(walletOf);
  }

  /** The seat that an account has, or once had: the person behind it. */
  personOf(account: string): Seat | undefined {
    return [...this.seats.values()].find(({ wallets }) => wallets.includes(account));
  }

  exact(life: Life, asset: string): Fraction {
    return exactShare(1n, this.#paying(life, asset));
  }

  /** What the chain may have paid for a life so far. */
  bounds(life: Life, asset: string): Bounds {
    return boundsOf(1n, this.#paying(life, asset));
  }

  /** What may be paid to a life now; from now on it was. */
  settle(life: Life, asset: string): Bounds {
    const now = this.bounds(life, asset);
    const due = sinceThen(now, settledBounds(life, asset));
    life.settled.set(asset, { due: now, payments: this.#paying(life, asset).length });
    return due;
  }

  /** True if nothing has come in for a life since it was paid. */
  isSettled(life: Life, asset: string): boolean {
    return life.settled.get(asset)?.payments === this.#paying(life, asset).length;
  }

  #paying({ spans }: Life, asset: string): Shared[] {
    return (this.#payments.get(asset) ?? []).filter(({ place }) =>
      spans.some(({ from, to }) => from <= place && (to === undefined || place < to)),
    );
  }
}

export function walletOf({ wallets }: Seat): string {
  return wallets.at(-1) ?? "";
}

/** The life that a seat is in. */
export function present({ lives }: Seat): Life {
  return lives.at(-1) ?? lives[0];
}

/** Lives that are over at `time`: nothing of them is the seat's any more. */
export function forfeited(seat: Seat, time: bigint): readonly Life[] {
  const over = seat.graceEnds !== undefined && time >= seat.graceEnds;
  return over ? seat.lives : seat.lives.slice(0, -1);
}

export function settledBounds(life: Life, asset: string): Bounds {
  return life.settled.get(asset)?.due ?? NOTHING;
}
