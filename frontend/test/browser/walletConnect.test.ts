// Wallets on other devices, by WalletConnect. Its relay and the phone are stand-ins (phone.ts): there is no network here.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { freePort } from "../../../scripts/lib/freePort.ts";
import { type Service, startDapp } from "../../../scripts/lib/services.ts";
import { installPhone, RELAY } from "./phone.ts";
import { founder, useDapp } from "./shared.ts";

const PROJECT = "0123456789abcdef0123456789abcdef";

describe("A wallet on a phone", function () {
  this.timeout(300_000);
  const dapp = useDapp();
  let page: Page;
  let folder: string;
  let service: Service;
  let url: string;
  /** Scripts of the page that know the relay. */
  let loaded: string[];

  before(async () => {
    const { deployment, rpcUrl, recordUrl } = dapp.stage;
    folder = mkdtempSync(join(tmpdir(), "commonmind-phone-"));
    const file = join(folder, "31337.json");
    writeFileSync(file, JSON.stringify(deployment));
    service = startDapp({
      ...{ port: await freePort(), deployment: file, rpcUrl, recordUrl, walletConnectId: PROJECT },
    });
    url = await service.url;
  });

  after(async () => {
    await service?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(() => {
    ({ page } = dapp);
    loaded = [];
    page.on("response", async (response) => {
      if (!/\.js(\?|$)/.test(response.url())) return;
      const text = await response.text().catch(() => "");
      if (text.includes(RELAY)) loaded.push(response.url());
    });
  });

  const entry = () => page.getByRole("button", { name: /^WalletConnect/ });
  const link = () => page.getByRole("link", { name: "Open a wallet on this device" });
  const choose = async () => {
    await page.getByTestId("connect").click();
    await entry().click();
    await page.getByRole("img", { name: "QR code for your wallet to scan" }).waitFor();
    return (await link().getAttribute("href")) ?? "";
  };

  it("isn't offered where the co-op didn't set it up", async () => {
    const policy = (await fetch(dapp.stage.url)).headers.get("content-security-policy");
    expect(policy).not.to.contain("walletconnect");
    expect(await (await fetch(`${dapp.stage.url}/config.json`)).json()).not.to.have.property("walletConnectId");
    await dapp.visit("/");
    await page.getByTestId("connect").click();
    await page.getByRole("button", { name: /^Holder/ }).waitFor();
    expect(await entry().count()).to.equal(0);
    expect(loaded).to.deep.equal([]);
  });

  it("is offered where it did, and loads nothing of it and asks nobody before it is chosen", async () => {
    const { rpcUrl, recordUrl } = dapp.stage;
    const policy = (await fetch(url)).headers.get("content-security-policy");
    expect(policy).to.contain(`connect-src 'self' ${rpcUrl} ${recordUrl} ${RELAY};`);
    const sockets: string[] = [];
    const elsewhere: string[] = [];
    page.on("websocket", (socket) => sockets.push(socket.url()));
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol.startsWith("http") && ![url, rpcUrl, recordUrl].includes(origin)) elsewhere.push(request.url());
    });
    await page.goto(url);
    await page.getByTestId("connect").click();
    await entry().waitFor();
    await page.waitForLoadState("networkidle");
    expect([...loaded, ...sockets, ...elsewhere]).to.deep.equal([]);
  });

  it("shows a code to scan, copy or open, on a phone's screen too, and can be called off", async () => {
    const phone = await installPhone(page, founder(4), dapp.stage.rpcUrl);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(url);
    const uri = await choose();
    expect(uri).to.match(/^wc:[0-9a-f]{64}@2\?/);
    expect(loaded.length, "fetched once it was chosen").to.be.greaterThan(0);
    await page.getByRole("button", { name: "Copy the code" }).waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).to.be.at.most(360);
    const sheet = await page.locator("dialog.slip").evaluate((it) => it.scrollWidth - it.clientWidth);
    expect(sheet).to.equal(0);
    if (process.env.COMMONMIND_PICTURES) {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(process.env.COMMONMIND_PICTURES, `pairing-${colorScheme}.png`) });
      }
    }
    await page.getByRole("button", { name: "Cancel" }).click();
    await entry().waitFor();
    await page.getByText("Nobody asks for your name. Reading").waitFor();
    expect(phone.asked).to.deep.equal([]);
    // Another code, not the old one again.
    await entry().click();
    await link().waitFor();
    expect(await link().getAttribute("href")).not.to.equal(uri);
  });

  it("takes a no quietly, and can be asked again", async () => {
    const phone = await installPhone(page, founder(4), dapp.stage.rpcUrl);
    await page.goto(url);
    phone.refuse = true;
    await phone.scan(await choose());
    await page.getByText("You said no in your wallet. Nothing happened.").waitFor();
    phone.refuse = false;
    await entry().click();
    await link().waitFor();
    await phone.scan((await link().getAttribute("href")) ?? "");
    await page.getByTestId("who").waitFor();
  });

  it("signs and sends what the page asks, stays over a reload, and ends where either side leaves", async () => {
    const phone = await installPhone(page, founder(4), dapp.stage.rpcUrl);
    await page.goto(`${url}/treasury`);
    await phone.scan(await choose());
    await page.getByTestId("who").waitFor();
    await page.getByLabel("How much").fill("0.0125");
    const give = page.locator('.act[data-state="ready"]').filter({ hasText: "0.0125" });
    await give.waitFor();
    phone.refuse = true;
    await give.click();
    await page.getByText("You said no in your wallet. Nothing happened.").waitFor();
    phone.refuse = false;
    await page.getByRole("button", { name: "Give 0.0125 ETH" }).click();
    await dapp.recorded();
    expect(phone.asked).to.deep.equal(["session", "eth_sendTransaction", "eth_sendTransaction"]);
    await page.reload();
    await page.getByTestId("who").waitFor();
    await phone.leave();
    await page.getByTestId("connect").waitFor();
  });
});
