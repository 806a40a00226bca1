/** The totals by asset: what came in, where it went, and that next to nothing stays behind. */
import { type Books, isAccepted } from "./books.ts";
import type { Parts } from "./entries.ts";
import { present, settledBounds } from "./members.ts";
import type { ReportView, TotalsView } from "./shape.ts";

export function checkTotals(view: ReportView, books: Books, complete: boolean): void {
  for (const asset of new Set([...books.assets.keys(), ...view.totals.keys()])) {
    const totals = view.totals.get(asset);
    if (totals === undefined || !books.assets.has(asset)) {
      const actual = totals === undefined ? "none" : "totals";
      const expected = totals === undefined ? "totals" : "none";
      books.fail("totals", `totals.${asset}`, expected, actual, "Totals are for assets received.");
      continue;
    }
    checkReceived(asset, totals, books);
    checkContributors(asset, totals, view, books, complete);
    checkDividend(asset, totals, view, books);
  }
}

function checkReceived(asset: string, totals: TotalsView, books: Books): void {
  const sums = books.sums(asset);
  const equal = equals(asset, books);
  const sum = "It must be the sum over all settlements.";
  equal("received", sums.received, totals.received, sum);
  equal("upstream", sums.upstream, totals.upstream, sum);
  for (const part of ["contributors", "dividend", "reserve"] as const) {
    equal(part, sums.own[part], totals[part], sum);
    equal(
      `upstreamParts.${part}`,
      sums.slices[part],
      totals.upstreamParts[part],
      "It must be the sum over all slices.",
    );
  }
  const parts = totals.upstream + whole(totals);
  equal("received", parts, totals.received, "The slices and parts must add up to what was received.");
  equal("upstream", whole(totals.upstreamParts), totals.upstream, "The parts of the slices must add up to them.");
}

function checkContributors(asset: string, totals: TotalsView, view: ReportView, books: Books, complete: boolean): void {
  const equal = equals(asset, books);
  const sums = books.sums(asset);
  const paid = view.accounts.reduce((sum, account) => sum + (account.claimed.get(asset) ?? 0n), 0n);
  equal("paid", paid, totals.paid, "Paid is what all accounts claimed.");
  const claimed = [...books.paid.values()].reduce((sum, byAsset) => sum + (byAsset.get(asset)?.amount ?? 0n), 0n);
  equal("paid", claimed, totals.paid, "Paid is the sum of all claims, to whomever.");
  const due = totals.contributors + totals.upstreamParts.contributors;
  equal("residue", due - totals.paid, totals.residue, "The residue is all contributors' parts - paid.");
  if (!complete) return;
  // One wei per position even where it was too little to be claimed at all.
  const positions = view.contributions.filter(isAccepted).flatMap(({ id, leaves }) => {
    return leaves.map(({ index }) => Math.max(1, sums.claims.get(`${id}/${index}`) ?? 0));
  });
  const claims = positions.reduce((sum, count) => sum + count, 0);
  const most = books.ledger.parked(asset) + BigInt(sums.credits + claims);
  const message = "At most one wei per settlement and position claim may stay behind.";
  books.findings.within("totals", `totals.${asset}.residue`, 0n, most, totals.residue, message);
}

function checkDividend(asset: string, totals: TotalsView, view: ReportView, books: Books): void {
  const equal = equals(asset, books);
  const { members, dividends } = books;
  const sums = books.sums(asset);
  const claimed = view.members.reduce((sum, { dividend }) => sum + (dividend.get(asset)?.claimed ?? 0n), 0n);
  equal("dividendPaid", claimed, totals.dividendPaid, "It is what all seats claimed.");
  const paid = [...dividends.values()].reduce((sum, byAsset) => sum + (byAsset.get(asset)?.amount ?? 0n), 0n);
  equal("dividendPaid", paid, totals.dividendPaid, "It is the sum of all that seats were paid.");
  equal("dividendSwept", sums.swept, totals.dividendSwept, "It is the sum of all that lapsed seats gave back.");
  const due = totals.dividend + totals.upstreamParts.dividend;
  const residue = "The residue is all members' parts - paid.";
  equal("dividendResidue", due - totals.dividendPaid, totals.dividendResidue, residue);

  // What seats have not claimed yet, or have forfeited and nobody swept; the rest is dust.
  const open = view.members.reduce((sum, { dividend }) => {
    const { earned, claimed } = dividend.get(asset) ?? { earned: 0n, claimed: 0n };
    return sum + earned - claimed;
  }, 0n);
  let unswept = 0n;
  for (const seat of members.seats.values()) {
    const lives = view.members.find((one) => one.seat === seat.number)?.status === "forfeited";
    const over = lives ? seat.lives : seat.lives.filter((life) => life !== present(seat));
    for (const life of over) unswept += members.bounds(life, asset).high - settledBounds(life, asset).low;
  }
  const dust =
    BigInt(sums.dividends) + [...members.seats.values()].reduce((sum, { lives }) => sum + BigInt(lives.length), 0n);
  const most = members.parked(asset) + open + unswept + dust;
  const message = "At most one wei per settlement and seat may stay behind, beside what nobody claimed.";
  books.findings.within("totals", `totals.${asset}.dividendResidue`, open, most, totals.dividendResidue, message);
}

function equals(asset: string, books: Books) {
  return (name: string, expected: bigint, actual: bigint, message: string) =>
    books.equal("totals", `totals.${asset}.${name}`, expected, actual, message);
}

function whole({ contributors, dividend, reserve }: Parts): bigint {
  return contributors + dividend + reserve;
}
