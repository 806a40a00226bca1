// What `npm run init` can't make a co-op from.
import { CommonmindError } from "../../sdk/src/errors.ts";

/** Bad answers, or a folder that isn't free: exit code 2, and nothing was written. */
export class InitError extends CommonmindError {
  override readonly name = "InitError";

  constructor(
    code: string,
    what: string,
    why: string,
    fix = "Nothing was written. Correct it and run the same command again.",
  ) {
    super({ code, what, why, fix, docs: "docs/genesis.md" });
  }
}

/** An answer that can't be read at all; what reads well is judged by the genesis file's schema. */
export class BadAnswer extends Error {
  override readonly name = "BadAnswer";
}
