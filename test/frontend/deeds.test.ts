// What a proposal's calls are said to do: only what the contract they go to would really do.
import {
  accessManagerAbi,
  commonsTimelockAbi,
  contractNames,
  contributionRegistryAbi,
  contributionTokenAbi,
  type Deployment,
  memberRegistryAbi,
  modelRegistryAbi,
  reviewPanelAbi,
  treasuryAbi,
} from "@commonmind/sdk";
import { expect } from "chai";
import {
  type Abi,
  type AbiFunction,
  type AbiParameter,
  type Address,
  encodeFunctionData,
  toFunctionSignature,
  zeroAddress,
} from "viem";
import { permissions } from "../../deploy/permissions.ts";
import { type DeedContext, deedOf } from "../../frontend/src/data/deeds.ts";

const addressOf = (number: number): Address => `0x${number.toString(16).padStart(40, "0")}`;
const contracts = Object.fromEntries(contractNames.map((name, i) => [name, addressOf(i + 1)]));
const context = {
  ledger: { models: [{ id: 1, name: "Assistant", releases: [] }], ruleHistory: [] },
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
    expect(deed.how).to.include("can't be put into words");
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
      abi: commonsTimelockAbi,
      functionName: "grantRole",
      args: [`0x${"00".repeat(32)}`, recipient],
    });
    const deed = deedOf({ target: contracts.timelock as Address, value: 0n, data: grant }, context);
    expect(deed.what).to.equal("timelock.grantRole");
    expect(deed.how).to.include("it changes how votes work");
  });

  const calling = (contract: "memberRegistry" | "modelRegistry" | "treasury" | "contributionRegistry", call: object) =>
    deedOf({ target: contracts[contract] as Address, value: 0n, data: encodeFunctionData(call as never) }, context);
  const sentence = ({ verb, what, how }: ReturnType<typeof deedOf>) => `${verb} ${what} ${how}`;

  it("says on what a new model is built, and how much it passes on", () => {
    const upstream = [
      { modelId: 1, bps: 2_000 },
      { modelId: 7, bps: 550 },
    ];
    const args = ["Tutor", "Explains school subjects.", upstream];
    const deed = calling("modelRegistry", { abi: modelRegistryAbi, functionName: "register", args });
    expect(sentence(deed)).to.equal(
      "Register a new model “Tutor”: Explains school subjects. It passes on 20% of what it earns to Assistant and 5.5% of " +
        "what it earns to model 7, which it is built on",
    );
    const alone = calling("modelRegistry", { abi: modelRegistryAbi, functionName: "register", args: ["Lone", "", []] });
    expect(sentence(alone).trim()).to.equal("Register a new model “Lone”");
  });

  it("tells the waits of seats from those of review, though both are set by the same name", () => {
    const seats = calling("memberRegistry", {
      abi: memberRegistryAbi,
      functionName: "setPeriods",
      args: [{ rebind: 604_800, recovery: 1_209_600, lapse: 2_592_000, grace: 7_776_000 }],
    });
    expect(sentence(seats)).to.include("with seats: 7 days").and.to.include("90 days");
    const review = calling("contributionRegistry", {
      abi: contributionRegistryAbi,
      functionName: "setPeriods",
      args: [{ challenge: 432_000, slots: 6 }],
    });
    expect(sentence(review)).to.include("how long verdicts stay open: 5 days").and.to.include("6 places");
  });

  it("names every seat that would be ended, and whose parked money would go", () => {
    const unseat = calling("memberRegistry", { abi: memberRegistryAbi, functionName: "unseat", args: [[3n, 5n, 8n]] });
    expect(sentence(unseat)).to.match(/^End seats 3, 5 and 8 at once/);
    const parked = calling("treasury", { abi: treasuryAbi, functionName: "reclaimParked", args: [1n, zeroAddress] });
    expect(sentence(parked)).to.match(/^Move what Assistant earned in ETH .* to the reserve$/);
  });

  it("has words for every call that the rules restrict", () => {
    const abis: Record<string, Abi> = {
      ContributionToken: contributionTokenAbi,
      MemberRegistry: memberRegistryAbi,
      ContributionRegistry: contributionRegistryAbi,
      ModelRegistry: modelRegistryAbi,
      ReviewPanel: reviewPanelAbi,
      Treasury: treasuryAbi,
    };
    for (const { contract, signature } of permissions) {
      const item = abis[contract]?.find(
        (it): it is AbiFunction => it.type === "function" && toFunctionSignature(it) === signature,
      );
      if (!item) throw new Error(`${contract} has no ${signature}.`);
      const name = `${contract.charAt(0).toLowerCase()}${contract.slice(1)}`;
      const call = { abi: [item], functionName: item.name, args: item.inputs.map(sample) };
      const action = { target: contracts[name] as Address, value: 0n, data: encodeFunctionData(call as never) };
      const deed = deedOf(action, context);
      expect(deed.verb, signature).not.to.equal("Call");
      expect(sentence(deed), signature).not.to.match(/undefined|NaN|\[object| [:,]/);
    }
    const manager = { abi: accessManagerAbi, functionName: "grantRole", args: [1n, recipient, 0] } as const;
    const grant = { target: contracts.accessManager as Address, value: 0n, data: encodeFunctionData(manager) };
    expect(deedOf(grant, context).verb).to.equal("Give");
  });
});

function sample(parameter: AbiParameter): unknown {
  const { type } = parameter;
  if (type.endsWith("[]")) return [sample({ ...parameter, type: type.slice(0, -2) })];
  if (type === "tuple") {
    const { components } = parameter as { components: readonly AbiParameter[] };
    return Object.fromEntries(components.map((component) => [component.name, sample(component)]));
  }
  if (type === "address") return recipient;
  if (type === "bool") return true;
  if (type === "string") return "text";
  if (type.startsWith("bytes")) return `0x${"11".repeat(Number(type.slice(5)))}`;
  return Number(type.slice(4)) <= 48 ? 1 : 1n;
}
