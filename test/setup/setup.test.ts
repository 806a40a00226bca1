// The set-up's own decisions: which Node will do, what npm's errors mean, who holds the lock, what constants are called.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ownMessages } from "../../scripts/setup/build.mjs";
import { abiSources, bytecodeSource, constantName, errorsSource, eventsSource } from "../../scripts/setup/generate.mjs";
import { withLock } from "../../scripts/setup/lock.mjs";
import { isNewEnough } from "../../scripts/setup/node.mjs";
import { networkError, npmReason, registryTrouble } from "../../scripts/setup/registry.mjs";

describe("The Node at hand", () => {
  it("will do where it runs TypeScript as it is: from 22.18 on, and from 23.6", () => {
    for (const version of ["22.18.0", "22.20.1", "23.6.0", "24.0.0", "26.1.0"])
      expect(isNewEnough(version), version).to.equal(true);
    for (const version of ["18.20.0", "20.20.2", "22.17.1", "23.5.0"])
      expect(isNewEnough(version), version).to.equal(false);
  });
});

describe("An npm failure", () => {
  const refused = "npm error code ECONNREFUSED\nnpm error syscall connect\nnpm error errno ECONNREFUSED\n";

  it("is told apart: the network, or something else", () => {
    expect(networkError(refused)).to.equal("ECONNREFUSED");
    expect(networkError("npm error code EUSAGE\nnpm error Missing: left-pad from lock file")).to.equal(undefined);
  });

  it("stops the set-up before anything is touched if the registry is out of reach", async () => {
    const trouble = await registryTrouble(async () => ({ code: 1, output: refused }), {});
    expect(trouble).to.contain("ECONNREFUSED").and.to.contain("run the same command again");
  });

  it("is no reason to stop if the registry answers without knowing ping", async () => {
    const unknown = async () => ({ code: 1, output: "npm error code E404\nnpm error 404 Not Found" });
    expect(await registryTrouble(unknown, {})).to.equal(undefined);
  });

  it("is shown by its first lines, without npm's prefix", () => {
    expect(npmReason("npm warn deprecated x\nnpm error code EUSAGE\nnpm error out of sync\n")).to.equal(
      "code EUSAGE\nout of sync",
    );
    expect(npmReason("Segmentation fault\n")).to.equal("Segmentation fault");
  });
});

describe("The set-up lock", () => {
  let directory: string;
  let lock: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "commonmind-lock-"));
    lock = join(directory, "setup.lock");
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function leaveLock(pid: number, host: string, secondsAgo: number) {
    mkdirSync(lock);
    writeFileSync(join(lock, "owner.json"), JSON.stringify({ pid, host, since: "2026-01-01T00:00:00.000Z" }));
    const then = new Date(Date.now() - secondsAgo * 1000);
    utimesSync(lock, then, then);
  }

  it("lets one in at a time and tells the other that it waits", async () => {
    const events: string[] = [];
    const said: string[] = [];
    const work = (name: string) => async () => {
      events.push(`${name} in`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      events.push(`${name} out`);
    };
    const say = (text: string) => said.push(text);
    await Promise.all([withLock(lock, work("first"), say), withLock(lock, work("second"), say)]);
    expect(events).to.deep.equal(["first in", "first out", "second in", "second out"]);
    expect(said).to.have.lengthOf(1);
    expect(said[0]).to.contain("Another set-up is at work").and.to.contain(String(process.pid));
  });

  it("is given back when the work fails", async () => {
    const failing = withLock(lock, async () => {
      throw new Error("no space left");
    });
    await failing.then(
      () => expect.fail("should have failed"),
      (error: Error) => expect(error.message).to.equal("no space left"),
    );
    expect(existsSync(lock)).to.equal(false);
  });

  it("is taken over from a process that no longer exists", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    leaveLock(pid, hostname(), 0);
    expect(await withLock(lock, async () => "done")).to.equal("done");
  });

  it("is taken over from another host after a minute without a sign of life", async () => {
    leaveLock(1, "elsewhere", 61);
    expect(await withLock(lock, async () => "done")).to.equal("done");
  });

  it("is left to another host that was alive a moment ago", async () => {
    leaveLock(1, "elsewhere", 1);
    let entered = false;
    const waiting = withLock(
      lock,
      async () => (entered = true),
      () => {},
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(entered).to.equal(false);
    rmSync(lock, { recursive: true });
    expect(await waiting).to.equal(true);
  });
});

describe("The compiler's messages", () => {
  it("are shown, but for warnings about libraries", () => {
    const ours =
      "Warning: Unused local variable.\n --> ./contracts/models/ModelTill.sol:3:42:\n  |\n3 | uint a;\n  | ^^^^^^";
    const theirs = "Warning: Unused local variable.\n   --> ./node_modules/@openzeppelin/contracts/a.sol:3:42:\n    |";
    const error = "ParserError: Expected ';'.\n --> ./contracts/models/ModelTill.sol:4:1:\n  |";
    expect(ownMessages(`\n${ours}\n\n${theirs}\n\n${error}\n\nCompiled 15 Solidity files\n`)).to.deep.equal([
      ours,
      error,
    ]);
  });
});

describe("The typed constants", () => {
  const bare = (contractName: string) => ({ contractName, abi: [], bytecode: "0x", deployedBytecode: "0x" });

  it("are named after their contracts", () => {
    expect(constantName("ContributionToken")).to.equal("contributionToken");
    expect(constantName("ERC20Votes")).to.equal("erc20Votes");
    expect(constantName("IReviewSlots")).to.equal("iReviewSlots");
  });

  it("come in the order of their names, whatever the order of the files", () => {
    const contract = (contractName: string) => ({ ...bare(contractName), abi: [{ type: "receive" }] });
    const sources = [...abiSources([contract("Treasury"), contract("ModelTill")])];
    expect(sources.map(([name]) => name)).to.deep.equal(["modelTillAbi", "treasuryAbi"]);
    for (const [name, source] of sources)
      expect(source).to.match(new RegExp(`export const ${name} = [\\s\\S]* as const;`));
    expect(sources).to.deep.equal([...abiSources([contract("ModelTill"), contract("Treasury")])]);
  });

  it("leave out libraries without an interface and refuse two contracts of one name", () => {
    expect([...abiSources([bare("Author"), { ...bare("Treasury"), abi: [{ type: "receive" }] }]).keys()]).to.deep.equal(
      ["treasuryAbi"],
    );
    const till = bare("ModelTill");
    expect(() => abiSources([till, till])).to.throw("share a name");
  });

  it("list each error once, whichever contracts have it, and without Solidity's own names of types", () => {
    const error = { type: "error", name: "Late", inputs: [{ type: "uint48", name: "at", internalType: "uint48" }] };
    const other = { type: "error", name: "Early", inputs: [] };
    const source = errorsSource([
      { ...bare("Treasury"), abi: [error, { type: "receive" }] },
      { ...bare("ModelTill"), abi: [error, other] },
    ]);
    expect(source.match(/"name": "\w+"/g)).to.deep.equal(['"name": "Early"', '"name": "Late"', '"name": "at"']);
    expect(source).not.to.contain("internalType");
  });

  it("list what each contract tells, and nothing of those that tell nothing", () => {
    const paid = {
      type: "event",
      name: "Paid",
      inputs: [{ type: "uint256", name: "amount", internalType: "uint256" }],
    };
    const source = eventsSource([
      { ...bare("Treasury"), abi: [{ type: "receive" }, paid] },
      { ...bare("Collector"), abi: [{ type: "receive" }] },
    ]);
    expect(source).to.match(
      /export const treasuryEvents: readonly AbiEvent\[\] = \[\s+\{\s+"type": "event",\s+"name": "Paid"/,
    );
    expect(source).not.to.match(/receive|collector|internalType/);
  });

  it("hold a till's creation code and the probe's own code, and 0x until there is any", () => {
    const till = { ...bare("ModelTill"), bytecode: "0x6001", deployedBytecode: "0x6002" };
    const probe = { ...bare("EffectsProbe"), bytecode: "0x6003", deployedBytecode: "0x6004" };
    expect(bytecodeSource([probe, till]).match(/Hex = "\w+"/g)).to.deep.equal(['Hex = "0x6001"', 'Hex = "0x6004"']);
    expect(bytecodeSource([]).match(/Hex = "\w+"/g)).to.deep.equal(['Hex = "0x"', 'Hex = "0x"']);
    expect(() => bytecodeSource([{ ...till, bytecode: "0x60__$ab$__" }])).to.throw("linked");
  });
});
