// Content over HTTP. Whatever it is, a browser is told to save it and never to show or run it.
import { open } from "node:fs/promises";
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { CommonmindError } from "../../sdk/src/errors.ts";
import type { ContentErrorCode } from "./errors.ts";
import type { Content } from "./settings.ts";
import { steadily, streamFile } from "./streams.ts";

const STATUS: Partial<Record<ContentErrorCode, 400 | 404 | 408 | 410 | 413 | 415 | 502 | 507>> = {
  ContentMissing: 404,
  ContentStalled: 408,
  ContentForgotten: 410,
  ContentTooLarge: 413,
  ContentType: 415,
  ContentMismatch: 502,
  ContentService: 502,
  ContentStoreFull: 507,
};

/** How many are served at once. Whoever is checked has a file hashed from its beginning to its end. */
const MOST_CHECKED = 8;
const MOST_SENT = 32;
const MOST_RECEIVED = 8;

/** Milliseconds for which those who send or take content may stand still. */
const PATIENCE = 30_000;

/** GET /content/:cid, and POST /content where uploads are taken. Readers and senders don't wait for each other. */
export function contentRoutes({ store, pinning, uploadOrigins }: Content, { patience = PATIENCE } = {}): Hono {
  const app = new Hono();
  const [checking, sending, receiving] = [places(MOST_CHECKED), places(MOST_SENT), places(MOST_RECEIVED)];
  app.get("/:cid", async (context) => {
    // Before anything is waited for: whoever leaves earlier than this is asked for isn't told of.
    const { signal } = context.req.raw;
    const sent = sending();
    const checked = sent && checking();
    if (!checked) {
      sent?.();
      return tooMany(context);
    }
    // Strangers get what the store has: they don't make it look for things on the network.
    const { cid, bytes, path, release } = await store
      .get(context.req.param("cid"), { signal, local: true })
      .catch((error) => {
        sent();
        throw error;
      })
      .finally(checked);
    // What can't be deleted now is cleared away later.
    const ended = () =>
      release()
        .catch(() => {})
        .finally(sent);
    const headers = {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename="${cid}"`,
      "content-length": `${bytes}`,
      "content-security-policy": "default-src 'none'; sandbox",
      "cross-origin-resource-policy": "cross-origin",
      // Nobody on the way is to pack it: its length and its name are those of these bytes.
      "cache-control": "public, max-age=300, no-transform",
      etag: `"${cid}"`,
    };
    // Hono answers HEAD by this too, and would leave a body unread.
    if (context.req.method === "HEAD") {
      await ended();
      return new Response(null, { headers });
    }
    const file = await open(path).catch(async (error) => {
      await ended();
      throw error;
    });
    // Node's server would log an error of the stream, each time that a stranger takes nothing.
    const { outgoing } = context.env as Partial<HttpBindings>;
    const hangUp = outgoing && (() => void outgoing.destroy());
    return new Response(streamFile(file, { signal, patience, ended, hangUp }), { headers });
  });
  app.post("/", async (context) => {
    if (uploadOrigins.size === 0) {
      return context.json({ error: "This server takes no content. Its operator adds it: npm run content -- add" }, 403);
    }
    // Browsers say which page sends it; any page could reach this machine.
    const origin = context.req.header("origin");
    if (origin !== undefined && !uploadOrigins.has(origin)) {
      return context.json({ error: `Content isn't taken from pages of ${origin}.` }, 403);
    }
    const { body } = context.req.raw;
    if (!body) return context.json({ error: "Send the bytes of one file as the body." }, 400);
    const received = receiving();
    if (!received) return tooMany(context);
    try {
      const stored = await store.add(steadily(body, patience));
      const pin = (await pinning?.pin(stored.cid)) ?? null;
      return context.json({ ...stored, uri: `ipfs://${stored.cid}`, pin }, 201);
    } finally {
      received();
    }
  });
  app.onError((error, context) => {
    if (!(error instanceof CommonmindError)) return context.json({ error: "The content can't be handled." }, 500);
    const status = STATUS[error.code as ContentErrorCode] ?? 400;
    return context.json({ error: error.what, why: error.why, code: error.code }, status);
  });
  return app;
}

/** Gives out places as long as there are any; whoever has one calls it to give it back. */
function places(most: number): () => (() => void) | undefined {
  let taken = 0;
  return () => {
    if (taken >= most) return undefined;
    taken += 1;
    return () => {
      taken -= 1;
    };
  };
}

function tooMany(context: Context): Response {
  context.header("retry-after", "1");
  return context.json({ error: "Too many ask for content at once. Try again in a moment." }, 503);
}
