// Content over HTTP. Whatever it is, a browser is told to save it and never to show or run it.
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { Hono } from "hono";
import { CommonmindError } from "../../sdk/src/errors.ts";
import type { ContentErrorCode } from "./errors.ts";
import type { Content } from "./settings.ts";

const STATUS: Partial<Record<ContentErrorCode, 400 | 404 | 410 | 413 | 415 | 502 | 507>> = {
  ContentMissing: 404,
  ContentForgotten: 410,
  ContentTooLarge: 413,
  ContentType: 415,
  ContentMismatch: 502,
  ContentService: 502,
  ContentStoreFull: 507,
};

/** Requests that are worked on at once: each of them hashes a file from its beginning to its end. */
const MOST_AT_ONCE = 8;

/** GET /content/:cid, and POST /content where uploads are taken. */
export function contentRoutes({ store, pinning, uploadOrigins }: Content): Hono {
  const app = new Hono();
  let busy = 0;
  app.use(async (context, next) => {
    if (busy >= MOST_AT_ONCE) {
      context.header("retry-after", "1");
      return context.json({ error: "Too many ask for content at once. Try again in a moment." }, 503);
    }
    busy += 1;
    try {
      return await next();
    } finally {
      busy -= 1;
    }
  });
  app.get("/:cid", async (context) => {
    const { cid, bytes, path, release } = await store.get(context.req.param("cid"));
    const stream = createReadStream(path);
    stream.once("close", () => void release());
    context.req.raw.signal.addEventListener("abort", () => stream.destroy(), { once: true });
    return new Response(Readable.toWeb(stream) as ReadableStream, {
      headers: {
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename="${cid}"`,
        "content-length": `${bytes}`,
        "content-security-policy": "default-src 'none'; sandbox",
        "cross-origin-resource-policy": "cross-origin",
        "cache-control": "public, max-age=300",
        etag: `"${cid}"`,
      },
    });
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
    const stored = await store.add(body);
    return context.json({ ...stored, uri: `ipfs://${stored.cid}`, pin: (await pinning?.pin(stored.cid)) ?? null }, 201);
  });
  app.onError((error, context) => {
    if (!(error instanceof CommonmindError)) return context.json({ error: "The content can't be handled." }, 500);
    const status = STATUS[error.code as ContentErrorCode] ?? 400;
    return context.json({ error: error.what, why: error.why, code: error.code }, status);
  });
  return app;
}
