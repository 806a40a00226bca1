// Chains that outlive a connection: a deployment on one can be broken off and taken up again.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";

export type Chain = {
  /** A new connection, as after a restart of the program. */
  connect(): Promise<NetworkConnection>;
  close(): Promise<void>;
};

const journals = join(import.meta.dirname, "..", "..", "deploy", "deployments");

/** Connects to a chain at an address, over HTTP, under a network of hardhat.config.ts. */
export const connectTo = (url: string, chainId: number): Promise<NetworkConnection> =>
  network.create({
    network: "localhost",
    override: { type: "http", url, chainId, accounts: "remote" },
  }) as Promise<NetworkConnection>;

/** A chain of its own in this process that is reached over HTTP. */
export async function servedChain(): Promise<Chain> {
  const server = await network.createServer("default", "127.0.0.1", 0);
  const { port } = await server.listen();
  const connections: NetworkConnection[] = [];
  return {
    async connect() {
      const connection = await connectTo(`http://127.0.0.1:${port}`, 31337);
      connections.push(connection);
      return connection;
    },
    async close() {
      const [connection] = connections;
      if (connection) await forgetJournal(connection);
      await Promise.all(connections.map((each) => each.close()));
      await server.close();
    },
  };
}

/** Removes what a resumable deployment on this chain kept. */
export async function forgetJournal({ provider }: NetworkConnection): Promise<void> {
  const chainId = Number(await provider.request({ method: "eth_chainId" }));
  const first = (await provider.request({ method: "eth_getBlockByNumber", params: ["0x0", false] })) as {
    hash: string;
  };
  const name = join(journals, `chain-${chainId}-${first.hash.slice(2, 10)}`);
  for (const path of [name, `${name}.begin`]) rmSync(path, { recursive: true, force: true });
}

export class Interrupted extends Error {}

const sends = (method: string) => method === "eth_sendTransaction" || method === "eth_sendRawTransaction";

/**
 * Lets a connection fail for good at its `count`-th transaction.
 * @param answer "unsent": the transaction never leaves. "unanswered": it is mined, but nobody hears of it.
 */
export function failAfter(connection: NetworkConnection, count: number, answer: "unsent" | "unanswered" = "unsent") {
  const { provider } = connection;
  const request = provider.request.bind(provider);
  let sent = 0;
  provider.request = (async (call: Parameters<typeof request>[0]) => {
    if (!sends(call.method)) return request(call);
    if (sent >= count) throw new Interrupted("the connection is gone");
    sent++;
    const result = await request(call);
    if (sent === count && answer === "unanswered") throw new Interrupted("the connection is gone");
    return result;
  }) as typeof provider.request;
  return { sent: () => sent };
}
