// `npm run proposal` as its users meet it: from a file to what is carried out, and only that.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ballotParams, commonsGovernorAbi, type Deployment, modelRegistryAbi, treasuryAbi } from "@commonmind/sdk";
import { expect } from "chai";
import { network } from "hardhat";
import type { JsonRpcServer, NetworkConnection } from "hardhat/types/network";
import {
  type Address,
  createWalletClient,
  custom,
  getAddress,
  type Hex,
  parseEther,
  toHex,
  zeroAddress,
  zeroHash,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { deployCommons } from "../../deploy/deploy.ts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { captured, runProgram } from "../../scripts/lib/cli.ts";
import { proposalProgram } from "../../scripts/proposal/commands.ts";
import { type Coop, coopOf, type OpenCoop } from "../../scripts/proposal/coop.ts";
import { type Draft, draftOf } from "../../scripts/proposal/draft.ts";
import { type Effect, effectsOf } from "../../scripts/proposal/effects.ts";
import type { StateDiff } from "../../scripts/proposal/fork.ts";
import { type Simulation, simulate } from "../../scripts/proposal/simulate.ts";
import { parseSource } from "../../scripts/proposal/source.ts";
import { sourceFromTemplate, type TemplateName } from "../../scripts/proposal/templates.ts";
import { connectTo } from "../support/chains.ts";
import { GUIDE, localGenesis } from "../support/commons.ts";
import { runScript } from "./run.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const account = (addressIndex: number) => mnemonicToAccount(MNEMONIC, { addressIndex });
const founder = (seat: number) => account(seat).address;
const [giver, recipient] = [account(10).address, getAddress("0x00000000000000000000000000000000000a11ce")];
const [weights, data] = [toHex("weights", { size: 32 }), toHex("data", { size: 32 })];

const BALLOT = `# Which way next?
title: Where does the guide go next?
text: |
  The founders' work is final. What do we do first?
options:
  - title: Publish what there is
    text: A first release of everything final.
    actions:
      - contract: modelRegistry
        function: publish
        args:
          modelId: 2
          lastBatch: 1
          info:
            weightsHash: "${weights}"
            dataRoot: "${data}"
            modelCard: ipfs://card
            licence: Apache-2.0
            evaluation: ipfs://evaluation
  - title: Pay for more data first
    actions:
      - contract: treasury
        function: spend
        args: { asset: ETH, to: ${recipient}, amount: 1.5 ETH }
`;

describe("npm run proposal", () => {
  let server: JsonRpcServer;
  let connection: NetworkConnection;
  let deployment: Deployment;
  let folder: string;
  let coop: Coop;
  let settings: NodeJS.ProcessEnv;
  let open: OpenCoop;
  let start: Hex;

  const request = <T>(method: string, params: unknown[] = []) =>
    connection.provider.request({ method, params }) as Promise<T>;
  const head = async () => coop.client.getBlockNumber();
  const increase = async (seconds: number) => {
    await request("evm_increaseTime", [toHex(seconds)]);
    await request("evm_mine");
  };
  const sendAs = async (from: Address, call: object) => {
    const wallet = createWalletClient({ account: from, transport: custom(connection.provider) });
    const hash = await wallet.writeContract({ chain: null, ...call } as never);
    return coop.client.waitForTransactionReceipt({ hash });
  };
  const reserve = () =>
    coop.client.readContract({
      address: deployment.contracts.treasury,
      abi: treasuryAbi,
      functionName: "reserveOf",
      args: [zeroAddress],
    });
  const releases = async () => {
    const { releases: count } = await coop.client.readContract({
      address: deployment.contracts.modelRegistry,
      abi: modelRegistryAbi,
      functionName: "modelAt",
      args: [GUIDE],
    });
    return count;
  };

  before(async () => {
    server = await network.createServer("default", "127.0.0.1", 0);
    const { port } = await server.listen();
    connection = await connectTo(`http://127.0.0.1:${port}`, 31337);
    deployment = await deployCommons(connection, loadGenesis(localGenesis));
    folder = mkdtempSync(join(tmpdir(), "commonmind-proposal-"));
    writeFileSync(join(folder, "31337.json"), JSON.stringify(deployment));
    open = async () => coopOf(await connectTo(`http://127.0.0.1:${port}`, 31337), deployment);
    settings = { COMMONMIND_CHAIN_PORT: `${port}`, COMMONMIND_DEPLOYMENTS: folder };
    coop = await coopOf(connection, deployment);
    const { treasury, modelRegistry } = deployment.contracts;
    const value = parseEther("10");
    const give = {
      address: treasury,
      abi: treasuryAbi,
      functionName: "give",
      args: [zeroAddress, value, zeroHash],
      value,
    };
    await sendAs(giver, give);
    await sendAs(giver, { address: modelRegistry, abi: modelRegistryAbi, functionName: "closeBatch", args: [GUIDE] });
    start = await request("evm_snapshot");
  });
  after(async () => {
    await connection.close();
    // A copy of this chain may hold its connection for a while longer, and the server waits for it.
    await Promise.race([server.close(), new Promise((resolve) => setTimeout(resolve, 5_000))]);
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await request("evm_revert", [start]);
    start = await request("evm_snapshot");
  });

  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  /** In this process; that the program itself runs is tested once, below. */
  const run = (...args: string[]) =>
    captured(() => runProgram(proposalProgram("npm run proposal --", open), ["node", "proposal", ...args]));
  const done = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args, "--json");
    expect(code, stderr).to.equal(0);
    return JSON.parse(stdout);
  };
  const sentences = (result: Simulation | undefined) => {
    if (result?.outcome !== "done") throw new Error(`It was to be carried out: ${JSON.stringify(result)}`);
    return result.effects.map(({ sentence }) => sentence);
  };

  it("G5 takes a ballot from a file to its winner, which does what was simulated, and nothing else is done", async () => {
    const path = join(folder, "draft.json");
    const drafted = await run("draft", file("ballot.yml", BALLOT), "--out", path);
    expect(drafted.code, drafted.stderr).to.equal(0);
    const draft = JSON.parse(readFileSync(path, "utf8"));
    expect(draft).to.include({ schema: 1, kind: "ballot", class: "ordinary", chainId: "31337" });
    expect(draft.callsPerOption).to.deep.equal([1, 1]);
    expect(draft.description).to.match(/^# Where does the guide go next\?\n\n[\s\S]*#options=1,1$/);
    expect(draft.options[1].actions[0].sentence).to.equal(`Send 1.5 ETH from the reserve to ${recipient}`);

    const before = await head();
    const simulated = await done("simulate", path);
    expect(await head()).to.equal(before);
    const told: Effect[][] = simulated.options.map(({ effects }: { effects: Effect[] }) => effects);
    const about = (option: number, text: string) => told[option]?.find((it) => it.about === text);
    expect(about(0, "modelRegistry.ReleasePublished")?.sentence).to.match(
      /^Release 1 of .* [\d,]+ units join and 0 units leave/,
    );
    expect(about(1, "the reserve in ETH")).to.include({ before: "10 ETH", after: "8.5 ETH" });
    expect(about(1, `ETH of ${recipient}`)).to.include({ before: "0 ETH", after: "1.5 ETH" });
    expect(about(0, "the reserve in ETH")).to.equal(undefined);

    await done("submit", path, "--from", founder(1), "--dry-run");
    expect(await head()).to.equal(before);
    const { id, state } = await done("submit", path, "--from", founder(1));
    expect([id, state]).to.deep.equal([draft.id, "pending"]);
    await increase(3_602);

    await done("vote", id, "--from", founder(1), "--support", "for", "--option", "1", "--option", "2");
    const signed = join(folder, "signed.json");
    const signing = await run(
      "vote",
      path,
      "--from",
      founder(2),
      "--support",
      "for",
      "--option",
      "1",
      "--sign",
      "--out",
      signed,
    );
    expect(signing.code, signing.stderr).to.equal(0);
    await done("vote", id, "--from", giver, "--bring", signed);
    const again = await run("vote", id, "--from", giver, "--bring", signed);
    expect([again.code, again.stderr.includes("NoBallotCounts")]).to.deep.equal([1, true]);
    const governor = { address: deployment.contracts.commonsGovernor, abi: commonsGovernorAbi };
    for (const [seat, option] of [
      [3, 1],
      [4, 2],
    ] as const) {
      const args = [BigInt(id), 1, "", ballotParams([option])];
      await sendAs(founder(seat), { ...governor, functionName: "castVoteWithReasonAndParams", args });
    }
    const early = await run("queue", path);
    expect([early.code, early.stderr.includes("GovernorUnexpectedProposalState")]).to.deep.equal([1, true]);
    await increase(259_200);
    expect((await done("queue", id)).state).to.equal("queued");
    await increase(86_401);
    const { transaction, state: end } = await done("execute", path, "--from", giver);
    expect(end).to.equal("carried out");

    // What really changed, told in the same way, but for the fee of whoever carried it out and the governor's own notes.
    const receipt = await coop.client.getTransactionReceipt({ hash: transaction });
    const tracer = { tracer: "prestateTracer", tracerConfig: { diffMode: true } };
    const diff = await request<StateDiff>("debug_traceTransaction", [transaction, tracer]);
    const real = await effectsOf(coop.client, coop, { receipt, diff, ignored: [] });
    const ours = (effects: readonly Effect[]) =>
      effects.filter((it) => !/^ETH of 0x|commonsGovernor/.test(it.about)).map(({ sentence }) => sentence);
    expect(ours(real)).to.deep.equal(ours(told[0] ?? []));
    expect(ours(real)).not.to.have.length(0);
    expect(await releases()).to.equal(1);
    expect(await reserve()).to.equal(parseEther("10"));
    expect(await coop.client.getBalance({ address: recipient })).to.equal(0n);
  });

  describe("templates", () => {
    const from = async (
      name: TemplateName,
      settings: Record<string, string>,
      options: string[] = [],
    ): Promise<Draft> => {
      const sources = options.map((text, i) => parseSource(text, `${i}.yml`));
      const source = await sourceFromTemplate(
        name,
        { settings: new Map(Object.entries(settings)), options: sources },
        coop,
      );
      return draftOf(source, coop);
    };
    const effects = async (draft: Draft) => simulate(coop, { options: draft.options.map(({ actions }) => actions) });

    it("release names the last closed batch, and shows how many units join", async () => {
      const draft = await from("release", { model: "2", weights, data, licence: "MIT" });
      expect([draft.class, draft.kind]).to.deep.equal(["ordinary", "plain"]);
      const [result] = await effects(draft);
      const text = sentences(result).join("\n");
      expect(text).to.match(/Release 1 of .* up to 1: [\d,]+ units join and 0 units leave\. Its licence is MIT\./);
      expect(text).to.match(/Units that share what .* earns: from 0 to [\d,]+\./);
      expect(await releases()).to.equal(0);
    });

    it("grant says who gets what, and what is left of the reserve", async () => {
      const [result] = await effects(await from("grant", { to: recipient, amount: "2 ETH" }));
      expect(sentences(result)).to.include.members([
        "The reserve in ETH: from 10 ETH to 8 ETH.",
        `${recipient} receives 2 ETH: it had 0 ETH, and has 2 ETH.`,
        "The contract treasury pays 2 ETH: it had 10 ETH, and has 8 ETH.",
      ]);
      const [refused] = await effects(await from("grant", { to: recipient, amount: "10.5 ETH" }));
      expect(refused).to.include({ outcome: "reverted" });
      expect(refused)
        .to.have.property("error")
        .that.matches(/^ReserveTooSmall\(/);
      expect(refused).to.have.property("sentence").that.is.a("string").and.not.equal("");
    });

    it("parameter is constitutional and says from what to what, for every one of them", async () => {
      for (const [name, value, sentence] of [
        ["votingPeriod", "5 days", "The voting period: from 3 days to 5 days."],
        ["votingDelay", "2 hours", "The voting delay: from 1 hour to 2 hours."],
        ["proposalThreshold", "2 MIND", "The voice needed to propose: from 1 MIND to 2 MIND."],
        ["guardian", recipient, `The guardian: from ${zeroAddress} to ${recipient}.`],
        ["timelock", "2 days", "The wait between a vote and its act: from 1 day to 2 days."],
        ["joinBound", "50%", "The most work that joins with one release: from no bound to 50%."],
        ["mintCap", "5 MIND", "Most new tokens in an epoch: from 1,000,000 MIND to 5 MIND."],
        ["quorum", "46%", "The quorum: from 45% of the supply to 46% of the supply."],
        ["cap", "12.5%", "One person's cap: from 15% to 12.5%."],
        ["split", "50%,30%,20%", "Members' share of what models earn: from 25% to 30%."],
        ["ceiling", "3 ETH", "The most that votes may spend in ETH in 30 days: from"],
      ] as const) {
        const draft = await from("parameter", { name, value });
        expect(draft.class, name).to.equal("constitutional");
        expect(draft.why.join(" ")).to.include("isn't on the governor's list");
        const [result] = await effects(draft);
        const told = sentences(result);
        expect(
          told.some((it) => it.startsWith(sentence)),
          `${name}: ${told.join(" ")}`,
        ).to.equal(true);
        expect(told.filter((it) => it.includes("can't be put into words"))).to.deep.equal([]);
      }
    });

    it("direction puts proposals side by side, and each begins from the same state", async () => {
      const grant = (amount: string) =>
        `title: ${amount}\nactions:\n  - { contract: treasury, function: spend, args: [ETH, "${recipient}", ${amount}] }\n`;
      const draft = await from("direction", { title: "How much?" }, [grant("6 ETH"), grant("7 ETH")]);
      expect([draft.kind, draft.options.map(({ title }) => title)]).to.deep.equal(["ballot", ["6 ETH", "7 ETH"]]);
      const results = await effects(draft);
      expect(results.map((it) => sentences(it).find((each) => each.startsWith("The reserve")))).to.deep.equal([
        "The reserve in ETH: from 10 ETH to 4 ETH.",
        "The reserve in ETH: from 10 ETH to 3 ETH.",
      ]);
    });
  });

  it("lets somebody without a voice submit what three members co-signed, and nobody else or anything else", async () => {
    const from = account(9).address;
    const draft = join(folder, "cosigned.json");
    const source = file("cosigned.yml", BALLOT);
    await run("draft", source, "--out", draft);
    const anybodys = await run("cosign", draft, "--proposer", from, "--from", founder(5));
    expect(anybodys).to.include({ code: 2 });
    expect(anybodys.stderr).to.include("doesn't say who alone may submit it");
    const drafted = await run("draft", source, "--proposer", from, "--out", draft);
    expect(drafted.code, drafted.stderr).to.equal(0);
    const { proposer, description } = JSON.parse(readFileSync(draft, "utf8")) as Record<string, string>;
    expect(proposer).to.equal(from);
    expect(description).to.match(new RegExp(`#proposer=${from}#options=1,1$`));
    const stolen = await run("submit", draft, "--from", founder(1));
    expect(stolen).to.include({ code: 1 });
    expect(stolen.stderr).to.include("GovernorRestrictedProposer");
    const other = await run("cosign", draft, "--proposer", founder(1), "--from", founder(5));
    expect(other).to.include({ code: 2 });
    expect(other.stderr).to.include(`only ${from} may`);
    const refused = await run("submit", draft, "--from", from);
    expect(refused).to.include({ code: 1 });
    expect(refused.stderr).to.include("GovernorInsufficientProposerVotes");

    const files: string[] = [];
    for (const seat of [5, 3, 7]) {
      const out = join(folder, `cosigned-${seat}.json`);
      const [like] = files;
      const whom = like === undefined ? [] : ["--like", like];
      const signed = await run("cosign", draft, ...whom, "--from", founder(seat), "--out", out);
      expect(signed.code, signed.stderr).to.equal(0);
      files.push(out);
    }
    const cosigned = (list: readonly string[]) => list.flatMap((each) => ["--cosigned", each]);
    const few = await run("submit", draft, "--from", from, ...cosigned(files.slice(0, 2)));
    expect(few).to.include({ code: 1 });
    expect(few.stderr).to.include("CosignersMissing");
    const another = await run("submit", draft, "--from", founder(1), ...cosigned(files));
    expect(another).to.include({ code: 2 });
    expect(another.stderr).to.include(`lets ${from} propose`);
    const later = join(folder, "cosigned-later.json");
    await run("cosign", draft, "--until", "4000000000", "--from", founder(6), "--out", later);
    const mixed = await run("submit", draft, "--from", from, ...cosigned([...files, later]));
    expect(mixed).to.include({ code: 2 });
    expect(mixed.stderr).to.include("all must end together");

    const done = await run("submit", draft, "--from", from, ...cosigned(files));
    expect(done.code, done.stderr).to.equal(0);
    const { id } = JSON.parse(readFileSync(draft, "utf8")) as { id: string };
    const kind = await coop.client.readContract({ ...coop.governor, functionName: "proposalKind", args: [BigInt(id)] });
    expect(kind).to.deep.equal([false, true, 2]);
  });

  it("refuses bad input with exit code 2, as JSON where it is asked for", async () => {
    const bad = file(
      "bad.yml",
      `title: A title\nactions:\n  - { contract: treasury, function: spend, args: [ETH, "0x12", 1] }\n`,
    );
    for (const [args, words] of [
      [["draft", bad], "bad.yml:3:56"],
      [["draft"], "--template"],
      [["draft", "--template", "gift"], "must be direction, register, release, grant, parameter"],
      [["draft", "--template", "grant", "--set", "to=0x12"], "amount"],
      [["submit", join(folder, "none.yml")], "can't be read"],
      [["vote", "1", "--support", "maybe"], "for, against or abstain"],
      [["queue", "1"], "no proposal 1"],
    ] as const) {
      const { code, stdout, stderr } = await run(...args, "--json");
      expect(code, stderr).to.equal(2);
      expect(stderr).to.include(words);
      expect(JSON.parse(stdout)).to.have.nested.property("error.message");
    }
  });

  it("refuses a draft that was changed, or is another co-op's", async () => {
    const path = join(folder, "changed.json");
    await run(
      "draft",
      file("grant.yml", "title: T\nactions:\n  - { contract: treasury, function: recoverSurplus, args: [ETH] }\n"),
      "--out",
      path,
    );
    const draft = JSON.parse(readFileSync(path, "utf8"));
    for (const [changes, words] of [
      [{ description: "# Another" }, "It was changed after it was drafted"],
      [{ chainId: "1" }, "Here is the governor"],
    ] as const) {
      writeFileSync(path, JSON.stringify({ ...draft, ...changes }));
      const { code, stderr } = await run("simulate", path);
      expect([code, stderr.includes(words)], stderr).to.deep.equal([2, true]);
    }
  });

  it("does the same as a program of its own, on a network by its name", async () => {
    const { code, stdout, stderr } = await runScript("proposal.ts", ["queue", "1", "--json"], settings);
    expect([code, JSON.parse(stdout).error.code], stderr).to.deep.equal([2, "NoProposal"]);
  });

  it("explains itself, each command with an example", async () => {
    for (const name of ["draft", "simulate", "submit", "cosign", "vote", "queue", "execute"]) {
      const { code, stdout } = await run(name, "--help");
      expect(code).to.equal(0);
      expect(stdout).to.include(`npm run proposal -- ${name}`).and.to.include("--network").and.to.include("--json");
    }
  });
});
