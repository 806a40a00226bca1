// What proposed calls would change, tried out on a chain: nothing is sent, and it is what really happens afterwards.
import { contributionTokenAbi, modelRegistryAbi, simulateCalls, treasuryAbi } from "@commonmind/sdk";
import { expect } from "chai";
import {
  type Address,
  createPublicClient,
  custom,
  encodeFunctionData,
  type PublicClient,
  parseEther,
  zeroHash,
} from "viem";
import { ASSISTANT, type Commons, ethers, freshCommons, NATIVE, outsider, provider } from "../support/commons.ts";
import { closeBatch, finalWork, publish, someRelease } from "../support/work.ts";

describe("The simulation of a proposal's calls", () => {
  const client = createPublicClient({
    transport: custom({ request: (asked: never) => provider.request(asked) }),
  }) as PublicClient;
  let commons: Commons;
  let receiver: Address;

  beforeEach(async () => {
    commons = await freshCommons();
    receiver = outsider(commons, 3).address as Address;
    const [giver] = commons.founders;
    if (giver)
      await commons.treasury.connect(giver).give(NATIVE, parseEther("5"), zeroHash, { value: parseEther("5") });
  });

  const simulate = (calls: readonly { target: Address; data: `0x${string}` }[]) =>
    simulateCalls(client, {
      ...{ deployment: commons.deployment, calls: calls.map((call) => ({ ...call, value: 0n })) },
      assets: [{ address: NATIVE, symbol: "ETH", decimals: 18 }],
      modelName: (id) => (id === 1 ? "Assistant" : undefined),
    });
  const spend = (amount: bigint) => ({
    target: commons.deployment.contracts.treasury,
    data: encodeFunctionData({ abi: treasuryAbi, functionName: "spend", args: [NATIVE, receiver, amount] }),
  });
  const setCap = (cap: bigint) => ({
    target: commons.deployment.contracts.contributionToken,
    data: encodeFunctionData({ abi: contributionTokenAbi, functionName: "setMintCap", args: [cap] }),
  });

  it("names what changes, before and after, and changes nothing", async () => {
    const before = await ethers.provider.getBalance(receiver);
    const { effects, refused, untried } = await simulate([spend(parseEther("0.25")), setCap(7n * 10n ** 18n)]);
    expect([refused, untried]).to.deep.equal([undefined, 0]);
    expect(effects).to.deep.equal([
      { about: "the reserve in ETH", before: "5 ETH", after: "4.75 ETH" },
      { about: "most new tokens in an epoch", before: "1,000,000 MIND", after: "7 MIND" },
      { about: `what ${receiver} has`, before: "10,000 ETH", after: "10,000.25 ETH" },
    ]);
    expect(await ethers.provider.getBalance(receiver)).to.equal(before);
    expect(await commons.treasury.reserveOf(NATIVE)).to.equal(parseEther("5"));
  });

  it("says what really happens then", async () => {
    const { models, rewards } = commons;
    await finalWork(commons, [{ author: outsider(commons, 0), items: 3n }]);
    const args = [ASSISTANT, Number(await closeBatch(commons)), someRelease] as never;
    const data = encodeFunctionData({ abi: modelRegistryAbi, functionName: "publish", args });
    const { effects, refused } = await simulate([{ target: commons.deployment.contracts.modelRegistry, data }]);
    expect(refused).to.equal(undefined);
    await publish(commons);
    const { active } = await rewards.lineAt(ASSISTANT);
    expect(effects).to.deep.equal([
      { about: "releases of Assistant", before: "0", after: "1" },
      { about: "units that share what Assistant earns", before: "0", after: active.toLocaleString("en") },
    ]);
    expect((await models.modelAt(ASSISTANT)).releases).to.equal(1n);
  });

  it("names the call that would fail and what it says, and none of the changes before it", async () => {
    const { refused, effects } = await simulate([setCap(7n * 10n ** 18n), spend(parseEther("6")), setCap(1n)]);
    expect(effects).to.deep.equal([]);
    expect(refused?.index).to.equal(1);
    expect(commons.treasury.interface.parseError(refused?.reason ?? "0x")?.name).to.equal("ReserveTooSmall");
  });

  it("doesn't pretend to have tried what the governor takes from a vote alone", async () => {
    const call = { target: commons.deployment.contracts.commonsGovernor, data: "0x12345678" } as const;
    expect(await simulate([call])).to.deep.equal({ effects: [], untried: 1 });
    const { effects, untried } = await simulate([call, setCap(1n)]);
    expect([effects.length, untried]).to.deep.equal([1, 1]);
  });
});
