// Somebody whose wallet is a contract, as a Safe is: what it is asked for happens later, under another hash, or never.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  commonsGovernorAbi,
  contributionRegistryAbi,
  memberRegistryAbi,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { expect } from "chai";
import type { Page } from "playwright-core";
import {
  type Address,
  createTestClient,
  createWalletClient,
  encodeFunctionData,
  getAddress,
  type Hex,
  http,
  parseEther,
  parseEventLogs,
  zeroAddress,
  zeroHash,
} from "viem";
import { hardhat } from "viem/chains";
import { founder, useDapp } from "./shared.ts";
import type { Stage } from "./stage.ts";
import { installWallet } from "./wallet.ts";

const OWNER = 15;
const artifact = join(
  import.meta.dirname,
  ...["..", "..", "..", "artifacts", "contracts", "testing", "SharedWallet.sol", "SharedWallet.json"],
);

describe("A wallet that is a contract", function () {
  this.timeout(300_000);
  const dapp = useDapp();
  const { visit, connectWallet, recorded } = dapp;
  let page: Page;
  let stage: Stage;

  beforeEach(() => {
    ({ page, stage } = dapp);
  });

  it("joins, contributes, votes and collects, each time once its owners have signed", async () => {
    const { client } = stage.chain;
    const { commonsGovernor, contributionRegistry, memberRegistry, treasury, universalDividend } =
      stage.deployment.contracts;
    const transport = http(stage.rpcUrl);
    const time = createTestClient({ mode: "hardhat", chain: hardhat, transport });
    const owner = founder(OWNER);
    const holder = createWalletClient({ account: founder(1), chain: hardhat, transport });
    const shared = await deployWallet(owner.address);
    const wallet = await installWallet(page, owner, stage.rpcUrl, shared);
    const enter = async (path: string) => {
      await visit(path);
      await connectWallet();
    };
    const toNetwork = () => page.getByRole("button", { name: "Switch to the right network" }).first().click();
    const waits = () => page.getByRole("button", { name: "Waiting for the other signers" }).waitFor();

    await enter("/dividend");
    await page.getByRole("button", { name: "Ask the practice issuer" }).click();
    await toNetwork();
    await page.getByRole("button", { name: "Take my seat" }).click();
    await waits();
    expect(wallet.asked, "it has no money, and yet its owners pay the fee").not.to.include("eth_signTypedData_v4");
    await wallet.carryOut();
    await page.getByTestId("seat").getByText("active", { exact: true }).waitFor();

    await enter("/contribute");
    await page.getByLabel("In one line").fill("A saying");
    await page.getByLabel("Sentences").fill("Juntos se carga mejor.");
    await page.getByLabel("Licence").selectOption("CC0-1.0");
    await toNetwork();
    await page.getByRole("button", { name: "Submit 1 piece" }).click();
    await waits();
    await wallet.carryOut();
    const done = page.getByTestId("submitted");
    await done.waitFor();
    const work = await client.readContract({
      ...{ address: contributionRegistry, abi: contributionRegistryAbi, functionName: "contributionAt" },
      args: [BigInt((await done.getAttribute("data-id")) ?? "0")],
    });
    expect(work.submitter).to.equal(shared);

    // A vote that is asked after it joined.
    const data = encodeFunctionData({ abi: treasuryAbi, functionName: "recoverSurplus", args: [zeroAddress] });
    const hash = await holder.writeContract({
      ...{ address: commonsGovernor, abi: commonsGovernorAbi, functionName: "propose" },
      args: [[treasury], [0n], [data], "# Count once more"],
    });
    const { logs } = await client.waitForTransactionReceipt({ hash });
    const [created] = parseEventLogs({ abi: commonsGovernorAbi, eventName: "ProposalCreated", logs });
    const id = created?.args.proposalId ?? 0n;
    await time.increaseTime({ seconds: 3_700 });
    await time.mine({ blocks: 1 });
    await enter(`/proposals/${id}`);
    await page.getByLabel("For", { exact: true }).check();
    await toNetwork();
    await page.getByRole("button", { name: "Vote for" }).click();
    await waits();
    // Nobody has to wait for ever, and a page that is opened again goes on waiting.
    await page.getByRole("button", { name: "Waiting for the other signers" }).click();
    await page.getByRole("button", { name: "Vote for" }).click();
    await waits();
    await page.reload();
    await connectWallet();
    await waits();
    await wallet.carryOut();
    await recorded();
    const ballot = await client.readContract({
      ...{ address: commonsGovernor, abi: commonsGovernorAbi, functionName: "ballotOf", args: [id, shared] },
    });
    expect(ballot).to.include({ support: 1, member: true });

    for (const call of [
      { functionName: "pay", args: [1n, zeroAddress, parseEther("1"), zeroHash], value: parseEther("1") },
      { functionName: "settle", args: [1n, zeroAddress] },
    ]) {
      const paid = await holder.writeContract({ address: treasury, abi: treasuryAbi, ...call } as never);
      await client.waitForTransactionReceipt({ hash: paid });
    }
    const seat = await client.readContract({
      ...{ address: memberRegistry, abi: memberRegistryAbi, functionName: "seatOf", args: [shared] },
    });
    const due = await client.readContract({
      ...{ address: universalDividend, abi: universalDividendAbi, functionName: "claimable" },
      args: [seat, zeroAddress],
    });
    expect(due > 0n).to.equal(true);
    await enter("/dividend");
    await toNetwork();
    await page.getByRole("button", { name: /^Collect/ }).click();
    await waits();
    await wallet.carryOut();
    await recorded();
    expect(await client.getBalance({ address: shared })).to.equal(due);
  });

  async function deployWallet(owner: Address): Promise<Address> {
    const { abi, bytecode } = JSON.parse(readFileSync(artifact, "utf8")) as { abi: never; bytecode: Hex };
    const deployer = createWalletClient({ account: founder(1), chain: hardhat, transport: http(stage.rpcUrl) });
    const hash = await deployer.deployContract({ abi, bytecode, args: [owner] as never });
    const { contractAddress } = await stage.chain.client.waitForTransactionReceipt({ hash });
    return getAddress(contractAddress as Address);
  }
});
