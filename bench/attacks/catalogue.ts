// The attacks on single pieces of work, each as what its people say, and what they still do once all others have revealed.
import { SPECIFIED, sideOf, type Variant } from "./rules.ts";

/** What attackers do in ordinary work, before: they aren't there yet, or judge it honestly, and so on. */
export type Before = "absent" | "honest" | "lazy" | "copying";

export interface Attack {
  readonly name: string;
  readonly before: Before;
  /** The score committed to, and revealed unless withheld. `clone`: what the first of them thinks. */
  readonly says: (honest: number, clone: number) => number | null;
  /** What is to happen: bad work passes, or good work is rejected. */
  readonly goal: "bad work passes" | "good work is rejected";
  /** Open until the tally, when all reveals are known. Voiding takes a manifest that names all other reviewers. */
  readonly lastMoves?: readonly ("withhold" | "void")[];
  /** Share of the other reviewers whom the manifest names as authors, and who step back when they are drawn. */
  readonly recusing?: number;
  /** Panels among which the attacker takes the one where the ring weighs most. */
  readonly rolls?: number;
  /** Paid to whoever accepted, in hundredths of a fee, if the work is rejected in the end. */
  readonly bribe?: number;
  readonly variant?: Variant;
}

export const LAZY_SCORE = 80;
const accept = () => 100;
const ring = { before: "honest", says: accept, goal: "bad work passes" } as const;

export const attacks = {
  newRing: { ...ring, name: "ring of new seats", before: "absent" },
  farmed: { ...ring, name: "farmed reputation" },
  lazy: { name: "lazy: always 80", before: "lazy", says: () => LAZY_SCORE, goal: "bad work passes" },
  copying: { name: "copying one of them", before: "copying", says: (_, clone) => clone, goal: "bad work passes" },
  withholding: { ...ring, name: "withholding in the appeal", lastMoves: ["withhold"] },
  blocking: { ...ring, name: "withholding against good work", says: () => null, goal: "good work is rejected" },
  against: { ...ring, name: "rejecting good work openly", says: () => 0, goal: "good work is rejected" },
  silence: {
    ...ring,
    name: "withholding rejections only",
    says: (honest) => (sideOf(honest) === 1 ? honest : null),
  },
  voiding: { ...ring, name: "voiding", lastMoves: ["void", "withhold"] },
  voidMissing: {
    ...ring,
    name: "voiding, if a void voice were only taken out",
    lastMoves: ["void", "withhold"],
    variant: { ...SPECIFIED, voidCounts: "missing" },
  },
  voidMissingNoQuorum: {
    ...ring,
    name: "voiding, if taken out, and an appeal without quorum rejected",
    lastMoves: ["void", "withhold"],
    variant: { voidCounts: "missing", appealWithoutQuorum: "rejected" },
  },
  voidNoQuorum: {
    ...ring,
    name: "voiding, if an appeal without quorum rejected",
    lastMoves: ["void", "withhold"],
    variant: { ...SPECIFIED, appealWithoutQuorum: "rejected" },
  },
  recusal: { ...ring, name: "naming half of the reviewers, who recuse", recusing: 0.5 },
  recusalNoQuorum: {
    ...ring,
    name: "naming half, if an appeal without quorum rejects",
    recusing: 0.5,
    variant: { ...SPECIFIED, appealWithoutQuorum: "rejected" },
  },
  // Nobody attacks here: what it does to honest work that a fifth, or two fifths, of the other reviewers are authors of.
  fewAuthors: {
    ...ring,
    name: "authors who recuse: 20 %",
    recusing: 0.2,
    says: () => null,
    goal: "good work is rejected",
  },
  manyAuthors: {
    ...ring,
    name: "authors who recuse: 40 %",
    recusing: 0.4,
    says: () => null,
    goal: "good work is rejected",
  },
  blockingNoQuorum: {
    ...ring,
    name: "withholding against good work, if an appeal without quorum rejects",
    says: () => null,
    goal: "good work is rejected",
    variant: { ...SPECIFIED, appealWithoutQuorum: "rejected" },
  },
  // The fee that accepting costs if it fails, and a tenth of it on top: accepting is never the worse choice.
  bribery: { ...ring, name: "bribery (p + epsilon)", bribe: 110 },
  steering: { ...ring, name: "steering: better of two panels", rolls: 2 },
} as const satisfies Record<string, Attack>;
