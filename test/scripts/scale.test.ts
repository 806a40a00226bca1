// The simulation of a co-op of many contributors, and the measurement of what pages get of one (bench/scale), with few of them.
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

describe("The measurement of pages", () => {
  it("takes in the events of a generated history that the dApp makes something of, and weighs what pages get", async () => {
    const args = ["--expose-gc", "--import", "tsx", "bench/scale/pages.ts", "100"];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    const { code, stdout, stderr } = await finished(child);
    expect(code, stderr).to.equal(0);
    const { contributions, events, wanted, jsonBytes, heapBytes, pages } = JSON.parse(stdout);
    expect(contributions).to.equal(100);
    expect(wanted).to.be.within(events / 2, events - 1);
    expect(jsonBytes / wanted).to.be.within(300, 1_000);
    expect(heapBytes).to.be.above(0);
    expect(pages.map(({ page }: { page: string }) => page)).to.include.members(["a model", "a vote with its ballots"]);
    for (const { page, bytes, packed } of pages) {
      expect(packed, page).to.be.within(1, bytes);
      expect(bytes, `${page} is a part of it`).to.be.below(jsonBytes / 4);
    }
  });
});
