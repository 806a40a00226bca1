"use client";
import Link from "next/link";
import { type Address, getAddress, isAddress } from "viem";
import { useChainNow, useLedger } from "../../../data/ledger.tsx";
import { ballotsBy, capNow, reviewsBy, voiceOf, workBy } from "../../../data/people.ts";
import { titleOf } from "../../../data/questions.ts";
import { seatAt, seatStateOf } from "../../../data/seats.ts";
import type { Ledger } from "../../../data/types.ts";
import { VoiceOverTime } from "../../../drawings/VoiceOverTime.tsx";
import { longDay, number, plural, share, shortAddress, tokens } from "../../../format/format.ts";
import { LongAddress } from "../../../ui/Address.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { Dashes, Note, Section, Stamp, SupportMark, Trouble, workStamps } from "../../../ui/parts.tsx";
import { supportWords } from "../../../ui/supportWords.ts";
import { VirtualList } from "../../../ui/VirtualList.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";
import { Delegation } from "./Delegation.tsx";

export function PersonView({ address }: { address: string }) {
  const { ledger, trouble } = useLedger();
  const now = useChainNow();
  if (!isAddress(address, { strict: false })) {
    return (
      <section className="block">
        <h1>That is no address.</h1>
        <p className="lead mt-6">
          An address is 0x and forty letters and digits. <Link href="/people">Everyone here</Link>
        </p>
      </section>
    );
  }
  if (!ledger || now === undefined) {
    return (
      <div className="block">
        <p className="crumb">
          <Link href="/people">People</Link>
        </p>
        <Dashes widths={[52, 74, 40]} />
        <Trouble words={trouble} />
      </div>
    );
  }
  return <Person ledger={ledger} account={getAddress(address)} now={now} trouble={trouble} />;
}

type PersonProps = { ledger: Ledger; account: Address; now: number; trouble: string | undefined };

function Person({ ledger, account, now, trouble }: PersonProps) {
  const { address: you } = useWallet();
  const yours = you?.toLowerCase() === account.toLowerCase();
  const seat = seatAt(ledger, account);
  const state = seat && seatStateOf(seat, now);
  const voice = voiceOf(ledger, account);
  const cap = capNow(ledger);
  const supply = ledger.supplies.at(-1)?.supply ?? 0n;
  const steps = ledger.voices.get(account.toLowerCase()) ?? [];
  const works = workBy(ledger, account);
  const units = works.reduce((sum, part) => sum + part.units, 0n);
  const ballots = ballotsBy(ledger, account);
  const reviews = seat && reviewsBy(ledger, seat.id);
  const active = state === "active" || state === "due";
  return (
    <>
      <div className="block">
        <p className="crumb">
          <Link href="/people">People</Link>
        </p>
        <h1>{yours ? "You" : shortAddress(account)}</h1>
        <div className="meta mt-4">
          <Stamp
            look={
              active
                ? { ink: "work", waiting: false, words: `member, seat ${seat?.id}` }
                : seat
                  ? { ink: "warn", waiting: state === "lapsed", words: `seat ${seat.id} ${state}` }
                  : { ink: "work", waiting: true, words: "no seat" }
            }
            tilt
          />
          <span>{share(voice, supply)} of all voice</span>
          <span>
            {number(works.length)} {plural(works.length, "contribution")}
          </span>
          <span>
            {number(ballots.length)} {plural(ballots.length, "vote")} cast
          </span>
        </div>
        <div className="mt-5">
          <LongAddress address={account} />
          <p className="flex flex-wrap gap-x-7">
            <CopyButton text={account}>Copy address</CopyButton>
            <Link className="quiet pay" href={`/rewards/${account}`}>
              What {yours ? "your work has" : "this work has"} earned
            </Link>
          </p>
        </div>
      </div>
      <Trouble words={trouble} block={ledger.block} />
      <div className="spread">
        <Section id="voice" title="Voice over time">
          {steps.length > 0 ? (
            <VoiceOverTime steps={steps} cap={cap} now={now} />
          ) : (
            <p className="dim measure mt-4">None yet. It begins with the first accepted work.</p>
          )}
        </Section>
        <Note>
          {voice > cap && cap > 0n
            ? `Of this voice, ${tokens(cap, 0)} counts: nobody counts for more than ${share(cap, supply, 0)} of all.`
            : "A vote counts the voice of the moment when it opened. Work accepted later doesn’t change it."}
        </Note>
        <Delegation ledger={ledger} account={account} yours={yours} />
        <Section id="work" title={yours ? "Your work" : "Work"}>
          <VirtualList
            items={works}
            keyOf={({ work }) => work.id.toString()}
            rowHeight={64}
            label={`${number(works.length)} ${plural(works.length, "contribution")}`}
            empty="Nothing that was accepted so far."
          >
            {({ work, units: part }) => (
              <div className="work-row">
                <Link href={`/contributions/${work.id}`}>{titleOf(work)}</Link>
                <span className="cap">
                  {number(part)} {plural(part, "unit")}, {longDay(work.submittedAt)}
                </span>
                <span className="n hp">{work.score ?? "–"}</span>
                <Stamp look={workStamps[work.state]} flat />
              </div>
            )}
          </VirtualList>
        </Section>
        <Note>
          {units > 0n
            ? `${number(units)} units together. Each contribution is counted with this person’s part of it.`
            : "Work appears here once it is accepted and its author’s part is entered."}
        </Note>
        {reviews && (
          <>
            <Section id="reviews" title="As a reviewer">
              {reviews.panels === 0 ? (
                <p className="dim measure mt-4">Hasn’t sat on a panel that is over.</p>
              ) : (
                <dl className="kv mt-5">
                  <dt>Panels</dt>
                  <dd className="num">{number(reviews.panels)}</dd>
                  <dt>Scores shown</dt>
                  <dd className="num">{number(reviews.revealed)}</dd>
                  <dt>Missed</dt>
                  <dd className="num">{number(reviews.missed)}</dd>
                  {reviews.distance !== undefined && (
                    <>
                      <dt>From the verdict</dt>
                      <dd className="num">{number(reviews.distance, 1)} points on average</dd>
                    </>
                  )}
                </dl>
              )}
            </Section>
            <Note>
              Reviewers are drawn by lot. Whoever was near the verdict before counts a little more the next time.
            </Note>
          </>
        )}
        <Section id="votes" title="Votes">
          {ballots.length === 0 ? (
            <p className="dim measure mt-4">None cast so far.</p>
          ) : (
            <ul className="ruled rows">
              {ballots.map(({ proposal, ballot }) => (
                <li key={proposal.id.toString()}>
                  <div>
                    <Link href={`/proposals/${proposal.id}`}>{proposal.title}</Link>
                    <span className="cap">{longDay(ballot.time)}</span>
                  </div>
                  <span className="flex items-center gap-2 small">
                    <SupportMark support={ballot.support} />
                    {proposal.options.length > 0 && ballot.support === "for"
                      ? ballot.options.join(", ")
                      : supportWords[ballot.support]}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Section>
        <Note>A vote is public, and it is keyed to an account, not to a name.</Note>
      </div>
    </>
  );
}
