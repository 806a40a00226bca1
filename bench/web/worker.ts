// How long a browser takes to make a manifest of many sentences, as somebody does who pastes them on /contribute.
import { openBrowser } from "../../frontend/test/browser/browser.ts";
import type { OffchainRow } from "../offchain.ts";

const SENTENCES = 100_000;

/** What a browser's navigator has, and Node's hasn't. */
type Clipboard = { readonly clipboard: { writeText(text: string): Promise<void> } };

/** @param url Of a dApp on the local chain, with its one-click people. The page answers meanwhile: it is a worker that counts. */
export async function measureWorker(url: string): Promise<OffchainRow> {
  const browser = await openBrowser();
  if (!browser) throw new Error("No Chromium or Chrome was found. Name one with COMMONMIND_BROWSER.");
  try {
    const context = await browser.newContext();
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: url });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(`${url}/contribute`);
    await page.getByTestId("connect").click();
    await page.getByRole("button", { name: /^Holder/ }).click();
    await page.getByTestId("who").waitFor();
    const text = Array.from({ length: SENTENCES }, (_, i) => `Sentence number ${i + 1} of a long list.`).join("\n");
    await page.evaluate((it) => (navigator as unknown as Clipboard).clipboard.writeText(it), text);
    await page.getByLabel("Sentences", { exact: true }).focus();
    const began = performance.now();
    await page.keyboard.press("ControlOrMeta+V");
    await page.getByTestId("count").getByText(SENTENCES.toLocaleString("en"), { exact: true }).waitFor();
    const seconds = Number(((performance.now() - began) / 1_000).toFixed(2));
    const id = "a browser's worker: sentences pasted, hashed, and their manifest made";
    return { part: "fresh", id, n: SENTENCES, seconds, peakBytes: null };
  } finally {
    await browser.close();
  }
}
