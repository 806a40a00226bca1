// `npm run deploy` as a user meets it on a testnet: what it costs is said and agreed to before anything is sent.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Deployment, randaoSeedsAbi, treasuryAbi } from "@commonmind/sdk";
import { expect } from "chai";
import { type Abi, toHex } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { type Anvil, anvilInstalled, richKey, SEPOLIA, startAnvil } from "../support/anvil.ts";
import { finished, runScript, startCommand } from "./run.ts";

const sepolia = ["--network", "sepolia", "--genesis", "deploy/genesis/rehearsal.json"];

/** In CI Hardhat opens no keystore. */
const notCi = Object.fromEntries(
  [
    "GITHUB_ACTIONS",
    "NOW",
    "DEPLOYMENT_ID",
    "CODEBUILD_BUILD_NUMBER",
    "CI",
    "CONTINUOUS_INTEGRATION",
    "BUILD_NUMBER",
    "RUN_ID",
    "HH_TEST",
  ].map((name) => [name, undefined]),
);

/**
 * An encrypted keystore of Hardhat's in a configuration folder, and its text. It is the one for development, which differs from
 * the other in where its password is: in a file, so that nobody is asked for it.
 */
async function keystoreIn(home: string, values: Readonly<Record<string, string>>): Promise<string> {
  const index = createRequire(import.meta.url).resolve("@nomicfoundation/hardhat-keystore");
  const crypto = await import(pathToFileURL(join(dirname(index), "internal", "keystores", "encryption.js")).href);
  const password = "only for this test";
  const { masterKey, salt } = crypto.createMasterKey({ password });
  let encryptedKeystore = crypto.createEmptyEncryptedKeystore({ masterKey, salt });
  for (const [key, value] of Object.entries(values)) {
    encryptedKeystore = crypto.addSecretToKeystore({ masterKey, encryptedKeystore, key, value });
  }
  const folder = join(home, "hardhat-nodejs");
  mkdirSync(folder);
  const text = JSON.stringify(encryptedKeystore);
  writeFileSync(join(folder, "dev.keystore.json"), text);
  writeFileSync(join(folder, "hardhat.checksum"), password);
  return text;
}

type Estimate = { transactions: number; gas: string; cost: string };

describe("npm run deploy", () => {
  it("asks for a missing setting by its name, with both ways to set it", async () => {
    const settings: NodeJS.ProcessEnv = { SEPOLIA_RPC_URL: "http://127.0.0.1:1", DEPLOYER_KEY: richKey };
    for (const missing of Object.keys(settings)) {
      // CI: no keystore of whoever runs this is opened.
      const { code, stdout, stderr } = await runScript("deploy.ts", sepolia, {
        ...settings,
        CI: "1",
        [missing]: undefined,
      });
      expect(code, stderr).to.equal(2);
      expect(stdout).to.equal("");
      expect(stderr).to.include(`needs ${missing}, which isn't set`);
      expect(stderr).to.include(`the environment variable ${missing}`);
      expect(stderr).to.include(`npm run hardhat -- keystore set ${missing}`);
    }
  });

  describe("on anvil as chain 11155111", () => {
    let anvil: Anvil | undefined;
    let deployments: string;

    beforeEach(async function () {
      if (!anvilInstalled) return this.skip();
      deployments = mkdtempSync(join(tmpdir(), "commonmind-deploy-"));
      anvil = await startAnvil();
    });

    afterEach(async () => {
      await anvil?.close();
      anvil = undefined;
      if (deployments) rmSync(deployments, { recursive: true, force: true });
    });

    const chain = () => anvil as Anvil;
    const settings = (key: string = richKey): NodeJS.ProcessEnv => ({
      SEPOLIA_RPC_URL: chain().url,
      DEPLOYER_KEY: key,
      COMMONMIND_DEPLOYMENTS: deployments,
    });
    const deploy = (args: string[] = [], key?: string) =>
      runScript("deploy.ts", [...sepolia, "--json", ...args], settings(key));
    const sent = async (key: `0x${string}` = richKey) =>
      Number(await chain().request("eth_getTransactionCount", [privateKeyToAddress(key), "latest"]));
    const file = () => join(deployments, `${SEPOLIA}.json`);
    const message = (stdout: string) => (JSON.parse(stdout) as { error: { message: string } }).error.message;

    it("refuses to send without a terminal to ask at, and without --yes", async () => {
      const { code, stdout, stderr } = await deploy();
      expect(code, stderr).to.equal(2);
      expect(message(stdout)).to.include("Add --yes");
      expect(await sent()).to.equal(0);
    });

    it("sends nothing in a dry run, and says what it would cost", async () => {
      const { code, stdout, stderr } = await deploy(["--dry-run"]);
      expect(code, stderr).to.equal(0);
      const { estimate, chainId, genesisHash, deployer } = JSON.parse(stdout);
      expect(chainId).to.equal(SEPOLIA);
      for (const each of ["sepolia, chain 11155111", deployer, "10000", "rehearsal.json", genesisHash])
        expect(stderr).to.include(each);
      expect(stderr).to.include(`${estimate.transactions} transactions`);
      expect(BigInt(estimate.gas) > 10_000_000n).to.equal(true);
      expect(BigInt(estimate.cost) > BigInt(estimate.gas)).to.equal(true);
      expect(await sent()).to.equal(0);
      expect(existsSync(file())).to.equal(false);
    });

    it("refuses a deployer whose balance doesn't cover it, before anything is sent", async () => {
      const key = generatePrivateKey();
      for (const balance of [0n, 10n ** 15n]) {
        await chain().request("anvil_setBalance", [privateKeyToAddress(key), toHex(balance)]);
        const { code, stdout, stderr } = await deploy(["--yes"], key);
        expect(code, stderr).to.equal(2);
        expect(message(stdout)).to.match(/has 0(\.001)? on chain 11155111, and this needs 0\.\d+\. Nothing was sent/);
      }
      expect(await sent(key)).to.equal(0);
    });

    it("says of a key that is none which one it is", async () => {
      for (const key of ["abc", "0xzz"]) {
        const { code, stdout, stderr } = await deploy(["--yes"], key);
        expect(code, stderr).to.equal(2);
        expect(message(stdout)).to.include("DEPLOYER_KEY is no private key");
        expect(message(stdout)).not.to.include(key);
      }
    });

    it("refuses an address at which another chain answers", async () => {
      const other = await startAnvil(5);
      try {
        const { code, stdout, stderr } = await runScript("deploy.ts", [...sepolia, "--json", "--yes"], {
          ...settings(),
          SEPOLIA_RPC_URL: other.url,
        });
        expect(code, stderr).to.equal(2);
        expect(message(stdout)).to.include('"sepolia" is chain 11155111, but what answers at its address is chain 5');
        expect(Number(await other.request("eth_blockNumber"))).to.equal(0);
      } finally {
        await other.close();
      }
    });

    it("deploys with --yes at the estimated gas; a second run does nothing and says so", async () => {
      const first = await deploy(["--yes"]);
      expect(first.code, first.stderr).to.equal(0);
      const { estimate, ...deployment } = JSON.parse(first.stdout) as Deployment & { estimate: Estimate };
      expect(deployment).to.deep.equal(JSON.parse(readFileSync(file(), "utf8")));
      expect(deployment.chainId).to.equal(SEPOLIA);
      const abis = JSON.parse(readFileSync(join(deployments, `${SEPOLIA}.abis.json`), "utf8")) as Record<string, Abi>;
      expect(Object.keys(abis)).to.have.members(Object.keys(deployment.contracts));
      const named = (abi: Abi) => abi.flatMap((item) => ("name" in item ? [item.name] : []));
      expect(named(abis.treasury as Abi)).to.deep.equal(named(treasuryAbi));
      expect(named(abis.seeds as Abi)).to.deep.equal(named(randaoSeedsAbi));
      expect(await sent()).to.equal(estimate.transactions);
      expect(await gasUsed()).to.be.closeTo(Number(estimate.gas), 20_000);

      const second = await deploy();
      expect(second.code, second.stderr).to.equal(0);
      expect(second.stderr).to.include("already deployed here, nothing is left to be sent");
      const again = JSON.parse(second.stdout) as Deployment & { estimate: Estimate };
      expect(again).to.deep.equal({ ...deployment, estimate: { transactions: 0, gas: "0", cost: "0" } });
      expect(await sent()).to.equal(estimate.transactions);

      // Another file is another co-op, and would take this one's place in deployments/.
      const changed = join(deployments, "changed.json");
      writeFileSync(changed, readFileSync("deploy/genesis/rehearsal.json", "utf8").replace("a rehearsal", "another"));
      const refused = await runScript(
        "deploy.ts",
        ["--network", "sepolia", "--genesis", changed, "--yes", "--json"],
        settings(),
      );
      expect(refused.code, refused.stderr).to.equal(2);
      expect(message(refused.stdout)).to.include("holds another co-op on this chain").and.to.include("--another");
      expect(JSON.parse(readFileSync(file(), "utf8"))).to.deep.equal(deployment);
      expect(await sent()).to.equal(estimate.transactions);
    });

    it("goes on where it was killed", async () => {
      const planned = JSON.parse((await deploy(["--dry-run"])).stdout) as { estimate: Estimate };
      const all = planned.estimate.transactions;
      for (const count of [3, 22]) {
        const child = startCommand("deploy.ts", [...sepolia, "--yes"], settings());
        const ended = finished(child);
        while ((await sent()) < count && child.exitCode === null) await new Promise((next) => setTimeout(next, 5));
        child.kill("SIGKILL");
        const { code, stderr } = await ended;
        expect(code, stderr).to.equal(null);
        expect(await sent()).to.be.lessThan(all);
        expect(existsSync(file())).to.equal(false);
      }
      const refused = await deploy();
      expect(refused.code).to.equal(2);
      expect(refused.stderr).to.match(/begun: an earlier run sent \d+ transactions, and this one goes on/);
      const { code, stdout, stderr } = await deploy(["--yes"]);
      expect(code, stderr).to.equal(0);
      const { estimate } = JSON.parse(stdout) as { estimate: Estimate };
      expect(estimate.transactions).to.be.within(1, all - 20);
      expect(await sent()).to.equal(all);
      expect(existsSync(file())).to.equal(true);
    });

    it("says that another file's deployment was broken off, and that it doesn't go on with that one", async () => {
      const child = startCommand("deploy.ts", [...sepolia, "--yes"], settings());
      const ended = finished(child);
      while ((await sent()) < 3 && child.exitCode === null) await new Promise((next) => setTimeout(next, 5));
      child.kill("SIGKILL");
      await ended;
      const changed = join(deployments, "changed.json");
      writeFileSync(changed, readFileSync("deploy/genesis/rehearsal.json", "utf8").replace("a rehearsal", "another"));
      const args = ["--network", "sepolia", "--genesis", changed, "--dry-run"];
      const { code, stderr } = await runScript("deploy.ts", args, settings());
      expect(code, stderr).to.equal(0);
      const begun = loadGenesis("deploy/genesis/rehearsal.json").hash.slice(0, 10);
      expect(stderr).to.match(
        new RegExp(
          `another genesis file, whose hash begins with ${begun}, was begun on this chain .*: \\d+ transaction`,
        ),
      );
      expect(stderr).to.include("run this with that file as it was");
      expect(stderr).to.match(
        new RegExp(`delete .*deploy/deployments/chain-11155111-\\w+-${begun.slice(2)}-contracts`),
      );
    });

    it("pays with a key of Hardhat's encrypted keystore, where none is in the environment", async () => {
      const home = mkdtempSync(join(tmpdir(), "commonmind-keystore-"));
      try {
        const key = generatePrivateKey();
        await chain().request("anvil_setBalance", [privateKeyToAddress(key), toHex(10n ** 18n)]);
        const kept = await keystoreIn(home, { DEPLOYER_KEY: key.slice(2), SEPOLIA_RPC_URL: chain().url });
        expect(kept).to.include("DEPLOYER_KEY").and.to.not.include(key.slice(2));
        const { code, stdout, stderr } = await runScript("deploy.ts", [...sepolia, "--json", "--dry-run"], {
          ...settings(),
          SEPOLIA_RPC_URL: undefined,
          DEPLOYER_KEY: undefined,
          ...notCi,
          XDG_CONFIG_HOME: home,
        });
        expect(code, stderr).to.equal(0);
        expect(JSON.parse(stdout)).to.include({ deployer: privateKeyToAddress(key), balance: `${10n ** 18n}` });
        expect(stdout + stderr).to.not.include(key.slice(2));
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    });

    /** Of everything on the chain. */
    async function gasUsed(): Promise<number> {
      let gas = 0;
      for (let block = Number(await chain().request("eth_blockNumber")); block > 0; block--) {
        const mined = await chain().request<{ gasUsed: string }>("eth_getBlockByNumber", [toHex(block), false]);
        gas += Number(mined.gasUsed);
      }
      return gas;
    }
  });
});
