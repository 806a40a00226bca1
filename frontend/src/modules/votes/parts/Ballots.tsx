"use client";

import { useState } from "react";
import type { Ballot, Proposal, Tally } from "../../../data/types.ts";
import { share } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { Who } from "../../../ui/parts.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";
import { ballotWords } from "./words.ts";

const FIRST = 8;

type BallotsProps = {
  proposal: Proposal;
  tally: Tally;
  /** What those hold whose voice the cap cut. */
  capped: ReadonlyMap<string, bigint>;
};

export function Ballots({ proposal, tally, capped }: BallotsProps) {
  const { address } = useWallet();
  const [all, setAll] = useState(false);
  const isBallot = proposal.options.length > 0;
  const sorted = proposal.ballots.toSorted((a, b) => (a.weight === b.weight ? 0 : a.weight > b.weight ? -1 : 1));
  if (sorted.length === 0)
    return (
      <p className="dim measure mt-4">
        {t("Nobody has voted yet. The first vote stands here a moment after it is cast.")}
      </p>
    );
  const heldBy = ({ voter, weight }: Ballot) => capped.get(voter.toLowerCase()) ?? weight;
  return (
    <>
      <table className="mt-5">
        <thead>
          <tr>
            <th>{t("Voter")}</th>
            <th>{t("Choice")}</th>
            <th className="n hp">{t("Holds")}</th>
            <th className="n">{t("Counts as")}</th>
          </tr>
        </thead>
        <tbody>
          {(all ? sorted : sorted.slice(0, FIRST)).map((ballot) => (
            <tr key={ballot.voter}>
              <td>
                <Who address={ballot.voter} you={address} />
              </td>
              <td>
                {ballotWords(ballot, isBallot)}
                {ballot.replaced > 0 && <span className="cap only-wide"> {t("replaced an earlier one")}</span>}
              </td>
              <td className="n hp">{share(heldBy(ballot), tally.supply, 2)}</td>
              <td className="n">
                {heldBy(ballot) > ballot.weight && <span className="cap">{t("capped")} </span>}
                {share(ballot.weight, tally.supply, 2)}
                {ballot.member && ballot.weight === 0n && <span className="cap"> {t("one seat")}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > FIRST && (
        <button type="button" className="quiet mt-2" onClick={() => setAll(!all)}>
          {all ? t("Only the largest") : t("All {sorted} votes", { sorted: sorted.length })}
        </button>
      )}
    </>
  );
}
