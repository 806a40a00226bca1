// One chain, one dApp and one browser for all tests of the local co-op: opening them takes longer than any test.
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { mnemonicToAccount } from "viem/accounts";
import { openBrowser } from "./browser.ts";
import { openStage, type Stage } from "./stage.ts";

export const founder = (addressIndex: number) =>
  mnemonicToAccount("test test test test test test test test test test test junk", { addressIndex });

type Opened = { readonly browser: Browser; readonly stage: Stage };
let opened: Promise<Opened | undefined> | undefined;

async function open(): Promise<Opened | undefined> {
  const browser = await openBrowser();
  return browser && { browser, stage: await openStage() };
}

after(async function () {
  this.timeout(60_000);
  const there = await opened?.catch(() => undefined);
  await there?.browser.close();
  await there?.stage.close();
});

export type Dapp = {
  readonly stage: Stage;
  /** A fresh page for each test, without anything remembered. */
  readonly page: Page;
  readonly browser: Browser;
  visit(path: string): Promise<unknown>;
  /** Waits until the page is the browser's: before, fields and buttons take nothing. */
  taken(): Promise<void>;
  /** Connects as one of the local chain's people. */
  become(name: string): Promise<void>;
  /** Connects a wallet of {@link installWallet}. */
  connectWallet(): Promise<void>;
  /** What the page said that was to be said: it isn't taken for an error. */
  forget(words: RegExp): void;
  /** Waits until what was sent is part of the record. */
  recorded(): Promise<void>;
};

/** Registers what the tests around it need. Each test ends with no error on its page. */
export function useDapp(): Dapp {
  let there: Opened;
  let page: Page;
  let said: string[] = [];

  before(async function () {
    this.timeout(300_000);
    opened ??= open();
    const found = await opened;
    if (found) there = found;
    else this.skip();
  });

  beforeEach(async () => {
    const context = await there.browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: "reduce" });
    page = await context.newPage();
    page.setDefaultTimeout(60_000);
    said = [];
    page.on("pageerror", ({ message }) => said.push(message));
    page.on("console", (line) => {
      if (/Content Security Policy/i.test(line.text())) said.push(line.text());
    });
  });

  afterEach(async function () {
    // What the page said last tells more than that something didn't appear.
    if (this.currentTest?.state === "failed") {
      const buttons = await page?.locator(".action").allInnerTexts();
      console.error(`      at ${page?.url()}, where buttons say: ${JSON.stringify(buttons)}`);
    }
    await page?.context().close();
    expect(said, "errors on the page").to.deep.equal([]);
  });

  return {
    get stage() {
      return there.stage;
    },
    get page() {
      return page;
    },
    get browser() {
      return there.browser;
    },
    visit: (path) =>
      page.goto(`${there.stage.url}${path}${path.includes("?") ? "&" : "?"}author=${there.stage.author}`),
    taken: () => page.locator("fieldset.body:enabled").waitFor({ state: "attached" }),
    async become(name) {
      await page.getByTestId("connect").click();
      await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
      await page.getByTestId("who").waitFor();
    },
    async connectWallet() {
      await page.getByTestId("connect").click();
      await page.getByRole("button", { name: /^Pocket Wallet/ }).click();
      // While it is open, nothing behind it takes what is typed.
      await page.locator("dialog[open]").waitFor({ state: "detached" });
    },
    forget(words) {
      said = said.filter((line) => !words.test(line));
    },
    recorded: () => page.locator('.act[data-state="recorded"]').first().waitFor(),
  };
}
