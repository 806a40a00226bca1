// The contribution token: who holds it, who votes for whom, and both over time.
import { index, onchainTable, primaryKey } from "ponder";

/**
 * An account with tokens, votes or a seat. `tokens` are held, `votes` delegated to it, in base units. `delegate` is null
 * before its first token; `memberships` counts the changes of its voice among the members.
 */
export const account = onchainTable(
  "account",
  (t) => ({
    address: t.hex().primaryKey(),
    tokens: t.bigint().notNull(),
    votes: t.bigint().notNull(),
    delegate: t.hex(),
    memberships: t.integer().notNull(),
  }),
  (table) => ({ byVotes: index().on(table.votes), byDelegate: index().on(table.delegate) }),
);

/** Each time that an account said who votes for it; `from` and `to` are null for nobody. */
export const delegation = onchainTable(
  "delegation",
  (t) => ({
    id: t.text().primaryKey(),
    delegator: t.hex().notNull(),
    from: t.hex(),
    to: t.hex(),
    time: t.bigint().notNull(),
  }),
  (table) => ({ byDelegator: index().on(table.delegator) }),
);

/** An account's votes from `time` on. */
export const votingPower = onchainTable(
  "voting_power",
  (t) => ({
    account: t.hex().notNull(),
    event: t.text().notNull(),
    time: t.bigint().notNull(),
    votes: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.account, table.event] }) }),
);

/** All tokens from `time` on. */
export const supply = onchainTable("supply", (t) => ({
  id: t.text().primaryKey(),
  time: t.bigint().notNull(),
  total: t.bigint().notNull(),
}));
