// Every program behind `npm run` says what it is for when it is asked with --help, and does nothing else.
import { type ChildProcess, fork, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { toolPath } from "../../scripts/setup/processes.mjs";
import { tasks } from "../../scripts/setup/tasks.mjs";
import { finished, type Outcome, root } from "../scripts/run.ts";
import type { Order } from "../scripts/runner.ts";

describe("--help", function () {
  this.timeout(300_000);
  let runner: ChildProcess;

  before(() => {
    runner = fork(join(root, "test", "scripts", "runner.ts"), [], {
      cwd: root,
      execArgv: ["--import", "tsx"],
      env: { ...process.env, CI: "1" },
    });
  });
  // Programs that it loaded answer the gentler signals in their own way.
  after(() => runner.kill("SIGKILL"));

  const order = (script: string, args: readonly string[]): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      const died = () => reject(new Error("The process that runs the programs has ended."));
      runner.once("exit", died);
      runner.once("message", (outcome) => {
        runner.off("exit", died);
        resolve(outcome as Outcome);
      });
      runner.send({ script: join(root, script), args, env: {} } satisfies Order);
    });

  const start = (...args: string[]): Promise<Outcome> =>
    finished(spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] }));

  /** As scripts/setup/run.mjs runs it, once all is set up. */
  function help(name: string): Promise<Outcome> {
    const task = tasks[name];
    const [command, ...others] = task?.runs ?? [];
    if (task?.plain) return start(join(root, "scripts", "setup", "run.mjs"), name, "--help");
    if (command === undefined || others.length > 0) throw new Error(`${name} isn't one program, and isn't plain.`);
    const args = [...(command.args ?? []), "--help"];
    return "script" in command ? order(command.script, args) : start(toolPath(command.tool, command.bin), ...args);
  }

  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };

  for (const name of Object.keys(scripts)) {
    it(`of npm run ${name} says how it is used`, async () => {
      const { code, stdout, stderr } = await help(name);
      expect(code, stderr + stdout).to.equal(0);
      expect(stdout).to.match(/\busage\b/i);
      expect(stderr).to.equal("");
      expect(stdout).to.not.match(/^\s+at .*:\d+:\d+/m);
    });
  }
});
