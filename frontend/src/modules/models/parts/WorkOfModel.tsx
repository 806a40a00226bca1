"use client";
import Link from "next/link";
import { useState } from "react";
import { isReviewPay, sizeOf, titleOf } from "../../../data/questions.ts";
import type { Model, WorkState } from "../../../data/types.ts";
import { longDay, number, plural } from "../../../format/format.ts";
import { Note, Section, Stamp, workStamps } from "../../../ui/parts.tsx";
import { Tabs } from "../../../ui/Tabs.tsx";
import { VirtualList } from "../../../ui/VirtualList.tsx";

type Filter = "all" | "under way" | WorkState;
const filters: readonly Filter[] = ["all", "under way", "final", "rejected"];

const passes = (filter: Filter, state: WorkState) =>
  filter === "all" || state === filter || (filter === "under way" && state !== "final" && state !== "rejected");

/** Every contribution to the model, the newest first. */
export function WorkOfModel({ model }: { model: Model }) {
  const [filter, setFilter] = useState<Filter>("all");
  const works = model.works.toReversed().filter(({ state }) => passes(filter, state));
  if (model.works.length === 0) return null;
  return (
    <>
      <Section id="work" title="The work in it">
        <Tabs
          legend="Which work"
          tabs={filters.map((value) => ({
            ...{ value, name: value },
            count: number(model.works.filter(({ state }) => passes(value, state)).length),
          }))}
          chosen={filter}
          onChoose={setFilter}
        />
        <VirtualList
          items={works}
          keyOf={({ id }) => id.toString()}
          rowHeight={64}
          label={`${number(works.length)} ${plural(works.length, "contribution")}`}
          empty="There is none of that kind."
        >
          {(work) => (
            <div className="work-row">
              <Link href={`/contributions/${work.id}`}>{titleOf(work)}</Link>
              <span className="cap">
                {sizeOf(work)}, {longDay(work.submittedAt)}
              </span>
              <span className="n hp">{isReviewPay(work) ? "" : (work.score ?? "–")}</span>
              <Stamp look={workStamps[work.state]} flat />
            </div>
          )}
        </VirtualList>
      </Section>
      <Note>
        Everything that was ever handed in for it, what was turned down too. The number is the panel’s score, of 100.
      </Note>
    </>
  );
}
