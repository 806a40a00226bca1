"use client";

import Link from "next/link";
import { type Address, getAddress, isAddress } from "viem";
import { useChainNow, useLedger } from "../../../data/ledger.tsx";
import { ballotsBy, capNow, reviewsBy, voiceOf, workBy } from "../../../data/people.ts";
import { titleOf } from "../../../data/questions.ts";
import { seatAt, seatStateOf } from "../../../data/seats.ts";
import type { Ledger } from "../../../data/types.ts";
import { VoiceOverTime } from "../../../drawings/VoiceOverTime.tsx";
import { longDay, number, share, shortAddress, tokens } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { LongAddress } from "../../../ui/Address.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { Dashes, Note, Section, Stamp, SupportMark, Trouble, workStamp } from "../../../ui/parts.tsx";
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
        <h1>{t("That is no address.")}</h1>
        <p className="lead mt-6">
          {rich("An address is 0x and forty letters and digits. <a>Everyone here</a>", {
            a: (it) => <Link href="/people">{it}</Link>,
          })}
        </p>
      </section>
    );
  }
  if (!ledger || now === undefined) {
    return (
      <div className="block">
        <p className="crumb">
          <Link href="/people">{t("People")}</Link>
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
  const { supply } = ledger;
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
          <Link href="/people">{t("People")}</Link>
        </p>
        <h1>{yours ? t("You") : shortAddress(account)}</h1>
        <div className="meta mt-4">
          <Stamp
            look={
              active
                ? { ink: "work", waiting: false, words: t("member, seat {id}", { id: seat?.id }) }
                : seat
                  ? {
                      ink: "warn",
                      waiting: state === "lapsed",
                      words: t("seat {id} {state, select, lapsed {lapsed} other {ended}}", { id: seat.id, state }),
                    }
                  : { ink: "work", waiting: true, words: t("no seat") }
            }
            tilt
          />
          <span>{t("{voice} of all voice", { voice: share(voice, supply) })}</span>
          <span>
            {number(works.length)}{" "}
            {t("{works, plural, one {contribution} other {contributions}}", { works: works.length })}
          </span>
          <span>{t("{ballots, plural, one {# vote} other {# votes}} cast", { ballots: ballots.length })}</span>
        </div>
        <div className="mt-5">
          <LongAddress address={account} />
          <p className="flex flex-wrap gap-x-7">
            <CopyButton text={account}>{t("Copy address")}</CopyButton>
            <Link className="quiet pay" href={`/rewards/${account}`}>
              {t("What {yours, select, true {your work has} other {this work has}} earned", { yours })}
            </Link>
          </p>
        </div>
      </div>
      <Trouble words={trouble} block={ledger.block} />
      <div className="spread">
        <Section id="voice" title={t("Voice over time")}>
          {steps.length > 0 ? (
            <VoiceOverTime steps={steps} cap={cap} now={now} />
          ) : (
            <p className="dim measure mt-4">{t("None yet. It begins with the first accepted work.")}</p>
          )}
        </Section>
        <Note>
          {voice > cap && cap > 0n
            ? t("Of this voice, {counted} counts: nobody counts for more than {cap} of all.", {
                counted: tokens(cap, 0),
                cap: share(cap, supply, 0),
              })
            : t("A vote counts the voice of the moment when it opened. Work accepted later doesn’t change it.")}
        </Note>
        <Delegation ledger={ledger} account={account} yours={yours} />
        <Section id="work" title={yours ? t("Your work") : t("Work")}>
          <VirtualList
            items={works}
            keyOf={({ work }) => work.id.toString()}
            rowHeight={64}
            label={t("{works, plural, one {# contribution} other {# contributions}}", { works: works.length })}
            empty={t("Nothing that was accepted so far.")}
          >
            {({ work, units: part }) => (
              <div className="work-row">
                <Link href={`/contributions/${work.id}`}>{titleOf(work)}</Link>
                <span className="cap">
                  {number(part)} {t("{part, plural, one {unit} other {units}}", { part })}, {longDay(work.submittedAt)}
                </span>
                <span className="n hp">{work.score ?? "–"}</span>
                <Stamp look={workStamp(work.state)} flat />
              </div>
            )}
          </VirtualList>
        </Section>
        <Note>
          {units > 0n
            ? t("{units} units together. Each contribution is counted with this person’s part of it.", {
                units: number(units),
              })
            : t("Work appears here once it is accepted and its author’s part is entered.")}
        </Note>
        {reviews && (
          <>
            <Section id="reviews" title={t("As a reviewer")}>
              {reviews.panels === 0 ? (
                <p className="dim measure mt-4">{t("Hasn’t sat on a panel that is over.")}</p>
              ) : (
                <dl className="kv mt-5">
                  <dt>{t("Panels")}</dt>
                  <dd className="num">{number(reviews.panels)}</dd>
                  <dt>{t("Scores shown")}</dt>
                  <dd className="num">{number(reviews.revealed)}</dd>
                  <dt>{t("Missed")}</dt>
                  <dd className="num">{number(reviews.missed)}</dd>
                  {reviews.distance !== undefined && (
                    <>
                      <dt>{t("From the verdict")}</dt>
                      <dd className="num">
                        {t("{distance} points on average", { distance: number(reviews.distance, 1) })}
                      </dd>
                    </>
                  )}
                </dl>
              )}
            </Section>
            <Note>
              {t("Reviewers are drawn by lot. Whoever was near the verdict before counts a little more the next time.")}
            </Note>
          </>
        )}
        <Section id="votes" title={t("Votes")}>
          {ballots.length === 0 ? (
            <p className="dim measure mt-4">{t("None cast so far.")}</p>
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
                      : t(supportWords[ballot.support])}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </Section>
        <Note>{t("A vote is public, and it is keyed to an account, not to a name.")}</Note>
      </div>
    </>
  );
}
