// `npm run issuer` as its users meet it: credentials that the registry takes, and refusals in words.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingHttpHeaders, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Deployment, memberRegistryAbi, parseCredential } from "@commonmind/sdk";
import { expect } from "chai";
import { network } from "hardhat";
import type { JsonRpcServer } from "hardhat/types/network";
import { type Address, createPublicClient, encodeFunctionData, http, type PublicClient } from "viem";
import { generatePrivateKey, mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import { deployCommons } from "../../deploy/deploy.ts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { openIssuer } from "../../scripts/issuer/issuing.ts";
import { IssuerError, keysOf, saltOf } from "../../scripts/issuer/keys.ts";
import { issuerServer } from "../../scripts/issuer/server.ts";
import { freePort } from "../../scripts/lib/freePort.ts";
import { connectTo } from "../support/chains.ts";
import { localGenesis } from "../support/commons.ts";
import { finished, isListening, runScript, startCommand } from "./run.ts";
import { runWarm } from "./warm.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const key = (addressIndex: number) => mnemonicToAccount(MNEMONIC, { addressIndex });
const [ana, bo, founder] = [key(10), key(11), key(1)];
const issuerKey = "0x2a871d0798f97d79848a013d4936a73bf4cc922c825d33c1cf7073dff6d409c6";

describe("The salt of an issuer's nullifiers", () => {
  it("may not be set to nothing, which everybody knows", () => {
    for (const salt of ["", " "]) expect(() => saltOf({ ISSUER_SALT: salt }, "0x11")).to.throw(IssuerError, "empty");
    expect(saltOf({}, "0x11")).not.to.equal(saltOf({}, "0x12"));
    expect(saltOf({ ISSUER_SALT: "pepper" }, "0x11")).to.equal(saltOf({ ISSUER_SALT: "pepper" }, "0x12"));
  });
});

describe("npm run issuer", () => {
  let chain: JsonRpcServer;
  let deployments: string;
  let deployment: Deployment;
  let client: PublicClient;
  let settings: NodeJS.ProcessEnv;
  let restore: () => Promise<void>;

  before(async () => {
    chain = await network.createServer("default", "127.0.0.1", 0);
    const { port } = await chain.listen();
    const url = `http://127.0.0.1:${port}`;
    const connection = await connectTo(url, 31337);
    deployment = await deployCommons(connection, loadGenesis(localGenesis));
    client = createPublicClient({ transport: http(url), cacheTime: 0 });
    deployments = mkdtempSync(join(tmpdir(), "commonmind-issuer-"));
    writeFileSync(join(deployments, "31337.json"), JSON.stringify(deployment));
    settings = { COMMONMIND_CHAIN_PORT: `${port}`, COMMONMIND_DEPLOYMENTS: deployments };
    let snapshot = await connection.provider.request({ method: "evm_snapshot" });
    restore = async () => {
      await connection.provider.request({ method: "evm_revert", params: [snapshot] });
      snapshot = await connection.provider.request({ method: "evm_snapshot" });
    };
  });
  after(async () => {
    await chain.close();
    rmSync(deployments, { recursive: true, force: true });
  });
  beforeEach(() => restore());

  /** Hands a credential in, as its account. */
  async function handIn(text: string, act: "enrol" | "renew" | "rebind") {
    const { credential, signature, registry } = parseCredential(text);
    const { result, request: call } = await client.simulateContract({
      account: credential.account,
      address: registry,
      abi: memberRegistryAbi,
      functionName: act,
      args: [credential, signature],
    });
    const account = [ana, bo].find(({ address }) => address === credential.account);
    if (!account) throw new Error(`The key of ${credential.account} is not here.`);
    const prepared = await client.prepareTransactionRequest({
      account,
      to: registry,
      data: encodeFunctionData(call),
      chain: null,
    });
    const raw = await account.signTransaction({ ...prepared, chainId: 31337 } as never);
    await client.waitForTransactionReceipt({ hash: await client.sendRawTransaction({ serializedTransaction: raw }) });
    return result;
  }
  const wallet = (seat: bigint) =>
    client.readContract({
      address: deployment.contracts.memberRegistry,
      abi: memberRegistryAbi,
      functionName: "walletOf",
      args: [seat],
    });

  describe("credential", () => {
    const credential = (args: string[], env: NodeJS.ProcessEnv = {}, run = runWarm) =>
      run("issuer.ts", ["credential", ...args], { ...settings, ...env });
    const forAna = ["--account", ana.address, "--person", "Ana"];

    it("prints one JSON object that opens a seat, then one that renews it, then one that moves it", async () => {
      const first = await credential([...forAna, "--days", "30", "--json"], {}, runScript);
      expect(first.code, first.stderr).to.equal(0);
      expect(first.stderr).to.include("enrol opens one");
      const { schema, acts, seat } = JSON.parse(first.stdout);
      expect([schema, acts, seat]).to.deep.equal([1, ["enrol"], null]);
      const { credential: signed } = parseCredential(first.stdout);
      const { timestamp } = await client.getBlock();
      expect(signed.expiry).to.equal(Number(timestamp) + 30 * 86_400);
      expect(await handIn(first.stdout, "enrol")).to.equal(8n);

      // The same words are the same person; the spaces around them are none.
      const second = await credential(["--account", ana.address, "--person", " Ana ", "--expiry", "2040-02-29"]);
      expect(second.code, second.stderr).to.equal(0);
      expect(JSON.parse(second.stdout)).to.include({ seat: "8" });
      const renewal = parseCredential(second.stdout).credential;
      expect(renewal.nullifier).to.equal(signed.nullifier);
      expect(renewal.expiry).to.equal(Date.parse("2040-02-29T23:59:59Z") / 1000);
      await handIn(second.stdout, "renew");

      const out = join(deployments, "moved.json");
      const third = await credential(["--account", bo.address, "--person", "Ana", "--out", out]);
      expect(third.code, third.stderr).to.equal(0);
      expect(third.stdout).to.equal("");
      expect(third.stderr).to.include("rebind moves the seat");
      await handIn(readFileSync(out, "utf8"), "rebind");
      expect(await wallet(8n)).to.equal(ana.address);
    });

    it("refuses bad input with exit code 2, and says which", async () => {
      for (const [args, words] of [
        [["--account", "0x12", "--person", "Ana"], "--account"],
        [[...forAna, "--days", "0"], "--days"],
        [[...forAna, "--expiry", "2040-02-30"], "--expiry"],
        [[...forAna, "--expiry", "2040-02-20", "--days", "3"], "Both --expiry and --days"],
        [["--account", founder.address, "--person", "Ana"], "holds seat 1"],
      ] as const) {
        const { code, stdout, stderr } = await credential([...args, "--json"]);
        expect(code, stderr).to.equal(2);
        expect(stderr).to.include(words);
        expect(JSON.parse(stdout)).to.have.nested.property("error.message");
      }
    });

    it("refuses an end that is past, and people without a name or with one too long", async () => {
      const issuer = await openIssuer({ client, deployment, env: {} });
      for (const [parameters, code] of [
        [{ person: "Ana", expiry: Number((await client.getBlock()).timestamp) }, "Expiry"],
        [{ person: " \t " }, "Person"],
        [{ person: "a".repeat(201) }, "Person"],
      ] as const) {
        const refusal = await issuer.issue({ account: ana.address, ...parameters }).catch((error: unknown) => error);
        expect(refusal).to.be.instanceOf(IssuerError).with.property("code", code);
      }
    });

    it("refuses where there is no chain, no co-op, or no issuer", async () => {
      for (const [env, words] of [
        [{ COMMONMIND_CHAIN_PORT: `${await freePort()}` }, "Start a chain first"],
        [{ COMMONMIND_DEPLOYMENTS: join(deployments, "none") }, "No co-op is deployed"],
        [{ ISSUER_KEY: generatePrivateKey() }, "is no issuer of the co-op"],
      ] as const) {
        const { code, stdout, stderr } = await credential(forAna, env, runScript);
        expect([code, stdout]).to.deep.equal([2, ""]);
        expect(stderr).to.include(words);
      }
    });

    it("explains itself", async () => {
      const { code, stdout } = await credential(["--help"]);
      expect(code).to.equal(0);
      for (const word of ["--account", "--person", "--days", "ISSUER_KEY", "npm run issuer"]) {
        expect(stdout).to.include(word);
      }
    });
  });

  describe("serve", () => {
    it("answers on this machine until Ctrl-C, and refuses a port that is taken", async () => {
      const port = await freePort();
      const env = { ...settings, COMMONMIND_ISSUER_PORT: `${port}` };
      const child = startCommand("issuer.ts", ["serve", "--json"], env);
      const ended = finished(child);
      const ready = new Promise<string>((resolve) => child.stdout?.once("data", (data: Buffer) => resolve(`${data}`)));
      const first = await Promise.race([ready, ended.then(({ stderr }) => stderr)]);
      expect(JSON.parse(first)).to.deep.equal({
        schema: 1,
        url: `http://127.0.0.1:${port}`,
        issuer: key(9).address,
        chainId: "31337",
        registry: deployment.contracts.memberRegistry,
      });
      const response = await fetch(`http://127.0.0.1:${port}/credentials`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ account: ana.address, person: "Ana" }),
      });
      expect(response.status).to.equal(200);
      expect(await handIn(await response.text(), "enrol")).to.equal(8n);

      const second = await runScript("issuer.ts", ["serve"], env);
      expect(second.code).to.equal(2);
      expect(second.stderr).to.include(`Port ${port} is taken`);
      expect(second.stderr).to.include("COMMONMIND_ISSUER_PORT=");

      child.kill("SIGINT");
      expect((await ended).code).to.equal(0);
      expect(await isListening(port)).to.equal(false);
    });
  });

  describe("the server", () => {
    let server: Server;
    let port: number;

    const open = async (env: NodeJS.ProcessEnv = {}, chainId = 31337, token?: string) => {
      const issuer = await openIssuer({ client, deployment: { ...deployment, chainId }, env });
      server = issuerServer(issuer, { token });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      ({ port } = server.address() as AddressInfo);
    };
    afterEach((done) => {
      server.closeAllConnections();
      server.close(() => done());
    });

    type Answer = { status: number; headers: IncomingHttpHeaders; body: { error?: { code: string; message: string } } };
    type Asking = { method?: string; path?: string; headers?: Record<string, string>; body?: string };
    /** By hand: fetch writes some headers itself. */
    const ask = ({ method = "POST", path = "/credentials", headers = {}, body = "" }: Asking = {}): Promise<Answer> =>
      new Promise((resolve, reject) => {
        const all = { "content-type": "application/json", ...headers };
        const call = request({ host: "127.0.0.1", port, method, path, headers: all }, (response) => {
          let text = "";
          response.on("data", (data) => (text += data));
          response.on("end", () => {
            const { statusCode: status = 0, headers: given } = response;
            resolve({ status, headers: given, body: text === "" ? {} : JSON.parse(text) });
          });
        });
        call.on("error", reject);
        call.end(body);
      });
    const forAna = JSON.stringify({ account: ana.address, person: "Ana" });

    it("says who it is", async () => {
      await open();
      const { status, body } = await ask({ method: "GET", path: "/" });
      expect(status).to.equal(200);
      expect(body).to.deep.equal({
        schema: 1,
        issuer: key(9).address,
        chainId: "31337",
        registry: deployment.contracts.memberRegistry,
      });
    });

    it("refuses in words what is no request, and keeps answering", async () => {
      await open();
      const refusals: [Asking, number, string][] = [
        [{ path: "/" }, 405, "Method"],
        [{ method: "GET" }, 405, "Method"],
        [{ path: "/people" }, 404, "NotFound"],
        [{ headers: { "content-type": "text/plain" }, body: forAna }, 415, "ContentType"],
        [{ headers: { host: `commons.example:${port}` }, body: forAna }, 403, "Host"],
        [{ body: "x".repeat(5_000) }, 413, "BodyTooLarge"],
        [{ body: "{" }, 400, "Request"],
        [{ body: "[]" }, 400, "Request"],
        [{ body: JSON.stringify({ person: "Ana" }) }, 400, "Request"],
        [{ body: JSON.stringify({ account: "0x12", person: "Ana" }) }, 400, "Request"],
        [{ body: JSON.stringify({ account: ana.address, person: 5 }) }, 400, "Request"],
        [{ body: JSON.stringify({ account: ana.address, person: "Ana", days: 0 }) }, 400, "Request"],
        [{ body: JSON.stringify({ account: ana.address, person: "Ana", serial: 1 }) }, 400, "Request"],
        [{ body: JSON.stringify({ account: ana.address, person: "" }) }, 400, "Person"],
        [{ body: JSON.stringify({ account: founder.address, person: "Ana" }) }, 409, "AccountSeated"],
      ];
      for (const [asking, status, code] of refusals) {
        const answer = await ask(asking);
        expect(answer.status, JSON.stringify(asking).slice(0, 200)).to.equal(status);
        expect(answer.body.error?.code).to.equal(code);
        expect(answer.body.error?.message).to.be.a("string").that.is.not.equal("");
      }
      expect((await ask({ body: forAna })).status).to.equal(200);
    });

    it("lets pages of this machine ask, and no others", async () => {
      await open();
      for (const origin of ["http://127.0.0.1:3000", "http://localhost:3001"]) {
        const { headers, status } = await ask({ method: "OPTIONS", headers: { origin } });
        expect([status, headers["access-control-allow-origin"]]).to.deep.equal([204, origin]);
      }
      for (const origin of ["https://commons.example", "http://127.0.0.1.commons.example", "null"]) {
        const { headers } = await ask({ body: forAna, headers: { origin } });
        expect(headers["access-control-allow-origin"]).to.equal(undefined);
      }
    });

    it("signs on no other chain without ISSUER_KEY, and serves there only with a token", async () => {
      const refusal = async (work: Promise<unknown>) =>
        work.then(
          () => "nothing",
          (error: unknown) => (error instanceof IssuerError ? error.code : String(error)),
        );
      expect(await refusal(open({}, 11_155_111))).to.equal("IssuerKey");
      for (const bad of ["", "0x12", issuerKey.slice(3), `${issuerKey}0`]) {
        expect(await refusal(open({ ISSUER_KEY: bad }, 11_155_111))).to.equal("IssuerKey");
      }
      for (const pasted of [issuerKey.slice(2), ` ${issuerKey.slice(2).toUpperCase()}\n`]) {
        const { signer, salt } = keysOf({ ISSUER_KEY: pasted }, 11_155_111);
        expect([signer.address, salt]).to.deep.equal([
          key(9).address,
          keysOf({ ISSUER_KEY: issuerKey }, 11_155_111).salt,
        ]);
      }
      for (const token of [undefined, ""]) {
        expect(await refusal(open({ ISSUER_KEY: issuerKey }, 11_155_111, token))).to.equal("IssuerToken");
      }
      await open({ ISSUER_KEY: issuerKey }, 11_155_111, "secret");
      for (const authorization of ["", "Bearer", "Bearer secreT", "Bearer secret2"]) {
        const { status, body } = await ask({ body: forAna, headers: { authorization } });
        expect([status, body.error?.code]).to.deep.equal([401, "Token"]);
      }
      const origin = "http://127.0.0.1:3000";
      const answer = await ask({ body: forAna, headers: { authorization: "Bearer secret", origin } });
      expect(answer.status).to.equal(200);
      expect(answer.headers["access-control-allow-origin"]).to.equal(undefined);
    });

    it("says when the chain can't be read", async () => {
      const issuer = await openIssuer({ client, deployment });
      const gone = { ...issuer, issue: () => Promise.reject(new Error("fetch failed")) };
      server = issuerServer(gone);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      ({ port } = server.address() as AddressInfo);
      const { status, body } = await ask({ body: forAna });
      expect([status, body.error?.code]).to.deep.equal([502, "Chain"]);
    });
  });

  it("knows people by a salt of its own: another salt, or another key, is another nullifier", async () => {
    const nullifier = async (env: NodeJS.ProcessEnv, person = "Ana", account: Address = ana.address) =>
      (await (await openIssuer({ client, deployment, env })).issue({ account, person })).credential.nullifier;
    const usual = await nullifier({});
    expect(await nullifier({}, "Ana", bo.address)).to.equal(usual);
    expect(await nullifier({}, "Bo")).to.not.equal(usual);
    const salted = await nullifier({ ISSUER_SALT: "one" });
    expect(new Set([usual, salted, await nullifier({ ISSUER_SALT: "two" })]).size).to.equal(3);
    expect(await nullifier({ ISSUER_KEY: issuerKey, ISSUER_SALT: "one" })).to.equal(salted);
    expect(await nullifier({ ISSUER_KEY: issuerKey })).to.not.equal(usual);
    expect(privateKeyToAccount(issuerKey).address).to.equal(key(9).address);
  });
});
