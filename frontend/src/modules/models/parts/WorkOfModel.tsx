"use client";
import Link from "next/link";
import { useState } from "react";
import { isReviewPay, sizeOf, titleOf } from "../../../data/questions.ts";
import type { Model, WorkState } from "../../../data/types.ts";
import { longDay, number, plural } from "../../../format/format.ts";
import { Note, Section, Stamp, workStamps } from "../../../ui/parts.tsx";
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
        <fieldset className="tabs">
          <legend className="vh">Which work</legend>
          {filters.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="work-filter"
                className="vh"
                checked={filter === each}
                onChange={() => setFilter(each)}
              />
              <span>
                {each}{" "}
                <span className="num">{number(model.works.filter(({ state }) => passes(each, state)).length)}</span>
              </span>
            </label>
          ))}
        </fieldset>
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
