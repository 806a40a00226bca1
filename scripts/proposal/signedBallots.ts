// Ballots that their voters sign, and anyone brings to the chain.
import { commonsGovernorAbi, type Support, signedBallotTypedData, supports } from "@commonmind/sdk";
import type { Address, Hex } from "viem";
import { z } from "zod";
import type { Sender } from "../lib/sending.ts";
import type { Coop } from "./coop.ts";
import type { Draft } from "./draft.ts";
import { ProposalError } from "./errors.ts";
import { type Act, requireChoice } from "./sending.ts";
import { readText } from "./source.ts";

export type SignParameters = { sender: Sender; support: Support; options: readonly number[]; deadline: number };

/** Signs a ballot with the number that the voter's next one must have. */
export async function signBallot(coop: Coop, draft: Draft, { sender, support, options, deadline }: SignParameters) {
  requireChoice(draft, { support, options });
  const { chainId, contracts } = coop.deployment;
  const voter = sender.account.address;
  const { sequence } = await coop.client.readContract({
    address: contracts.commonsGovernor,
    abi: commonsGovernorAbi,
    functionName: "ballotOf",
    args: [draft.id, voter],
  });
  const data = signedBallotTypedData({
    chainId,
    governor: contracts.commonsGovernor,
    proposalId: draft.id,
    support,
    options,
    voter,
    sequence,
    deadline,
  });
  const signature = await sender.wallet.signTypedData({ ...data, account: sender.account } as never);
  const { proposalId, ...ballot } = data.message;
  return {
    chainId: `${chainId}`,
    governor: contracts.commonsGovernor,
    proposal: `${proposalId}`,
    ballot: { ...ballot, signature },
  };
}

const hex = (digits: string) => z.string().regex(new RegExp(`^0x[0-9a-fA-F]${digits}$`));
const uint = (bits: number) =>
  z
    .int()
    .min(0)
    .max(2 ** bits - 1);
const file = z.object({
  proposal: z.string(),
  ballot: z.object({
    voter: hex("{40}").transform((it) => it as Address),
    support: z.union([z.literal(supports.against), z.literal(supports.for), z.literal(supports.abstain)]),
    options: uint(16),
    sequence: uint(32),
    deadline: uint(48),
    signature: hex("+").transform((it) => it as Hex),
  }),
});

/** Ballots from the files that `vote --sign` wrote, all of one proposal. */
export async function bringBallots(draft: Draft, files: readonly { path: string; name: string }[]): Promise<Act> {
  const ballots = await Promise.all(
    files.map(async ({ path, name }) => {
      const { proposal, ballot } = parse(await readText(path, name), name);
      if (proposal === `${draft.id}`) return ballot;
      throw wrong(`${name} is a ballot on proposal ${proposal}.`, `It is brought to ${draft.id}.`);
    }),
  );
  return { functionName: "castSignedBallots", args: [draft.id, ballots] };
}

function parse(text: string, name: string): z.infer<typeof file> {
  try {
    return file.parse(JSON.parse(text));
  } catch (error) {
    const why =
      error instanceof z.ZodError
        ? `${error.issues[0]?.path.join(".")}: ${error.issues[0]?.message}.`
        : "It is no JSON.";
    throw wrong(`${name} is no signed ballot.`, why);
  }
}

const wrong = (what: string, why: string) =>
  new ProposalError({
    code: "Ballot",
    what,
    why,
    fix: "Sign it again: npm run proposal -- vote PROPOSAL --sign --out FILE.",
  });
