// A call as it would be sent by the wallet itself, turned into what the wallet signs and the relay carries.
import {
  bitmapOptions,
  type Credential,
  challengeTypedData,
  commitmentTypedData,
  commonsGovernorAbi,
  consentTypedData,
  contributionRegistryAbi,
  type Deployment,
  enrolmentTypedData,
  recusalTypedData,
  retirementTypedData,
  revealTypedData,
  reviewPanelAbi,
  type Submission,
  type Support,
  signedBallotTypedData,
  submissionTypedData,
} from "@commonmind/sdk";
import type { Address, Hex, TypedDataDefinition } from "viem";
import type { Call } from "../action/call.ts";
import type { ReadClient } from "../data/readClient.ts";
import { supports } from "../data/types.ts";
import type { RelayRequest } from "./allowed.ts";

/** How long a signature may be handed in, in seconds. */
const VALID = 3_600n;

export type Signed = {
  /** What the wallet is asked to sign; nothing, where no signature is needed. */
  readonly typedData: TypedDataDefinition | undefined;
  readonly request: (signature: Hex) => RelayRequest;
};

export type SignedFormParameters = {
  client: ReadClient;
  deployment: Deployment;
  account: Address;
  /** Unix seconds, on the chain's clock. */
  now: number;
};

/** JSON has no whole numbers of this size. */
const plain = (value: unknown): unknown => {
  if (typeof value === "bigint" || typeof value === "number") return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, plain(it)]));
  return value;
};

const same = (a: Address, b: Address) => a.toLowerCase() === b.toLowerCase();

/** Undefined for what the relay doesn't carry. */
export async function signedForm(call: Call, of: SignedFormParameters): Promise<Signed | undefined> {
  const { client, deployment, account, now } = of;
  const { chainId, contracts } = deployment;
  const { functionName, args } = call;
  const deadline = BigInt(now) + VALID;
  const form = (
    contract: RelayRequest["contract"],
    name: string,
    typedData: TypedDataDefinition | undefined,
    argsOf: (signature: Hex) => readonly unknown[],
  ): Signed => ({
    typedData,
    request: (signature) => ({ contract, functionName: name, args: argsOf(signature).map(plain) }),
  });

  if (same(call.address, contracts.commonsGovernor)) {
    if (functionName !== "castVote" && functionName !== "castVoteWithReasonAndParams") return undefined;
    const [proposalId, support, , params = "0x0"] = args as [bigint, number, string, Hex?];
    const options = functionName === "castVote" ? [] : bitmapOptions(Number(params));
    const { sequence } = await client.readContract({
      ...{ address: contracts.commonsGovernor, abi: commonsGovernorAbi },
      ...{ functionName: "ballotOf", args: [proposalId, account] },
    });
    const typedData = signedBallotTypedData({
      ...{ chainId, governor: contracts.commonsGovernor, proposalId, support: supports[support] as Support, options },
      ...{ voter: account, sequence, deadline: Number(deadline) },
    });
    return form("commonsGovernor", "castSignedBallots", typedData as TypedDataDefinition, (signature) => [
      proposalId,
      [{ voter: account, support, options: typedData.message.options, sequence, deadline, signature }],
    ]);
  }
  if (same(call.address, contracts.contributionRegistry) && functionName === "submit") {
    const [submission] = args as [Submission];
    const nonce = await client.readContract({
      ...{ address: contracts.contributionRegistry, abi: contributionRegistryAbi },
      ...{ functionName: "nonces", args: [account] },
    });
    const typedData = submissionTypedData({
      ...{ chainId, registry: contracts.contributionRegistry, submitter: account, submission, nonce, deadline },
    });
    return form("contributionRegistry", "submitBySig", typedData as TypedDataDefinition, (signature) => [
      ...[account, submission, nonce, deadline, signature],
    ]);
  }
  if (same(call.address, contracts.reviewPanel)) {
    const nonce = await client.readContract({
      ...{ address: contracts.reviewPanel, abi: reviewPanelAbi, functionName: "nonces", args: [account] },
    });
    const step = { chainId, panel: contracts.reviewPanel, account, nonce, deadline };
    const typedData = reviewStep(functionName, args, step);
    if (!typedData) return undefined;
    return form("reviewPanel", `${functionName}BySig`, typedData, (signature) => [
      ...[account, ...args, nonce, deadline, signature],
    ]);
  }
  if (same(call.address, contracts.memberRegistry) && (functionName === "enrol" || functionName === "renew")) {
    const [credential, issuerSignature] = args as [Credential, Hex];
    const typedData = consentTypedData({ chainId, registry: contracts.memberRegistry, credential, deadline });
    return form("memberRegistry", `${functionName}BySig`, typedData as TypedDataDefinition, (signature) => [
      ...[credential, issuerSignature, deadline, signature],
    ]);
  }
  // Claims pay the one whom they are for, whoever sends them: nothing is signed.
  if (functionName === "claim" && same(call.address, contracts.contributorRewards))
    return form("contributorRewards", "claim", undefined, () => args);
  if (functionName === "claim" && same(call.address, contracts.universalDividend))
    return form("universalDividend", "claim", undefined, () => args);
  if (functionName === "collect" && same(call.address, contracts.collector))
    return form("collector", "collect", undefined, () => args);
  return undefined;
}

type Step = { chainId: number; panel: Address; account: Address; nonce: bigint; deadline: bigint };

function reviewStep(functionName: string, args: readonly unknown[], step: Step): TypedDataDefinition | undefined {
  const [subject, second, third] = args as [bigint, unknown, unknown];
  switch (functionName) {
    case "enrol":
      return enrolmentTypedData({ ...step, kind: Number(subject) }) as TypedDataDefinition;
    case "retire":
      return retirementTypedData({ ...step, kind: Number(subject) }) as TypedDataDefinition;
    case "commit":
      return commitmentTypedData({ ...step, contribution: subject, commitment: second as Hex }) as TypedDataDefinition;
    case "reveal":
      return revealTypedData({
        ...{ ...step, contribution: subject, score: second as number, salt: third as Hex },
      }) as TypedDataDefinition;
    case "recuse":
      return recusalTypedData({ ...step, contribution: subject }) as TypedDataDefinition;
    case "challenge":
      return challengeTypedData({ ...step, contribution: subject }) as TypedDataDefinition;
    default:
      return undefined;
  }
}
