// Panels: who could be drawn, who was, what they said, and what they got for it.
import { index, onchainTable, primaryKey } from "ponder";

/**
 * A panel's round about a contribution: 1 the first, 2 the appeal. Times in unix seconds, 0 where a vote
 * decides; `seats` by their places.
 */
export const round = onchainTable(
  "round",
  (t) => ({
    contribution: t.bigint().notNull(),
    number: t.integer().notNull(),
    panel: t.hex().notNull(),
    state: t.text().notNull(),
    byVote: t.boolean().notNull(),
    size: t.integer().notNull(),
    seedAt: t.bigint().notNull(),
    drawUntil: t.bigint().notNull(),
    commitUntil: t.bigint().notNull(),
    revealUntil: t.bigint().notNull(),
    seed: t.hex(),
    seats: t.bigint().array().notNull(),
    drawnAt: t.bigint(),
    score: t.integer(),
    closedAt: t.bigint(),
    challengedBy: t.bigint(),
    fee: t.bigint(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.contribution, table.number] }), byState: index().on(table.state) }),
);

/** A reviewer's place on a panel, from 0. `weight`: with which it counted; `pay`: units it earned, null until settled. */
export const reviewer = onchainTable(
  "reviewer",
  (t) => ({
    contribution: t.bigint().notNull(),
    round: t.integer().notNull(),
    seat: t.bigint().notNull(),
    place: t.integer().notNull(),
    commitment: t.hex(),
    score: t.integer(),
    salt: t.hex(),
    committedAt: t.bigint(),
    revealedAt: t.bigint(),
    recused: t.boolean().notNull(),
    voidedBy: t.bigint(),
    weight: t.bigint(),
    pay: t.bigint(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.contribution, table.round, table.seat] }),
    bySeat: index().on(table.seat),
  }),
);

/** Seats that opted in for a kind. `left`: they opted out again. */
export const enrolment = onchainTable(
  "enrolment",
  (t) => ({
    panel: t.hex().notNull(),
    kind: t.integer().notNull(),
    entry: t.integer().notNull(),
    seat: t.bigint().notNull(),
    countsFrom: t.bigint().notNull(),
    left: t.boolean().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.panel, table.kind, table.entry] }), bySeat: index().on(table.seat) }),
);

/** Work that was posted to learn about reviewers; it earns nothing. */
export const gold = onchainTable("gold", (t) => ({
  contribution: t.bigint().primaryKey(),
  score: t.integer().notNull(),
  time: t.bigint().notNull(),
}));

/** Units that a seat earned by reviewing for a model, and those that it made into work of its own. */
export const reviewPay = onchainTable(
  "review_pay",
  (t) => ({
    panel: t.hex().notNull(),
    model: t.integer().notNull(),
    seat: t.bigint().notNull(),
    earned: t.bigint().notNull(),
    collected: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.panel, table.model, table.seat] }) }),
);
