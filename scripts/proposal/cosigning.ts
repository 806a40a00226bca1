// Members who co-sign, so that somebody without the voice for it may propose.
import { cosignatureTypedData, parseBallotDescription, proposalArguments } from "@commonmind/sdk";
import { type Address, getAddress, type Hex, isAddressEqual } from "viem";
import { z } from "zod";
import type { Sender } from "../lib/sending.ts";
import type { Coop } from "./coop.ts";
import { callsPerOption, type Draft, draftCalls } from "./draft.ts";
import { ProposalError } from "./errors.ts";
import type { Act } from "./sending.ts";
import { readText } from "./source.ts";

const DAY = 86_400;
/** Shortest time that a co-signature counts unless somebody says otherwise, in seconds. */
const USUAL = 3 * DAY;

/** All co-signatures of a proposal end at one time: the same for everybody who signs on one day. */
export const usualDeadline = (now: bigint): number => Math.ceil((Number(now) + USUAL) / DAY) * DAY;

export type CosignParameters = { sender: Sender; proposer: Address; deadline: number };

/** Signs that `proposer` may hand the draft in, up to and with `deadline` (unix seconds). */
export async function cosign({ deployment }: Coop, draft: Draft, { sender, proposer, deadline }: CosignParameters) {
  const { chainId, contracts } = deployment;
  const data = cosignatureTypedData({
    chainId,
    governor: contracts.commonsGovernor,
    proposalId: draft.id,
    proposer,
    deadline: BigInt(deadline),
  });
  const signature = await sender.wallet.signTypedData({ ...data, account: sender.account } as never);
  return {
    chainId: `${chainId}`,
    governor: contracts.commonsGovernor,
    proposal: `${draft.id}`,
    proposer,
    deadline,
    cosigner: sender.account.address,
    signature,
  };
}

/** The one account that may submit the draft, and that no other one can come before. Throws if there is none, or another. */
export function proposerOf({ proposer }: Pick<Draft, "proposer">, asked: Address | undefined): Address {
  if (proposer === undefined) {
    throw new ProposalError({
      code: "AnyProposer",
      what: "The draft doesn't say who alone may submit it.",
      why: "Its number doesn't say whose it is: while members sign, anybody with a voice could ask the same first and withdraw it, and it could never be asked again.",
      fix: "Draft it anew: npm run proposal -- draft FILE --proposer ADDRESS --out DRAFT.",
    });
  }
  if (asked === undefined || isAddressEqual(asked, proposer)) return getAddress(proposer);
  throw wrong(`${asked} can't submit this draft.`, `It says that only ${proposer} may.`);
}

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((it) => getAddress(it));
const file = z.object({
  proposal: z.string(),
  proposer: address,
  deadline: z.int().min(0),
  cosigner: address,
  signature: z
    .string()
    .regex(/^0x[0-9a-fA-F]+$/)
    .transform((it) => it as Hex),
});
export type Cosignature = z.infer<typeof file>;
export type CosignatureFile = { path: string; name: string };

export async function readCosignature({ path, name }: CosignatureFile): Promise<Cosignature> {
  const text = await readText(path, name);
  try {
    return file.parse(JSON.parse(text));
  } catch (error) {
    const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
    throw wrong(`${name} is no co-signature.`, issue ? `${issue.path.join(".")}: ${issue.message}.` : "It is no JSON.");
  }
}

/** The draft as its proposer hands it in with what members signed: all of them over this draft, this account and one time. */
export async function cosignedSubmission(
  draft: Draft,
  proposer: Address,
  files: readonly CosignatureFile[],
): Promise<Act> {
  const signed = await Promise.all(files.map(async (each) => ({ ...(await readCosignature(each)), name: each.name })));
  const [first] = signed;
  for (const { name, ...one } of signed) {
    if (one.proposal !== `${draft.id}`) {
      throw wrong(`${name} co-signs proposal ${one.proposal}.`, `This draft is proposal ${draft.id}.`);
    }
    if (!isAddressEqual(one.proposer, proposer)) {
      throw wrong(`${name} lets ${one.proposer} propose.`, `It is ${proposer} who does.`);
    }
    if (one.deadline !== first?.deadline) {
      throw wrong(
        `${name} ends at ${one.deadline}.`,
        `${first?.name} ends at ${first?.deadline}, and all must end together.`,
      );
    }
  }
  // The governor takes each member once, in the order of their addresses.
  const members = [...new Map(signed.map((one) => [one.cosigner, one])).values()].sort((a, b) =>
    BigInt(a.cosigner) < BigInt(b.cosigner) ? -1 : 1,
  );
  const { text } = parseBallotDescription(draft.description);
  const [targets, values, calldatas] = proposalArguments({ calls: draftCalls(draft), description: draft.description });
  const sizes = draft.kind === "plain" ? [] : callsPerOption(draft).map(BigInt);
  return {
    functionName: "proposeBallot",
    args: [
      targets,
      values,
      calldatas,
      sizes,
      draft.kind === "plain" ? draft.description : text,
      BigInt(first?.deadline ?? 0),
      members.map(({ cosigner }) => cosigner),
      members.map(({ signature }) => signature),
    ],
  };
}

const wrong = (what: string, why: string) =>
  new ProposalError({
    code: "Cosignature",
    what,
    why,
    fix: "Sign it again: npm run proposal -- cosign DRAFT --out FILE.",
  });
