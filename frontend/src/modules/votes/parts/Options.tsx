"use client";

import { KEEP } from "@commonmind/sdk";
import type { Proposal, ProposalState, Tally } from "../../../data/types.ts";
import { number, share } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Stamp } from "../../../ui/parts.tsx";
import { MANY, perRowOf, strokePath, strokesBox } from "../../../ui/strokes.ts";
import { Deeds, type DeedsProps } from "./Deeds.tsx";
import { Effects } from "./Effects.tsx";
import { isClosed, KEEP_TITLE, markOf, mayHappen } from "./words.ts";

type OptionsProps = Omit<DeedsProps, "actions" | "askedAt"> & {
  proposal: Proposal;
  state: ProposalState;
  tally: Tally;
  /** What those hold whose voice the cap cut. */
  capped: ReadonlyMap<string, bigint>;
  /** Options that are ticked, 0 for "keep"; undefined where nothing can be ticked. */
  chosen: readonly number[] | undefined;
  onChoose: (options: readonly number[]) => void;
};

/** What a direction ballot puts side by side: each with what it would do, and how much approves of it. */
export function Options({ proposal, state, tally, capped, chosen, onChoose, ...deeds }: OptionsProps) {
  const over = proposal.options.length === 0 ? [] : overCap(proposal, tally, capped);
  const longest = tally.approvals.reduce((most, weight, i) => max(most, weight + (over[i] ?? 0n)), 1n);
  const order = [...proposal.options.map((_, i) => i + 1), KEEP];
  const toggle = (option: number) =>
    onChoose(chosen?.includes(option) ? chosen.filter((it) => it !== option) : [...(chosen ?? []), option]);
  return (
    <fieldset className="opts">
      <legend className="vh">{t("Choose all you could live with")}</legend>
      {order.map((number) => {
        const option = proposal.options[number - 1];
        const bars = { weight: tally.approvals[number] ?? 0n, over: over[number] ?? 0n, longest };
        return (
          <div className="opt" key={number}>
            <Tick option={number} chosen={chosen} onToggle={() => toggle(number)} />
            <div>
              <h3>
                {chosen === undefined ? (
                  <span>{option?.title ?? t(KEEP_TITLE)}</span>
                ) : (
                  <label htmlFor={`option-${number}`}>{option?.title ?? t(KEEP_TITLE)}</label>
                )}
                <Standing option={number} proposal={proposal} state={state} tally={tally} />
              </h3>
              <p className="dim">{option?.text ?? t("Nothing is carried out.")}</p>
            </div>
            <div className="wide">
              {state !== "pending" && (
                <div className="two">
                  <Bar {...bars} supply={tally.supply} keep={number === KEEP} />
                  <Strokes seats={tally.approvingSeats[number] ?? 0} of={tally.members.seats} keep={number === KEEP} />
                </div>
              )}
              {option && <Deeds {...deeds} actions={option.actions} askedAt={proposal.askedAt} />}
              {option && mayHappen(state) && (!isClosed(state) || tally.leader === number) && (
                <Effects {...deeds} actions={option.actions} />
              )}
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}

function Tick({
  option,
  chosen,
  onToggle,
}: {
  option: number;
  chosen: readonly number[] | undefined;
  onToggle: () => void;
}) {
  if (chosen === undefined) {
    return <span className="pick still" aria-hidden="true" data-mark={markOf(option)} />;
  }
  return (
    <input
      className="pick"
      type="checkbox"
      id={`option-${option}`}
      data-mark={markOf(option)}
      checked={chosen.includes(option)}
      onChange={onToggle}
    />
  );
}

/** "ahead" while it is open; what became of it later. */
function Standing({
  option,
  proposal,
  state,
  tally,
}: {
  option: number;
  proposal: Proposal;
  state: ProposalState;
  tally: Tally;
}) {
  if (option === KEEP || tally.leader !== option) return null;
  if (!isClosed(state)) return <Stamp look={{ ink: "vote", waiting: true, words: t("ahead") }} flat />;
  if (!tally.passes) return null;
  const done = proposal.executedAt !== undefined;
  const words = done ? t("carried out") : t("won");
  return <Stamp look={{ ink: "vote", waiting: !done && state !== "expired", words }} flat />;
}

/** Poured ink: full is what counts, the hollow end is what the cap takes off. */
function Bar({
  weight,
  over,
  longest,
  supply,
  keep,
}: {
  weight: bigint;
  over: bigint;
  longest: bigint;
  supply: bigint;
  keep: boolean;
}) {
  const percent = (part: bigint) => `${Number((part * 10_000n) / longest) / 100}%`;
  return (
    <div>
      <div className={keep ? "bar keep" : "bar"} aria-hidden="true">
        {weight > 0n && <i style={{ width: percent(weight) }} />}
        {over > 0n && <i className="over" style={{ left: percent(weight), width: percent(over) }} />}
      </div>
      <p className="cap">
        {rich("Holders {share} of all voice{over}", {
          share: <b>{share(weight, supply)}</b>,
          over: over > 0n && t(", and {over} over the cap", { over: share(over, supply) }),
        })}
      </p>
    </div>
  );
}

/** Strokes in a row beside a bar, however few there are: one size for all options. */
const SMALL_ROW = 40;

/** Members are counted strokes: one a seat, or ten where there are many. */
function Strokes({ seats, of, keep }: { seats: number; of: number; keep: boolean }) {
  const each = of >= MANY ? 10 : 1;
  const strokes = Math.ceil(seats / each);
  const perRow = Math.max(SMALL_ROW, perRowOf(strokes));
  return (
    <div>
      {strokes > 0 && (
        <svg className={keep ? "strokes keep" : "strokes"} viewBox={strokesBox(strokes, perRow)} aria-hidden="true">
          {Array.from({ length: strokes }, (_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: strokes have no other identity.
            <path key={i} d={strokePath(i, perRow)} />
          ))}
        </svg>
      )}
      <p className="cap">
        {rich("Members {approving} of {seats, plural, one {# seat} other {# seats}}{each}", {
          approving: <b>{number(seats)}</b>,
          seats: of,
          each: each > 1 && t(", one stroke for ten"),
        })}
      </p>
    </div>
  );
}

const max = (a: bigint, b: bigint) => (a > b ? a : b);

/** What the cap takes off each option, "keep" first. */
export function overCap({ ballots }: Proposal, tally: Tally, capped: ReadonlyMap<string, bigint>): bigint[] {
  return tally.approvals.map((_, option) =>
    ballots
      .filter(({ options }) => options.includes(option))
      .reduce((sum, { voter, weight }) => sum + max(0n, (capped.get(voter.toLowerCase()) ?? weight) - weight), 0n),
  );
}
