import type { ReactNode } from "react";

export type Bar = {
  readonly key: string;
  readonly name: ReactNode;
  /** Of the longest one: 0..1. */
  readonly length: number;
  readonly value: ReactNode;
  readonly mine?: boolean;
  /** The long tail, drawn dotted. */
  readonly rest?: boolean;
};

/** Bars on hairlines, to one scale that begins at zero. */
export function Bars({ bars, ink = "work" }: { bars: readonly Bar[]; ink?: "work" | "vote" | "pay" }) {
  return (
    <ul className={`bars ${ink}`}>
      {bars.map(({ key, name, length, value, mine = false, rest = false }) => (
        <li key={key} className={[mine ? "mine" : "", rest ? "rest" : ""].filter(Boolean).join(" ")}>
          <span>{name}</span>
          <span className="track">
            <i style={{ width: `${Math.max(0.3, Math.min(1, length) * 100).toFixed(2)}%` }} />
          </span>
          <span className="n">{value}</span>
        </li>
      ))}
    </ul>
  );
}
