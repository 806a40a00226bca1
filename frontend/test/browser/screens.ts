// Pictures of every page for docs/screens, taken of a co-op that runs (`npm start`):
//   node --import tsx frontend/test/browser/screens.ts [URL] [FOLDER]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openBrowser } from "./browser.ts";

const [url = "http://127.0.0.1:3000", folder = "docs/screens"] = process.argv.slice(2);

type Shot = {
  readonly name: string;
  readonly path: string;
  /** Who looks at it; without one, anybody. */
  readonly as?: string;
  /** What is done before the picture. */
  readonly first?: (page: Page) => Promise<void>;
};

const firstLink = (prefix: string) => async (page: Page) => {
  await page.locator(`main li a[href^="${prefix}"]`).first().click();
  await page.waitForURL(new RegExp(`${prefix}.`));
};

const shots: readonly Shot[] = [
  { name: "home", path: "/", as: "Contributor" },
  { name: "models", path: "/models" },
  { name: "model", path: "/models/1" },
  { name: "votes", path: "/proposals" },
  { name: "vote", path: "/proposals", as: "Holder", first: firstLink("/proposals/") },
  {
    name: "propose",
    path: "/proposals/new",
    as: "Holder",
    first: async (page) => {
      await page.getByRole("button", { name: /^Change a rule/ }).click();
      await page.getByLabel("The question, in one line").fill("More for every member");
      await page.getByLabel("What it is to be").fill("55 30 15");
      await page.getByTestId("effects").waitFor();
      await page.getByRole("heading", { name: "As voters will see it" }).scrollIntoViewIfNeeded();
    },
  },
  { name: "contribute", path: "/contribute", as: "Holder" },
  { name: "contribution", path: "/contributions/1" },
  { name: "review", path: "/review", as: "Reviewer" },
  { name: "rewards", path: "/rewards", as: "Contributor" },
  { name: "dividend", path: "/dividend", as: "Holder" },
  { name: "treasury", path: "/treasury" },
  { name: "people", path: "/people" },
  { name: "person", path: "/people", first: firstLink("/people/") },
  { name: "activity", path: "/activity" },
  { name: "status", path: "/status" },
  { name: "dev", path: "/dev" },
];

const browser = await openBrowser();
if (!browser) throw new Error("No browser was found; COMMONMIND_BROWSER can name one.");
mkdirSync(folder, { recursive: true });
const wanted = process.env.ONLY?.split(",");
for (const [device, viewport] of [
  ["phone", { width: 360, height: 780 }],
  ["desk", { width: 1280, height: 860 }],
] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const { name, path, as, first } of shots.filter(({ name }) => !wanted || wanted.includes(name))) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
      const page = await context.newPage();
      await page.goto(url + path);
      if (as) {
        await page.getByTestId("connect").click();
        await page.getByRole("button", { name: new RegExp(`^${as}`) }).click();
        await page.getByTestId("who").waitFor();
      }
      await first?.(page);
      await page.locator(".dashes").first().waitFor({ state: "detached" });
      await page.waitForLoadState("networkidle").catch(() => {});
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(folder, `${name}-${device}-${colorScheme}.jpg`), type: "jpeg", quality: 62 });
      await context.close();
      process.stderr.write(`${name} ${device} ${colorScheme}\n`);
    }
  }
}
await browser.close();
