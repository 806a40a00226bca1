// What goes wrong between a press and its record: nothing is lost, and it is said in words.
import { treasuryAbi } from "@commonmind/sdk";
import { expect } from "chai";
import type { Page, Route } from "playwright-core";
import { createTestClient, http, parseEther, zeroAddress } from "viem";
import { hardhat } from "viem/chains";
import { founder, useDapp } from "./shared.ts";
import type { Stage } from "./stage.ts";
import { installWallet } from "./wallet.ts";

describe("Trouble in a browser", function () {
  this.timeout(300_000);
  const dapp = useDapp();
  const { visit, become, connectWallet, recorded } = dapp;
  let page: Page;
  let stage: Stage;

  beforeEach(() => {
    ({ page, stage } = dapp);
  });

  const reserve = () =>
    stage.chain.client.readContract({
      ...{ address: stage.deployment.contracts.treasury, abi: treasuryAbi },
      ...{ functionName: "reserveOf", args: [zeroAddress] },
    });
  const give = async (amount: string) => {
    await page.getByLabel("How much").fill(amount);
    return page.getByRole("button", { name: `Give ${amount} ETH` });
  };

  it("goes on with a transaction after a reload, from wherever it was", async () => {
    const node = createTestClient({ mode: "hardhat", chain: hardhat, transport: http(stage.rpcUrl) });
    const before = await reserve();
    await visit("/treasury");
    await become("Holder");
    const button = await give("0.375");
    await page.locator('.act[data-state="ready"]').filter({ hasText: "0.375" }).waitFor();
    await node.setAutomine(false);
    try {
      await button.click();
      await page.locator('.act[data-state="sent"]').waitFor();
      await page.reload();
      await page.locator('.act[data-state="sent"]').waitFor();
      await page.getByText("Usually a few seconds.").waitFor();
    } finally {
      await node.setAutomine(true);
    }
    await node.mine({ blocks: 1 });
    await recorded();
    expect((await reserve()) - before).to.equal(parseEther("0.375"));
    // It is over, and isn't gone on with once more.
    await page.reload();
    await page.getByTestId("who").waitFor();
    expect(await page.locator('.act[data-state="sent"], .act[data-state="recorded"]').count()).to.equal(0);
  });

  it("says so if the contract refuses after all, and offers to try again", async () => {
    const wallet = await installWallet(page, founder(4), stage.rpcUrl);
    const before = await reserve();
    await visit("/treasury");
    await connectWallet();
    await page.getByRole("button", { name: "Switch to the right network" }).first().click();
    await page.getByTestId("who").waitFor();
    const button = await give("0.0625");
    await page.locator('.act[data-state="ready"]').filter({ hasText: "0.0625" }).waitFor();
    wallet.gas = 25_000n;
    await button.click();
    await page.locator('.act[data-state="reverted"]').waitFor();
    expect(await reserve()).to.equal(before);
    delete wallet.gas;
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator('.act[data-state="ready"]').filter({ hasText: "0.0625" }).click();
    await recorded();
    expect((await reserve()) - before).to.equal(parseEther("0.0625"));
  });

  it("says that a page broke and that nothing was lost, and draws it again", async () => {
    await page.addInitScript(() => {
      const { get } = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, "format") ?? {};
      Object.defineProperty(Intl.DateTimeFormat.prototype, "format", {
        get() {
          if ("broken" in window) throw new RangeError("no such time");
          return get?.call(this);
        },
      });
    });
    await visit("/proposals");
    const heading = page.getByRole("heading", { level: 1, name: "What we decide" });
    await heading.waitFor();
    await page.locator(".dashes").first().waitFor({ state: "detached" });
    await page.evaluate(() => Object.assign(window, { broken: true }));
    await page.getByRole("heading", { name: "This page can’t be shown." }).waitFor();
    await page.getByText("Nothing was lost").waitFor();
    await page.getByTestId("connect").waitFor();
    await page.evaluate(() => Reflect.deleteProperty(window, "broken"));
    await page.getByRole("button", { name: "Try again" }).click();
    await heading.waitFor();
    dapp.forget(/no such time/);
  });

  it("doesn't pass off a chain that was started anew as the one before", async () => {
    await page.route(`${stage.recordUrl}/**`, (route) => route.abort());
    await page.route(`${stage.rpcUrl}/**`, async (route: Route) => {
      const answer = await route.fetch();
      const text = (await answer.text()).replaceAll(stage.deployment.chainHash, `0x${"ee".repeat(32)}`);
      await route.fulfill({ response: answer, body: text });
    });
    await visit("/models");
    await page
      .getByText("The chain was started anew, and its co-op isn't the one this page was set up for.")
      .first()
      .waitFor();
    await page.getByRole("link", { name: "Assistant" }).waitFor({ state: "detached" });
  });

  it("says that the chain doesn't answer, and shows everything once it does again", async () => {
    let silent = true;
    for (const url of [stage.recordUrl, stage.rpcUrl]) {
      await page.route(`${url}/**`, (route) => (silent ? route.abort() : route.continue()));
    }
    await visit("/models");
    await page.getByText("The chain doesn't answer just now.").first().waitFor();
    silent = false;
    await page.getByRole("link", { name: "Assistant" }).first().waitFor();
    await page.getByText("The chain doesn't answer just now.").first().waitFor({ state: "detached" });
  });
});
