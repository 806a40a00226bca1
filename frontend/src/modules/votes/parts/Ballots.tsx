"use client";
import { useState } from "react";
import type { Proposal } from "../../../data/types.ts";
import { share, tokens } from "../../../format/format.ts";
import { supportWords, Who } from "../../../ui/parts.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";

const FIRST = 8;

export function Ballots({ proposal, supply }: { proposal: Proposal; supply: bigint }) {
  const { address } = useWallet();
  const [all, setAll] = useState(false);
  const sorted = proposal.ballots.toSorted((a, b) => (a.weight === b.weight ? 0 : a.weight > b.weight ? -1 : 1));
  if (sorted.length === 0)
    return (
      <p className="dim measure mt-4">Nobody has voted yet. The first vote stands here a moment after it is cast.</p>
    );
  return (
    <>
      <table className="mt-5">
        <thead>
          <tr>
            <th>Holder</th>
            <th>Choice</th>
            <th className="n hp">Tokens</th>
            <th className="n">Of all voice</th>
          </tr>
        </thead>
        <tbody>
          {(all ? sorted : sorted.slice(0, FIRST)).map(({ voter, support, weight }) => (
            <tr key={voter}>
              <td>
                <Who address={voter} you={address} />
              </td>
              <td>{supportWords[support]}</td>
              <td className="n hp">{tokens(weight)}</td>
              <td className="n">{share(weight, supply, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > FIRST && (
        <button type="button" className="quiet mt-2" onClick={() => setAll(!all)}>
          {all ? "Only the largest" : `All ${sorted.length} votes`}
        </button>
      )}
    </>
  );
}
