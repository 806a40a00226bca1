// A draft: a proposal with its calls encoded, its class, and each action in a sentence; as JSON a file that the other
// commands take.
import {
  ballotDescription,
  type Call,
  contractAt,
  decodeCall,
  deedOf,
  deedSentence,
  MAX_OPTIONS,
  optionCalls,
  parseBallotDescription,
  proposalId,
  readProposalText,
  restrictedProposer,
  restrictProposer,
  writeProposalText,
} from "@commonmind/sdk";
import { type Address, type Hex, isAddressEqual } from "viem";
import { z } from "zod";
import { callsOf } from "./actions.ts";
import type { Coop } from "./coop.ts";
import { ProposalError } from "./errors.ts";
import { parseSource, readText, type Source } from "./source.ts";

export type Action = Call & {
  /** "treasury.spend", or the address of a stranger's contract. */
  name: string;
  /** What the call says it would do; what it really would, the simulation shows. */
  sentence: string;
  ordinary: boolean;
};

export type Draft = {
  id: bigint;
  kind: "plain" | "ballot";
  title: string;
  text: string;
  /** As it stands on chain, a ballot's with its suffix. */
  description: string;
  /** Who alone may submit it, if it says so. */
  proposer: Address | undefined;
  class: "ordinary" | "constitutional";
  why: string[];
  /** A plain proposal is one option. */
  options: { title: string; text: string; actions: Action[] }[];
};

export const draftCalls = ({ options }: Pick<Draft, "options">): Call[] =>
  options.flatMap(({ actions }) => actions.map(({ target, value, data }) => ({ target, value, data })));

export const callsPerOption = ({ kind, options }: Pick<Draft, "kind" | "options">): number[] =>
  kind === "ballot" ? options.map(({ actions }) => actions.length) : [];

/** Makes a draft of what people wrote; with a proposer, one that nobody else may submit. */
export async function draftOf(source: Source, coop: Coop, proposer?: Address): Promise<Draft> {
  if (source.options.length > MAX_OPTIONS) {
    throw wrong(
      source.place(["options", MAX_OPTIONS]),
      "is one option too many",
      `A ballot has at most ${MAX_OPTIONS}.`,
    );
  }
  const calls = callsOf(source, coop);
  const options = source.kind === "ballot" ? source.options : [];
  const words = writeProposalText({ title: source.title, text: source.text, options });
  const text = proposer === undefined ? words : restrictProposer(words, proposer);
  const sizes = source.kind === "ballot" ? calls.map(({ length }) => length) : [];
  const draft = await describe(coop, calls.flat(), ballotDescription({ text, callsPerOption: sizes }));
  if (draft.kind === "ballot") requireOrdinary(draft, source);
  return draft;
}

function requireOrdinary(draft: Draft, source: Source): void {
  for (const [i, { actions }] of draft.options.entries()) {
    const k = actions.findIndex(({ ordinary }) => !ordinary);
    if (k < 0) continue;
    throw wrong(
      source.place([...source.actionsOf(i), k]),
      `${actions[k]?.name} can't be part of a ballot's option`,
      "It is constitutional: it needs a proposal of its own, to which both chambers assent.",
    );
  }
}

const wrong = (where: string, what: string, why: string) =>
  new ProposalError({
    code: "Ballot",
    what: `${where}: ${what}.`,
    why,
    fix: "Take it out, or ask it as a question of its own.",
  });

/** A proposal from its calls and description: as drafted, or as it stands on chain. */
export async function describe(coop: Coop, calls: readonly Call[], description: string): Promise<Draft> {
  const { text, callsPerOption: sizes } = parseBallotDescription(description);
  const kind = sizes.length > 0 ? "ballot" : "plain";
  const words = readProposalText(text, sizes.length);
  const actions = await Promise.all(calls.map((call) => actionOf(coop, call)));
  const cut = optionCalls(actions, sizes);
  const options = cut.map((each, i) => ({
    ...(words.options[i] ?? { title: words.title, text: words.text }),
    actions: each,
  }));
  const others = actions.filter(({ ordinary }) => !ordinary);
  return {
    id: proposalId({ calls, description }),
    kind,
    title: words.title,
    text: words.text,
    description,
    proposer: restrictedProposer(text),
    class: others.length > 0 ? "constitutional" : "ordinary",
    why:
      others.length > 0
        ? [...new Set(others.map(whyConstitutional))]
        : [
            "Every call is on the governor's list of ordinary functions, and none sends money along: holders decide, members may veto.",
          ],
    options,
  };
}

async function actionOf({ client, governor, deployment, names }: Coop, call: Call): Promise<Action> {
  const contract = contractAt(deployment, call.target);
  const name = `${contract ?? call.target}.${decodeCall(contract, call.data)?.functionName ?? call.data.slice(0, 10)}`;
  const listed =
    call.data.length >= 10 &&
    (await client.readContract({
      ...governor,
      functionName: "isOrdinary",
      args: [call.target, call.data.slice(0, 10)],
    }));
  return { ...call, name, sentence: deedSentence(deedOf(call, names)), ordinary: listed === true && call.value === 0n };
}

function whyConstitutional({ name, value }: Action): string {
  const reason = value > 0n ? "sends money along" : "isn't on the governor's list of ordinary functions";
  return `${name} ${reason}: both chambers must assent.`;
}

const hex = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2})*$/)
  .transform((it) => it as Hex);
const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((it) => it as Address);
const call = z.object({ target: address, value: z.string().regex(/^\d+$/).transform(BigInt), data: hex });
const file = z.object({
  schema: z.literal(1),
  chainId: z.string(),
  governor: address,
  id: z.string(),
  description: z.string(),
  calls: z.array(call),
});

/** What `--json` and `--out` write, and {@link loadDraft} reads. */
export function draftToJson(draft: Draft, { deployment }: Coop) {
  return {
    chainId: `${deployment.chainId}`,
    governor: deployment.contracts.commonsGovernor,
    id: `${draft.id}`,
    kind: draft.kind,
    class: draft.class,
    why: draft.why,
    title: draft.title,
    text: draft.text,
    description: draft.description,
    proposer: draft.proposer ?? null,
    callsPerOption: callsPerOption(draft),
    calls: draftCalls(draft).map((it) => ({ ...it, value: `${it.value}` })),
    options: draft.options.map(({ title, text, actions }) => ({
      title,
      text,
      actions: actions.map(({ name, sentence, ordinary }) => ({ name, sentence, ordinary })),
    })),
  };
}

export function draftInWords(draft: Draft): string {
  const lines = [draft.title, `  ${draft.kind === "ballot" ? "direction ballot" : "proposal"} ${draft.id}`];
  lines.push(`  ${draft.class}: ${draft.why.join(" ")}`);
  if (draft.proposer !== undefined) lines.push(`  for ${draft.proposer} alone to submit`);
  for (const [i, { title, actions }] of draft.options.entries()) {
    lines.push("", draft.kind === "ballot" ? `Option ${i + 1}: ${title}` : "It would");
    for (const { sentence, name } of actions) lines.push(`  - ${sentence}  [${name}]`);
  }
  if (draft.kind === "ballot") lines.push("", "Or keep things as they are.");
  return lines.join("\n");
}

/** Reads a draft, or what one is made of, and looks at it anew: nothing that the file says about itself is believed. */
export async function loadDraft(path: string, name: string, coop: Coop): Promise<Draft> {
  const text = await readText(path, name);
  const parsed = file.safeParse(jsonOrNothing(text));
  if (!parsed.success) return draftOf(parseSource(text, name), coop);
  const { chainId, governor, id, description, calls } = parsed.data;
  const { deployment } = coop;
  if (chainId !== `${deployment.chainId}` || !isAddressEqual(governor, deployment.contracts.commonsGovernor)) {
    throw new ProposalError({
      code: "OtherCoop",
      what: `${name} is a draft for the governor ${governor} on chain ${chainId}.`,
      why: `Here is the governor ${deployment.contracts.commonsGovernor} on chain ${deployment.chainId}.`,
      fix: "Name its network, or draft it anew for this one.",
    });
  }
  const draft = await describe(coop, calls, description);
  if (`${draft.id}` === id) return draft;
  throw new ProposalError({
    code: "DraftChanged",
    what: `${name} says that it is proposal ${id}, and its calls and description are those of ${draft.id}.`,
    why: "It was changed after it was drafted.",
    fix: "Draft it anew.",
  });
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
