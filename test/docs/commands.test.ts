// Every command on our pages is run, page by page, in the order in which it stands there, on a local chain with a co-op that
// has just been deployed; or it is excused in a short list, and then its options are held against its --help. A block that
// is announced by a file's name (... into `next.yml`:) is that file.
import { type ChildProcess, fork, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect } from "chai";
import { network } from "hardhat";
import type { JsonRpcServer, NetworkConnection } from "hardhat/types/network";
import { deployCommons } from "../../deploy/deploy.ts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { freePort } from "../../scripts/lib/freePort.ts";
import { type Service, startIndexer } from "../../scripts/lib/services.ts";
import { tasks } from "../../scripts/setup/tasks.mjs";
import { finished, isListening, type Outcome, root } from "../scripts/run.ts";
import type { Order } from "../scripts/runner.ts";
import { connectTo } from "../support/chains.ts";
import { localGenesis } from "../support/commons.ts";
import { type Block, blocksOf } from "./blocks.ts";
import { codeOf, missingEvidence } from "./evidence.ts";
import { excused, refusing } from "./excused.ts";
import { type Command, commandsOf, isOfCommands } from "./words.ts";

const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
  ...["sdk", "frontend", "indexer"].map((name) => `${name}/README.md`),
].map((file) => {
  const text = readFileSync(join(root, file), "utf8");
  return { file, text, blocks: blocksOf(file, text) };
});
const commands = pages.flatMap(({ blocks }) => blocks.filter(isOfCommands).flatMap(commandsOf));
const excuseOf = ({ text }: Command) => excused.find(({ command }) => command.test(text));

/** The name that the paragraph before a block gives it: "... into `next.yml`:". */
function nameOf({ line }: Block, page: string): string | undefined {
  const before = page
    .split("\n")
    .slice(0, line - 1)
    .join("\n")
    .trimEnd();
  const paragraph = before.slice(before.lastIndexOf("\n\n") + 1);
  if (!paragraph.endsWith(":")) return undefined;
  return [...paragraph.matchAll(/`([\w.-]+\.(?:ya?ml|csv|json))`/g)].at(-1)?.[1];
}

const scriptOf = (typed: readonly string[]): string | undefined => {
  const words = typed.filter((word) => word !== "--silent");
  const name = words[1] === "run" ? words[2] : words[1];
  const task = tasks[name ?? ""];
  if (words[0] !== "npm" || task === undefined) return undefined;
  const [first] = task.runs;
  return first !== undefined && "script" in first ? join(root, first.script) : undefined;
};
/** What stands behind `--`. */
const argsOf = (words: readonly string[]): string[] =>
  words.includes("--") ? words.slice(words.indexOf("--") + 1) : [];

describe("The commands on our pages", function () {
  this.timeout(300_000);
  let folder: string;
  let server: JsonRpcServer;
  let connection: NetworkConnection;
  let runner: ChildProcess;
  let snapshot: string;
  let place: string;
  let written: string;
  let ports: Record<"chain" | "issuer" | "record", number>;
  const services: (() => Promise<unknown>)[] = [];

  const request = <T>(method: string, params: unknown[] = []) =>
    connection.provider.request({ method, params }) as Promise<T>;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "commonmind-docs-"));
    server = await network.createServer("default", "127.0.0.1", 0);
    const { port } = await server.listen();
    ports = { chain: port, issuer: await freePort(), record: await freePort() };
    connection = await connectTo(`http://127.0.0.1:${port}`, 31337);
    const deployment = await deployCommons(connection, loadGenesis(localGenesis));
    written = JSON.stringify(deployment);
    runner = fork(join(root, "test", "scripts", "runner.ts"), [], {
      cwd: root,
      execArgv: ["--import", "tsx"],
      env: {
        ...process.env,
        COMMONMIND_CHAIN_PORT: `${port}`,
        COMMONMIND_ISSUER_PORT: `${ports.issuer}`,
        COMMONMIND_INDEXER_PORT: `${ports.record}`,
        COMMONMIND_DEPLOYMENTS: folder,
        COMMONMIND_CONTENT: join(folder, "content"),
        npm_package_json: join(root, "package.json"),
      },
    });
    snapshot = await request<string>("evm_snapshot");
  });
  after(async () => {
    runner?.kill();
    await connection?.close();
    await Promise.race([server?.close(), new Promise((resolve) => setTimeout(resolve, 5_000))]);
    rmSync(folder, { recursive: true, force: true });
  });

  function order(script: string, args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const died = () => reject(new Error("The process that runs the commands has ended."));
      runner.once("exit", died);
      runner.once("message", (outcome) => {
        runner.off("exit", died);
        resolve(outcome as Outcome);
      });
      runner.send({ script, args, env: { INIT_CWD: place, ...env } } satisfies Order);
    });
  }

  /** The folder in which somebody follows a page: with the repository's files that commands name. */
  function begin(file: string): void {
    place = join(folder, file.replaceAll(/\W/g, "-"));
    mkdirSync(place);
    // As it was deployed: a page may replace a part of the co-op.
    writeFileSync(join(folder, "31337.json"), written);
    for (const name of ["README.md", "LICENSE", "docs", "data", "deploy/genesis"]) {
      cpSync(join(root, name), join(place, name), { recursive: true });
    }
  }

  const moved = (text: string): string =>
    text
      .replaceAll("127.0.0.1:8545", `127.0.0.1:${ports.chain}`)
      .replaceAll("127.0.0.1:8787", `127.0.0.1:${ports.issuer}`)
      .replaceAll("127.0.0.1:42069", `127.0.0.1:${ports.record}`);

  async function run({ words, env, text }: Command): Promise<Outcome> {
    if (words[0] === "curl") {
      const args = ["--silent", "--show-error", "--fail", ...words.slice(1).map(moved)];
      return finished(spawn("curl", args, { cwd: place, stdio: ["ignore", "pipe", "pipe"] }));
    }
    const script = scriptOf(words);
    if (script === undefined) throw new Error(`Nothing is known of how to run this: ${text}`);
    if (text === "npm run issuer -- serve") return serve(script);
    return order(script, argsOf(words), env);
  }

  /** Started, and stopped at the end of the page. */
  async function serve(script: string): Promise<Outcome> {
    const child = spawn(process.execPath, [script, "serve"], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        COMMONMIND_CHAIN_PORT: `${ports.chain}`,
        COMMONMIND_ISSUER_PORT: `${ports.issuer}`,
        COMMONMIND_DEPLOYMENTS: folder,
      },
    });
    const ended = finished(child);
    services.push(async () => {
      child.kill("SIGTERM");
      await ended;
    });
    while (child.exitCode === null && !(await isListening(ports.issuer)))
      await new Promise((go) => setTimeout(go, 100));
    return child.exitCode === null ? { code: 0, stdout: "", stderr: "" } : ended;
  }

  /** After `npm start` the record is there. */
  async function record(): Promise<void> {
    const service: Service = startIndexer({
      port: ports.record,
      deployment: join(folder, "31337.json"),
      rpcUrl: `http://127.0.0.1:${ports.chain}`,
      dataFolder: join(folder, "record"),
    });
    services.push(() => service.stop());
    const url = await service.url;
    for (;;) {
      const status = (await (await fetch(`${url}/status`)).json()) as { ready?: boolean };
      if (status.ready === true) return;
      await new Promise((go) => setTimeout(go, 200));
    }
  }

  for (const { file, text, blocks } of pages) {
    const own = blocks.filter(isOfCommands).flatMap(commandsOf);
    if (own.every((command) => excuseOf(command) !== undefined)) continue;
    it(`run as they stand in ${file}`, async () => {
      begin(file);
      if (own.some((command) => excuseOf(command) === undefined && command.text.includes(":42069"))) await record();
      try {
        for (const block of blocks) {
          const name = nameOf(block, text);
          if (name !== undefined) writeFileSync(join(place, name), `${block.text}\n`);
          if (!isOfCommands(block)) continue;
          for (const command of commandsOf(block)) {
            if (excuseOf(command) !== undefined) continue;
            const refusal = refusing.find((it) => it.command.test(command.text));
            const { code, stdout, stderr } = await run(command);
            const where = `${file}:${command.line}: ${command.text}\n${stderr}${stdout}`;
            expect(code, where).to.equal(refusal?.code ?? 0);
            if (refusal !== undefined) expect(stderr + stdout, where).to.match(refusal.says);
          }
        }
      } finally {
        while (services.length > 0) await services.pop()?.();
        await request("evm_revert", [snapshot]);
        snapshot = await request<string>("evm_snapshot");
      }
    });
  }

  it("are run by the test that an excuse names, as its code shows", () => {
    for (const command of commands) {
      const { by, shown } = excuseOf(command) ?? {};
      if (by === undefined) continue;
      const where = `${command.file}:${command.line}: ${command.text}`;
      const script = scriptOf(command.words);
      if (shown !== undefined) expect(codeOf(readFileSync(join(root, by), "utf8")), where).to.include(shown);
      else if (script === undefined) expect.fail(`${where}: its excuse doesn't say what shows that ${by} runs it`);
      else expect(missingEvidence(by, relative(root, script)), where).to.equal(undefined);
    }
  });

  it("aren't excused by a test that runs another program, only speaks of it, or isn't there", () => {
    const faults: [string, string][] = [
      ["test/deploy/anvil.test.ts", "scripts/doctor/main.ts"],
      ["test/scripts/doctor.test.ts", "scripts/audit/main.ts"],
      ["test/scripts/deploy.test.ts", "scripts/start.ts"],
      ["test/deploy/resume.test.ts", "scripts/deploy.ts"],
      ["test/scripts/gone.test.ts", "scripts/deploy.ts"],
    ];
    for (const [test, script] of faults) expect(missingEvidence(test, script), `${test} ${script}`).to.be.a("string");
    // A comment and a title show nothing; a call does.
    const spoken = '// runScript("deploy.ts")\ndescribe("runScript(deploy.ts)", () => { it(`"deploy.ts"`, work); });';
    expect(codeOf(spoken)).to.not.include("deploy.ts");
    expect(codeOf('await runScript("deploy.ts", []);')).to.include('"deploy.ts"');
  });

  it("are in the list of excuses only with options that they have", async () => {
    place = folder;
    const helps = new Map<string, string>();
    for (const command of commands.filter((it) => excuseOf(it) !== undefined)) {
      const { file, line, words, text } = command;
      const script = scriptOf(words);
      if (words[0] === "npm" && words[1] === "run")
        expect(tasks, `${file}:${line}`).to.have.property(words[2] as string);
      const options = argsOf(words).filter((word) => word.startsWith("--"));
      if (script === undefined || options.length === 0) continue;
      const help = helps.get(script) ?? (await order(script, ["--help"])).stdout;
      helps.set(script, help);
      for (const option of options) expect(help, `${file}:${line}: ${text}`).to.include(option);
    }
  });

  it("are excused for no other reason than that they stand somewhere", () => {
    for (const { command, why } of [...excused, ...refusing.map((it) => ({ ...it, why: "refused" }))]) {
      const some = commands.some(({ text }) => command.test(text));
      expect(some, `${command} (${why}) is on no page any more`).to.equal(true);
    }
  });
});
