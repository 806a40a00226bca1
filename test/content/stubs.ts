// Stand-ins for an IPFS node and a pinning service: as much of their APIs as the store uses, and ways to misbehave.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ContentStore } from "../../indexer/content/ContentStore.ts";
import { cidOf } from "../../indexer/content/cid.ts";

abstract class Stub {
  #server: Server | undefined;
  url = "";

  protected abstract answer(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void>;

  async listen(): Promise<this> {
    const server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      await this.answer(request, Buffer.concat(parts), response);
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    this.url = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
    return this;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => (this.#server ? this.#server.close(resolve) : resolve(undefined)));
  }
}

export class KuboStub extends Stub {
  readonly blocks = new Map<string, Buffer>();
  readonly pins = new Set<string>();
  /** Names what it is given by another hash, or hands out other bytes. */
  lies = false;
  /** Looks on the network for what it doesn't have, and doesn't come back. */
  searches = false;
  /** Says nothing, whatever it is asked for. */
  hangs = false;
  /** Hands out the beginning, and breaks off. */
  breaks = false;
  /** Those who wait for what it looks for. */
  waiting = 0;

  protected async answer(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://stub");
    const cid = searchParams.get("arg") ?? "";
    if (request.method !== "POST") return void response.writeHead(405).end();
    if (pathname === "/api/v0/add") {
      const form = await new Response(new Uint8Array(body), {
        headers: { "content-type": request.headers["content-type"] ?? "" },
      }).formData();
      const bytes = Buffer.from(await (form.get("file") as File).arrayBuffer());
      const name = await cidOf([this.lies ? Buffer.from("something else") : bytes] as never);
      this.blocks.set(name, bytes);
      this.pins.add(name);
      return void response.end(`${JSON.stringify({ Name: "file", Hash: name, Size: `${bytes.length}` })}\n`);
    }
    const bytes = this.blocks.get(cid);
    if (pathname === "/api/v0/cat") {
      if (this.hangs || (this.searches && !bytes && searchParams.get("offline") !== "true")) {
        this.waiting += 1;
        return void response.once("close", () => {
          this.waiting -= 1;
        });
      }
      if (bytes && this.breaks) return void response.write(bytes.subarray(0, 4), () => response.destroy());
      if (!bytes) return void response.writeHead(500).end(JSON.stringify({ Message: "block was not found locally" }));
      return void response.end(this.lies ? Buffer.from("something else") : bytes);
    }
    if (pathname === "/api/v0/pin/rm") {
      if (this.pins.delete(cid)) return void response.end(JSON.stringify({ Pins: [cid] }));
      return void response.writeHead(500).end(JSON.stringify({ Message: "not pinned or pinned indirectly" }));
    }
    response.writeHead(404).end();
  }
}

export class PinningStub extends Stub {
  readonly requests = new Map<string, string>();
  /** Says that it dropped what it keeps. */
  keeps = false;
  #next = 1;

  protected async answer(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    if (request.headers.authorization !== "Bearer key") return void response.writeHead(401).end("no such key");
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://stub");
    const status = ([requestid, cid]: [string, string]) => ({ requestid, status: "pinned", pin: { cid } });
    if (request.method === "POST" && pathname === "/psa/pins") {
      const { cid } = JSON.parse(body.toString()) as { cid: string };
      const id = `request ${this.#next++}`;
      this.requests.set(id, cid);
      return void response.writeHead(202).end(JSON.stringify({ ...status([id, cid]), status: "queued" }));
    }
    if (request.method === "GET" && pathname === "/psa/pins") {
      const results = [...this.requests].filter(([, cid]) => cid === searchParams.get("cid")).map(status);
      return void response.end(JSON.stringify({ count: results.length, results }));
    }
    const id = decodeURIComponent(pathname.replace("/psa/pins/", ""));
    if (request.method === "DELETE" && this.requests.has(id)) {
      if (!this.keeps) this.requests.delete(id);
      return void response.writeHead(202).end();
    }
    response.writeHead(404).end();
  }
}

/** A store of one file that counts those who hold it and didn't let go yet. */
export class HeldFile implements Pick<ContentStore, "get"> {
  held = 0;
  readonly path: string;
  readonly bytes: number;

  constructor(path: string, bytes: number) {
    this.path = path;
    this.bytes = bytes;
  }

  async get(cid: string) {
    this.held += 1;
    const release = async () => {
      this.held -= 1;
    };
    return { cid, bytes: this.bytes, type: "text/plain", path: this.path, release };
  }
}
