// What checks a promise: a test that bears its number.

export type Kind = "test" | "fuzz test" | "invariant" | "assertion";

export type Check = {
  readonly file: string;
  readonly line: number;
  readonly kind: Kind;
  /** The test's title or name; of an assertion, its message. */
  readonly title: string;
  readonly numbers: readonly string[];
};
