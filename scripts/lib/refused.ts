// A contract's no: what was asked for was understood, tried, and refused. Exit code 1.

/** The contract's own error; `error` is null if it gave none that we know. */
export type Refusal = {
  readonly function: string;
  readonly error: string | null;
  readonly args: readonly string[];
  /** In words. */
  readonly sentence: string;
};

export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    const { function: what, error, args, sentence } = refusal;
    super(`${what} was refused: ${error === null ? "" : `${error}(${args.join(", ")}). `}${sentence}`);
    this.refusal = refusal;
  }
}
