// `npm start` as a user meets it: everything runs, Ctrl-C stops all of it, a taken port is refused in words.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "@commonmind/sdk";
import { expect } from "chai";
import { freePort } from "../../scripts/lib/freePort.ts";
import { finished, isListening, runScript, startCommand } from "./run.ts";

describe("npm start", function () {
  this.timeout(300_000);
  let deployments: string;
  before(() => {
    deployments = mkdtempSync(join(tmpdir(), "commonmind-start-"));
  });
  after(() => rmSync(deployments, { recursive: true, force: true }));

  it("tells the story on a chain that stays up, says where everything is, and stops it all on Ctrl-C", async () => {
    const port = await freePort();
    const pages = await freePort();
    const record = await freePort();
    const file = join(deployments, "31337.json");
    writeFileSync(file, '{ "of": "an earlier run" }');
    const child = startCommand("start.ts", [], {
      COMMONMIND_CHAIN_PORT: `${port}`,
      COMMONMIND_DAPP_PORT: `${pages}`,
      COMMONMIND_INDEXER_PORT: `${record}`,
      COMMONMIND_INDEXER_DATA: join(deployments, "record"),
      COMMONMIND_DEPLOYMENTS: deployments,
    });
    const ended = finished(child);
    // Nobody can act on it before its story is told.
    let knownEarly = true;
    child.stderr?.once("data", () => {
      knownEarly = existsSync(file);
    });
    let output = "";
    const ready = new Promise<void>((resolve) => {
      child.stdout?.on("data", (data: Buffer) => {
        output += data.toString();
        if (output.includes("Ctrl-C stops")) resolve();
      });
    });
    const which = await Promise.race([ready.then(() => "ready" as const), ended]);
    expect(which, JSON.stringify(which)).to.equal("ready");

    expect(knownEarly).to.equal(false);
    expect(output).to.include("The reference model recomputed every amount: no difference.");
    expect(output).to.include(`http://127.0.0.1:${port}`);
    const { contracts, chainId } = JSON.parse(readFileSync(file, "utf8")) as Deployment;
    expect(chainId).to.equal(31337);
    for (const address of Object.values(contracts)) expect(output).to.include(address);
    const response = await fetch(`http://127.0.0.1:${port}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_getCode", params: [contracts.treasury, "latest"] }),
    });
    expect(((await response.json()) as { result: string }).result.length).to.be.greaterThan(2);

    expect(output).to.include(`http://127.0.0.1:${pages}`);
    expect(await (await fetch(`http://127.0.0.1:${pages}/`)).text()).to.include("Commonmind");
    const config = (await (await fetch(`http://127.0.0.1:${pages}/config.json`)).json()) as object;
    expect(JSON.stringify(config)).to.include(contracts.treasury);

    expect(JSON.stringify(config)).to.include(`http://127.0.0.1:${record}`);
    while (!(await isListening(record))) await new Promise((go) => setTimeout(go, 200));
    const status = (await (await fetch(`http://127.0.0.1:${record}/status`)).json()) as { schema: number };
    expect(status.schema).to.equal(1);

    // As a terminal and npm may send it: twice.
    child.kill("SIGINT");
    child.kill("SIGINT");
    const { code } = await ended;
    expect(code).to.equal(0);
    expect(await isListening(port)).to.equal(false);
    expect(await isListening(pages)).to.equal(false);
    expect(await isListening(record)).to.equal(false);
  });

  it("takes the dApp with it even when it is killed", async () => {
    const [port, pages] = [await freePort(), await freePort()];
    const child = startCommand("start.ts", [], {
      COMMONMIND_CHAIN_PORT: `${port}`,
      COMMONMIND_DAPP_PORT: `${pages}`,
      COMMONMIND_INDEXER_PORT: `${await freePort()}`,
      COMMONMIND_DEPLOYMENTS: deployments,
    });
    const ended = finished(child);
    while (!(await isListening(pages)) && child.exitCode === null) await new Promise((go) => setTimeout(go, 100));
    child.kill("SIGKILL");
    await ended;
    for (let i = 0; i < 50 && (await isListening(pages)); i++) await new Promise((go) => setTimeout(go, 100));
    expect(await isListening(pages)).to.equal(false);
    expect(await isListening(port)).to.equal(false);
  });

  it("refuses a port that another program holds, and leaves that program alone", async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, "127.0.0.1", () => resolve((other.address() as { port: number }).port));
    });
    try {
      const { code, stderr } = await runScript("start.ts", [], {
        COMMONMIND_CHAIN_PORT: `${port}`,
        COMMONMIND_DAPP_PORT: `${await freePort()}`,
        COMMONMIND_INDEXER_PORT: `${await freePort()}`,
        COMMONMIND_DEPLOYMENTS: deployments,
      });
      expect(code).to.equal(2);
      expect(stderr).to.include(`Port ${port} is taken`);
      expect(stderr).to.include("COMMONMIND_CHAIN_PORT=");
      expect(other.listening).to.equal(true);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });

  it("refuses a port that is none", async () => {
    const { code, stderr } = await runScript("start.ts", [], { COMMONMIND_CHAIN_PORT: "eighty" });
    expect(code).to.equal(2);
    expect(stderr).to.include("a port is a whole number");
  });
});
