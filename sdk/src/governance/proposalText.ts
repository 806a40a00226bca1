// The words of a proposal: a title, a text and, on a direction ballot, a title and a text for each option. One text on
// chain, which any tool shows as Markdown.
import { MAX_OPTIONS } from "./ballots.ts";
import { GovernanceError } from "./errors.ts";

export type ProposalWords = {
  title: string;
  text: string;
  /** Empty: a plain proposal. */
  options: readonly { title: string; text: string }[];
};

const HEADING = /^## Option (\d+): (.+)$/;

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

/** Takes a text apart. Options without words of their own are called by their number. */
export function readProposalText(text: string, options: number): ProposalWords {
  const [first = "", ...lines] = text.split("\n");
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
