// A node between the indexer and a chain, which can be away, take its time, refuse too many requests, or lead to another chain.
import { createServer, type Server } from "node:http";

export type Mood =
  | "well"
  | "away"
  /** Two of three requests are too many. */
  | "busy"
  /** Knows no log of some blocks, and doesn't say so. */
  | "forgetful";

type Answer = { result?: { blockNumber?: string }[] };

export class MoodyNode {
  mood: Mood = "well";
  target: string;
  #asked = 0;
  #server: Server | undefined;

  /** @param target Where the chain answers. */
  constructor(target: string) {
    this.target = target;
  }

  /** Blocks of which a forgetful node knows no logs: the first, and the last. */
  forgotten: readonly [bigint, bigint] = [0n, 0n];

  /** How many requests were refused for being too many. */
  refused = 0;

  async listen(): Promise<string> {
    const server = createServer(async (request, response) => {
      if (this.mood === "away") return void request.socket.destroy();
      this.#asked += 1;
      if (this.mood === "busy" && this.#asked % 3 !== 0) {
        this.refused += 1;
        return void response.writeHead(429).end("too many requests");
      }
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      try {
        const headers = { "content-type": "application/json" };
        const answer = await fetch(this.target, { method: "POST", headers, body: Buffer.concat(parts) });
        const asked = Buffer.concat(parts).toString();
        let said = Buffer.from(await answer.arrayBuffer());
        if (this.mood === "forgetful" && asked.includes("eth_getLogs")) said = this.#forget(said);
        response.writeHead(answer.status, headers).end(said);
      } catch {
        request.socket.destroy();
      }
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    return `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  }

  /** An answer without the logs of the blocks {@link forgotten}. */
  #forget(said: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
    const answer = JSON.parse(said.toString()) as Answer;
    if (!Array.isArray(answer.result)) return said;
    const [first, last] = this.forgotten;
    const result = answer.result.filter(({ blockNumber = "0x0" }) => {
      const block = BigInt(blockNumber);
      return block < first || block > last;
    });
    return Buffer.from(JSON.stringify({ ...answer, result }));
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => (this.#server ? this.#server.close(resolve) : resolve(undefined)));
  }
}
