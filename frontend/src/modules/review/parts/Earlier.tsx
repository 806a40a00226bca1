import Link from "next/link";
import { titleOf } from "../../../data/questions.ts";
import type { Duty } from "../../../data/reviews.ts";
import { longDay } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Note, Section } from "../../../ui/parts.tsx";
import { VirtualList } from "../../../ui/VirtualList.tsx";

/** Panels that are over: what you gave, and what came out. */
export function Earlier({ duties }: { duties: readonly Duty[] }) {
  if (duties.length === 0) return null;
  return (
    <>
      <Section id="earlier" title={t("What you judged before")}>
        <VirtualList
          items={duties}
          keyOf={({ work, round }) => `${work.id}-${round.number}`}
          rowHeight={64}
          label={t("{duties, plural, one {# panel} other {# panels}}", { duties: duties.length })}
          empty=""
        >
          {({ work, round, panelist }) => (
            <div className="work-row">
              <Link href={`/contributions/${work.id}`}>{titleOf(work)}</Link>
              <span className="cap">{round.closedAt ? longDay(round.closedAt) : ""}</span>
              <span className="given-score">
                {panelist.score ?? "–"}{" "}
                <span className="cap">{rich("verdict {score}", { score: round.score ?? "–" })}</span>
              </span>
            </div>
          )}
        </VirtualList>
      </Section>
      <Note>
        {t("First your own score, then the verdict: the middle of all, weighted by how near each reviewer was before.")}
      </Note>
    </>
  );
}
