/** What each account and each seat has: units, tokens, votes, and money to the last base unit. */
import { type Books, isAccepted, seatOfAuthor } from "./books.ts";
import { castAccount } from "./checkWork.ts";
import { DERIVED } from "./derived.ts";
import { add, compare, fraction, toText, ZERO } from "./fraction.ts";
import { accountOf, type ExpectedHistory } from "./history.ts";
import type { Position } from "./ledger.ts";
import { forfeited, present, type Seat, walletOf } from "./members.ts";
import type { AccountView, EarningView, MemberView, ReportView } from "./shape.ts";

/** One row for each author of the history, each founder who worked on the derived model, and each seat that did. */
export function checkAccounts(view: ReportView, history: ExpectedHistory, books: Books, complete: boolean): void {
  const positions = positionsByAccount(view, books);
  const assets = [...new Set([...books.assets.keys(), ...view.totals.keys()])];
  const missing = expectedAccounts(view, history);
  for (const account of view.accounts) {
    const key = `account of ${account.author}`;
    const author = missing.get(account.account);
    missing.delete(account.account);
    if (author !== account.author) {
      const message = "No such author has such an account, or only one.";
      books.fail("account", key, author ?? "none", account.author, message);
      continue;
    }
    checkAccount(account, positions.get(account.account) ?? [], books, complete);
    for (const asset of new Set([...assets, ...account.earned.keys(), ...account.claimed.keys()])) {
      if (assets.includes(asset)) {
        checkMoney(account, asset, positions.get(account.account) ?? [], books, complete);
      } else books.fail("account", `${key}.${asset}`, "none", "an amount", "No such asset was ever received.");
    }
  }
  for (const author of missing.values()) {
    books.fail("account", `account of ${author}`, "one", "none", "A person who worked has no account.");
  }
}

function expectedAccounts(view: ReportView, { people }: ExpectedHistory): Map<string, string> {
  const accounts = new Map([...people].map((person) => [accountOf(person), person]));
  const lessons = view.contributions.filter(({ kind }) => kind === DERIVED.kind);
  for (const { author } of lessons.flatMap(({ leaves }) => leaves)) accounts.set(castAccount(view, author), author);
  return accounts;
}

function checkAccount(account: AccountView, own: readonly Position[], books: Books, complete: boolean): void {
  const { members, minted, voices } = books;
  const key = `account of ${account.author}`;
  const equal = (name: string, expected: string | bigint, actual: string | bigint, message: string) =>
    books.equal("account", `${key}.${name}`, expected, actual, message);
  const units = own.reduce((sum, position) => sum + position.units, 0n);
  equal("units", units, account.units, "Units are those of all its accepted leaves.");
  const tokens = minted.get(account.account) ?? 0n;
  equal("tokens", tokens, account.tokens, "Tokens are those minted for its leaves.");
  if (complete && own.some((position) => !position.opened)) {
    books.fail("units", key, "every leaf claimed", "some not", "Every author claims the units of every leaf.");
  }

  const written = seatOfAuthor(account.account);
  const seat = written === undefined ? members.personOf(account.account) : members.seats.get(written);
  equal("seat", seat?.number ?? "none", account.seat ?? "none", "The person has another seat, or none.");
  const wallet = written !== undefined || seat?.wallets.includes(account.account) ? seat : undefined;
  const expected = wallet === undefined ? account.account : walletOf(wallet);
  equal("wallet", expected, account.wallet, "What belongs to a person is at the seat's wallet, or the account itself.");
  equal("votes", voices.of(expected), account.votes, "Nobody delegates: a token is a vote.");

  const member = written === undefined ? seat : undefined;
  const row = books.report.members.find((one) => one.seat === member?.number);
  const text = (dividend: Map<string, EarningView> | undefined) =>
    [...(dividend ?? [])].map(([asset, { earned, claimed }]) => `${asset} ${earned} ${claimed}`).join(", ");
  const same = "It is what the seat of this person has in the list of members.";
  equal("dividend", text(row?.dividend), text(account.dividend), same);
}

/** The heart of it: what an account earned against its exact share, and what it was paid against what it earned. */
function checkMoney(
  account: AccountView,
  asset: string,
  positions: readonly Position[],
  books: Books,
  complete: boolean,
): void {
  const { ledger, paid, findings } = books;
  const key = `account of ${account.author}`;
  const earned = account.earned.get(asset) ?? 0n;
  const claimed = account.claimed.get(asset) ?? 0n;
  const { amount, claims } = paid.get(account.account)?.get(asset) ?? { amount: 0n, claims: 0 };

  let [low, high, exact] = [0n, 0n, ZERO];
  for (const position of positions) {
    const bounds = ledger.bounds(position, asset);
    if (position.opened) low += bounds.low;
    high += bounds.high;
    exact = add(exact, ledger.exact(position, asset));
  }
  findings.within("account", `${key}.earned.${asset}`, low, high, earned, "Earned isn't its share of the revenue.");
  // The published bound, as outsiders will check it.
  const lost = BigInt(positions.length * Math.max(1, claims));
  const claimable = positions.every((position) => position.opened);
  const offBound = compare(fraction(earned), exact) > 0 || (claimable && compare(fraction(earned + lost), exact) < 0);
  if (offBound && earned >= low && earned <= high) {
    const [expected, actual] = [`exact - ${lost}..exact`, `${earned}, exact ${toText(exact)}`];
    findings.add("account", `${key}.earned.${asset}`, expected, actual, "Earned is off the exact share.");
  }
  findings.equal("account", `${key}.claimed.${asset}`, amount, claimed, "Claimed isn't the sum of its claims.");
  if (complete) {
    findings.equal("account", `${key}.claimed.${asset}`, earned, claimed, "Everyone claims all in the end.");
  } else if (claimed > earned) {
    const expected = `0..${earned}`;
    findings.add("account", `${key}.claimed.${asset}`, expected, claimed, "Nobody is paid more than they earned.");
  }
}

function positionsByAccount({ contributions }: ReportView, { ledger }: Books): Map<string, Position[]> {
  const byAccount = new Map<string, Position[]>();
  for (const { id, leaves } of contributions.filter(isAccepted)) {
    for (const { index } of leaves) {
      const position = ledger.position(id, index);
      if (position === undefined) continue;
      byAccount.set(position.account, [...(byAccount.get(position.account) ?? []), position]);
    }
  }
  return byAccount;
}

/** One row for each seat that was ever opened. */
export function checkMembers(view: ReportView, books: Books): void {
  const missing = new Map(books.members.seats);
  const assets = [...new Set([...books.assets.keys(), ...view.totals.keys()])];
  for (const member of view.members) {
    const key = `seat ${member.seat}`;
    const seat = missing.get(member.seat);
    missing.delete(member.seat);
    if (seat === undefined) {
      books.fail("member", key, "none", "one", "There is no such seat, or only one.");
      continue;
    }
    books.equal("member", `${key}.account`, walletOf(seat), member.account, "The seat is at another wallet.");
    const author = view.accounts.find(({ account }) => seat.wallets.includes(account))?.author;
    books.equal("member", `${key}.author`, author ?? "none", member.author ?? "none", "Another person has this seat.");
    checkStatus(member, seat, books);
    for (const asset of new Set([...assets, ...member.dividend.keys()])) {
      if (assets.includes(asset)) checkEarning(member, seat, asset, books);
      else books.fail("member", `${key}.${asset}`, "none", "an amount", "No such asset was ever received.");
    }
  }
  for (const seat of missing.keys()) books.fail("member", `seat ${seat}`, "one", "none", "A seat is missing.");
}

function checkStatus({ status, seat }: MemberView, { graceEnds }: Seat, books: Books): void {
  const over = graceEnds !== undefined && books.time >= graceEnds;
  const expected = graceEnds === undefined ? "active" : over ? "forfeited" : "lapsed";
  // A grace may have run out between the last event and the reading.
  if (expected === "lapsed" && status === "forfeited") return;
  books.equal("member", `seat ${seat}.status`, expected, status, "The seat is in another state.");
}

function checkEarning(member: MemberView, seat: Seat, asset: string, books: Books): void {
  const { members, dividends, findings, time } = books;
  const key = `seat ${member.seat}.dividend.${asset}`;
  const { earned, claimed } = member.dividend.get(asset) ?? { earned: 0n, claimed: 0n };
  const { amount, claims } = dividends.get(member.seat)?.get(asset) ?? { amount: 0n, claims: 0 };
  findings.equal("member", `${key}.claimed`, amount, claimed, "Claimed isn't the sum of what the seat was paid.");

  if (forfeited(seat, time).length > 0) {
    // What an earlier life was paid stays; what it was not paid is nobody's any more.
    const life = member.status === "active" ? members.bounds(present(seat), asset) : { low: 0n, high: 0n };
    findings.within("member", `${key}.earned`, claimed, claimed + life.high, earned, "Forfeited money isn't earned.");
    return;
  }
  const { low, high } = members.bounds(present(seat), asset);
  findings.within("member", `${key}.earned`, low, high, earned, "Earned isn't the seat's share of the dividend.");
  // Rounding leaves a choice of one base unit only until it is paid.
  if (members.isSettled(present(seat), asset)) {
    findings.equal("member", `${key}.earned`, claimed, earned, "Nothing has come in since the seat was paid.");
  }
  const exact = members.exact(present(seat), asset);
  const lost = BigInt(Math.max(1, claims));
  if (compare(fraction(earned), exact) <= 0 && compare(fraction(earned + lost), exact) >= 0) return;
  const actual = `${earned}, exact ${toText(exact)}`;
  findings.add("member", `${key}.earned`, `exact - ${lost}..exact`, actual, "Earned is off the exact share.");
}
