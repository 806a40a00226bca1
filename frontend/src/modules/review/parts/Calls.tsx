import Link from "next/link";
import { titleOf } from "../../../data/questions.ts";
import { type Phase, phaseOf } from "../../../data/reviews.ts";
import type { Ledger } from "../../../data/types.ts";
import { dayAndTime, number, plural } from "../../../format/format.ts";
import { Note, Section } from "../../../ui/parts.tsx";

const words: Readonly<Record<Phase, string>> = {
  drawing: "its reviewers are being drawn",
  sealing: "scores are being sealed",
  showing: "scores are being opened",
  counting: "time is up, and anyone can have it counted",
  voting: "no panel can be drawn: a vote decides",
  over: "",
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
      <Section id="open" title="Under review now">
        {open.length === 0 ? (
          <p className="dim measure mt-4">
            Nothing. What is handed in next stands here. <Link href="/contribute">Add some work</Link>
          </p>
        ) : (
          <ul className="ruled rows">
            {open.slice(-MOST).map(({ work, round, phase }) => (
              <li key={work.id.toString()}>
                <div>
                  <Link href={`/contributions/${work.id}`}>{titleOf(work)}</Link>
                  <span className="cap">
                    {work.kind}, {words[phase]}
                    {phase === "sealing" && ` until ${dayAndTime(round.commitUntil)}`}
                    {phase === "showing" && ` until ${dayAndTime(round.revealUntil)}`}
                  </span>
                </div>
                <span className="n small num">
                  {round.panel.filter(({ commitment }) => commitment !== undefined).length} of {round.panel.length}{" "}
                  sealed
                </span>
              </li>
            ))}
          </ul>
        )}
        {open.length > MOST && (
          <p className="cap mt-2">
            And {number(open.length - MOST)} more {plural(open.length - MOST, "piece")} of work.
          </p>
        )}
      </Section>
      <Note>
        Who is drawn is fixed by the chain itself, after the work is handed in. Nobody could know or choose the panel
        beforehand.
      </Note>
    </>
  );
}
