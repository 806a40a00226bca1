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

  it("a member votes", async () => {
    await visit(`/proposals/${stage.proposal}`);
    await connect();
    await press(page.getByLabel("For", { exact: true }), "Space");
    await page.locator('.act[data-state="ready"]').waitFor();
    await press(page.getByRole("button", { name: "Vote for" }));
    await recorded();
    const given = await stage.chain.client.readContract({
      ...{ address: stage.deployment.contracts.commonsGovernor, abi: commonsGovernorAbi },
      ...{ functionName: "ballotOf", args: [stage.proposal, founder(2).address] },
    });
    expect([given.support, given.member]).to.deep.equal([1, true]);
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
