// What people do with a proposal: hand it in, vote, queue it, carry it out. Each is tried before it is sent.
import {
  ballotParams,
  commonsGovernorAbi,
  parseBallotDescription,
  proposalArguments,
  type Support,
  supports,
} from "@commonmind/sdk";
import type { Abi, Hex } from "viem";
import { type Sender, send as sendCall, tryOut } from "../lib/sending.ts";
import { type Coop, eventsOf } from "./coop.ts";
import { callsPerOption, type Draft, describe, draftCalls, loadDraft } from "./draft.ts";
import { ProposalError } from "./errors.ts";

export const states = [
  "pending",
  "open",
  "canceled",
  "defeated",
  "passed",
  "queued",
  "expired",
  "carried out",
] as const;

/** A proposal by its number on chain, or from a file. */
export async function findProposal(text: string, path: string, coop: Coop): Promise<Draft> {
  if (!/^\d+$/.test(text)) return loadDraft(path, text, coop);
  const { commonsGovernor: address } = coop.deployment.contracts;
  const created = await eventsOf(coop.client, coop.deployment, {
    address,
    abi: commonsGovernorAbi,
    eventName: "ProposalCreated",
  });
  const found = created.find(({ args }) => args.proposalId === BigInt(text))?.args;
  if (!found) {
    throw new ProposalError({
      code: "NoProposal",
      what: `There is no proposal ${text}.`,
      why: "The governor on this chain never announced it.",
      fix: "Check the number and the network.",
    });
  }
  const calls = found.targets.map((target, i) => ({
    target,
    value: found.values[i] ?? 0n,
    data: found.calldatas[i] ?? "0x",
  }));
  return describe(coop, calls, found.description);
}

export type Act = { functionName: string; args: readonly unknown[] };

/** Plain or with options: as its proposer hands it in. */
export function submission(draft: Draft): Act {
  const calls = draftCalls(draft);
  const [targets, values, calldatas] = proposalArguments({ calls, description: draft.description });
  if (draft.kind === "plain") return { functionName: "propose", args: [targets, values, calldatas, draft.description] };
  const { text } = parseBallotDescription(draft.description);
  const sizes = callsPerOption(draft).map(BigInt);
  return { functionName: "proposeBallot", args: [targets, values, calldatas, sizes, text, 0n, [], []] };
}

export type Choice = { support: Support; options: readonly number[]; reason: string };

export function ballot(draft: Draft, { support, options, reason }: Choice): Act {
  requireChoice(draft, { support, options });
  const params: Hex = options.length > 0 ? ballotParams(options) : "0x";
  return { functionName: "castVoteWithReasonAndParams", args: [draft.id, supports[support], reason, params] };
}

/** Between options, who is for something says for which; on a plain proposal there are none. */
export function requireChoice({ kind, options: there }: Draft, { support, options }: Omit<Choice, "reason">): void {
  const needed = kind === "ballot" && support === "for";
  const missing = options.find((it) => it > there.length);
  const [what, why] =
    needed && !options.some((it) => it > 0)
      ? [
          "A ballot for something names it.",
          `Say which of its ${there.length} options: --option 1. Keeping things as they are is --support against.`,
        ]
      : !needed && options.length > 0
        ? ["--option doesn't go with this ballot.", "Only a vote for options of a direction ballot names any."]
        : missing !== undefined && needed
          ? [`--option ${missing} isn't there.`, `The ballot has ${there.length} options.`]
          : [];
  if (what === undefined || why === undefined) return;
  throw new ProposalError({ code: "Choice", what, why, fix: "Correct the command line; --help shows an example." });
}

export function carrying(functionName: "queue" | "execute", draft: Draft): Act {
  return { functionName, args: proposalArguments({ calls: draftCalls(draft), description: draft.description }) };
}

export type SendParameters = { sender: Sender; act: Act; dryRun: boolean };

/** Tries it, and sends it unless it is only to be tried. Throws {@link Refused} with the contract's reason in words. */
export async function send(
  { client, governor }: Coop,
  { sender, act, dryRun }: SendParameters,
): Promise<{ gas: bigint; hash?: Hex; block?: bigint }> {
  const call = { address: governor.address, abi: governor.abi as Abi, ...act };
  // The usual sentence is a voter's: here it depends on what was to be done.
  const words = (error: string, args: readonly unknown[]) => {
    const timing = error === "GovernorUnexpectedProposalState" ? states[Number(args[1])] : undefined;
    return timing === undefined ? undefined : `The proposal is ${timing}.`;
  };
  if (dryRun) return { gas: await tryOut(client, sender, call, { words }) };
  return sendCall(client, sender, call, { words });
}

export async function stateOf({ client, governor }: Coop, { id }: Draft): Promise<(typeof states)[number] | undefined> {
  const number = await client.readContract({ ...governor, functionName: "state", args: [id] }).catch(() => undefined);
  return number === undefined ? undefined : states[Number(number)];
}
