import Link from "next/link";
import { titleOf } from "../../../data/questions.ts";
import type { Duty } from "../../../data/reviews.ts";
import { longDay, number, plural } from "../../../format/format.ts";
import { Note, Section } from "../../../ui/parts.tsx";
import { VirtualList } from "../../../ui/VirtualList.tsx";

/** Panels that are over: what you gave, and what came out. */
export function Earlier({ duties }: { duties: readonly Duty[] }) {
  if (duties.length === 0) return null;
  return (
    <>
      <Section id="earlier" title="What you judged before">
        <VirtualList
          items={duties}
          keyOf={({ work, round }) => `${work.id}-${round.number}`}
          rowHeight={64}
          label={`${number(duties.length)} ${plural(duties.length, "panel")}`}
          empty=""
        >
          {({ work, round, panelist }) => (
            <div className="work-row">
              <Link href={`/contributions/${work.id}`}>{titleOf(work)}</Link>
              <span className="cap">{round.closedAt ? longDay(round.closedAt) : ""}</span>
              <span className="given-score">
                {panelist.score ?? "–"} <span className="cap">verdict {round.score ?? "–"}</span>
              </span>
            </div>
          )}
        </VirtualList>
      </Section>
      <Note>
        First your own score, then the verdict: the middle of all, weighted by how near each reviewer was before.
      </Note>
    </>
  );
}
