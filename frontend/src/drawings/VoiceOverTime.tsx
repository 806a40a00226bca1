import type { VoiceStep } from "../data/types.ts";
import { longDay, monthOf, tokens } from "../format/format.ts";
import { t } from "../i18n/i18n.ts";

const WIDTH = 832;
const HEIGHT = 200;
const TOP = 26;
const RIGHT = 128;
/** The cap is drawn as long as it isn't so far above that it would press the line flat. */
const NEAR = 2.5;
/** Steps in the table; the line has all of them. */
const ROWS = 40;

type VoiceOverTimeProps = {
  steps: readonly VoiceStep[];
  /** The most that one person's voice counts, now. */
  cap: bigint;
  /** Unix seconds. */
  now: number;
};

/** A voice over time: stepped, as it changes at events; zero-based, with the cap as a dotted line. */
export function VoiceOverTime({ steps, cap, now }: VoiceOverTimeProps) {
  const [first] = steps;
  const last = steps.at(-1);
  if (!first || !last) return null;
  const most = steps.reduce((a, { voice }) => (voice > a ? voice : a), 1n);
  const shownCap = cap > 0n && Number(cap) < Number(most) * NEAR;
  const top = shownCap && cap > most ? cap : most;
  const span = Math.max(1, now - first.time);
  const x = (time: number) => Math.round(((time - first.time) / span) * (WIDTH - RIGHT) * 10) / 10;
  const y = (voice: bigint) => TOP + Math.round((1 - Number((voice * 10_000n) / top) / 10_000) * HEIGHT * 10) / 10;
  const line = steps.map(({ time, voice }, i) => (i === 0 ? `M0 ${y(voice)}` : `H${x(time)}V${y(voice)}`)).join("");
  const end = `H${WIDTH - RIGHT}`;
  const bottom = TOP + HEIGHT;
  const lastY = y(last.voice);
  const capY = y(cap);
  return (
    <figure className="mt-5">
      <svg
        className="voice"
        viewBox={`0 0 ${WIDTH} ${bottom + 28}`}
        role="img"
        aria-label={t("Voice since {time}: at most {most}, now {voice} tokens", {
          time: longDay(first.time),
          most: tokens(most),
          voice: tokens(last.voice),
        })}
      >
        <path d={`${line}${end}V${bottom}H0Z`} className="wash" />
        <path d={`M0 ${bottom}${end}`} className="ground" />
        {shownCap && (
          <>
            <path d={`M0 ${capY}${end}`} className="cap-line" />
            <text x="0" y={capY - 6} className="s">
              {t("the most that counts, {cap}", { cap: tokens(cap, 0) })}
            </text>
          </>
        )}
        <path d={`${line}${end}`} className="steps" />
        <circle cx={WIDTH - RIGHT} cy={lastY} r="3.5" />
        <text x={WIDTH - RIGHT + 12} y={lastY + 5}>
          {tokens(last.voice, 0)}
        </text>
        <text x="0" y={bottom + 20} className="s">
          {monthOf(first.time)}
        </text>
        <text x={WIDTH - RIGHT} y={bottom + 20} textAnchor="end" className="s">
          {t("now")}
        </text>
      </svg>
      <div className="vh">
        <table>
          <caption>{t("The same in numbers, the latest first")}</caption>
          <tbody>
            {steps
              .slice(-ROWS)
              .reverse()
              .map(({ time, voice }) => (
                <tr key={time}>
                  <td>{longDay(time)}</td>
                  <td>{tokens(voice)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
