// What strangers reach, in front of a record that is right: packed for the way where that is worth it, and content as it is.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { serve } from "@hono/node-server";
import { expect } from "chai";
import { openContent } from "../../indexer/content/settings.ts";
import { front } from "../../indexer/server/front.ts";

const EVENTS = JSON.stringify({ events: Array(500).fill({ name: "ContributionSubmitted", model: "1" }), more: false });
const LIST = JSON.stringify({ schema: 1, name: "Two proverbs", leaves: Array(500).fill("the same again") });

describe("The record's front", () => {
  let home: string;
  let ponder: Server;
  let server: ReturnType<typeof serve>;
  let url: string;

  before(async () => {
    home = mkdtempSync(join(tmpdir(), "commonmind-front-"));
    // The record itself: whatever it is asked, it lists events.
    ponder = createServer((_, answer) => {
      answer.setHeader("content-type", "application/json");
      answer.end(EVENTS);
    });
    await new Promise<void>((resolve) => ponder.listen(0, "127.0.0.1", resolve));
    const numbers = { block: 7n, time: 1n, head: 7n, lag: 0n };
    const indexer = {
      status: { ready: true, reason: null, chainId: 31337, chainHash: null, ...numbers },
      ponderUrl: `http://127.0.0.1:${(ponder.address() as AddressInfo).port}`,
    };
    const content = openContent(home, { COMMONMIND_CONTENT_UPLOADS: "http://dapp.example" });
    url = await new Promise((resolve) => {
      const at = { fetch: front(indexer, content).fetch, port: 0, hostname: "127.0.0.1" };
      server = serve(at, ({ port }) => resolve(`http://127.0.0.1:${port}`));
    });
  });
  after(() => {
    server.close();
    ponder.close();
    rmSync(home, { recursive: true, force: true });
  });

  /** As it goes over the wire, with nothing unpacked. */
  async function ask(path: string, headers: Record<string, string>, { method = "GET", body = "" } = {}) {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request(`${url}${path}`, { method, headers }, resolve).on("error", reject).end(body);
    });
    return { status: answer.statusCode, headers: answer.headers, bytes: await buffer(answer) };
  }
  const PACKED = { "accept-encoding": "gzip, deflate, br, zstd" };

  it("packs what the record answers, for those who take it so", async () => {
    for (const how of [{}, { method: "POST", body: "{}" }]) {
      const { status, headers, bytes } = await ask("/events", PACKED, how);
      expect([status, headers["content-encoding"]]).to.deep.equal([200, "gzip"]);
      expect(headers["content-length"]).to.equal(undefined);
      expect(headers.vary?.toLowerCase()).to.contain("accept-encoding");
      expect(headers["x-commonmind-block"]).to.equal("7");
      expect(gunzipSync(bytes).toString()).to.equal(EVENTS);
      expect(bytes.length).to.be.lessThan(EVENTS.length / 10);
    }
  });

  it("packs nothing for anybody else", async () => {
    for (const headers of [{}, { "accept-encoding": "identity" }, { "accept-encoding": "gzip;q=0" }]) {
      const { status, headers: told, bytes } = await ask("/events", headers);
      expect([status, told["content-encoding"]]).to.deep.equal([200, undefined]);
      expect(bytes.toString()).to.equal(EVENTS);
    }
  });

  it("leaves content alone, on its way in and out", async () => {
    const stored = await ask("/content", { ...PACKED, origin: "http://dapp.example" }, { method: "POST", body: LIST });
    expect([stored.status, stored.headers["content-encoding"]]).to.deep.equal([201, undefined]);
    const { cid } = JSON.parse(stored.bytes.toString()) as { cid: string };
    for (const method of ["GET", "HEAD"]) {
      const { status, headers, bytes } = await ask(`/content/${cid}`, PACKED, { method });
      expect([status, headers["content-encoding"]]).to.deep.equal([200, undefined]);
      expect(headers["content-length"]).to.equal(`${LIST.length}`);
      expect(headers["cache-control"]).to.contain("no-transform");
      // A strong one: the same bytes, not only the same content.
      expect(headers.etag).to.equal(`"${cid}"`);
      expect(bytes.toString()).to.equal(method === "GET" ? LIST : "");
    }
    const refused = await ask("/content/nothing", PACKED);
    expect([refused.status, refused.headers["content-encoding"]]).to.deep.equal([400, undefined]);
  });
});
