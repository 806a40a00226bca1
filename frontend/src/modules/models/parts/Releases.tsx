import Link from "next/link";
import { publishedBy } from "../../../data/questions.ts";
import type { Ledger, Model } from "../../../data/types.ts";
import { count, longDay, number } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";

/** Every release, the newest first: what joined with it, and what it fixes. */
export function Releases({ ledger, model }: { ledger: Ledger; model: Model }) {
  const { growing } = model.sums;
  const rows = model.releases.flatMap((release, i) => {
    const sums = model.sums.releases[i];
    return sums ? [{ release, ...sums }] : [];
  });
  const most = rows.reduce((a, { units }) => (units > a ? units : a), 1n);
  if (rows.length === 0) {
    return (
      <p className="dim measure mt-4">
        {rich("None yet. The first one is published by a vote, once there is accepted work: {growing}", {
          growing:
            growing > 0
              ? t("{growing} {manyGrowing, plural, one {contribution} other {contributions}} waiting for it.", {
                  growing: count(growing),
                  manyGrowing: growing,
                })
              : t("nothing waits for it so far."),
        })}
      </p>
    );
  }
  return (
    <>
      <table className="releases mt-5">
        <thead>
          <tr>
            <th>
              <span className="vh">{t("Release")}</span>
            </th>
            <th>{t("What joined")}</th>
            <th className="hp">{t("Work that joined")}</th>
            <th className="n">{t("Units")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map(({ release, works, pieces, units, people }) => {
            const vote = publishedBy(ledger, model, release);
            return (
              <tr key={release.number}>
                <td>{release.number}</td>
                <td>
                  {vote ? (
                    <Link href={`/proposals/${vote.id}`}>{vote.title}</Link>
                  ) : (
                    t("{works} {manyWorks, plural, one {contribution} other {contributions}}", {
                      works: count(works),
                      manyWorks: works,
                    })
                  )}
                  <span className="cap" style={{ display: "block" }}>
                    {rich(
                      "{time}, {pieces, plural, one {# share} other {# shares}} of {people, plural, one {# person} other {# people}}, {licence}",
                      { time: longDay(release.time), pieces, people, licence: release.licence },
                    )}
                  </span>
                </td>
                <td className="hp" style={{ width: "26%" }}>
                  <span
                    className="wood-bar"
                    style={{ width: `${Number((units * 1_000n) / most) / 10}%` }}
                    aria-hidden="true"
                  />
                </td>
                <td className="n">{number(units)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <details>
        <summary>
          <span className="more">{t("What each release fixes, as the chain sees it")}</span>
        </summary>
        <div className="raw">
          {rows.toReversed().map(({ release }) => (
            <p key={release.number}>
              {t("release")} {release.number}
              {t(", work up to batch")} {release.lastBatch.toString()}
              <br />
              {t("weights")} {release.weightsHash}
              <br />
              {t("data")} {release.dataRoot}
              <br />
              {t("model card")} {release.modelCard}
              <br />
              {t("evaluation")} {release.evaluation}
            </p>
          ))}
        </div>
      </details>
    </>
  );
}
