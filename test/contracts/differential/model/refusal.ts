/** What the rules forbid, by the name that the contracts should give it. Nothing has changed when it is thrown. */
export class Refused extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`refused: ${reason}`);
    this.reason = reason;
  }
}

/** Refuses unless `allowed`. */
export function require(allowed: boolean, reason: string): asserts allowed {
  if (!allowed) throw new Refused(reason);
}

/** The time of the block that is being made, in unix seconds. */
export type Clock = { now: bigint };
