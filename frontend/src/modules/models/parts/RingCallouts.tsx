import type { Model } from "../../../data/types.ts";
import { count, number } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { edgeSpot } from "../../../ring/drawRing.ts";
import type { RingModel } from "../../../ring/types.ts";

/** Most releases that are named beside the ring; the table below has all of them. */
const MOST = 5;

/** Leaders from the releases to the right of the ring. The table of releases says the same on phones. */
export function RingCallouts({ ring, model }: { ring: RingModel; model: Model }) {
  const shown = model.releases.slice(-MOST);
  const lines = shown.length + 1;
  const calls = shown.map(({ number: release }, i) => {
    const people = model.sums.releases[release - 1]?.people ?? 0;
    const place = (i + 0.5) / lines;
    return {
      from: edgeSpot(ring, release - 1, (place - 0.5) * 1.5),
      to: { x: 108, y: 8 + place * 88 },
      title: t("release {release}", { release }),
      text: t("{people} people", { people: number(people) }),
    };
  });
  const growing = ring.open.manifests;
  if (growing > 0) {
    calls.push({
      from: edgeSpot(ring, ring.releases.length, 0.95),
      to: { x: 108, y: 97 },
      title: t("growing now"),
      text: t("{growing} more to come", { growing: count(growing) }),
    });
  }
  return (
    <>
      <svg className="leader" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {calls.map(({ from, to, title }) => (
          <path key={title} d={`M${from.x} ${from.y}L${to.x - 1} ${to.y}`} />
        ))}
        {calls.map(({ from, title }) => (
          <circle key={title} cx={from.x} cy={from.y} r="0.45" />
        ))}
      </svg>
      {calls.map(({ to, title, text }) => (
        <span key={title} className="call" style={{ left: `${to.x}%`, top: `${to.y}%` }}>
          <b>{title}</b>
          {text}
        </span>
      ))}
    </>
  );
}
