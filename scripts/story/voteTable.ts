// What was asked and decided, as a table and in sentences.
import type { OutcomeEntry, ProposeEntry, StoryReport } from "./report.ts";
import { plain } from "./table.ts";

export function voteTable({ timeline }: StoryReport): string {
  const table = plain(["proposal", "class", "holders for", "against", "members for", "against", "what came of it"]);
  const said: string[] = [];
  for (const asked of timeline.filter((entry) => entry.type === "propose")) {
    const outcome = timeline.find(
      (entry): entry is OutcomeEntry => entry.type === "outcome" && entry.proposal === asked.proposal,
    );
    if (outcome === undefined) continue;
    const { holders, members } = outcome;
    const voted = [holders.against, holders.for, holders.abstain].reduce((sum, votes) => sum + BigInt(votes), 0n);
    const shares = [share(holders.for, voted), share(holders.against, voted), `${members.for}`, `${members.against}`];
    table.push([asked.title, asked.class, ...shares, verdict(asked, outcome)]);
    if (asked.options !== undefined) said.push(...direction(asked, outcome));
  }
  return [`Votes\n${table}`, ...said].join("\n");
}

/** Why, in a few words. */
export function verdict({ options }: Pick<ProposeEntry, "options">, outcome: OutcomeEntry): string {
  const { class: ofClass, winner, holders, members } = outcome;
  if (winner !== 0) return options === undefined ? "carried out" : `option ${winner} carried out`;
  const [yes, no] = [BigInt(holders.for), BigInt(holders.against)];
  if (yes + BigInt(holders.abstain) < BigInt(holders.quorum)) return "too few voted";
  if (members.against >= members.for && ofClass === "constitutional" && yes > no) return "refused by the members";
  if (members.against > members.for && ofClass === "ordinary" && yes > no) return "vetoed by the members";
  return options === undefined ? "refused by the holders" : "no direction alone on top";
}

function direction({ options = [] }: ProposeEntry, { approvals = [], winner, holders }: OutcomeEntry): string[] {
  const voted = BigInt(holders.for) + BigInt(holders.against);
  const names = ["keep things as they are", ...options.map(({ title }) => title)];
  return approvals.map((weight, option) => {
    const mark = option === winner ? "  <- carried out" : "";
    return `  ${option === 0 ? "-" : option}. ${names[option]}: ${share(weight, voted)}${mark}`;
  });
}

function share(part: string, whole: bigint): string {
  if (whole === 0n) return "0.0%";
  const thousandths = (BigInt(part) * 1_000n) / whole;
  return `${thousandths / 10n}.${thousandths % 10n}%`;
}
