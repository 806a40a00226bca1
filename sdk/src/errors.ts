export type CommonmindErrorParameters = {
  /** Stable, for programs: `ManifestRow`, `DuplicateLeaf`, ... */
  code: string;
  /** What happened. */
  what: string;
  /** Why that is a problem. */
  why: string;
  /** What the reader can do about it. */
  fix: string;
  /** Page of the repository's documentation that says more. */
  docs?: string;
  cause?: unknown;
};

/** Every error that the SDK throws on purpose: it says what happened, why, and what to do. */
export class CommonmindError extends Error {
  override readonly name: string = "CommonmindError";
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly docs: string | undefined;

  constructor({ code, what, why, fix, docs, cause }: CommonmindErrorParameters) {
    super(`${what} ${why} ${fix}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.what = what;
    this.why = why;
    this.fix = fix;
    this.docs = docs;
  }
}
