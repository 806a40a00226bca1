// The words of a proposal: a title, a text and, on a direction ballot, a title and a text for each option. One text on
// chain, which any tool shows as Markdown.
import { type Address, isAddressEqual } from "viem";
import { MAX_OPTIONS } from "./ballots.ts";
import { GovernanceError } from "./errors.ts";

export type ProposalWords = {
  title: string;
  text: string;
  /** Empty: a plain proposal. */
  options: readonly { title: string; text: string }[];
};

const HEADING = /^## Option (\d+): (.+)$/;
/** What the governor takes from this account only (as OpenZeppelin's does). A ballot's own suffix comes after it. */
const PROPOSER = /#proposer=(0x[0-9a-fA-F]{40})$/;

/** One text out of all. Throws {@link GovernanceError} if a part could be taken for another. */
export function writeProposalText({ title, text, options }: ProposalWords): string {
  const parts = [{ title, text }, ...options];
  for (const part of parts) {
    const twoLines = part.title.includes("\n") || part.title.trim() === "";
    const heading = part.text.split("\n").some((line) => HEADING.test(line));
    if (!twoLines && !heading) continue;
    throw new GovernanceError({
      code: "ProposalText",
      what: twoLines
        ? `The title ${JSON.stringify(part.title)} is no line.`
        : "A text has a line of an option's own form.",
      why: "Readers tell the options apart by their titles: ## Option 1: Title.",
      fix: twoLines ? "Write a title of one line." : "Begin that line with other words.",
    });
  }
  const said = options.map((option, i) => `## Option ${i + 1}: ${option.title.trim()}\n\n${option.text.trim()}`);
  return [`# ${title.trim()}`, text.trim(), ...said]
    .map((part) => part.trim())
    .filter(Boolean)
    .join("\n\n");
}

/**
 * The text as nobody but `proposer` may hand it in. A proposal's number doesn't say whose it is: without this, whoever learns
 * the words and the calls could ask the same first and withdraw it, and it could never be asked again.
 */
export function restrictProposer(text: string, proposer: Address): string {
  const already = restrictedProposer(text);
  return already && isAddressEqual(already, proposer) ? text : `${text}\n\n#proposer=${proposer}`;
}

/** The only account that the governor takes this text from, if there is one. Without a ballot's suffix. */
export const restrictedProposer = (text: string): Address | undefined =>
  PROPOSER.exec(text)?.[1] as Address | undefined;

/** Takes a text apart, without who alone may hand it in. Options without words of their own are called by their number. */
export function readProposalText(text: string, options: number): ProposalWords {
  const [first = "", ...lines] = text.replace(PROPOSER, "").split("\n");
  const words: { title: string; lines: string[] }[] = [{ title: first.replace(/^#+\s*/, ""), lines: [] }];
  for (const line of lines) {
    const [, number, title] = HEADING.exec(line) ?? [];
    const next = words.length <= Math.min(options, MAX_OPTIONS) && number === `${words.length}`;
    if (next && title !== undefined) words.push({ title, lines: [] });
    else words.at(-1)?.lines.push(line);
  }
  const [head, ...rest] = words.map((it) => ({ title: it.title.trim(), text: it.lines.join("\n").trim() }));
  return {
    title: head?.title ?? "",
    text: head?.text ?? "",
    options: Array.from({ length: options }, (_, i) => rest[i] ?? { title: `Option ${i + 1}`, text: "" }),
  };
}
