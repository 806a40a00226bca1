// Every page, by day and by lamp, on a desk and on a phone, as axe-core judges it. `npm test` looks at each page once; all four
// ways are looked at in `npm run test:deep`.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import { expect } from "chai";
import { routesOf } from "./routes.ts";
import { useDapp } from "./shared.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const deep = process.env.COMMONMIND_DEEP === "1";

const ways = ["light", "dark"].flatMap((look) => [1280, 360].map((width) => ({ look, width }) as const));

describe("Accessibility in a browser", function () {
  this.timeout(300_000);
  const dapp = useDapp();

  const violations = async () => {
    // Not as a script of the page: its policy refuses those that aren't its own.
    await dapp.page.evaluate(axe);
    const { violations } = await dapp.page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
    );
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => ({ id, target, failureSummary })),
    );
  };

  const look = async (path: string, title: RegExp, { look, width }: { look: string; width: number }) => {
    await dapp.page.setViewportSize({ width, height: 860 });
    await dapp.page.emulateMedia({ colorScheme: look as "light" | "dark", reducedMotion: "reduce" });
    await dapp.visit(path);
    await dapp.taken();
    await dapp.page.getByRole("heading", { level: 1, name: title }).waitFor();
    await dapp.page.locator(".dashes").first().waitFor({ state: "detached" });
    return (await violations()).map((violation) => ({ path, ...violation }));
  };

  for (const [i, way] of ways.entries()) {
    const all = deep ? "all pages" : "a quarter of the pages";
    it(`finds nothing to object to on ${all}, ${way.look} and ${way.width} pixels wide`, async () => {
      const routes = routesOf(dapp.stage);
      const wanted = routes.filter((_, n) => deep || n % ways.length === i);
      const found = [];
      for (const [path, title] of wanted) found.push(...(await look(path, title, way)));
      expect(found).to.deep.equal([]);
    });
  }

  it("finds nothing to object to while somebody is connected, with an open vote and the list of wallets", async () => {
    const { page, stage, visit, taken, become } = dapp;
    await visit("/");
    await become("Reviewer");
    for (const path of [`/proposals/${stage.proposal}`, "/review", "/rewards", "/dividend"]) {
      await visit(path);
      await taken();
      await page.locator(".dashes").first().waitFor({ state: "detached" });
      expect(await violations(), path).to.deep.equal([]);
    }
    await page.getByTestId("who").click();
    expect(await violations(), "the menu of the wallet").to.deep.equal([]);
  });
});
