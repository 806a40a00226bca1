// What the record answers over HTTP: any question by GraphQL or SQL, and those that take some arithmetic.

import { db } from "ponder:api";
import { type Context, Hono } from "hono";
import { and, client, desc, eq, graphql, gt, gte, inArray, lt, lte, replaceBigInts } from "ponder";
import { type Address, getAddress, isAddress } from "viem";
import * as schema from "../../ponder.schema.ts";
import { holdersOf, positionsWaiting, seatWaiting, whyPaid } from "../money/claimable.ts";

const PAGE = 1_000;
const MOST_NAMES = 200;
/** Above every model's number, and what the database takes for one. */
const MOST_MODELS = 2_147_483_647n;

const app = new Hono();
app.use("/sql/*", client({ db, schema }));
app.use("/graphql", graphql({ db, schema }));

/** A whole number of the query; undefined if there is none. */
function numberIn(context: Context, name: string): bigint | undefined {
  const text = context.req.query(name);
  return text !== undefined && /^\d{1,30}$/.test(text) ? BigInt(text) : undefined;
}

const limitIn = (context: Context) => Math.max(1, Math.min(Number(numberIn(context, "limit") ?? BigInt(PAGE)), PAGE));

/**
 * What an account can claim for its work, page after page: `?after=` the last position known, `?limit=`, `totals` of this page;
 * `?holder=1` what is held under that very name, not what its seats hold.
 */
app.get("/claimable/:account", async (context) => {
  const account = context.req.param("account");
  if (!isAddress(account, { strict: false })) return context.json({ error: "That is no address." }, 400);
  const name = account.toLowerCase() as Address;
  const holders = context.req.query("holder") ? [name] : await holdersOf(db, name);
  const page = { after: numberIn(context, "after") ?? -1n, limit: limitIn(context) };
  const positions = await positionsWaiting(db, holders, page);
  const totals = new Map<Address, bigint>();
  for (const { waiting } of positions) {
    for (const [asset, amount] of waiting) totals.set(asset, (totals.get(asset) ?? 0n) + amount);
  }
  const amounts = (map: ReadonlyMap<Address, bigint>) =>
    Object.fromEntries([...map].map(([key, it]) => [key, `${it}`]));
  return context.json({
    account: getAddress(account),
    totals: amounts(totals),
    positions: positions.map(({ position, contribution, waiting }) => ({
      position: `${position}`,
      contribution: `${contribution}`,
      waiting: amounts(waiting),
    })),
    more: positions.length === page.limit,
  });
});

/** What a seat can claim of the dividend; `?now=` unix seconds, else the time of the record's newest event. */
app.get("/dividend/:seat", async (context) => {
  const seat = BigInt(context.req.param("seat"));
  const asked = context.req.query("now");
  if (asked !== undefined && !/^\d{1,12}$/.test(asked)) return context.json({ error: "now is in unix seconds." }, 400);
  const [newest] = await db.select().from(schema.event).orderBy(desc(schema.event.seq)).limit(1);
  const waiting = await seatWaiting(db, seat, asked === undefined ? (newest?.time ?? 0n) : BigInt(asked));
  return context.json(replaceBigInts({ seat, waiting }, String));
});

/** Why a position earned what it did: the shares of revenue over its releases, `?after=` the last share known, `?limit=`. */
app.get("/why/:position/:asset", async (context) => {
  const asset = context.req.param("asset").toLowerCase();
  if (!isAddress(asset, { strict: false })) return context.json({ error: "That is no address." }, 400);
  const why = await whyPaid(db, BigInt(context.req.param("position")), asset, {
    after: context.req.query("after") ?? "",
    limit: limitIn(context),
  });
  return why ? context.json(replaceBigInts(why, String)) : context.json({ error: "There is no such position." }, 404);
});

/**
 * Events in their order, or the newest first: `?after=` and `?before=` events that are known, `?order=desc`, `?limit=`, `?names=`
 * separated by commas, `from` and `to` in unix seconds, and what they are about: `account`, `model`, `contribution`,
 * `proposal`, `seat`.
 */
app.get("/events", async (context) => {
  const limit = limitIn(context);
  const { event, eventAccount } = schema;
  const number = (name: string) => numberIn(context, name);
  const [after, before, from, to] = [number("after"), number("before"), number("from"), number("to")];
  const [model, contribution, proposal, seat] = [
    number("model"),
    number("contribution"),
    number("proposal"),
    number("seat"),
  ];
  const names = context.req.query("names")?.split(",").slice(0, MOST_NAMES);
  const account = context.req.query("account")?.toLowerCase();
  if (account !== undefined && !isAddress(account, { strict: false })) {
    return context.json({ error: "That is no address." }, 400);
  }
  const rows = await db
    .select()
    .from(event)
    .where(
      and(
        after === undefined ? undefined : gt(event.seq, after),
        before === undefined ? undefined : lt(event.seq, before),
        from === undefined ? undefined : gte(event.time, from),
        to === undefined ? undefined : lte(event.time, to),
        names === undefined ? undefined : inArray(event.name, names),
        model === undefined ? undefined : eq(event.model, Number(model < MOST_MODELS ? model : MOST_MODELS)),
        contribution === undefined ? undefined : eq(event.contribution, contribution),
        proposal === undefined ? undefined : eq(event.proposal, proposal),
        seat === undefined ? undefined : eq(event.seat, seat),
        account === undefined
          ? undefined
          : inArray(
              event.id,
              db.select({ id: eventAccount.event }).from(eventAccount).where(eq(eventAccount.account, account)),
            ),
      ),
    )
    .orderBy(context.req.query("order") === "desc" ? desc(event.seq) : event.seq)
    .limit(limit);
  return context.json(replaceBigInts({ events: rows, more: rows.length === limit }, String));
});

export default app;
