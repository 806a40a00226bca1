// What each page of the dApp weighs and how fast it is there, as Lighthouse measures a phone on a slow network.
//   npm run audit:web -- [--url http://127.0.0.1:3000] [--routes /,/rewards] [--json] [--out FILE]
import Table from "cli-table3";
import { Command } from "commander";
import { type Result, runCommand, runProgram, say } from "../scripts/lib/cli.ts";
import { dappPort } from "../scripts/lib/ports.ts";
import { CommonmindError } from "../sdk/src/errors.ts";
import { type AuditedPage, auditPages, BOUNDS, ROUTES } from "./web/audit.ts";

type Options = { url?: string; routes?: string; json?: boolean; out?: string };

async function audit(
  { url = `http://127.0.0.1:${dappPort()}`, routes }: Options,
  signal: AbortSignal,
): Promise<Result> {
  const base = origin(url);
  const paths = routes?.split(",") ?? ROUTES;
  const bad = paths.find((path) => !path.startsWith("/"));
  if (bad !== undefined)
    throw refuse("Route", `"${bad}" is no path of a page.`, "A path begins with /.", "Write /,/rewards.");
  await requireAnswer(base);
  const pages = await auditPages(base, paths, { onProgress: say, signal });
  const ok = pages.every((page) => page.ok);
  return { json: { url: base, bounds: BOUNDS, ok, pages }, text: tableOf(pages), exitCode: ok ? 0 : 1 };
}

const refuse = (code: string, what: string, why: string, fix: string) => new CommonmindError({ code, what, why, fix });

function origin(url: string): string {
  if (!URL.canParse(url))
    throw refuse("Url", `"${url}" is no address.`, "It names no server.", "Write http://127.0.0.1:3000.");
  return new URL(url).origin;
}

async function requireAnswer(base: string): Promise<void> {
  const answer = await fetch(base).catch(() => undefined);
  if (answer?.ok) return;
  throw refuse(
    "Unreachable",
    `No dApp answers at ${base}.`,
    "It is measured while it runs.",
    "Start one with npm start, or name another with --url.",
  );
}

function tableOf(pages: readonly AuditedPage[]): string {
  const table = new Table({
    head: ["page", "JS, kB", "sent", "LCP, s", "CLS", "speed", "access", ""],
    style: { head: [], border: [] },
  });
  for (const { route, firstLoadJs, sentJs, lcp, cls, performance, accessibility, ok } of pages) {
    const kB = (bytes: number) => (bytes / 1_000).toFixed(1);
    table.push([
      route,
      kB(firstLoadJs),
      kB(sentJs),
      (lcp / 1_000).toFixed(2),
      cls.toFixed(3),
      performance,
      accessibility,
      ok ? "" : "above",
    ]);
  }
  const { firstLoadJs, lcp, cls } = BOUNDS;
  return `${table}\nBounds: ${firstLoadJs / 1_000} kB of JavaScript (gzip), ${lcp / 1_000} s, ${cls}.`;
}

const program = new Command("audit:web")
  .description("What each page of the dApp weighs and how fast it is there, as Lighthouse measures a phone.")
  .option("--url <URL>", "where the dApp answers (COMMONMIND_DAPP_PORT of this machine if not said)")
  .option("--routes <PATHS>", "only these pages, separated by commas")
  .option("--json", "one JSON object on stdout")
  .option("--out <FILE>", "write the JSON object to a file")
  .addHelpText("after", "\nExample:\n  npm run audit:web -- --routes /,/rewards --json")
  .action((options: Options) => runCommand(options, (signal) => audit(options, signal)));

await runProgram(program);
