/** Money: what arrived, how it was split, and what contributors and members were paid. */
import { addPaid, type Books, paymentKey } from "./books.ts";
import type { Entry, Parts, PositionView, SliceView } from "./entries.ts";
import type { Position } from "./ledger.ts";
import { forfeited, present, walletOf } from "./members.ts";
import { type Bounds, NOTHING, sinceThen } from "./shares.ts";

export class MoneyReplay {
  readonly #books: Books;
  readonly #unsettled = new Map<string, bigint>();
  readonly #lastClaim = new Map<string, Bounds>();

  constructor(books: Books) {
    this.#books = books;
  }

  receive({ model, asset, amount }: Entry<"receive">): void {
    const { ledger, payments, base } = this.#books;
    const pot = `${model} ${asset}`;
    this.#unsettled.set(pot, (this.#unsettled.get(pot) ?? 0n) + amount);
    this.#books.sums(asset).arrived += amount;
    const phase = paymentKey(base === undefined ? 0 : ledger.current(base), asset, model);
    payments.set(phase, (payments.get(phase) ?? 0n) + amount);
  }

  settle(entry: Entry<"settle">): void {
    const { lineage, ledger, members, report } = this.#books;
    const { path, model, asset } = entry;
    const pot = `${model} ${asset}`;
    const received = this.#unsettled.get(pot) ?? 0n;
    this.#unsettled.delete(pot);
    const message = "Settled is what arrived since the last time.";
    this.#books.equal("settle", `${path}.received`, received, entry.received, message);

    const { upstream, own } = lineage.split(model, received, report.splitBps);
    const shown = entry.upstream.map((slice) => slice.model).join(", ");
    const ancestors = upstream.map((slice) => slice.model).join(", ");
    this.#books.equal("settle", `${path}.upstream`, ancestors, shown, "Each ancestor gets a slice, and nobody else.");
    upstream.forEach((slice, i) => {
      this.#compareSlice(`${path}.upstream[${i}]`, slice, entry.upstream[i]);
    });
    this.#compareParts(path, own, entry);

    const sums = this.#books.sums(asset);
    sums.received += received;
    sums.upstream += upstream.reduce((sum, { amount }) => sum + amount, 0n);
    addParts(sums.own, own);
    for (const slice of upstream) addParts(sums.slices, slice);
    sums.credits += 1 + upstream.length;
    sums.dividends += 1;
    for (const slice of upstream) ledger.share(slice.model, asset, slice.contributors);
    ledger.share(model, asset, own.contributors);
    members.share(
      asset,
      upstream.reduce((sum, { dividend }) => sum + dividend, own.dividend),
    );
  }

  claim(entry: Entry<"claim">): void {
    const { ledger, paid } = this.#books;
    const { path, account, asset } = entry;
    const to = this.#books.walletOf(account);
    this.#books.equal("claim", `${path}.to`, to, entry.to, "An account is paid itself, a seat at its wallet.");
    let [low, high] = [0n, 0n];
    const seen = new Set<string>();
    const owners = new Set<string>();
    for (const { id, index } of entry.positions) {
      const position = this.#openPosition(entry, { id, index });
      const place = `${id}/${index}`;
      if (seen.has(place)) this.#books.fail("claim", path, "once", place, "A claim names a position once.");
      if (position === undefined || seen.has(place)) continue;
      seen.add(place);
      owners.add(position.account);
      const { claims } = this.#books.sums(asset);
      claims.set(place, (claims.get(place) ?? 0) + 1);
      const now = ledger.bounds(position, asset);
      const due = sinceThen(now, this.#lastClaim.get(`${place} ${asset}`) ?? NOTHING);
      this.#lastClaim.set(`${place} ${asset}`, now);
      low += due.low;
      high += due.high;
    }
    const message = "A claim pays what its positions earned since the last one.";
    this.#books.findings.within("claim", `${path}.amount`, low, high, entry.amount, message);
    if (owners.size > 1) {
      const list = [...owners].join(", ");
      this.#books.fail(
        "claim",
        `${path}.positions`,
        "leaves of one author",
        list,
        "A claim is for one author's leaves.",
      );
    }
    addPaid(paid, [...owners][0] ?? account, asset, entry.amount);
  }

  dividend(entry: Entry<"dividend">): void {
    const { members, dividends } = this.#books;
    const { path, asset, amount } = entry;
    const seat = members.seats.get(entry.seat);
    if (seat === undefined) {
      this.#books.fail("dividend", path, "a seat", entry.seat, "There is no such seat.");
      return;
    }
    if (seat.graceEnds !== undefined) {
      this.#books.fail("dividend", path, "an active seat", entry.seat, "A lapsed seat is paid nothing.");
    }
    const message = "A seat is paid at its wallet, whoever asks for it.";
    this.#books.equal("dividend", `${path}.account`, walletOf(seat), entry.account, message);
    const due = members.settle(present(seat), asset);
    const rule = "A seat is paid what it earned since the last time.";
    this.#books.findings.within("dividend", `${path}.amount`, due.low, due.high, amount, rule);
    addPaid(dividends, entry.seat, asset, amount);
  }

  sweep(entry: Entry<"sweep">): void {
    const { members } = this.#books;
    const { path, asset, amount, time } = entry;
    const seat = members.seats.get(entry.seat);
    const lives = seat === undefined ? [] : forfeited(seat, time);
    if (lives.length === 0) {
      this.#books.fail("sweep", path, "a seat whose grace is over", entry.seat, "Nothing was forfeited.");
      return;
    }
    let [low, high] = [0n, 0n];
    for (const life of lives) {
      const due = members.settle(life, asset);
      low += due.low;
      high += due.high;
    }
    const message = "A seat that wasn't renewed gives back what it was not paid.";
    this.#books.findings.within("sweep", `${path}.amount`, low, high, amount, message);
    const sums = this.#books.sums(asset);
    sums.swept += amount;
    sums.dividends += 1;
    members.share(asset, amount);
  }

  #compareSlice(path: string, expected: SliceView, shown: SliceView | undefined): void {
    if (shown === undefined) return;
    const message = "A slice is the ancestor's part of what was received, rounded down.";
    this.#books.equal("settle", `${path}.amount`, expected.amount, shown.amount, message);
    this.#compareParts(path, expected, shown);
  }

  #compareParts(path: string, expected: Parts, shown: Parts): void {
    const { contributors, dividend, reserve } = expected;
    const equal = (name: keyof Parts, value: bigint, message: string) =>
      this.#books.equal("settle", `${path}.${name}`, value, shown[name], message);
    equal("contributors", contributors, "Contributors' share, rounded down.");
    equal("dividend", dividend, "The dividend's share, rounded down.");
    equal("reserve", reserve, "The reserve gets what the other two leave.");
  }

  #openPosition({ path, account }: Entry<"claim">, { id, index }: PositionView): Position | undefined {
    const position = this.#books.ledger.position(id, index);
    if (position?.opened === true && position.holder === account) return position;
    const [wanted, message] = ["an open position of the account", "An account is paid for its own open positions."];
    this.#books.fail("claim", `${path}.positions`, wanted, `${id}/${index}`, message);
    return undefined;
  }
}

function addParts(sum: Parts, parts: Parts): void {
  sum.contributors += parts.contributors;
  sum.dividend += parts.dividend;
  sum.reserve += parts.reserve;
}
