"use client";
import Link from "next/link";
import { useChainNow, useLedger } from "../../../data/ledger.tsx";
import { stateOf, tallyOf } from "../../../data/questions.ts";
import { dayAndTime, longDay, number, plural, share } from "../../../format/format.ts";
import { Dashes, Note, proposalStamps, Stamp, Trouble } from "../../../ui/parts.tsx";
import { Term } from "../../../ui/Term.tsx";
import { resultWords } from "./words.ts";

export function VotesView() {
  const { ledger, trouble } = useLedger();
  const now = useChainNow();
  return (
    <>
      <div className="block">
        <h1>What we decide</h1>
        <p className="lead mt-5">
          <Term word="voice">Voice</Term> is earned by accepted work and can’t be bought. Holders decide; members, one
          vote a person, can stop it. What passes is carried out by the contracts, word for word.
        </p>
        <p className="mt-4">
          <Link className="quiet vote" href="/proposals/new">
            Propose something
          </Link>
        </p>
      </div>
      <Trouble words={trouble} block={ledger?.block} />
      <div className="spread">
        <section className="block" aria-labelledby="all">
          <h2 id="all">All votes</h2>
          {!ledger || now === undefined ? (
            <Dashes widths={[74, 52, 66]} />
          ) : ledger.proposals.length === 0 ? (
            <p className="dim measure mt-4">
              Nothing was ever asked. A vote begins when somebody with enough voice proposes one, with the calls that it
              would carry out.
            </p>
          ) : (
            <ul className="ruled rows">
              {ledger.proposals.toReversed().map((proposal) => {
                const state = stateOf(ledger, proposal, now);
                const tally = tallyOf(ledger, proposal);
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
                          ? `Opens ${dayAndTime(proposal.start)}.`
                          : state === "open"
                            ? `Closes ${dayAndTime(proposal.end)}. `
                            : `Closed ${longDay(proposal.end)}. `}
                        {state !== "pending" &&
                          `${number(proposal.ballots.length)} ${plural(proposal.ballots.length, "person", "people")} with ${share(cast, tally.supply)} of all voice voted. ${resultWords(proposal, tally, state)}`}
                      </p>
                    </div>
                    <Stamp look={proposalStamps[state]} flat />
                  </li>
                );
              })}
            </ul>
          )}
        </section>
        <Note>Between the result and the act lies a wait, so that everyone can see what is coming.</Note>
      </div>
    </>
  );
}
