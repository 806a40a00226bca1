// Content by the hash of its bytes: what goes in is counted and recognised, what comes out is what its name says.
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { expect } from "chai";
import fc from "fast-check";
import { Hono } from "hono";
import { base32 } from "multiformats/bases/base32";
import type { ContentStore } from "../../indexer/content/ContentStore.ts";
import { cidOf, parseCid } from "../../indexer/content/cid.ts";
import { contentRoutes } from "../../indexer/content/http.ts";
import { type Content, openContent } from "../../indexer/content/settings.ts";
import { CommonmindError } from "../../sdk/src/errors.ts";
import { HeldFile, KuboStub, PinningStub } from "./stubs.ts";

/** As `ipfs add --cid-version 1` names it. */
const HELLO = { text: "hello world", cid: "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e" };
const MIB = 1024 * 1024;

async function* bytes(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === "string" ? Buffer.from(part) : part;
}

async function refused(work: Promise<unknown>, code: string): Promise<CommonmindError> {
  try {
    await work;
  } catch (error) {
    expect(error).to.be.instanceOf(CommonmindError);
    expect((error as CommonmindError).code).to.equal(code);
    return error as CommonmindError;
  }
  return expect.fail(`it wasn't refused with ${code}`);
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("Content", () => {
  let home: string;
  const open = (settings: Record<string, string> = {}) => openContent(home, settings);

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "commonmind-content-"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  async function read(store: ContentStore, cid: string): Promise<Buffer> {
    const { path, release } = await store.get(cid);
    try {
      return readFileSync(path);
    } finally {
      await release();
    }
  }

  describe("names", () => {
    it("are the CIDs that IPFS gives: a single chunk by its hash", async () => {
      expect(await cidOf(bytes(HELLO.text))).to.equal(HELLO.cid);
      expect(await cidOf(bytes("hello", " ", "world"))).to.equal(HELLO.cid);
    });

    it("are the CIDs that IPFS gives: more than one chunk by a UnixFS file of raw leaves", async () => {
      const chunks = [Buffer.alloc(262_144, 1), Buffer.from("rest")];
      // Written out from the specifications of dag-pb and UnixFS, without their libraries.
      const sha = (data: Uint8Array) => createHash("sha256").update(data).digest();
      const varint = (n: number): number[] => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >>> 7)]);
      const field = (number: number, data: readonly number[]) => [(number << 3) | 2, ...varint(data.length), ...data];
      const number = (at: number, value: number) => [at << 3, ...varint(value)];
      const links = chunks.flatMap((chunk) => {
        const hash = [1, 0x55, 0x12, 0x20, ...sha(chunk)];
        return field(2, [...field(1, hash), ...field(2, []), ...number(3, chunk.length)]);
      });
      const sizes = chunks.flatMap(({ length }) => number(4, length));
      const unixFs = [...number(1, 2), ...number(3, 262_148), ...sizes];
      const node = Buffer.from([...links, ...field(1, unixFs)]);
      const cid = base32.encode(Buffer.from([1, 0x70, 0x12, 0x20, ...sha(node)]));
      expect(await cidOf(bytes(...chunks))).to.equal(cid);
    });

    it("are never paths, whatever is tried", () => {
      expect(parseCid(HELLO.cid)).to.equal(HELLO.cid);
      expect(parseCid(`ipfs://${HELLO.cid}`)).to.equal(HELLO.cid);
      for (const text of [
        ...["", ".", "..", "../x", "/etc/passwd", `${HELLO.cid}/..`, `../${HELLO.cid}`, `${HELLO.cid}\0`, "%2e%2e"],
        ...["QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG", HELLO.cid.toUpperCase(), `ipfs://${HELLO.cid}/a`],
        ...["bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua", "b".repeat(100_000)],
      ]) {
        expect(() => parseCid(text), text.slice(0, 80)).to.throw(CommonmindError);
      }
      fc.assert(
        fc.property(fc.string({ unit: "binary" }), (text) => {
          try {
            return /^[a-z2-7]{59}$/.test(parseCid(text));
          } catch (error) {
            return error instanceof CommonmindError;
          }
        }),
      );
    });
  });

  describe("in a folder", () => {
    it("comes out as it went in, and the same bytes are there once", async () => {
      const { store } = open();
      const stored = await store.add(bytes(HELLO.text));
      expect(stored).to.deep.equal({ cid: HELLO.cid, bytes: 11, type: "text/plain" });
      expect(await store.add(bytes("hello ", "world"))).to.deep.equal(stored);
      expect((await read(store, `ipfs://${HELLO.cid}`)).toString()).to.equal(HELLO.text);
      expect(await store.verify(HELLO.cid)).to.deep.equal({ cid: HELLO.cid, state: "right", bytes: 11 });
      const large = Buffer.alloc(3 * MIB, "a line of text\n");
      const { cid } = await store.add(bytes(large));
      expect((await read(store, cid)).equals(large)).to.equal(true);
    });

    it("is never handed out where its bytes aren't those of its name, and is mended by the original", async () => {
      const { store } = open();
      await store.add(bytes(HELLO.text));
      writeFileSync(join(home, ".content", "files", HELLO.cid), "hello World");
      expect(await store.verify(HELLO.cid)).to.include({ state: "wrong" });
      await refused(store.get(HELLO.cid), "ContentMismatch");
      await store.add(bytes(HELLO.text));
      expect((await read(store, HELLO.cid)).toString()).to.equal(HELLO.text);
    });

    it("is missing where it isn't, and says so", async () => {
      const { store } = open();
      expect(await store.verify(HELLO.cid)).to.deep.equal({ cid: HELLO.cid, state: "missing", bytes: null });
      await refused(store.get(HELLO.cid), "ContentMissing");
    });

    it("is gone once it was withdrawn, isn't taken in again, and keeps its name", async () => {
      const { store } = open();
      await store.add(bytes(HELLO.text));
      await store.forget(HELLO.cid);
      await store.forget(HELLO.cid);
      expect(await store.verify(HELLO.cid)).to.include({ cid: HELLO.cid, state: "forgotten" });
      const { message } = await refused(store.get(HELLO.cid), "ContentForgotten");
      expect(message).to.match(/withdrawn on \d{4}-\d\d-\d\d/);
      await refused(store.add(bytes(HELLO.text)), "ContentForgotten");
      expect(readdirSync(join(home, ".content", "withdrawn"))).to.deep.equal([`${HELLO.cid}.json`]);
      expect(readdirSync(join(home, ".content", "files"))).to.deep.equal([]);
      expect(readdirSync(join(home, ".content", "partial"))).to.deep.equal([]);
    });

    it("takes nothing too large, empty, full, or of a kind that runs, and leaves nothing of it", async () => {
      const { store } = open({ COMMONMIND_CONTENT_MAX_BYTES: "10000", COMMONMIND_CONTENT_MAX_TOTAL_BYTES: "15000" });
      await refused(store.add(bytes("a".repeat(10_001))), "ContentTooLarge");
      await refused(store.add(bytes()), "ContentEmpty");
      for (const head of [
        Buffer.from("7f454c4602010100", "hex"),
        Buffer.from("4d5a90000300000004000000ffff0000", "hex"),
        Buffer.from([0, 1, 2, 3]),
      ]) {
        await refused(store.add(bytes(head, Buffer.alloc(5_000))), "ContentType");
      }
      await store.add(bytes("a".repeat(9_000)));
      await refused(store.add(bytes("b".repeat(9_000))), "ContentStoreFull");
      expect(readdirSync(join(home, ".content", "partial"))).to.deep.equal([]);
      expect(readdirSync(join(home, ".content", "files"))).to.have.lengthOf(1);
      // A stream that never ends is given up on, and early.
      let sent = 0;
      const endless = async function* () {
        for (;;) {
          sent += 1_000;
          yield Buffer.alloc(1_000, "x");
        }
      };
      await refused(store.add(endless()), "ContentTooLarge");
      expect(sent).to.be.lessThan(100_000);
    });

    it("clears away what somebody who was killed had begun, and nothing that is on its way", async () => {
      const { store } = open();
      const folder = join(home, ".content", "partial");
      mkdirSync(folder, { recursive: true });
      for (const name of ["old.partial", "new.partial"]) writeFileSync(join(folder, name), "half");
      utimesSync(join(folder, "old.partial"), 1, 1);
      await store.add(bytes(HELLO.text));
      expect(readdirSync(folder)).to.deep.equal(["new.partial"]);
    });

    it("names the setting that is wrong", async () => {
      for (const [name, value] of [
        ["COMMONMIND_CONTENT_MAX_BYTES", "1 MB"],
        ["COMMONMIND_CONTENT_MAX_TOTAL_BYTES", "-1"],
        ["COMMONMIND_CONTENT_KUBO", "localhost:5001"],
        ["COMMONMIND_CONTENT_PIN", "file:///etc"],
      ] as const) {
        expect(() => open({ [name]: value }), name).to.throw(CommonmindError, name);
      }
      expect(() => open({ COMMONMIND_CONTENT_PIN: "https://pin.example" })).to.throw("COMMONMIND_CONTENT_PIN_KEY");
    });
  });

  describe("in an IPFS node", () => {
    let kubo: KuboStub;
    beforeEach(async () => {
      kubo = await new KuboStub().listen();
    });
    afterEach(() => kubo.close());
    const store = () => open({ COMMONMIND_CONTENT_KUBO: `${kubo.url}/` }).store;

    it("is pinned there under the same name, and comes out checked", async () => {
      expect(await store().add(bytes(HELLO.text))).to.include({ cid: HELLO.cid });
      expect([...kubo.pins]).to.deep.equal([HELLO.cid]);
      expect((await read(store(), HELLO.cid)).toString()).to.equal(HELLO.text);
      expect(await store().verify(HELLO.cid)).to.include({ state: "right" });
      expect(readdirSync(join(home, ".content", "partial"))).to.deep.equal([]);
    });

    it("isn't believed where the node says something else", async () => {
      kubo.lies = true;
      await refused(store().add(bytes(HELLO.text)), "ContentMismatch");
      kubo.blocks.set(HELLO.cid, Buffer.from(HELLO.text));
      await refused(store().get(HELLO.cid), "ContentMismatch");
      expect(await store().verify(HELLO.cid)).to.include({ state: "wrong" });
      expect(readdirSync(join(home, ".content", "partial"))).to.deep.equal([]);
    });

    it("is looked for on the network, unless that is ruled out, and for as long as somebody waits", async () => {
      kubo.searches = true;
      await refused(store().get(HELLO.cid, { local: true }), "ContentMissing");
      const stop = new AbortController();
      const search = refused(store().get(HELLO.cid, { signal: stop.signal }), "ContentService");
      await until(() => kubo.waiting === 1);
      stop.abort();
      await search;
      await until(() => kubo.waiting === 0);
    });

    it("has a clear error where the node breaks off, and nothing is left of it", async () => {
      kubo.breaks = true;
      kubo.blocks.set(HELLO.cid, Buffer.from(HELLO.text));
      const { message } = await refused(store().get(HELLO.cid), "ContentService");
      expect(message).to.include("stopped in the middle");
      expect(readdirSync(join(home, ".content", "partial"))).to.deep.equal([]);
    });

    it("is unpinned when it is withdrawn, pinned or not", async () => {
      await store().add(bytes(HELLO.text));
      await store().forget(HELLO.cid);
      expect([...kubo.pins]).to.deep.equal([]);
      await store().forget(HELLO.cid);
      await refused(store().get(HELLO.cid), "ContentForgotten");
    });

    it("has a clear error where the node is away", async () => {
      const away = store();
      await kubo.close();
      const { message } = await refused(away.add(bytes(HELLO.text)), "ContentService");
      expect(message).to.include("doesn't answer");
    });
  });

  describe("with a pinning service", () => {
    let service: PinningStub;
    beforeEach(async () => {
      service = await new PinningStub().listen();
    });
    afterEach(() => service.close());
    const pinning = (key = "key") => {
      const settings = { COMMONMIND_CONTENT_PIN: `${service.url}/psa`, COMMONMIND_CONTENT_PIN_KEY: key };
      const opened = open(settings).pinning;
      if (!opened) throw new Error("no pinning");
      return opened;
    };

    it("is asked for once, and dropped when it is withdrawn", async () => {
      expect(await pinning().state(HELLO.cid)).to.equal("absent");
      expect(await pinning().pin(HELLO.cid)).to.equal("queued");
      expect(await pinning().pin(HELLO.cid)).to.equal("pinned");
      expect(service.requests.size).to.equal(1);
      await pinning().unpin(HELLO.cid);
      expect(service.requests.size).to.equal(0);
    });

    it("says so where the service keeps it all the same, or doesn't know the key", async () => {
      await pinning().pin(HELLO.cid);
      service.keeps = true;
      await refused(pinning().unpin(HELLO.cid), "ContentService");
      const { message } = await refused(pinning("another").pin(HELLO.cid), "ContentService");
      expect(message).to.include("COMMONMIND_CONTENT_PIN_KEY");
    });
  });

  describe("over HTTP", () => {
    const closing: (() => void)[] = [];
    afterEach(() => {
      for (const close of closing.splice(0)) close();
    });
    const UPLOADS = { COMMONMIND_CONTENT_UPLOADS: "http://dapp.example" };
    function listen(of: Record<string, string> | Content, options?: { patience: number }): Promise<string> {
      const content = "store" in of ? (of as Content) : open(of as Record<string, string>);
      const app = new Hono().route("/content", contentRoutes(content, options));
      return new Promise((resolve) => {
        const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
          resolve(`http://127.0.0.1:${port}/content`),
        );
        closing.push(() => server.close());
      });
    }
    const post = (url: string, body: string) => fetch(url, { method: "POST", body });

    it("is saved by browsers, never shown or run", async () => {
      const url = await listen({ COMMONMIND_CONTENT_UPLOADS: "http://dapp.example" });
      const page = "<!doctype html><script>alert(1)</script>";
      const { cid } = (await (await post(url, page)).json()) as { cid: string };
      const answer = await fetch(`${url}/${cid}`);
      expect(await answer.text()).to.equal(page);
      expect(answer.headers.get("content-type")).to.equal("application/octet-stream");
      expect(answer.headers.get("content-disposition")).to.match(/^attachment/);
      expect(answer.headers.get("content-security-policy")).to.equal("default-src 'none'; sandbox");
      expect(answer.headers.get("content-length")).to.equal(`${page.length}`);
    });

    it("has a status for each way of not being there", async () => {
      const url = await listen({
        COMMONMIND_CONTENT_UPLOADS: "http://dapp.example",
        COMMONMIND_CONTENT_MAX_BYTES: "100",
      });
      const status = async (path: string) => (await fetch(`${url}/${path}`)).status;
      expect(await status(HELLO.cid)).to.equal(404);
      expect(await status("..%2f..%2fpackage.json")).to.equal(400);
      expect(await status("nothing")).to.equal(400);
      expect((await post(url, "a".repeat(101))).status).to.equal(413);
      expect((await post(url, "\0\0\0\0")).status).to.equal(415);
      expect((await post(url, HELLO.text)).status).to.equal(201);
      await open().store.forget(HELLO.cid);
      expect(await status(HELLO.cid)).to.equal(410);
    });

    it("takes content from the pages it was told of, and from no other", async () => {
      const url = await listen({ COMMONMIND_CONTENT_UPLOADS: "http://dapp.example" });
      const from = (origin: string) => fetch(url, { method: "POST", body: HELLO.text, headers: { origin } });
      expect((await from("http://evil.example")).status).to.equal(403);
      expect((await from("http://dapp.example")).status).to.equal(201);
    });

    /** A body that begins and doesn't go on. */
    const slow = (url: string, signal: AbortSignal) => {
      const body = new ReadableStream({ start: (to) => to.enqueue(Buffer.from("slow")) });
      return fetch(url, { method: "POST", body, duplex: "half", signal } as RequestInit);
    };

    it("takes in a few files at once and asks the others to come again, while everybody can read", async () => {
      const url = await listen(UPLOADS);
      const stop = new AbortController();
      for (let i = 0; i < 8; i++) slow(url, stop.signal).catch(() => {});
      await until(async () => (await post(url, HELLO.text)).status === 503);
      expect((await fetch(`${url}/${HELLO.cid}`)).status).not.to.equal(503);
      stop.abort();
      await until(async () => (await post(url, HELLO.text)).status === 201);
    });

    it("gives up on a file that doesn't go on, and on its connection", async () => {
      const url = await listen(UPLOADS, { patience: 100 });
      const closed = new Promise<string>((resolve) => {
        const sent = request(url, { method: "POST", headers: { "content-length": 11 } });
        sent.on("response", (answer) => {
          answer.resume();
          answer.socket.once("close", () => resolve(`${answer.statusCode}`));
        });
        sent.on("error", () => {});
        sent.write("hello");
      });
      expect(await closed).to.equal("408");
      expect(readdirSync(join(home, ".content", "partial"))).to.deep.equal([]);
    });

    it("answers HEAD as it answers GET, without the file", async () => {
      const file = join(home, "file");
      writeFileSync(file, HELLO.text);
      const store = new HeldFile(file, HELLO.text.length);
      const url = await listen({ ...open(), store: store as unknown as ContentStore });
      const heads = await Promise.all([1, 2, 3].map(() => fetch(`${url}/${HELLO.cid}`, { method: "HEAD" })));
      expect(store.held).to.equal(0);
      const whole = await fetch(`${url}/${HELLO.cid}`);
      for (const name of ["content-length", "content-type", "content-security-policy", "etag"]) {
        for (const head of heads) expect(head.headers.get(name), name).to.equal(whole.headers.get(name));
      }
      expect(await whole.text()).to.equal(HELLO.text);
      await until(() => store.held === 0);
    });

    it("sends a few files at once, and lets go of those that nobody takes", async () => {
      const file = join(home, "file");
      writeFileSync(file, "");
      truncateSync(file, 32 * MIB);
      const store = new HeldFile(file, 32 * MIB);
      const url = await listen({ ...open(), store: store as unknown as ContentStore }, { patience: 1_000 });
      const status = async () => {
        const answer = await fetch(`${url}/${HELLO.cid}`);
        await answer.body?.cancel();
        return answer.status;
      };
      const unread = Array.from({ length: 32 }, async () => {
        const answer = await new Promise<IncomingMessage>((resolve) => {
          request(`${url}/${HELLO.cid}`, resolve).end();
        });
        answer.on("error", () => {});
        return answer;
      });
      await Promise.all(unread);
      expect(store.held).to.equal(32);
      expect(await status()).to.equal(503);
      await until(() => store.held === 0);
      const whole = await fetch(`${url}/${HELLO.cid}`);
      expect((await whole.arrayBuffer()).byteLength).to.equal(32 * MIB);
      // Whoever leaves in the middle is let go of at once.
      expect(await status()).to.equal(200);
      await until(() => store.held === 0);
    });

    describe("from an IPFS node", () => {
      let kubo: KuboStub;
      beforeEach(async () => {
        kubo = await new KuboStub().listen();
      });
      afterEach(() => kubo.close());

      it("is what the node has: strangers don't make it look for things", async () => {
        kubo.searches = true;
        kubo.blocks.set(HELLO.cid, Buffer.from(HELLO.text));
        const url = await listen({ COMMONMIND_CONTENT_KUBO: kubo.url });
        const nowhere = await cidOf(bytes("nowhere"));
        const answers = await Promise.all(Array.from({ length: 8 }, () => fetch(`${url}/${nowhere}`)));
        expect(answers.map(({ status }) => status)).to.deep.equal(Array(8).fill(404));
        expect(await (await fetch(`${url}/${HELLO.cid}`)).text()).to.equal(HELLO.text);
        expect(kubo.waiting).to.equal(0);
      });

      it("isn't waited for once nobody does", async () => {
        kubo.hangs = true;
        kubo.blocks.set(HELLO.cid, Buffer.from(HELLO.text));
        const url = await listen({ COMMONMIND_CONTENT_KUBO: kubo.url });
        const stop = new AbortController();
        for (let i = 0; i < 8; i++) fetch(`${url}/${HELLO.cid}`, { signal: stop.signal }).catch(() => {});
        await until(() => kubo.waiting === 8);
        stop.abort();
        await until(() => kubo.waiting === 0);
        kubo.hangs = false;
        expect(await (await fetch(`${url}/${HELLO.cid}`)).text()).to.equal(HELLO.text);
        await until(() => readdirSync(join(home, ".content", "partial")).length === 0);
      });
    });

    it("takes nothing from anybody unless the operator said so", async () => {
      const url = await listen({});
      expect((await post(url, HELLO.text)).status).to.equal(403);
      expect((await fetch(`${url}/${HELLO.cid}`)).status).to.equal(404);
    });
  });
});
