// Every event becomes a row, with what it is about.
import { replaceBigInts } from "ponder";
import { type AbiEvent, type Address, isAddress, zeroAddress } from "viem";
import { event, eventAccount, parameter } from "../../ponder.schema.ts";
import type { Happening } from "./happening.ts";

const asNumber = (value: unknown) => (value === undefined ? null : Number(value));
const asBigint = (value: unknown) => (value === undefined ? null : BigInt(value as bigint));

/** The events that tell a parameter are named so. */
const TELLS_A_PARAMETER = /(Set|Updated|Change)$/;

/** Seats stand where accounts may, as numbers below 2^64: they aren't accounts. */
const isAccount = (value: unknown): value is Address =>
  typeof value === "string" && isAddress(value, { strict: false }) && BigInt(value) >= 1n << 64n;

export async function note(
  contract: string,
  { name, inputs }: AbiEvent,
  args: Record<string, unknown> | undefined,
  { db, event: id, seq, block, logIndex, time, transaction, sender, address }: Happening,
): Promise<void> {
  const said = args ?? {};
  const written = replaceBigInts(said, String);
  const position = said.position as bigint | undefined;
  await db.insert(event).values({
    ...{ id, seq, block, logIndex, time, transaction, sender, address, contract, name },
    args: written,
    model: asNumber(said.modelId),
    contribution: asBigint(said.contribution ?? (position === undefined ? undefined : position >> 32n)),
    proposal: asBigint(said.proposalId),
    seat: asBigint(said.seat ?? said.finder),
  });
  if (TELLS_A_PARAMETER.test(name)) {
    const key = inputs.flatMap((input) => (input.indexed ? `${said[input.name ?? ""]}`.toLowerCase() : [])).join(":");
    const row = { value: written, time, seq };
    await db
      .insert(parameter)
      .values({ contract, name, key, ...row })
      .onConflictDoUpdate(row);
  }
  const accounts = new Set(Object.values(said).filter(isAccount));
  for (const account of accounts) {
    if (account !== zeroAddress) await db.insert(eventAccount).values({ account, event: id });
  }
}
