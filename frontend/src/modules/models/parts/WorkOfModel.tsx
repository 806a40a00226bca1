"use client";

import Link from "next/link";
import { useState } from "react";
import { isReviewPay, sizeOf, titleOf } from "../../../data/questions.ts";
import type { Model, WorkState } from "../../../data/types.ts";
import { longDay, number } from "../../../format/format.ts";
import { msg, t } from "../../../i18n/i18n.ts";
import { Note, Section, Stamp, workStamp } from "../../../ui/parts.tsx";
import { Tabs } from "../../../ui/Tabs.tsx";
import { VirtualList } from "../../../ui/VirtualList.tsx";

const filters = {
  all: msg("all"),
  "under way": msg("under way"),
  final: msg("final"),
  rejected: msg("rejected"),
} as const;
type Filter = keyof typeof filters;

const passes = (filter: Filter, state: WorkState) =>
  filter === "all" || state === filter || (filter === "under way" && state !== "final" && state !== "rejected");

/** Every contribution to the model, the newest first. */
export function WorkOfModel({ model }: { model: Model }) {
  const [filter, setFilter] = useState<Filter>("all");
  const works = model.works.toReversed().filter(({ state }) => passes(filter, state));
  if (model.works.length === 0) return null;
  return (
    <>
      <Section id="work" title={t("The work in it")}>
        <Tabs
          legend={t("Which work")}
          tabs={(Object.keys(filters) as Filter[]).map((value) => ({
            ...{ value, name: t(filters[value]) },
            count: number(model.works.filter(({ state }) => passes(value, state)).length),
          }))}
          chosen={filter}
          onChoose={setFilter}
        />
        <VirtualList
          items={works}
          keyOf={({ id }) => id.toString()}
          rowHeight={64}
          label={t("{works, plural, one {# contribution} other {# contributions}}", { works: works.length })}
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
