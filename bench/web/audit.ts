// Pages of the dApp in a browser, as Lighthouse measures them on a phone with a slow network.
import { gzipSync } from "node:zlib";
import { openBrowser } from "../../frontend/test/browser/browser.ts";
import { freePort } from "../../scripts/lib/freePort.ts";
import { CommonmindError } from "../../sdk/src/errors.ts";

/** Bytes of scripts as gzip makes them, milliseconds, and the unit of layout shift: what no page may exceed. */
export const BOUNDS = { firstLoadJs: 250_000, lcp: 2_500, cls: 0.05 } as const;

export const ROUTES =
  "/ /models /models/1 /proposals /proposals/new /contribute /contributions/1 /review /rewards /dividend /treasury /people /activity /status".split(
    " ",
  );

export type AuditedPage = {
  readonly route: string;
  /** Scripts that the page itself names, as gzip makes them. */
  readonly firstLoadJs: number;
  /** The same as they were sent, headers included, and all that were fetched while it was measured. */
  readonly sentJs: number;
  readonly allJs: number;
  readonly lcp: number;
  readonly cls: number;
  /** Of 100. */
  readonly performance: number;
  readonly accessibility: number;
  readonly ok: boolean;
};

type AuditOptions = { readonly onProgress: (message: string) => void; readonly signal: AbortSignal };

/** @param base Where the dApp answers. Errors: `Browser` where none is found, `Lighthouse` where a page can't be measured. */
export async function auditPages(
  base: string,
  routes: readonly string[],
  { onProgress, signal }: AuditOptions,
): Promise<AuditedPage[]> {
  const port = await freePort();
  const browser = await openBrowser([`--remote-debugging-port=${port}`]);
  if (!browser) {
    throw new CommonmindError({
      code: "Browser",
      what: "No Chromium or Chrome was found.",
      why: "Pages are measured in one.",
      fix: "Name one with COMMONMIND_BROWSER.",
    });
  }
  try {
    const pages: AuditedPage[] = [];
    for (const route of routes) {
      signal.throwIfAborted();
      onProgress(`${route} (${pages.length + 1} of ${routes.length})`);
      pages.push(await measure(base + route, route, port));
    }
    return pages;
  } finally {
    await browser.close();
  }
}

async function measure(url: string, route: string, port: number): Promise<AuditedPage> {
  // It takes seconds to load, which nobody waits for who only asks for help.
  const { default: lighthouse } = await import("lighthouse");
  const result = await lighthouse(url, {
    ...{ port, output: "json", logLevel: "error" },
    onlyCategories: ["performance", "accessibility"],
  });
  const lhr = result?.lhr;
  if (!lhr || lhr.runtimeError) {
    throw new CommonmindError({
      code: "Lighthouse",
      what: `Lighthouse couldn't measure ${url}.`,
      why: lhr?.runtimeError?.message ?? "It gave no result.",
      fix: "Open the page yourself, and try again.",
    });
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

/**
 * What the page itself names, whenever it is fetched. Later come what it fetches on demand, and what is fetched ahead for the
 * pages it links to.
 */
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
