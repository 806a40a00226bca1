// A deployment on a chain that outlives the connection: broken off anywhere, it goes on and ends as if it never had been.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import { DeployError, deployCommons, inspect } from "../../deploy/deploy.ts";
import { loadGenesis, parseGenesis } from "../../deploy/genesis.ts";
import { roles } from "../../deploy/permissions.ts";
import { unfinishedBeside } from "../../scripts/lib/earlierRuns.ts";
import {
  AccessManager__factory,
  CommonsGovernor__factory,
  MemberRegistry__factory,
  ModelRegistry__factory,
  Treasury__factory,
} from "../../types/index.ts";
import {
  type Chain,
  failAfter,
  Interrupted,
  intercept,
  journals,
  journalsOf,
  type Loss,
  servedChain,
} from "../support/chains.ts";
import { bareCommons, castOf, contractsOf, type Deployed, ethers, localGenesis } from "../support/commons.ts";
import { someAccount } from "../support/work.ts";

/** A number of transactions that is in the first phase, and one in the second. */
const phases = { first: 3, second: 30 };
const losses: [Loss, string][] = [
  ["unsent", "couldn't be sent"],
  ["unanswered", "was mined unheard of"],
  ["unconfirmed", "was being waited for"],
];

describe("An interrupted deployment", () => {
  const genesis = loadGenesis(localGenesis);
  let chain: Chain;
  let commons: Deployed;
  let whole: string[];

  beforeEach(async () => {
    commons = await bareCommons();
    whole = Object.values(commons.deployment.contracts);
    chain = await servedChain();
  });

  afterEach(() => chain.close());

  const deploy = (connection: NetworkConnection, file = genesis) =>
    deployCommons(connection, file, { resumable: true });
  const deployerOf = async ({ provider }: NetworkConnection) =>
    ((await provider.request({ method: "eth_accounts" })) as string[])[0] ?? "";
  const sentBy = async ({ provider }: NetworkConnection, account: string) =>
    Number(await provider.request({ method: "eth_getTransactionCount", params: [account, "latest"] }));
  /** A run that loses its connection after so many transactions. */
  const breakOff = async (count: number, loss: Loss, file = genesis) => {
    const connection = await chain.connect();
    failAfter(connection, count, loss);
    expect(await deploy(connection, file).catch(() => "broken off")).to.equal("broken off");
  };
  const handedOver = async (
    connection: NetworkConnection,
    accessManager = commons.deployment.contracts.accessManager,
  ) => {
    const deployer = await deployerOf(connection);
    const manager = AccessManager__factory.connect(accessManager, await connection.ethers.getSigner(deployer));
    return !(await manager.hasRole(roles.constitution, deployer))[0];
  };
  /** Ends it, and expects what an uninterrupted deployment sends and leaves. */
  const goesOn = async () => {
    const connection = await chain.connect();
    const { contracts, fromBlock } = await deploy(connection);
    expect(Object.values(contracts)).to.deep.equal(whole);
    expect(fromBlock).to.equal(0);
    expect(await sentBy(connection, await deployerOf(connection))).to.equal(
      await ethers.provider.getTransactionCount(commons.deployer),
    );
    expect(await handedOver(connection)).to.equal(true);
  };
  const refusal = async (connection: NetworkConnection) => {
    const error = await deploy(connection).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(DeployError);
    return (error as Error).message;
  };

  for (const [phase, count] of Object.entries(phases)) {
    for (const [loss, words] of losses) {
      it(`goes on to the same addresses after a transaction of its ${phase} phase ${words}`, async () => {
        await breakOff(count, loss);
        await goesOn();
      });
    }
  }

  it("goes on however often it is broken off, and however", async () => {
    for (const [i, count] of [1, 4, 2, 6, 3, 5, 4].entries()) {
      const [loss] = losses[i % losses.length] ?? ["unsent"];
      await breakOff(count, loss as Loss);
    }
    await goesOn();
  });

  it("goes on between its two phases", async () => {
    const stop = (message: string) => {
      if (message.startsWith("seating")) throw new Interrupted(message);
    };
    const connection = await chain.connect();
    const error = await deployCommons(connection, genesis, { resumable: true, onProgress: stop }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(Interrupted);
    expect(await handedOver(connection)).to.equal(false);
    await goesOn();
  });

  it("waits for a transaction that left unheard of and isn't in a block yet", async () => {
    const connection = await chain.connect();
    const { provider } = await chain.connect();
    let left = 0;
    failAfter(connection, phases.first, "unanswered");
    intercept(connection, async ({ method }, request) => {
      if (method === "eth_sendTransaction" && ++left === phases.first) {
        await provider.request({ method: "evm_setAutomine", params: [false] });
      }
      return request();
    });
    expect(await deploy(connection).catch(() => "broken off")).to.equal("broken off");
    const watching = await chain.connect();
    expect(await sentBy(watching, await deployerOf(watching))).to.equal(phases.first - 1);
    const minedLater = new Promise((resolve) => setTimeout(resolve, 400)).then(async () => {
      await provider.request({ method: "evm_setAutomine", params: [true] });
      await provider.request({ method: "evm_mine" });
    });
    await Promise.all([goesOn(), minedLater]);
  });

  it("goes on when the last line of its journal was cut off", async () => {
    await breakOff(phases.first, "unconfirmed");
    appendFileSync(await journal("contracts"), '\n{"futureId":"Contracts#Mem');
    await goesOn();
  });

  for (const [phase, count, name] of [
    ["first", phases.first, "contracts"],
    ["second", phases.second, "commons"],
  ] as const) {
    it(`goes on when the journal of its ${phase} phase ends where a step had only just begun`, async () => {
      await breakOff(count, "unsent");
      const path = await journal(name);
      const lines = readFileSync(path, "utf8").split("\n");
      const begun = lines.findLastIndex((line) => line.includes("EXECUTION_STATE_INITIALIZE"));
      expect(lines.slice(begun).join()).to.not.include("TRANSACTION_SEND");
      writeFileSync(path, lines.slice(0, begun + 1).join("\n"));
      await goesOn();
    });
  }

  describe("tries a step again", () => {
    /** A run during which the model registry refuses whenever `method` reaches it with `register`. */
    const refused = async (method: string) => {
      const connection = await chain.connect();
      const { selector } = ModelRegistry__factory.createInterface().getFunction("register");
      const { provider } = await chain.connect();
      intercept(connection, async (call, request) => {
        const [transaction] = (call.params ?? []) as { to?: string; data?: string }[];
        if (call.method !== method || !transaction?.data?.startsWith(selector)) return request();
        const code = await provider.request({ method: "eth_getCode", params: [transaction.to, "latest"] });
        await provider.request({ method: "hardhat_setCode", params: [transaction.to, "0x5f5ffd"] });
        try {
          return await request();
        } finally {
          await provider.request({ method: "hardhat_setCode", params: [transaction.to, code] });
        }
      });
      expect(await deploy(connection).catch(() => "refused")).to.equal("refused");
    };

    it("that the chain refused before it was sent", async () => {
      await refused("eth_call");
      await goesOn();
    });

    it("that the chain refused in a block", async () => {
      await refused("eth_sendTransaction");
      const connection = await chain.connect();
      // This chain answers a refused transaction with an error, so that a second run first hears of it.
      expect(await deploy(connection).catch(() => "refused")).to.equal("refused");
      const { contracts } = await deploy(connection);
      expect(await handedOver(connection, contracts.accessManager)).to.equal(true);
    });
  });

  it("goes on when the account used the number of an unsent transaction for something else", async () => {
    await breakOff(phases.first, "unsent");
    const connection = await chain.connect();
    const signer = await connection.ethers.getSigner(await deployerOf(connection));
    await (await signer.sendTransaction({ to: someAccount(), value: 1n })).wait();
    const { contracts } = await deploy(connection);
    expect(await handedOver(connection, contracts.accessManager)).to.equal(true);
  });

  it("done, sends nothing when it is run again", async () => {
    const first = await deploy(await chain.connect());
    const later = await chain.connect();
    const sent = failAfter(later, 0);
    expect(await deploy(later)).to.deep.equal(first);
    expect(sent()).to.equal(0);
  });

  it("isn't gone on with from another account: the account to use is named", async () => {
    await breakOff(phases.first, "unsent");
    const connection = await chain.connect();
    const deployer = await deployerOf(connection);
    intercept(connection, async ({ method }, request) => {
      const result = await request();
      return method === "eth_accounts" ? [...(result as string[])].reverse() : result;
    });
    const said = await refusal(connection);
    expect(said.toLowerCase()).to.include(`${deployer.toLowerCase()} began this deployment: go on from that account`);
  });

  it("isn't mistaken for one on a chain that was started anew: what to delete is named", async () => {
    const connection = await chain.connect();
    const snapshot = await connection.provider.request({ method: "evm_snapshot" });
    await breakOff(phases.second, "unconfirmed");
    await connection.provider.request({ method: "evm_revert", params: [snapshot] });
    const said = await refusal(connection);
    expect(said).to.include("it was started anew");
    for (const each of await journalsOf(connection)) expect(said).to.include(`deploy/deployments/${each}`);
  });

  it("of one file isn't gone on with from another: that is a deployment of its own", async () => {
    const intruder = someAccount();
    const other = changed((g) => g.issuers.push({ account: intruder, cap: 1_000_000, growthLimit: 1_000_000 }));
    await breakOff(phases.second, "unsent", other);
    const connection = await chain.connect();
    const site = await inspect(connection, genesis);
    const [left, ...more] = unfinishedBeside(genesis, site);
    expect(more).to.deep.equal([]);
    expect(left?.genesis).to.equal(other.hash.slice(0, 10));
    expect(left?.confirmed).to.be.greaterThan(phases.first);
    const kept = (await journalsOf(connection)).map((each) => `deploy/deployments/${each}`);
    expect([...(left?.kept ?? [])].sort()).to.deep.equal(kept.sort());
    expect(unfinishedBeside(other, site)).to.deep.equal([]);
    const deployment = await deploy(connection);
    // What has ended is nothing to be told of.
    expect(unfinishedBeside(other, site)).to.deep.equal([]);
    expect(deployment.genesisHash).to.equal(genesis.hash);
    expect(Object.values(deployment.contracts)).to.not.have.members(whole);
    const members = MemberRegistry__factory.connect(
      deployment.contracts.memberRegistry,
      await connection.ethers.getSigner(await deployerOf(connection)),
    );
    expect((await members.issuerAt(intruder)).active).to.equal(false);
    const issuers = await members.queryFilter(members.filters.IssuerSet(), 0);
    expect(issuers.map(({ args }) => args.issuer)).to.deep.equal(genesis.issuers.map(({ account }) => account));
  });

  it("leaves room for a second co-op on the same chain", async () => {
    const connection = await chain.connect();
    const first = await deploy(connection);
    const second = await deploy(
      connection,
      changed((g) => (g.name = "Another")),
    );
    expect(second.name).to.equal("Another");
    expect(Object.values(second.contracts).filter((each) => whole.includes(each))).to.deep.equal([]);
    expect(await deploy(connection)).to.deep.equal(first);
    expect(await handedOver(connection, second.contracts.accessManager)).to.equal(true);
  });

  it("has no governor before the founding work is complete: no snapshot of a part of it decides anything", async () => {
    const connection = await chain.connect();
    const { contracts, fromBlock } = await deploy(connection);
    const people = castOf(await connection.ethers.getSigners());
    const { contributions, token } = contractsOf(await deploy(connection), people.deployer);
    const [closed] = await contributions.queryFilter(contributions.filters.GenesisEnded(), fromBlock);
    const before = closed?.blockNumber ?? 0;
    expect(before).to.be.greaterThan(0);
    expect(await connection.ethers.provider.getCode(contracts.commonsGovernor, before)).to.equal("0x");
    const supply = await token.totalSupply();
    expect(await token.totalSupply({ blockTag: before })).to.equal(supply);
    const governor = CommonsGovernor__factory.connect(contracts.commonsGovernor, people.deployer);
    const [made] = await governor.queryFilter(governor.filters.ProposalThresholdSet(), fromBlock);
    expect(made?.blockNumber).to.be.greaterThan(before);
  });

  it("that keeps no journal isn't mistaken for one on a chain that was started anew", async () => {
    for (let i = 0; i < 2; i++) {
      const other = await servedChain();
      try {
        const connection = await other.connect();
        const { contracts } = await deployCommons(connection, genesis);
        const code = await connection.provider.request({
          method: "eth_getCode",
          params: [contracts.treasury, "latest"],
        });
        expect(code).to.not.equal("0x");
        expect(await journalsOf(connection)).to.deep.equal([]);
      } finally {
        await other.close();
      }
    }
  });

  it("succeeds where gas is estimated in the second of the block before", async () => {
    const other = await servedChain({ sameSecond: true });
    try {
      const connection = await other.connect();
      const { provider } = await other.connect();
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
      const treasury = Treasury__factory.connect(
        contracts.treasury,
        await connection.ethers.getSigner(await deployerOf(connection)),
      );
      expect(await treasury.models()).to.equal(contracts.modelRegistry);
    } finally {
      await other.close();
    }
  });

  const journal = async (phase: string) => {
    const folder = (await journalsOf(await chain.connect())).find((each) => each.endsWith(`-${phase}`)) ?? "";
    return join(journals, folder, "journal.jsonl");
  };
});

// biome-ignore lint/suspicious/noExplicitAny: a genesis file before it is read
function changed(change: (genesis: any) => unknown) {
  const data = JSON.parse(readFileSync(localGenesis, "utf8"));
  change(data);
  return parseGenesis(JSON.stringify(data), "other.json");
}
