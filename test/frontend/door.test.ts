// The dApp's server before strangers who mean harm: whatever they send, it answers in a sentence or closes the door, and goes
// on for everybody else.
import { type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { expect } from "chai";
import { sendWhole } from "../../frontend/answers.mjs";
import { openDoor, policy } from "../../frontend/door.mjs";
import { languageOf, readLanguages } from "../../frontend/languages.mjs";

const HTML = "<html><body>Words</body></html>";

describe("The dApp's server before strangers who mean harm", function () {
  this.timeout(60_000);
  let server: Server;
  let port: number;
  /** Requests that reached the pages, and answers that are still being made. */
  let asked: IncomingMessage[];
  let waiting: Set<ServerResponse>;

  before(async () => {
    server = openDoor({
      page: async (question, answer) => {
        sendWhole(question, answer, (html) => html);
        asked.push(question);
        waiting.add(answer);
        answer.once("close", () => waiting.delete(answer));
        if (question.url?.startsWith("/fail")) throw new Error("a secret of the server's");
        if (question.url?.startsWith("/wait")) return;
        if (question.method === "POST") for await (const _ of question);
        answer.setHeader("content-type", "text/html");
        answer.end(HTML);
      },
      asset: (_, answer, otherwise) => (_.url === "/there.js" ? answer.end("there") : otherwise()),
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  beforeEach(() => {
    [asked, waiting] = [[], new Set()];
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  type How = { method?: string; headers?: Record<string, string | string[]>; body?: string | Buffer };
  type Answer = { status: number; headers: IncomingMessage["headers"]; text: string };
  /** With the path as it is written: fetch would tidy it up. */
  const ask = (path: string, { method = "GET", headers = {}, body = "" }: How = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, async (answer) => {
        const parts: Buffer[] = [];
        for await (const part of answer) parts.push(part as Buffer);
        resolve({
          ...{ status: answer.statusCode ?? 0, headers: answer.headers },
          text: Buffer.concat(parts).toString(),
        });
      });
      sent.on("error", reject).end(body);
    });
  const goesOn = async () => expect((await ask("/")).status).to.equal(200);
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  async function raw(text: string): Promise<Socket> {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
    socket.write(text);
    return socket;
  }
  const refusal = ({ text }: Answer) => (JSON.parse(text) as { error: string }).error;

  it("answers only to the names of its own machine", async () => {
    for (const host of ["127.0.0.1", `127.0.0.1:${port}`, "localhost", "localhost:1"])
      expect((await ask("/", { headers: { host } })).status, host).to.equal(200);
    asked = [];
    for (const host of [
      ...["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "evil.example#127.0.0.1"],
      ...["127.0.0.1:80:80", "LOCALHOST\u00e9", "0.0.0.0", "[::1]", "127.1", "user@localhost"],
    ]) {
      const answer = await ask("/", { headers: { host } });
      expect([answer.status, refusal(answer)], host).to.deep.equal([
        ...[421, "This server doesn’t answer to that name. Its pages may be given one: COMMONMIND_DAPP_URL."],
      ]);
    }
    const forwarded = { host: "evil.example", "x-forwarded-host": "localhost", forwarded: "host=localhost" };
    expect((await ask("/", { headers: forwarded })).status).to.equal(421);
    expect(asked).to.deep.equal([]);
    await goesOn();
  });

  it("answers to the name that its pages are given, with that port, and to no other", async () => {
    const statusOf = async (host: string) => (await ask("/", { headers: { host } })).status;
    process.env.COMMONMIND_DAPP_URL = "https://dapp.example";
    try {
      expect(await Promise.all(["dapp.example", "localhost"].map(statusOf))).to.deep.equal([200, 200]);
      for (const host of ["evil.example", "x.dapp.example", "dapp.example:444", "dapp.example.evil.example"])
        expect(await statusOf(host), host).to.equal(421);
      process.env.COMMONMIND_DAPP_URL = "no address";
      for (const host of ["no address", "null", "undefined"]) expect(await statusOf(host), host).to.equal(421);
    } finally {
      delete process.env.COMMONMIND_DAPP_URL;
    }
  });

  it("takes something at the relay only, and nothing by another method", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND"]) {
      const answer = await ask("/models", { method, headers: { "next-action": "00", origin: "http://evil.example" } });
      expect([answer.status, answer.headers.allow], method).to.deep.equal([405, "GET, HEAD"]);
      expect(refusal(answer)).to.equal("Only GET, HEAD here.");
      expect(answer.headers["access-control-allow-origin"]).to.equal(undefined);
    }
    for (const path of ["/relay/", "/relay/x", "/Relay", "/%72elay", "//relay", "/config.json", "/_next/static/relay"])
      expect((await ask(path, { method: "POST" })).status, path).to.equal(405);
    expect(asked).to.deep.equal([]);
    for (const path of ["/relay", "/relay?x=/y"])
      expect((await ask(path, { method: "POST", body: "{}" })).status, path).to.equal(200);
    expect((await ask("/", { method: "HEAD" })).text).to.equal("");
    await goesOn();
  });

  it("says with every answer that it is part of nobody else's page, and runs nothing but ours", async () => {
    for (const [path, headers] of [
      ["/", {}],
      ["/fail", {}],
      ["/_next/static/none.js", {}],
      ["/", { host: "evil.example" }],
    ] as const) {
      const answer = await ask(path, { headers });
      expect(answer.headers["x-content-type-options"], path).to.equal("nosniff");
      expect(answer.headers["cross-origin-resource-policy"], path).to.equal("same-origin");
      if (answer.status === 421) continue;
      expect(answer.headers["content-security-policy"], path)
        .to.contain("default-src 'none'")
        .and.to.contain("frame-ancestors 'none'")
        .and.to.contain("base-uri 'none'");
    }
  });

  it("gives each answer a nonce of its own, whatever the request says it is", async () => {
    const told = { "x-nonce": "mine", "content-security-policy": "script-src 'nonce-mine'" };
    const nonces = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const { headers } = await ask("/", { headers: told });
      const nonce = /'nonce-([^']{24})'/.exec(String(headers["content-security-policy"]))?.[1] ?? "";
      expect(asked.at(-1)?.headers).to.include({
        ...{ "x-nonce": nonce, "content-security-policy": headers["content-security-policy"] },
      });
      nonces.add(nonce);
    }
    expect(nonces.size).to.equal(3);
    expect(nonces.has("")).to.equal(false);
  });

  it("lets pages ask only the addresses of the settings, whatever these are", () => {
    const connect = (env: Record<string, string>) =>
      policy("n", env)
        .split("; ")
        .find((it) => it.startsWith("connect-src"));
    expect(connect({ COMMONMIND_RPC_URL: "https://rpc.example/key?x; script-src *" })).to.equal(
      "connect-src 'self' https://rpc.example",
    );
    expect(connect({ COMMONMIND_RPC_URL: "no address; script-src *", COMMONMIND_RECORD_URL: "" })).to.equal(
      "connect-src 'self' ",
    );
  });

  it("says in a sentence that it can't, and not why", async () => {
    const answer = await ask("/fail");
    expect([answer.status, refusal(answer)]).to.deep.equal([500, "This can’t be answered just now."]);
    expect((await ask("/_next/static/../../package.json")).status).to.equal(404);
    expect((await ask("/_next/static/there.js")).text).to.equal("there");
    await goesOn();
  });

  it("answers what isn't HTTP by closing the door", async () => {
    for (const text of [
      "\r\n\r\nhello\r\n\r\n",
      "GET / HTTP/9.9\r\n\r\n",
      "POST /relay HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n",
      "POST /relay HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
      `GET / HTTP/1.1\r\nhost: localhost\r\ncookie: ${"a".repeat(40_000)}\r\n\r\n`,
      "GET http://evil.example/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
      "OPTIONS * HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
      "GET / HTTP/1.1\r\nconnection: close\r\n\r\n",
      "GET / HTTP/1.1\r\nhost: \r\nconnection: close\r\n\r\n",
    ]) {
      const socket = await raw(text);
      let answered = "";
      socket.on("data", (part: Buffer) => {
        answered += part.toString();
      });
      await new Promise<void>((resolve) => socket.once("close", () => resolve()));
      expect(answered, JSON.stringify(text.slice(0, 60))).to.match(/^HTTP\/1\.1 (400|421|431|505)/);
    }
    expect(asked).to.deep.equal([]);
    const tunnel = await raw("CONNECT evil.example:443 HTTP/1.1\r\nhost: localhost\r\n\r\n");
    await new Promise<void>((resolve) => tunnel.resume().once("close", () => resolve()));
    await goesOn();
  });

  it("gives nobody for ever, and answers others while many send slowly", async () => {
    expect([server.headersTimeout, server.requestTimeout].every((it) => it > 0 && it <= 30_000)).to.equal(true);
    expect(server.timeout).to.be.above(0);
    const slow = await Promise.all(
      Array.from({ length: 300 }, (_, i) =>
        raw(
          i % 2 === 0
            ? "GET / HTTP/1.1\r\nhost: localhost\r\nx-slow: "
            : "POST /relay HTTP/1.1\r\nhost: localhost\r\ncontent-length: 30000\r\n\r\n{",
        ),
      ),
    );
    await until(() => asked.length === slow.length / 2);
    for (let i = 0; i < 20; i++) await goesOn();
    for (const socket of slow) socket.destroy();
    await until(() => waiting.size === 0);
    await goesOn();
  });

  it("makes so many pages at once, refuses more with a word, and lets go of those who have gone", async () => {
    const gone = await Promise.all(
      Array.from({ length: 200 }, () => raw("GET /wait HTTP/1.1\r\nhost: localhost\r\n\r\n")),
    );
    await until(() => waiting.size === gone.length);
    const answer = await ask("/");
    expect([answer.status, answer.headers["retry-after"]]).to.deep.equal([503, "1"]);
    expect(refusal(answer)).to.match(/in a moment/);
    expect((await ask("/_next/static/there.js")).status, "what is only handed out").to.equal(200);
    expect((await ask("/relay", { method: "POST", body: "{}" })).status, "what somebody signed").to.equal(200);
    for (const socket of gone) socket.destroy();
    await until(() => waiting.size === 0);
    await goesOn();
  });

  it("answers every one of a flood, and keeps nothing of it", async () => {
    const flood = await Promise.all(
      Array.from({ length: 1_000 }, (_, i) => ask(i % 3 === 0 ? "/_next/static/none" : i % 3 === 1 ? "/" : "/fail")),
    );
    const statuses = new Set(flood.map(({ status }) => status));
    for (const status of statuses) expect(status).to.be.oneOf([200, 404, 500, 503]);
    expect(flood.filter(({ status }) => status === 404)).to.have.length(334);
    await until(() => waiting.size === 0);
    await goesOn();
  });
});

describe("The language of an answer", () => {
  const languages = readLanguages();
  const tagFor = (headers: Record<string, string>) => languageOf(languages, { headers } as IncomingMessage)?.tag;

  it("is the one that was chosen, else the first that is asked for, else English", () => {
    const german = { "accept-language": "fr;q=0.9, de-AT;q=0.8, en;q=0.1" };
    expect(tagFor(german)).to.equal("de");
    expect(tagFor({ ...german, cookie: "a=b; commonmind.language=en" })).to.equal("en");
    expect(tagFor({})).to.equal("en");
  });

  it("is always one that is there, whatever is asked", () => {
    for (const asked of ["", "*", "__proto__", "../../x", "xx", ",;,;q=;", "de;q=0;q=9", "q=1", "a,".repeat(7_000)])
      for (const cookie of ["", `commonmind.language=${asked}`, "commonmind.language=constructor", "=;=;"])
        expect(languages.has(`${tagFor({ "accept-language": asked, cookie })}`), asked.slice(0, 40)).to.equal(true);
  });
});
