// What a contract of somebody else names as an address is not fetched: no program of ours asks other servers for it.
import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import { erc20Abi, http, type PublicClient } from "viem";
import { createReadClient } from "../../frontend/src/data/readClient.ts";
import { clientOf as indexerClient } from "../../indexer/server/chain.ts";
import { clientOf } from "../../scripts/lib/chain.ts";
import { type Lurer, lurer } from "../support/lurer.ts";

const TOKEN = "0x00000000000000000000000000000000000000aa";

describe("A contract that names an address to fetch from", () => {
  let node: Lurer;

  beforeEach(async () => {
    node = await lurer();
  });
  afterEach(() => node.close());

  const provider = (url: string) =>
    ({
      request: (asked: never) => http(url)({ retryCount: 0 }).request(asked),
    }) as unknown as NetworkConnection["provider"];
  const clients: Record<string, (url: string) => Pick<PublicClient, "readContract">> = {
    commands: (url) => clientOf(provider(url)),
    "the indexer": indexerClient,
    pages: (url) => createReadClient({ transport: http(url) }),
  };

  for (const [name, open] of Object.entries(clients)) {
    it(`isn't followed by ${name}`, async () => {
      const asked = open(node.url).readContract({ address: TOKEN, abi: erc20Abi, functionName: "symbol" });
      const error = await asked.then(
        () => undefined,
        (it: unknown) => it,
      );
      expect(error, "it is a refusal like any other").to.be.instanceOf(Error);
      expect(node.visits()).to.equal(0);
    });
  }
});
