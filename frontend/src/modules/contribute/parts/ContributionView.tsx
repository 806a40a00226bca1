"use client";

import { kindName } from "@commonmind/sdk";
import Link from "next/link";
import { lazy, Suspense } from "react";
import type { Address } from "viem";
import { useChainNow, useLedger, useReviewRules } from "../../../data/ledger.tsx";
import { licenceOf, titleOf } from "../../../data/questions.ts";
import { isJudging } from "../../../data/reviews.ts";
import { seatAt } from "../../../data/seats.ts";
import type { Ledger, Work } from "../../../data/types.ts";
import { capital, count, dayAndTime, number, shortDayAndTime } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Note, Opening, Section, Stamp, Trouble, Who, workStamp } from "../../../ui/parts.tsx";
import { Term } from "../../../ui/Term.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";
import { LeafSteps } from "../pieces/LeafSteps.tsx";
import { usePieces } from "../pieces/usePieces.ts";
import { ReviewRounds } from "./ReviewRounds.tsx";
import { WorkSteps } from "./WorkSteps.tsx";

const YourPart = lazy(async () => ({ default: (await import("../pieces/YourPart.tsx")).YourPart }));
const PiecesSection = lazy(async () => ({ default: (await import("../pieces/PiecesSection.tsx")).PiecesSection }));

export function ContributionView({ id, heading }: { id: string; heading: string | undefined }) {
  const { ledger, trouble } = useLedger();
  const now = useChainNow();
  if (!ledger || now === undefined) {
    return (
      <Opening
        crumb={rich("<a>Contribute</a> / contribution {id}", { a: (it) => <Link href="/contribute">{it}</Link>, id })}
        heading={heading}
        widths={[66, 40]}
        trouble={trouble}
      />
    );
  }
  const work = /^\d{1,12}$/.test(id) ? ledger.works.get(BigInt(id)) : undefined;
  if (!work) {
    return (
      <section className="block">
        <h1>{rich("There is no contribution {id} here.", { id })}</h1>
        <p className="lead mt-6">
          {rich("Perhaps it is on another chain, or its block hasn’t reached us yet. <a>The commons</a>", {
            a: (it) => <Link href="/">{it}</Link>,
          })}
        </p>
      </section>
    );
  }
  return <Contribution ledger={ledger} work={work} now={now} trouble={trouble} />;
}

type ContributionProps = { ledger: Ledger; work: Work; now: number; trouble: string | undefined };

function Contribution({ ledger, work, now, trouble }: ContributionProps) {
  const { address } = useWallet();
  const rules = useReviewRules();
  const pieces = usePieces(work);
  const id = work.id.toString();
  const model = ledger.models.find((it) => it.id === work.modelId);
  const blind = isJudging(ledger, work, seatAt(ledger, address)?.id);
  const licence = licenceOf(work);
  return (
    <>
      <div className="vote-head">
        <div>
          <p className="crumb">
            {rich("<a>Contribute</a> / contribution {id}", { a: (it) => <Link href="/contribute">{it}</Link>, id })}
          </p>
          <h1>{titleOf(work)}</h1>
          <div className="meta">
            <Stamp look={workStamp(work.state)} tilt />
            <span>
              {rich("{items, plural, one {# piece} other {# pieces}} of {kind} for {link}", {
                items: work.items,
                kind: kindName(work.kind),
                link: <Link href={`/models/${work.modelId}`}>{model?.name}</Link>,
              })}
            </span>
            {blind ? (
              <span>{t("You judge it: who made it isn’t shown")}</span>
            ) : (
              <span>
                {rich("Submitted by {link}{sponsor}", {
                  link: (
                    <Link href={`/people/${work.submitter}`}>
                      <Who address={work.submitter} you={address} />
                    </Link>
                  ),
                  sponsor: work.sponsor !== undefined && t(", sponsored by seat {sponsor}", { sponsor: work.sponsor }),
                })}
              </span>
            )}
          </div>
        </div>
      </div>
      <Trouble words={trouble} block={ledger.block} />
      <div className="spread">
        <Section id="path" title={t("Its way so far")}>
          <Path work={work} now={now} review={rules?.review} challenge={rules?.challenge} />
        </Section>
        <Note>
          {t(
            "Reviewers are drawn by lot, seal their scores, and then reveal them: the middle one counts. Any member may challenge a verdict once. If nobody scores work in time, anyone can close it.",
          )}
        </Note>
        <Suspense>
          <PiecesSection work={work} pieces={pieces} />
          {pieces.checked && <YourPart work={work} checked={pieces.checked} />}
        </Suspense>
        <WorkSteps ledger={ledger} work={work} now={now} challenge={rules?.challenge} />
        <ReviewRounds ledger={ledger} work={work} now={now} />
        <Section id="facts" title={t("As it is counted")}>
          <dl className="kv mt-5">
            <dt>{rich("<term>Units</term> before scoring", { term: (it) => <Term word="units">{it}</Term> })}</dt>
            <dd className="num">{number(work.declaredUnits)}</dd>
            {work.score !== undefined && (
              <>
                <dt>{t("Score")}</dt>
                <dd className="num">{rich("{score} of 100", { score: work.score })}</dd>
              </>
            )}
            {work.units > 0n && (
              <>
                <dt>{t("Units that count")}</dt>
                <dd className="num">{number(work.units)}</dd>
              </>
            )}
            <dt>{t("Joined")}</dt>
            <dd>
              {work.release === undefined
                ? t("not yet")
                : t("release {release} of {name}", { release: work.release, name: model?.name })}
            </dd>
            {licence && (
              <>
                <dt>{t("Licence")}</dt>
                <dd>{licence}</dd>
              </>
            )}
          </dl>
          <details>
            <summary>
              <span className="more">{t("As the chain sees it")}</span>
            </summary>
            <div className="raw">
              {t("root")} {work.root}
              <br />
              {t("depth")} {work.depth}
              {t(", transaction")} {work.submitHash}
              <br />
              {work.uri && t("uri {uri}", { uri: work.uri })}
            </div>
          </details>
        </Section>
        <Note>{t("Units are pieces times their size times the score. What a model earns is shared by them.")}</Note>
        {work.leaves.length > 0 && !blind && <People work={work} />}
        {pieces.checked && <LeafSteps work={work} checked={pieces.checked} />}
      </div>
    </>
  );
}

function Path({
  work,
  now,
  review,
  challenge,
}: {
  work: Work;
  now: number;
  review: number | undefined;
  challenge: number | undefined;
}) {
  const scoredBy = work.submittedAt + (review ?? 0);
  const drawn = work.drawnAt === undefined ? [] : [{ time: work.drawnAt, text: t("A panel was drawn by lot") }];
  const challenged =
    work.challengedAt === undefined ? [] : [{ time: work.challengedAt, text: t("Its verdict was challenged") }];
  const finalFrom = (work.scoredAt ?? 0) + (challenge ?? 0);
  const steps =
    work.state === "rejected"
      ? [
          { time: work.submittedAt, text: t("Submitted") },
          ...drawn,
          ...challenged,
          { time: work.scoredAt, text: t("Scored {score}: not accepted", { score: work.score }) },
        ]
      : [
          { time: work.submittedAt, text: t("Submitted") },
          ...drawn,
          ...challenged,
          work.state === "challenged"
            ? { time: undefined, text: t("To be scored again, by a larger panel") }
            : work.scoredAt
              ? { time: work.scoredAt, text: t("Scored {score}: accepted", { score: work.score }) }
              : {
                  time: undefined,
                  text: review
                    ? t("To be scored until {scoredBy}", { scoredBy: shortDayAndTime(scoredBy) })
                    : t("To be scored"),
                },
          work.finalAt
            ? { time: work.finalAt, text: t("Final: it joins with the next release") }
            : {
                time: undefined,
                text:
                  work.scoredAt && challenge
                    ? now >= finalFrom
                      ? t("Can be made final by anyone")
                      : t("Final from {finalFrom}", { finalFrom: dayAndTime(finalFrom) })
                    : t("Final"),
              },
          {
            time: undefined,
            text:
              work.release === undefined
                ? t("Earns from its release on")
                : t("Part of release {release}, and earns", { release: work.release }),
          },
        ];
  const last = steps.findLastIndex(({ time }) => time !== undefined);
  return (
    <ol className="line">
      {steps.map(({ time, text }, i) => {
        const past = i < last || work.release !== undefined;
        return (
          <li key={text} className={past ? "past" : i === last ? "during" : ""} style={{ ["--done" as string]: "0%" }}>
            <b>{time ? shortDayAndTime(time) : work.release === undefined ? t("Still to come") : t("Now")}</b>
            {text}
          </li>
        );
      })}
    </ol>
  );
}

const FIRST = 10;

function People({ work }: { work: Work }) {
  const byAuthor = new Map<Address, { units: bigint; left: bigint }>();
  for (const { author, units, withdrawn } of work.leaves) {
    const entry = byAuthor.get(author) ?? { units: 0n, left: 0n };
    byAuthor.set(author, { units: entry.units + units, left: entry.left + (withdrawn ? units : 0n) });
  }
  const sorted = [...byAuthor]
    .map(([author, { units, left }]) => ({ author, units, left }))
    .sort((a, b) => (a.units === b.units ? 0 : a.units > b.units ? -1 : 1));
  const most = sorted[0]?.units ?? 1n;
  const left = sorted.filter((it) => it.left > 0n).length;
  const rest = sorted.slice(FIRST);
  return (
    <>
      <Section id="people" title={t("Who it is made of")}>
        <table className="mt-5">
          <thead>
            <tr>
              <th>{t("Author")}</th>
              <th className="hp">{t("Part")}</th>
              <th className="n">{t("Units")}</th>
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, FIRST).map(({ author, units, left: gone }) => (
              <tr key={author}>
                <td>
                  <Link href={`/people/${author}`}>
                    <Who address={author} />
                  </Link>
                  {gone > 0n && (
                    <span className="cap">
                      {gone === units ? t("took it back") : t("took {gone} back", { gone: number(gone) })}
                    </span>
                  )}
                </td>
                <td className="hp" style={{ width: "48%" }}>
                  <span
                    className="block"
                    style={{
                      padding: 0,
                      height: 10,
                      background: "var(--work)",
                      width: `${Number((units * 1000n) / most) / 10}%`,
                    }}
                  />
                </td>
                <td className="n">{number(units)}</td>
              </tr>
            ))}
            {rest.length > 0 && (
              <tr>
                <td>{t("{rest} others", { rest: number(rest.length) })}</td>
                <td className="hp" />
                <td className="n">{number(rest.reduce((sum, { units }) => sum + units, 0n))}</td>
              </tr>
            )}
          </tbody>
        </table>
        {left > 0 && (
          <p className="cap mt-3">
            {t("{left} of them took work back. From the next release on it isn’t part of the model any more.", {
              left: capital(count(left)),
            })}
          </p>
        )}
      </Section>
      <Note>
        {t("What somebody put in stays theirs. Only they can take it out again; what it earned stays earned.")}
      </Note>
    </>
  );
}
