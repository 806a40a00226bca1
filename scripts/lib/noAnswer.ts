/** A node didn't answer, though it was asked again and again. It says what to do. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  readonly exitCode = 2;
  /** That of EIP-1193 for being cut off, after which libraries don't ask again on their own. */
  readonly code = 4900;
}

/** The one among the causes of an error: libraries wrap what they are thrown. */
export function noAnswerIn(error: unknown): NoAnswer | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof NoAnswer) return cause;
  return undefined;
}
