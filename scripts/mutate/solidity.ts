// Tries what the chain tests let through on the Solidity tests: in a copy of the repository, where the build compiles the changed
// source with them.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { copyRepository } from "./copy.ts";
import { BaselineError, type Trial } from "./trials.ts";

export class SolidityTrials {
  readonly #root: string;
  readonly #limit: number;
  readonly #sound = new Set<string>();
  #folder: string | undefined;

  /** @param limit How long one mutant's tests may take, in milliseconds. */
  constructor(root: string, limit: number) {
    this.#root = root;
    this.#limit = limit;
  }

  async try(file: string, text: string, tests: readonly string[]): Promise<Trial> {
    if (tests.length === 0) return { status: "survived" };
    if (this.#folder === undefined) {
      this.#folder = join(mkdtempSync(join(tmpdir(), "commonmind-mutate-")), "copy");
      copyRepository(this.#root, this.#folder);
    }
    const path = join(this.#folder, file);
    const original = readFileSync(path, "utf8");
    for (const test of tests) {
      writeFileSync(path, text);
      const mutant = await this.#run(test);
      writeFileSync(path, original);
      if (mutant === "timeout") return { status: "timeout" };
      if (mutant === "passed") continue;
      if (!this.#sound.has(test) && (await this.#run(test)) !== "passed")
        throw new BaselineError(`${test} fails without a mutant.`);
      this.#sound.add(test);
      return { status: "killed", by: { file: test, title: test } };
    }
    return { status: "survived" };
  }

  close(): void {
    if (this.#folder) rmSync(dirname(this.#folder), { recursive: true, force: true });
  }

  #run(test: string): Promise<"passed" | "failed" | "timeout"> {
    const cli = join(this.#root, "node_modules", "hardhat", "dist", "src", "cli.js");
    if (!existsSync(cli)) throw new Error("Hardhat isn't where it should be.");
    const child = spawn(process.execPath, [cli, "test", "solidity", test], { cwd: this.#folder, stdio: "ignore" });
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
