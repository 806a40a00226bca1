// Contributions, their claimed leaves, and what left again.
import { index, onchainTable, primaryKey } from "ponder";

/**
 * `units` and `left` are accepted units (declared x score): those it came to, and those that left since, with batches that
 * may be still to be released. `release`: the one that it joined; null until then. `seat`: whose slot it took, its sponsor's or its submitter's;
 * null for founding work and for what was credited.
 */
export const contribution = onchainTable(
  "contribution",
  (t) => ({
    id: t.bigint().primaryKey(),
    model: t.integer().notNull(),
    submitter: t.hex().notNull(),
    seat: t.bigint(),
    kind: t.integer().notNull(),
    root: t.hex().notNull(),
    depth: t.integer().notNull(),
    items: t.bigint().notNull(),
    declaredUnits: t.bigint().notNull(),
    uri: t.text().notNull(),
    state: t.text().notNull(),
    score: t.integer(),
    round: t.integer().notNull(),
    submittedAt: t.bigint().notNull(),
    scoredAt: t.bigint(),
    challengedAt: t.bigint(),
    finalAt: t.bigint(),
    units: t.bigint().notNull(),
    left: t.bigint().notNull(),
    tokenRate: t.bigint(),
    mintableFrom: t.bigint(),
    joinBatch: t.integer(),
    endBatch: t.integer(),
    excluded: t.boolean().notNull(),
    release: t.integer(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({
    byModel: index().on(table.model, table.id),
    bySubmitter: index().on(table.submitter),
    byState: index().on(table.state, table.id),
    byBatch: index().on(table.model, table.joinBatch),
  }),
);

/**
 * A claimed leaf. `id` = contribution x 2^32 + index. `author` as in the manifest, `holder` who is paid: an account, or a seat
 * written as an address. `units` are declared ones without what was struck; `accepted` the same x score. `endBatch`: with which it leaves.
 */
export const position = onchainTable(
  "position",
  (t) => ({
    id: t.bigint().notNull(),
    contribution: t.bigint().notNull(),
    index: t.bigint().notNull(),
    model: t.integer().notNull(),
    author: t.hex().notNull(),
    holder: t.hex().notNull(),
    units: t.bigint().notNull(),
    accepted: t.bigint().notNull(),
    itemsRoot: t.hex().notNull(),
    tokens: t.bigint().notNull(),
    endBatch: t.integer(),
    stages: t.integer().notNull(),
    openedAt: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.contribution, table.index] }),
    byId: index().on(table.id),
    byHolder: index().on(table.holder),
    byAuthor: index().on(table.author),
  }),
);

/** Units that a struck position had before, up to the release that covers `endBatch`; numbered from 1. */
export const stage = onchainTable(
  "stage",
  (t) => ({
    position: t.bigint().notNull(),
    number: t.integer().notNull(),
    units: t.bigint().notNull(),
    endBatch: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.position, table.number] }) }),
);

/** Units of a leaf that left: taken back by its author, or struck as copied. */
export const departure = onchainTable(
  "departure",
  (t) => ({
    id: t.text().primaryKey(),
    contribution: t.bigint().notNull(),
    index: t.bigint().notNull(),
    why: t.text().notNull(),
    units: t.bigint().notNull(),
    tokensBurned: t.bigint().notNull(),
    batch: t.integer(),
    time: t.bigint().notNull(),
  }),
  (table) => ({ byContribution: index().on(table.contribution) }),
);

/** An item that stood in an earlier submission already; `reward`: declared units that its finder may collect. */
export const duplicate = onchainTable(
  "duplicate",
  (t) => ({
    id: t.text().primaryKey(),
    contribution: t.bigint().notNull(),
    index: t.bigint().notNull(),
    contentHash: t.hex().notNull(),
    earlier: t.bigint().notNull(),
    earlierIndex: t.bigint().notNull(),
    finder: t.bigint().notNull(),
    units: t.bigint().notNull(),
    reward: t.bigint().notNull(),
    time: t.bigint().notNull(),
  }),
  (table) => ({ byContribution: index().on(table.contribution), byFinder: index().on(table.finder) }),
);

export const kindRule = onchainTable("kind_rule", (t) => ({
  kind: t.integer().primaryKey(),
  maxUnitsPerItem: t.bigint().notNull(),
  tokenRate: t.bigint().notNull(),
  rubric: t.text().notNull(),
}));
