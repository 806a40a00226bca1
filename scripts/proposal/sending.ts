// What people do with a proposal: hand it in, vote, queue it, carry it out. Each is tried before it is sent.
import {
  ballotParams,
  commonsGovernorAbi,
  parseBallotDescription,
  proposalArguments,
  type Support,
  supports,
} from "@commonmind/sdk";
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  createWalletClient,
  custom,
  getAddress,
  type Hex,
  isAddressEqual,
  isHex,
  type WalletClient,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { sentences } from "../../frontend/src/action/sentences.ts";
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

type Account = NonNullable<WalletClient["account"]>;
export type Sender = { wallet: WalletClient; account: Account };

/** The key of PROPOSAL_KEY, or an account of the network: the one named, or its first. */
export async function senderOf({ connection }: Coop, from: Address | undefined): Promise<Sender> {
  const key = process.env.PROPOSAL_KEY;
  const transport = custom(connection.provider);
  if (key !== undefined) {
    if (!isHex(key) || key.length !== 66) {
      throw new ProposalError({
        code: "ProposalKey",
        what: "PROPOSAL_KEY is no private key.",
        why: "A private key is 0x and 64 hex digits.",
        fix: "Set it again, whole.",
      });
    }
    const account = privateKeyToAccount(key);
    if (from !== undefined && !isAddressEqual(from, account.address))
      throw otherAccount(from, `PROPOSAL_KEY is that of ${account.address}`);
    return { account, wallet: createWalletClient({ account, transport }) };
  }
  const accounts = (await connection.provider.request({ method: "eth_accounts" })) as Address[];
  const address = from === undefined ? accounts[0] : accounts.find((it) => isAddressEqual(it, from));
  if (address === undefined) throw otherAccount(from, "the network has no such account");
  const wallet = createWalletClient({ account: getAddress(address), transport });
  return { account: wallet.account, wallet };
}

const otherAccount = (from: Address | undefined, why: string) =>
  new ProposalError({
    code: "NoKey",
    what: from === undefined ? "There is no account to send from." : `The key of ${from} is not here.`,
    why: `Whoever acts signs, and ${why}.`,
    fix: "Set PROPOSAL_KEY, or name an account of the network with --from.",
  });

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

/** Tries it, and sends it unless it is only to be tried. Throws with the contract's reason in words. */
export async function send(
  { client, governor }: Coop,
  { sender, act, dryRun }: SendParameters,
): Promise<{ hash: Hex; block: bigint } | undefined> {
  const call = { ...governor, ...act, account: sender.account };
  try {
    await client.simulateContract(call as never);
  } catch (error) {
    throw refusal(error, act.functionName);
  }
  if (dryRun) return undefined;
  const hash = await sender.wallet.writeContract({ ...call, chain: null } as never);
  const receipt = await client.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success") throw new Error(`${act.functionName} failed on chain (transaction ${hash}).`);
  return { hash, block: receipt.blockNumber };
}

/** Not bad input: it was understood, and the contract said no. */
function refusal(error: unknown, what: string): unknown {
  if (!(error instanceof BaseError)) return error;
  const reverted = error.walk((it) => it instanceof ContractFunctionRevertedError);
  const { errorName, args = [] } = (reverted instanceof ContractFunctionRevertedError && reverted.data) || {};
  if (errorName === undefined) return error;
  // The usual sentence is a voter's: here it depends on what was to be done.
  const timing = errorName === "GovernorUnexpectedProposalState" ? states[Number(args[1])] : undefined;
  const known = Object.hasOwn(sentences, errorName) ? sentences[errorName]?.(args) : undefined;
  const words = timing === undefined ? known : `The proposal is ${timing}.`;
  return new Error(`${what} was refused: ${errorName}(${args.join(", ")}). ${words ?? ""}`.trim());
}

export async function stateOf({ client, governor }: Coop, { id }: Draft): Promise<(typeof states)[number] | undefined> {
  const number = await client.readContract({ ...governor, functionName: "state", args: [id] }).catch(() => undefined);
  return number === undefined ? undefined : states[Number(number)];
}
