// A proposal that members sign together before it is one: a file that goes from hand to hand, and grows by signatures.

import {
  ballotDescription,
  cosignatureTypedData,
  type Deployment,
  optionCalls,
  type ProposalWords,
  proposalId,
  readProposalText,
  restrictedProposer,
} from "@commonmind/sdk";
import { type Address, getAddress, type Hex, isAddress, isAddressEqual, isHex, size } from "viem";
import type { ProposalAction } from "../../../data/types.ts";
import { plain } from "../../../format/plain.ts";
import { t } from "../../../i18n/i18n.ts";

export type Cosignature = { readonly cosigner: Address; readonly signature: Hex };

export type Petition = {
  readonly chainId: number;
  readonly governor: Address;
  /** Who hands it in. */
  readonly proposer: Address;
  /** Last second in which it may be handed in, unix seconds. */
  readonly deadline: number;
  readonly actions: readonly ProposalAction[];
  /** As the governor takes it from the proposer only; without the suffix of a ballot. */
  readonly text: string;
  /** Empty for a plain proposal. */
  readonly callsPerOption: readonly number[];
  readonly cosignatures: readonly Cosignature[];
  /** Made by the keys of accounts that held no seat when they were added: they count once one does. */
  readonly waiting?: readonly Cosignature[];
};

const DAY = 86_400;
/** More than the governor ever asks for: each is checked, some by asking the chain. */
const MOST_SIGNATURES = 300;
/** Of accounts without a seat, which anybody can make up: a place of their own, so that they take none from members. */
const MOST_WAITING = 20;
/** In bytes. One of a key has 65, one of a wallet of thirty owners some 2,000; all of them must fit into the browser. */
const LONGEST_SIGNATURE = 2_048;
/** Words and calls together, in characters: more than fits into a transaction. */
const LONGEST_CONTENT = 300_000;
/** Of a call beside its data: the fewest characters that it takes. */
const CALL = 100;
/** Of a file, in bytes: more than what keeps to the limits above. */
const LARGEST_FILE = 4_000_000;
/** Of deadlines, unix seconds (the year 2100): what comes later can't be meant, and what comes much later is no date. */
const LATEST = 4_102_444_800;
/** How long signatures may be gathered, in days; it ends with a day, so that two who begin again agree. */
const GATHERING = 14;

export const deadlineFrom = (now: number): number => Math.ceil((now + GATHERING * DAY) / DAY) * DAY;

/** A file that isn't a petition of this co-op; the message says why. */
export class PetitionError extends Error {
  override readonly name = "PetitionError";
}

/** The number that the proposal will have, and what everyone signs. */
export const proposalOf = ({ actions, text, callsPerOption }: Petition): bigint =>
  proposalId({ calls: actions, description: ballotDescription({ text, callsPerOption }) });

/** As they are shown: they came from somebody else. */
export function wordsOf({ text, callsPerOption }: Petition): ProposalWords {
  const { options, ...words } = readProposalText(text, callsPerOption.length);
  const shown = (it: { title: string; text: string }) => ({
    title: plain(it.title, 200),
    text: plain(it.text, 20_000),
  });
  return { ...shown(words), options: options.map(shown) };
}

/** The calls of each option; of a plain proposal, all in one list. */
export const optionsOf = ({ actions, callsPerOption }: Petition): readonly (readonly ProposalAction[])[] =>
  optionCalls(actions, callsPerOption);

export const typedDataOf = (petition: Petition) =>
  cosignatureTypedData({
    ...{ chainId: petition.chainId, governor: petition.governor, proposer: petition.proposer },
    ...{ proposalId: proposalOf(petition), deadline: BigInt(petition.deadline) },
  });

/**
 * With more signatures, a member's newest in the place of an older one. They must have been found valid (see checking.ts): what
 * anybody can make up would put out the true ones, or make it more than is read again.
 * @param waiting Found to be made by the keys of accounts that hold no seat: kept apart, as many as there is room for.
 */
export function joined(
  petition: Petition,
  valid: readonly Cosignature[],
  waiting: readonly Cosignature[] = [],
): Petition {
  const ofEach = (all: readonly Cosignature[]) =>
    new Map(all.map(({ cosigner, signature }): [Address, Cosignature] => [cosigner, { cosigner, signature }]));
  const members = [...ofEach([...petition.cosignatures, ...valid]).values()].slice(0, MOST_SIGNATURES);
  const signed = ofEach(members);
  const others = [...ofEach([...(petition.waiting ?? []), ...waiting]).values()].filter(
    ({ cosigner }) => !signed.has(cosigner),
  );
  return { ...petition, cosignatures: members, waiting: others.slice(0, MOST_WAITING) };
}

/** A signature that the governor would take now. */
export type Valid = Cosignature & {
  /** Made by a key alone: no contract can think better of it before it is handed in. */
  readonly plain: boolean;
};

/** What is handed in: no more than it takes, as each costs gas, and those first that stay valid whatever happens. */
export const counting = (valid: readonly Valid[], needed: number): Valid[] =>
  valid.toSorted((a, b) => Number(b.plain) - Number(a.plain)).slice(0, needed);

/** Whether both are about the same, handed in by the same and until the same time: their signatures go together. */
export const isSame = (a: Petition, b: Petition): boolean =>
  proposalOf(a) === proposalOf(b) && a.proposer === b.proposer && a.deadline === b.deadline;

type Asking = Pick<Petition, "actions" | "callsPerOption" | "text" | "deadline" | "cosignatures">;

/** What the governor's `proposeBallot` takes, with the members in the order of their addresses, as it wants them. */
export function argumentsOf({ actions, callsPerOption, text, deadline, cosignatures }: Asking) {
  const members = cosignatures.toSorted((a, b) => (BigInt(a.cosigner) < BigInt(b.cosigner) ? -1 : 1));
  return [
    actions.map(({ target }) => target),
    actions.map(({ value }) => value),
    actions.map(({ data }) => data),
    callsPerOption.map(BigInt),
    text,
    BigInt(deadline),
    members.map(({ cosigner }) => cosigner),
    members.map(({ signature }) => signature),
  ] as const;
}

/** For a file: whole numbers of the chain as decimal strings. */
export function writePetition(petition: Petition): string {
  const actions = petition.actions.map(({ target, value, data }) => ({ target, value: `${value}`, data }));
  return `${JSON.stringify({ schema: 1, petition: `${proposalOf(petition)}`, ...petition, actions }, null, 2)}\n`;
}

/** @throws PetitionError in words, as {@link readPetition} does. */
export async function openPetition(file: Pick<File, "size" | "text">, of: Parameters<typeof readPetition>[1]) {
  // Not even read: it would only stop the page for a while.
  if (file.size > LARGEST_FILE) throw new PetitionError(t("This file holds no proposal to sign."));
  const text = await file.text().catch(() => {
    throw new PetitionError(t("This file can’t be read."));
  });
  return readPetition(text, of);
}

/** @throws PetitionError in words, unless it is a petition to the governor of this co-op. */
export function readPetition(
  text: string,
  { chainId, contracts }: Pick<Deployment, "chainId" | "contracts">,
): Petition {
  const petition = parse(text);
  if (!petition) throw new PetitionError(t("This file holds no proposal to sign."));
  if (petition.chainId !== chainId || !isAddressEqual(petition.governor, contracts.commonsGovernor)) {
    throw new PetitionError(t("This file is about another co-op, or another chain."));
  }
  return petition;
}

function parse(text: string): Petition | undefined {
  try {
    const file = JSON.parse(text) as Record<string, unknown>;
    const { chainId, governor, proposer, deadline, text: words, callsPerOption, petition: number } = file;
    const actions = listOf(file.actions).map((it) => ({
      target: address(it.target),
      value: whole(it.value),
      data: bytes(it.data),
    }));
    const cosignatures = listOf(file.cosignatures).map(cosignatureOf);
    const waiting = listOf(file.waiting ?? []).map(cosignatureOf);
    const sizes = (callsPerOption as unknown[]).map(count);
    if (file.schema !== 1 || actions.length === 0 || typeof words !== "string") return undefined;
    if (cosignatures.length > MOST_SIGNATURES || waiting.length > MOST_WAITING) return undefined;
    if (actions.reduce((sum, { data }) => sum + CALL + data.length, words.length) > LONGEST_CONTENT) return undefined;
    if (sizes.length > 0 && sizes.reduce((sum, each) => sum + each, 0) !== actions.length) return undefined;
    if (count(deadline) > LATEST) return undefined;
    const petition: Petition = {
      ...{ chainId: count(chainId), governor: address(governor), proposer: address(proposer) },
      ...{ deadline: count(deadline), actions, text: words, callsPerOption: sizes, cosignatures },
      ...(waiting.length > 0 ? { waiting } : {}),
    };
    // The governor would take it from nobody but somebody else.
    const only = restrictedProposer(words);
    if (only && !isAddressEqual(only, petition.proposer)) return undefined;
    // Somebody changed it by hand: the signatures are for something else.
    return `${proposalOf(petition)}` === number ? petition : undefined;
  } catch {
    return undefined;
  }
}

const refuse = (): never => {
  throw new PetitionError("");
};
const listOf = (value: unknown) => (Array.isArray(value) ? (value as Record<string, unknown>[]) : refuse());
const address = (value: unknown): Address =>
  typeof value === "string" && isAddress(value) ? getAddress(value) : refuse();
const bytes = (value: unknown): Hex => (isHex(value) && value.length % 2 === 0 ? value : refuse());
const short = (signature: Hex): Hex => (size(signature) <= LONGEST_SIGNATURE ? signature : refuse());
const cosignatureOf = (it: Record<string, unknown>): Cosignature => ({
  cosigner: address(it.cosigner),
  signature: short(bytes(it.signature)),
});
const whole = (value: unknown): bigint =>
  typeof value === "string" && /^\d{1,78}$/.test(value) ? BigInt(value) : refuse();
const count = (value: unknown): number =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : refuse();

// ---------------------------------------------------------------------------------------------- kept in the browser

const place = (chainHash: string) => `commonmind.petitions:${chainHash}`;

/** Those that this browser began or opened, the latest first. */
export function readPetitions(chainHash: string, of: Pick<Deployment, "chainId" | "contracts">): Petition[] {
  try {
    const kept = JSON.parse(localStorage.getItem(place(chainHash)) ?? "[]") as string[];
    return kept.flatMap((text) => {
      const petition = parse(text);
      return petition && petition.chainId === of.chainId ? [petition] : [];
    });
  } catch {
    return [];
  }
}

export type Keeping = {
  /** With the signatures that were known before. */
  readonly petition: Petition;
  /** False where the browser has no room, or keeps nothing: then it lasts as long as the page. */
  readonly kept: boolean;
};

/** Its signatures must have been found valid, as {@link joined} says. */
export function keepPetition(chainHash: string, petition: Petition, of: Parameters<typeof readPetitions>[1]): Keeping {
  const all = readPetitions(chainHash, of);
  const known = all.find((it) => isSame(it, petition));
  const grown = known ? joined(known, petition.cosignatures, petition.waiting) : petition;
  return { petition: grown, kept: write(chainHash, [grown, ...all.filter((it) => !isSame(it, petition))]) };
}

export function dropPetition(chainHash: string, petition: Petition, of: Parameters<typeof readPetitions>[1]): void {
  write(
    chainHash,
    readPetitions(chainHash, of).filter((it) => !isSame(it, petition)),
  );
}

function write(chainHash: string, petitions: readonly Petition[]): boolean {
  try {
    localStorage.setItem(place(chainHash), JSON.stringify(petitions.map(writePetition)));
    return true;
  } catch {
    return false;
  }
}
