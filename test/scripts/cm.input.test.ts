// What `npm run cm` does with bad input, with --dry-run, with refusals, and with networks and keys that aren't there.
import { join } from "node:path";
import { contractErrors } from "@commonmind/sdk";
import { sentences } from "@commonmind/sdk/words";
import { expect } from "chai";
import { type Abi, BaseError, encodeErrorResult, parseEther, toHex, zeroHash } from "viem";
import { commonmind, run } from "../../scripts/cm/program.ts";
import { captured } from "../../scripts/lib/cli.ts";
import { inWords } from "../../scripts/lib/sending.ts";
import { account, keyOf, openStage, parsed, type Stage } from "./cmStage.ts";
import { runScript } from "./run.ts";
import { runWarm } from "./warm.ts";

type AbiError = Extract<Abi[number], { type: "error" }>;
const [ana, bo, giver] = [account(10), account(11), account(12)];
const founder = (seat: number) => account(seat);

describe("The command line of npm run cm", () => {
  let stage: Stage;
  let leaves: string;
  let start: string;

  before(async () => {
    stage = await openStage();
    leaves = stage.file(
      "leaves.csv",
      `author,items,unitsPerItem,itemsRoot\n${founder(1)},2,100,${toHex(1, { size: 32 })}\n`,
    );
    start = await stage.request("evm_snapshot");
  });
  after(() => stage.close());
  beforeEach(async () => {
    await stage.request("evm_revert", [start]);
    start = await stage.request("evm_snapshot");
  });

  const work = (...more: string[]) => ["contribution", "submit", leaves, "--title", "Two", "--licence", "MIT", ...more];

  describe("refuses bad input with 2, says what to do, and sends nothing", () => {
    const cases: [what: string, args: () => string[], code: string, why: RegExp][] = [
      [
        "contribution: a model that isn't there",
        () => work("--model", "9", "--kind", "Data", "--dry-run"),
        "Option",
        /no model 9/,
      ],
      [
        "contribution: an unknown kind",
        () => work("--model", "1", "--kind", "Poems", "--dry-run"),
        "Option",
        /--kind is "Poems"/,
      ],
      [
        "contribution: no place for the manifest",
        () => work("--model", "1", "--kind", "Data"),
        "Option",
        /--manifest DIR is missing/,
      ],
      ["contribution: no such work", () => ["contribution", "status", "99"], "NoContribution", /no contribution 99/],
      ["contribution: no number", () => ["contribution", "status", "first"], "Option", /whole number from 1/],
      [
        "contribution: no manifest there",
        () => ["contribution", "claim", "1", "--manifest", stage.folder],
        "ManifestFolder",
        /is not a manifest/,
      ],
      ["review: no score", () => ["review", "commit", "1", "--score", "101"], "Option", /from 0 to 100/],
      ["review: no seat", () => ["review", "commit", "1", "--score", "1", "--from", giver], "NoSeat", /holds no seat/],
      [
        "review: an address that is none",
        () => ["review", "list", "--account", "0x12"],
        "Option",
        /--account is "0x12"/,
      ],
      [
        "model: no hash",
        () => ["model", "release", "1", "--weights", "0x1", "--data", zeroHash, "--licence", "MIT"],
        "Option",
        /--weights is "0x1"/,
      ],
      [
        "model: a part of revenue that is none",
        () => ["model", "register", "--name", "T", "--about", "T", "--upstream", "2"],
        "Option",
        /upstream is "2"/,
      ],
      ["model: an amount without a unit", () => ["model", "pay", "1", "5"], "Option", /Write it with its unit/],
      [
        "reward: an address that is none",
        () => ["reward", "show", `${ana.slice(0, -1)}x`],
        "Option",
        /must be an address/,
      ],
      ["reward: an unknown asset", () => ["reward", "claim", "--asset", "DOGE"], "Option", /no asset of the treasury/],
      [
        "member: a credential that isn't there",
        () => ["member", "enrol", "nowhere.json"],
        "File",
        /^The credential nowhere\.json can't be read/,
      ],
      ["member: no credential", () => ["member", "enrol", leaves], "MalformedCredential", /no credential/],
      [
        "member: neither credential nor seat",
        () => ["member", "rebind"],
        "Option",
        /either a credential or --complete/,
      ],
      ["proposal: a vote without a word", () => ["proposal", "vote", "1"], "Option", /--support is missing/],
      ["proposal: no such proposal", () => ["proposal", "queue", "1"], "NoProposal", /no proposal 1/],
      ["treasury: nothing", () => ["treasury", "give", "0 ETH"], "Option", /above nothing/],
      [
        "treasury: a memo that doesn't fit",
        () => ["treasury", "give", "1 ETH", "--memo", "x".repeat(33)],
        "Option",
        /32 bytes/,
      ],
      [
        "an account whose key isn't here",
        () => ["treasury", "give", "1 ETH", "--from", `0x${"1".repeat(40)}`],
        "Failure",
        /The key of 0x1{40} is not here/,
      ],
      ["an unknown command", () => ["treasury", "take"], "commander.unknownCommand", /unknown command/],
      ["an unknown group", () => ["bank"], "commander.unknownCommand", /unknown command/],
      ["a missing option", () => ["contribution", "claim", "1"], "commander.missingMandatoryOptionValue", /--manifest/],
    ];
    for (const [what, args, code, why] of cases) {
      it(what, async () => {
        const before = await stage.client.getBlockNumber();
        const { code: exit, stdout, stderr } = await stage.cm(...args(), "--json");
        expect(exit, stderr).to.equal(2);
        const { error } = parsed(stdout);
        expect(error.code).to.equal(code);
        expect(error.message).to.match(why);
        expect(stderr).to.match(why);
        expect(await stage.client.getBlockNumber()).to.equal(before);
      });
    }

    it("a manifest for another submitter, and a credential for another account or co-op", async () => {
      const manifest = join(stage.folder, "built");
      await stage.done(...work("--model", "1", "--kind", "Data", "--manifest", manifest, "--from", founder(1)));
      const other = [
        "contribution",
        "submit",
        manifest,
        "--model",
        "2",
        "--kind",
        "Data",
        "--title",
        "T",
        "--licence",
        "MIT",
      ];
      const wrong = await stage.cm(...other, "--from", founder(1));
      expect([wrong.code, wrong.stderr.includes("npm run manifest -- build LEAVES")]).to.deep.equal([2, true]);
      const path = await stage.credential("Ana", ana);
      const asBo = await stage.cm("member", "enrol", path, "--from", bo);
      expect([asBo.code, asBo.stderr.includes(`Act as that account: --from ${ana}`)]).to.deep.equal([2, true]);
    });
  });

  it("tries everything with --dry-run, says the gas, and sends nothing", async () => {
    const path = await stage.credential("Ana", ana);
    const hashes = ["--weights", toHex(1, { size: 32 }), "--data", toHex(2, { size: 32 }), "--licence", "MIT"];
    await stage.done("model", "pay", "1", "1 ETH", "--from", giver);
    const before = await stage.client.getBlockNumber();
    const nonces = () =>
      Promise.all([founder(1), ana, giver].map((address) => stage.client.getTransactionCount({ address })));
    const sent = await nonces();
    for (const [args, from] of [
      [work("--model", "1", "--kind", "Data"), founder(1)],
      [["model", "settle", "1"], giver],
      [["model", "pay", "1", "1 ETH"], giver],
      [["model", "release", "2", ...hashes, "--batch", "0"], founder(1)],
      [["model", "register", "--name", "T", "--about", "T"], founder(1)],
      [["member", "enrol", path], ana],
      [["treasury", "give", "0.5 ETH"], giver],
    ] as const) {
      const tried = await stage.done(...args, "--from", from, "--dry-run");
      expect(tried, args.join(" ")).to.include({ dryRun: true, from });
      expect(tried.transactions.length).to.be.greaterThan(0);
      for (const { hash, gas } of tried.transactions) {
        expect(hash).to.equal(null);
        expect(gas, args.join(" ")).to.match(/^[1-9]\d{4,}$/);
      }
    }
    const words = await stage.cm("treasury", "give", "0.5 ETH", "--from", giver, "--dry-run");
    expect(words.stdout).to.match(/^It would give 0\.5 ETH to the reserve, for \d+ gas\.\nNothing was sent\.\n$/);
    expect([await stage.client.getBlockNumber(), await nonces()]).to.deep.equal([before, sent]);
  });

  it("says in a sentence why a contract refuses, with 1, before anything is sent", async () => {
    const before = await stage.client.getBlockNumber();
    const submit = work("--model", "1", "--kind", "Data", "--dry-run", "--from", giver);
    const { code, stdout, stderr } = await stage.cm(...submit, "--json");
    expect(code).to.equal(1);
    expect(stderr).to.equal(
      `submit was refused: SeatRequired(${giver}). Only a member can submit, and this wallet holds no seat.\n`,
    );
    const { error } = parsed(stdout);
    expect(error).to.deep.include({ code: "Refused" });
    expect(error.refusal).to.deep.include({ function: "submit", error: "SeatRequired", args: [giver] });
    const rich = await stage.cm("treasury", "give", "1000000 ETH", "--from", giver);
    expect(rich.code).to.equal(1);
    expect(rich.stderr).to.match(/give was refused: 0x\S+ can't pay for it\. Send it some of the native currency/);
    expect(await stage.client.getBlockNumber()).to.equal(before);
  });

  it("has a sentence for every error that a contract may answer with", () => {
    const call = { address: ana, abi: [], functionName: "act", args: [] } as const;
    for (const error of contractErrors as readonly AbiError[]) {
      const args = error.inputs.map(({ type }) =>
        type === "address"
          ? ana
          : type.startsWith("bytes")
            ? zeroHash.slice(0, 2 + 2 * Number(type.slice(5) || 0))
            : type === "string"
              ? ""
              : 1,
      );
      const data = encodeErrorResult({ abi: [error], errorName: error.name, args } as never);
      const refused = inWords(Object.assign(new BaseError("reverted"), { data }), { call });
      expect(refused, error.name).to.have.property("refusal");
      const { refusal } = refused as { refusal: { error: string; sentence: string } };
      expect([refusal.error, refusal.sentence.length > 10], error.name).to.deep.equal([error.name, true]);
    }
    expect(Object.keys(sentences).length).to.be.greaterThan(100);
  });

  it("gives to the reserve, and shows it", async () => {
    const given = await stage.done("treasury", "give", "1.5 ETH", "--memo", "for March", "--from", giver);
    expect(given).to.include({ symbol: "ETH", amount: `${parseEther("1.5")}`, reserve: `${parseEther("1.5")}` });
    const shown = await stage.done("treasury", "show");
    expect(shown.splitBps).to.deep.equal({ contributors: "6000", dividend: "2500", reserve: "1500" });
    expect(shown.assets[0]).to.include({ symbol: "ETH", decimals: 18, listed: true, reserve: `${parseEther("1.5")}` });
    const { stdout } = await stage.cm("treasury", "show");
    expect(stdout).to.include("Reserve: 1.5 ETH");
  });

  it("renews a seat, moves it to another account, and says until when the old one may stop that", async () => {
    await stage.done("member", "enrol", await stage.credential("Ana", ana, 30), "--from", ana);
    await stage.pass(60);
    const newer = await stage.credential("Ana", ana, 60);
    expect(await stage.done("member", "renew", newer, "--from", ana)).to.include({ act: "renew", seat: "8" });
    await stage.pass(60);
    const moved = await stage.done("member", "rebind", await stage.credential("Ana", bo, 90), "--from", bo);
    expect(moved).to.include({ act: "rebind", seat: "8", account: bo });
    const early = await stage.cm("member", "rebind", "--complete", "8", "--from", giver);
    expect([early.code, early.stderr.includes("RebindNotReady")]).to.deep.equal([1, true]);
    await stage.pass(604_801);
    expect(await stage.done("member", "rebind", "--complete", "8", "--from", giver)).to.include({ wallet: bo });
  });

  it("writes the proposal that adds a model, as a draft that the proposal commands take", async () => {
    const path = join(stage.folder, "translator.json");
    const asked = ["model", "register", "--name", "Translator", "--about", "Translates", "--out", path];
    const { code, stdout, stderr } = await stage.cm(...asked);
    expect([code, stdout], stderr).to.deep.equal([0, ""]);
    const submitted = await stage.done("proposal", "submit", path, "--from", founder(1));
    expect(submitted).to.include({ state: "pending" });
  });

  it("names the page for issuers, where there is no credential", async () => {
    const { code, stderr } = await stage.cm("member", "enrol", "nowhere.json", "--from", ana);
    expect(code).to.equal(2);
    expect(stderr).to.include("Name the file that the issuer gave you").and.to.include("More: docs/issuers.md");
    expect(stderr).to.not.include("docs/proposals.md");
  });

  it("names the setting of whoever acts where a network has no account, in both programs", async () => {
    const env = { SEPOLIA_RPC_URL: "http://127.0.0.1:1", DEPLOYER_KEY: undefined, COMMONMIND_KEY: undefined, CI: "1" };
    const acts: [string, string[]][] = [
      ["cm.ts", ["treasury", "give", "1 ETH"]],
      ["cm.ts", ["review", "list"]],
      ["proposal.ts", ["queue", "1"]],
    ];
    for (const [script, args] of acts) {
      const { code, stderr } = await runWarm(script, [...args, "--network", "sepolia"], env);
      expect(code, stderr).to.equal(2);
      expect(stderr).to.include('There is no account to act as on "sepolia".');
      expect(stderr).to.include("the environment variable COMMONMIND_KEY");
      expect(stderr).to.include("npm run hardhat -- keystore set COMMONMIND_KEY");
    }
  });

  it("gives a token to the reserve, which it allows to be taken first", async () => {
    const { chain, deployment, request } = stage;
    const token = await chain.create("TestToken", ["Play dollars", "PUSD", 6]);
    const { timelock, treasury } = deployment.contracts;
    await request("hardhat_impersonateAccount", [timelock]);
    await request("hardhat_setBalance", [timelock, toHex(parseEther("1"))]);
    const { ethers } = chain.connection;
    const listing = await ethers.getContractAt("Treasury", treasury, await ethers.getSigner(timelock));
    await listing.listAsset(token);
    const money = await ethers.getContractAt("TestToken", token);
    await money.mint(giver, 10_000_000n);

    const tried = await stage.done("treasury", "give", "2.5 PUSD", "--from", giver, "--dry-run");
    expect(tried.transactions.map((it: { function: string; gas: string | null }) => [it.function, it.gas !== null]))
      .to //
      .deep.equal([
        ["approve", true],
        ["give", false],
      ]);
    expect(await money.allowance(giver, treasury)).to.equal(0n);
    const given = await stage.done("treasury", "give", "2.5 PUSD", "--memo", "for March", "--from", giver);
    expect(given).to.include({ asset: token, symbol: "PUSD", decimals: 6, amount: "2500000", reserve: "2500000" });
    expect(given.transactions.map((it: { function: string }) => it.function)).to.deep.equal(["approve", "give"]);
    expect([await money.balanceOf(giver), await money.balanceOf(treasury)]).to.deep.equal([7_500_000n, 2_500_000n]);
    expect(await money.allowance(giver, treasury)).to.equal(0n);

    await money.connect(await ethers.getSigner(giver)).approve(treasury, 5_000_000n);
    const again = await stage.done("treasury", "give", "1 PUSD", "--from", giver);
    expect(again.transactions.map((it: { function: string }) => it.function)).to.deep.equal(["give"]);
    const rich = await stage.cm("treasury", "give", "100 PUSD", "--from", giver);
    expect(rich.code).to.equal(1);
    expect(rich.stderr).to.match(/was refused/);
    const finer = await stage.cm("treasury", "give", "0.0000001 PUSD", "--from", giver);
    expect([finer.code, finer.stderr.includes("PUSD has 6 decimals")]).to.deep.equal([2, true]);
    const { stdout } = await stage.cm("treasury", "show");
    expect(stdout).to.include("Reserve: 3.5 PUSD");
  });

  it("knows no other network than those of hardhat.config.ts", async () => {
    const { code, stdout, stderr } = await captured(() => run(["treasury", "show", "--network", "nowhere", "--json"]));
    expect(code).to.equal(2);
    expect(parsed(stdout).error.message).to.match(/^The network "nowhere" can't be used/);
    expect(stderr).to.include("hardhat.config.ts lists the networks.");
  });

  it("acts with COMMONMIND_KEY, and never prints it", async () => {
    const key = toHex(keyOf(12) as Uint8Array);
    process.env.COMMONMIND_KEY = key;
    try {
      const { code, stdout, stderr } = await stage.cm("treasury", "give", "1 ETH", "--json");
      expect(code, stderr).to.equal(0);
      expect(parsed(stdout)).to.include({ from: giver });
      expect(stdout + stderr).not.to.include(key.slice(2));
      process.env.COMMONMIND_KEY = key.slice(2);
      const bare = await stage.cm("treasury", "give", "1 ETH", "--json");
      expect(bare.code, bare.stderr).to.equal(0);
      expect(parsed(bare.stdout)).to.include({ from: giver });
      const other = await stage.cm("treasury", "give", "1 ETH", "--from", ana);
      expect([other.code, other.stderr.includes(`COMMONMIND_KEY is that of ${giver}`)]).to.deep.equal([2, true]);
      process.env.COMMONMIND_KEY = key.slice(0, 20);
      const broken = await stage.cm("treasury", "give", "1 ETH");
      expect(broken.code).to.equal(2);
      expect(broken.stderr).to.match(/^COMMONMIND_KEY is no private key/);
      expect(broken.stderr).not.to.include(key.slice(2, 20));
    } finally {
      delete process.env.COMMONMIND_KEY;
    }
  });

  it("has an example in every command's help, and hands on to the programs that there were", async () => {
    const groups = (await commonmind([])).commands.map((it) => it.name());
    expect(groups).to.include.members(["contribution", "review", "model", "reward", "member", "proposal", "treasury"]);
    expect(groups).to.include.members(["doctor", "audit", "manifest", "content", "keeper"]);
    for (const name of groups) {
      const program = (await commonmind([name])).commands.find((it) => it.name() === name);
      const own = ["doctor", "audit", "content", "keeper"].includes(name) ? [] : (program?.commands ?? []);
      for (const command of own) {
        const { code, stdout } = await captured(() => run([name, command.name(), "--help"]));
        expect([code, /Example:\n {2}npm run /.test(stdout)], `${name} ${command.name()}`).to.deep.equal([0, true]);
        if (name !== "manifest") expect(stdout).to.include("--network").and.to.include("--json");
      }
      expect((await captured(() => run([name, "--help"]))).stdout).to.match(/^Usage: commonmind /);
    }
    const proof = stage.file("proof.json", "{}");
    const verified = await captured(() =>
      run(["manifest", "verify", proof, "--root", zeroHash, "--sum", "1", "--json"]),
    );
    expect([verified.code, parsed(verified.stdout).valid]).to.deep.equal([2, false]);
  });

  it("does the same as a program of its own, on a network by its name", async () => {
    const settings = { COMMONMIND_CHAIN_PORT: `${stage.port}`, COMMONMIND_DEPLOYMENTS: stage.folder };
    const { code, stdout, stderr } = await runScript("cm.ts", ["treasury", "show", "--json"], settings);
    expect(code, stderr).to.equal(0);
    expect(parsed(stdout).treasury).to.equal(stage.deployment.contracts.treasury);
  });
});
