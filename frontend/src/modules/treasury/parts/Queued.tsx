"use client";

import Link from "next/link";
import { deedOf } from "../../../data/deeds.ts";
import { useSource } from "../../../data/ledger.tsx";
import { stateOf } from "../../../data/questions.ts";
import type { Asset, Ledger, Proposal, ProposalAction } from "../../../data/types.ts";
import { dayAndTime } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { proposalStamp, Stamp } from "../../../ui/parts.tsx";

type QueuedProps = { ledger: Ledger; assets: ReadonlyMap<string, Asset>; now: number };

const decided = new Set(["passed", "waiting", "ready"]);

/** The calls that win: all of a plain vote, those of the leading option otherwise. */
function winning(proposal: Proposal): readonly ProposalAction[] {
  if (proposal.options.length === 0) return proposal.actions;
  return proposal.options[proposal.tally.leader - 1]?.actions ?? [];
}

/** Votes that passed and will spend something, with the day from which on they can be carried out. */
export function Queued({ ledger, assets, now }: QueuedProps) {
  const deployment = useSource()?.config.deployment;
  if (!deployment) return null;
  const rows = ledger.proposals.flatMap((proposal) => {
    const state = stateOf(proposal, now);
    if (!decided.has(state)) return [];
    const deeds = winning(proposal)
      .filter(({ target }) => target.toLowerCase() === deployment.contracts.treasury.toLowerCase())
      .map((action) => deedOf(action, { ledger, assets, deployment, askedAt: proposal.askedAt }));
    return deeds.length > 0 ? [{ proposal, state, deeds }] : [];
  });
  if (rows.length === 0) {
    return (
      <p className="dim measure mt-4">
        {t("Nothing. When a vote to spend passes, it stands here until it is carried out.")}
      </p>
    );
  }
  return (
    <ul className="ruled rows">
      {rows.map(({ proposal, state, deeds }) => (
        <li key={proposal.id.toString()}>
          <div>
            <h3>
              <Link href={`/proposals/${proposal.id}`}>{proposal.title}</Link>
            </h3>
            {deeds.map(({ verb, what, how, raw }) => (
              <p key={raw} className="small dim">
                {verb} {what} {how}
              </p>
            ))}
            {proposal.eta && state === "waiting" && (
              <p className="cap">{t("Not before {eta}", { eta: dayAndTime(proposal.eta) })}</p>
            )}
          </div>
          <Stamp look={proposalStamp(state)} flat />
        </li>
      ))}
    </ul>
  );
}
