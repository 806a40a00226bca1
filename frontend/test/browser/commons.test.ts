// What people do on the pages of the commons: read them all, contribute, judge, ask, give, lend, join.

import { readFileSync } from "node:fs";
import {
  commonsGovernorAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  cosignatureTypedData,
  memberRegistryAbi,
  reviewPanelAbi,
  treasuryAbi,
  universalDividendAbi,
  workKinds,
} from "@commonmind/sdk";
import { expect } from "chai";
import type { Page } from "playwright-core";
import {
  createTestClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  parseEther,
  parseEventLogs,
  zeroAddress,
  zeroHash,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { routesOf } from "./routes.ts";
import { founder, useDapp } from "./shared.ts";
import type { Stage } from "./stage.ts";
import { installWallet } from "./wallet.ts";

const GUEST = 14;

describe("The pages of the commons", function () {
  this.timeout(300_000);
  const dapp = useDapp();
  const { visit, taken, become, connectWallet, recorded } = dapp;
  let page: Page;
  let stage: Stage;

  beforeEach(() => {
    ({ page, stage } = dapp);
  });

  it("are all there, and none is wider than a phone", async () => {
    await page.setViewportSize({ width: 360, height: 780 });
    for (const [path, title] of routesOf(stage)) {
      await visit(path);
      await page.getByRole("heading", { level: 1, name: title }).waitFor();
      await page.locator(".dashes").first().waitFor({ state: "detached" });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over, `${path} scrolls sideways by that many pixels`).to.be.at.most(0);
    }
  });

  it("say what a word means to whoever points at it, or gets there by keyboard, on a phone too", async () => {
    await page.setViewportSize({ width: 360, height: 780 });
    await visit("/proposals");
    await taken();
    const word = page.getByRole("button", { name: "Voice" });
    const meaning = page.getByRole("tooltip");
    expect(await meaning.count()).to.equal(0);
    await word.focus();
    await meaning.getByText(/can’t be bought; you can lend it/).waitFor();
    const box = await meaning.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 360).to.equal(true);
    await page.keyboard.press("Escape");
    await meaning.waitFor({ state: "detached" });
  });

  it("say where a model's revenue is paid, and settle what lies there", async () => {
    const { modelRegistry } = stage.deployment.contracts;
    const till = await stage.chain.client.readContract({
      ...{ address: modelRegistry, abi: (await import("@commonmind/sdk")).modelRegistryAbi },
      ...{ functionName: "tillOf", args: [1n] },
    });
    const payer = createWalletClient({ account: founder(1), chain: hardhat, transport: http(stage.rpcUrl) });
    const hash = await payer.sendTransaction({ to: till, value: parseEther("0.25") });
    await stage.chain.client.waitForTransactionReceipt({ hash });

    await visit("/models/1");
    await become("Newcomer");
    await page.getByRole("img", { name: "QR code of the till of Assistant" }).waitFor();
    await page.getByRole("button", { name: "Settle 0.25 ETH now" }).click();
    await page.getByText("Nothing lies in it now.").waitFor();
    expect(await stage.chain.client.getBalance({ address: till })).to.equal(0n);
  });

  it("take a gift to the reserve, to the last base unit", async () => {
    const reserve = () =>
      stage.chain.client.readContract({
        ...{ address: stage.deployment.contracts.treasury, abi: treasuryAbi },
        ...{ functionName: "reserveOf", args: [zeroAddress] },
      });
    const before = await reserve();
    await visit("/treasury");
    await become("Holder");
    await page.getByLabel("How much").fill("0.125");
    await page.getByLabel("With a word, if you like").fill("for the languages");
    await page.getByRole("button", { name: "Give 0.125 ETH" }).click();
    await recorded();
    expect((await reserve()) - before).to.equal(parseEther("0.125"));
    await page.getByText("“for the languages”").waitFor();
  });

  it("lend a voice and take it back", async () => {
    const delegateOf = (account: `0x${string}`) =>
      stage.chain.client.readContract({
        ...{ address: stage.deployment.contracts.contributionToken, abi: contributionTokenAbi },
        ...{ functionName: "delegates", args: [account] },
      });
    await visit(`/people/${founder(2).address}`);
    await become("Holder");
    await page.getByRole("button", { name: /^Lend my voice to/ }).click();
    await recorded();
    expect(await delegateOf(founder(1).address)).to.equal(founder(2).address);
    await visit(`/people/${founder(1).address}`);
    await page.getByRole("button", { name: "Take my voice back" }).click();
    await recorded();
    expect(await delegateOf(founder(1).address)).to.equal(founder(1).address);
  });

  it("ask for a vote from a draft that outlives the page, and withdraw it again", async () => {
    await visit("/proposals/new");
    await become("Holder");
    await page.getByRole("button", { name: /^Spend from the reserve/ }).click();
    await page.getByLabel("The question, in one line").fill("Thank the translators");
    await page.getByLabel("How much").fill("0.01");
    await page.getByLabel("In", { exact: true }).selectOption({ label: "ETH" });
    await page.reload();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByLabel("To whom").fill(founder(3).address);
    await page.getByText("it would be carried out").waitFor();
    await page.getByText("0.01 ETH", { exact: false }).first().waitFor();
    await page.getByTestId("effects").getByText("The reserve in ETH").waitFor();
    await page.getByRole("button", { name: "Ask for a vote" }).click();
    await page.getByRole("link", { name: "See the vote" }).click();
    await page.getByRole("heading", { name: "Thank the translators" }).waitFor();
    await page
      .getByTestId("effects")
      .getByText(`What ${founder(3).address} has`)
      .waitFor();
    const id = BigInt(page.url().match(/proposals\/(\d+)/)?.[1] ?? "0");
    const stateOf = () =>
      stage.chain.client.readContract({
        ...{ address: stage.deployment.contracts.commonsGovernor, abi: commonsGovernorAbi },
        ...{ functionName: "state", args: [id] },
      });
    expect(await stateOf()).to.equal(0);
    await page.getByRole("button", { name: "Withdraw it" }).click();
    await page.getByText("stopped", { exact: true }).first().waitFor();
    expect(await stateOf()).to.equal(2);
  });

  it("let somebody without a voice ask together with members, by a file that goes from hand to hand", async () => {
    await visit("/proposals/new");
    await become("Newcomer");
    await page.getByRole("button", { name: /^Spend from the reserve/ }).click();
    await page.getByLabel("The question, in one line").fill("A microphone for the readers");
    await page.getByLabel("How much").fill("0.02");
    await page.getByLabel("In", { exact: true }).selectOption({ label: "ETH" });
    await page.getByLabel("To whom").fill(founder(3).address);
    await page.getByRole("button", { name: "Ask together with other members" }).click();
    await page.getByRole("heading", { name: "0 of 3 seats signed" }).waitFor();
    const saved = async (from: Page) => {
      const [file] = await Promise.all([
        from.waitForEvent("download"),
        from.getByRole("button", { name: "Save the file" }).click(),
      ]);
      return readFileSync(await file.path(), "utf8");
    };
    const asFile = (text: string) => ({
      ...{ name: "petition.json", mimeType: "application/json", buffer: Buffer.from(text) },
    });
    const begun = await saved(page);

    const member = await (await dapp.browser.newContext()).newPage();
    await member.goto(`${stage.url}/proposals/new`);
    await member.getByTestId("connect").click();
    await member.getByRole("button", { name: /^Holder/ }).click();
    await member.getByTestId("who").waitFor();
    await member.getByLabel("Open the file").setInputFiles(asFile(begun.replace("microphone", "megaphone")));
    await member.getByText("This file holds no proposal to sign.").waitFor();
    await member.getByLabel("Open the file").setInputFiles(asFile(begun));
    await member.getByRole("heading", { name: "A microphone for the readers" }).waitFor();
    await member.getByRole("button", { name: "Sign for it" }).click();
    await member.getByRole("heading", { name: "1 of 3 seats signed" }).waitFor();
    const one = JSON.parse(await saved(member)) as Record<string, unknown> & { cosignatures: unknown[] };
    await member.context().close();

    const { proposer, deadline, petition } = one as unknown as { proposer: Hex; deadline: number; petition: string };
    const typedData = cosignatureTypedData({
      ...{ chainId: hardhat.id, governor: stage.deployment.contracts.commonsGovernor, proposer },
      ...{ proposalId: BigInt(petition), deadline: BigInt(deadline) },
    });
    const signed = async (cosigner: ReturnType<typeof founder>) => ({
      ...{ cosigner: cosigner.address, signature: await cosigner.signTypedData(typedData) },
    });
    // A stranger's counts for nothing, and neither does what is no signature.
    const junk = { cosigner: founder(5).address, signature: `0x${"8010".repeat(16)}` };
    const two = [junk, await signed(founder(3)), await signed(founder(GUEST + 1))];
    const add = (cosignatures: unknown[]) =>
      page.getByLabel("Add what others signed").setInputFiles(asFile(JSON.stringify({ ...one, cosignatures })));
    await add(Array(300).fill(junk));
    await page.getByText("No signature in this file counts").waitFor();
    await add([...one.cosignatures, ...two]);
    await page.getByRole("heading", { name: "2 of 3 seats signed" }).waitFor();
    await page
      .getByText(/^2 signatures came in\. One is of accounts without a seat: .* One isn’t a member’s/)
      .waitFor();
    await page.getByTestId("signers").getByText("signed, and holds no seat now").waitFor();
    await add(one.cosignatures);
    await page.getByText("Nothing new came in. One was here already, and counts once.").waitFor();
    await page.getByRole("button", { name: "1 more to sign" }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Go on" }).first().click();
    await add([await signed(founder(4))]);
    await page.getByRole("heading", { name: "3 of 3 seats signed" }).waitFor();
    await page.getByRole("button", { name: "Leave out" }).last().click();
    await page.getByRole("heading", { name: "2 of 3 seats signed" }).waitFor();
    await add([await signed(founder(5))]);
    await page.getByRole("heading", { name: "3 of 3 seats signed" }).waitFor();
    await page.getByRole("button", { name: "Take in again" }).click();
    await page.getByRole("button", { name: "Take in again" }).waitFor({ state: "detached" });
    await page.getByTestId("signers").getByText("signed too: comes in if another is left out").waitFor();
    await page.getByRole("button", { name: "Ask for a vote" }).click();
    await page.getByRole("link", { name: "See the vote" }).click();
    await page.getByRole("heading", { name: "A microphone for the readers" }).waitFor();
    await page.getByText("members together").waitFor();
    expect(await page.getByText("#proposer").count(), "who alone could ask isn't part of the words").to.equal(0);
  });

  it("make somebody a member who brings a credential", async () => {
    const guest = founder(GUEST);
    await installWallet(page, guest, stage.rpcUrl);
    await visit("/dividend");
    await connectWallet();
    await page.getByLabel("Your credential").fill("{}");
    await page.getByText("This isn’t a credential, or not all of it.").waitFor();
    await page.getByRole("button", { name: "Ask the practice issuer" }).click();
    await page.getByRole("button", { name: "Switch to the right network" }).click();
    await page.getByRole("button", { name: "Take my seat" }).click();
    await page.getByTestId("seat").getByText("active", { exact: true }).waitFor();
    const seat = await stage.chain.client.readContract({
      ...{ address: stage.deployment.contracts.memberRegistry, abi: memberRegistryAbi },
      ...{ functionName: "seatOf", args: [guest.address] },
    });
    expect(seat > 0n).to.equal(true);
  });

  it("publish pieces only once they are on chain, and check them against it for whoever reads", async () => {
    const sentences = ["Haba na haba hujaza kibaba.", "<img src=x onerror=alert(1)>"];
    const stored: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/content") && request.method() === "POST") stored.push(request.url());
    });
    await visit("/contribute");
    await become("Holder");
    await page.getByLabel("In one line").fill("Two proverbs in Swahili");
    await page.getByLabel("Sentences").fill(sentences.join("\n"));
    await page.getByLabel("Licence").selectOption("CC0-1.0");
    await page.locator('.act[data-state="ready"]').waitFor();
    expect(stored, "nothing is stored before it is on chain").to.deep.equal([]);
    await page.getByRole("button", { name: "Submit 2 pieces" }).click();
    const done = page.getByTestId("submitted");
    await done.waitFor();
    await page.getByText("Stored: reviewers can read it now.").waitFor();
    expect(stored).to.deep.equal([`${stage.recordUrl}/content`]);
    const id = (await done.getAttribute("data-id")) ?? "0";

    // Its author sees what each line is made of, and that the chain holds it.
    await page.getByRole("link", { name: /^See contribution/ }).click();
    const parts = page.getByTestId("your-part");
    await parts.first().waitFor();
    expect(await parts.count()).to.equal(await parts.getByText(/it leads to the tree on chain, and adds up/).count());
    await parts.getByText("Haba na haba hujaza kibaba.").waitFor();
    await parts
      .first()
      .getByText(/^2 pieces × [\d,]+ units = [\d,]+ units before scoring$/)
      .waitFor();

    // Somebody else, in another browser.
    const other = await dapp.browser.newContext();
    const reader = await other.newPage();
    await reader.goto(`${stage.url}/contributions/${id}`);
    await reader.getByRole("heading", { name: "Two proverbs in Swahili" }).waitFor();
    await reader
      .getByTestId("checked")
      .getByText(/and is the one on chain/)
      .waitFor();
    await reader.getByText("<img src=x onerror=alert(1)>").waitFor();
    expect(await reader.locator("main img").count(), "content is never rendered").to.equal(0);
    await other.close();
  });

  it("keep a list that the store didn't take, and put it there later", async () => {
    await page.route("**/content", (route) => route.abort());
    await visit("/contribute");
    await become("Holder");
    await page.getByLabel("In one line").fill("One more proverb");
    await page.getByLabel("Sentences").fill("Polepole ndio mwendo.");
    await page.getByLabel("Licence").selectOption("CC0-1.0");
    await page.getByRole("button", { name: "Submit 1 piece" }).click();
    await page
      .getByTestId("stored")
      .getByText("The store doesn’t answer just now. Your work is in all the same.")
      .waitFor();
    await page.unroute("**/content");
    await page.getByRole("link", { name: /^See contribution/ }).click();
    await page.getByRole("button", { name: "Store it now" }).click();
    await page.getByText("Stored: reviewers can read it now.").waitFor();
  });

  it("draw a panel, seal a score, and open it in a browser that had lost everything", async () => {
    const panel = { address: stage.deployment.contracts.reviewPanel, abi: reviewPanelAbi } as const;
    const time = createTestClient({ mode: "hardhat", chain: hardhat, transport: http(stage.rpcUrl) });
    const later = async (seconds: number) => {
      await time.increaseTime({ seconds });
      await time.mine({ blocks: 1 });
    };
    // Of the kind for which only founders are drawn, whose keys are known here.
    const registry = {
      address: stage.deployment.contracts.contributionRegistry,
      abi: contributionRegistryAbi,
    } as const;
    const kindOf = async (id: bigint) =>
      (await stage.chain.client.readContract({ ...registry, functionName: "contributionAt", args: [id] })).kind;
    let count = await stage.chain.client.readContract({ ...registry, functionName: "contributionCount" });
    while ((await kindOf(count)) !== workKinds.indexOf("Knowledge")) count--;
    const { seedAt } = await stage.chain.client.readContract({ ...panel, functionName: "timesOf", args: [count, 1n] });
    const { timestamp } = await stage.chain.client.getBlock();
    await later(Math.max(1, Number(seedAt - timestamp) + 2));

    await visit(`/contributions/${count}`);
    await become("Newcomer");
    await page.getByRole("button", { name: "Have its panel drawn" }).click();
    await page.getByText(/sealed a score/).waitFor();
    const [seats] = await stage.chain.client.readContract({ ...panel, functionName: "panelAt", args: [count, 1n] });
    const seat = seats[0] as bigint;
    const wallet = await stage.chain.client.readContract({
      ...{ address: stage.deployment.contracts.memberRegistry, abi: memberRegistryAbi },
      ...{ functionName: "walletOf", args: [seat] },
    });
    const reviewer = [1, 2, 3, 4, 5, 6, 7].map(founder).find(({ address }) => address === wallet);
    if (!reviewer) throw new Error("Only founders are drawn for this kind.");

    // It has nothing to pay a fee with: the relay carries what it signs.
    await time.setBalance({ address: wallet, value: 0n });
    const judge = async (act: (judging: Page) => Promise<void>) => {
      const context = await dapp.browser.newContext({ reducedMotion: "reduce" });
      const judging = await context.newPage();
      judging.setDefaultTimeout(30_000);
      await installWallet(judging, reviewer, stage.rpcUrl);
      await judging.goto(`${stage.url}/review`);
      await judging.getByTestId("connect").click();
      await judging.getByRole("button", { name: /^Pocket Wallet/ }).click();
      await act(judging);
      await context.close();
    };
    await judge(async (judging) => {
      const duty = judging.getByTestId(`duty-${count}`);
      await duty.getByLabel("Your score").fill("77");
      await duty.getByRole("button", { name: "Switch to the right network" }).click();
      await duty.getByRole("button", { name: "Make your seal first" }).click();
      await duty.getByRole("button", { name: "Seal 77" }).click();
      await duty.getByText(/^4 pieces.*Sealed\.|Sealed\. You can open it/).waitFor();
      await duty.getByRole("link").first().click();
      await judging.getByText("You judge it: who made it isn’t shown").waitFor();
    });
    const { commitUntil } = await stage.chain.client.readContract({
      ...{ ...panel, functionName: "timesOf", args: [count, 1n] },
    });
    await later(Number(commitUntil - (await stage.chain.client.getBlock()).timestamp) + 2);
    await judge(async (judging) => {
      const duty = judging.getByTestId(`duty-${count}`);
      await duty.getByRole("button", { name: "Find your score again" }).click();
      await duty
        .getByRole("button", { name: "Switch to the right network" })
        .click()
        .catch(() => {});
      await duty.getByRole("button", { name: "Open my score: 77" }).click();
      await duty.getByText(/You gave it 77/).waitFor();
    });
    const [, revealed, score] = await stage.chain.client.readContract({
      ...{ ...panel, functionName: "voiceOf" },
      args: [count, 1n, seat],
    });
    expect({ revealed, score }).to.deep.equal({ revealed: true, score: 77 });
    expect(await stage.chain.client.getBalance({ address: wallet })).to.equal(0n);
  });

  it("let somebody without any money live a whole life: join, contribute, vote, vote again, collect", async () => {
    const guest = privateKeyToAccount(`0x${"5e".repeat(32)}`);
    const wallet = await installWallet(page, guest, stage.rpcUrl);
    const time = createTestClient({ mode: "hardhat", chain: hardhat, transport: http(stage.rpcUrl) });
    const { client } = stage.chain;
    const { commonsGovernor, memberRegistry, treasury, universalDividend } = stage.deployment.contracts;
    const enter = async (path: string) => {
      await visit(path);
      await connectWallet();
    };
    const toNetwork = () => page.getByRole("button", { name: "Switch to the right network" }).first().click();

    await enter("/dividend");
    await page.getByRole("button", { name: "Ask the practice issuer" }).click();
    await toNetwork();
    await page.getByText("The co-op pays the network’s fee.").waitFor();
    await page.getByRole("button", { name: "Take my seat" }).click();
    await page.getByTestId("seat").getByText("active", { exact: true }).waitFor();

    await enter("/contribute");
    await page.getByLabel("In one line").fill("A proverb");
    await page.getByLabel("Sentences").fill("Lo que se hace con gusto no pesa.");
    await page.getByLabel("Licence").selectOption("CC0-1.0");
    await toNetwork();
    await page.getByText("The co-op pays the network’s fee.").waitFor();
    await page.getByRole("button", { name: "Submit 1 piece" }).click();
    await page.getByTestId("submitted").waitFor();

    // A vote that is asked after it joined: it was a member when voting opened.
    const holder = createWalletClient({ account: founder(1), chain: hardhat, transport: http(stage.rpcUrl) });
    const data = encodeFunctionData({ abi: treasuryAbi, functionName: "recoverSurplus", args: [zeroAddress] });
    const hash = await holder.writeContract({
      ...{ address: commonsGovernor, abi: commonsGovernorAbi, functionName: "propose" },
      args: [[treasury], [0n], [data], "# Count again"],
    });
    const { logs } = await client.waitForTransactionReceipt({ hash });
    const [created] = parseEventLogs({ abi: commonsGovernorAbi, eventName: "ProposalCreated", logs });
    const id = created?.args.proposalId ?? 0n;
    await time.increaseTime({ seconds: 3_700 });
    await time.mine({ blocks: 1 });
    const cast = () =>
      client.readContract({
        ...{ address: commonsGovernor, abi: commonsGovernorAbi, functionName: "ballotOf", args: [id, guest.address] },
      });
    await enter(`/proposals/${id}`);
    await page.getByLabel("For", { exact: true }).check();
    await toNetwork();
    await page.getByRole("button", { name: "Vote for" }).click();
    await recorded();
    expect(await cast()).to.include({ support: 1, sequence: 1, member: true });
    await page.getByRole("button", { name: "Change it" }).click();
    await page.getByLabel("Against", { exact: true }).check();
    await page.getByRole("button", { name: "Vote against" }).click();
    await recorded();
    expect(await cast()).to.include({ support: 0, sequence: 2 });

    // Its first dividend.
    const paid = await holder.writeContract({
      ...{ address: treasury, abi: treasuryAbi, functionName: "pay", value: parseEther("1") },
      args: [1n, zeroAddress, parseEther("1"), zeroHash],
    });
    await client.waitForTransactionReceipt({ hash: paid });
    const settled = await holder.writeContract({
      ...{ address: treasury, abi: treasuryAbi, functionName: "settle", args: [1n, zeroAddress] },
    });
    await client.waitForTransactionReceipt({ hash: settled });
    const seat = await client.readContract({
      ...{ address: memberRegistry, abi: memberRegistryAbi, functionName: "seatOf", args: [guest.address] },
    });
    const due = await client.readContract({
      ...{
        address: universalDividend,
        abi: universalDividendAbi,
        functionName: "claimable",
        args: [seat, zeroAddress],
      },
    });
    expect(due > 0n).to.equal(true);
    await enter("/dividend");
    await page.getByRole("button", { name: "Switch to the right network" }).click();
    await page.getByRole("button", { name: /^Collect/ }).click();
    await recorded();
    expect(await client.getBalance({ address: guest.address }), "all of it, and no fee").to.equal(due);
    expect(wallet.asked).not.to.include("eth_sendTransaction");
  });

  it("tell every event in words, filter them, and hand them out as a table", async () => {
    await visit("/activity");
    const events = page.getByTestId("events");
    await events
      .getByText(/was given|sealed its score|voted|handed in/)
      .first()
      .waitFor();
    await page.locator(".tabs").getByText("votes", { exact: true }).click();
    await events
      .getByText(/chose between the options/)
      .first()
      .waitFor();
    expect(await events.getByText(/handed in/).count()).to.equal(0);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as a table (CSV)" }).click(),
    ]);
    const lines = await (await import("node:fs/promises")).readFile((await download.path()) ?? "", "utf8");
    const [head, ...rows] = lines.trim().split("\r\n");
    expect(head).to.equal("block,time,transaction,contract,event,sentence,arguments");
    const cast = await stage.chain.client.getContractEvents({
      ...{ address: stage.deployment.contracts.commonsGovernor, abi: commonsGovernorAbi },
      ...{ fromBlock: 0n, toBlock: "latest" },
    });
    expect(rows.length).to.equal(cast.length);
    // Of one account only what names it.
    await page.getByLabel("About whom").fill(founder(1).address);
    const short = `${founder(1).address.slice(0, 6)}…${founder(1).address.slice(-4)}`;
    await events.locator("li").filter({ hasNotText: short }).first().waitFor({ state: "detached" });
    expect(await events.locator("li").count()).to.be.greaterThan(0);
  });

  it("read and call any contract by hand", async () => {
    await visit("/dev");
    await page.getByLabel("Function").selectOption("votingPeriod()");
    await page.getByRole("button", { name: "Read it" }).click();
    await page.getByTestId("answer").getByText("259200").waitFor();
    await page.getByLabel("Function").selectOption("hasVoted(uint256,address)");
    await page.getByLabel(/proposalId/).fill("x");
    await page.getByText("Write a whole number.").waitFor();
  });
});
