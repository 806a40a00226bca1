// What is asked again of a node over HTTP, and what isn't.
import { createServer, type Server } from "node:http";
import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import { type Hex, keccak256 } from "viem";
import { freePort } from "../../scripts/lib/freePort.ts";
import { NoAnswer } from "../../scripts/lib/noAnswer.ts";
// Connections of the commands: whoever imports it has what is tested here.
import "../../scripts/lib/network.ts";
import { connectTo } from "../support/chains.ts";

type Asked = { method: string; params: unknown[] };
/** How a request is answered: with a result, an error, a status, or not at all. */
type Reply = { result: unknown } | { error: { code: number; message: string } } | { status: number } | "dropped";

describe("What a command asks of a node again", () => {
  let server: Server;
  let connection: NetworkConnection;
  let asked: Asked[];
  let replies: Reply[];

  beforeEach(async () => {
    [asked, replies] = [[], []];
    server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const { id, method, params } = JSON.parse(Buffer.concat(parts).toString());
      const own = method === "eth_chainId" ? { result: "0x7a69" } : undefined;
      if (!own) asked.push({ method, params });
      const reply = own ?? replies.shift() ?? "dropped";
      if (reply === "dropped") return void request.socket.destroy();
      if ("status" in reply) return void response.writeHead(reply.status, { "retry-after": "3600" }).end("no");
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ jsonrpc: "2.0", id, ...reply }));
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    connection = await connectTo(`http://127.0.0.1:${port}`, 31337);
  });
  afterEach(async () => {
    await connection.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const ask = (method: string, params: unknown[] = []) => connection.provider.request({ method, params });
  const failing = async (asking: Promise<unknown>): Promise<Error> =>
    asking.then(
      (answer) => {
        throw new Error(`It answered ${answer}.`);
      },
      (error: Error) => error,
    );
  const raw: Hex = "0x02deadbeef";
  const limit = { error: { code: -32005, message: "rate limit exceeded" } };

  it("is what was dropped, refused or limited, until it is answered", async () => {
    replies = ["dropped", limit, { result: "0x10" }];
    expect(await ask("eth_blockNumber")).to.equal("0x10");
    expect(asked).to.have.length(3);
  });

  it("isn't what the node refuses for good: too many results, a revert", async () => {
    for (const error of [
      { code: -32005, message: "query returned more than 10000 results" },
      { code: 3, message: "execution reverted" },
    ]) {
      asked = [];
      replies = [{ error }];
      expect((await failing(ask("eth_call", [{}]))).message).to.include(error.message);
      expect(asked).to.have.length(1);
    }
  });

  it("isn't what does something each time that it is asked", async () => {
    for (const method of ["evm_mine", "eth_sendTransaction", "evm_increaseTime"]) {
      asked = [];
      const params =
        method === "eth_sendTransaction" ? [{ from: `0x${"11".repeat(20)}`, gas: "0x1", gasPrice: "0x1" }] : [];
      await failing(ask(method, params));
      expect(
        asked.filter((each) => each.method === method),
        method,
      ).to.have.length(1);
    }
  });

  it("is a signed transaction, byte for byte; that it had arrived is no error", async () => {
    const tooLow = { error: { code: -32000, message: "nonce too low" } };
    replies = ["dropped", tooLow, { result: null }, { result: { hash: keccak256(raw) } }];
    expect(await ask("eth_sendRawTransaction", [raw])).to.equal(keccak256(raw));
    const sends = asked.filter(({ method }) => method === "eth_sendRawTransaction");
    expect(sends.map(({ params }) => params)).to.deep.equal([[raw], [raw]]);
  });

  it("is no way around an error: a transaction that isn't there was refused", async () => {
    const poor = { error: { code: -32000, message: "insufficient funds" } };
    replies = ["dropped", poor, ...Array<Reply>(4).fill({ result: null })];
    expect((await failing(ask("eth_sendRawTransaction", [raw]))).message).to.include("insufficient funds");
  });

  it("ends with a sentence where the node asks to be left alone for long", async () => {
    replies = [{ status: 429 }];
    const error = await failing(ask("eth_blockNumber"));
    expect(error).to.be.instanceOf(NoAnswer);
    expect(error.message).to.match(
      /didn't answer eth_blockNumber: .*status 429 and "ask again in 3600 s".*run the same/,
    );
    expect(asked).to.have.length(1);
  });

  it("isn't a node where nobody listens", async () => {
    const nowhere = await connectTo(`http://127.0.0.1:${await freePort()}`, 31337);
    const began = Date.now();
    await failing(nowhere.provider.request({ method: "eth_blockNumber", params: [] }));
    expect(Date.now() - began).to.be.lessThan(5_000);
    await nowhere.close();
  });
});
