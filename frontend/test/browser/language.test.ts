// The dApp in the language of whoever reads it.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { routesOf } from "./routes.ts";
import { useDapp } from "./shared.ts";

describe("The dApp in a browser in other languages", function () {
  this.timeout(300_000);
  const dapp = useDapp();

  /** A page of somebody whose browser asks for this language. */
  async function reading(locale: string, work: (page: Page) => Promise<void>): Promise<void> {
    const context = await dapp.browser.newContext({ locale, timezoneId: "Europe/Berlin" });
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on("pageerror", (error) => wrong.push(String(error)));
    page.on("console", (message) => {
      // An earlier test may have taken the record away: pages read the chain then.
      if (message.type() === "error" && !/ERR_CONNECTION_REFUSED/.test(message.text())) wrong.push(message.text());
    });
    await work(page);
    await context.close();
    expect(wrong).to.deep.equal([]);
  }

  it("comes in German to whose browser asks for it, with numbers as German writes them", () =>
    reading("de-AT", async (page) => {
      await page.goto(dapp.stage.url);
      await page.getByRole("heading", { name: "Wir haben diese Modelle gemacht. Sie gehören uns." }).waitFor();
      expect(await page.locator("html").getAttribute("lang")).to.equal("de");
      expect(await page.title()).to.equal("Commonmind");
      await page.getByRole("link", { name: "Schatzkammer" }).click();
      await page
        .getByText(/^\d{1,3}(\.\d{3})*,\d\d$/)
        .first()
        .waitFor();
      await page.waitForFunction(() => document.title.startsWith("Schatzkammer"));
    }));

  it("comes in English to whose browser asks for something else, and in what was chosen from then on", () =>
    reading("fr-FR", async (page) => {
      await page.goto(`${dapp.stage.url}/dividend`);
      await page.getByRole("heading", { name: "The same for every member" }).waitFor();
      await page.getByRole("button", { name: "Deutsch" }).click();
      await page.waitForFunction(() => document.documentElement.lang === "de");
      await page.goto(`${dapp.stage.url}/models`);
      expect(await page.locator("html").getAttribute("lang")).to.equal("de");
      await page.getByRole("button", { name: "English" }).click();
      await page.waitForFunction(() => document.documentElement.lang === "en");
    }));

  it("answers two readers at once, each in their own language", async () => {
    const asked = ["de", "en", "de;q=0.9, en;q=0.1", "en, de;q=0.5", "xx", ""].map(async (accept) => {
      const answer = await fetch(`${dapp.stage.url}/models`, { headers: { "accept-language": accept } });
      return /<html lang="(\w+)"/.exec(await answer.text())?.[1];
    });
    expect(await Promise.all(asked)).to.deep.equal(["de", "en", "de", "en", "en", "en"]);
  });

  it("is nowhere wider than a phone in German, and draws every page without an error", () =>
    reading("de-DE", async (page) => {
      await page.setViewportSize({ width: 360, height: 780 });
      for (const [path] of routesOf(dapp.stage)) {
        await page.goto(dapp.stage.url + path);
        await page.locator("main h1").first().waitFor();
        await page.locator(".dashes").first().waitFor({ state: "detached" });
        const wide = await page.evaluate(() =>
          document.documentElement.scrollWidth <= innerWidth
            ? []
            : Array.from(document.querySelectorAll("main *"))
                .filter((element) => element.getBoundingClientRect().right > innerWidth)
                .map((element) => `${element.tagName} ${element.textContent?.slice(0, 60)}`),
        );
        expect(wide, path).to.deep.equal([]);
      }
    }));
});
