import {
  buildManifest,
  commonsGovernorAbi,
  contributionRegistryAbi,
  contributorRewardsAbi,
  createKeccak,
  itemsRoot,
  memberRegistryAbi,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { expect } from "chai";
import type { Page } from "playwright-core";
import { bytesToHex, erc20Abi, type Hex, stringToBytes, zeroAddress } from "viem";
import { authorAccount } from "../../../scripts/story/history.ts";
import { founder, useDapp } from "./shared.ts";
import { SLEEPER, type Stage, WALKER } from "./stage.ts";
import { installWallet } from "./wallet.ts";

describe("The dApp in a browser", function () {
  this.timeout(300_000);
  const dapp = useDapp();
  const { visit, taken, become, recorded } = dapp;
  let page: Page;
  let stage: Stage;

  beforeEach(() => {
    ({ page, stage } = dapp);
  });

  it("is read without a wallet, and nothing is fetched from elsewhere", async () => {
    const elsewhere: string[] = [];
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      const ours = [stage.url, stage.rpcUrl, stage.recordUrl];
      if (protocol.startsWith("http") && !ours.includes(origin)) elsewhere.push(request.url());
    });
    await visit("/");
    await page.getByRole("img", { name: /Growth ring of Assistant: two releases/ }).waitFor();
    await page.getByRole("heading", { name: /Pay for reviewed sentences/ }).waitFor();
    await page.getByRole("img", { name: "Tutor passes 20% of what it earns on to Assistant." }).waitFor();
    expect(elsewhere).to.deep.equal([]);
  });

  it("is there before any script, and tells times by the reader's clock once there is one", async () => {
    const times = (of: Page) => of.getByRole("region", { name: "Lately" }).locator(".mono");
    const plain = await dapp.browser.newContext({ javaScriptEnabled: false });
    const drawn = await plain.newPage();
    await drawn.goto(stage.url);
    // Nobody has to wait for it: it is what the server sent.
    const text = await drawn.locator("main").innerText();
    expect(text).to.match(/[1-9]\d* people wrote, checked and trained/);
    expect(text).to.match(/Tutor passes 20%/);
    // What would be pressed now would be lost.
    expect(await drawn.getByTestId("connect").isDisabled()).to.equal(true);
    const inUtc = await times(drawn).allInnerTexts();
    expect(inUtc.length).to.be.greaterThan(2);
    await plain.close();

    const away = await dapp.browser.newContext({ timezoneId: "Asia/Tokyo" });
    const reading = await away.newPage();
    const mismatches: string[] = [];
    reading.on("pageerror", ({ message }) => mismatches.push(message));
    await reading.goto(stage.url);
    // Nine hours ahead, all the year.
    const [hour, minute] = inUtc[0]?.match(/\d\d/g)?.slice(-2).map(Number) ?? [];
    const there = `${String(((hour as number) + 9) % 24).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
    await times(reading).first().getByText(there).waitFor();
    await away.close();
    expect(mismatches, "the browser draws what the server drew").to.deep.equal([]);
  });

  it("is painted before it asks for any script", async () => {
    await visit("/models");
    await taken();
    const { painted, begun } = await page.evaluate(() => ({
      painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.POSITIVE_INFINITY,
      begun: (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
        .filter(({ initiatorType }) => initiatorType === "script")
        .map(({ startTime }) => startTime),
    }));
    expect(begun.length).to.be.greaterThan(5);
    expect(Math.min(...begun)).to.be.at.least(painted);
  });

  it("is sent with a policy under which no script of a stranger runs", async () => {
    const answer = await fetch(`${stage.url}/models`);
    const policy = answer.headers.get("content-security-policy") ?? "";
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];
    expect(policy)
      .to.contain("default-src 'none'")
      .and.not.to.match(/script-src[^;]*'(unsafe-inline|unsafe-eval)'/);
    expect(policy).to.contain(`connect-src 'self' ${stage.rpcUrl} ${stage.recordUrl};`);
    const html = await answer.text();
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).to.be.greaterThan(0);
    for (const script of scripts) expect(script).to.contain(`nonce="${nonce}"`);
    const again = await fetch(`${stage.url}/models`);
    expect(again.headers.get("content-security-policy"), "a nonce counts once").not.to.equal(policy);

    await visit("/");
    const ran = await page.evaluate(() => {
      // As markup that a stranger wrote would be.
      document.body.insertAdjacentHTML("beforeend", `<img src="x" onerror="window.strange = true">`);
      return new Promise((resolve) =>
        setTimeout(() => resolve((window as unknown as { strange?: boolean }).strange === true), 300),
      );
    });
    expect(ran).to.equal(false);
    // The refusal itself is what the page was to say.
    dapp.forget(/Content Security Policy/i);
  });

  it("connects with one press as somebody of the local chain, and stays connected over a reload", async () => {
    await visit("/");
    await become("Holder");
    await page.reload();
    await page.getByTestId("who").getByText("member").waitFor();
  });

  it("votes, and shows the vote recorded", async () => {
    await visit(`/proposals/${stage.proposal}`);
    await become("Holder");
    await page.getByLabel("Against", { exact: true }).check();
    await page.getByRole("button", { name: "Vote against" }).click();
    await recorded();
    await page.getByText("Your vote is recorded").waitFor();
    const governor = { address: stage.deployment.contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
    const args = [stage.proposal, founder(1).address] as const;
    expect(await stage.chain.client.readContract({ ...governor, functionName: "hasVoted", args })).to.equal(true);
    await page.getByRole("button", { name: /^All \d+ votes/ }).click();
    expect(await page.locator("tr", { hasText: "you" }).innerText()).to.contain("Against");
    await page.reload();
    await page.getByTestId("voted").getByText("voted against", { exact: true }).waitFor();
  });

  it("casts a ballot for two options by keyboard, and replaces it", async () => {
    const governor = { address: stage.deployment.contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
    const inBox = () =>
      stage.chain.client.readContract({
        ...governor,
        functionName: "ballotOf",
        args: [stage.ballot, founder(1).address],
      });
    const press = async (label: string) => {
      await page.getByLabel(label, { exact: true }).focus();
      await page.keyboard.press("Space");
    };
    await visit(`/proposals/${stage.ballot}`);
    await become("Holder");
    await press("A model that runs on a phone");
    await press("Safety before anything else");
    await page.getByRole("button", { name: "Vote for 2 and 3" }).focus();
    await page.locator('.act[data-state="ready"]').waitFor();
    await page.keyboard.press("Enter");
    await recorded();
    const { weight, ...first } = await inBox();
    expect(weight > 0n).to.equal(true);
    expect(first).to.deep.equal({ support: 1, options: 0b1100, sequence: 1, member: true });

    await page.getByRole("button", { name: "Change it" }).click();
    await press("A model that runs on a phone");
    await press("Safety before anything else");
    await press("Keep things as they are");
    await page.getByText("It takes the place of your earlier ballot.").waitFor();
    await page.locator('.act[data-state="ready"]').click();
    await recorded();
    expect(await inBox()).to.include({ support: 0, options: 0, sequence: 2 });
    await page.reload();
    await page.getByTestId("voted").getByText("voted keep", { exact: true }).waitFor();
    await page.getByRole("button", { name: /^All \d+ votes/ }).click();
    expect(await page.locator("tr", { hasText: "you" }).innerText()).to.contain("Keep");
  });

  it("offers the right network to a wallet on another, and takes a no quietly", async () => {
    const wallet = await installWallet(page, founder(6), stage.rpcUrl);
    await visit(`/proposals/${stage.proposal}`);
    await page.getByTestId("connect").click();
    await page.getByRole("button", { name: /^Pocket Wallet/ }).click();
    await page.getByRole("button", { name: "Switch to the right network" }).click();
    await page.getByTestId("who").waitFor();
    expect(wallet.asked).to.include("wallet_switchEthereumChain");
    await page.getByLabel("For", { exact: true }).check();
    wallet.refuse = true;
    await page.locator('.act[data-state="ready"]').click();
    await page.getByText("You said no in your wallet. Nothing happened.").waitFor();
    wallet.refuse = false;
    await page.getByRole("button", { name: "Vote for" }).click();
    await recorded();
  });

  it("collects what an author earned, in every asset, and shows the receipt", async () => {
    const author = authorAccount(stage.author);
    const token = await listedToken();
    const held = () => balanceOf(token, author);
    const before = await held();
    const paidBefore = await paidTo(author, token);

    await visit("/rewards");
    await become("Contributor");
    const shown = await page.getByTestId("waiting").innerText();
    await page.locator('.act[data-state="ready"]').click();
    await recorded();
    const receipt = await page.getByTestId("receipt").innerText();

    const gained = (await held()) - before;
    expect(gained > 0n).to.equal(true);
    expect((await paidTo(author, token)) - paidBefore).to.equal(gained);
    const words = sixDecimals(gained);
    expect(shown).to.contain(words);
    expect(receipt).to.contain(`${words} USDC`).and.to.contain("ETH");
  });

  /** What the contracts say that they paid, for work and for a seat. */
  async function paidTo(account: Hex, asset: Hex): Promise<bigint> {
    const { client } = stage.chain;
    const { contributorRewards, universalDividend } = stage.deployment.contracts;
    const all = { fromBlock: 0n, toBlock: "latest", strict: true } as const;
    const [work, seats] = await Promise.all([
      client.getContractEvents({
        ...all,
        address: contributorRewards,
        abi: contributorRewardsAbi,
        eventName: "Claimed",
      }),
      client.getContractEvents({
        ...all,
        address: universalDividend,
        abi: universalDividendAbi,
        eventName: "DividendClaimed",
      }),
    ]);
    return [...work, ...seats]
      .filter(({ args }) => args.to === account && args.asset === asset)
      .reduce((sum, { args }) => sum + args.amount, 0n);
  }

  async function listedToken(): Promise<Hex> {
    const listed = await stage.chain.client.getContractEvents({
      address: stage.deployment.contracts.treasury,
      abi: treasuryAbi,
      eventName: "AssetListed",
      fromBlock: 0n,
      toBlock: "latest",
    });
    const token = listed.map(({ args }) => args.asset).find((asset) => asset !== zeroAddress);
    if (!token) throw new Error("The story lists a token.");
    return token;
  }

  const balanceOf = (token: Hex, account: Hex) =>
    stage.chain.client.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [account] });

  /** As pages write it: "1,234.56", cut. */
  const sixDecimals = (value: bigint) =>
    `${(value / 1_000_000n).toLocaleString("en")}.${String(value % 1_000_000n)
      .padStart(6, "0")
      .slice(0, 2)}`;

  const dividend = (functionName: "claimable" | "frozenOf", seat: bigint, asset: Hex) =>
    stage.chain.client.readContract({
      address: stage.deployment.contracts.universalDividend,
      abi: universalDividendAbi,
      functionName,
      args: [seat, asset],
    });

  it("collects a member's dividend, and says why it is as much", async () => {
    const token = await listedToken();
    const seat = await stage.chain.client.readContract({
      address: stage.deployment.contracts.memberRegistry,
      abi: memberRegistryAbi,
      functionName: "seatOf",
      args: [founder(1).address],
    });
    const due = await dividend("claimable", seat, token);
    const before = await balanceOf(token, founder(1).address);
    expect(due > 0n).to.equal(true);

    await visit("/rewards");
    await become("Holder");
    await page.getByRole("link", { name: "More about it" }).click();
    await page
      .getByTestId("dividend")
      .filter({ hasText: sixDecimals(due) })
      .waitFor();
    await page.getByTestId("seat").getByText("active", { exact: true }).waitFor();
    expect(await page.getByTestId("seat-why").innerText())
      .to.contain("One equal part")
      .and.to.contain(sixDecimals(due));
    await page.locator('.act[data-state="ready"]').click();
    await recorded();
    expect(await page.getByTestId("receipt").innerText()).to.contain(`${sixDecimals(due)} USDC`);
    expect((await balanceOf(token, founder(1).address)) - before).to.equal(due);
    expect(await dividend("claimable", seat, token)).to.equal(0n);
  });

  it("says of a lapsed seat what is frozen and until when, and offers nothing that would be refused", async () => {
    const frozen = await dividend("frozenOf", stage.lapsed, zeroAddress);
    expect(frozen > 0n).to.equal(true);
    await page.goto(`${stage.url}/dividend?author=${SLEEPER}`);
    await become("Contributor");
    await page.getByRole("heading", { name: "Your seat has lapsed" }).waitFor();
    const said = page.getByTestId("seat");
    await said.getByText("lapsed, frozen", { exact: true }).waitFor();
    expect(await said.innerText()).to.match(
      /ETH that it earned is frozen: renewing it until \w+day .* gives that back/,
    );
    expect(await page.getByTestId("seat-earned").innerText()).to.contain(
      (Number(frozen / 10n ** 14n) / 1e4).toFixed(4),
    );
    expect(await page.locator(".act").count()).to.equal(0);
    await page.goto(`${stage.url}/rewards/${authorAccount(SLEEPER)}`);
    await page.getByTestId("seat").getByText("lapsed, frozen", { exact: true }).waitFor();
  });

  it("lets the present wallet stop a move of its seat", async () => {
    const pending = () =>
      stage.chain.client.readContract({
        address: stage.deployment.contracts.memberRegistry,
        abi: memberRegistryAbi,
        functionName: "rebindingAt",
        args: [stage.moving],
      });
    expect((await pending()).wallet).not.to.equal(zeroAddress);
    await page.goto(`${stage.url}/dividend?author=${WALKER}`);
    await become("Contributor");
    await page.getByRole("heading", { name: "Your seat is about to leave" }).waitFor();
    await page.getByRole("button", { name: "Stop the move" }).click();
    await page.getByRole("heading", { name: "Your seat is about to leave" }).waitFor({ state: "detached" });
    expect((await pending()).wallet).to.equal(zeroAddress);
    await page.getByTestId("seat").getByText("active", { exact: true }).waitFor();
  });

  it("tells somebody without a seat how to get one", async () => {
    await visit("/rewards");
    await become("Newcomer");
    await page.getByRole("link", { name: "How you get a seat" }).click();
    await page.getByRole("heading", { name: "You hold no seat yet" }).waitFor();
    await page.getByText(/They check that you are one person, once, and sign a credential for your wallet/).waitFor();
    expect(await page.locator(".act").count()).to.equal(0);
  });

  it("builds a manifest in the browser, submits it, and shows it", async () => {
    const sentences = ["Ama sua, ama llulla, ama quella.", "Huk yuyaylla, huk makilla, huk sunqulla.", "Sumaq kawsay."];
    const sent: string[] = [];
    page.on("request", (request) => sent.push(request.postData() ?? ""));
    await visit("/contribute");
    await become("Holder");
    await page.getByLabel("In one line").fill("Three proverbs in Quechua");
    await page.getByLabel("Sentences").fill(sentences.join("\n"));
    await page.getByLabel("Licence").selectOption("CC-BY-4.0");
    await page.getByLabel("Let reviewers read it").uncheck();
    await page.getByRole("button", { name: "Submit 3 pieces" }).click();
    const done = page.getByTestId("submitted");
    await done.waitFor();
    const id = BigInt((await done.getAttribute("data-id")) ?? "0");

    expect(sent.join(), "only a fingerprint leaves the browser").to.not.contain("sunqulla");
    const work = await stage.chain.client.readContract({
      address: stage.deployment.contracts.contributionRegistry,
      abi: contributionRegistryAbi,
      functionName: "contributionAt",
      args: [id],
    });
    expect(work.root).to.equal(await rootOf(sentences));
    expect(work.items).to.equal(3n);
    await page.getByText(/It is in review now/).waitFor();
    await page.getByRole("link", { name: `See contribution ${id}` }).click();
    await page.getByRole("heading", { name: "Three proverbs in Quechua" }).waitFor();
    // Its panel isn't drawn yet.
    await page.getByText("submitted", { exact: true }).waitFor();
  });

  it("counts twenty thousand pasted sentences, and answers meanwhile", async () => {
    const sentences = Array.from({ length: 20_000 }, (_, i) => `Huk yuyaylla, huk makilla, ${i + 1}.`);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: stage.url });
    await visit("/contribute");
    await become("Holder");
    const field = page.getByLabel("Sentences", { exact: true });
    const list = page.getByTestId("long-list");
    const paste = async (text: string) => {
      await page.evaluate((it) => navigator.clipboard.writeText(it), text);
      await field.focus();
      await page.keyboard.press("ControlOrMeta+V");
    };
    // A list that isn't meant: it can be taken out again.
    await paste(Array(600).fill("Manan.").join("\n"));
    await list.getByText("600 sentences").waitFor();
    await list.getByRole("button", { name: "Take out" }).click();
    await list.waitFor({ state: "detached" });

    await paste(`${sentences.join("\n")}\n\n${sentences[0]}\n`);
    await page.getByLabel("In one line").fill("Twenty thousand proverbs");
    await field.pressSequentially("Sumaq kawsay.");
    await page.getByLabel("Licence").selectOption("CC-BY-4.0");
    await list.getByText("20,001 sentences").waitFor();
    await list.getByText("1 empty line was left out.").waitFor();
    expect(await field.inputValue(), "the list stays beside the field").to.equal("Sumaq kawsay.");
    expect(await list.locator("li").count()).to.equal(200);
    await page.getByTestId("count").getByText("20,001 (one stood there twice and count once)").waitFor();
    await page.getByRole("button", { name: "Submit 20,001 pieces" }).click();
    const done = page.getByTestId("submitted");
    await done.waitFor();
    const work = await stage.chain.client.readContract({
      address: stage.deployment.contracts.contributionRegistry,
      abi: contributionRegistryAbi,
      functionName: "contributionAt",
      args: [BigInt((await done.getAttribute("data-id")) ?? "0")],
    });
    expect(work.items).to.equal(20_001n);
    expect(work.root).to.equal(await rootOf(["Sumaq kawsay.", ...sentences]));
    await page.getByText("Stored: reviewers can read it now.").waitFor();
    await page.getByRole("link", { name: /^See contribution/ }).click();
    await page
      .getByTestId("checked")
      .getByText(/^20,001 pieces\. .* and is the one on chain\.$/)
      .waitFor();
  });

  it("keeps what is being written for the next visit", async () => {
    await visit("/contribute");
    await page.getByLabel("In one line").fill("Two proverbs");
    await page.getByLabel("Sentences").fill("Sumaq kawsay.\nMana.");
    await page.waitForFunction(() => Object.values(localStorage).some((kept) => String(kept).includes("Mana.")));
    await page.reload();
    await page.getByText("What you wrote last time is here again.").waitFor();
    expect(await page.getByLabel("Sentences").inputValue()).to.equal("Sumaq kawsay.\nMana.");
    await page.getByRole("button", { name: "Begin anew" }).click();
    expect(await page.getByLabel("In one line").inputValue()).to.equal("");
  });

  it("reads the record, and goes on with the chain itself when the record is gone", async () => {
    await waitForRecord();
    // Events are the server's to read, from wherever: a browser is told what its page is about.
    const events: string[] = [];
    page.on("request", (request) => {
      const url = request.url();
      if (request.postData()?.includes("eth_getLogs") || url.startsWith(`${stage.recordUrl}/events`)) events.push(url);
    });
    await visit("/models");
    await page.getByText(/^Recorded up to block/).waitFor();
    await taken();

    await stage.loseRecord();
    await page.getByText(/^Read from the chain, as the record isn't ready, up to block/).waitFor();
    await page.reload();
    await page.getByText(/^Read from the chain/).waitFor();
    const { block } = await stage.chain.receipt(await stage.chain.pay(founder(1).address, 1n));
    await page.locator(`[data-testid="recorded"][data-block="${block}"]`).waitFor();
    expect(events).to.deep.equal([]);
  });

  async function waitForRecord(): Promise<void> {
    for (;;) {
      const answer = await fetch(`${stage.recordUrl}/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  /** The same manifest, built here by the rule that the page states. */
  async function rootOf(sentences: readonly string[]): Promise<Hex> {
    const keccak = await createKeccak();
    const bySize = new Map<bigint, Hex[]>();
    for (const sentence of sentences) {
      const bytes = stringToBytes(sentence);
      const units = 1_000n * BigInt(1 + bytes.length.toString(2).length);
      bySize.set(units, [...(bySize.get(units) ?? []), bytesToHex(keccak(bytes))]);
    }
    const leaves = [...bySize]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([unitsPerItem, hashes]) => ({
        author: founder(1).address,
        items: BigInt(hashes.length),
        unitsPerItem,
        itemsRoot: itemsRoot(hashes.sort(), keccak),
      }));
    const registry = stage.deployment.contracts.contributionRegistry;
    const domainFields = { chainId: 31337n, registry, modelId: 1n, submitter: founder(1).address };
    return (await buildManifest(leaves, { domainFields })).root;
  }
});
