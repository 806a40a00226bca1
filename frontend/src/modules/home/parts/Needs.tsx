"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useAssets, useChainNow, useClaimable, useLedger, useSeatMoney, useVoice } from "../../../data/ledger.tsx";
import { isOpen } from "../../../data/questions.ts";
import { seatAt, seatStateOf } from "../../../data/seats.ts";
import type { Proposal } from "../../../data/types.ts";
import { amount, capital, count, dayAndTime, listed, shortAddress } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Dashes, Note, Section } from "../../../ui/parts.tsx";
import { useConnectDialog, useWallet } from "../../../wallet/useWallet.ts";

type Need = { key: string; mark: ReactNode; title: ReactNode; text: string; link: ReactNode };

/** What is open, and of it what only you can do. */
export function Needs() {
  const { ledger } = useLedger();
  const now = useChainNow();
  const assets = useAssets();
  const { address } = useWallet();
  const { positions } = useClaimable(address);
  const connect = useConnectDialog();
  const seat = ledger ? seatAt(ledger, address) : undefined;
  const dividend = useSeatMoney(seat);
  const open = ledger && now ? ledger.proposals.filter((it) => isOpen(it, now)) : undefined;
  const voice = useVoice(address, open?.[0]?.start);

  if (!open || !ledger || !assets) {
    return (
      <Section id="needs" title={address ? t("What needs you") : t("Open now")}>
        <Dashes />
      </Section>
    );
  }
  const voted = (proposal: Proposal) =>
    address !== undefined && proposal.ballots.some(({ voter }) => voter.toLowerCase() === address.toLowerCase());
  const needs: Need[] = open
    .filter((proposal) => address === undefined || ((voice ?? 0n) > 0n && !voted(proposal)))
    .map((proposal) => ({
      key: `vote-${proposal.id}`,
      mark: <VoteMark />,
      title: <Link href={`/proposals/${proposal.id}`}>{proposal.title}</Link>,
      text: t(
        "{ballots, plural, one {# holder has} other {# holders have}} voted.{address, select, true { Your vote is missing.} other {}} Closes {end}.",
        { ballots: proposal.tally.ballots, address: Boolean(address), end: dayAndTime(proposal.end) },
      ),
      link: (
        <Link className="quiet vote" href={`/proposals/${proposal.id}`}>
          {address ? t("Vote") : t("Read it")}
        </Link>
      ),
    }));

  const waiting = ledger.assets.flatMap((asset, i) => {
    const sum = (positions ?? []).reduce(
      (total, position) => total + (position.waiting[i] ?? 0n),
      dividend?.waiting[i] ?? 0n,
    );
    const known = assets.get(asset.toLowerCase());
    return sum > 0n && known ? [`${amount(sum, known)} ${known.symbol}`] : [];
  });
  if (waiting.length > 0) {
    needs.push({
      key: "collect",
      mark: <PayMark />,
      title: (
        <Link href="/rewards">
          {rich("{sum} {several, select, true {are} other {is}} waiting for you", {
            sum: listed(waiting.toReversed()),
            several: waiting.length > 1,
          })}
        </Link>
      ),
      text: dividend?.waiting.some((it) => it > 0n)
        ? t("Your share of what the models earned, and your part of the dividend.")
        : t("Your share of what the models earned."),
      link: (
        <Link className="quiet pay" href="/rewards">
          {t("Collect")}
        </Link>
      ),
    });
  }
  const state = seat && now !== undefined ? seatStateOf(seat, now) : undefined;
  if (seat && (state === "due" || state === "lapsed")) {
    needs.push({
      key: "seat",
      mark: <SeatMark />,
      title: <Link href="/dividend">{state === "due" ? t("Your seat has run out") : t("Your seat has lapsed")}</Link>,
      text:
        state === "due"
          ? t("It still votes and earns, until anyone ends it. Renew it.")
          : t("Renew it until {graceEnds}, and it keeps what it earned.", {
              graceEnds: dayAndTime(seat.graceEnds ?? 0),
            }),
      link: (
        <Link className="quiet warn" href="/dividend">
          {t("See how")}
        </Link>
      ),
    });
  }
  const seated = address !== undefined && ledger.seatOf.has(address.toLowerCase());
  const mine = [...ledger.works.values()].filter(
    ({ submitter, state }) =>
      submitter.toLowerCase() === address?.toLowerCase() && state !== "rejected" && state !== "final",
  );
  for (const work of mine.slice(0, 2)) {
    needs.push({
      key: `work-${work.id}`,
      mark: <WorkMark />,
      title: (
        <Link href={`/contributions/${work.id}`}>
          {rich("Your contribution {id} is under way", { id: work.id.toString() })}
        </Link>
      ),
      text:
        work.state === "accepted"
          ? t("Scored {score}. It becomes final after the challenge period.", { score: work.score })
          : work.state === "challenged"
            ? t("Its verdict was challenged: a larger panel judges again.")
            : t("It is in review."),
      link: (
        <Link className="quiet work" href={`/contributions/${work.id}`}>
          {t("See it")}
        </Link>
      ),
    });
  }
  const title = address
    ? needs.length === 0
      ? t("Nothing needs you")
      : t("{needs} {manyNeeds, plural, one {thing needs} other {things need}} you", {
          needs: capital(count(needs.length)),
          manyNeeds: needs.length,
        })
    : t("Open now");
  return (
    <>
      <Section id="needs" title={title}>
        {needs.length > 0 ? (
          <ul className="ruled needs">
            {needs.map(({ key, mark, title: heading, text, link }) => (
              <li key={key}>
                {mark}
                <div>
                  <h3>{heading}</h3>
                  <p className="small dim">{text}</p>
                </div>
                {link}
              </li>
            ))}
          </ul>
        ) : (
          <p className="dim measure mt-4">
            {open.length === 0 ? t("Nothing is up for a vote. ") : ""}
            {address
              ? t("When a vote opens, money waits or your work moves on, it stands here first. ")
              : t("The next vote can be asked by any holder with enough voice. ")}
            <Link href="/contribute">{t("Add some work")}</Link>
          </p>
        )}
      </Section>
      {address ? (
        <Note>
          {rich(
            "You see this list because you are here as {who}{seated, select, true {, with a seat} other {}}. Anyone can read everything else on this page without an account.",
            { who: <b>{shortAddress(address)}</b>, seated: Boolean(seated) },
          )}
        </Note>
      ) : (
        <Note>
          {t("Everything here can be read without an account.")}{" "}
          <button type="button" className="quiet" style={{ font: "inherit", minHeight: 0 }} onClick={connect}>
            {t("Connect")}
          </button>{" "}
          {t("to see what needs you.")}
        </Note>
      )}
    </>
  );
}

function VoteMark() {
  return (
    <svg className="mark" viewBox="0 0 36 36" aria-hidden="true">
      <circle cx="18" cy="18" r="15" fill="none" stroke="var(--vote)" strokeWidth="1.5" />
      <path d="M13 3.8 18 17l5-13.2Z" fill="var(--vote)" />
    </svg>
  );
}

function PayMark() {
  return (
    <svg className="mark" viewBox="0 0 36 36" aria-hidden="true">
      <circle cx="18" cy="18" r="15" fill="none" stroke="var(--pay)" strokeWidth="1.5" />
      <path d="M5 15c7-5 9 4 14 1s7-4 12-1v7c-5-3-7-2-12 1s-8-5-14-1Z" fill="var(--pay-river)" />
    </svg>
  );
}

function SeatMark() {
  return (
    <svg className="mark" viewBox="0 0 36 36" aria-hidden="true" fill="none" stroke="var(--warn)" strokeLinecap="round">
      <circle cx="18" cy="18" r="15" strokeWidth="1.5" />
      <path d="M12 11v14M16 11v14M20 11v14M24 11v14" strokeWidth="2" strokeDasharray="1 4" />
    </svg>
  );
}

function WorkMark() {
  return (
    <svg className="mark" viewBox="0 0 36 36" aria-hidden="true" fill="none" stroke="var(--work)">
      <circle cx="18" cy="18" r="15" strokeWidth="1.5" />
      <path d="M11 18.5l5 5 10-11" strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
