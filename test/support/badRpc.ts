// A node as free ones are on a bad day: it stands before a chain, and drops, refuses or delays a share of what it is asked.
// The same seed brings the same troubles in the same order.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { type Hex, keccak256 } from "viem";

export const troubles = [
  /** The connection is closed before anything was done. */
  "drops",
  "too many requests, ask again at once",
  "too many requests",
  "bad gateway",
  "unavailable",
  "rate limit",
  "slow",
  /** It is done, and the connection closed before the answer. */
  "swallows",
] as const;
export type Trouble = (typeof troubles)[number];

export type BadRpcOptions = {
  seed?: number;
  /** Of so many requests one meets trouble, on average. */
  oneIn?: number;
  /** Of so many transactions one arrives unanswered: every second one, third one, ... */
  swallowOneIn?: number;
};

/** How a node is away for good: it says for how long, or says nothing. */
export type Away = "for an hour" | "silently";

export class BadRpc {
  /** How often each trouble was met. */
  readonly met = new Map<Trouble, number>();
  /** How often each transaction reached the chain, by its hash. */
  readonly arrivals = new Map<Hex, number>();
  /** Methods that it says it doesn't know, as many nodes do. */
  unknown: readonly string[] = [];
  /** Once so many transactions arrived, nothing is answered any more. */
  away: { after: number; how: Away } | undefined;
  readonly #options: Required<BadRpcOptions>;
  readonly #random: () => number;
  #sends = 0;
  #next = 0;
  #server: Server | undefined;
  readonly target: string;

  /** @param target Where the chain answers. */
  constructor(
    target: string,
    { seed = 1, oneIn = Number.POSITIVE_INFINITY, swallowOneIn = Number.POSITIVE_INFINITY }: BadRpcOptions = {},
  ) {
    this.target = target;
    this.#options = { seed, oneIn, swallowOneIn };
    this.#random = randomness(seed);
  }

  async listen(): Promise<string> {
    const server = createServer((request, response) => {
      this.#answer(request, response).catch(() => request.socket.destroy());
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    return `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => (this.#server ? this.#server.close(resolve) : resolve(undefined)));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString();
    const { id, method, params } = JSON.parse(body) as { id: number; method: string; params: unknown[] };
    const refuse = (status: number, headers = {}) => response.writeHead(status, headers).end("not now");
    const failure = (code: number, message: string) =>
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ jsonrpc: "2.0", id, error: { code, message } }));

    if (this.away && this.arrivals.size >= this.away.after) {
      return this.away.how === "silently" ? void request.socket.destroy() : void refuse(429, { "retry-after": "3600" });
    }
    if (this.unknown.includes(method)) return void failure(-32601, `the method ${method} does not exist`);
    const trouble = this.#trouble(method);
    if (trouble !== undefined) this.met.set(trouble, (this.met.get(trouble) ?? 0) + 1);
    switch (trouble) {
      case "drops":
        return void request.socket.destroy();
      case "too many requests, ask again at once":
        return void refuse(429, { "retry-after": "0" });
      case "too many requests":
        return void refuse(429);
      case "bad gateway":
        return void refuse(502);
      case "unavailable":
        return void refuse(503);
      case "rate limit":
        return void failure(-32005, "rate limit exceeded");
      case "slow":
        await wait(1_000);
    }
    const headers = { "content-type": "application/json" };
    if (method === "eth_sendRawTransaction") {
      const hash = keccak256(params[0] as Hex);
      this.arrivals.set(hash, (this.arrivals.get(hash) ?? 0) + 1);
    }
    const answer = await fetch(this.target, { method: "POST", headers, body });
    const said = Buffer.from(await answer.arrayBuffer());
    if (trouble === "swallows") return void request.socket.destroy();
    response.writeHead(answer.status, headers).end(said);
  }

  /** What happens to this request. Each trouble is met as often as any other. */
  #trouble(method: string): Trouble | undefined {
    const { oneIn, swallowOneIn } = this.#options;
    if (method === "eth_sendRawTransaction" && ++this.#sends % swallowOneIn === 0) return "swallows";
    if (this.#random() >= 1 / oneIn) return undefined;
    return troubles[this.#next++ % troubles.length];
  }
}

/** Numbers from 0 to 1 that only look like chance (mulberry32). */
function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
