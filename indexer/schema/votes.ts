// Proposals, what they would do, and every ballot.
import { index, onchainTable, primaryKey } from "ponder";

/**
 * Weights are the holders' (base units, within each person's cap), counts the members'. `number` counts proposals from 1.
 * Which rules hold it passed: {@link chamberRules}, {@link quorum} and {@link supply} of its `voteStart`.
 */
export const proposal = onchainTable(
  "proposal",
  (t) => ({
    id: t.bigint().primaryKey(),
    number: t.integer().notNull(),
    proposer: t.hex().notNull(),
    title: t.text().notNull(),
    body: t.text().notNull(),
    description: t.text().notNull(),
    askedAt: t.bigint().notNull(),
    voteStart: t.bigint().notNull(),
    voteEnd: t.bigint().notNull(),
    firstVoteEnd: t.bigint().notNull(),
    constitutional: t.boolean().notNull(),
    cosigned: t.boolean().notNull(),
    options: t.integer().notNull(),
    votesFor: t.bigint().notNull(),
    votesAgainst: t.bigint().notNull(),
    votesAbstain: t.bigint().notNull(),
    membersFor: t.integer().notNull(),
    membersAgainst: t.integer().notNull(),
    membersAbstain: t.integer().notNull(),
    ballots: t.integer().notNull(),
    queuedAt: t.bigint(),
    eta: t.bigint(),
    executedAt: t.bigint(),
    canceledAt: t.bigint(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({ byNumber: index().on(table.number), byEnd: index().on(table.voteEnd) }),
);

/** One of the things a direction ballot puts side by side, from 1; 0 keeps things as they are. */
export const option = onchainTable(
  "option",
  (t) => ({
    proposal: t.bigint().notNull(),
    number: t.integer().notNull(),
    title: t.text().notNull(),
    text: t.text().notNull(),
    approvals: t.bigint().notNull(),
    approvingSeats: t.integer().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.proposal, table.number] }) }),
);

/**
 * A call that is carried out if it passes, or if its option wins. `contract`, `function`
 * and `args` are null if it calls none of the co-op's functions.
 */
export const action = onchainTable(
  "action",
  (t) => ({
    proposal: t.bigint().notNull(),
    index: t.integer().notNull(),
    option: t.integer(),
    target: t.hex().notNull(),
    contract: t.text(),
    function: t.text(),
    value: t.bigint().notNull(),
    data: t.hex().notNull(),
    args: t.json(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.proposal, table.index] }) }),
);

/** The ballot of a voter that counts. `replaced`: how many of the same voter it took the place of. */
export const ballot = onchainTable(
  "ballot",
  (t) => ({
    proposal: t.bigint().notNull(),
    voter: t.hex().notNull(),
    support: t.integer().notNull(),
    weight: t.bigint().notNull(),
    member: t.boolean().notNull(),
    options: t.integer().notNull(),
    reason: t.text().notNull(),
    replaced: t.integer().notNull(),
    time: t.bigint().notNull(),
    seq: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.proposal, table.voter] }), byVoter: index().on(table.voter) }),
);

/** Every ballot as it was cast, those that were replaced too. */
export const ballotCast = onchainTable(
  "ballot_cast",
  (t) => ({
    id: t.text().primaryKey(),
    proposal: t.bigint().notNull(),
    voter: t.hex().notNull(),
    support: t.integer().notNull(),
    weight: t.bigint().notNull(),
    member: t.boolean().notNull(),
    options: t.integer().notNull(),
    reason: t.text().notNull(),
    time: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({ byProposal: index().on(table.proposal, table.voter) }),
);

export const chamberRules = onchainTable("chamber_rules", (t) => ({
  id: t.text().primaryKey(),
  time: t.bigint().notNull(),
  capBps: t.integer().notNull(),
  unseatedCapBps: t.integer().notNull(),
  vetoBps: t.integer().notNull(),
  turnoutBps: t.integer().notNull(),
  cosignBps: t.integer().notNull(),
  closingBps: t.integer().notNull(),
}));

/** Percent of the supply that must take part, from `time` on. */
export const quorum = onchainTable("quorum", (t) => ({
  id: t.text().primaryKey(),
  time: t.bigint().notNull(),
  percent: t.integer().notNull(),
}));
