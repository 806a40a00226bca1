// `npm run content`: files and manifests by the hash of their bytes. See docs/content.md.
import { createReadStream } from "node:fs";
import { constants, copyFile, readFile } from "node:fs/promises";
import { Command } from "commander";
import { contentError } from "../../indexer/content/errors.ts";
import { type Content, openContent } from "../../indexer/content/settings.ts";
import { type OutputOptions, type Result, runCommand, say, userPath } from "../lib/cli.ts";
import { root } from "../lib/paths.ts";
import { filesOf } from "./files.ts";

async function add(content: Content, paths: readonly string[], signal: AbortSignal): Promise<Result> {
  const files = (await Promise.all(paths.map((path) => filesOf(userPath(path))))).flat();
  if (files.length === 0) {
    throw contentError("ContentPath", {
      what: "There is no file there.",
      why: "The folder is empty.",
      fix: "Name another.",
    });
  }
  const added = [];
  for (const [i, { path, name }] of files.entries()) {
    signal.throwIfAborted();
    const stored = await content.store.add(createReadStream(path)).catch((error) => {
      say(`${name}: not added${added.length === 0 ? "" : `; the ${added.length} before it are`}`);
      throw error;
    });
    const pin = (await content.pinning?.pin(stored.cid)) ?? null;
    added.push({ name, ...stored, uri: `ipfs://${stored.cid}`, pin });
    if (files.length > 20 && (i + 1) % 20 === 0) say(`${i + 1} of ${files.length} files`);
  }
  const text = added.map(({ cid, name, pin }) => `${cid}  ${name}${pin ? `  (${pin})` : ""}`).join("\n");
  return { json: { store: content.store.place, added }, text };
}

async function get({ store }: Content, cid: string, out: string | undefined): Promise<Result> {
  const { path, release, ...stored } = await store.get(cid);
  try {
    if (out === undefined) return { json: stored, text: await readable(path, stored.cid, stored.type) };
    const target = userPath(out);
    await copyFile(path, target, constants.COPYFILE_EXCL).catch((cause) => {
      throw contentError("ContentPath", {
        what: `${out} can't be written.`,
        why: cause.code === "EEXIST" ? "There is such a file already, and none is overwritten." : cause.message,
        fix: "Choose another name for --to.",
        cause,
      });
    });
    return {
      json: { ...stored, path: target },
      text: `${stored.bytes} bytes of ${stored.cid}, checked, are in ${out}`,
    };
  } finally {
    await release();
  }
}

/** Text can be printed; anything else would play tricks on a terminal. */
async function readable(path: string, cid: string, type: string): Promise<string> {
  const text = type === "text/plain" || type === "application/json" ? await readFile(path, "utf8") : undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those that a terminal obeys are what this is about.
  if (text !== undefined && !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text)) return text.trimEnd();
  throw contentError("ContentType", {
    what: `${cid} is ${text === undefined ? type : "text with control characters"}.`,
    why: "Only plain text is printed.",
    fix: "Write it to a file: --to FILE",
  });
}

async function verify({ store, pinning }: Content, cids: readonly string[]): Promise<Result> {
  const checked = [];
  for (const cid of cids) {
    const check = await store.verify(cid);
    checked.push({ ...check, pin: (await pinning?.state(check.cid)) ?? null });
  }
  const ok = checked.every(({ state }) => state === "right");
  const text = checked.map(({ cid, state, pin }) => `${state.padEnd(9)}  ${cid}${pin ? `  (${pin})` : ""}`).join("\n");
  return { json: { store: store.place, ok, checked }, text, exitCode: ok ? 0 : 1 };
}

async function forget({ store, pinning }: Content, cids: readonly string[]): Promise<Result> {
  for (const cid of cids) {
    await store.forget(cid);
    await pinning?.unpin(cid.replace(/^ipfs:\/\//, ""));
    say(`${cid} is withdrawn`);
  }
  return {
    json: { store: store.place, forgotten: cids },
    text: `${cids.length} withdrawn: unpinned, and not handed out or taken in again. Copies of others are beyond reach.`,
  };
}

/** Its options and what it does, for the program that runs it. */
export function contentProgram(): Command {
  const program = new Command("content")
    .description("Keeps files and manifests by the hash of their bytes (CID), here or in an IPFS node.")
    .addHelpText(
      "after",
      `
Settings (environment)
  COMMONMIND_CONTENT                  folder                           (default: .content)
  COMMONMIND_CONTENT_KUBO             RPC address of an IPFS node, in place of the folder: http://127.0.0.1:5001
  COMMONMIND_CONTENT_PIN              a pinning service, and
  COMMONMIND_CONTENT_PIN_KEY            its key: it is asked to keep what is added
  COMMONMIND_CONTENT_MAX_BYTES        of one file                      (default: 268435456)
  COMMONMIND_CONTENT_MAX_TOTAL_BYTES  of the folder                    (default: 17179869184)
  COMMONMIND_CONTENT_TYPES            MIME types that are taken beside the usual ones

Example
  npm run content -- add release/ README.md
Exit codes: 0 fine, 1 something isn't what it should be, 2 bad input. More: docs/content.md`,
    );

  type Work = (content: Content, signal: AbortSignal) => Promise<Result>;
  const run = (options: OutputOptions, work: Work) =>
    runCommand(options, async (signal) => work(openContent(root), signal));

  const command = (usage: string, description: string) =>
    program.command(usage).description(description).option("--json", "one JSON object on stdout");

  command("add <path...>", "takes in files, and all files of folders; prints their CIDs").action(
    (paths: string[], options: OutputOptions) => run(options, (content, signal) => add(content, paths, signal)),
  );
  command("get <cid>", "prints text, or writes anything to a file, once its hash is checked")
    .option("--to <file>", "write it there")
    .action((cid: string, options: OutputOptions & { to?: string }) =>
      run(options, (content) => get(content, cid, options.to)),
    );
  command("verify <cid...>", "hashes what is kept and says whether it is what its name says").action(
    (cids: string[], options: OutputOptions) => run(options, (content) => verify(content, cids)),
  );
  command("forget <cid...>", "withdraws content: unpins it, and keeps only its name").action(
    (cids: string[], options: OutputOptions) => run(options, (content) => forget(content, cids)),
  );

  return program;
}
