// What strangers reach: the record's answers while it is right, and a clear "not ready" otherwise.
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { cors } from "hono/cors";
import { contentRoutes } from "../content/http.ts";
import type { Content } from "../content/settings.ts";
import type { Indexer, Status } from "./Indexer.ts";

/** Bytes of a question, and how long an answer may take (milliseconds). */
const MOST_BYTES = 64 * 1024;
const LONGEST = 15_000;

/** Paths that are answered from the record. */
const ASKABLE = /^\/(graphql|sql\/[\w/]+|claimable\/\w+|dividend\/\d+|why\/\d+\/\w+|events)$/;

/** As it goes over the wire: whole numbers as decimal strings. */
export function statusJson(status: Status) {
  const text = (value: bigint | null) => (value === null ? null : `${value}`);
  const { ready, reason, chainId, chainHash, block, time, head, lag } = status;
  const numbers = { block: text(block), time: text(time), head: text(head), lag: text(lag) };
  return { schema: 1, ready, reason, chainId, chainHash, ...numbers };
}

/** @param content What else is served, if anything. */
export function front(indexer: Pick<Indexer, "status" | "ponderUrl">, content?: Content): Hono {
  const app = new Hono();
  // Reading is free to everyone, from any page.
  app.use(cors({ origin: "*", allowMethods: ["GET", "POST"], exposeHeaders: ["x-commonmind-block"] }));
  app.use(async (context, next) => {
    await next();
    context.header("x-content-type-options", "nosniff");
    if (!context.res.headers.has("content-security-policy")) {
      context.header("content-security-policy", "default-src 'none'");
    }
  });
  // Before the limit for questions: content has its own. And before the packing: content goes out as the bytes that its name
  // and its length are of.
  if (content) app.route("/content", contentRoutes(content));
  // Events say the same words over and over: a tenth of their length is left.
  app.use(compress());
  app.use(
    bodyLimit({
      maxSize: MOST_BYTES,
      onError: (context) => context.json({ error: `A question has at most ${MOST_BYTES} bytes.` }, 413),
    }),
  );
  app.get("/status", (context) => context.json(statusJson(indexer.status)));
  app.get("/ready", (context) => context.json(statusJson(indexer.status), indexer.status.ready ? 200 : 503));
  app.all("*", async (context) => {
    const { pathname, search } = new URL(context.req.url);
    if (!ASKABLE.test(pathname)) {
      return context.json(
        {
          error:
            "Nothing is here. There are /status, /graphql, /sql, /claimable, /dividend, /why, /events and /content.",
        },
        404,
      );
    }
    if (context.req.method !== "GET" && context.req.method !== "POST")
      return context.json({ error: "Only GET and POST." }, 405);
    const { status, ponderUrl } = indexer;
    if (!status.ready || !ponderUrl) {
      context.header("retry-after", "2");
      return context.json({ error: "not ready", ...statusJson(status) }, 503);
    }
    try {
      const answer = await fetch(`${ponderUrl}${pathname}${search}`, {
        method: context.req.method,
        headers: { "content-type": "application/json", accept: context.req.header("accept") ?? "*/*" },
        ...(context.req.method === "POST" ? { body: await context.req.arrayBuffer() } : {}),
        signal: AbortSignal.any([context.req.raw.signal, AbortSignal.timeout(LONGEST)]),
      });
      const headers = new Headers({ "x-commonmind-block": `${status.block}` });
      const type = answer.headers.get("content-type");
      if (type) headers.set("content-type", type);
      return new Response(answer.body, { status: answer.status, headers });
    } catch {
      return context.json({ error: "not ready", ...statusJson(indexer.status) }, 503);
    }
  });
  app.onError((_error, context) => context.json({ error: "The question couldn't be read." }, 400));
  return app;
}
