/** The seats of a simulated story, and the dividend that they share. */
import { type Cursor, collect, Pool } from "./pool.ts";

export interface SimulatedSeat {
  number: bigint;
  author: string | undefined;
  wallets: `0x${string}`[];
  serial: bigint;
  expiry: bigint;
  graceEnds: bigint | undefined;
  spans: { from: number; to: number | undefined }[];
  paid: Map<string, bigint>;
  cursors: Map<string, Cursor & { span: number }>;
}

export class SimulatedSeats {
  readonly all: SimulatedSeat[] = [];
  readonly #pools = new Map<string, Pool>();
  #era = 0;

  open(wallet: `0x${string}`, serial: bigint, expiry: bigint, author?: string): SimulatedSeat {
    const seat: SimulatedSeat = {
      number: BigInt(this.all.length + 1),
      author,
      wallets: [wallet],
      serial,
      expiry,
      graceEnds: undefined,
      spans: [{ from: ++this.#era, to: undefined }],
      paid: new Map(),
      cursors: new Map(),
    };
    this.all.push(seat);
    return seat;
  }

  lapse(seat: SimulatedSeat, graceEnds: bigint): void {
    const span = seat.spans.at(-1);
    if (span !== undefined) span.to = ++this.#era;
    seat.graceEnds = graceEnds;
  }

  restore(seat: SimulatedSeat): void {
    seat.spans.push({ from: ++this.#era, to: undefined });
    seat.graceEnds = undefined;
  }

  share(asset: string, amount: bigint): void {
    const active = this.all.filter((seat) => seat.graceEnds === undefined).length;
    this.#pool(asset).distribute(amount, BigInt(active), this.#era);
  }

  /** What a seat can claim now, which from now on it has. */
  take(seat: SimulatedSeat, asset: string): bigint {
    const pool = this.#pool(asset);
    const first = seat.spans[0]?.from ?? 0;
    const cursor = seat.cursors.get(asset) ?? { span: 0, index: pool.indexAt(first), fraction: 0n };
    seat.cursors.set(asset, cursor);
    let amount = 0n;
    for (let span = cursor.span; span < seat.spans.length; span++) {
      const { from, to } = seat.spans[span] ?? { from: 0, to: undefined };
      if (span > cursor.span) cursor.index = pool.indexAt(from);
      cursor.span = span;
      amount += collect(cursor, 1n, to === undefined ? pool.index : pool.indexAt(to));
    }
    return amount;
  }

  #pool(asset: string): Pool {
    const pool = this.#pools.get(asset) ?? new Pool();
    this.#pools.set(asset, pool);
    return pool;
  }
}

export const walletOf = ({ wallets }: SimulatedSeat): `0x${string}` => wallets.at(-1) ?? "0x";

/** A seat's number, written as an author. */
export function asAuthor(seat: bigint): `0x${string}` {
  return `0x${seat.toString(16).padStart(40, "0")}`;
}
