// Seats and who sits on them, what lost wallets leave to them, and the issuers who vouch for people.
import { index, onchainTable, primaryKey } from "ponder";

/**
 * `wallet` stays while a seat is lapsed. `spans`: runs of eras over which it was active; those up to number `forfeited`
 * earn nothing any more. `graceEnds` is null unless it is lapsed. `moveTo` and what follows: null unless it is on its way to another
 * wallet. `inheritsFrom`: until then it inherits nothing.
 */
export const seat = onchainTable(
  "seat",
  (t) => ({
    id: t.bigint().primaryKey(),
    wallet: t.hex().notNull(),
    issuer: t.hex().notNull(),
    nullifier: t.hex().notNull(),
    serial: t.bigint().notNull(),
    expiry: t.bigint().notNull(),
    openedAt: t.bigint().notNull(),
    active: t.boolean().notNull(),
    closed: t.boolean().notNull(),
    spans: t.integer().notNull(),
    forfeited: t.integer().notNull(),
    graceEnds: t.bigint(),
    replacedBy: t.bigint(),
    moveTo: t.hex(),
    moveReadyAt: t.bigint(),
    moveExpiry: t.bigint(),
    inheritsFrom: t.bigint().notNull(),
  }),
  (table) => ({ byWallet: index().on(table.wallet) }),
);

/** A run of eras over which a seat was active: from era `from` on and before era `to`; null while it runs. */
export const seatSpan = onchainTable(
  "seat_span",
  (t) => ({
    seat: t.bigint().notNull(),
    number: t.integer().notNull(),
    from: t.integer().notNull(),
    to: t.integer(),
    since: t.bigint().notNull(),
    until: t.bigint(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.seat, table.number] }) }),
);

/** A seat that moved to another wallet. */
export const seatMove = onchainTable("seat_move", (t) => ({
  id: t.text().primaryKey(),
  seat: t.bigint().notNull(),
  from: t.hex().notNull(),
  to: t.hex().notNull(),
  time: t.bigint().notNull(),
}));

/** Which seat is at a wallet now; no row if none is. */
export const seated = onchainTable("seated", (t) => ({
  account: t.hex().primaryKey(),
  seat: t.bigint().notNull(),
  since: t.bigint().notNull(),
}));

/** An account's voice among the members from `time` on, 1 while it is seated; numbered from 1, {@link account} says how many. */
export const membership = onchainTable(
  "membership",
  (t) => ({
    account: t.hex().notNull(),
    number: t.integer().notNull(),
    time: t.bigint().notNull(),
    votes: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.account, table.number] }) }),
);

/** What a wallet that lost its seat holds follows that seat, from `readyAt` on, or from when the seat inherits again. */
export const recovery = onchainTable("recovery", (t) => ({
  account: t.hex().primaryKey(),
  seat: t.bigint().notNull(),
  readyAt: t.bigint().notNull(),
}));

/** Active seats from an era on: each change of their set begins the next era. */
export const era = onchainTable("era", (t) => ({
  number: t.integer().primaryKey(),
  time: t.bigint().notNull(),
  seats: t.integer().notNull(),
}));

/** `seats`: those that count against its cap. */
export const issuer = onchainTable("issuer", (t) => ({
  address: t.hex().primaryKey(),
  active: t.boolean().notNull(),
  cap: t.bigint().notNull(),
  growthLimit: t.bigint().notNull(),
  seats: t.integer().notNull(),
}));

/** Accounts that may hand in work under a seat. */
export const sponsorship = onchainTable(
  "sponsorship",
  (t) => ({ seat: t.bigint().notNull(), account: t.hex().notNull(), active: t.boolean().notNull() }),
  (table) => ({ pk: primaryKey({ columns: [table.seat, table.account] }) }),
);
