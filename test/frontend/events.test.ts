// Every event in words, on the page that shows all of them.
import { contractAbis } from "@commonmind/sdk";
import { expect } from "chai";
import type { Abi, AbiEvent } from "viem";
import { eventWords } from "../../frontend/src/modules/activity/parts/eventWords.ts";

const context = {
  model: (id: number) => `model ${id}`,
  vote: (id: bigint) => `vote ${id}`,
  money: (_: string, amount: bigint) => `${amount} units`,
  symbol: () => "TOKEN",
};

/** Something of each type, so that every sentence can be made. */
const some = (type: string): unknown => {
  if (type.endsWith("[]")) return [some(type.slice(0, -2))];
  if (type.startsWith("tuple")) return {};
  if (type === "address") return "0x00000000000000000000000000000000000000ff";
  if (type === "bool") return true;
  if (type === "string") return "words";
  if (type.startsWith("bytes")) return `0x${"00".repeat(Number(type.slice(5) || 1))}`;
  const bits = Number(/\d+/.exec(type)?.[0] ?? 256);
  return bits <= 48 ? 1 : 1n;
};

/** Events that say something to those who run the contracts only: called by their name. */
const named = [
  ...["AuthorityUpdated", "EIP712DomainChanged", "GenesisEnded", "Approval"],
  ...["OperationCanceled", "OperationExecuted", "OperationScheduled", "RoleAdminChanged", "RoleGrantDelayChanged"],
  ...["RoleGranted", "RoleGuardianChanged", "RoleLabel", "RoleRevoked", "TargetAdminDelayUpdated", "TargetClosed"],
  ...["TargetFunctionRoleUpdated", "CallExecuted", "CallSalt", "CallScheduled", "Cancelled", "MinDelayChange"],
  ...["ChamberRulesSet", "GuardianSet", "OrdinarySet", "ProposalClassified", "ProposalThresholdSet", "TimelockChange"],
  ...["IntakeSet", "PanelSet", "PeriodsSet", "MintReserved", "MinterAdded", "ParkedGivenUp", "PositionEnded"],
  ...["PositionOpened", "PositionStruck", "TermEnded", "TermOpened", "UnitsChanged", "FinderCredited", "GraceExtended"],
  ...["InheritanceSuspended", "ContributionsSet", "JoinBoundSet", "TreasurySet", "UpstreamSet", "WorkJoined"],
  ...["WorkLeft", "GoldCommitted", "RandomnessSet", "ReviewBudgetSet", "ReviewFeesReserved", "ReviewRulesSet"],
  ...["ParkedReclaimed", "SurplusRecovered", "DividendParked", "OriginNoted"],
];

describe("Events in words", () => {
  const events = new Map<string, AbiEvent>();
  for (const abi of Object.values(contractAbis) as Abi[]) {
    for (const item of abi) if (item.type === "event") events.set(item.name, item);
  }

  it("have a sentence each, or are called by their name on purpose", () => {
    const plain: string[] = [];
    for (const [name, { inputs }] of events) {
      const args = Object.fromEntries(inputs.map((input) => [input.name, some(input.type)]));
      const event = { seq: 1n, block: 1n, time: 1, transaction: "0x00" as const, contract: "", name, args };
      const { text } = eventWords(event, context);
      expect(text, name).to.not.match(/undefined|NaN|\[object/);
      const spelled = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
      if (text.toLowerCase() === spelled) plain.push(name);
    }
    expect(plain.sort()).to.deep.equal([...new Set(named)].sort());
  });
});
