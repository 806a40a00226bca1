"use client";

import Link from "next/link";
import { useChainNow, useLedger } from "../../../data/ledger.tsx";
import { stateOf } from "../../../data/questions.ts";
import { dayAndTime, longDay, share } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Dashes, Note, proposalStamp, Stamp, Trouble } from "../../../ui/parts.tsx";
import { Term } from "../../../ui/Term.tsx";
import { resultWords } from "./words.ts";

export function VotesView() {
  const { ledger, trouble } = useLedger();
  const now = useChainNow();
  return (
    <>
      <div className="block">
        <h1>{t("What we decide")}</h1>
        <p className="lead mt-5">
          {rich(
            "<term>Voice</term> is earned by accepted work and can’t be bought. Holders decide; members, one vote a person, can stop it. What passes is carried out by the contracts, word for word.",
            { term: (it) => <Term word="voice">{it}</Term> },
          )}
        </p>
        <p className="mt-4">
          <Link className="quiet vote" href="/proposals/new">
            {t("Propose something")}
          </Link>
        </p>
      </div>
      <Trouble words={trouble} block={ledger?.block} />
      <div className="spread">
        <section className="block" aria-labelledby="all">
          <h2 id="all">{t("All votes")}</h2>
          {!ledger || now === undefined ? (
            <Dashes widths={[74, 52, 66]} />
          ) : ledger.proposals.length === 0 ? (
            <p className="dim measure mt-4">
              {t(
                "Nothing was ever asked. A vote begins when somebody with enough voice proposes one, with the calls that it would carry out.",
              )}
            </p>
          ) : (
            <ul className="ruled rows">
              {ledger.proposals.toReversed().map((proposal) => {
                const state = stateOf(proposal, now);
                const { tally } = proposal;
                const cast = tally.for + tally.against + tally.abstain;
                return (
                  <li key={proposal.id.toString()}>
                    <div>
                      <h3>
                        <Link href={`/proposals/${proposal.id}`} style={{ textDecoration: "none" }}>
                          {proposal.title}
                        </Link>
                      </h3>
                      <p className="small dim">
                        {state === "pending"
                          ? t("Opens {start}.", { start: dayAndTime(proposal.start) })
                          : state === "open"
                            ? t("Closes {end}. ", { end: dayAndTime(proposal.end) })
                            : t("Closed {end}. ", { end: longDay(proposal.end) })}
                        {state !== "pending" &&
                          t(
                            "{ballots, plural, one {# person} other {# people}} with {cast} of all voice voted. {proposal}",
                            {
                              ballots: tally.ballots,
                              cast: share(cast, tally.supply),
                              proposal: resultWords(proposal, tally, state),
                            },
                          )}
                      </p>
                    </div>
                    <Stamp look={proposalStamp(state)} flat />
                  </li>
                );
              })}
            </ul>
          )}
        </section>
        <Note>{t("Between the result and the act lies a wait, so that everyone can see what is coming.")}</Note>
      </div>
    </>
  );
}
