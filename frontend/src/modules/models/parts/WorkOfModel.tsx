"use client";

import Link from "next/link";
import { useState } from "react";
import { isReviewPay, sizeOf, titleOf } from "../../../data/questions.ts";
import { type Ledger, type Model, type WorkFilter, workFilters } from "../../../data/types.ts";
import { useRows } from "../../../data/useRows.ts";
import { longDay, number } from "../../../format/format.ts";
import { type Message, msg, t } from "../../../i18n/i18n.ts";
import { Note, Section, Stamp, workStamp } from "../../../ui/parts.tsx";
import { Tabs } from "../../../ui/Tabs.tsx";
import { VirtualList } from "../../../ui/VirtualList.tsx";

const names: Readonly<Record<WorkFilter, Message>> = {
  all: msg("all"),
  "under way": msg("under way"),
  final: msg("final"),
  rejected: msg("rejected"),
};

/** Every contribution to the model, the newest first. */
export function WorkOfModel({ ledger, model }: { ledger: Ledger; model: Model }) {
  const [filter, setFilter] = useState<WorkFilter>("all");
  const { states } = model.sums;
  const newest = ledger.newest.get(model.id) ?? [];
  const works = useRows(
    { of: "works", model: model.id, filter },
    { count: states[filter], rows: filter === "all" ? newest : [] },
    Object.values(states).join(),
  );
  if (states.all === 0) return null;
  return (
    <>
      <Section id="work" title={t("The work in it")}>
        <Tabs
          legend={t("Which work")}
          tabs={workFilters.map((value) => ({ value, name: t(names[value]), count: number(states[value]) }))}
          chosen={filter}
          onChoose={setFilter}
        />
        <VirtualList
          items={works}
          keyOf={({ id }) => id.toString()}
          rowHeight={64}
          label={t("{works, plural, one {# contribution} other {# contributions}}", { works: works.count })}
          empty={t("There is none of that kind.")}
        >
          {(work) => (
            <div className="work-row">
              <Link href={`/contributions/${work.id}`}>{titleOf(work)}</Link>
              <span className="cap">
                {sizeOf(work)}, {longDay(work.submittedAt)}
              </span>
              <span className="n hp">{isReviewPay(work) ? "" : (work.score ?? "–")}</span>
              <Stamp look={workStamp(work.state)} flat />
            </div>
          )}
        </VirtualList>
      </Section>
      <Note>
        {t(
          "Everything that was ever handed in for it, what was turned down too. The number is the panel’s score, of 100.",
        )}
      </Note>
    </>
  );
}
