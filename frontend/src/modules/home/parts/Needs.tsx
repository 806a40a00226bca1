"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { useAssets, useChainNow, useClaimable, useLedger, useSeatMoney, useVoice } from "../../../data/ledger.tsx";
import { isOpen } from "../../../data/questions.ts";
import { seatAt, seatStateOf } from "../../../data/seats.ts";
import type { Proposal } from "../../../data/types.ts";
import { amount, capital, count, dayAndTime, number, plural, shortAddress } from "../../../format/format.ts";
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
      <Section id="needs" title={address ? "What needs you" : "Open now"}>
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
      text: `${number(proposal.ballots.length)} ${plural(proposal.ballots.length, "holder has", "holders have")} voted.${address ? " Your vote is missing." : ""} Closes ${dayAndTime(proposal.end)}.`,
      link: (
        <Link className="quiet vote" href={`/proposals/${proposal.id}`}>
          {address ? "Vote" : "Read it"}
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
          {waiting.toReversed().join(" and ")} {waiting.length > 1 ? "are" : "is"} waiting for you
        </Link>
      ),
      text: dividend?.waiting.some((it) => it > 0n)
        ? "Your share of what the models earned, and your part of the dividend."
        : "Your share of what the models earned.",
      link: (
        <Link className="quiet pay" href="/rewards">
          Collect
        </Link>
      ),
    });
  }
  const state = seat && now !== undefined ? seatStateOf(seat, now) : undefined;
  if (seat && (state === "due" || state === "lapsed")) {
    needs.push({
      key: "seat",
      mark: <SeatMark />,
      title: <Link href="/dividend">{state === "due" ? "Your seat has run out" : "Your seat has lapsed"}</Link>,
      text:
        state === "due"
          ? "It still votes and earns, until anyone ends it. Renew it."
          : `Renew it until ${dayAndTime(seat.graceEnds ?? 0)}, and it keeps what it earned.`,
      link: (
        <Link className="quiet warn" href="/dividend">
          See how
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
      title: <Link href={`/contributions/${work.id}`}>Your contribution {work.id.toString()} is under way</Link>,
      text:
        work.state === "accepted"
          ? `Scored ${work.score}. It becomes final after the challenge period.`
          : work.state === "challenged"
            ? "Its verdict was challenged: a larger panel judges again."
            : "It is in review.",
      link: (
        <Link className="quiet work" href={`/contributions/${work.id}`}>
          See it
        </Link>
      ),
    });
  }
  const title = address
    ? needs.length === 0
      ? "Nothing needs you"
      : `${capital(count(needs.length))} ${plural(needs.length, "thing needs", "things need")} you`
    : "Open now";
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
            {open.length === 0 ? "Nothing is up for a vote. " : ""}
            {address
              ? "When a vote opens, money waits or your work moves on, it stands here first. "
              : "The next vote can be asked by any holder with enough voice. "}
            <Link href="/contribute">Add some work</Link>
          </p>
        )}
      </Section>
      {address ? (
        <Note>
          You see this list because you are here as <b>{shortAddress(address)}</b>
          {seated ? ", with a seat" : ""}. Anyone can read everything else on this page without an account.
        </Note>
      ) : (
        <Note>
          Everything here can be read without an account.{" "}
          <button type="button" className="quiet" style={{ font: "inherit", minHeight: 0 }} onClick={connect}>
            Connect
          </button>{" "}
          to see what needs you.
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
