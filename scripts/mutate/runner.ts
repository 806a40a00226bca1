// Runs chain tests again and again in one process, for starting one takes longer than most tests do. For each run the
// repository's own modules, the tests among them, are evaluated anew on a new chain; packages are kept. Told what to run by
// its parent (trials.ts); it stands in a copy of the repository, whose artifacts change between runs.
import { registerHooks } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import Mocha from "mocha";

export type RunRequest = { files: string[]; timeout: number };
export type RunReply = { ready: true } | { passed: number; failed?: { file: string; title: string; message: string } };

let run = 0;
const own = pathToFileURL(`${process.cwd()}/`).href;

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    if (!found.url.startsWith(own) || found.url.includes("/node_modules/") || !/\.[mc]?ts(\?|$)/.test(found.url))
      return found;
    const url = new URL(found.url);
    url.searchParams.set("run", String(run));
    return { ...found, url: url.href };
  },
});

async function runTests({ files, timeout }: RunRequest): Promise<RunReply> {
  run++;
  const mocha = new Mocha({ bail: true, timeout, reporter: class {} as unknown as string, forbidOnly: true });
  for (const file of files) mocha.addFile(resolve(file));
  const support = pathToFileURL(join(process.cwd(), "test", "support", "commons.ts")).href;
  try {
    await mocha.loadFilesAsync();
  } catch (error) {
    // The co-op that all tests share is deployed while they load.
    return { passed: 0, failed: { file: files[0] ?? "", title: "while loading", message: messageOf(error) } };
  }
  const reply = await new Promise<RunReply>((settle) => {
    let passed = 0;
    let failed: RunReply | undefined;
    mocha
      .run(() => settle(failed ?? { passed }))
      .on("pass", () => {
        passed++;
      })
      .on("fail", (test, error) => {
        failed ??= {
          passed,
          failed: { file: test.file ?? "", title: test.fullTitle(), message: messageOf(error) },
        };
      });
  });
  const { connection } = (await import(support)) as { connection: { close(): Promise<void> } };
  await connection.close();
  mocha.dispose();
  return reply;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 300);

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
