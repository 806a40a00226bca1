// The reading from which the dApp's server draws pages: it follows its chain, and takes back what the chain took back.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { contractNames, type Deployment, modelRegistryAbi } from "@commonmind/sdk";
import { expect } from "chai";
import { encodeAbiParameters, encodeEventTopics, getAddress, type Hex, numberToHex, padHex, zeroHash } from "viem";
import type { DappConfig } from "../../frontend/src/config/config.ts";
import { excerptFor, readCoop } from "../../frontend/src/data/server/reader.ts";

const contracts = Object.fromEntries(
  contractNames.map((name, i) => [name, getAddress(padHex(numberToHex(0xc0de00 + i), { size: 20 }))]),
) as Deployment["contracts"];

/** A block of a chain of one contract: its hash, and the model that was registered in it, if one was. */
type Block = { readonly hash: Hex; readonly model?: string };
const block = (seed: number, model?: string): Block => ({
  hash: padHex(numberToHex(seed), { size: 32 }),
  ...(model ? { model } : {}),
});

/** As the registry tells of a model. */
function encoded(modelId: bigint, name: string) {
  const event = modelRegistryAbi.find((it) => it.type === "event" && it.name === "ModelRegistered");
  if (event?.type !== "event") throw new Error("There is such an event.");
  const args: Record<string, unknown> = { modelId, till: contracts.treasury, name, uri: "" };
  const plain = event.inputs.filter(({ indexed }) => !indexed);
  return {
    topics: encodeEventTopics({ abi: [event], args } as never),
    data: encodeAbiParameters(
      plain,
      plain.map((it) => args[it.name]),
    ),
  };
}

describe("The reading of the dApp's server", () => {
  let chain: Block[] = [];
  let silent = false;
  let server: Server;
  let config: DappConfig;

  const answers: Record<string, (...params: never[]) => unknown> = {
    eth_blockNumber: () => numberToHex(chain.length - 1),
    eth_chainId: () => numberToHex(11_155_111),
    eth_getBlockByNumber: (at: Hex) => {
      const number = at.startsWith("0x") ? Number(at) : chain.length - 1;
      const { hash } = chain[number] as Block;
      return { number: numberToHex(number), hash, timestamp: numberToHex(1_700_000_000 + number), transactions: [] };
    },
    eth_getLogs: ({ fromBlock, toBlock }: { fromBlock: Hex; toBlock: Hex }) =>
      chain.flatMap(({ hash, model }, number) =>
        model && number >= Number(fromBlock) && number <= Number(toBlock) ? [registered(number, hash, model)] : [],
      ),
  } as Record<string, (...params: never[]) => unknown>;

  const registered = (number: number, blockHash: Hex, name: string) => ({
    ...{ address: contracts.modelRegistry, blockNumber: numberToHex(number), blockHash, logIndex: "0x0" },
    ...{ transactionHash: blockHash, transactionIndex: "0x0", removed: false },
    ...encoded(BigInt(number), name),
  });

  before(async () => {
    server = createServer(async (request, response) => {
      if (silent) return void response.destroy();
      let body = "";
      for await (const part of request) body += part;
      type Asked = { id: number; method: string; params?: never[] };
      const asked = JSON.parse(body) as Asked | Asked[];
      const answer = ({ id, method, params }: Asked) => ({
        jsonrpc: "2.0",
        id,
        result: answers[method]?.(...(params ?? [])),
      });
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(Array.isArray(asked) ? asked.map(answer) : answer(asked)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const rpcUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const genesis = block(1);
    config = {
      deployment: {
        ...{ schema: 1, name: "A co-op", chainId: 11_155_111, fromBlock: 0, genesisHash: zeroHash },
        ...{ chainHash: genesis.hash, contracts },
      },
      ...{ rpcUrl, personas: false },
    };
    chain = [genesis];
  });

  after(() => new Promise<void>((resolve) => server.close(() => resolve())));

  const read = async () => {
    // What was read a moment ago is new enough for a page, and not for a test.
    await new Promise((resolve) => setTimeout(resolve, 600));
    const reading = await readCoop(config, 20_000);
    if (!("book" in reading)) throw new Error("It was read.");
    return { ...reading, names: excerptFor(config, reading, {}).models.map(({ name }) => name) };
  };

  it("follows the chain, and counts what it has taken in", async () => {
    chain.push(block(2, "Assistant"));
    const first = await read();
    expect([first.names, first.book.block]).to.deep.equal([["Assistant"], 1n]);
    chain.push(block(3));
    const quiet = await read();
    expect(quiet.version, "nothing happened").to.equal(first.version);
    expect(quiet.book.block).to.equal(2n);
    chain.push(block(4, "Tutor"));
    const next = await read();
    expect(next.names).to.deep.equal(["Assistant", "Tutor"]);
    expect(next.version).to.be.greaterThan(first.version);
  });

  it("takes back what a reorganisation took back", async () => {
    const before = await read();
    chain = [...chain.slice(0, 3), block(5), block(6, "Translator")];
    const after = await read();
    expect(after.names).to.deep.equal(["Assistant", "Translator"]);
    expect(after.version, "no browser takes it for what it knew").to.be.greaterThan(before.version);
  });

  it("says what is wrong while the chain is silent or another one, and goes on after it", async () => {
    silent = true;
    let said: unknown;
    await read().catch((error) => {
      said = error;
    });
    expect(said).to.be.an("error");
    silent = false;
    const [genesis, ...rest] = chain as [Block, ...Block[]];
    chain = [block(99), ...rest];
    await read().catch((error) => {
      said = error;
    });
    expect(said).to.be.an("error").with.property("name", "ChainTrouble");
    chain = [genesis, ...rest];
    expect((await read()).names).to.deep.equal(["Assistant", "Translator"]);
  });

  it("goes by the record while the chain is silent", async () => {
    const { chainHash } = config.deployment;
    const record = createServer((request, response) => {
      const told = request.url?.startsWith("/status")
        ? { ready: true, reason: null, chainId: 11_155_111, chainHash, block: "4", time: "1", head: null, lag: null }
        : { events: [], more: false };
      response.setHeader("x-commonmind-block", "4");
      response.end(JSON.stringify(told));
    });
    await new Promise<void>((resolve) => record.listen(0, "127.0.0.1", resolve));
    const recordUrl = `http://127.0.0.1:${(record.address() as AddressInfo).port}`;
    silent = true;
    try {
      const reading = await readCoop({ ...config, recordUrl }, 20_000);
      if (!("book" in reading)) throw new Error("It was read.");
      expect([reading.book.block, reading.withoutRecord]).to.deep.equal([4n, undefined]);
    } finally {
      silent = false;
      record.closeAllConnections();
      await new Promise<void>((resolve) => record.close(() => resolve()));
    }
  });
});
