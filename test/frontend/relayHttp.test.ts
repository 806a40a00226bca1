// The relay's address before strangers who mean harm: pages of others, and programs that send whatever they like.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contractNames } from "@commonmind/sdk";
import { expect } from "chai";
import { GET, POST } from "../../frontend/src/relay/http.ts";

const HOST = "127.0.0.1:3000";
const OURS = `http://${HOST}`;
const LONGEST = 32_768;
const settings = ["DEPLOYMENT", "RPC_URL", "RELAY", "RELAY_KEY", "PERSONAS"].map((name) => `COMMONMIND_${name}`);

describe("The relay's address before strangers who mean harm", () => {
  const before_ = Object.fromEntries(settings.map((name) => [name, process.env[name]]));
  let home: string;
  let node: Server;
  /** How often the chain was asked, and what. */
  let asked: number;
  let questions: string[];
  let chains = 0;

  before(async () => {
    home = mkdtempSync(join(tmpdir(), "commonmind-relay-"));
    node = createServer((question, answer) => {
      asked += 1;
      question.on("data", (part: Buffer) => questions.push(part.toString()));
      answer.writeHead(500).end("the node's own secrets");
    });
    await new Promise<void>((resolve) => node.listen(0, "127.0.0.1", resolve));
  });
  beforeEach(() => {
    asked = 0;
    questions = [];
    for (const name of settings) delete process.env[name];
    deploy(31337);
    process.env.COMMONMIND_RPC_URL = `http://127.0.0.1:${(node.address() as AddressInfo).port}/a-key-of-ours`;
  });
  after(() => {
    node.close();
    rmSync(home, { recursive: true, force: true });
    for (const [name, value] of Object.entries(before_))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });

  /** A co-op that nobody has asked for yet. */
  function deploy(chainId: number) {
    chains += 1;
    const contracts = Object.fromEntries(contractNames.map((name) => [name, `0x${"12".repeat(20)}`]));
    process.env.COMMONMIND_DEPLOYMENT = join(home, "deployment.json");
    writeFileSync(
      process.env.COMMONMIND_DEPLOYMENT,
      JSON.stringify({ chainId, chainHash: `0x${chains.toString(16).padStart(64, "0")}`, contracts }),
    );
  }

  const claim = { contract: "universalDividend", functionName: "claim", args: ["1", [`0x${"0".repeat(40)}`]] };
  type How = { origin?: string | undefined; host?: string; body?: RequestInit["body"] };
  const post = async ({ origin = OURS, host = HOST, body = JSON.stringify(claim) }: How = {}) => {
    const headers = { host, ...(origin === "" ? {} : { origin }) };
    const answer = await POST(
      new Request(`${OURS}/relay`, { method: "POST", headers, body, duplex: "half" } as RequestInit),
    );
    return { status: answer.status, words: ((await answer.json()) as { error?: string }).error ?? "" };
  };
  const isThere = async () => ((await (await GET()).json()) as { enabled: boolean }).enabled;

  it("takes nothing from a page of anybody else, and asks the chain nothing for it", async () => {
    for (const origin of [
      ...["", "null", "http://evil.example", "http://127.0.0.1:3001", "http://127.0.0.1", "http://localhost:3000"],
      ...[`http://${HOST}.evil.example`, `http://evil.example/${OURS}`, "127.0.0.1:3000", "file://", "data:,"],
    ])
      expect(await post({ origin }), origin).to.deep.equal({
        ...{ status: 403, words: "The relay is for pages of this server only." },
      });
    expect(asked).to.equal(0);
  });

  it("reads no more than fits a request, said beforehand or not, and stops whoever sends more", async () => {
    expect((await post({ body: "a".repeat(LONGEST + 1) })).status).to.equal(413);
    let sent = 0;
    let stopped = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (stream) => {
        sent += 1;
        stream.enqueue(new Uint8Array(1_024));
      },
      cancel: () => {
        stopped = true;
      },
    });
    expect((await post({ body: endless })).status).to.equal(413);
    expect(sent).to.be.below(40);
    expect(stopped, "and lets go of the rest").to.equal(true);
    expect((await post({ body: "a".repeat(LONGEST) })).status).to.equal(400);
    expect(asked).to.equal(0);
  });

  it("says in a sentence that this is no request, whatever it is", async () => {
    for (const body of [
      ...["", "{", '"text"', "NaN", "[".repeat(LONGEST), '{"a":'.repeat(5_000), "\0", "\ufeff{}"],
      Buffer.from([0xff, 0xfe, 0x00]),
    ]) {
      const { status, words } = await post({ body });
      expect(status, String(body).slice(0, 20)).to.be.oneOf([400, 403]);
      expect(words).to.match(/^This isn’t a request\.$|^The relay doesn’t carry this\.$/);
    }
    for (const it of [
      ...[null, 1, [], {}, { contract: {}, functionName: [], args: 1 }],
      ...[
        { ...claim, contract: "__proto__", functionName: "constructor" },
        { ...claim, args: { length: 2, 0: "1", 1: [] } },
      ],
      { ...claim, functionName: ["claim"] },
      JSON.parse('{"__proto__":{"contract":"universalDividend","functionName":"claim","args":["1",[]]}}') as unknown,
    ])
      expect((await post({ body: JSON.stringify(it) })).status, JSON.stringify(it)).to.equal(403);
    expect(asked).to.equal(0);
  });

  it("says that it doesn't work if somebody breaks off, or the chain doesn't answer, and tells nothing of ours", async () => {
    const broken = new ReadableStream({ pull: (stream) => stream.error(new Error("gone")) });
    expect(await post({ body: broken })).to.deep.equal({ status: 500, words: "The relay doesn’t work just now." });
    const { status, words } = await post();
    expect(status).to.equal(500);
    expect(words).to.equal("The relay doesn’t work just now.");
    expect(asked).to.be.above(0);
  });

  it("carries to the contracts that the co-op has now, on the same chain too", async () => {
    expect(await isThere()).to.equal(true);
    const file = process.env.COMMONMIND_DEPLOYMENT as string;
    const deployment = JSON.parse(readFileSync(file, "utf8")) as { contracts: Record<string, string> };
    const moved = Object.fromEntries(contractNames.map((name) => [name, `0x${"34".repeat(20)}`]));
    writeFileSync(file, JSON.stringify({ ...deployment, contracts: moved }));
    await post();
    expect(questions.join()).to.contain("34".repeat(20)).and.not.to.contain("12".repeat(20));
  });

  it("is there only where somebody pays, and says nothing of a key that is none", async () => {
    expect(await isThere(), "an account that everybody knows, on the local chain").to.equal(true);
    process.env.COMMONMIND_RELAY = "false";
    deploy(31337);
    expect(await isThere()).to.equal(false);
    delete process.env.COMMONMIND_RELAY;
    deploy(8453);
    expect(await isThere(), "no key whose owner anybody could be, on a chain of others").to.equal(false);
    expect(await post()).to.deep.equal({ status: 404, words: "There is no relay here." });
    process.env.COMMONMIND_RELAY_KEY = "my secret, mistyped";
    deploy(8453);
    expect(await isThere()).to.equal(false);
    const { status, words } = await post();
    expect(status).to.equal(503);
    expect(words).to.match(/^The relay is off: COMMONMIND_RELAY_KEY is no private key/);
    expect(words).not.to.contain("mistyped");
    process.env.COMMONMIND_RELAY_KEY = `0x${"7a".repeat(32)}`;
    deploy(8453);
    expect(await isThere()).to.equal(true);
    process.env.COMMONMIND_DEPLOYMENT = join(home, "none.json");
    expect(await isThere()).to.equal(false);
    expect((await post()).status).to.equal(404);
  });
});
