// Direction ballots: how options are written down in a proposal, and how a ballot names those it approves of.
import { type Hex, numberToHex } from "viem";
import { GovernanceError } from "./errors.ts";

/** Most options of a ballot, beside keeping things as they are. */
export const MAX_OPTIONS = 15;
/** "Keep things as they are", as an option's number. */
export const KEEP = 0;
/** Most calls of all options together. */
const MAX_CALLS = 255;

const SUFFIX = /#options=([\d,]*)$/;
/** Longest tail in which the governor looks for the suffix: digits and commas of 15 numbers of three digits. */
const LONGEST_TAIL = 4 * MAX_OPTIONS;

/** Options by number (0: keep) as the bitmap of a ballot. Throws {@link GovernanceError} for numbers there can't be. */
export function ballotBitmap(options: readonly number[]): number {
  for (const option of options) {
    if (Number.isInteger(option) && option >= KEEP && option <= MAX_OPTIONS) continue;
    throw new GovernanceError({
      code: "Option",
      what: `${option} is no option.`,
      why: `Options are numbered from 1, at most to ${MAX_OPTIONS}; ${KEEP} keeps things as they are.`,
      fix: "Name options that the ballot has.",
    });
  }
  return options.reduce((bitmap, option) => bitmap | (1 << option), 0);
}

/** The options on a bitmap, in ascending order. */
export function bitmapOptions(bitmap: number): number[] {
  return Array.from({ length: MAX_OPTIONS + 1 }, (_, option) => option).filter((option) => (bitmap >> option) & 1);
}

/** `params` of `castVoteWithReasonAndParams` for a ballot that approves of these options. */
export function ballotParams(options: readonly number[]): Hex {
  return numberToHex(ballotBitmap(options), { size: 2 });
}

export type BallotDescription = {
  text: string;
  /** How many calls belong to each option, in their order. Empty: a plain proposal. */
  callsPerOption: readonly number[];
};

/** The description as the governor writes it: a ballot's ends with how many calls belong to each option. */
export function ballotDescription({ text, callsPerOption }: BallotDescription): string {
  if (callsPerOption.length === 0) {
    if (!isReservedDescription(text)) return text;
    throw new GovernanceError({
      code: "DescriptionReserved",
      what: 'The description ends with "#options=".',
      why: "Only a direction ballot's may, so that no two proposals are mistaken for each other.",
      fix: "End it with other words.",
    });
  }
  const calls = callsPerOption.reduce((sum, each) => sum + each, 0);
  const whole = callsPerOption.every((each) => Number.isInteger(each) && each > 0);
  if (callsPerOption.length > MAX_OPTIONS || calls > MAX_CALLS || !whole) {
    throw new GovernanceError({
      code: "BallotOptions",
      what: `The ballot has ${callsPerOption.length} options of ${calls} calls together.`,
      why: `A ballot has 1 to ${MAX_OPTIONS} options of at least one call each, and at most ${MAX_CALLS} calls.`,
      fix: "Leave some out, or ask twice.",
    });
  }
  return `${text}#options=${callsPerOption.join(",")}`;
}

/** Takes a description apart. What was proposed as a plain one comes back whole, without options. */
export function parseBallotDescription(description: string): BallotDescription {
  const [suffix = "", sizes = ""] = SUFFIX.exec(description) ?? [];
  const callsPerOption = sizes.split(",").map(Number);
  const valid = suffix !== "" && callsPerOption.length <= MAX_OPTIONS && callsPerOption.every((each) => each > 0);
  if (!valid) return { text: description, callsPerOption: [] };
  return { text: description.slice(0, -suffix.length), callsPerOption };
}

/** True if only a ballot's description may end that way: the governor refuses it of a plain proposal. */
export function isReservedDescription(description: string): boolean {
  const tail = SUFFIX.exec(description)?.[1];
  return tail !== undefined && tail.length <= LONGEST_TAIL;
}

/** The calls of each option, out of those of all. A plain proposal is one list. */
export function optionCalls<call>(calls: readonly call[], callsPerOption: readonly number[]): call[][] {
  if (callsPerOption.length === 0) return [[...calls]];
  let from = 0;
  return callsPerOption.map((size) => {
    const cut = calls.slice(from, from + size);
    from += size;
    return cut;
  });
}
