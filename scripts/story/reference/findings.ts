/** What the reference model reports: each difference once, with what it stands on. */

export type MismatchKind =
  | "input"
  | "shape"
  | "params"
  | "manifest"
  | "contribution"
  | "timeline"
  | "units"
  | "review"
  | "strike"
  | "vote"
  | "withdraw"
  | "model"
  | "release"
  | "receive"
  | "settle"
  | "claim"
  | "seat"
  | "recover"
  | "dividend"
  | "sweep"
  | "account"
  | "member"
  | "totals"
  /** Found by the story itself: what is held on chain against what the story's events add up to. */
  | "balance";

export interface Mismatch {
  kind: MismatchKind;
  /** Path in the report, or the thing the difference is about. */
  key: string;
  expected: string;
  actual: string;
  /** One sentence. */
  message: string;
}

type Value = string | number | bigint;

export class Findings {
  readonly list: Mismatch[] = [];

  add(kind: MismatchKind, key: string, expected: Value, actual: Value, message: string): void {
    this.list.push({ kind, key, expected: `${expected}`, actual: `${actual}`, message });
  }

  /** Reports the two if they differ. */
  equal(kind: MismatchKind, key: string, expected: Value, actual: Value, message: string): void {
    if (expected !== actual) this.add(kind, key, expected, actual, message);
  }

  /** Reports `actual` if it is outside `low..high`. */
  within(kind: MismatchKind, key: string, low: bigint, high: bigint, actual: bigint, message: string): void {
    if (actual < low || actual > high) this.add(kind, key, low === high ? low : `${low}..${high}`, actual, message);
  }
}
