// The door of the dApp's server: who is let in, how long anybody may take, and what every answer tells the browser.
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";

/**
 * @typedef {import("node:http").IncomingMessage} Request
 * @typedef {import("node:http").ServerResponse} Response
 */

const THIS_MACHINE = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

/**
 * Only by the names of this machine, and the one that the co-op's pages have where a proxy stands in front: a page from elsewhere
 * that made its own name point here reads nothing.
 * @param {string} host @param {NodeJS.ProcessEnv} env
 */
function isOurs(host, env) {
  const url = env.COMMONMIND_DAPP_URL;
  return THIS_MACHINE.test(host) || (url !== undefined && URL.canParse(url) && new URL(url).host === host);
}

/** Scripts, styles and fonts. */
const ASSETS = "/_next/static/";
/** What is only ever part of a page, as browsers say what they ask for. */
const PARTS = new Set(["script", "style", "font", "image"]);
/** The one place that takes something. */
const RELAY = "/relay";

/** Milliseconds until a request must have come: its head, and all of it. */
const HEAD_PATIENCE = 10_000;
const PATIENCE = 30_000;
/** Milliseconds in which nothing goes either way. */
const STILL = 120_000;
/** Pages that are made at the same time. */
const MOST_PAGES = 200;

/** What WalletConnect's code asks, once somebody chooses it. */
const WALLETCONNECT_RELAY = "wss://relay.walletconnect.org";

/** @param {string | undefined} url */
const originOf = (url) => (url && URL.canParse(url) ? new URL(url).origin : "");

/**
 * What a page may load and ask: its own files, the chain, the record, the relay of WalletConnect where the co-op set it up,
 * and nothing else. Scripts run only with this answer's nonce, or loaded by one that does.
 * @param {string} nonce @param {NodeJS.ProcessEnv} env
 */
export function policy(nonce, env) {
  const asked = [env.COMMONMIND_RPC_URL ?? "http://127.0.0.1:8545", env.COMMONMIND_RECORD_URL]
    .map(originOf)
    .filter(Boolean);
  if (env.COMMONMIND_WALLETCONNECT_ID) asked.push(WALLETCONNECT_RELAY);
  return [
    "default-src 'none'",
    // Hashing in the browser is WebAssembly.
    `script-src 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'`,
    "worker-src 'self' blob:",
    "style-src 'self'",
    // Widths and places of what is drawn.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    `connect-src 'self' ${asked.join(" ")}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** @param {string} path @returns {string[]} */
const methodsOf = (path) => (path === RELAY ? ["GET", "HEAD", "POST"] : ["GET", "HEAD"]);

/**
 * A server that isn't listening yet.
 * @param {object} to
 * @param {(request: Request, response: Response, nonce: string) => unknown} to.page Answers what isn't an asset; `nonce` is that of
 *   the policy that goes with the answer. It may fail.
 * @param {(request: Request, response: Response, otherwise: () => void) => unknown} to.asset Answers by the path below {@link ASSETS}.
 */
export function openDoor({ page, asset }) {
  let pages = 0;
  const server = createServer((request, response) => {
    /** @param {number} status @param {string} error @param {Record<string, string>} [headers] */
    const refuse = (status, error, headers = {}) => {
      response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers });
      response.end(JSON.stringify({ error }));
    };
    response.setHeader("X-Content-Type-Options", "nosniff");
    // Nothing of ours is part of anybody else's page.
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (!isOurs(request.headers.host ?? "", process.env))
      return void refuse(
        421,
        "This server doesn’t answer to that name. Its pages may be given one: COMMONMIND_DAPP_URL.",
      );
    const url = request.url ?? "";
    if (!url.startsWith("/")) return void refuse(400, "An address begins with a slash.");
    const methods = methodsOf(url.split("?", 1)[0] ?? "");
    if (!methods.includes(request.method ?? ""))
      return void refuse(405, `Only ${methods.join(", ")} here.`, { Allow: methods.join(", ") });
    const nonce = randomBytes(16).toString("base64");
    const csp = policy(nonce, process.env);
    // Next reads the nonce for its own scripts from the request, and so does the layout for ours.
    request.headers["content-security-policy"] = csp;
    request.headers["x-nonce"] = nonce;
    // It is for what can run or ask something itself: pages and workers.
    if (!PARTS.has(String(request.headers["sec-fetch-dest"]))) response.setHeader("Content-Security-Policy", csp);
    if (url.startsWith(ASSETS)) {
      request.url = url.slice(ASSETS.length - 1);
      return void asset(request, response, () => refuse(404, "There is no such file."));
    }
    // What somebody sends has limits of its own, and may come slowly: it keeps nobody from reading.
    if (request.method !== "POST") {
      if (pages >= MOST_PAGES)
        return void refuse(503, "Too much is asked just now. Try again in a moment.", { "Retry-After": "1" });
      pages += 1;
      response.once("close", () => {
        pages -= 1;
      });
    }
    Promise.resolve()
      .then(() => page(request, response, nonce))
      .catch(() => {
        if (response.headersSent) response.destroy();
        else refuse(500, "This can’t be answered just now.");
      });
  });
  server.headersTimeout = HEAD_PATIENCE;
  server.requestTimeout = PATIENCE;
  server.timeout = STILL;
  return server;
}
