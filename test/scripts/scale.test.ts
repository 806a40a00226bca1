// The simulation of a co-op of many contributors (bench/scale), with few of them.
import { spawn } from "node:child_process";
import { expect } from "chai";
import { finished, root } from "./run.ts";

describe("The simulation of many contributors", () => {
  it("pays each of a sample what their leaves say, to the base unit, and refuses what isn't theirs", async () => {
    const args = ["--import", "tsx", "bench/scale/simulate.ts", "300", "5"];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    const { code, stdout, stderr } = await finished(child);
    expect(code, stderr).to.equal(0);
    const { contributors, sampled, claims, refusals, wrong } = JSON.parse(stdout);
    expect({ contributors, sampled, claims, refusals, wrong }).to.deep.equal({
      ...{ contributors: 300, sampled: 5, claims: 15, refusals: 10 },
      wrong: [],
    });
  });
});
