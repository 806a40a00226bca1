// `npm run doctor` as a user meets it: words, one JSON object, exit codes.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "@commonmind/sdk";
import { expect } from "chai";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { createPublicClient, custom, getAddress } from "viem";
import { deployCommons } from "../../deploy/deploy.ts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { examine } from "../../scripts/doctor/examine.ts";
import { freePort } from "../../scripts/lib/freePort.ts";
import { connectTo, intercept } from "../support/chains.ts";
import { castOf, contractsOf, localGenesis } from "../support/commons.ts";
import { runScript } from "./run.ts";
import { runWarm } from "./warm.ts";

// biome-ignore lint/suspicious/noExplicitAny: a genesis file before it is read
type Json = any;

describe("npm run doctor", () => {
  let server: Awaited<ReturnType<typeof network.createServer>>;
  let connection: NetworkConnection;
  let deployment: Deployment;
  let folder: string;
  let port: number;

  before(async () => {
    server = await network.createServer("default", "127.0.0.1", 0);
    ({ port } = await server.listen());
    connection = await connectTo(`http://127.0.0.1:${port}`, 31_337);
    deployment = await deployCommons(connection, loadGenesis(localGenesis));
    folder = mkdtempSync(join(tmpdir(), "commonmind-doctor-"));
    writeFileSync(join(folder, "31337.json"), JSON.stringify(deployment));
  });

  after(async () => {
    await connection?.close();
    await server?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const doctor = (args: readonly string[] = [], env: NodeJS.ProcessEnv = {}, run = runWarm) =>
    run("doctor/main.ts", args, { COMMONMIND_CHAIN_PORT: `${port}`, COMMONMIND_DEPLOYMENTS: folder, ...env });

  it("ends with 0 on a deployment as declared, and says who has power", async () => {
    const { code, stdout, stderr } = await doctor([], {}, runScript);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/^Commonmind on a local chain, chain 31337, block \d+: as declared\.\n/);
    expect(stdout).to.include("declared in deploy/genesis/local.json");
    expect(stdout).to.include(`timelock ${deployment.contracts.timelock}: constitution, after 1 day`);
    expect(stdout).to.include("Largest reachable quorum: 70 MIND, 100% of the supply");
    expect(stdout).to.include("Nothing waits to be carried out.");
  });

  it("writes one object of the documented shape", async () => {
    const file = join(folder, "report.json");
    const { code, stdout, stderr } = await doctor(["--network", "localhost", "--json", "--out", file]);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.equal("");
    const report = JSON.parse(readFileSync(file, "utf8"));
    expect(Object.keys(report).sort()).to.deep.equal(
      ["schema", "chainId", "block", "ok", "findings", "powers", "pending", "quorum", "checked"].sort(),
    );
    expect([report.schema, report.chainId, report.ok, report.findings]).to.deep.equal([1, 31_337, true, []]);
    for (const power of report.powers)
      expect(Object.keys(power).sort()).to.deep.equal(["account", "can", "delay", "role"]);
    expect(Object.keys(report.checked)).to.deep.equal(["contracts", "selectors", "parameters"]);
    expect(report.quorum.supply).to.match(/^\d+$/);
  });

  /** The local genesis file with something changed in it. */
  const edited = (name: string, change: (genesis: Json) => void): string => {
    const genesis = JSON.parse(readFileSync(localGenesis, "utf8")) as Json;
    change(genesis);
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(genesis));
    return path;
  };
  const slower = (genesis: Json) => {
    genesis.periods.timelock = 90_000;
  };

  it("needs the genesis file no more than the chain does", async () => {
    const unknown = { ...deployment, genesisHash: `0x${"11".repeat(32)}` };
    const others = mkdtempSync(join(tmpdir(), "commonmind-doctor-"));
    try {
      writeFileSync(join(others, "31337.json"), JSON.stringify(unknown));
      const without = await doctor([], { COMMONMIND_DEPLOYMENTS: others });
      expect(without.code, without.stderr).to.equal(0);
      expect(without.stdout).to.include("name it with --genesis");
      // Then it can't be known what a copy may say, either.
      const amended = await doctor(["--json", "--amended", edited("slower.json", slower)], {
        COMMONMIND_DEPLOYMENTS: others,
      });
      expect(amended.code).to.equal(2);
      expect(JSON.parse(amended.stdout).error.message).to.include("isn't in deploy/genesis: name it with --genesis");
    } finally {
      rmSync(others, { recursive: true, force: true });
    }
  });

  it("takes a copy of the file that says what was voted since, and nothing else in it", async () => {
    const { code, stdout } = await doctor(["--json", "--amended", edited("slower.json", slower)]);
    expect(code).to.equal(1);
    const [finding, ...others] = JSON.parse(stdout).findings;
    expect(others).to.deep.equal([]);
    expect([finding.code, finding.expected, finding.actual]).to.deep.equal(["timelock-delay", "90000", "86400"]);

    const same = await doctor(["--genesis", localGenesis, "--amended", localGenesis]);
    expect(same.code, same.stderr).to.equal(0);
    expect(same.stdout).to.include("what votes have changed since");

    const richer = edited("richer.json", (genesis) => {
      slower(genesis);
      genesis.mintCapPerEpoch = `${BigInt(genesis.mintCapPerEpoch) + 1n}`;
    });
    const refused = await doctor(["--json", "--amended", richer]);
    expect(refused.code).to.equal(2);
    expect(JSON.parse(refused.stdout).error.message).to.include(
      "differs from the genesis file in mintCapPerEpoch, too",
    );
  });

  it("doesn't take for a vote what the deployer did", async () => {
    const bent = edited("bent.json", (genesis) => {
      genesis.gold = getAddress(`0x${"c3".repeat(20)}`);
      genesis.periods.timelock = 1;
    });
    const bad = await deployCommons(connection, loadGenesis(bent));
    const others = mkdtempSync(join(folder, "others-"));
    const told = { ...bad, genesisHash: loadGenesis(localGenesis).hash };
    writeFileSync(join(others, "31337.json"), JSON.stringify(told));
    const { code, stdout } = await doctor(["--json", "--amended", bent], { COMMONMIND_DEPLOYMENTS: others });
    expect(code).to.equal(1);
    const codes = JSON.parse(stdout).findings.map(({ code }: { code: string }) => code);
    expect(codes).to.include.members(["timelock-delay", "role-extra"]);
  });

  it("takes a vote that waits longer than a new co-op's file may say", async () => {
    const longest = edited("longest.json", (genesis) => {
      genesis.periods.timelock = 60 * 86_400;
    });
    const { code, stdout } = await doctor(["--json", "--amended", longest]);
    expect(code).to.equal(1);
    const [{ code: finding, expected }] = JSON.parse(stdout).findings;
    expect([finding, expected]).to.deep.equal(["timelock-delay", `${60 * 86_400}`]);
  });

  it("ends with 1 on a genesis file that isn't the one it was made from, however little was changed", async () => {
    const later = edited("later.json", ({ founders: [founder] }) => {
      founder.expiry = `${Number(founder.expiry.slice(0, 4)) + 1}-01-01`;
    });
    const { code, stdout } = await doctor(["--json", "--genesis", later]);
    expect(code).to.equal(1);
    const { ok, findings } = JSON.parse(stdout);
    expect(ok).to.equal(false);
    expect(findings).to.have.lengthOf(1);
    expect(findings[0]).to.include({
      code: "genesis-file",
      contract: null,
      account: null,
      selector: null,
      expected: deployment.genesisHash,
      actual: loadGenesis(later).hash,
    });
    expect(findings[0].message).to.include("differs from deploy/genesis/local.json in founders.0.expiry.");

    // Of a co-op that is older than its founders' credentials.
    const past = edited("past.json", ({ founders: [founder] }) => {
      founder.expiry = "2020-01-01";
    });
    expect((await doctor(["--genesis", past])).code).to.equal(1);

    const spaced = join(folder, "spaced.json");
    writeFileSync(spaced, `${readFileSync(localGenesis, "utf8")}\n`);
    const words = await doctor(["--genesis", spaced]);
    expect(words.code).to.equal(1);
    expect(words.stdout).to.include("1 finding.").and.to.include("only in how it is written");
    expect(words.stdout).to.include("which isn't the file it was made from");
  });

  it("ends with 1 and the finding where something was planted", async () => {
    const { ethers, provider } = connection;
    const snapshot = await provider.request({ method: "evm_snapshot" });
    try {
      const { deployer } = castOf(await ethers.getSigners());
      const { accessManager } = contractsOf(deployment, deployer);
      const { timelock } = deployment.contracts;
      await provider.request({ method: "hardhat_impersonateAccount", params: [timelock] });
      await provider.request({ method: "hardhat_setBalance", params: [timelock, "0xde0b6b3a7640000"] });
      await accessManager.connect(await ethers.getSigner(timelock)).grantRole(1n, deployer, 0);
      const { code, stdout } = await doctor(["--json"]);
      expect(code).to.equal(1);
      const { ok, findings } = JSON.parse(stdout);
      expect(ok).to.equal(false);
      expect(findings).to.have.lengthOf(1);
      expect(Object.keys(findings[0]).sort()).to.deep.equal(
        ["code", "contract", "selector", "account", "expected", "actual", "message"].sort(),
      );
      expect([findings[0].code, findings[0].account]).to.deep.equal(["role-extra", deployer.address]);
      const words = await doctor();
      expect(words.code).to.equal(1);
      expect(words.stdout).to.include("1 finding.").and.to.include(findings[0].message);
    } finally {
      await provider.request({ method: "evm_revert", params: [snapshot] });
    }
  });

  it("ends with 2 where no chain answers", async () => {
    const { code, stdout } = await doctor(["--json"], { COMMONMIND_CHAIN_PORT: `${await freePort()}` }, runScript);
    expect(code).to.equal(2);
    expect(JSON.parse(stdout).error.message).to.include(`The network "localhost" doesn't answer`);
  });

  it("ends with 2 where nothing is deployed", async () => {
    const { code, stdout, stderr } = await doctor([], { COMMONMIND_DEPLOYMENTS: join(folder, "nothing") });
    expect([code, stdout]).to.deep.equal([2, ""]);
    expect(stderr).to.include("No co-op is deployed on chain 31337");
  });

  it("ends with 2 on a network, a file or an option that isn't there", async () => {
    const wrong = [["--network", "nowhere"], ["--genesis", join(folder, "nothing.json")], ["--nothing"]];
    const codes = await Promise.all(wrong.map(async (args) => (await doctor(args)).code));
    expect(codes).to.deep.equal([2, 2, 2]);
  });

  it("asks for no key: it sends nothing", async () => {
    const { code, stderr } = await doctor(["--network", "sepolia"], {
      SEPOLIA_RPC_URL: `http://127.0.0.1:${await freePort()}`,
      DEPLOYER_KEY: undefined,
      CI: "1",
    });
    expect(code).to.equal(2);
    expect(stderr).to.include(`The network "sepolia" doesn't answer`).and.to.not.include("DEPLOYER_KEY,");
  });

  it("sends nothing, whatever it finds", async () => {
    const sent = new Set<string>();
    const own = await connectTo(`http://127.0.0.1:${port}`, 31_337);
    const block = await own.provider.request({ method: "eth_blockNumber" });
    intercept(own, async ({ method }, request) => {
      sent.add(method);
      return request();
    });
    await examine({ client: createPublicClient({ transport: custom(own.provider), cacheTime: 0 }), deployment });
    // Hardhat's own connection asks for accounts before a call.
    sent.delete("eth_accounts");
    expect([...sent].sort()).to.deep.equal(["eth_call", "eth_getBlockByNumber", "eth_getCode", "eth_getLogs"]);
    expect(await own.provider.request({ method: "eth_blockNumber" })).to.equal(block);
    await own.close();
  });
});
