// `npm run audit:web` where there is nothing to measure; what it measures is looked at in a browser, not timed in a test.
import { expect } from "chai";
import { freePort } from "../../scripts/lib/freePort.ts";
import { runScript } from "./run.ts";

describe("npm run audit:web", () => {
  const script = "../bench/web.ts";

  it("says that no dApp answers and how to start one, and ends with 2", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { code, stdout, stderr } = await runScript(script, ["--url", url, "--json"]);
    expect(code).to.equal(2);
    expect(stderr).to.include(`No dApp answers at ${url}.`).and.to.include("npm start");
    expect(JSON.parse(stdout).error.code).to.equal("Unreachable");
  });

  it("refuses what is no address and no path", async () => {
    const bad = await runScript(script, ["--url", "my dapp", "--json"]);
    expect([bad.code, JSON.parse(bad.stdout).error.code]).to.deep.equal([2, "Url"]);
    const path = await runScript(script, ["--routes", "rewards", "--json"]);
    expect([path.code, JSON.parse(path.stdout).error.code]).to.deep.equal([2, "Route"]);
  });

  it("explains itself, with an example", async () => {
    const { code, stdout } = await runScript(script, ["--help"]);
    expect(code ?? 0).to.equal(0);
    expect(stdout).to.include("npm run audit:web -- --routes /,/rewards --json");
  });
});
