// GET /ledger: what a page needs of the co-op, as it stands. GET /ledger/rows: a piece of a long list. For pages of this server.
import { stringify } from "devalue";
import type { DappConfig } from "../../config/config.ts";
import { readConfig } from "../../config/readConfig.ts";
import { t } from "../../i18n/i18n.ts";
import { readAbout } from "../about.ts";
import { excerptFor, type Reading, readCoop } from "./reader.ts";
import { readRowsQuery, rowsOf } from "./rows.ts";

/** Milliseconds for which a question waits for the first reading. */
const PATIENCE = 5_000;

const answer = (status: number, body: unknown) =>
  new Response(stringify(body), {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
  });

/** Answers once the co-op is read; says what is wrong, or how far it is, where it isn't. */
async function withCoop(tell: (config: DappConfig, reading: Reading) => Response): Promise<Response> {
  try {
    const config = await readConfig(process.env);
    const reading = await readCoop(config, PATIENCE);
    if ("book" in reading) return tell(config, reading);
    return answer(503, { error: t("The co-op’s history is being read: block {block}.", { block: reading.block }) });
  } catch (error) {
    const told = error instanceof Error && ["ChainTrouble", "ConfigError"].includes(error.name);
    return answer(503, { error: told ? (error as Error).message : t("The chain doesn't answer just now.") });
  }
}

export async function ledger(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const about = readAbout(searchParams);
  if (!about) return answer(400, { error: t("That can't be asked.") });
  return withCoop((config, reading) => {
    const { book, version, withoutRecord } = reading;
    const told = { block: book.block, version, withoutRecord };
    // Nothing has happened since the asker's.
    if (searchParams.get("seen") === `${version}`) return answer(200, told);
    return answer(200, { ...told, ledger: excerptFor(config, reading, about) });
  });
}

export async function rows(request: Request): Promise<Response> {
  const query = readRowsQuery(new URL(request.url).searchParams);
  if (!query) return answer(400, { error: t("That can't be asked.") });
  return withCoop((_, { book }) => answer(200, rowsOf(book, query, query.from)));
}
