// Models, what they were built on, their intake batches and their releases.
import { onchainTable, primaryKey } from "ponder";

/** `active`: accepted units that share its revenue now. `release`: the one in force, 0 before the first. */
export const model = onchainTable("model", (t) => ({
  id: t.integer().primaryKey(),
  name: t.text().notNull(),
  uri: t.text().notNull(),
  till: t.hex().notNull(),
  registeredAt: t.bigint().notNull(),
  release: t.integer().notNull(),
  releasedBatch: t.integer().notNull(),
  active: t.bigint().notNull(),
}));

/** A model that another was built on, however far back, and the part of its revenue that it gets, in 1/10,000. */
export const upstream = onchainTable(
  "upstream",
  (t) => ({ model: t.integer().notNull(), on: t.integer().notNull(), bps: t.integer().notNull() }),
  (table) => ({ pk: primaryKey({ columns: [table.model, table.on] }) }),
);

/** Accepted units that join and leave with an intake batch. `release` is null until one covers it. */
export const batch = onchainTable(
  "batch",
  (t) => ({
    model: t.integer().notNull(),
    number: t.integer().notNull(),
    joined: t.bigint().notNull(),
    left: t.bigint().notNull(),
    closedAt: t.bigint(),
    release: t.integer(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.model, table.number] }) }),
);

/** `active`: units that shared revenue from it on. */
export const release = onchainTable(
  "release",
  (t) => ({
    model: t.integer().notNull(),
    number: t.integer().notNull(),
    lastBatch: t.integer().notNull(),
    joined: t.bigint().notNull(),
    left: t.bigint().notNull(),
    active: t.bigint().notNull(),
    weightsHash: t.hex().notNull(),
    dataRoot: t.hex().notNull(),
    modelCard: t.text().notNull(),
    licence: t.text().notNull(),
    evaluation: t.text().notNull(),
    time: t.bigint().notNull(),
    seq: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.model, table.number] }) }),
);
