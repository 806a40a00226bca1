// Numbers that go on from event to event.
import { counter } from "../../ponder.schema.ts";
import type { Db } from "./happening.ts";

/** Adds to one, which begins at 0, and returns what it came to. */
export async function add(db: Db, name: "era" | "seats" | "tokens" | "proposals", by: bigint): Promise<bigint> {
  const { value } = await db
    .insert(counter)
    .values({ name, value: by })
    .onConflictDoUpdate((row) => ({ value: row.value + by }));
  return value;
}
