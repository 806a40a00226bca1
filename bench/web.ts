// What each page of the dApp weighs and how fast it is there, as Lighthouse measures a phone on a slow network.
//   npm run audit:web -- [--url http://127.0.0.1:3000] [--routes /,/rewards] [--json] [--out FILE]
import { gzipSync } from "node:zlib";
import Table from "cli-table3";
import { Command } from "commander";
import { type Result, runCommand, runProgram, say } from "../scripts/lib/cli.ts";
import { freePort } from "../scripts/lib/freePort.ts";
import { dappPort } from "../scripts/lib/ports.ts";
import { CommonmindError } from "../sdk/src/errors.ts";

/** Bytes of scripts as gzip makes them, milliseconds, and the unit of layout shift: what no page may exceed. */
const BOUNDS = { firstLoadJs: 250_000, lcp: 2_500, cls: 0.05 } as const;

const ROUTES =
  "/ /models /models/1 /proposals /proposals/new /contribute /contributions/1 /review /rewards /dividend /treasury /people /activity /status".split(
    " ",
  );

type Page = {
  route: string;
  /** Scripts that the page itself names, as gzip makes them. */
  firstLoadJs: number;
  /** The same as they were sent, headers included, and all that were fetched while it was measured. */
  sentJs: number;
  allJs: number;
  lcp: number;
  cls: number;
  /** Of 100. */
  performance: number;
  accessibility: number;
  ok: boolean;
};

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
  const { openBrowser } = await import("../frontend/test/browser/browser.ts");
  const port = await freePort();
  const browser = await openBrowser([`--remote-debugging-port=${port}`]);
  if (!browser) {
    throw refuse(
      "Browser",
      "No Chromium or Chrome was found.",
      "Pages are measured in one.",
      "Name one with COMMONMIND_BROWSER.",
    );
  }
  try {
    const pages: Page[] = [];
    for (const route of paths) {
      signal.throwIfAborted();
      say(`${route} (${pages.length + 1} of ${paths.length})`);
      pages.push(await measure(base + route, route, port));
    }
    const ok = pages.every((page) => page.ok);
    return { json: { url: base, bounds: BOUNDS, ok, pages }, text: tableOf(pages), exitCode: ok ? 0 : 1 };
  } finally {
    await browser.close();
  }
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

async function measure(url: string, route: string, port: number): Promise<Page> {
  // It takes seconds to load, which nobody waits for who only asks for help.
  const { default: lighthouse } = await import("lighthouse");
  const result = await lighthouse(url, {
    ...{ port, output: "json", logLevel: "error" },
    onlyCategories: ["performance", "accessibility"],
  });
  const lhr = result?.lhr;
  if (!lhr || lhr.runtimeError) {
    const why = lhr?.runtimeError?.message ?? "It gave no result.";
    throw refuse("Lighthouse", `Lighthouse couldn't measure ${url}.`, why, "Open the page yourself, and try again.");
  }
  const value = (audit: string) => lhr.audits[audit]?.numericValue ?? Number.NaN;
  const score = (category: string) => Math.round((lhr.categories[category]?.score ?? 0) * 100);
  const requests = (lhr.audits["network-requests"]?.details as { items?: Request[] } | undefined)?.items ?? [];
  const sizeOf = (scripts: readonly Request[]) => scripts.reduce((sum, { transferSize }) => sum + transferSize, 0);
  const scripts = requests.filter(({ resourceType }) => resourceType === "Script");
  const own = await scriptsOf(url);
  const named = scripts.filter((script) => own.has(new URL(script.url).pathname));
  const firstLoadJs = await gzippedSize(named.map((script) => script.url));
  const page = {
    firstLoadJs,
    sentJs: sizeOf(named),
    allJs: sizeOf(scripts),
    lcp: Math.round(value("largest-contentful-paint")),
    cls: round(value("cumulative-layout-shift")),
  };
  return {
    ...{ route, ...page, performance: score("performance"), accessibility: score("accessibility") },
    ok: firstLoadJs <= BOUNDS.firstLoadJs && page.lcp <= BOUNDS.lcp && page.cls <= BOUNDS.cls,
  };
}

/** What the page itself names. Later come what it fetches on demand, and what is fetched ahead for the pages it links to. */
async function scriptsOf(url: string): Promise<ReadonlySet<string>> {
  const html = await (await fetch(url)).text();
  return new Set([...html.matchAll(/<script\b[^>]*\bsrc="([^"?]+)/g)].map(([, source]) => source as string));
}

/** As gzip makes them by default, whatever the server sends: a measure that doesn't depend on who serves. */
async function gzippedSize(urls: readonly string[]): Promise<number> {
  const sizes = urls.map(async (url) => gzipSync(await (await fetch(url)).bytes()).length);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

type Request = { url: string; resourceType?: string; transferSize: number };

const round = (value: number) => Math.round(value * 1_000) / 1_000;

function tableOf(pages: readonly Page[]): string {
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
