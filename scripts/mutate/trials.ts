// Tries mutants in a copy of the repository: puts the mutant's code where the tests look for it, runs them until one fails, and
// puts the original's back.
import { type ChildProcess, fork, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder } from "../setup/files.mjs";
import type { Build, NewCode } from "./build.ts";
import { copyRepository } from "./copy.ts";
import { type Mutant, mutated } from "./mutants.ts";
import type { Status } from "./results.ts";
import type { RunReply, RunRequest } from "./runner.ts";
import { testsFor } from "./tests.ts";

export type Trial = { status: Status; by?: { file: string; title: string } };

/** Bytes of code that a chain takes (EIP-170). */
const LARGEST = 24_576;
/** Every run leaves its modules behind. */
const RUNS_PER_PROCESS = 25;

/** Tests that fail without a mutant: nothing can be learned from them. */
export class BaselineError extends Error {}

export class Trials {
  readonly #root: string;
  readonly #folder: string;
  readonly #build: Build;
  readonly #limit: number;
  readonly #sound = new Set<string>();
  /** What stands in the copy's generated files for each contract. */
  readonly #placed = new Map<string, { creation: string; deployed: string }>();
  #embedding: string[] | undefined;
  #compiling: string | undefined;
  #child: ChildProcess | undefined;
  #runs = 0;

  /** @param limit How long one mutant's tests may take, in milliseconds. */
  constructor(root: string, folder: string, build: Build, limit: number) {
    this.#root = root;
    this.#folder = folder;
    this.#build = build;
    this.#limit = limit;
    copyRepository(root, folder);
  }

  async try(mutant: Mutant, { solidity }: { solidity: boolean }): Promise<Trial> {
    const { file } = mutant;
    const text = mutated(this.#build.source(file).text, mutant);
    const original = this.#build.compile(file);
    if ("error" in original) throw new BaselineError(`${file} itself doesn't compile: ${original.error}`);
    const changed = this.#build.compile(file, text);
    if ("error" in changed || changed.contracts.some(tooLarge)) return { status: "invalid" };
    if (changed.contracts.every((each, i) => sameCode(each, original.contracts[i] as NewCode)))
      return { status: "same" };

    const tests = testsFor(this.#root, file);
    this.#place(changed.contracts);
    let reply: RunReply | "timeout";
    try {
      reply = await this.#run(tests.chain);
    } finally {
      this.#place(original.contracts);
    }
    if (reply === "timeout") return { status: "timeout" };
    if ("passed" in reply && reply.failed) {
      const { title } = reply.failed;
      const by = reply.failed.file.startsWith(this.#folder)
        ? reply.failed.file.slice(this.#folder.length + 1).replaceAll("\\", "/")
        : (tests.chain[0] as string);
      await this.#assertSound(by);
      return { status: "killed", by: { file: by, title } };
    }
    return solidity ? this.#trySolidity(file, text, tests.solidity) : { status: "survived" };
  }

  close(): void {
    this.#child?.kill();
    for (const folder of [this.#folder, this.#compiling]) if (folder) rmSync(folder, { recursive: true, force: true });
  }

  /** A failure counts only if the same tests pass on the original, compiled and put in place in the same way. */
  async #assertSound(file: string): Promise<void> {
    if (this.#sound.has(file)) return;
    const reply = await this.#run([file]);
    if (reply === "timeout") throw new BaselineError(`${file} doesn't end without a mutant.`);
    if ("passed" in reply && reply.failed)
      throw new BaselineError(`"${reply.failed.title}" fails without a mutant: ${reply.failed.message}`);
    if (!("passed" in reply) || reply.passed === 0) throw new BaselineError(`${file} has no tests.`);
    this.#sound.add(file);
  }

  async #run(files: string[]): Promise<RunReply | "timeout"> {
    if (files.length === 0) return { passed: 0 };
    const child = await this.#runner();
    const request: RunRequest = { files, timeout: 120_000 };
    const reply = await new Promise<RunReply | "timeout">((settle, fail) => {
      const timer = setTimeout(() => settle("timeout"), this.#limit);
      const done = (value: RunReply) => {
        clearTimeout(timer);
        child.off("exit", gone);
        settle(value);
      };
      const gone = () => {
        clearTimeout(timer);
        child.off("message", done);
        fail(new Error("The test runner has ended by itself."));
      };
      child.once("message", done);
      child.once("exit", gone);
      child.send(request);
    });
    if (reply === "timeout" || ++this.#runs >= RUNS_PER_PROCESS) {
      child.removeAllListeners();
      child.kill("SIGKILL");
      this.#child = undefined;
    }
    return reply;
  }

  async #runner(): Promise<ChildProcess> {
    if (this.#child?.connected) return this.#child;
    const child = fork(join("scripts", "mutate", "runner.ts"), {
      cwd: this.#folder,
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    await new Promise<void>((settle, fail) => {
      child.once("message", () => settle());
      child.once("exit", () => fail(new Error("The test runner didn't start.")));
    });
    child.removeAllListeners("exit");
    this.#child = child;
    this.#runs = 0;
    return child;
  }

  #place(contracts: readonly NewCode[]): void {
    for (const { name, artifact: path, code } of contracts) {
      const at = join(this.#folder, path);
      const artifact = JSON.parse(readFileSync(at, "utf8"));
      const before = this.#placed.get(path) ?? { creation: artifact.bytecode, deployed: artifact.deployedBytecode };
      const after = { creation: `0x${code.bytecode.object}`, deployed: `0x${code.deployedBytecode.object}` };
      artifact.bytecode = after.creation;
      artifact.deployedBytecode = after.deployed;
      artifact.linkReferences = unprefixed(code.bytecode.linkReferences);
      artifact.deployedLinkReferences = unprefixed(code.deployedBytecode.linkReferences);
      writeFileSync(at, JSON.stringify(artifact));
      this.#placed.set(path, after);
      for (const embedding of this.#embeddingFiles(name)) {
        const text = readFileSync(embedding, "utf8");
        // Link references are named by a hash of the source's name, which is the build's in both.
        const quoted = (hex: string) => `"${hex}"`;
        const replaced = text
          .replaceAll(quoted(before.creation), quoted(after.creation))
          .replaceAll(quoted(before.deployed), quoted(after.deployed));
        if (replaced !== text) writeFileSync(embedding, replaced);
      }
    }
  }

  /** Generated files that hold code of a contract. */
  #embeddingFiles(name: string): string[] {
    this.#embedding ??= [
      ...filesUnder(join(this.#folder, "types", "factories"), (path) => path.endsWith("__factory.ts")),
      join(this.#folder, "sdk", "src", "generated", "bytecode.ts"),
    ];
    return this.#embedding.filter((path) => /bytecode\.ts$/.test(path) || path.endsWith(`${name}__factory.ts`));
  }

  /** In a copy of its own, where the build compiles the changed source with the Solidity tests. */
  async #trySolidity(file: string, text: string, tests: readonly string[]): Promise<Trial> {
    if (tests.length === 0) return { status: "survived" };
    if (this.#compiling === undefined) {
      this.#compiling = `${this.#folder}-solidity`;
      copyRepository(this.#root, this.#compiling, { compiles: true });
    }
    const path = join(this.#compiling, file);
    const original = readFileSync(path, "utf8");
    for (const test of tests) {
      writeFileSync(path, text);
      const mutant = await this.#runSolidity(test);
      writeFileSync(path, original);
      if (mutant === "timeout") return { status: "timeout" };
      if (mutant === "passed") continue;
      if (!this.#sound.has(test) && (await this.#runSolidity(test)) !== "passed")
        throw new BaselineError(`${test} fails without a mutant.`);
      this.#sound.add(test);
      return { status: "killed", by: { file: test, title: test } };
    }
    return { status: "survived" };
  }

  #runSolidity(test: string): Promise<"passed" | "failed" | "timeout"> {
    const cli = join(this.#root, "node_modules", "hardhat", "dist", "src", "cli.js");
    if (!existsSync(cli)) throw new Error("Hardhat isn't where it should be.");
    const child = spawn(process.execPath, [cli, "test", "solidity", test], {
      cwd: this.#compiling,
      stdio: "ignore",
    });
    return new Promise((settle) => {
      const timer = setTimeout(() => {
        child.kill("SIGKILL");
        settle("timeout");
      }, this.#limit);
      child.once("exit", (code) => {
        clearTimeout(timer);
        settle(code === 0 ? "passed" : "failed");
      });
    });
  }
}

const tooLarge = ({ code }: NewCode) => code.deployedBytecode.object.length / 2 > LARGEST;

const sameCode = (a: NewCode, b: NewCode) =>
  a.code.bytecode.object === b.code.bytecode.object &&
  a.code.deployedBytecode.object === b.code.deployedBytecode.object;

/** As the build writes them: by the source's name in the build's input. */
const unprefixed = (references: object | undefined) => references ?? {};
