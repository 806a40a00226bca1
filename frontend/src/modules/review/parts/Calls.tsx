import { kindName } from "@commonmind/sdk";
import Link from "next/link";
import { titleOf } from "../../../data/questions.ts";
import { type Phase, phaseOf } from "../../../data/reviews.ts";
import type { Ledger } from "../../../data/types.ts";
import { dayAndTime, number } from "../../../format/format.ts";
import { type Message, msg, rich, t } from "../../../i18n/i18n.ts";
import { Note, Section } from "../../../ui/parts.tsx";

const words: Readonly<Record<Exclude<Phase, "over">, Message>> = {
  drawing: msg("its reviewers are being drawn"),
  sealing: msg("scores are being sealed"),
  showing: msg("scores are being opened"),
  counting: msg("time is up, and anyone can have it counted"),
  voting: msg("no panel can be drawn: a vote decides"),
};

const MOST = 12;

/** Everything that is under review now, for whoever looks on. */
export function Calls({ ledger, now }: { ledger: Ledger; now: number }) {
  const open = [...ledger.rounds].flatMap(([id, rounds]) => {
    const round = rounds.at(-1);
    const work = ledger.works.get(id);
    return round && work && round.closedAt === undefined ? [{ work, round, phase: phaseOf(round, now) }] : [];
  });
  return (
    <>
      <Section id="open" title={t("Under review now")}>
        {open.length === 0 ? (
          <p className="dim measure mt-4">
            {rich("Nothing. What is handed in next stands here. <a>Add some work</a>", {
              a: (it) => <Link href="/contribute">{it}</Link>,
            })}
          </p>
        ) : (
          <ul className="ruled rows">
            {open.slice(-MOST).map(({ work, round, phase }) => (
              <li key={work.id.toString()}>
                <div>
                  <Link href={`/contributions/${work.id}`}>{titleOf(work)}</Link>
                  <span className="cap">
                    {kindName(work.kind)}
                    {phase !== "over" && `, ${t(words[phase])}`}
                    {phase === "sealing" && t(" until {commitUntil}", { commitUntil: dayAndTime(round.commitUntil) })}
                    {phase === "showing" && t(" until {revealUntil}", { revealUntil: dayAndTime(round.revealUntil) })}
                  </span>
                </div>
                <span className="n small num">
                  {rich("{sealed} of {all} sealed", {
                    sealed: round.panel.filter(({ commitment }) => commitment !== undefined).length,
                    all: round.panel.length,
                  })}
                </span>
              </li>
            ))}
          </ul>
        )}
        {open.length > MOST && (
          <p className="cap mt-2">
            {t("And {open} more {manyOpen, plural, one {piece} other {pieces}} of work.", {
              open: number(open.length - MOST),
              manyOpen: open.length - MOST,
            })}
          </p>
        )}
      </Section>
      <Note>
        {t(
          "Who is drawn is fixed by the chain itself, after the work is handed in. Nobody could know or choose the panel beforehand.",
        )}
      </Note>
    </>
  );
}
