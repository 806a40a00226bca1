// A browser to test with: the one that npm brought (Linux on x64), or one that is installed here.
import { existsSync } from "node:fs";
import sparticuz from "@sparticuz/chromium";
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

/** Undefined if there is none that starts. COMMONMIND_BROWSER names one, and then no other is tried. */
export async function openBrowser(): Promise<Browser | undefined> {
  const candidates: (() => Promise<string>)[] = [];
  if (process.platform === "linux" && process.arch === "x64" && !process.env.COMMONMIND_BROWSER) {
    candidates.push(() => sparticuz.executablePath());
  }
  for (const path of installed) candidates.push(async () => path);
  for (const candidate of candidates) {
    try {
      return await chromium.launch({ executablePath: await candidate(), args, headless: true });
    } catch {
      // Its libraries may be missing here: the next one.
    }
  }
  return undefined;
}
