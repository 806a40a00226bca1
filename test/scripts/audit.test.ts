// `npm run audit`: the books rebuilt from logs are the contracts' own, and one changed storage slot is seen.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { network } from "hardhat";
import { type Address, encodeAbiParameters, type Hex, keccak256, numberToHex, toHex } from "viem";
import { deployCommons } from "../../deploy/deploy.ts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { type Audit, audit } from "../../scripts/audit/audit.ts";
import { freePort } from "../../scripts/lib/freePort.ts";
import { connectTo } from "../support/chains.ts";
import { type Commons, ethers, freshCommons, localGenesis, provider } from "../support/commons.ts";
import { client } from "../support/doctor.ts";
import { type Life, livedCommons } from "../support/life.ts";
import { runScript } from "./run.ts";
import { runWarm } from "./warm.ts";

describe("The audit", () => {
  let commons: Commons;
  let life: Life;

  beforeEach(async () => {
    commons = await freshCommons();
    life = await livedCommons(commons);
  });

  const audited = (of: { from?: bigint; to?: bigint } = {}): Promise<Audit> =>
    audit({ client, deployment: commons.deployment, ...of });

  /** Where a mapping of the contract keeps what begins with `value` under `key`. */
  async function slotIn(address: string, key: { type: "address" | "uint256"; value: unknown }, value: bigint) {
    for (let base = 0n; base < 100n; ++base) {
      const data = encodeAbiParameters([{ type: key.type }, { type: "uint256" }], [key.value as never, base]);
      const slot = keccak256(data);
      if (BigInt(await ethers.provider.getStorage(address, slot)) === value) return slot;
    }
    throw new Error(`${address} keeps ${value} in no mapping.`);
  }
  const write = (address: string, slot: Hex, value: bigint) =>
    provider.request({
      method: "hardhat_setStorageAt",
      params: [address, toHex(BigInt(slot)), numberToHex(value, { size: 32 })],
    });

  it("X4 finds the books of a co-op that has lived a while as its contracts have them, now and at any earlier block", async () => {
    const report = await audited();
    expect(report.differences).to.deep.equal([]);
    expect(report).to.include({ ok: true, chainId: 31337, indexer: null });
    expect(report.checked.claimable).to.be.greaterThan(life.positions.length * life.assets.length);
    for (const kind of ["balances", "scores", "supply"] as const) expect(report.checked[kind]).to.be.greaterThan(4);
    for (const back of [1n, 10n, 40n]) {
      const earlier = await audited({ to: report.block - back });
      expect(earlier.differences, `${back} blocks ago`).to.deep.equal([]);
      expect(earlier.logs).to.be.lessThan(report.logs);
    }
  });

  it("compares only what changed from a block on, where it is asked to", async () => {
    const { block, checked } = await audited();
    const [holder, to] = [commons.founders[2], commons.outsiders[5]];
    if (!holder || !to) throw new Error("nobody is there");
    await commons.token.connect(holder).delegate(to.address);
    const recent = await audited({ from: block + 1n });
    expect(recent.differences).to.deep.equal([]);
    // Whom the holder votes through, and the votes of both.
    expect(recent.checked).to.deep.equal({ balances: 3, claimable: 0, tallies: 0, scores: 0, supply: 0 });
    expect(checked.balances).to.be.greaterThan(3);
  });

  it("sees a single changed slot: somebody's balance", async () => {
    const address = await commons.token.getAddress();
    const holder = commons.founders[2]?.address as Address;
    const balance = await commons.token.balanceOf(holder);
    await write(address, await slotIn(address, { type: "address", value: holder }, balance), balance + 1n);
    expect((await audited()).differences).to.deep.equal([
      {
        ...{ kind: "balances", key: `contributionToken.balanceOf(${holder})`, rebuilt: `${balance}` },
        ...{ contract: `${balance + 1n}`, indexer: null },
      },
    ]);
  });

  it("sees a single changed slot: the score of a contribution", async () => {
    const address = await commons.contributions.getAddress();
    const id = life.works[0]?.id as bigint;
    const { root, score } = await commons.contributions.contributionAt(id);
    const first = await slotIn(address, { type: "uint256", value: id }, BigInt(root));
    // In the slot after the root's, in the byte that is the score.
    const slot = toHex(BigInt(first) + 1n, { size: 32 });
    const before = BigInt(await ethers.provider.getStorage(address, slot));
    let shift = 160n;
    const changedBy = async () => {
      await write(address, slot, before ^ (1n << shift));
      return (await commons.contributions.contributionAt(id)).score !== score;
    };
    while (!(await changedBy().catch(() => false))) shift += 1n;
    const { differences } = await audited();
    expect(differences.map(({ kind, key }) => [kind, key])).to.deep.equal([
      ["scores", `contributionRegistry.contributionAt(${id}).score`],
    ]);
  });

  it("sees a single changed slot: what a treasury keeps in reserve", async () => {
    const address = await commons.treasury.getAddress();
    const asset = life.assets[1] as Address;
    const reserve = await commons.treasury.reserveOf(asset);
    for (let base = 0n; ; ++base) {
      const data = encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [asset, base]);
      const slot = keccak256(data);
      const before = BigInt(await ethers.provider.getStorage(address, slot));
      await write(address, slot, before + 1n);
      if ((await commons.treasury.reserveOf(asset)) === reserve + 1n) break;
      await write(address, slot, before);
      expect(base, "the slot of the reserve").to.be.lessThan(100n);
    }
    expect((await audited()).differences.map(({ key, rebuilt }) => [key, rebuilt])).to.deep.equal([
      [`treasury.reserveOf(${asset})`, `${reserve}`],
    ]);
  });

  it("refuses blocks that can't be audited", async () => {
    const { block } = await audited();
    for (const [of, words] of [
      [{ to: block + 1n }, "isn't there yet"],
      [{ from: block, to: block - 1n }, `--from ${block} is after --to ${block - 1n}`],
      [{ to: 1n }, "there is nothing"],
    ] as const) {
      const failed = await audited(of).then(
        () => undefined,
        (error: Error) => error.message,
      );
      expect(failed).to.include(words);
    }
  });
});

describe("npm run audit", () => {
  let folder: string;
  let port: number;
  let close: () => Promise<void>;

  before(async () => {
    const server = await network.createServer("default", "127.0.0.1", 0);
    ({ port } = await server.listen());
    const connection = await connectTo(`http://127.0.0.1:${port}`, 31_337);
    close = async () => {
      await connection.close();
      await server.close();
    };
    folder = mkdtempSync(join(tmpdir(), "commonmind-audit-"));
    const deployment = await deployCommons(connection, loadGenesis(localGenesis));
    writeFileSync(join(folder, "31337.json"), JSON.stringify(deployment));
  });
  after(async () => {
    await close?.();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}, start = runWarm) =>
    start("audit/main.ts", args, { COMMONMIND_CHAIN_PORT: `${port}`, COMMONMIND_DEPLOYMENTS: folder, ...env });

  it("writes one object of the documented shape, and says that there was no indexer", async () => {
    const { code, stdout, stderr } = await run(
      ["--json"],
      { COMMONMIND_INDEXER_PORT: `${await freePort()}` },
      runScript,
    );
    expect(code, stderr).to.equal(0);
    const report = JSON.parse(stdout);
    expect(Object.keys(report)).to.deep.equal([
      ...["schema", "chainId", "block", "ok", "logs", "checked", "indexer", "differences"],
    ]);
    expect(report).to.deep.include({ schema: 1, chainId: 31337, ok: true, indexer: null, differences: [] });
    expect(Object.keys(report.checked)).to.deep.equal(["balances", "claimable", "tallies", "scores", "supply"]);
    expect(stderr).to.match(/No indexer answers at .* compared with the contracts alone/);
  });

  it("ends with 2 where it can't check: a bad block, an indexer that was named and isn't there, no co-op", async () => {
    const away = `http://127.0.0.1:${await freePort()}`;
    for (const [args, words] of [
      [["--from", "yesterday"], /whole number/],
      [["--to", "99999999"], /isn't there yet/],
      [["--indexer", away], /No indexer answers at .*--no-indexer/],
      [["--network", "nowhere"], /nowhere/],
    ] as const) {
      const { code, stderr } = await run(args);
      expect(code, args.join(" ")).to.equal(2);
      expect(stderr).to.match(words);
    }
    const nothing = await run(["--no-indexer"], { COMMONMIND_DEPLOYMENTS: tmpdir() }, runScript);
    expect(nothing.code).to.equal(2);
  });
});
