// How each signature under a petition stands, and what came in with a file: nobody's is passed over in silence.
import type { Address } from "viem";
import type { Ledger } from "../../../data/types.ts";
import type { Cosignature, Petition, Valid } from "./petition.ts";

/**
 * handed: it goes in; spare: it would, but enough others do; left out: whoever hands it in chose so; seatless: its account holds
 * no seat now; unconfirmed: its account is a member's, and the governor wouldn't take it now.
 */
export type Standing = "handed" | "spare" | "leftOut" | "seatless" | "unconfirmed";

type StandingsParameters = {
  /** What the governor would take now; undefined while that isn't known. */
  valid: readonly Valid[] | undefined;
  /** Those that are handed in. */
  handed: readonly Cosignature[];
  leftOut: readonly Address[];
  seatOf: Ledger["seatOf"];
};

/** Everyone who signed, once, and how that stands: what goes in first, what doesn't count last. */
export function standingsOf(
  { cosignatures, waiting = [] }: Petition,
  { valid, handed, leftOut, seatOf }: StandingsParameters,
): { readonly cosigner: Address; readonly standing: Standing }[] {
  const goesIn = new Set(handed.map(({ cosigner }) => cosigner));
  const counts = new Set(valid?.map(({ cosigner }) => cosigner));
  const standing = (cosigner: Address): Standing | undefined => {
    if (leftOut.includes(cosigner)) return "leftOut";
    if (goesIn.has(cosigner)) return "handed";
    if (counts.has(cosigner)) return "spare";
    if (!seatOf.has(cosigner.toLowerCase())) return "seatless";
    return valid ? "unconfirmed" : undefined;
  };
  const order: readonly Standing[] = ["handed", "spare", "leftOut", "seatless", "unconfirmed"];
  return [...new Set([...cosignatures, ...waiting].map(({ cosigner }) => cosigner))]
    .flatMap((cosigner) => {
      const it = standing(cosigner);
      return it ? [{ cosigner, standing: it }] : [];
    })
    .sort((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing));
}

/** What came in with a file, in members' signatures. */
export type Arrival = {
  /** That count, and weren't there. */
  readonly fresh: number;
  /** That count, and were there already. */
  readonly known: number;
  /** Kept until their accounts hold seats. */
  readonly waiting: number;
  /** Of nobody who could sign, or over something else. */
  readonly refused: number;
  /** That count, and found no room. */
  readonly left: number;
};

/** @param before The petition without them. @param after With them, as {@link joined} makes it. */
export function arrivalOf(
  before: Petition,
  after: Petition,
  signatures: readonly Cosignature[],
  valid: readonly Cosignature[],
): Arrival {
  const accounts = (all: readonly Cosignature[] = []) => new Set(all.map(({ cosigner }) => cosigner));
  const [there, here, counts] = [accounts(before.cosignatures), accounts(after.cosignatures), accounts(valid)];
  const waits = accounts(after.waiting);
  const arrival = { fresh: 0, known: 0, waiting: 0, refused: 0, left: 0 };
  for (const cosigner of accounts(signatures)) {
    if (counts.has(cosigner)) arrival[!here.has(cosigner) ? "left" : there.has(cosigner) ? "known" : "fresh"] += 1;
    else if (waits.has(cosigner)) arrival.waiting += 1;
    else arrival.refused += 1;
  }
  return arrival;
}
