// Which chains a co-op's panels can be drawn on, and what is said of others.
import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import { DeployError } from "../../deploy/deploy.ts";
import { seedChain } from "../../deploy/seeds.ts";
import { provider } from "../support/commons.ts";

type Provider = NetworkConnection["provider"];

/** A chain whose blocks all have the same `prevrandao`, as those of Arbitrum have. */
const constant = {
  request: async ({ method }: { method: string }) =>
    method === "eth_blockNumber" ? "0x10" : { mixHash: `0x${"0".repeat(63)}1` },
} as unknown as Provider;

const refusal = async (asked: Promise<unknown>): Promise<string> => {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).to.be.instanceOf(DeployError);
  return (error as DeployError).message;
};

describe("Seeds for a deployment", () => {
  it("come from a chain's own blocks where many make them", async () => {
    expect((await seedChain(provider, 11155111)).seeds).to.equal("RandaoSeeds");
  });

  it("are refused on a chain of which it isn't known who makes its blocks, with what is known", async () => {
    const message = await refusal(seedChain(provider, 421614));
    expect(message).to.include("Chain 421614 isn't among those");
    expect(message).to.include("base-sepolia (84532), sepolia (11155111), optimism-sepolia (11155420)");
    expect(message).to.include("docs/deploy.md");
  });

  it("are refused where blocks don't differ by chance, whatever the chain says it is", async () => {
    const message = await refusal(seedChain(constant, 11155111));
    expect(message).to.include("Blocks 15 and 16 of what answers as chain 11155111 have the same prevrandao");
  });

  it("are refused where an OP Stack chain should be and none is", async () => {
    const message = await refusal(seedChain(provider, 84532));
    expect(message).to.include("doesn't tell which block of the chain beneath it derives from");
  });
});
