import { phaseOf } from "../../../data/reviews.ts";
import type { Ledger, Panelist, ReviewRound, Work } from "../../../data/types.ts";
import { count, dayAndTime, longDay, number, share } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { Note, Section } from "../../../ui/parts.tsx";

/** What happened in a round, in one line. */
function roundWords(round: ReviewRound, now: number): string {
  const sealed = round.panel.filter(({ commitment }) => commitment !== undefined).length;
  switch (phaseOf(round, now)) {
    case "drawing":
      return t("Its reviewers are drawn until {drawUntil}.", { drawUntil: dayAndTime(round.drawUntil) });
    case "sealing":
      return t(
        "{sealed} of {panel} {manySealed, plural, one {has} other {have}} sealed a score; they have until {commitUntil}.",
        {
          sealed: sealed === 0 ? t("None") : count(sealed),
          panel: count(round.panel.length),
          manySealed: sealed || 1,
          commitUntil: dayAndTime(round.commitUntil),
        },
      );
    case "showing":
      return t("Scores are opened until {revealUntil}.", { revealUntil: dayAndTime(round.revealUntil) });
    case "counting":
      return t("Time is up. Anyone can have it counted.");
    case "voting":
      return t("No panel can be drawn: a constitutional vote may score it.");
    case "over":
      return round.byVote
        ? t("A vote gave it {score} of 100.", { score: round.score })
        : round.expired
          ? t("Nobody judged it in time: that counts as a rejection.")
          : t("It was given {score} of 100 on {closedAt}.", {
              score: round.score,
              closedAt: longDay(round.closedAt ?? 0),
            });
  }
}

function panelistWords({ score, commitment, recused, voided }: Panelist, over: boolean): string {
  if (voided) return t("an author of it: doesn’t count");
  if (recused) return t("stepped back");
  if (score !== undefined) return "";
  if (commitment !== undefined) return over ? t("sealed, and never opened") : t("sealed");
  return over ? t("missing") : t("not yet");
}

/** Who judged it, what each gave, and how much each counted. */
export function ReviewRounds({ ledger, work, now }: { ledger: Ledger; work: Work; now: number }) {
  const rounds = ledger.rounds.get(work.id) ?? [];
  if (rounds.length === 0) return null;
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return (
    <>
      <Section id="review" title={t("How it was judged")}>
        {rounds.map((round) => {
          const total = round.panel.reduce((sum, { weight }) => sum + (weight ?? 0n), 0n);
          const over = round.closedAt !== undefined;
          return (
            <div key={round.number} className="mt-5">
              {rounds.length > 1 && <h3>{round.number === 1 ? t("The first panel") : t("The appeal")}</h3>}
              <p className="dim measure">
                {round.challengedBy !== undefined &&
                  t("Seat {challengedBy} challenged the first verdict. ", { challengedBy: number(round.challengedBy) })}
                {capital(roundWords(round, now))}
              </p>
              {round.panel.length > 0 && (
                <table className="mt-4">
                  <thead>
                    <tr>
                      <th>{t("Reviewer")}</th>
                      <th className="hp">{t("Score")}</th>
                      <th className="n">{t("Of 100")}</th>
                      <th className="n">{t("Counted")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {round.panel.map((panelist) => (
                      <tr key={panelist.seat.toString()}>
                        <td>{t("seat {seat}", { seat: number(panelist.seat) })}</td>
                        <td className="hp" style={{ width: "44%" }}>
                          {panelist.score !== undefined && (
                            <span className="score-track" aria-hidden="true">
                              <i style={{ left: `${panelist.score}%` }} />
                              {round.score !== undefined && <b style={{ left: `${round.score}%` }} />}
                            </span>
                          )}
                        </td>
                        <td className="n">{panelist.score ?? panelistWords(panelist, over)}</td>
                        <td className="n">{over && total > 0n ? share(panelist.weight ?? 0n, total, 0) : "–"}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              )}
            </div>
          );
        })}
      </Section>
      <Note>
        {t(
          "Each score was sealed before any was known. The weighted middle counts: half of the weight lies at or below it. Reviewers are named by their seats, and nobody knew beforehand who would be drawn.",
        )}
      </Note>
    </>
  );
}
