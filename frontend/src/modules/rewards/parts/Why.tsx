import { useState } from "react";
import { earnedBy, flowOf } from "../../../data/money.ts";
import { titleOf } from "../../../data/questions.ts";
import { amount, count, monthOf, plural, share } from "../../../format/format.ts";
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
    ...(flow.paid > 0n ? [{ words: `People paid to use ${model.name}`, value: text(flow.paid) }] : []),
    ...flow.from.map((it) => ({
      words: `${it.model.name}, which is built on it, passed on its part`,
      value: `+ ${text(it.amount)}`,
    })),
    ...flow.to.map((it) => ({
      words: `${share(it.amount, flow.paid, 0)} of that went on to ${it.model.name}, which ${model.name} is built on`,
      value: `− ${text(it.amount)}`,
    })),
    {
      words: `${share(flow.contributors, flow.rest, 0)} of ${passedOn ? "the rest" : flow.from.length > 0 ? "all that" : "it"} belongs to the people who built it`,
      value: text(flow.contributors),
    },
    {
      words: `${yours ? "Your" : "This"} accepted work is ${part} of that, over ${count(releases.length)} ${plural(releases.length, "release")}`,
      value: text(total),
    },
    { words: "Collected before", value: `− ${text(row.collected)}` },
  ];
  return (
    <>
      <Section id="why" title={yours ? "Why did I get this?" : "Why did they get this?"}>
        <p className="dim measure">
          Follow the money from the people who paid, in {asset.symbol}.{" "}
          <span className="only-wide">Every width is to scale.</span>
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
            <span>Waiting now</span>
            <span className="num">{text(row.waiting)}</span>
          </li>
        </ol>
      </Section>
      <Note>
        {top && (
          <p>
            Most of it comes from <b>{top.name}</b>
            {top.score === undefined ? "" : ", which was scored "}
            {top.score === undefined ? "" : <b>{top.score}</b>}
            {top.score === undefined ? "" : " of 100"}. The score weighs the work; nobody can change it afterwards.
          </p>
        )}
      </Note>
    </>
  );
}
