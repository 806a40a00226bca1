// A vote and a claim by somebody who uses no pointer: every step is reached by Tab, and taken by Enter or Space.
import { commonsGovernorAbi, universalDividendAbi } from "@commonmind/sdk";
import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import { zeroAddress } from "viem";
import { founder, useDapp } from "./shared.ts";
import type { Stage } from "./stage.ts";

/** More stops than any page has. */
const STOPS = 150;

describe("By keyboard in a browser", function () {
  this.timeout(300_000);
  const dapp = useDapp();
  const { visit, recorded } = dapp;
  let page: Page;
  let stage: Stage;

  beforeEach(() => {
    ({ page, stage } = dapp);
  });

  const reach = async (there: Locator) => {
    const focused = () => there.evaluate((it) => it === document.activeElement);
    await there.waitFor();
    for (let i = 0; i < STOPS && !(await focused()); i++) await page.keyboard.press("Tab");
    expect(await focused(), `${there} is reached by Tab`).to.equal(true);
  };
  const press = async (there: Locator, key = "Enter") => {
    await reach(there);
    await page.keyboard.press(key);
  };
  const connect = async () => {
    await press(page.getByTestId("connect"));
    await press(page.getByRole("button", { name: /^Reviewer/ }));
    await page.getByTestId("who").waitFor();
  };

  it("a member votes, or changes what they voted", async () => {
    const given = () =>
      stage.chain.client.readContract({
        ...{ address: stage.deployment.contracts.commonsGovernor, abi: commonsGovernorAbi },
        ...{ functionName: "ballotOf", args: [stage.proposal, founder(2).address] },
      });
    const before = await given();
    const [label, support] = before.support === 1 && before.sequence > 0 ? ["Against", 0] : ["For", 1];
    await visit(`/proposals/${stage.proposal}`);
    await connect();
    if (before.sequence > 0) await press(page.getByRole("button", { name: "Change it" }));
    await page.getByRole("radio").first().waitFor();
    // Of radio buttons, Tab reaches the one that is chosen, or the first; arrows move the choice.
    const choices = page.getByRole("radio");
    const chosen = choices.and(page.locator(":checked"));
    await press((await chosen.count()) > 0 ? chosen : choices.first(), "Space");
    const wanted = page.getByLabel(label as string, { exact: true });
    for (let i = 0; i < 3 && !(await wanted.isChecked()); i++) await page.keyboard.press("ArrowDown");
    expect(await wanted.isChecked()).to.equal(true);
    await page.locator('.act[data-state="ready"]').waitFor();
    await press(page.locator('.act[data-state="ready"]'));
    await recorded();
    expect(await given()).to.include({ support, sequence: before.sequence + 1, member: true });
  });

  it("a member collects", async () => {
    const waiting = () =>
      stage.chain.client.readContract({
        ...{ address: stage.deployment.contracts.universalDividend, abi: universalDividendAbi },
        ...{ functionName: "claimable", args: [2n, zeroAddress] },
      });
    expect((await waiting()) > 0n).to.equal(true);
    await visit("/dividend");
    await connect();
    await page.locator('.act.pay[data-state="ready"]').waitFor();
    await press(page.locator('.act.pay[data-state="ready"]'));
    await recorded();
    expect(await waiting()).to.equal(0n);
  });
});
