// A list as long as the crowd is large: what is in sight is fetched, and nothing else is in the page.
import { expect } from "chai";
import { parse, stringify } from "devalue";
import type { Page, Route } from "playwright-core";
import type { Ledger, WorkRow } from "../../src/data/types.ts";
import { useDapp } from "./shared.ts";

const MANY = 100_000;
const PIECE = 200;

describe("A model of a hundred thousand contributions", function () {
  this.timeout(180_000);
  const dapp = useDapp();
  const { visit, taken } = dapp;
  let page: Page;
  let asked: number[];

  /** What the server says of the model's work, as if there were many more of it: contribution 100,000 is the newest. */
  beforeEach(async () => {
    page = dapp.page;
    asked = [];
    await page.route(/\/ledger\?/, async (route: Route) => {
      // Whole each time, and not only what is new.
      const url = new URL(route.request().url());
      url.searchParams.delete("seen");
      const answer = await route.fetch({ url: url.href });
      const told = parse(await answer.text()) as { ledger?: Ledger };
      for (const { id, sums } of told.ledger?.models ?? []) {
        if (id === 1) Object.assign(sums, { states: { ...sums.states, all: MANY } });
      }
      await route.fulfill({ response: answer, body: stringify(told) });
    });
    await page.route(/\/ledger\/rows\?/, async (route: Route) => {
      const query = new URL(route.request().url()).searchParams;
      const from = Number(query.get("from"));
      asked.push(from);
      const rows = Array.from(
        { length: Math.min(PIECE, MANY - from) },
        (_, i): WorkRow => ({
          ...{ id: BigInt(MANY - from - i), kind: "Data", uri: `Number ${MANY - from - i}`, items: 1n },
          ...{ submittedAt: 1_700_000_000, state: "final", score: 80 },
        }),
      );
      await route.fulfill({ contentType: "application/json", body: stringify({ count: MANY, rows }) });
    });
  });

  it("scrolls from the newest to the first, with a few rows in the page at any time", async () => {
    await visit("/models/1");
    await taken();
    const list = page.getByRole("region", { name: "100,000 contributions" });
    await list.waitFor();
    const row = (number: number) => list.getByRole("link", { name: `Number ${number}`, exact: true });
    const scrollTo = (part: number) =>
      list.evaluate((box, to) => box.scrollTo({ top: (box.scrollHeight - box.clientHeight) * to }), part);
    await row(MANY).waitFor();
    await scrollTo(0.5);
    await row(MANY / 2).waitFor();
    await scrollTo(1);
    await row(1).waitFor();
    expect(await list.getByRole("listitem").count(), "rows in the page").to.be.at.most(60);
    expect(await list.getByRole("listitem").last().getAttribute("aria-posinset")).to.equal(`${MANY}`);
    // Of five hundred pieces only those that came into sight.
    expect(new Set(asked).size).to.be.at.most(8);
    expect(asked).to.include(MANY - PIECE);
  });

  it("goes down by keyboard alone", async () => {
    await visit("/models/1");
    await taken();
    const list = page.getByRole("region", { name: "100,000 contributions" });
    await list.focus();
    await page.keyboard.press("End");
    await list.getByRole("link", { name: "Number 1", exact: true }).waitFor();
  });
});
