import { useState } from "react";
import { earnedBy, flowOf } from "../../../data/money.ts";
import { titleOf } from "../../../data/questions.ts";
import { amount, count, monthOf, share } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Note, Section } from "../../../ui/parts.tsx";
import { EarningsRiver } from "./EarningsRiver.tsx";
import type { Earnings, Row } from "./sums.ts";

/** From the people who paid to one person's pieces of work, for the model and asset that matter most to them. */
export function Why({ ledger, positions, rows, yours }: Earnings & { rows: readonly Row[]; yours: boolean }) {
  const row = rows.find(({ waiting, collected }) => waiting + collected > 0n);
  const [largest, setLargest] = useState<string>();
  const flow = row && flowOf(ledger, row.model, row.asset.address);
  if (!row || !flow) return null;
  const { model, asset } = row;
  const works = new Map<bigint, { name: string; earned: bigint; score: number | undefined; month: string }>();
  for (const position of positions) {
    const { work } = position;
    if (work.modelId !== model.id) continue;
    const earned = earnedBy(ledger, position, asset.address);
    const entry = works.get(work.id) ?? {
      name: titleOf(work),
      earned: 0n,
      score: work.score,
      month: monthOf(work.submittedAt),
    };
    works.set(work.id, { ...entry, earned: entry.earned + earned });
  }
  const pieces = [...works.values()].filter(({ earned }) => earned > 0n).sort((a, b) => (a.earned > b.earned ? -1 : 1));
  const total = pieces.reduce((sum, { earned }) => sum + earned, 0n);
  const top = pieces[0];
  const releases = [...new Set(ledger.shared.filter((it) => it.modelId === model.id).map(({ release }) => release))];
  const part = flow.contributors === 0n ? "0%" : share(total, flow.contributors, 2);
  const text = (value: bigint) => amount(value, asset);
  const passedOn = flow.to.length > 0;
  const lines = [
    ...(flow.paid > 0n
      ? [{ words: t("People paid to use {name}", { name: model.name }), value: text(flow.paid) }]
      : []),
    ...flow.from.map((it) => ({
      words: t("{name}, which is built on it, passed on its part", { name: it.model.name }),
      value: `+ ${text(it.amount)}`,
    })),
    ...flow.to.map((it) => ({
      words: t("{amount} of that went on to {to}, which {from} is built on", {
        amount: share(it.amount, flow.paid, 0),
        to: it.model.name,
        from: model.name,
      }),
      value: `− ${text(it.amount)}`,
    })),
    {
      words: t(
        "{share} of {left, select, rest {the rest} all {all that} other {it}} belongs to the people who built it",
        {
          share: share(flow.contributors, flow.rest, 0),
          left: passedOn ? "rest" : flow.from.length > 0 ? "all" : "it",
        },
      ),
      value: text(flow.contributors),
    },
    {
      words: t(
        "{yours, select, true {Your} other {This}} accepted work is {part} of that, over {releases} {manyReleases, plural, one {release} other {releases}}",
        { yours, part, releases: count(releases.length), manyReleases: releases.length },
      ),
      value: text(total),
    },
    { words: t("Collected before"), value: `− ${text(row.collected)}` },
  ];
  return (
    <>
      <Section id="why" title={yours ? t("Why did I get this?") : t("Why did they get this?")}>
        <p className="dim measure">
          {rich("Follow the money from the people who paid, in {symbol}. <span>Every width is to scale.</span>", {
            symbol: asset.symbol,
            span: (it) => <span className="only-wide">{it}</span>,
          })}
        </p>
        <EarningsRiver
          asset={asset}
          flow={flow}
          total={total}
          part={part}
          pieces={pieces}
          yours={yours}
          marked={largest}
          onMark={setLargest}
        />
        <ol className="receipt">
          {lines.map(({ words, value }, i) => (
            <li key={words}>
              <span>{i + 1}</span>
              <span>{words}</span>
              <span className="num">{value}</span>
            </li>
          ))}
          <li className="you">
            <span>{lines.length + 1}</span>
            <span>{t("Waiting now")}</span>
            <span className="num">{text(row.waiting)}</span>
          </li>
        </ol>
      </Section>
      <Note>
        {top && (
          <p>
            {rich(
              "Most of it comes from <b>{title}</b>{scored, select, true {, which was scored {score} of 100} other {}}. The score weighs the work; nobody can change it afterwards.",
              {
                b: (it) => <b>{it}</b>,
                title: top.name,
                scored: top.score !== undefined,
                score: <b>{top.score}</b>,
              },
            )}
          </p>
        )}
      </Note>
    </>
  );
}
