// What a proposal's calls are said to do: only what the contract they go to would really do.
import { contractNames, type Deployment, timelockControllerAbi, treasuryAbi } from "@commonmind/sdk";
import { expect } from "chai";
import { type Address, encodeFunctionData, zeroAddress } from "viem";
import { type DeedContext, deedOf } from "../../frontend/src/data/deeds.ts";

const addressOf = (number: number): Address => `0x${number.toString(16).padStart(40, "0")}`;
const contracts = Object.fromEntries(contractNames.map((name, i) => [name, addressOf(i + 1)]));
const context = {
  ledger: { models: [], rulesBefore: () => undefined },
  assets: new Map([[zeroAddress, { address: zeroAddress, symbol: "ETH", decimals: 18 }]]),
  deployment: { contracts } as unknown as Deployment,
  askedAt: 0,
} as unknown as DeedContext;

const recipient = addressOf(99);
const data = encodeFunctionData({
  abi: treasuryAbi,
  functionName: "spend",
  args: [zeroAddress, recipient, 1_500_000_000_000_000_000n],
});

describe("What a proposal would do, in words", () => {
  it("says that the treasury sends money when it is the treasury that is called", () => {
    const deed = deedOf({ target: contracts.treasury as Address, value: 0n, data }, context);
    expect(deed.verb).to.equal("Send");
    expect(deed.what).to.match(/^1\.5\d* ETH$/);
    expect(deed.raw).to.include("treasury.spend(");
  });

  it("doesn't lend the treasury's words to a stranger's contract with the same function", () => {
    const stranger = addressOf(1_000);
    const deed = deedOf({ target: stranger, value: 0n, data }, context);
    expect(deed.verb).to.equal("Call");
    expect(deed.how).to.include("can't put into words");
    expect(deed.raw).to.include(stranger);
  });

  it("never leaves out money that goes with a call, nor a digit of who gets it", () => {
    const value = 100_000_000_000_000_000_000n;
    const bare = deedOf({ target: recipient, value, data: "0x" }, context);
    expect(bare.how).to.include("sends 100 of the native currency");
    expect(bare.raw).to.include(`{value: ${value} wei}`);
    const spend = deedOf({ target: contracts.treasury as Address, value: 0n, data }, context);
    expect(spend.how).to.include(recipient);
  });

  it("shows powers over the vote itself whole, and not in the words of other powers", () => {
    const grant = encodeFunctionData({
      abi: timelockControllerAbi,
      functionName: "grantRole",
      args: [`0x${"00".repeat(32)}`, recipient],
    });
    const deed = deedOf({ target: contracts.timelock as Address, value: 0n, data: grant }, context);
    expect(deed.what).to.equal("timelock.grantRole");
    expect(deed.how).to.include("it changes how votes work");
  });
});
