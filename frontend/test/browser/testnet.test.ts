// A chain that isn't local: `npm run deploy` puts a co-op there, and the dApp serves it by configuration alone.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { type Service, startDapp } from "../../../scripts/lib/services.ts";
import { runScript } from "../../../test/scripts/run.ts";
import { type Anvil, anvilInstalled, richKey, SEPOLIA, startAnvil } from "../../../test/support/anvil.ts";
import { openBrowser } from "./browser.ts";

const genesis = "deploy/genesis/rehearsal.json";

describe("The dApp on a testnet", function () {
  this.timeout(300_000);
  let browser: Browser | undefined;
  let anvil: Anvil | undefined;
  let dapp: Service | undefined;
  let deployments: string;

  before(async function () {
    browser = anvilInstalled ? await openBrowser() : undefined;
    if (!browser) {
      this.skip();
      return;
    }
    deployments = mkdtempSync(join(tmpdir(), "commonmind-testnet-"));
    anvil = await startAnvil();
  });

  after(async () => {
    await browser?.close();
    await dapp?.stop();
    await anvil?.close();
    if (deployments) rmSync(deployments, { recursive: true, force: true });
  });

  it("by configuration alone shows the co-op of that chain", async () => {
    const rpcUrl = (anvil as Anvil).url;
    const { code, stderr } = await runScript("deploy.ts", ["--network", "sepolia", "--genesis", genesis, "--yes"], {
      SEPOLIA_RPC_URL: rpcUrl,
      DEPLOYER_KEY: richKey,
      COMMONMIND_DEPLOYMENTS: deployments,
    });
    expect(code, stderr).to.equal(0);

    const file = join(deployments, `${SEPOLIA}.json`);
    dapp = startDapp({ port: 0, deployment: file, rpcUrl });
    const url = await dapp.url;
    const config = await (await fetch(`${url}/config.json`)).json();
    expect(config.deployment).to.deep.equal(JSON.parse(readFileSync(file, "utf8")));
    expect(config.deployment.chainId).to.equal(SEPOLIA);
    expect(config.rpcUrl).to.equal(rpcUrl);
    expect(config.personas, "keys that anybody has are for the local chain").to.equal(false);

    const page = await (browser as Browser).newPage();
    page.setDefaultTimeout(30_000);
    const said: string[] = [];
    page.on("pageerror", ({ message }) => said.push(message));
    await page.goto(url);
    for (const name of ["Assistant", "Guide"]) await page.getByRole("heading", { name, exact: true }).first().waitFor();
    expect(said, "errors on the page").to.deep.equal([]);
  });
});
