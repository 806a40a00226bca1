// Chains that outlive a connection: a deployment on one can be broken off and taken up again.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";

export type Chain = {
  /** A new connection, as after a restart of the program. */
  connect(): Promise<NetworkConnection>;
  close(): Promise<void>;
};

/** Connects to a chain at an address, over HTTP, under a network of hardhat.config.ts. */
export const connectTo = (url: string, chainId: number): Promise<NetworkConnection> =>
  network.create({
    network: "localhost",
    override: { url, chainId, accounts: "remote" },
  }) as Promise<NetworkConnection>;

/** A chain of its own in this process that is reached over HTTP. Its blocks may share a second, if asked for. */
export async function servedChain({ sameSecond = false } = {}): Promise<Chain> {
  const options = { network: "default", override: { allowBlocksWithSameTimestamp: sameSecond } };
  const server = await network.createServer(options, "127.0.0.1", 0);
  const { port } = await server.listen();
  const connections: NetworkConnection[] = [];
  const connect = async () => {
    const connection = await connectTo(`http://127.0.0.1:${port}`, 31337);
    connections.push(connection);
    return connection;
  };
  return {
    connect,
    async close() {
      try {
        await forgetJournal(await connect());
        await Promise.all(connections.map((each) => each.close()));
      } finally {
        await server.close();
      }
    },
  };
}

/** Where deployments keep their journals. */
export const journals = join(import.meta.dirname, "..", "..", "deploy", "deployments");

/** What deployments on this chain keep. Chains of one process may begin with the same block: each test cleans up. */
export async function journalsOf({ provider }: NetworkConnection): Promise<string[]> {
  const chainId = Number(await provider.request({ method: "eth_chainId" }));
  const first = (await provider.request({ method: "eth_getBlockByNumber", params: ["0x0", false] })) as {
    hash: string;
  };
  const name = `chain-${chainId}-${first.hash.slice(2, 10)}-`;
  return existsSync(journals) ? readdirSync(journals).filter((each) => each.startsWith(name)) : [];
}

/** Removes what resumable deployments on this chain kept. */
export async function forgetJournal(connection: NetworkConnection): Promise<void> {
  for (const each of await journalsOf(connection)) rmSync(join(journals, each), { recursive: true, force: true });
}

export class Interrupted extends Error {}

const sends = (method: string) => method === "eth_sendTransaction" || method === "eth_sendRawTransaction";

/** How a connection is lost at a transaction: it never leaves; it is mined unheard of; it leaves, and then all is silent. */
export type Loss = "unsent" | "unanswered" | "unconfirmed";

/** Lets a connection fail for good once `count` transactions left. Returns how many left so far. */
export function failAfter(connection: NetworkConnection, count: number, loss: Loss = "unsent"): () => number {
  let sent = 0;
  intercept(connection, async (call, request) => {
    if (loss === "unconfirmed" && sent >= count) throw new Interrupted("the connection is gone");
    if (!sends(call.method)) return request();
    if (sent >= count) throw new Interrupted("the connection is gone");
    const result = await request();
    sent++;
    if (sent === count && loss === "unanswered") throw new Interrupted("the connection is gone");
    return result;
  });
  return () => sent;
}

type Call = { method: string; params?: unknown };

/** Puts `handler` between a connection and its chain. */
export function intercept(
  { provider }: NetworkConnection,
  handler: (call: Call, request: () => Promise<unknown>) => Promise<unknown>,
): void {
  const request = provider.request.bind(provider);
  provider.request = (async (call: Parameters<typeof request>[0]) =>
    handler(call, () => request(call))) as typeof provider.request;
}
