// The record in a real PostgreSQL: one writer, any number of readers; and the audit, which must see a single altered row.
import { expect } from "chai";
import { parseEther, toHex, zeroAddress } from "viem";
import { audit } from "../../scripts/audit/audit.ts";
import { earn } from "../../scripts/story/money.ts";
import { NATIVE_ASSET } from "../../scripts/story/revenue.ts";
import { compareEvents, compareTokens, expectOnlyReading, rows } from "./compare.ts";
import { Postgres } from "./postgres.ts";
import { IndexerStage, type LocalChain, until } from "./stage.ts";
import { toldChain } from "./told.ts";

describe("The record on PostgreSQL", function () {
  this.timeout(600_000);
  let local: LocalChain;
  let postgres: Postgres | undefined;
  let writer: IndexerStage;
  let readers: IndexerStage[] = [];

  before(async function () {
    const started = await Postgres.start();
    if (!started) this.skip();
    postgres = started;
    ({ local } = await toldChain());
    const { url: databaseUrl } = started;
    writer = await IndexerStage.open(local, { databaseUrl });
    const reader = () => IndexerStage.open(local, { databaseUrl, readOnly: true });
    readers = [await reader(), await reader()];
  });
  after(async () => {
    for (const stage of [...readers, writer]) await stage?.close();
    await postgres?.close();
  });

  const pay = async (ether: string) => {
    const { chain, deployment } = local;
    const amount = parseEther(ether);
    await earn(chain, deployment, 1n, new Map([[NATIVE_ASSET, zeroAddress]]), [{ asset: NATIVE_ASSET, amount }]);
    await chain.settled();
  };
  const database = () => postgres as Postgres;
  const auditBy = (stage: IndexerStage) =>
    audit({
      client: local.chain.client,
      deployment: local.deployment,
      indexer: { url: stage.url, required: true },
    });
  /** Changes a row behind everyone's back, Ponder's triggers included, for as long as `work` takes. */
  async function altered(table: string, set: string, back: string, where: string, work: () => Promise<void>) {
    const [found] = await database().query<{ schema: string }>(
      "SELECT table_schema AS schema FROM information_schema.tables WHERE table_name = $1 AND table_schema LIKE 'commonmind_%'",
      [table],
    );
    const at = `"${found?.schema}"."${table}"`;
    const update = (to: string) =>
      database().query(`SET session_replication_role = replica; UPDATE ${at} SET ${to} WHERE ${where}`);
    await update(set);
    try {
      await work();
    } finally {
      await update(back);
    }
  }

  it("is written by one and served by any number beside it, who all follow", async () => {
    await writer.caughtUp(local);
    for (const reader of readers) await reader.caughtUp(local);
    await pay("1");
    for (const stage of [writer, ...readers]) {
      await stage.caughtUp(local);
      await compareEvents(stage, local);
    }
    await compareTokens(readers[0] as IndexerStage, local);
    for (const stage of [writer, ...readers]) await expectOnlyReading(stage);
  });

  it("X4 is what an audit rebuilds from the logs, and what the contracts say", async () => {
    const report = await auditBy(readers[0] as IndexerStage);
    expect(report.differences).to.deep.equal([]);
    expect(report.ok).to.equal(true);
    for (const count of Object.values(report.checked)) expect(count).to.be.greaterThan(5);
    expect(report.indexer?.events).to.equal(report.logs);
  });

  it("is caught by an audit at a single altered row", async () => {
    const reader = readers[0] as IndexerStage;
    const [account] = await rows(reader, "accounts", "address tokens");
    const where = `address = '${account?.address}'`;
    await altered("account", "tokens = tokens + 1", "tokens = tokens - 1", where, async () => {
      const { differences } = await auditBy(reader);
      expect(differences).to.have.lengthOf(1);
      expect(differences[0]?.key.toLowerCase()).to.equal(`contributiontoken.balanceof(${account?.address})`);
      expect(differences[0]).to.include({ kind: "balances", rebuilt: account?.tokens, contract: account?.tokens });
      expect(differences[0]?.indexer).to.equal(`${BigInt(account?.tokens ?? 0) + 1n}`);
    });
    const [ballot] = await rows(reader, "ballots", "proposal voter weight");
    const cast = `proposal = ${ballot?.proposal} AND voter = '${ballot?.voter}'`;
    await altered("ballot", "weight = weight + 1", "weight = weight - 1", cast, async () => {
      const { differences } = await auditBy(reader);
      expect(differences.map(({ kind, indexer }) => [kind, indexer])).to.deep.equal([
        ["tallies", `${BigInt(ballot?.weight ?? 0) + 1n}`],
      ]);
    });
    const [event] = await rows(reader, "events", "id seq");
    await altered(
      "event",
      "log_index = log_index + 9",
      "log_index = log_index - 9",
      `id = '${event?.id}'`,
      async () => {
        const { differences } = await auditBy(reader);
        expect(differences.map(({ kind }) => kind)).to.deep.equal(["logs", "logs"]);
      },
    );
    expect((await auditBy(reader)).ok).to.equal(true);
  });

  it("is caught by an audit where a single storage slot of a contract changed", async () => {
    const { chain, deployment } = local;
    const { contributionToken: address } = deployment.contracts;
    // The slot of the total supply is the one whose value is the total supply.
    const { differences, block } = await auditBy(writer);
    expect(differences).to.deep.equal([]);
    const request = (method: string, params: unknown[]) => chain.connection.provider.request({ method, params });
    const supply = (await rows(writer, "counters", "name value")).find(({ name }) => name === "tokens")?.value;
    let slot: bigint | undefined;
    for (let at = 0n; at < 64n && slot === undefined; ++at) {
      const value = await chain.client.getStorageAt({ address, slot: toHex(at) });
      if (value && BigInt(value) === BigInt(supply ?? 0)) slot = at;
    }
    const write = (value: bigint) =>
      request("hardhat_setStorageAt", [address, toHex(slot ?? 0n), toHex(value, { size: 32 })]);
    expect(typeof slot).to.equal("bigint");
    await write(BigInt(supply ?? 0) + 1n);
    try {
      const report = await audit({ client: chain.client, deployment });
      expect(report.differences).to.deep.equal([
        {
          ...{ kind: "supply", key: "contributionToken.totalSupply()", rebuilt: supply },
          ...{ contract: `${BigInt(supply ?? 0) + 1n}`, indexer: null },
        },
      ]);
    } finally {
      await write(BigInt(supply ?? 0));
    }
    expect(await chain.client.getBlockNumber()).to.equal(block);
  });

  it("says as of which block it is while nobody writes, and not ready while the database is away", async () => {
    const [reader] = readers as [IndexerStage];
    const before = await reader.caughtUp(local);
    await writer.close();
    await pay("2");
    await until(() => (reader.indexer.status.lag ?? 0n) > 0n);
    expect(reader.indexer.status).to.include({ ready: true, block: before });

    await database().pause();
    await until(() => !reader.indexer.status.ready);
    expect((await fetch(`${reader.url}/events`)).status).to.equal(503);
    await database().resume();
    writer = await IndexerStage.open(local, { databaseUrl: database().url });
    for (const stage of [writer, ...readers]) await stage.caughtUp(local);
    await compareEvents(reader, local);
  });
});
