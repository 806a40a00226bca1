// Errors of the contracts in everyday words. What has no words here is named by its own name.
import {
  accessManagerAbi,
  commonsGovernorAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  memberRegistryAbi,
  modelRegistryAbi,
  timelockControllerAbi,
  treasuryAbi,
} from "@commonmind/sdk";
import { type Abi, BaseError, decodeErrorResult, type Hex, isHex, UserRejectedRequestError } from "viem";
import { shortDayAndTime } from "../format/format.ts";

const errors = [
  commonsGovernorAbi,
  contributionRegistryAbi,
  contributorRewardsAbi,
  contributionTokenAbi,
  memberRegistryAbi,
  modelRegistryAbi,
  treasuryAbi,
  timelockControllerAbi,
  accessManagerAbi,
].flatMap((abi) => (abi as Abi).filter(({ type }) => type === "error")) as Abi;

// biome-ignore lint/suspicious/noExplicitAny: arguments of an error, told apart by its name.
const sentences: Readonly<Record<string, (args: readonly any[]) => string>> = {
  GovernorAlreadyCastVote: () => "You have voted on this already. Votes here can't be changed.",
  GovernorUnexpectedProposalState: () => "Voting isn't open, so your vote could not be counted.",
  GovernorNonexistentProposal: () => "There is no such vote on this chain.",
  GovernorInsufficientProposerVotes: () => "Asking a question needs more voice than you have.",
  SeatRequired: () => "Only a member can submit, and this wallet holds no seat.",
  GenesisOpen: () => "The co-op is still being set up. Try again when it is complete.",
  ReviewSlotsTaken: ([, next]) =>
    `All your review places are taken. The next is free from ${shortDayAndTime(Number(next))}.`,
  ManifestAlreadySubmitted: ([, , id]) => `You have submitted exactly this work before: it is contribution ${id}.`,
  KindClosed: () => "This kind of work isn't taken at the moment.",
  UnitsOutOfRange: () => "The work is larger than this kind allows for so many pieces.",
  DepthOutOfRange: () => "The list of work is too long for one contribution.",
  ModelUnknown: () => "There is no such model on this chain.",
  TooEarly: ([, from]) => `It is too early: possible from ${shortDayAndTime(Number(from))}.`,
  TooLate: ([, until]) => `It is too late: possible until ${shortDayAndTime(Number(until))}.`,
  PositionOfAnother: () => "One of these pieces of work belongs to somebody else.",
  PositionAlreadyOpen: () => "This piece of work was claimed already.",
  PositionAlreadyEnded: () => "This piece of work was withdrawn already.",
  AlreadyExcluded: () => "A vote has excluded this work.",
  StateWrong: () => "The work is in another state by now. Load the page again.",
  PositionUnknown: () => "One of these pieces of work was never claimed.",
  FailedCall: () => "Your wallet's account refused the money.",
  InsufficientBalance: () => "There isn't enough money where this would be paid from.",
  AccessManagedUnauthorized: () => "Only a vote of the commons may do this.",
  Panic: () => "The contract met a number it can't work with.",
};

export type Failure = { readonly rejected: boolean; readonly words: string };

export function failureOf(error: unknown): Failure {
  if (error instanceof BaseError) {
    const refused = error.walk((cause) => cause instanceof UserRejectedRequestError || hasCode(cause, 4001));
    if (refused) return { rejected: true, words: "You said no in your wallet. Nothing happened." };
    const name = revertName(error);
    if (name) {
      const words = sentences[name.errorName];
      return { rejected: false, words: words ? words(name.args) : `The contract refused: ${spelled(name.errorName)}.` };
    }
    if (/insufficient funds|exceeds the balance/i.test(error.message)) {
      return {
        rejected: false,
        words: "Your wallet can't pay the network's fee. Send it a little of the native currency first.",
      };
    }
    if (/fetch|HTTP request|timed? ?out|network/i.test(error.message)) {
      return { rejected: false, words: "The chain doesn't answer just now. Nothing was sent." };
    }
    return { rejected: false, words: error.shortMessage };
  }
  if (hasCode(error, 4001)) return { rejected: true, words: "You said no in your wallet. Nothing happened." };
  return { rejected: false, words: error instanceof Error ? error.message : String(error) };
}

const hasCode = (error: unknown, code: number) =>
  typeof error === "object" && error !== null && "code" in error && error.code === code;

/** "SlotsTaken" -> "slots taken" */
const spelled = (name: string) => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

/** Wherever the node put the revert's data, it is decoded with every contract's errors: the inner one may be another's. */
function revertName(error: BaseError): { errorName: string; args: readonly unknown[] } | undefined {
  let data: Hex | undefined;
  error.walk((cause) => {
    const candidates = [
      (cause as { raw?: unknown }).raw,
      (cause as { data?: unknown }).data,
      (cause as { data?: { data?: unknown } }).data?.data,
    ];
    data = candidates.find((it): it is Hex => isHex(it) && it.length >= 10) ?? data;
    return data !== undefined;
  });
  if (!data) return undefined;
  try {
    const { errorName, args } = decodeErrorResult({ abi: errors, data });
    return { errorName, args: args ?? [] };
  } catch {
    return undefined;
  }
}
