// How answers leave: pages with their scripts after the first paint, and everything that is text compressed.
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Browsers neither fetch nor run scripts of a type that they don't know. */
const LATER = "text/after-paint";

/** As Next writes the tags of scripts that may come at any time: their attributes in either order. */
const SCRIPT = /<script src="[^"]+" (?:async="" nonce="[^"]*"|nonce="[^"]*" async="")>/g;
/** What would fetch one of them all the same. */
const PRELOAD = /<link rel="preload" as="script"[^>]*>/g;

/** Longest that scripts wait, in milliseconds: a browser that doesn't say when it paints still gets its page. */
const PATIENCE = 3_000;

/**
 * Runs in the page, and puts its scripts in place once it was painted. Nothing is painted in a tab in the background.
 * @param {string} later @param {number} patience
 */
function start(later, patience) {
  // A browser's, which isn't where this file runs.
  const { document, PerformanceObserver, setTimeout } = /** @type {any} */ (globalThis);
  const { nonce } = document.currentScript;
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    for (const waiting of document.querySelectorAll(`script[type="${later}"]`)) {
      // What isn't under this answer's nonce would not have been run either.
      if (waiting.nonce !== nonce) continue;
      // It needs no nonce: what runs this has one, and 'strict-dynamic' passes that on.
      const script = document.createElement("script");
      script.async = true;
      script.src = waiting.getAttribute("src") ?? "";
      waiting.replaceWith(script);
    }
  };
  if (document.hidden || !PerformanceObserver) return begin();
  setTimeout(begin, patience);
  new PerformanceObserver((/** @type {any} */ list) => {
    if (list.getEntriesByName("first-contentful-paint").length > 0) begin();
  }).observe({ type: "paint", buffered: true });
}

/**
 * The same page, whose scripts wait until it was painted once: it is readable as it comes, so on a slow network its text,
 * styles and fonts have the line to themselves, and on a slow phone nothing is computed before something shows.
 * @param {string} html A whole page of Next's. @param {string} nonce Of the policy that goes with it.
 */
export function scriptsAfterPaint(html, nonce) {
  const starter = `<script nonce="${nonce}">(${start})(${JSON.stringify(LATER)},${PATIENCE})</script>`;
  return html
    .replace(PRELOAD, "")
    .replace(SCRIPT, (tag) => tag.replace('async=""', `type="${LATER}"`))
    .replace("</body>", () => `${starter}</body>`);
}

const TEXT = /^(text\/|application\/json\b)/;
/** Smaller answers fit one packet as they are. */
const SMALL = 1_000;
/** Brotli as quick as gzip, and smaller. */
const QUICK = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/**
 * Holds an answer back until it is whole; then it goes out, changed if it is a page, and compressed as the browser takes it. To be
 * called before anything is written to it.
 * @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response
 * @param {(html: string) => string} change
 */
export function sendWhole(request, response, change) {
  const accepted = String(request.headers["accept-encoding"] ?? "");
  const end = response.end.bind(response);
  const parts = /** @type {Buffer[]} */ ([]);
  /** @param {unknown[]} args As Node's streams take them: a chunk, its encoding and a callback, each of them or not. */
  const keep = ([chunk, encoding, ...rest]) => {
    // Where there is no encoding, the callback comes in its place.
    if (typeof chunk === "string" && typeof encoding === "string")
      parts.push(Buffer.from(chunk, /** @type {BufferEncoding} */ (encoding)));
    else if (typeof chunk === "string") parts.push(Buffer.from(chunk));
    else if (chunk instanceof Uint8Array) parts.push(Buffer.from(chunk));
    for (const it of [chunk, encoding, ...rest]) if (typeof it === "function") process.nextTick(it);
  };
  // What is on its way already can't be given another length.
  response.flushHeaders = () => {};
  response.write = (/** @type {unknown[]} */ ...args) => {
    keep(args);
    return true;
  };
  response.end = (/** @type {unknown[]} */ ...args) => {
    keep(args);
    const whole = Buffer.concat(parts);
    const type = String(response.getHeader("content-type") ?? "");
    // A head that was written by hand says how long it is.
    const changeable = !response.headersSent && type.startsWith("text/html");
    const body = changeable ? Buffer.from(change(whole.toString())) : whole;
    pack(response, body, TEXT.test(type) ? accepted : "").then(end, (error) => response.destroy(error));
    return response;
  };
}

/** @param {string} accepted As browsers send it; what has the weight 0 is refused. @returns {"br" | "gzip" | undefined} */
function encodingOf(accepted) {
  const taken = accepted
    .toLowerCase()
    .split(",")
    .map((part) => part.split(";").map((each) => each.trim()))
    .filter(([, ...more]) => !more.some((each) => /^q=0(\.0*)?$/.test(each)))
    .map(([name]) => name);
  return /** @type {const} */ (["br", "gzip"]).find((name) => taken.includes(name));
}

/**
 * @param {import("node:http").ServerResponse} response Gets the headers that fit. @param {Buffer} body
 * @param {string} accepted Encodings that the browser takes.
 */
async function pack(response, body, accepted) {
  // An error may have been answered by its head alone.
  if (response.headersSent) return body;
  // It may have been said before the page was changed; of what HEAD asks for, nothing else is known.
  if (response.hasHeader("content-length") && body.length > 0) response.setHeader("Content-Length", body.length);
  if (body.length < SMALL) return body;
  const encoding = encodingOf(accepted);
  const packed =
    encoding === "br"
      ? await promisify(brotliCompress)(body, QUICK)
      : encoding === "gzip"
        ? await promisify(gzip)(body)
        : body;
  if (encoding) response.setHeader("Content-Encoding", encoding);
  response.appendHeader("Vary", "Accept-Encoding");
  response.setHeader("Content-Length", packed.length);
  return packed;
}
