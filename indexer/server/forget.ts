// A record that is wrong is made anew from nothing: what Ponder keeps of the node's answers goes with it.
import { rm } from "node:fs/promises";
import pg from "pg";

/** @param where The embedded database's folder, or a PostgreSQL in which the record is the schema `name`. */
export async function forget(where: { directory: string } | { databaseUrl: string; name: string }): Promise<void> {
  if ("directory" in where) return rm(where.directory, { recursive: true, force: true });
  const client = new pg.Client({ connectionString: where.databaseUrl });
  await client.connect();
  try {
    await client.query(`DROP SCHEMA IF EXISTS ${client.escapeIdentifier(where.name)} CASCADE`);
    await client.query("DROP SCHEMA IF EXISTS ponder_sync CASCADE");
  } finally {
    await client.end();
  }
}
