// `npm run verify` as somebody meets it who has the repository, a deployment file and an address of the chain. A stand-in takes the
// place of the explorers (test/support/explorerStandIn.ts): no real one is asked, and it judges by the bytecode.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contractNames, type Deployment, modelRegistryAbi } from "@commonmind/sdk";
import { expect } from "chai";
import { network } from "hardhat";
import type { JsonRpcServer, NetworkConnection } from "hardhat/types/network";
import { type Address, createPublicClient, encodeFunctionData, getAddress, http, type PublicClient } from "viem";
import { deployCommons } from "../../deploy/deploy.ts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { ChainError } from "../../scripts/lib/chain.ts";
import { captured, type Result, runProgram } from "../../scripts/lib/cli.ts";
import { freePort } from "../../scripts/lib/freePort.ts";
import { requireSameChain } from "../../scripts/lib/network.ts";
import { root } from "../../scripts/lib/paths.ts";
import { publishSources, verifyProgram } from "../../scripts/verify/command.ts";
import { readDeployment } from "../../scripts/verify/deployment.ts";
import { type ExplorerName, explorerNames, openExplorers } from "../../scripts/verify/explorers.ts";
import { type Parcel, pack } from "../../scripts/verify/parcels.ts";
import { publish } from "../../scripts/verify/publish.ts";
import { SEPOLIA } from "../support/anvil.ts";
import { connectTo } from "../support/chains.ts";
import { type Api, type ExplorerStandIn, type Received, startExplorerStandIn } from "../support/explorerStandIn.ts";
import { type Outcome, runScript } from "./run.ts";

const KEY = "a-key-of-the-stand-in";

type Entry = {
  name: string;
  address: Address;
  contract: string;
  constructorArguments: string | null;
  creationTransaction: string | null;
  libraries: Record<string, Address>;
  reason: string | null;
  explorers: { explorer: Api; outcome: string; link: string; reason: string | null }[];
};
type Report = {
  schema: 1;
  ok: boolean;
  chainId: number;
  contracts: Entry[];
  leftOut: { explorer: Api; reason: string }[];
};

describe("npm run verify", () => {
  let server: JsonRpcServer;
  let connection: NetworkConnection;
  let client: PublicClient;
  let deployment: Deployment;
  let folder: string;
  let url: string;
  let explorer: ExplorerStandIn;
  let first: Outcome;
  let second: Outcome;
  let receivedAtFirst: number;

  const verify = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    runScript("verify/main.ts", ["--network", "sepolia", ...args], {
      // No keystore of whoever runs this is opened.
      CI: "1",
      SEPOLIA_RPC_URL: url,
      COMMONMIND_DEPLOYMENTS: folder,
      COMMONMIND_SOURCIFY_URL: explorer.url,
      COMMONMIND_BLOCKSCOUT_URL: explorer.url,
      COMMONMIND_ETHERSCAN_URL: explorer.url,
      ETHERSCAN_API_KEY: KEY,
      ...env,
    });

  /** Does something in this process while the stand-in stands for those two that take no key. */
  async function asking<T>(
    standIn: ExplorerStandIn,
    work: (wanted: readonly ExplorerName[]) => Promise<T>,
  ): Promise<T> {
    const wanted = ["sourcify", "blockscout"] as const;
    const names = wanted.map((name) => `COMMONMIND_${name.toUpperCase()}_URL`);
    for (const name of names) process.env[name] = standIn.url;
    try {
      return await work(wanted);
    } finally {
      for (const name of names) delete process.env[name];
    }
  }

  const publishAt = (standIn: ExplorerStandIn, of = deployment, dryRun = false): Promise<Result> =>
    asking(standIn, async (wanted) => {
      let result: Result | undefined;
      await captured(async () => {
        result = await publishSources({ connection, deployment: of, wanted, dryRun });
      });
      return result as Result;
    });
  const reportOf = ({ stdout }: Outcome) => JSON.parse(stdout) as Report;
  const entry = (report: Report, name: string) => report.contracts.find((it) => it.name === name) as Entry;
  /** What arrived for a contract. */
  const sent = (api: Api, contract: string) =>
    explorer.received.find((it) => it.api === api && it.contract.endsWith(`:${contract}`)) as Received;

  before(async () => {
    server = await network.createServer({ network: "default", override: { chainId: SEPOLIA } }, "127.0.0.1", 0);
    url = `http://127.0.0.1:${(await server.listen()).port}`;
    connection = await connectTo(url, SEPOLIA);
    client = createPublicClient({ transport: http(url) }) as PublicClient;
    deployment = await deployCommons(connection, loadGenesis(join(root, "deploy", "genesis", "rehearsal.json")));
    await openTill(2n);
    folder = mkdtempSync(join(tmpdir(), "commonmind-verify-"));
    writeFileSync(join(folder, `${SEPOLIA}.json`), JSON.stringify(deployment));
    const compiles = ["ModelTill", "AccessManager"];
    explorer = await startExplorerStandIn({ client, chainId: SEPOLIA, key: KEY, compiles, queues: true });
    explorer.beBusy(1);
    first = await verify(["--json"]);
    receivedAtFirst = explorer.received.length;
    second = await verify([], { ETHERSCAN_API_KEY: undefined });
  });

  after(async () => {
    await explorer?.close();
    await connection?.close();
    await server?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  async function openTill(model: bigint): Promise<void> {
    const data = encodeFunctionData({ abi: modelRegistryAbi, functionName: "openTill", args: [model] });
    const [from] = (await connection.provider.request({ method: "eth_accounts" })) as Address[];
    const call = { from, to: deployment.contracts.modelRegistry, data };
    const hash = (await connection.provider.request({
      method: "eth_sendTransaction",
      params: [call],
    })) as `0x${string}`;
    await client.waitForTransactionReceipt({ hash });
  }

  it("publishes every contract, its libraries and open tills at all three, which took them apart byte by byte", () => {
    expect(first.code, first.stderr + first.stdout).to.equal(0);
    const report = reportOf(first);
    expect([report.schema, report.ok, report.chainId, report.leftOut]).to.deep.equal([1, true, SEPOLIA, []]);
    const names = report.contracts.map(({ name }) => name);
    expect(names).to.have.members([...contractNames, "ReviewRounds", "Chambers", "till of model 2"]);
    for (const { name, address, explorers } of report.contracts) {
      expect(
        explorers.map((it) => it.explorer),
        name,
      ).to.deep.equal([...explorerNames]);
      for (const { outcome, link } of explorers) {
        expect(outcome, name).to.equal("verified");
        expect(link.toLowerCase(), name).to.include(address.toLowerCase());
      }
    }
    expect(explorer.received).to.have.length(report.contracts.length * 3);
    expect(explorer.compiled.map((it) => it.split(":")[1])).to.have.members(["AccessManager", "ModelTill"]);
  });

  it("is an exact match at Sourcify for each, with linked libraries too, so that comments and names are proved as well", () => {
    for (const { name, explorers } of reportOf(first).contracts) {
      const found = explorers.find((it) => it.explorer === "sourcify");
      expect(found?.reason, name).to.include('"exact_match"');
    }
  });

  it("finds constructor arguments and libraries on the chain alone", () => {
    const report = reportOf(first);
    const { contracts } = deployment;
    const words = (addresses: readonly Address[]) =>
      `0x${addresses.map((each) => each.slice(2).toLowerCase().padStart(64, "0")).join("")}`;
    const argumentsOf = (name: string) => entry(report, name).constructorArguments;
    expect(argumentsOf("collector")).to.equal(words([contracts.contributorRewards, contracts.universalDividend]));
    expect(argumentsOf("duplicates")).to.equal(words([contracts.contributionRegistry, contracts.memberRegistry]));
    expect(argumentsOf("seeds")).to.equal("0x");
    expect(argumentsOf("till of model 2")).to.equal(`0x${"2".padStart(64, "0")}`);
    expect(argumentsOf("treasury")?.slice(0, 66)).to.equal(words([contracts.accessManager]));
    expect(entry(report, "treasury").creationTransaction).to.match(/^0x[0-9a-f]{64}$/);
    const rounds = getAddress(entry(report, "ReviewRounds").address);
    expect(entry(report, "reviewPanel").libraries).to.deep.equal({ ReviewRounds: rounds });
    expect(sent("etherscan", "ReviewPanel").input.settings.libraries).to.deep.equal({
      "project/contracts/contributions/review/ReviewRounds.sol": { ReviewRounds: rounds },
    });
  });

  it("sends a contract's own files, not those of the whole build", () => {
    expect(Object.keys(sent("etherscan", "ModelTill").input.sources)).to.have.length.below(20);
  });

  it("asks again a moment later where an explorer is busy or has a queue", () => {
    expect(first.stderr).to.include("Etherscan: treasury verified").and.not.include("FAILED");
  });

  it("changes nothing when it is repeated, and says so", () => {
    expect(second.code, second.stderr).to.equal(0);
    expect(receivedAtFirst).to.equal(explorer.received.length);
    expect(second.stdout.match(/already there/g)).to.have.length(reportOf(first).contracts.length * 2);
    expect(second.stdout).to.include("the sources of all 17 contracts can be read at Sourcify, Blockscout.");
  });

  it("leaves Etherscan out without its key, and says how to set it", () => {
    expect(second.stdout).to.include("Left out: etherscan. ETHERSCAN_API_KEY isn't set.");
    expect(second.stdout).to.include("npm run hardhat -- keystore set ETHERSCAN_API_KEY");
  });

  describe("the stand-in refuses", () => {
    const refused = async (received: Received, why: RegExp) => {
      const judgement = await explorer.judge(received);
      expect(judgement.ok ? "taken" : judgement.why).to.match(why);
    };

    it("nothing that was really sent", async () => {
      for (const api of explorerNames)
        for (const contract of ["ReviewPanel", "Collector", "ModelTill", "Treasury"])
          expect(await explorer.judge(sent(api, contract)), contract).to.deep.equal({ ok: true, exact: true });
    });

    it("a wrong constructor argument, of a contract that a transaction or another contract created", async () => {
      for (const [contract, why] of [
        ["Treasury", /doesn't end in these/],
        ["Duplicates", /nothing creates/],
        ["ModelTill", /nothing creates/],
      ] as const) {
        const received = sent("blockscout", contract);
        const args = (received.args ?? "").replace(/.$/, (digit) => (digit === "1" ? "2" : "1"));
        await refused({ ...received, args }, why);
        await refused({ ...received, args: "" }, why);
      }
    });

    it("a wrong library, and a missing one", async () => {
      const received = sent("etherscan", "ReviewPanel");
      const libraries = structuredClone(received.input.settings.libraries) as Record<string, Record<string, Address>>;
      for (const each of Object.values(libraries)) each.ReviewRounds = deployment.contracts.treasury;
      const withLibraries = (them: unknown) => ({
        ...received,
        input: { ...received.input, settings: { ...received.input.settings, libraries: them } },
      });
      await refused(withLibraries(libraries), /isn't the one that stands there/);
      await refused(withLibraries(undefined), /library's address is missing/);
    });

    it("another source, other settings, another compiler, a missing file", async () => {
      const received = sent("etherscan", "ModelTill");
      const file = "project/contracts/models/ModelTill.sol";
      const { content } = received.input.sources[file] as { content: string };
      const withInput = (input: Partial<Received["input"]>) => ({
        ...received,
        input: { ...received.input, ...input },
      });
      const withSource = (text: string) =>
        withInput({ sources: { ...received.input.sources, [file]: { content: text } } });
      const planted = content.replace("msg.sender != registry.treasury()", "msg.sender == registry.treasury()");
      expect(planted).to.not.equal(content);
      await refused(withSource(planted), /isn't the one that stands there/);
      const optimizer = { enabled: false };
      await refused(
        withInput({ settings: { ...received.input.settings, optimizer } }),
        /isn't the one that stands there/,
      );
      await refused({ ...received, compiler: "v0.8.34+commit.00000000" }, /no compiler/);
      await refused(withInput({ sources: { [file]: { content } } }), /doesn't compile/);
      // A comment is no code: a match, but no exact one.
      const { input } = withSource(`${content}\n// planted`);
      expect(await explorer.judge({ ...sent("sourcify", "ModelTill"), input })).to.deep.equal({
        ok: true,
        exact: false,
      });
    });
  });

  it("is refused with a fault planted in it, on the whole way to an explorer", async () => {
    const other = await startExplorerStandIn({ client, chainId: SEPOLIA, key: KEY });
    try {
      const { explorers } = await asking(other, (wanted) => openExplorers({ connection, chainId: SEPOLIA, wanted }));
      const parcels = await pack({ client, deployment, onProgress: () => {} });
      const of = (name: string) => parcels.find((it) => it.contract.name === name) as Parcel;
      const [till, panel] = [of("till of model 2"), of("reviewPanel")];
      const [[source, content]] = Object.entries(till.sources.input.sources).filter(([it]) =>
        it.endsWith("Till.sol"),
      ) as [[string, { content: string }]];
      const changed = { content: content.content.replace("msg.sender != registry", "msg.sender == registry") };
      const sources = { ...till.sources.input.sources, [source]: changed };
      const [library] = Object.keys(panel.contract.libraries) as [string];
      const wrong: Record<string, Parcel> = {
        arguments: { ...till, creation: { args: `0x${"3".padStart(64, "0")}` } },
        source: { ...till, sources: { ...till.sources, input: { ...till.sources.input, sources } } },
        library: {
          ...panel,
          contract: { ...panel.contract, libraries: { [library]: { ReviewRounds: deployment.contracts.collector } } },
        },
      };
      for (const [what, parcel] of Object.entries(wrong)) {
        for (const each of explorers) {
          // Sourcify isn't told arguments and libraries: it reads them from the chain.
          if (each.name === "sourcify" && what !== "source") continue;
          const { outcome, reason } = await publish(each, parcel);
          expect([outcome, reason], `${what}, ${each.name}`).to.deep.equal([
            "failed",
            each.name === "sourcify" ? reason : "Fail - Unable to verify",
          ]);
        }
      }
      for (const each of explorers) expect((await publish(each, till)).outcome).to.equal("verified");
    } finally {
      await other.close();
    }
  });

  it("reports what an explorer refuses and goes on with the rest", async () => {
    const other = await startExplorerStandIn({ client, chainId: SEPOLIA, key: KEY });
    other.distrust(deployment.contracts.memberRegistry);
    try {
      const { json, text, exitCode } = await publishAt(other);
      expect(exitCode).to.equal(1);
      const report = json as unknown as Report;
      expect(report.ok).to.equal(false);
      for (const { name, explorers } of report.contracts) {
        expect(explorers.map((it) => it.explorer)).to.deep.equal(["sourcify", "blockscout"]);
        for (const { outcome } of explorers)
          expect(outcome, name).to.equal(name === "memberRegistry" ? "failed" : "verified");
      }
      expect(text).to.include("2 of 34 failed.");
      expect(text).to.match(/Sourcify +FAILED: the stand-in was told to/);
      expect(text).to.match(/Blockscout +FAILED: Fail - Unable to verify/);
    } finally {
      await other.close();
    }
  });

  it("says in a sentence of each explorer that nobody is reached there, and ends with 1", async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const away = {
      COMMONMIND_SOURCIFY_URL: nobody,
      COMMONMIND_BLOCKSCOUT_URL: "http://nowhere.invalid",
      COMMONMIND_ETHERSCAN_URL: nobody,
    };
    const words = await verify([], away);
    expect(words.code, words.stderr).to.equal(1);
    const [title = "", ...lines] = words.stdout.trimEnd().split("\n");
    const count = reportOf(first).contracts.length;
    expect(title).to.include(
      `${count * 3} of ${count * 3} failed. Check this machine's connection, then run the same command again`,
    );
    expect(lines).to.have.lengthOf(3);
    for (const [i, name] of ["Sourcify", "Blockscout", "Etherscan"].entries()) {
      expect(lines[i]).to.match(
        new RegExp(`^${name}: http://\\S+ can't be reached from here \\(E[A-Z_]+\\), so ${count} of ${count} `),
      );
    }
    expect(words.stdout + words.stderr).to.not.match(/\n\s+at |HHE\d|Error/);

    // One that is away keeps the others from nothing.
    const report = await verify(["--json"], { COMMONMIND_SOURCIFY_URL: nobody });
    expect(report.code, report.stderr).to.equal(1);
    const { ok, contracts } = JSON.parse(report.stdout) as Report;
    expect(ok).to.equal(false);
    for (const { explorers } of contracts) {
      expect(explorers.map(({ explorer, outcome }) => [explorer, outcome])).to.deep.equal([
        ["sourcify", "failed"],
        ["blockscout", "already"],
        ["etherscan", "already"],
      ]);
      expect(Object.keys(explorers[0] ?? {})).to.have.members(["explorer", "outcome", "link", "reason"]);
    }
  });

  it("doesn't publish what isn't made of these sources, nor what it can't find, and says why", async () => {
    const { treasury, seeds } = deployment.contracts;
    const nobody: Address = "0x00000000000000000000000000000000000c0de5";
    const contracts = { ...deployment.contracts, treasury: seeds, seeds: treasury, collector: nobody };
    const before = explorer.received.length;
    const { text, exitCode } = await publishAt(explorer, { ...deployment, contracts });
    expect(exitCode).to.equal(1);
    expect(text).to.match(/it isn't the Treasury of these sources: it has \d+ bytes instead of \d+/);
    expect(text).to.include("nothing stands at its address. Check the network and the deployment file.");
    expect(text).to.include("6 of 34 failed.");
    expect(explorer.received).to.have.length(before);
  });

  it("doesn't guess what a constructor was given where the deployment file begins too late", async () => {
    const fromBlock = Number(await client.getBlockNumber());
    const { text, exitCode } = await publishAt(explorer, { ...deployment, fromBlock }, true);
    expect(exitCode).to.equal(1);
    expect(text).to.match(
      /treasury 0x\w+\n {4}NOT SENT: this node knows no log of it, .* Check fromBlock in the deployment file/,
    );
  });

  it("takes no addresses of the deployment file for constructor arguments that the chain doesn't confirm", async () => {
    const contracts = { ...deployment.contracts, memberRegistry: deployment.contracts.timelock };
    const { json } = await publishAt(explorer, { ...deployment, contracts }, true);
    const report = json as unknown as { contracts: Entry[] };
    const unsent = report.contracts.filter(({ reason }) => reason !== null);
    expect(unsent.map(({ name }) => name)).to.deep.equal([
      "memberRegistry",
      "contributorRewards",
      "duplicates",
      "universalDividend",
    ]);
    for (const { name, reason } of unsent.slice(1))
      expect(reason, name).to.match(/^created once more .* it isn't the code/);
  });

  it("says in a dry run what would be sent where, and asks nobody", async () => {
    const before = explorer.requests();
    const { text, exitCode } = await publishAt(explorer, deployment, true);
    expect(exitCode).to.equal(0);
    for (const part of [
      `Blockscout  ${explorer.url}/api`,
      "project/contracts/contributions/review/ReviewPanel.sol:ReviewPanel",
      "v0.8.35+commit.47b9dedd",
      "linked with ReviewRounds 0x",
      entry(reportOf(first), "collector").constructorArguments as string,
      "nothing was sent",
    ])
      expect(text).to.include(part);
    expect(explorer.requests()).to.equal(before);
  });

  it("says in words what is wrong with what it was given, and ends with 2", async () => {
    const broken = join(folder, "broken.json");
    writeFileSync(broken, JSON.stringify({ ...deployment, contracts: { ...deployment.contracts, treasury: "0x12" } }));
    expect(() => readDeployment(broken)).to.throw(ChainError, "treasury is missing or wrong");
    expect(() => readDeployment(join(folder, "none.json"))).to.throw(ChainError, "none.json can't be read");
    const elsewhere = { ...deployment, chainId: 84532 };
    const refusal = await requireSameChain(connection, elsewhere, "elsewhere.json").catch((error: Error) => error);
    expect(refusal).to.be.instanceOf(ChainError);
    expect(refusal?.message).to.include("on chain 84532, and this network is chain 11155111");
    const other = await captured(() => runProgram(verifyProgram(), ["", "", "--explorer", "oklink"]));
    expect(other.code).to.equal(2);
    expect(other.stderr).to.include("Allowed choices are sourcify, blockscout, etherscan");
  });

  describe("the explorers of a chain", () => {
    const chain = (chainId: number) =>
      ({ networkName: "somewhere", provider: { request: async () => chainId } }) as unknown as NetworkConnection;
    const on = (chainId: number, wanted?: readonly ExplorerName[]) =>
      openExplorers({ connection: chain(chainId), chainId, wanted });

    it("are the public ones of Sepolia, Base Sepolia and OP Sepolia", async () => {
      for (const [chainId, blockscout, etherscan] of [
        [SEPOLIA, "https://eth-sepolia.blockscout.com/api", "https://sepolia.etherscan.io"],
        [84532, "https://base-sepolia.blockscout.com/api", "https://sepolia.basescan.org"],
        [11155420, "https://optimism-sepolia.blockscout.com/api", "https://sepolia-optimism.etherscan.io"],
      ] as const) {
        process.env.ETHERSCAN_API_KEY = KEY;
        try {
          const { explorers, leftOut } = await on(chainId);
          expect(leftOut).to.deep.equal([]);
          expect(explorers.map(({ name }) => name)).to.deep.equal([...explorerNames]);
          const [sourcify, scout, scan] = explorers.map((it) => it.client);
          expect(sourcify?.apiUrl).to.equal("https://sourcify.dev/server");
          expect(scout?.apiUrl).to.equal(blockscout);
          expect(scan?.apiUrl).to.equal("https://api.etherscan.io/v2/api");
          expect(scan?.getContractUrl("0x12")).to.equal(`${etherscan}/address/0x12#code`);
        } finally {
          delete process.env.ETHERSCAN_API_KEY;
        }
      }
    });

    it("are none of a local chain, unless one of your own is named", async () => {
      const { explorers, leftOut } = await on(31337);
      expect(explorers).to.deep.equal([]);
      expect(leftOut).to.have.length(3);
      for (const { reason } of leftOut) expect(reason).to.include("no explorer knows a local chain (31337)");
      const named = await on(31337, ["sourcify"]).catch((error: Error) => error);
      expect(named).to.be.instanceOf(ChainError);
      expect((named as Error).message).to.match(/^sourcify can't be used: no explorer knows a local chain/);
      const local = { connection: chain(31337), deployment: { ...deployment, chainId: 31337 }, dryRun: false };
      const refusal = await publishSources({ ...local, wanted: undefined }).catch((error: Error) => error);
      expect(refusal).to.be.instanceOf(ChainError);
      expect((refusal as Error).message).to.match(
        /^There is no explorer to publish at\.\n {2}sourcify: no explorer knows/,
      );
      process.env.COMMONMIND_BLOCKSCOUT_URL = "http://127.0.0.1:4000/";
      try {
        const own = await on(31337);
        expect(own.explorers.map(({ client }) => client.apiUrl)).to.deep.equal(["http://127.0.0.1:4000/api"]);
      } finally {
        delete process.env.COMMONMIND_BLOCKSCOUT_URL;
      }
    });
  });
});
