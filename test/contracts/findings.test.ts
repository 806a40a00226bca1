// Behaviour that the design asks for and the code doesn't have. Each test fails until the code is mended; it then moves to
// where it belongs.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import { deployCommons } from "../../deploy/deploy.ts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { ContributionRegistry__factory } from "../../types/index.ts";
import { type Chain, failAfter, intercept, type Loss, servedChain } from "../support/chains.ts";
import { ethers, freshCommons, localGenesis } from "../support/commons.ts";

describe("Findings", () => {
  const deploy = (connection: NetworkConnection) =>
    deployCommons(connection, loadGenesis(localGenesis), { resumable: true });

  describe("an interrupted deployment goes on", () => {
    let chain: Chain;

    beforeEach(async () => {
      chain = await servedChain();
    });

    afterEach(() => chain.close());

    const transactions = async () => {
      const { provider } = await chain.connect();
      const [deployer] = (await provider.request({ method: "eth_accounts" })) as string[];
      return Number(await provider.request({ method: "eth_getTransactionCount", params: [deployer, "latest"] }));
    };
    /** Breaks off after so many transactions, then expects the next run to end without a step done twice. */
    const breaksOff = async (loss: Loss, count: number) => {
      const { deployer } = await freshCommons();
      const whole = await ethers.provider.getTransactionCount(deployer);
      const connection = await chain.connect();
      failAfter(connection, count, loss);
      expect(await deploy(connection).catch(() => "broken off")).to.equal("broken off");
      await deploy(await chain.connect());
      expect(await transactions()).to.equal(whole);
    };

    it("after the connection was lost while it waited for a transaction of its second phase", () =>
      breaksOff("unconfirmed", 20));
    it("after a transaction couldn't be sent in its first phase", () => breaksOff("unsent", 3));
    it("after a transaction couldn't be sent in its second phase", () => breaksOff("unsent", 20));
    it("after a transaction was mined of which it never heard", () => breaksOff("unanswered", 3));

    it("when a stranger claims a founding leaf before it does", async () => {
      const connection = await chain.connect();
      const { provider } = await chain.connect();
      const stranger = ((await provider.request({ method: "eth_accounts" })) as string[])[10];
      const { selector } = ContributionRegistry__factory.createInterface().getFunction("claimUnits");
      let claims = 0;
      intercept(connection, async ({ method, params }, request) => {
        const [transaction] = (params ?? []) as { to?: string; data?: string }[];
        if (claims === 0 && method === "eth_call" && transaction?.data?.startsWith(selector)) {
          claims++;
          const { to, data } = transaction;
          await provider.request({ method: "eth_sendTransaction", params: [{ from: stranger, to, data }] });
        }
        return request();
      });
      const { contracts } = await deploy(connection).catch(() => deploy(connection));
      expect(claims).to.equal(1);
      expect(contracts.treasury).to.be.properAddress;
    });
  });

  it("a deployment succeeds where gas is estimated in the second of the claim before", async () => {
    const chain = await servedChain({ sameSecond: true });
    try {
      const connection = await chain.connect();
      const { provider } = await chain.connect();
      const nextBlockAt = (time: number) => provider.request({ method: "evm_setNextBlockTimestamp", params: [time] });
      intercept(connection, async ({ method }, request) => {
        if (method !== "eth_estimateGas") return request();
        const latest = await provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] });
        const now = Number((latest as { timestamp: string }).timestamp);
        await nextBlockAt(now);
        try {
          return await request();
        } finally {
          await nextBlockAt(now + 1);
        }
      });
      const { contracts } = await deploy(connection);
      expect(contracts.treasury).to.be.properAddress;
    } finally {
      await chain.close();
    }
  });

  it("a deployment that keeps no journal isn't mistaken for one on a chain that was started anew", async () => {
    const journal = join(import.meta.dirname, "../../deploy/deployments/chain-31337");
    const kept = existsSync(journal);
    const codes: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      const chain = await servedChain();
      const connection = await chain.connect();
      const { contracts } = await deployCommons(connection, loadGenesis(localGenesis));
      codes.push(await connection.provider.request({ method: "eth_getCode", params: [contracts.treasury, "latest"] }));
      await chain.close();
    }
    if (!kept) rmSync(journal, { recursive: true, force: true });
    expect(codes).to.not.include("0x");
  });
});
