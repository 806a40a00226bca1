// Seats, persons and wallets, by the rules that docs and promises tell.
import { type Clock, require } from "./refusal.ts";

export interface Span {
  readonly from: number;
  to: number | undefined;
}

export interface Seat {
  readonly number: bigint;
  /** The nullifier under the one issuer there is. */
  readonly person: string;
  wallet: string;
  serial: bigint;
  expiry: bigint;
  /** Runs of eras, by life: a new life begins with a return after the grace, with nothing of what the seat had. */
  readonly lives: [Span[], ...Span[][]];
  /** Until when it can be restored, while it is lapsed. */
  graceEnds: bigint | undefined;
  /** True once its issuer has its place back. */
  closed: boolean;
  asked: { wallet: string; readyAt: bigint; expiry: bigint } | undefined;
  /** Accounts that it sponsors, or did. */
  readonly sponsored: Map<string, boolean>;
}

export interface Credential {
  person: string;
  account: string;
  serial: bigint;
  expiry: bigint;
}

export interface Periods {
  rebind: bigint;
  recovery: bigint;
  lapse: bigint;
  grace: bigint;
}

export class People {
  readonly seats: Seat[] = [];
  readonly recoveries = new Map<string, { seat: bigint; readyAt: bigint }>();
  /** Number of changes of who is a member. */
  era = 0;
  /** Places of the issuer that are taken. */
  places = 0;
  periods: Periods;
  readonly #clock: Clock;
  /** The seat that credentials for a person act on. */
  readonly #seatOfPerson = new Map<string, Seat>();
  readonly #inheritsFrom = new Map<bigint, bigint>();

  constructor(clock: Clock, periods: Periods) {
    this.#clock = clock;
    this.periods = periods;
  }

  /** A founding member, or a new one whose credential was checked. */
  open({ person, account, serial, expiry }: Credential): Seat {
    require(this.seatOf(account) === undefined, "AccountSeated");
    const seat: Seat = {
      number: BigInt(this.seats.length + 1),
      person,
      wallet: account,
      serial,
      expiry,
      lives: [[{ from: ++this.era, to: undefined }]],
      graceEnds: undefined,
      closed: false,
      asked: undefined,
      sponsored: new Map(),
    };
    this.seats.push(seat);
    this.#seatOfPerson.set(person, seat);
    this.recoveries.delete(account);
    this.places++;
    return seat;
  }

  /** The account hands its credential in. Who let a seat lapse for good may begin anew at another wallet. */
  enrol(credential: Credential): Seat {
    this.#requireCredential(credential);
    const old = this.#seatOfPerson.get(credential.person);
    if (old === undefined) return this.open(credential);
    require(this.graceIsOver(old) && old.wallet !== credential.account, "SeatTaken");
    require(credential.serial > old.serial, "CredentialOutdated");
    const seat = this.open(credential);
    old.serial = credential.serial;
    old.asked = undefined;
    this.#free(old);
    return seat;
  }

  /** With the account's signature anyone hands it in, but it replaces no seat. */
  enrolBySig(credential: Credential): Seat {
    this.#requireCredential(credential);
    require(!this.#seatOfPerson.has(credential.person), "SeatTaken");
    return this.open(credential);
  }

  renew(credential: Credential): void {
    const seat = this.#seatFor(credential);
    require(seat.wallet === credential.account, "NotSeatWallet");
    require(credential.serial > seat.serial, "CredentialOutdated");
    if (!isActive(seat)) this.#comeBack(seat, seat.wallet);
    seat.serial = credential.serial;
    seat.expiry = credential.expiry;
    seat.asked = undefined;
  }

  /** The new wallet asks for the seat. */
  rebind(credential: Credential, wait = this.periods.rebind): Seat {
    const seat = this.#seatFor(credential);
    require(credential.serial > seat.serial, "CredentialOutdated");
    require(this.seatOf(credential.account) === undefined, "AccountSeated");
    require(seat.wallet !== credential.account, "AccountSeated");
    seat.serial = credential.serial;
    const readyAt = this.#clock.now + wait;
    // Who asked in time is in time.
    const inTime = readyAt + wait;
    if (seat.graceEnds !== undefined && !this.graceIsOver(seat) && seat.graceEnds < inTime) seat.graceEnds = inTime;
    seat.asked = { wallet: credential.account, readyAt, expiry: credential.expiry };
    return seat;
  }

  /** Anyone hands it in with the new wallet's consent; if it is the present wallet the seat moves at once. */
  rebindBySig(credential: Credential, caller: string): void {
    const byWallet = this.#seatOfPerson.get(credential.person)?.wallet === caller;
    const seat = this.rebind(credential, byWallet ? 0n : this.periods.rebind);
    if (byWallet) this.completeRebind(seat, caller);
  }

  completeRebind(seat: Seat, caller: string): void {
    const { asked } = seat;
    require(asked !== undefined, "RebindNotPending");
    require(this.#clock.now >= asked.readyAt || caller === seat.wallet, "RebindNotReady");
    require(asked.expiry > this.#clock.now, "CredentialExpired");
    const from = seat.wallet;
    if (isActive(seat)) {
      require(this.seatOf(asked.wallet) === undefined, "AccountSeated");
      seat.wallet = asked.wallet;
    } else this.#comeBack(seat, asked.wallet);
    this.recoveries.delete(asked.wallet);
    seat.expiry = asked.expiry;
    seat.asked = undefined;

    const byWallet = caller === from;
    const readyAt = this.#clock.now + (byWallet ? 0n : this.periods.recovery);
    // Whoever got a seat without its wallet gets nothing through it until then, from any wallet.
    if (!byWallet && readyAt > this.inheritsFrom(seat.number)) this.#inheritsFrom.set(seat.number, readyAt);
    if (this.seatOf(from) === undefined && !this.recoveries.has(from))
      this.recoveries.set(from, { seat: seat.number, readyAt });
  }

  vetoRebind(seat: Seat, caller: string): void {
    require(seat.wallet === caller, "NotSeatWallet");
    require(seat.asked !== undefined, "RebindNotPending");
    seat.asked = undefined;
  }

  vetoRecovery(caller: string): void {
    require(this.recoveries.has(caller), "RecoveryUnknown");
    require(this.#clock.now < this.recoveryReadyAt(caller), "RecoveryReady");
    this.recoveries.delete(caller);
  }

  expire(seat: Seat): void {
    require(isActive(seat), "SeatLapsed");
    require(this.#clock.now >= seat.expiry + this.periods.lapse, "SeatNotExpired");
    this.#lapse(seat);
  }

  close(seat: Seat): void {
    require(this.graceIsOver(seat), "GraceNotOver");
    require(!seat.closed, "SeatAlreadyClosed");
    this.#free(seat);
  }

  revoke(seat: Seat): void {
    if (seat.expiry > this.#clock.now) seat.expiry = this.#clock.now;
    seat.serial = this.#clock.now;
    seat.asked = undefined;
  }

  unseat(seats: readonly Seat[]): void {
    for (const seat of seats) {
      this.revoke(seat);
      if (isActive(seat)) this.#lapse(seat);
    }
  }

  sponsor(caller: string, account: string, sponsored: boolean): void {
    const seat = this.seatOf(caller);
    require(seat !== undefined, "NotSeated");
    seat.sponsored.set(account, sponsored);
  }

  /** The seat that inherits from a wallet, if it may now. */
  heirOf(lost: string): Seat {
    const recovery = this.recoveries.get(lost);
    require(recovery !== undefined, "RecoveryUnknown");
    require(this.#clock.now >= this.recoveryReadyAt(lost), "RecoveryNotReady");
    return this.seat(recovery.seat);
  }

  recoveryReadyAt(lost: string): bigint {
    const recovery = this.recoveries.get(lost);
    if (recovery === undefined) return 0n;
    const waits = this.inheritsFrom(recovery.seat);
    return waits > recovery.readyAt ? waits : recovery.readyAt;
  }

  inheritsFrom(seat: bigint): bigint {
    return this.#inheritsFrom.get(seat) ?? 0n;
  }

  /** The seat that an account is active at. */
  seatOf(account: string): Seat | undefined {
    return this.seats.find((seat) => isActive(seat) && seat.wallet === account);
  }

  seat(number: bigint): Seat {
    const seat = this.seats[Number(number) - 1];
    if (seat === undefined) throw new Error(`There is no seat ${number}.`);
    return seat;
  }

  ofPerson(person: string): Seat | undefined {
    return this.#seatOfPerson.get(person);
  }

  get active(): Seat[] {
    return this.seats.filter(isActive);
  }

  graceIsOver({ graceEnds }: Seat): boolean {
    return graceEnds !== undefined && this.#clock.now >= graceEnds;
  }

  /** Lives that are over: nothing of them is the seat's any more. */
  overLives(seat: Seat): Span[][] {
    return this.graceIsOver(seat) ? seat.lives : seat.lives.slice(0, -1);
  }

  #requireCredential({ serial, expiry }: Credential): void {
    require(expiry > this.#clock.now, "CredentialExpired");
    require(serial <= this.#clock.now, "CredentialFromTheFuture");
  }

  #seatFor(credential: Credential): Seat {
    this.#requireCredential(credential);
    const seat = this.#seatOfPerson.get(credential.person);
    require(seat !== undefined, "SeatUnknown");
    return seat;
  }

  #lapse(seat: Seat): void {
    presentSpan(seat).to = ++this.era;
    seat.graceEnds = this.#clock.now + this.periods.grace;
  }

  #comeBack(seat: Seat, wallet: string): void {
    require(this.seatOf(wallet) === undefined, "AccountSeated");
    if (this.graceIsOver(seat)) {
      this.#free(seat);
      seat.closed = false;
      this.places++;
      seat.lives.push([]);
    }
    seat.graceEnds = undefined;
    seat.wallet = wallet;
    presentLife(seat).push({ from: ++this.era, to: undefined });
    this.recoveries.delete(wallet);
  }

  #free(seat: Seat): void {
    if (!seat.closed) this.places--;
    seat.closed = true;
  }
}

export function isActive(seat: Seat): boolean {
  return seat.graceEnds === undefined;
}

export function presentLife({ lives }: Seat): Span[] {
  return lives.at(-1) ?? lives[0];
}

export function presentSpan(seat: Seat): Span {
  const span = presentLife(seat).at(-1);
  if (span === undefined) throw new Error(`Seat ${seat.number} was never active.`);
  return span;
}
