// Revenue and where it went: settlements, the contributors' pools, the members' pools, the reserve, and who was paid.
import { index, onchainTable, primaryKey } from "ponder";

/** An asset in the books of a treasury. `ceiling`: most that votes spend of it in an epoch. Another treasury has its own. */
export const asset = onchainTable(
  "asset",
  (t) => ({
    treasury: t.hex().notNull(),
    address: t.hex().notNull(),
    listed: t.boolean().notNull(),
    ceiling: t.bigint().notNull(),
    reserve: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.treasury, table.address] }) }),
);

/** All that a model was paid in an asset, and how it was split. */
export const revenue = onchainTable(
  "revenue",
  (t) => ({
    model: t.integer().notNull(),
    asset: t.hex().notNull(),
    received: t.bigint().notNull(),
    upstream: t.bigint().notNull(),
    contributors: t.bigint().notNull(),
    dividend: t.bigint().notNull(),
    reserve: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.model, table.asset] }) }),
);

export const settlement = onchainTable(
  "settlement",
  (t) => ({
    id: t.text().primaryKey(),
    model: t.integer().notNull(),
    asset: t.hex().notNull(),
    release: t.integer().notNull(),
    caller: t.hex().notNull(),
    received: t.bigint().notNull(),
    upstream: t.bigint().notNull(),
    contributors: t.bigint().notNull(),
    dividend: t.bigint().notNull(),
    reserve: t.bigint().notNull(),
    time: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({ byModel: index().on(table.model, table.time) }),
);

/** What a settlement passed on to a model that it was built on, and how it was split there. */
export const slice = onchainTable(
  "slice",
  (t) => ({
    id: t.text().primaryKey(),
    from: t.integer().notNull(),
    to: t.integer().notNull(),
    asset: t.hex().notNull(),
    amount: t.bigint().notNull(),
    contributors: t.bigint().notNull(),
    dividend: t.bigint().notNull(),
    reserve: t.bigint().notNull(),
    time: t.bigint().notNull(),
  }),
  (table) => ({ byFrom: index().on(table.from), byTo: index().on(table.to) }),
);

/** A payment for a model's use that told what it was for; other money arrives at tills without an event. */
export const payment = onchainTable(
  "payment",
  (t) => ({
    id: t.text().primaryKey(),
    model: t.integer().notNull(),
    asset: t.hex().notNull(),
    from: t.hex().notNull(),
    amount: t.bigint().notNull(),
    memo: t.hex().notNull(),
    time: t.bigint().notNull(),
  }),
  (table) => ({ byModel: index().on(table.model) }),
);

/** The contributors' pool of a model in an asset. `index`: what one accepted unit earned, in base units x 2^64. */
export const pool = onchainTable(
  "pool",
  (t) => ({
    model: t.integer().notNull(),
    asset: t.hex().notNull(),
    index: t.bigint().notNull(),
    carried: t.bigint().notNull(),
    era: t.integer().notNull(),
    parked: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.model, table.asset] }) }),
);

/** The index as it stood when a release opened, for all up to the pool's `era`; for later ones it is the index of now. */
export const poolOpening = onchainTable(
  "pool_opening",
  (t) => ({
    model: t.integer().notNull(),
    asset: t.hex().notNull(),
    release: t.integer().notNull(),
    index: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.model, table.asset, table.release] }) }),
);

/** Money that was shared among a release's active units. */
export const share = onchainTable(
  "share",
  (t) => ({
    id: t.text().primaryKey(),
    model: t.integer().notNull(),
    asset: t.hex().notNull(),
    release: t.integer().notNull(),
    amount: t.bigint().notNull(),
    active: t.bigint().notNull(),
    index: t.bigint().notNull(),
    time: t.bigint().notNull(),
  }),
  (table) => ({ byModel: index().on(table.model, table.asset) }),
);

/** How far a position was paid in an asset; `paid` in base units. */
export const positionPaid = onchainTable(
  "position_paid",
  (t) => ({
    position: t.bigint().notNull(),
    asset: t.hex().notNull(),
    index: t.bigint().notNull(),
    fraction: t.bigint().notNull(),
    span: t.integer().notNull(),
    paid: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.position, table.asset] }) }),
);

/** A payment to a contributor: `account` an account or a seat, `to` where the money went. */
export const claim = onchainTable(
  "claim",
  (t) => ({
    id: t.text().primaryKey(),
    account: t.hex().notNull(),
    to: t.hex().notNull(),
    asset: t.hex().notNull(),
    amount: t.bigint().notNull(),
    time: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({ byAccount: index().on(table.account), byTo: index().on(table.to) }),
);

/** What a position was paid by a claim. */
export const claimPart = onchainTable(
  "claim_part",
  (t) => ({
    claim: t.text().notNull(),
    position: t.bigint().notNull(),
    amount: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.claim, table.position] }), byPosition: index().on(table.position) }),
);

/** The members' pool in an asset. `index`: what one seat earned, in base units x 2^64. */
export const dividendPool = onchainTable("dividend_pool", (t) => ({
  asset: t.hex().primaryKey(),
  index: t.bigint().notNull(),
  carried: t.bigint().notNull(),
  era: t.integer().notNull(),
  parked: t.bigint().notNull(),
}));

/** The index as it stood when an era opened, for all up to the pool's `era`; for later ones it is the index of now. */
export const dividendOpening = onchainTable(
  "dividend_opening",
  (t) => ({ asset: t.hex().notNull(), era: t.integer().notNull(), index: t.bigint().notNull() }),
  (table) => ({ pk: primaryKey({ columns: [table.asset, table.era] }) }),
);

/** Money that was shared among the seats of an era. */
export const dividendShare = onchainTable("dividend_share", (t) => ({
  id: t.text().primaryKey(),
  asset: t.hex().notNull(),
  era: t.integer().notNull(),
  amount: t.bigint().notNull(),
  seats: t.integer().notNull(),
  time: t.bigint().notNull(),
}));

/**
 * How far a seat was paid in an asset. `sweptAt`: what one seat had earned when it last gave back what it forfeited, in base
 * units x 2^64, in the transaction `sweptIn`.
 */
export const seatPaid = onchainTable(
  "seat_paid",
  (t) => ({
    seat: t.bigint().notNull(),
    asset: t.hex().notNull(),
    index: t.bigint().notNull(),
    fraction: t.bigint().notNull(),
    span: t.integer().notNull(),
    paid: t.bigint().notNull(),
    sweptIn: t.hex(),
    sweptAt: t.bigint(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.seat, table.asset] }) }),
);

/** A payment to a seat, at its wallet; or, swept, back to all members. */
export const dividendPayment = onchainTable(
  "dividend_payment",
  (t) => ({
    id: t.text().primaryKey(),
    seat: t.bigint().notNull(),
    asset: t.hex().notNull(),
    to: t.hex(),
    amount: t.bigint().notNull(),
    time: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({ bySeat: index().on(table.seat) }),
);

/** What came into and left the reserve otherwise than by settling: gifts, spending, surplus, parked money taken back. */
export const reserveChange = onchainTable("reserve_change", (t) => ({
  id: t.text().primaryKey(),
  asset: t.hex().notNull(),
  why: t.text().notNull(),
  amount: t.bigint().notNull(),
  account: t.hex(),
  memo: t.hex(),
  time: t.bigint().notNull(),
  transaction: t.hex().notNull(),
}));
