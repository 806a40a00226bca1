// Contribution tokens: who holds them, and who votes for whom.
import type { contributionTokenAbi } from "@commonmind/sdk";
import { type Address, zeroAddress } from "viem";
import { account, delegation, supply, votingPower } from "../ponder.schema.ts";
import { add } from "./record/add.ts";
import type { Handlers, Happening } from "./record/happening.ts";

const orNull = (address: Address) => (address === zeroAddress ? null : address);

const change = ({ db }: Happening, address: Address, by: bigint) =>
  db
    .insert(account)
    .values({ address, tokens: by, votes: 0n, memberships: 0 })
    .onConflictDoUpdate((row) => ({ tokens: row.tokens + by }));

export const tokens: Handlers<typeof contributionTokenAbi> = {
  async Transfer({ from, to, value }, happening) {
    const { db, event, time } = happening;
    if (from !== zeroAddress) await change(happening, from, -value);
    if (to !== zeroAddress) await change(happening, to, value);
    if (from !== zeroAddress && to !== zeroAddress) return;
    const total = await add(db, "tokens", from === zeroAddress ? value : -value);
    await db.insert(supply).values({ id: event, time, total });
  },
  async DelegateChanged({ delegator, fromDelegate, toDelegate }, { db, event, time }) {
    const [from, to] = [orNull(fromDelegate), orNull(toDelegate)];
    await db.insert(delegation).values({ id: event, delegator, from, to, time });
    await db
      .insert(account)
      .values({ address: delegator, tokens: 0n, votes: 0n, delegate: to, memberships: 0 })
      .onConflictDoUpdate({ delegate: to });
  },
  async DelegateVotesChanged({ delegate, newVotes }, { db, event, time }) {
    await db.insert(votingPower).values({ account: delegate, event, time, votes: newVotes });
    await db
      .insert(account)
      .values({ address: delegate, tokens: 0n, votes: newVotes, memberships: 0 })
      .onConflictDoUpdate({ votes: newVotes });
  },
};
