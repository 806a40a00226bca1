/** Seats: who joined, who renewed, whose wallet was lost and what followed the seat, and whose membership ended. */
import { authorOfSeat, type Books } from "./books.ts";
import type { Entry, EntryView } from "./entries.ts";
import { type Seat, walletOf } from "./members.ts";

export class SeatReplay {
  readonly #books: Books;

  constructor(books: Books) {
    this.#books = books;
    for (const { account, voice } of books.report.founders) books.voices.move(account, 0n, voice);
  }

  enrol(entry: Entry<"enrol">): void {
    const { members, report } = this.#books;
    const { path, seat, account, founding } = entry;
    const next = `${members.seats.size + 1}`;
    this.#books.equal("seat", `${path}.seat`, next, seat, "Seats are numbered from 1, in the order of joining.");
    this.#requireUnseated(path, account);
    this.#requireCredential(entry);
    const founder = report.founders.find((one) => one.seat === seat);
    const listed = founder?.account ?? "nobody";
    const shown = founding ? account : "nobody";
    this.#books.equal("seat", `${path}.founding`, listed, shown, "Founding members are those that params lists.");
    members.open(seat, account, entry, founding);
  }

  renew(entry: Entry<"renew">): void {
    const { members } = this.#books;
    const { path, account, effect, time } = entry;
    const seat = this.#seatOf(entry);
    if (seat === undefined) return;
    this.#books.equal("seat", `${path}.account`, walletOf(seat), account, "A seat is renewed at its wallet.");
    this.#requireCredential(entry);
    this.#spend(seat, entry);
    seat.expiry = entry.expiry;
    const { graceEnds } = seat;
    const expected = graceEnds === undefined ? "renewed" : time < graceEnds ? "restored" : "reopened";
    this.#books.equal(
      "seat",
      `${path}.effect`,
      expected,
      effect,
      "Within its grace a seat is restored, later reopened.",
    );
    if (expected !== "renewed") members.comeBack(seat, expected);
  }

  rebindAsked(entry: Entry<"rebindAsked">): void {
    const { path, account, expiry, readyAt, time } = entry;
    const seat = this.#seatOf(entry);
    if (seat === undefined) return;
    this.#requireUnseated(path, account);
    this.#requireCredential(entry);
    this.#spend(seat, entry);
    const due = time + this.#books.report.periods.rebind;
    this.#books.equal("seat", `${path}.readyAt`, due, readyAt, "The present wallet has this long to veto a move.");
    seat.asked = { account, expiry, readyAt };
  }

  rebind(entry: Entry<"rebind">): void {
    const { members, report } = this.#books;
    const { path, from, to, time } = entry;
    const seat = this.#seatOf(entry);
    if (seat === undefined) return;
    const { asked } = seat;
    if (asked === undefined || asked.account !== to) {
      this.#books.fail("seat", path, "a rebindAsked entry before", to, "Nobody asked to move the seat there.");
      return;
    }
    if (time < asked.readyAt) this.#books.fail("seat", path, asked.readyAt, time, "The seat moved too early.");
    this.#books.equal("seat", `${path}.from`, walletOf(seat), from, "The seat was at another wallet.");
    this.#requireUnseated(path, to);
    seat.wallets.push(to);
    seat.expiry = asked.expiry;
    seat.asked = undefined;
    members.lost.delete(to);
    members.lost.set(from, { seat: entry.seat, readyAt: time + report.periods.recovery });
  }

  recover(entry: Entry<"recover">): void {
    const { members, voices, ledger } = this.#books;
    const { path, from, to, tokens, time } = entry;
    const seat = this.#seatOf(entry);
    const lost = members.lost.get(from);
    if (seat === undefined || lost?.seat !== entry.seat) {
      this.#books.fail(
        "recover",
        path,
        "a wallet that the seat lost",
        from,
        "Nothing of this wallet follows the seat.",
      );
      return;
    }
    if (time < lost.readyAt) this.#books.fail("recover", path, lost.readyAt, time, "It followed too early.");
    this.#books.equal("recover", `${path}.to`, walletOf(seat), to, "It goes to the seat's present wallet.");
    if (entry.positions.length === 0) {
      this.#books.equal("recover", `${path}.tokens`, voices.of(from), tokens, "All tokens follow the seat.");
    } else if (tokens > 0n) {
      this.#books.fail("recover", `${path}.tokens`, 0n, tokens, "Tokens and positions follow one by one.");
    }
    voices.move(from, time, -tokens);
    voices.move(to, time, tokens);
    for (const { id, index } of entry.positions) {
      const position = ledger.position(id, index);
      if (position?.opened === true && position.holder === from) position.holder = authorOfSeat(entry.seat);
      else this.#books.fail("recover", path, "a position of the lost wallet", `${id}/${index}`, "It wasn't there.");
    }
  }

  expire(entry: Entry<"expire">): void {
    const { members, report } = this.#books;
    const { path, account, graceEnds, time } = entry;
    const seat = this.#seatOf(entry);
    if (seat === undefined) return;
    if (seat.graceEnds !== undefined)
      this.#books.fail("seat", path, "an active seat", entry.seat, "It is lapsed already.");
    const from = seat.expiry + report.periods.lapse;
    if (time < from) this.#books.fail("seat", path, `from ${from}`, time, "The seat was ended too early.");
    this.#books.equal("seat", `${path}.account`, walletOf(seat), account, "The seat is at another wallet.");
    const due = time + report.periods.grace;
    this.#books.equal("seat", `${path}.graceEnds`, due, graceEnds, "A lapsed seat has this long to come back.");
    members.lapse(seat, graceEnds);
  }

  #requireUnseated(path: string, account: string): void {
    const seat = this.#books.members.seatOf(account);
    if (seat !== undefined) this.#books.fail("seat", path, "no seat", seat.number, "An account holds one active seat.");
  }

  #requireCredential({ path, serial, expiry, time, ...entry }: Entry<"enrol" | "renew" | "rebindAsked">): void {
    // Of founding members the genesis file says how long, and when they joined is not part of the story.
    if (entry.type === "enrol" && entry.founding) return;
    if (expiry <= time) this.#books.fail("seat", `${path}.expiry`, `above ${time}`, expiry, "The credential ran out.");
    if (serial > time) this.#books.fail("seat", `${path}.serial`, `up to ${time}`, serial, "It is of the future.");
  }

  #spend(seat: Seat, { path, serial }: { path: string; serial: bigint }): void {
    if (serial <= seat.serial) {
      this.#books.fail("seat", `${path}.serial`, `above ${seat.serial}`, serial, "An older credential never acts.");
    }
    seat.serial = serial;
  }

  #seatOf(entry: EntryView & { seat: string }): Seat | undefined {
    const seat = this.#books.members.seats.get(entry.seat);
    if (seat === undefined) this.#books.fail("seat", entry.path, "a seat", entry.seat, "There is no such seat.");
    return seat;
  }
}
