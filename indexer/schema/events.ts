// Everything that happened, as it was logged: one row an event, and who and what it is about.
import { index, onchainTable, primaryKey } from "ponder";

/**
 * `seq` orders all events: block x 1,000,000 + place in the block. So does `id`, by which rows are found. `contribution`, `proposal` and the like are null where
 * an event isn't about one. `args` holds the arguments by name; whole numbers as decimal strings.
 */
export const event = onchainTable(
  "event",
  (t) => ({
    id: t.text().primaryKey(),
    seq: t.bigint().notNull(),
    block: t.bigint().notNull(),
    logIndex: t.integer().notNull(),
    time: t.bigint().notNull(),
    transaction: t.hex().notNull(),
    sender: t.hex().notNull(),
    address: t.hex().notNull(),
    contract: t.text().notNull(),
    name: t.text().notNull(),
    args: t.json().notNull(),
    model: t.integer(),
    contribution: t.bigint(),
    proposal: t.bigint(),
    seat: t.bigint(),
  }),
  (table) => ({
    bySeq: index().on(table.seq),
    byName: index().on(table.name, table.seq),
    byContribution: index().on(table.contribution),
    byModel: index().on(table.model),
    byProposal: index().on(table.proposal),
    bySeat: index().on(table.seat),
  }),
);

/** Numbers that go on: how many proposals there are, the newest era, seats that are active, all tokens. */
export const counter = onchainTable("counter", (t) => ({ name: t.text().primaryKey(), value: t.bigint().notNull() }));

/** The accounts that an event names. */
export const eventAccount = onchainTable(
  "event_account",
  (t) => ({ account: t.hex().notNull(), event: t.text().notNull() }),
  (table) => ({ pk: primaryKey({ columns: [table.account, table.event] }) }),
);
