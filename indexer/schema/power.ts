// Who may change what: roles, the functions they reach, and what is waiting to be carried out.
import { onchainTable, primaryKey } from "ponder";

/** An account with a role of the access manager. `delay`: seconds between scheduling a call and making it. */
export const role = onchainTable(
  "role",
  (t) => ({
    role: t.bigint().notNull(),
    account: t.hex().notNull(),
    delay: t.bigint().notNull(),
    since: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.role, table.account] }) }),
);

/** The role that a function asks for. */
export const functionRole = onchainTable(
  "function_role",
  (t) => ({ target: t.hex().notNull(), selector: t.hex().notNull(), role: t.bigint().notNull() }),
  (table) => ({ pk: primaryKey({ columns: [table.target, table.selector] }) }),
);

/** Roles of the timelock: who proposes, cancels and executes. */
export const timelockRole = onchainTable(
  "timelock_role",
  (t) => ({ role: t.hex().notNull(), account: t.hex().notNull(), since: t.bigint().notNull() }),
  (table) => ({ pk: primaryKey({ columns: [table.role, table.account] }) }),
);

/** Calls that an ordinary vote reaches. */
export const ordinary = onchainTable(
  "ordinary",
  (t) => ({ target: t.hex().notNull(), selector: t.hex().notNull(), ordinary: t.boolean().notNull() }),
  (table) => ({ pk: primaryKey({ columns: [table.target, table.selector] }) }),
);

/** A timelock operation: waiting, carried out or cancelled. */
export const operation = onchainTable("operation", (t) => ({
  id: t.hex().primaryKey(),
  state: t.text().notNull(),
  calls: t.integer().notNull(),
  readyAt: t.bigint().notNull(),
  scheduledAt: t.bigint().notNull(),
  endedAt: t.bigint(),
}));

/** Every parameter as it was set last, under the contract and the event that tell it; `key`: of which kind, asset or issuer. */
export const parameter = onchainTable(
  "parameter",
  (t) => ({
    contract: t.text().notNull(),
    name: t.text().notNull(),
    key: t.text().notNull(),
    value: t.json().notNull(),
    time: t.bigint().notNull(),
    seq: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.contract, table.name, table.key] }) }),
);
