// A browser to test with: the one that npm brought (Linux on x64), or one that is installed here.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sparticuz, { inflate } from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const installed = [
  process.env.COMMONMIND_BROWSER,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
].filter((path): path is string => path !== undefined && existsSync(path));

/**
 * Undefined if there is none that starts. COMMONMIND_BROWSER names one, and then no other is tried.
 * @param more Arguments for its command line.
 */
export async function openBrowser(more: readonly string[] = []): Promise<Browser | undefined> {
  const candidates: (() => Promise<{ executablePath: string; env?: Record<string, string> }>)[] = [];
  if (process.platform === "linux" && process.arch === "x64" && !process.env.COMMONMIND_BROWSER) {
    candidates.push(async () => ({ executablePath: await sparticuz.executablePath() }));
    // Where the system lacks its libraries (NSS and the like), with the ones that came along.
    candidates.push(async () => ({ executablePath: await sparticuz.executablePath(), env: await libraries() }));
  }
  for (const executablePath of installed) candidates.push(async () => ({ executablePath }));
  for (const candidate of candidates) {
    try {
      return await chromium.launch({ ...(await candidate()), args: [...args, ...more], headless: true });
    } catch {
      // Its libraries may be missing here: the next one.
    }
  }
  return undefined;
}

async function libraries(): Promise<Record<string, string>> {
  const build = dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium"));
  await inflate(join(build, "..", "bin", "al2023.tar.br"));
  return { ...(process.env as Record<string, string>), LD_LIBRARY_PATH: join(tmpdir(), "al2023", "lib") };
}
