// The record's front, and the content store behind it, before strangers who mean harm: whatever they send, it answers in a
// sentence or closes the door, keeps nothing of theirs, and goes on for everybody else.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ServerType, serve } from "@hono/node-server";
import { expect } from "chai";
import { openContent } from "../../indexer/content/settings.ts";
import { front } from "../../indexer/server/front.ts";

const ORIGIN = "http://dapp.example";
const LONGEST_QUESTION = 64 * 1024;

describe("The record's front before strangers who mean harm", function () {
  this.timeout(60_000);
  let home: string;
  let ponder: Server;
  let server: ServerType;
  let port: number;
  /** Questions that reached the record, and those that it is still asked. */
  let asked: number;
  let waiting: number;

  before(async () => {
    home = mkdtempSync(join(tmpdir(), "commonmind-hostile-"));
    // A record that answers, but never to what asks it to wait.
    ponder = createServer((question, answer) => {
      asked += 1;
      waiting += 1;
      answer.once("close", () => {
        waiting -= 1;
      });
      question.resume();
      if (question.url?.includes("wait")) return;
      answer.setHeader("content-type", "application/json");
      answer.end("{}");
    });
    await new Promise<void>((resolve) => ponder.listen(0, "127.0.0.1", resolve));
    const numbers = { block: 7n, time: 1n, head: 7n, lag: 0n };
    const indexer = {
      status: { ready: true, reason: null, chainId: 31337, chainHash: null, ...numbers },
      ponderUrl: `http://127.0.0.1:${(ponder.address() as AddressInfo).port}`,
    };
    const content = openContent(home, { COMMONMIND_CONTENT_UPLOADS: ORIGIN });
    port = await new Promise((resolve) => {
      const at = { fetch: front(indexer, content).fetch, port: 0, hostname: "127.0.0.1" };
      server = serve(at, ({ port: given }) => resolve(given));
    });
  });
  beforeEach(() => {
    [asked, waiting] = [0, 0];
  });
  after(() => {
    server.close();
    ponder.closeAllConnections();
    ponder.close();
    rmSync(home, { recursive: true, force: true });
  });

  type How = { method?: string; headers?: Record<string, string>; body?: string | Buffer };
  /** With the path as it is written: fetch would tidy it up. */
  const ask = (path: string, { method = "GET", headers = {}, body = "" }: How = {}) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, async (answer) => {
        const parts: Buffer[] = [];
        for await (const part of answer) parts.push(part as Buffer);
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() });
      });
      sent.on("error", reject).end(body);
    });
  const goesOn = async () => expect((await ask("/status")).status).to.equal(200);
  const kept = () => readdirSync(home, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const connections = () =>
    new Promise<number>((resolve) => (server as Server).getConnections((_, count) => resolve(count)));
  async function raw(text: string): Promise<Socket> {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
    socket.write(text);
    return socket;
  }

  it("says in a sentence that nothing is elsewhere, wherever somebody tries to get", async () => {
    for (const path of [
      ...[
        "/",
        "/..",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/sql/../admin",
        "/graphql/../../x",
        "//evil.example/",
      ],
      ...[
        "/claimable/..%2f..%2fx",
        "/dividend/-1",
        "/why/1/a%00b",
        "/events/../status/x",
        "/sql/%0d%0ax:y",
        "/\\..\\x",
      ],
      ...["/claimable/", "/dividend/1e9", `/claimable/${"a".repeat(4_000)}/x`, "/__proto__", "/constructor"],
    ]) {
      const { status, text } = await ask(path);
      expect([status, typeof JSON.parse(text).error], path).to.deep.equal([404, "string"]);
    }
    expect(asked, "questions that reached the record").to.equal(0);
    for (const path of ["/content/..%2f..%2fetc%2fpasswd", "/content/%00", `/content/${"b".repeat(5_000)}`]) {
      const { status } = await ask(path);
      expect(status, path).to.be.within(400, 404);
    }
    await goesOn();
  });

  it("takes no other method, and no header that goes on to the record", async () => {
    for (const method of ["PUT", "DELETE", "PATCH", "TRACE"])
      expect((await ask("/graphql", { method })).status, method).to.be.within(400, 405);
    expect(asked).to.equal(0);
    const headers = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-original-url": "/admin",
      te: "trailers",
    };
    expect((await ask("/events", { headers })).status).to.equal(200);
    expect(asked).to.equal(1);
    expect((await ask("/status", { headers: { cookie: "a".repeat(40_000) } })).status).to.equal(431);
    await goesOn();
  });

  it("doesn't take a question that is too long, said beforehand or not, and doesn't pass it on", async () => {
    const body = Buffer.alloc(LONGEST_QUESTION + 1, 0x61);
    expect((await ask("/graphql", { method: "POST", body })).status).to.equal(413);
    const chunked = { method: "POST", headers: { "transfer-encoding": "chunked" }, body };
    expect((await ask("/graphql", chunked)).status).to.equal(413);
    expect(asked).to.equal(0);
    expect((await ask("/graphql", { method: "POST", body: body.subarray(1) })).status).to.equal(200);
    await goesOn();
  });

  it("takes whatever bytes for a question: the record judges them", async () => {
    for (const body of ["", "{", "null", "[[[[", Buffer.from([0xff, 0xfe, 0]), '{"__proto__":{}}'])
      expect((await ask("/graphql", { method: "POST", body })).status).to.equal(200);
    await goesOn();
  });

  it("answers what isn't HTTP by closing the door", async () => {
    for (const text of [
      "\r\n\r\nhello\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      "GET\r\n\r\n",
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
    ]) {
      const socket = await raw(text);
      let answered = "";
      socket.on("data", (part: Buffer) => {
        answered += part.toString();
      });
      await new Promise<void>((resolve) => socket.once("close", () => resolve()));
      expect(answered, JSON.stringify(text)).to.match(/^HTTP\/1\.1 (400|505)/);
    }
    // Two lengths of one question: who believes which is how one is smuggled inside of another.
    const socket = await raw(
      "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    );
    await new Promise<void>((resolve) => socket.resume().once("close", () => resolve()));
    expect(asked).to.equal(0);
    await goesOn();
  });

  it("answers others while many send slowly, and keeps nothing of those who go away", async () => {
    const slow = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        raw(
          i % 2 === 0
            ? "GET /events HTTP/1.1\r\nhost: x\r\nx-slow: "
            : "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-length: 60000\r\n\r\n{",
        ),
      ),
    );
    for (let i = 0; i < 20; i++) await goesOn();
    expect(asked, "none of them is passed on before it is whole").to.equal(0);
    for (const socket of slow) socket.destroy();
    let left = await connections();
    while (left > 0) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      left = await connections();
    }
    await goesOn();
  });

  it("lets go of what the record is asked for those who have gone", async () => {
    const gone = await Promise.all(
      Array.from({ length: 100 }, () => raw("GET /events?wait HTTP/1.1\r\nhost: x\r\n\r\n")),
    );
    await until(() => waiting === gone.length);
    for (const socket of gone) socket.destroy();
    await until(() => waiting === 0);
    await goesOn();
  });

  it("answers every one of a flood", async () => {
    const flood = await Promise.all(
      Array.from({ length: 1_000 }, (_, i) =>
        ask(i % 3 === 0 ? "/events" : i % 3 === 1 ? "/nothing" : "/content/nothing"),
      ),
    );
    const counts = new Map<number, number>();
    for (const { status } of flood) counts.set(status, (counts.get(status) ?? 0) + 1);
    expect([...counts].sort(([a], [b]) => a - b)).to.deep.equal([
      [200, 334],
      [400, 333],
      [404, 333],
    ]);
    await until(() => waiting === 0);
  });

  it("keeps no file of an upload that was refused, too long, or broken off", async () => {
    const before = kept().length;
    const body = "a stranger's";
    const elsewhere = { method: "POST", body, headers: { origin: "http://evil.example" } };
    expect((await ask("/content", elsewhere)).status).to.be.within(400, 403);
    const head = `POST /content HTTP/1.1\r\nhost: x\r\norigin: ${ORIGIN}\r\ncontent-length: 100000\r\n\r\n`;
    const broken = await Promise.all(Array.from({ length: 50 }, () => raw(`${head}${"a".repeat(1_000)}`)));
    await goesOn();
    for (const socket of broken) socket.destroy();
    await until(() => kept().length === before);
    await goesOn();
  });
});
