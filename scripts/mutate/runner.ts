// Runs chain tests again and again in one process, on one chain: deploying the co-op takes far longer than a test does. The tests
// are loaded once. A mutant takes the place of the contracts on the chain, or is deployed in their place; see stage.ts. Told
// what to run by its parent (trials.ts).
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import hre from "hardhat";
import Mocha from "mocha";
import type { Replacement } from "./stage.ts";

export type RunRequest = {
  /** Contracts that are replaced while the tests run. */
  replacements: Replacement[];
  /** Whether the co-op is deployed with them, rather than before. */
  deployed: boolean;
  /** Test files, in the order in which they run. */
  files: string[];
  /** Only these tests, by their files and full titles. */
  only?: string[];
  /** Never these. */
  except: string[];
  /** Whether the first failure ends the run. */
  bail: boolean;
};
export type Failure = { file: string; title: string; message: string; slow: boolean };
export type RunReply = { ready: true } | { passed: string[]; failed: Failure[] };

/** Milliseconds for one test; the tests' own bound is for machines that do nothing else. */
const TEST = 180_000;

// What is compiled to be tried isn't optimized, and larger.
Object.assign(hre.config.networks.default as object, { allowUnlimitedContractSize: true });
const { Stage } = await import("./stage.ts");
const stage = await Stage.open();

const mocha = new Mocha({ timeout: TEST, reporter: class {} as unknown as string, forbidOnly: true });
mocha.cleanReferencesAfterRun(false);
const loaded = new Map<string, Mocha.Suite[]>();

async function load(file: string): Promise<Mocha.Suite[]> {
  const known = loaded.get(file);
  if (known) return known;
  const before = new Set(mocha.suite.suites);
  mocha.files = [resolve(file)];
  await mocha.loadFilesAsync();
  const suites = mocha.suite.suites.filter((suite) => !before.has(suite));
  loaded.set(file, suites);
  return suites;
}

const nameOf = ({ file, title }: Pick<Failure, "file" | "title">) => `${file}: ${title}`;

/** What fails may be a hook: then, the test that it was run for. */
function testOf(runnable: Mocha.Test | Mocha.Hook): Mocha.Runnable {
  if (runnable.type === "test") return runnable;
  let first: Mocha.Test | undefined;
  runnable.parent?.eachTest((test) => {
    first ??= test;
  });
  return runnable.ctx?.currentTest ?? first ?? runnable;
}

async function runTests({ replacements, deployed, files, only, except, bail }: RunRequest): Promise<RunReply> {
  const suites: Mocha.Suite[] = [];
  const every = mocha.suite.suites;
  for (const file of files) suites.push(...(await load(file)));
  const all = mocha.suite.suites;
  const byFile = new Map<string, string>(files.map((file) => [resolve(file), file]));
  const [wanted, unwanted] = [only && new Set(only), new Set(except)];
  const titles = new Set<string>();
  for (const suite of suites)
    suite.eachTest((test) => {
      const name = nameOf({ file: byFile.get(suite.file ?? "") ?? "", title: test.fullTitle() });
      if (wanted ? wanted.has(name) : !unwanted.has(name)) titles.add(test.fullTitle());
    });
  if (titles.size === 0) return { passed: [], failed: [] };
  stage.set(replacements, deployed);
  mocha.suite.suites = suites;
  // Mocha asks it no more than this.
  Object.assign(mocha.options, { grep: { test: (title: string) => titles.has(title) } });
  const passed: string[] = [];
  const failed: Failure[] = [];
  const fileOf = (test: Mocha.Runnable) => byFile.get(test.file ?? "") ?? files[0] ?? "";
  await new Promise<void>((settle) => {
    const runner = mocha.run(() => settle());
    runner
      .on("pass", (test) => {
        passed.push(nameOf({ file: fileOf(test), title: test.fullTitle() }));
      })
      .on("fail", (test, error) => {
        const message = error instanceof Error ? error.message : String(error);
        const title = testOf(test).fullTitle();
        failed.push({
          file: fileOf(test),
          title,
          message: message.slice(0, 300),
          slow: message.startsWith("Timeout of"),
        });
        if (bail) runner.abort();
      });
  });
  mocha.suite.suites = [...new Set([...every, ...all])];
  return { passed, failed: bail ? failed.slice(0, 1) : failed };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.on("message", (request: RunRequest) => {
    runTests(request).then(
      (reply) => process.send?.(reply),
      (error) => {
        process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
        process.exit(1);
      },
    );
  });
  process.send?.({ ready: true } satisfies RunReply);
}
