/** The record can't be relied on just now, or doesn't answer. `reason` says why, in words for people. */
export class RecordNotReady extends Error {
  override readonly name = "RecordNotReady";
  readonly reason: string;

  constructor(reason: string) {
    super(`The record isn't ready: ${reason}`);
    this.reason = reason;
  }
}
