import Link from "next/link";
import { publishedBy } from "../../../data/questions.ts";
import type { Ledger, Model } from "../../../data/types.ts";
import { count, longDay, number, plural } from "../../../format/format.ts";

/** Every release, the newest first: what joined with it, and what it fixes. */
export function Releases({ ledger, model }: { ledger: Ledger; model: Model }) {
  const rows = model.releases.map((release) => ({
    release,
    pieces: release.works.reduce((sum, { items }) => sum + items, 0n),
    units: release.works.reduce((sum, { units }) => sum + units, 0n),
    people: new Set(release.works.flatMap(({ leaves }) => leaves.map(({ author }) => author.toLowerCase()))).size,
  }));
  const most = rows.reduce((a, { units }) => (units > a ? units : a), 1n);
  if (rows.length === 0) {
    return (
      <p className="dim measure mt-4">
        None yet. The first one is published by a vote, once there is accepted work:{" "}
        {model.growing.length > 0
          ? `${count(model.growing.length)} ${plural(model.growing.length, "contribution")} waiting for it.`
          : "nothing waits for it so far."}
      </p>
    );
  }
  return (
    <>
      <table className="releases mt-5">
        <thead>
          <tr>
            <th>
              <span className="vh">Release</span>
            </th>
            <th>What joined</th>
            <th className="hp">Work that joined</th>
            <th className="n">Units</th>
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map(({ release, pieces, units, people }) => {
            const vote = publishedBy(ledger, model, release);
            return (
              <tr key={release.number}>
                <td>{release.number}</td>
                <td>
                  {vote ? (
                    <Link href={`/proposals/${vote.id}`}>{vote.title}</Link>
                  ) : (
                    `${count(release.works.length)} ${plural(release.works.length, "contribution")}`
                  )}
                  <span className="cap" style={{ display: "block" }}>
                    {longDay(release.time)}, {number(pieces)} {plural(pieces, "share")} of {number(people)}{" "}
                    {plural(people, "person", "people")}, {release.licence}
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
          <span className="more">What each release fixes, as the chain sees it</span>
        </summary>
        <div className="raw">
          {rows.toReversed().map(({ release }) => (
            <p key={release.number}>
              release {release.number}, work up to batch {release.lastBatch.toString()}
              <br />
              weights {release.weightsHash}
              <br />
              data {release.dataRoot}
              <br />
              model card {release.modelCard}
              <br />
              evaluation {release.evaluation}
            </p>
          ))}
        </div>
      </details>
    </>
  );
}
