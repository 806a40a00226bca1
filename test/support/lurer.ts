// A node on which every contract answers that the rest is to be fetched from an address that it names (EIP-3668, CCIP-Read).
import { createServer } from "node:http";
import { type Address, encodeErrorResult, type Hex } from "viem";
import { offchainLookupAbiItem } from "viem/utils";

export type Lurer = {
  readonly url: string;
  /** How often somebody followed. */
  readonly visits: () => number;
  readonly close: () => void;
};

/** What such a contract reverts with. */
export const lureTo = (url: string, sender: Address): Hex =>
  encodeErrorResult({
    abi: [offchainLookupAbiItem],
    args: [sender, [`${url}/elsewhere`], "0x00", "0x00000000", "0x"],
  });

export async function lurer(): Promise<Lurer> {
  let visits = 0;
  const server = createServer(async (request, response) => {
    if (request.url !== "/") {
      visits += 1;
      return void response.writeHead(404).end();
    }
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const asked = JSON.parse(Buffer.concat(parts).toString()) as { id: number; method: string; params: unknown[] };
    const to = (asked.params?.[0] as { to?: Address } | undefined)?.to;
    const answer =
      asked.method === "eth_call" && to
        ? { error: { code: 3, message: "execution reverted", data: lureTo(url, to) } }
        : { result: "0x1" };
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ jsonrpc: "2.0", id: asked.id, ...answer }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  return { url, visits: () => visits, close: () => server.close() };
}
