// `npm run coverage`: what its probes tell of a contract in which some branches aren't taken, and that each of these, and each
// wrong explanation, makes it fail.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { probed, withoutOwnProbes } from "../../scripts/coverage/copy.ts";
import { PAGE, pageNow, readUnlike, readUnreached } from "../../scripts/coverage/main.ts";
import { judge, measure, type Unreached } from "../../scripts/coverage/measure.ts";
import { instrumented, LIBRARY_FILE, librarySource, type Target } from "../../scripts/coverage/probes.ts";
import { coveragePage, isClean, percent, summary } from "../../scripts/coverage/report.ts";
import { type Found, take, withoutSettings } from "../../scripts/coverage/suites.ts";
import { compileWith, errorsOf } from "../../scripts/lib/solc.ts";
import type { SyntaxNode } from "../../scripts/lib/syntax.ts";
import { run, toolPath } from "../../scripts/setup/processes.mjs";
import { root } from "./run.ts";

const FILE = "contracts/treasury/Purse.sol";
const PURSE = `// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

contract Purse {
    error TooMuch();
    uint256 public held;
    address private immutable owner = msg.sender;

    modifier mine() {
        require(msg.sender == owner, "not mine");
        _;
    }

    receive() external payable {}

    /// Umlauts (ä) are two bytes.
    function pay(uint256 amount, bool small) external mine returns (uint256 rest) {
        if (amount > held) revert TooMuch();
        if (small && !(amount == 0 || amount > 9)) held -= amount;
        else if (small) held = amount > 9 ? held : 0;
        else {
            unchecked {
                held = held - amount;
            }
        }
        return held;
    }

    function fill(uint256 steps) external returns (bool) {
        for (uint256 i = 0; i < steps; ++i) held += 2;
        while (held > 100) --held;
        bool full = held == 100 || held == 99;
        return full;
    }
}
`;

const prelude = `
import { expect } from "chai";
import { network } from "hardhat";
const { ethers } = await network.create();
const begun = async () => ethers.deployContract("Purse");
`;
/** Takes every branch, also those of calls that revert. */
const WHOLE = `${prelude}
it("does everything", async () => {
  const purse = await begun();
  const [owner, other] = await ethers.getSigners();
  await owner.sendTransaction({ to: purse, value: 1n });
  for (const [steps, full] of [[51n, true], [0n, true], [0n, true]] as const) {
    expect(await purse.fill.staticCall(steps)).to.equal(full);
    await purse.fill(steps);
  }
  expect(await purse.held()).to.equal(100n);
  await expect(purse.connect(other).pay(1n, true)).to.be.revertedWith("not mine");
  await expect(purse.pay(101n, true)).to.be.revertedWithCustomError(purse, "TooMuch");
  for (const [amount, small, held] of [[1n, true, 99n], [10n, true, 99n], [50n, false, 49n], [0n, true, 0n]] as const) {
    await purse.pay(amount, small);
    expect(await purse.held()).to.equal(held);
    expect(await purse.fill.staticCall(0n)).to.equal(held === 99n);
  }
  await purse.fill(1n);
});
`;
/** Fills and pays, and asks for nothing that is refused. */
const HALF = `${prelude}
it("does some things", async () => {
  const purse = await begun();
  await purse.fill(3n);
  await purse.pay(1n, true);
  expect(await purse.held()).to.equal(5n);
});
it("fails", async () => {
  const purse = await begun();
  expect(await purse.held()).to.equal(7n);
});
`;

const config = `import ethers from "@nomicfoundation/hardhat-ethers";
import matchers from "@nomicfoundation/hardhat-ethers-chai-matchers";
import mocha from "@nomicfoundation/hardhat-mocha";
const path = ${JSON.stringify(createRequire(import.meta.url).resolve("solc/soljson.js"))};
export default {
  plugins: [ethers, matchers, mocha],
  solidity: { version: "0.8.35", path, settings: { evmVersion: "osaka" } },
  paths: { tests: { mocha: "./test" } },
};
`;

function treeOf(text: string): SyntaxNode {
  const output = compileWith<SyntaxNode>({
    language: "Solidity",
    sources: { [FILE]: { content: text } },
    settings: { outputSelection: { "*": { "": ["ast"] } } },
  });
  expect(errorsOf(output)).to.deep.equal([]);
  return output.sources?.[FILE]?.ast as SyntaxNode;
}

const purse = instrumented(FILE, PURSE, treeOf(PURSE));
const said = ({ place, way, code }: Pick<Target, "place" | "way" | "code">) => `${place} ${way}: ${code}`;
const explained = (target: Target): Unreached => ({ ...target, ways: [target.way], why: "Nobody can." });

describe("npm run coverage", () => {
  let folder: string;
  let whole: Found;
  let half: Found;
  const measured = (found: Found, unreached: readonly Unreached[] = []) =>
    measure(purse.targets, new Set(found.reached), unreached);
  const judged = (found: Found) => judge([found], []);

  before(async function () {
    this.timeout(300_000);
    folder = mkdtempSync(join(tmpdir(), "commonmind-coverage-test-"));
    for (const [name, text] of [
      ["package.json", '{ "type": "module" }'],
      ["base.hardhat.config.ts", config],
      ["hardhat.config.ts", withoutOwnProbes("base.hardhat.config.ts")],
      [FILE, purse.text],
      [LIBRARY_FILE, librarySource],
      ["test/whole.test.ts", WHOLE],
      ["test/half.test.ts", HALF],
    ] as const) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    for (const name of ["node_modules", "scripts"]) symlinkSync(join(root, name), join(folder, name), "junction");
    const { code, output } = await run(process.execPath, [toolPath("hardhat"), "--coverage", "build"], {
      ...{ cwd: folder, capture: true },
      env: withoutSettings(process.env),
    });
    expect(code, output).to.equal(0);
    whole = await take(folder, { name: "whole", files: ["test/whole.test.ts"] });
    half = await take(folder, { name: "half", files: ["test/half.test.ts"] });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("asks of each function and statement that it runs, and of each condition that it is true and false", () => {
    expect(purse.targets.map(said)).to.include.members([
      "Purse.receive runs: entered",
      "Purse.mine false: msg.sender == owner",
      "Purse.mine runs: _",
      "Purse.pay runs: if (amount > held)",
      "Purse.pay runs: revert TooMuch()",
      "Purse.pay true: small",
      "Purse.pay false: amount == 0",
      "Purse.pay true: amount > 9",
      "Purse.fill true: i < steps",
      "Purse.fill runs: --held",
      "Purse.fill false: held == 99",
    ]);
    const conditions = purse.targets.filter(({ way }) => way === "true");
    expect(new Set(conditions.map(({ id }) => id)).size).to.equal(11);
    expect(purse.targets.filter(({ way }) => way === "false").map(({ id }) => id - 1)).to.deep.equal(
      conditions.map(({ id }) => id),
    );
    expect(purse.targets.find(({ code }) => code === "revert TooMuch()")?.line).to.equal(18);
  });

  it("is content where every branch was taken, in calls that revert and in views too", () => {
    expect(whole.failed).to.deep.equal([]);
    const { uncovered, total } = measured(whole);
    expect(uncovered.map(said)).to.deep.equal([]);
    expect(total.branches).to.deep.equal({ covered: 22, explained: 0, of: 22 });
    expect(isClean(measured(whole), judged(whole))).to.equal(true);
  });

  it("names what no test reaches, and fails", () => {
    const { uncovered, total } = measured(half);
    expect(uncovered.map(said)).to.have.members([
      "Purse.mine false: msg.sender == owner",
      "Purse.receive runs: entered",
      "Purse.pay true: amount > held",
      "Purse.pay runs: revert TooMuch()",
      "Purse.pay false: small",
      "Purse.pay true: amount == 0",
      "Purse.pay true: amount > 9",
      "Purse.pay runs: if (small)",
      "Purse.pay true: small",
      "Purse.pay false: small",
      "Purse.pay runs: held = amount > 9 ? held : 0",
      "Purse.pay true: amount > 9",
      "Purse.pay false: amount > 9",
      "Purse.pay runs: held = held - amount",
      "Purse.fill true: held > 100",
      "Purse.fill runs: --held",
      "Purse.fill true: held == 100",
      "Purse.fill true: held == 99",
    ]);
    expect(total.branches).to.deep.equal({ covered: 10, explained: 0, of: 22 });
    expect(isClean(measured(half), { failed: [], alike: [] })).to.equal(false);
    expect(summary(measured(half), judged(half))).to.contain(`${FILE}:18 Purse.pay never runs: revert TooMuch()`);
  });

  it("takes an explanation for what isn't reached, by code, and only for that", () => {
    const all = measured(half).uncovered.map(explained);
    const { uncovered, contradicted, unknown, total } = measured(half, all);
    expect([uncovered, contradicted, unknown]).to.deep.equal([[], [], []]);
    expect(total.branches).to.deep.equal({ covered: 10, explained: 12, of: 22 });
    expect(isClean({ uncovered, contradicted, unknown }, { failed: [], alike: [] })).to.equal(true);
    expect(isClean(measured(half, all.slice(1)), { failed: [], alike: [] })).to.equal(false);
  });

  it("fails where something is reached although it is explained, or explained although it isn't there", () => {
    const one = explained(measured(half).uncovered[0] as Target);
    expect(measured(whole, [one]).contradicted).to.deep.equal([one]);
    expect(isClean(measured(whole, [one]), judged(whole))).to.equal(false);
    const gone = { ...one, code: "msg.sender == nobody" };
    expect(measured(whole, [gone]).unknown).to.deep.equal([gone]);
    expect(isClean(measured(whole, [gone]), judged(whole))).to.equal(false);
    const second = { ...one, nth: 2 };
    expect(measured(whole, [second]).unknown).to.deep.equal([second]);
  });

  it("fails where a test does, unless it is listed; and where a listed one passes", () => {
    expect(judged(half)).to.deep.equal({ passed: 1, failed: ["fails"], alike: [], unlike: 0 });
    expect(isClean(measured(whole), judged(half))).to.equal(false);
    expect(judge([half], [{ title: "fails", why: "It must." }])).to.deep.include({ failed: [], alike: [], unlike: 1 });
    const alike = judge([whole], [{ title: "does everything", why: "?" }]);
    expect(alike.alike).to.deep.equal(["does everything"]);
    expect(isClean(measured(whole), alike)).to.equal(false);
  });

  it("refuses what it knows no probe for", () => {
    const within = (body: string) => PURSE.replace("bool full = held == 100 || held == 99;", `bool full; ${body}`);
    for (const body of [
      "assembly { if iszero(0) { full := 1 } }",
      "try this.held() returns (uint256) { full = true; } catch { full = false; }",
    ]) {
      const text = within(body);
      expect(() => instrumented(FILE, text, treeOf(text))).to.throw("no probe is known");
    }
    const text = PURSE.replace("uint256 public held;", "uint256 public held = block.timestamp > 1 ? 1 : 0;");
    expect(() => instrumented(FILE, text, treeOf(text))).to.throw("outside of a body");
  });

  it("never rounds up to everything", () => {
    expect(percent({ covered: 9_999, explained: 0, of: 10_000 })).to.equal("99.9 %");
    expect(percent({ covered: 3, explained: 0, of: 3 })).to.equal("100.0 %");
  });

  describe("of our contracts", () => {
    it("explains only what is there, and has its page up to date: npm run coverage", () => {
      const { targets } = probed(root);
      expect(measure(targets, new Set(), readUnreached()).unknown).to.deep.equal([]);
      expect(readFileSync(PAGE, "utf8")).to.equal(pageNow());
    });

    it("tells on its page what is explained, and why", () => {
      const { files, total } = measured(half, []);
      const why = readUnreached().map((each) => each.why);
      const page = coveragePage({ files, total, tests: 1, seconds: 2 }, readUnreached(), readUnlike());
      for (const sentence of [...why, ...readUnlike().map((each) => each.why)]) expect(page).to.contain(sentence);
      expect(page).to.contain("| [treasury/Purse.sol](../contracts/treasury/Purse.sol) |");
      expect(page).to.contain("10 of 22");
    });
  });
});
