// `npm run init`: what it writes with defaults, answers and questions, and what it says to each bad answer.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect } from "chai";
import { keccak256, pad, toHex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { type Genesis, loadGenesis } from "../../deploy/genesis.ts";
import { type InitWorld, initProgram } from "../../scripts/init/command.ts";
import { example } from "../../scripts/init/genesis.ts";
import { knownNetworks, type Network } from "../../scripts/init/networks.ts";
import { keysOf, nullifierOf } from "../../scripts/issuer/keys.ts";
import { type Captured, captured, runProgram } from "../../scripts/lib/cli.ts";
import { root } from "../../scripts/lib/paths.ts";
import { tasks } from "../../scripts/setup/tasks.mjs";

const networks: Network[] = [
  { name: "localhost", chainId: 31337, variables: [] },
  { name: "sepolia", chainId: 11155111, variables: ["SEPOLIA_RPC_URL", "DEPLOYER_KEY"] },
  { name: "base-sepolia", chainId: 84532, variables: ["BASE_SEPOLIA_RPC_URL", "DEPLOYER_KEY"] },
];
const today = new Date();
const inDays = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);

const account = (i: number) => pad(toHex(0xc0ffee_0000_0000_0000_0000n + BigInt(i)), { size: 20 });
const nullifier = (i: number) => toHex(i + 1, { size: 32 });
const issuerKey = toHex(77, { size: 32 });
const issuer = privateKeyToAddress(issuerKey);
const founders = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ account: account(i), nullifier: nullifier(i) }));
/** Enough for another chain. */
const sound = { name: "Cedar", network: "sepolia", issuer: { account: issuer }, founders: founders(7) };

describe("npm run init", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "commonmind-init-"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const folder = () => join(home, "my-coop");
  const noTerminal = { input: new PassThrough(), output: new PassThrough(), attended: false };
  const run = (args: string[], world: Partial<InitWorld> = {}, to = folder()): Promise<Captured> =>
    captured(() =>
      runProgram(initProgram({ terminal: noTerminal, networks: async () => networks, env: {}, today, ...world }), [
        "node",
        "init",
        to,
        ...args,
      ]),
    );
  const answersFile = (answers: unknown): string => {
    const path = join(home, "answers.json");
    writeFileSync(path, typeof answers === "string" ? answers : JSON.stringify(answers));
    return path;
  };
  const runWith = (answers: unknown, args: string[] = [], world: Partial<InitWorld> = {}) =>
    run(["--answers", answersFile(answers), ...args], world);
  const written = (): Genesis => loadGenesis(join(folder(), "genesis.json"));
  const settings = () => readFileSync(join(folder(), ".env"), "utf8");
  const nothingWritten = () => expect(existsSync(folder())).to.equal(false);

  describe("with defaults", () => {
    it("writes a co-op of the local chain that the deploy's own reader takes", async () => {
      const { code, stdout } = await run(["--yes"]);
      expect(code, stdout).to.equal(0);
      const genesis = written();
      expect(genesis.name).to.equal("my-coop");
      expect(genesis.chainIds).to.deep.equal([31337]);
      expect(genesis.periods).to.deep.equal(example.periods);
      expect(genesis.split).to.deep.equal(example.split);
      expect(genesis.founders.map((founder) => founder.account)).to.deep.equal(
        example.founders.map((founder) => founder.account),
      );
      expect(readdirSync(folder()).sort()).to.deep.equal([".env", "charter.txt", "genesis.json"]);
      expect(readdirSync(home)).to.deep.equal(["my-coop"]);
    });

    it("makes each founder's line of the charter the item that carries a voice", async () => {
      await run(["--yes"]);
      const lines = readFileSync(join(folder(), "charter.txt"), "utf8").trim().split("\n");
      const items = written().works.flatMap((work) => work.leaves.flatMap((leaf) => leaf.items));
      expect(items).to.deep.equal(lines.map((line) => keccak256(toHex(line))));
    });

    it("takes nobody for granted on a chain that others use", async () => {
      const { code, stderr } = await run(["--yes", "--network", "sepolia"]);
      expect(code).to.equal(2);
      expect(stderr).to.include("Who is the issuer on sepolia?").and.to.include("Who are the founders on sepolia?");
      nothingWritten();
    });

    it("asks nothing where nobody could answer", async () => {
      const { code, stderr } = await run([]);
      expect(code).to.equal(2);
      expect(stderr).to.include("no terminal here").and.to.include("--yes");
      nothingWritten();
    });
  });

  describe("with a file of answers", () => {
    it("writes them, and the usual periods for the rest", async () => {
      const guardian = { account: account(50), until: inDays(100) };
      const { code, stdout } = await runWith(
        {
          ...sound,
          guardian,
          split: { contributors: 7000, dividend: 2000, reserve: 1000 },
          periods: { votingPeriod: "4 days" },
          review: { commit: "3 days" },
          models: [{ name: "Tutor", uri: "Teaches." }, { name: "Guide" }],
          assets: [{ token: account(60), spendingCeiling: "5000000" }],
          rpcUrl: "https://rpc.example",
        },
        ["--json"],
      );
      expect(code, stdout).to.equal(0);
      const genesis = written();
      const object = JSON.parse(stdout);
      expect(object).to.include({ schema: 1, name: "Cedar", network: "sepolia", genesisHash: genesis.hash });
      expect(genesis.governance.guardian?.until).to.equal(guardian.until);
      expect(genesis.split.contributors).to.equal(7000);
      expect(genesis.periods).to.include({ votingPeriod: 4 * 86_400, timelock: 2 * 86_400, challenge: 10 * 86_400 });
      expect(genesis.review).to.include({ commit: 3 * 86_400, seedDelay: 3_600 });
      expect(genesis.models.map((model) => model.name)).to.deep.equal(["Tutor", "Guide"]);
      expect(genesis.assets[0]?.spendingCeiling).to.equal(5_000_000n);
      expect(settings()).to.include("\nCOMMONMIND_RPC_URL='https://rpc.example'\n");
      expect(settings()).to.include("\nCOMMONMIND_DEPLOYMENT='deployments/11155111.json'\n");
    });

    it("keeps what is open to a vote open for as long as one takes", async () => {
      await runWith({ ...sound, periods: { votingPeriod: "30 days" } });
      expect(written().periods.challenge).to.equal(33 * 86_400);
      expect(written().review.decision).to.equal(33 * 86_400);
    });

    it("is sound with many founders: works of 25 leaves, a lower cap, larger panels", async () => {
      const { code, stderr } = await runWith({ ...sound, founders: founders(60) });
      expect(code, stderr).to.equal(0);
      expect(written().works.map((work) => work.leaves.length)).to.deep.equal([25, 25, 10]);
      expect(written().governance).to.include({ capBps: 500, quorumPercent: 20 });
      expect(written().review.panelSize).to.equal(5);
    });

    it("is overruled by options", async () => {
      const named = ["--name", "Elm", "--split", "50/30/20", "--timelock", "3 days", "--model", "Tutor=Teaches."];
      const { code, stderr } = await runWith(sound, [...named, "--guardian", account(50)]);
      expect(code, stderr).to.equal(0);
      expect(written()).to.deep.include({ name: "Elm", models: [{ name: "Tutor", uri: "Teaches." }] });
      expect(written().split).to.deep.equal({ contributors: 5000, dividend: 3000, reserve: 2000 });
      expect(written().periods.timelock).to.equal(3 * 86_400);
      expect(written().governance.guardian?.until).to.equal(inDays(365));
    });

    it("has seeds wait out a sequencer where there is one, unless it is told otherwise", async () => {
      const base = { ...sound, network: "base-sepolia" };
      expect((await runWith(base)).code).to.equal(0);
      expect(written().chainIds).to.deep.equal([84532]);
      expect(written().review.seedDelay).to.equal(46_800);
      const told = await runWith({ ...base, review: { seedDelay: "2 hours" } }, ["--force"]);
      expect(told.code, told.stderr).to.equal(0);
      expect(written().review.seedDelay).to.equal(7_200);
      expect((await runWith(sound, ["--force"])).code).to.equal(0);
      expect(written().review.seedDelay).to.equal(3_600);
    });

    it("makes nullifiers from names as the issuer does, and writes neither names nor secrets", async () => {
      const env = { ISSUER_KEY: issuerKey, ISSUER_SALT: "a salt of the issuer" };
      const people = founders(7).map(({ account }, i) => ({ account, person: `Person number ${i}` }));
      const { code, stderr, stdout } = await runWith({ ...sound, founders: people }, [], { env });
      expect(code, stderr).to.equal(0);
      const { salt } = keysOf(env, 11155111);
      expect(written().founders[3]?.nullifier).to.equal(nullifierOf(salt, "Person number 3"));
      const all = [stdout, stderr, ...readdirSync(folder()).map((name) => readFileSync(join(folder(), name), "utf8"))];
      for (const secret of ["Person number", issuerKey.slice(2), "a salt of"]) {
        expect(all.join("\n")).not.to.include(secret);
      }
    });
  });

  it("needs nothing that is built: it is the first command on a new machine", () => {
    const seen = new Set<string>();
    const follow = (path: string): void => {
      if (seen.has(path)) return;
      seen.add(path);
      for (const [, type, from = ""] of readFileSync(path, "utf8").matchAll(
        /^(?:import|export)\s+(type\s)?[^;]*?from "([^"]+)";/gm,
      )) {
        if (type) continue;
        expect(from, path).to.not.match(/^@commonmind|generated|types\/index/);
        if (from.startsWith(".")) follow(join(path, "..", from));
      }
    };
    follow(join(root, "scripts", "init", "main.ts"));
    expect(seen.size).to.be.greaterThan(10);
    expect([...seen]).to.include(join(root, "sdk", "src", "chains.ts"));
  });

  describe("says what is wrong with an answer, and writes nothing:", () => {
    const cases: [what: string, answers: unknown, sentence: string][] = [
      ["no JSON", "{", "can't be read"],
      ["an unknown field", { ...sound, colour: "green" }, "colour"],
      ["a field of another shape", { ...sound, models: "Tutor" }, "models: "],
      ["no name", { ...sound, name: "" }, "The name is empty."],
      ["an unknown network", { ...sound, network: "moon" }, 'There is no network "moon".'],
      ["an issuer that is none", { ...sound, issuer: { account: "0x12" } }, "The issuer is no address"],
      ["too few founders", { ...sound, founders: founders(6) }, "The co-op needs at least 7 founding members"],
      [
        "a founder's account that is none",
        { ...sound, founders: [{ account: "Ana", nullifier: nullifier(1) }, ...founders(7)] },
        "The account of founder 1 is no address",
      ],
      [
        "an account twice",
        { ...sound, founders: [...founders(7), { account: account(0), nullifier: nullifier(9) }] },
        "The account of founder 8 holds another founding seat.",
      ],
      [
        "a person twice",
        { ...sound, founders: [...founders(7), { account: account(9), nullifier: nullifier(0) }] },
        "The nullifier of founder 8 is the same person as an earlier founder.",
      ],
      [
        "a founder without a nullifier",
        { ...sound, founders: [...founders(7), { account: account(9) }] },
        "The nullifier of founder 8 is no 32-byte value",
      ],
      [
        "a name without the issuer's secret",
        { ...sound, founders: [...founders(7), { account: account(9), person: "Ana" }] },
        "set ISSUER_KEY or ISSUER_SALT",
      ],
      [
        "a last day that has passed",
        { ...sound, expiry: "2020-01-01" },
        "The last day of founder 1 has passed already.",
      ],
      ["a last day that is none", { ...sound, expiry: "soon" }, "The last day of founder 1 is no date (YYYY-MM-DD)."],
      [
        "a guardian for too long",
        { ...sound, guardian: { account: account(50), until: inDays(800) } },
        "The guardian's last day is more than 730 days from now.",
      ],
      [
        "a guardian that is none",
        { ...sound, guardian: { account: "me", until: inDays(8) } },
        "The guardian is no address",
      ],
      [
        "a split that doesn't add up",
        { ...sound, split: { contributors: 6000, dividend: 2500, reserve: 1000 } },
        "The split adds up to 9500, not to 10000.",
      ],
      [
        "too little for contributors",
        { ...sound, split: { contributors: 3000, dividend: 3000, reserve: 4000 } },
        "The contributors' share, in 1/10,000, is below 4000.",
      ],
      ["a time that is none", { ...sound, periods: { timelock: "soon" } }, '"soon" is no time.'],
      [
        "a vote that is too short",
        { ...sound, periods: { votingPeriod: 5 } },
        "The time that a vote is open is below 60 seconds.",
      ],
      [
        "a challenge shorter than a vote",
        { ...sound, periods: { challenge: "1 day" } },
        "The time to challenge a verdict is shorter than a vote takes",
      ],
      ["a pace that is none", { ...sound, pace: "slow" }, "is none of usual, local, rehearsal"],
      ["a model without a name", { ...sound, models: [{ name: "" }] }, "The name of model 1 is empty."],
      [
        "a token that is none",
        { ...sound, assets: [{ token: "USDC", spendingCeiling: "1" }] },
        "The address of token 1 is no address",
      ],
      [
        "an amount with a point",
        { ...sound, assets: [{ token: account(60), spendingCeiling: "1.5" }] },
        "The spending ceiling of token 1 is no whole number in base units",
      ],
      [
        "an address of the chain with a key",
        { ...sound, rpcUrl: "https://rpc.example/v3/0123456789abcdef0123456789abcdef" },
        "looks as if it held a secret key",
      ],
      ["an address of the chain that is none", { ...sound, rpcUrl: "rpc.example" }, "begins with http"],
    ];
    for (const [what, answers, sentence] of cases) {
      it(what, async () => {
        const { code, stderr, stdout } = await runWith(answers, ["--json"]);
        expect(stderr).to.include(sentence);
        expect(code).to.equal(2);
        expect(JSON.parse(stdout).error.message).to.include(sentence);
        nothingWritten();
      });
    }

    it("options too", async () => {
      for (const [args, sentence] of [
        [["--split", "60/40"], '"60/40" is no split.'],
        [["--pace", "slow"], '--pace is "slow".'],
        [["--asset", account(60)], "TOKEN=CEILING"],
        [["--voting-period", "soon"], '"soon" is no time.'],
        [["--guardian-until", inDays(5)], "without --guardian"],
        [["--colour", "green"], "unknown option"],
      ] as const) {
        const { code, stderr } = await run(["--yes", ...args]);
        expect(stderr).to.include(sentence);
        expect(code).to.equal(2);
        nothingWritten();
      }
    });
  });

  describe("overwrites nothing", () => {
    it("unless it is told to, and then only what it writes", async () => {
      await run(["--yes"]);
      const before = readFileSync(join(folder(), "genesis.json"), "utf8");
      writeFileSync(join(folder(), "notes.txt"), "mine");
      const refused = await run(["--yes", "--name", "Elm"]);
      expect(refused.code).to.equal(2);
      expect(refused.stderr).to.include("is there already, and isn't empty").and.to.include("--force");
      expect(readFileSync(join(folder(), "genesis.json"), "utf8")).to.equal(before);
      const forced = await run(["--yes", "--name", "Elm", "--force"]);
      expect(forced.code, forced.stderr).to.equal(0);
      expect(written().name).to.equal("Elm");
      expect(readFileSync(join(folder(), "notes.txt"), "utf8")).to.equal("mine");
      expect(readdirSync(home)).to.deep.equal(["my-coop"]);
    });

    it("and leaves all as it was if a part can't be written", async () => {
      await run(["--yes"]);
      const before = readFileSync(join(folder(), "genesis.json"), "utf8");
      rmSync(join(folder(), "charter.txt"));
      // The last of the three can't be written: by then the others are.
      mkdirSync(join(folder(), "charter.txt"));
      const { code, stderr } = await run(["--yes", "--force", "--name", "Elm"]);
      expect(code).to.equal(2);
      expect(stderr).to.include("can't be written").and.to.include("charter.txt is a folder there");
      expect(readFileSync(join(folder(), "genesis.json"), "utf8")).to.equal(before);
      expect(readdirSync(folder()).sort()).to.deep.equal([".env", "charter.txt", "genesis.json"]);
      expect(readdirSync(home)).to.deep.equal(["my-coop"]);
    });

    it("takes an empty folder, and no file for one", async () => {
      mkdirSync(folder());
      expect((await run(["--yes"])).code).to.equal(0);
      const file = answersFile({});
      const { code, stderr } = await run(["--yes", "--force"], {}, file);
      expect(code).to.equal(2);
      expect(stderr).to.include("is no folder");
    });
  });

  describe("at a terminal", () => {
    /** Answers each question by what its prompt begins with, in the order given; with Enter where nothing is. */
    async function converse(answers: readonly [asked: RegExp, typed: string][], args: string[] = [], env = {}) {
      const [input, output] = [new PassThrough(), new PassThrough()];
      const left = [...answers];
      let shown = "";
      output.on("data", (data: Buffer) => {
        shown += data.toString();
        if (!/: $/.test(data.toString())) return;
        const prompt = data.toString().split("\n").at(-1) ?? "";
        const i = left.findIndex(([asked]) => asked.test(prompt));
        const typed = i === -1 ? "" : left.splice(i, 1)[0]?.[1];
        setImmediate(() => input.write(`${typed}\n`));
      });
      const outcome = await run(args, { terminal: { input, output, attended: true }, env });
      return { ...outcome, shown, left };
    }

    it("Enter all the way makes a co-op of the local chain", async () => {
      const { code, stderr, shown } = await converse([[/^Network/, "localhost"]]);
      expect(code, stderr).to.equal(0);
      expect(written().chainIds).to.deep.equal([31337]);
      expect(shown).to.include("Name of the co-op [my-coop]: ");
    });

    it("asks again after a bad answer, with the sentence for it, and takes the good one", async () => {
      const people = founders(8).flatMap(({ account, nullifier }, i): [RegExp, string][] => [
        [new RegExp(`^Founder ${i + 1}, account`), account],
        [new RegExp(`^Founder ${i + 1}, nullifier`), nullifier],
      ]);
      const { code, stderr, shown, left } = await converse([
        [/^Network/, "moon"],
        [/^Network/, "sepolia"],
        [/^Name/, "Cedar"],
        [/^Issuer/, ""],
        [/^Issuer/, "0x12"],
        [/^Issuer/, issuer],
        [/^Last day of the founders/, "2020-01-01"],
        [/^Founder 2, account/, account(0)],
        [/^Founder 2, nullifier/, "0x12"],
        [/^Founder 2, nullifier/, nullifier(0)],
        [/^Founder 3, account/, ""],
        ...people,
        [/^Guardian/, account(50)],
        [/^Last day of the guardian/, inDays(900)],
        [/^Last day of the guardian/, inDays(90)],
        [/^Split/, "60/30/20"],
        [/^Split/, "60/30/10"],
        [/^Periods/, "slow"],
        [/^Time that a vote is open/, "6 days"],
        [/^Time to challenge/, "1 day"],
        [/^Model 1/, "Tutor"],
        [/^What Tutor is/, "Teaches."],
        [/^Model 2/, "Guide"],
        [/^Token/, account(60)],
        [/^The most of it/, "much"],
        [/^The most of it/, "5000000"],
        [/^Address of the chain/, "https://me:secret@rpc.example"],
        [/^Address of the chain/, "https://rpc.example"],
      ]);
      expect(code, stderr).to.equal(0);
      expect(left).to.deep.equal([]);
      for (const sentence of [
        'There is no network "moon".',
        "This needs an answer.",
        "The issuer is no address",
        "The last day of founder 1 has passed already.",
        "The account of founder 2 holds another founding seat.",
        "The nullifier of founder 2 is no 32-byte value",
        "The nullifier of founder 2 is the same person as an earlier founder.",
        "The guardian's last day is more than 730 days from now.",
        "The split adds up to 11000, not to 10000.",
        '"slow" is none of usual, local, rehearsal.',
        "The time to challenge a verdict is shorter than a vote takes",
        "The spending ceiling of token 1 is no whole number in base units",
        "looks as if it held a secret key",
      ]) {
        expect(shown).to.include(sentence);
      }
      const genesis = written();
      expect(genesis.founders).to.have.length(8);
      expect(genesis.founders[0]?.expiry).to.equal(inDays(365));
      expect(genesis.periods.votingPeriod).to.equal(6 * 86_400);
      expect(genesis.models.map((model) => model.name)).to.deep.equal(["Tutor", "Guide"]);
      expect(genesis.governance.guardian?.until).to.equal(inDays(90));
      expect(settings()).to.include("COMMONMIND_RPC_URL='https://rpc.example'");
    });

    it("doesn't ask what an option said, and judges that first", async () => {
      const { code, shown } = await converse([], ["--network", "localhost", "--split", "50/30/20", "--name", "Elm"]);
      expect(code).to.equal(0);
      expect(shown).not.to.match(/^(Network|Split|Name)/m);
      const bad = await converse([], ["--network", "localhost", "--split", "50/30/10", "--force"]);
      expect(bad.code).to.equal(2);
      expect(bad.stderr).to.include("The split adds up to 9000, not to 10000.");
      expect(bad.shown).not.to.include("Guardian");
    });

    it("takes names of founders where the issuer's secret is at hand", async () => {
      const people = founders(7).flatMap(({ account }, i): [RegExp, string][] => [
        [new RegExp(`^Founder ${i + 1}, account`), account],
        [new RegExp(`^Founder ${i + 1}, nullifier or name`), `Person ${i}`],
      ]);
      const env = { ISSUER_KEY: issuerKey };
      const { code, stderr, left } = await converse([...people, [/^Issuer/, issuer]], ["--network", "sepolia"], env);
      expect(code, stderr).to.equal(0);
      expect(left).to.deep.equal([]);
      expect(written().founders[6]?.nullifier).to.equal(nullifierOf(keysOf(env, 11155111).salt, "Person 6"));
    });

    it("reads a pasted list of lines, and writes nothing if the input ends before the last answer", async () => {
      const [input, output] = [new PassThrough(), new PassThrough()];
      let shown = "";
      output.on("data", (data: Buffer) => {
        shown += data.toString();
      });
      input.end(`sepolia\nCedar\n${issuer}\n`);
      const { code, stderr } = await run([], { terminal: { input, output, attended: true } });
      expect(code).to.equal(1);
      expect(stderr).to.include("Stopped: nothing was written.");
      expect(shown).to.include(`(its account): ${issuer}\n`);
      nothingWritten();
    });
  });

  it("names next commands that there are, for files that there are", async () => {
    const { stdout } = await runWith(sound, ["--json"]);
    const { next } = JSON.parse(stdout) as { next: string[] };
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const called = next.flatMap((command) => [...command.matchAll(/npm run ([\w:]+)/g)].map((match) => match[1] ?? ""));
    const all = ["hardhat", "hardhat", "deploy", "deploy", "doctor", "audit", "verify", "keeper", "indexer", "dapp"];
    expect(called).to.deep.equal(all);
    for (const name of called) {
      expect(scripts, name).to.have.property(name);
      expect(tasks, name).to.have.property(name);
    }
    const options = next.flatMap((command) =>
      /npm run (deploy|doctor|audit|verify|keeper)/.test(command) ? command.match(/--[a-z-]+/g) : [],
    );
    const source = ["deploy.ts", ...["doctor", "audit", "verify", "keeper"].map((name) => `${name}/command.ts`)]
      .map((file) => readFileSync(join(root, "scripts", file), "utf8"))
      .join();
    for (const option of options) expect(source).to.include(`.option("${option}`);
    expect(next.join("\n")).to.include(join(folder(), "genesis.json")).and.to.include(join(folder(), ".env"));
  });

  it("names the settings of the chain beneath where panels are drawn by its blocks, and what an address is missing for", async () => {
    const keystore = /keystore set (\w+)/g;
    const base = await runWith({ ...sound, network: "base-sepolia" });
    expect(base.code, base.stderr).to.equal(0);
    const settings = ["BASE_SEPOLIA_RPC_URL", "DEPLOYER_KEY", "SEPOLIA_RPC_URL"];
    expect([...base.stdout.matchAll(keystore)].map((match) => match[1])).to.deep.equal(settings);
    expect(base.stdout).to.include("the keeper draws review panels by blocks of sepolia");
    expect(base.stdout).to.match(/# the dApp, once COMMONMIND_RPC_URL is set in .*my-coop\/\.env\n/);

    rmSync(folder(), { recursive: true });
    const sepolia = await runWith({ ...sound, rpcUrl: "https://rpc.example" });
    expect([...sepolia.stdout.matchAll(keystore)].map((match) => match[1])).to.deep.equal([settings[2], settings[1]]);
    expect(sepolia.stdout)
      .to.match(/# the dApp\n/)
      .and.to.not.include("once COMMONMIND_RPC_URL");

    rmSync(folder(), { recursive: true });
    const local = await run(["--yes"]);
    expect(local.stdout)
      .to.include("npm run node")
      .and.to.not.match(/keystore|npm run verify/);
  });

  it("writes settings of .env.example only, and no secret", async () => {
    await runWith(sound);
    const known = readFileSync(join(root, ".env.example"), "utf8");
    const set = [...settings().matchAll(/^#?([A-Z_]+)=/gm)].map((match) => match[1] ?? "");
    expect(set).to.deep.equal(["COMMONMIND_DEPLOYMENT", "COMMONMIND_RPC_URL", "COMMONMIND_RECORD_URL"]);
    for (const name of set) expect(known).to.match(new RegExp(`^#${name}=`, "m"));
  });

  it("knows the networks of hardhat.config.ts and the settings that they ask for", async () => {
    expect(await knownNetworks()).to.deep.include.members(networks);
  });

  it("shows an example in its help", async () => {
    const { code, stdout } = await run(["--help"]);
    expect(code).to.equal(0);
    expect(stdout).to.include("npm run init -- my-coop");
  });
});
