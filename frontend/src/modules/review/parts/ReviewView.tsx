"use client";

import Link from "next/link";
import { useChainNow, useLedger } from "../../../data/ledger.tsx";
import { dueOf, dutiesOf } from "../../../data/reviews.ts";
import { seatAt } from "../../../data/seats.ts";
import type { Ledger, Seat } from "../../../data/types.ts";
import { capital, count } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Dashes, Note, Section, Trouble } from "../../../ui/parts.tsx";
import { Term } from "../../../ui/Term.tsx";
import { useConnectDialog, useWallet } from "../../../wallet/useWallet.ts";
import { useSeal } from "../seal/useSeal.ts";
import { Calls } from "./Calls.tsx";
import { DutyCard } from "./DutyCard.tsx";
import { Earlier } from "./Earlier.tsx";
import { Kinds } from "./Kinds.tsx";
import { SealKeeping } from "./SealKeeping.tsx";

export function ReviewView() {
  const { ledger, trouble } = useLedger();
  const now = useChainNow();
  const { address } = useWallet();
  const seat = ledger ? seatAt(ledger, address) : undefined;
  const active = seat !== undefined && seat.graceEnds === undefined;
  return (
    <>
      <div className="block">
        <h1>{t("Judge what came in")}</h1>
        <p className="lead mt-5">
          {rich(
            "Members who are drawn by lot score each piece of work, from 0 to 100, each for themselves: first everyone <term>seals</term> a score, then all are opened at once. The middle one counts.",
            { term: (it) => <Term word="seal">{it}</Term> },
          )}
        </p>
      </div>
      <Trouble words={trouble} block={ledger?.block} />
      {!ledger || now === undefined ? (
        <div className="spread">
          <section className="block">
            <h2>{t("Your panels")}</h2>
            <Dashes widths={[72, 58]} />
          </section>
        </div>
      ) : active && seat ? (
        <Reviewer ledger={ledger} seat={seat} now={now} />
      ) : (
        <Outside connected={address !== undefined} ledger={ledger} now={now} />
      )}
    </>
  );
}

function Reviewer({ ledger, seat, now }: { ledger: Ledger; seat: Seat; now: number }) {
  const seal = useSeal(seat.wallet);
  const duties = dutiesOf(ledger, seat.id);
  const live = duties.filter(({ round }) => round.closedAt === undefined);
  const due = live.filter((duty) => dueOf(duty, now) !== undefined);
  const rest = live.filter((duty) => !due.includes(duty));
  const shown = [...due.sort((a, b) => (dueOf(a, now)?.until ?? 0) - (dueOf(b, now)?.until ?? 0)), ...rest];
  const title =
    due.length > 0
      ? t("{due} {manyDue, plural, one {panel waits} other {panels wait}} for you", {
          due: capital(count(due.length)),
          manyDue: due.length,
        })
      : live.length > 0
        ? t("Nothing to do just now")
        : t("You sit on no panel now");
  return (
    <div className="spread">
      <Section id="panels" title={title}>
        {shown.length > 0 ? (
          <ul className="ruled duties">
            {shown.map((duty) => (
              <DutyCard
                key={`${duty.work.id}-${duty.round.number}`}
                duty={duty}
                seal={seal}
                now={now}
                ledger={ledger}
              />
            ))}
          </ul>
        ) : (
          <p className="dim measure mt-4">
            {t("When the lot falls on you, the work stands here, with the day until which you have to score it.")}
          </p>
        )}
      </Section>
      <Note>
        <p>
          {t(
            "You don’t see who made it. If you know, or made a part of it yourself, step back: that costs this review’s pay, and nothing else.",
          )}
        </p>
        <p>{t("Whoever doesn’t score in time loses at least as much as the worst wrong score.")}</p>
      </Note>
      <SealKeeping seal={seal} />
      <Section id="kinds" title={t("What you can be drawn for")}>
        <Kinds ledger={ledger} seat={seat} now={now} />
      </Section>
      <Note>
        {t("From a week after you offer it. The pay is the same for yes and no, so that nobody has to please anyone.")}
      </Note>
      <Earlier duties={duties.filter(({ round }) => round.closedAt !== undefined)} />
      <Calls ledger={ledger} now={now} />
    </div>
  );
}

function Outside({ connected, ledger, now }: { connected: boolean; ledger: Ledger; now: number }) {
  const connect = useConnectDialog();
  return (
    <div className="spread">
      <Section id="who" title={connected ? t("Reviewing takes a seat") : t("Are you a member?")}>
        <p className="dim measure mt-4">
          {connected
            ? t("Whoever judges must be one person, known once. This wallet holds no active seat. ")
            : t("Connect to see the panels that you sit on, and what is due when. ")}
          {connected && <Link href="/dividend">{t("How you get one")}</Link>}
        </p>
        {!connected && (
          <button type="button" className="act work mt-5" style={{ minWidth: 240 }} onClick={connect}>
            {t("Connect a wallet")}
          </button>
        )}
      </Section>
      <Note>
        {t("Nobody needs money to review or to challenge. The pay is units of the model that the work is for.")}
      </Note>
      <Calls ledger={ledger} now={now} />
    </div>
  );
}
