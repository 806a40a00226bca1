// What a replay says: for programs, and as a table for people.
import Table from "cli-table3";

/** Weights as the file writes them, members as seats. */
export type Tally = { against: string; for: string; abstain: string };
export type Ignored = { row: number; line: number; reason: string };

export type ProposalReport = {
  id: string;
  capBps: number;
  /** Most weight of one person. */
  cap: string;
  /** Of the base unit in which weights stood on chain: 0 if all were whole numbers. */
  decimals: number;
  holders: { uncapped: Tally; capped: Tally };
  members: Tally;
  /** Members at the snapshot. */
  seats: number;
  /** Weight that was cast, without a cap, of the supply at the snapshot. */
  turnout: { num: string; den: string };
  /** Who cast most weight, without a cap; null if nobody voted as a holder. */
  largest: { voter: string; weight: string } | null;
  /** Rows whose place a later one took. */
  replaced: number;
  ignored: Ignored[];
  state: string;
  /** What the same votes make of it without a cap and without members. */
  stateUncapped: string;
};

const plainChars = Object.fromEntries(
  ["top", "bottom", "mid"].flatMap((side) => ["", "-mid", "-left", "-right"].map((at) => [side + at, ""])),
);

export function replayTable(reports: readonly ProposalReport[]): string {
  const head = [
    "proposal",
    "voters",
    "largest",
    "for / against, uncapped",
    "for / against, capped",
    "members",
    "uncapped",
    "capped",
  ];
  const table = new Table({
    head,
    style: { head: [], border: [], compact: true },
    chars: { ...plainChars, left: "", "left-mid": "", "mid-mid": "", right: "", "right-mid": "", middle: "  " },
    colAligns: head.map((_, i) => (i === 0 || i > 5 ? "left" : "right")),
  });
  for (const { id, holders, members, seats, largest, turnout, state, stateUncapped } of reports) {
    table.push([
      id,
      seats,
      largest === null ? "-" : percent(largest.weight, turnout.den),
      `${percent(holders.uncapped.for, turnout.den)} / ${percent(holders.uncapped.against, turnout.den)}`,
      `${percent(holders.capped.for, turnout.den)} / ${percent(holders.capped.against, turnout.den)}`,
      `${members.for} / ${members.against}`,
      stateUncapped,
      state,
    ]);
  }
  return table.toString();
}

/** Of the supply, to a hundredth: only for reading. */
function percent(part: string, whole: string): string {
  const share = Number(whole) === 0 ? 0 : Number(part) / Number(whole);
  return `${(share * 100).toFixed(2)}%`;
}
