import type { Signer } from "../../../support/commons.ts";
import type { Draw } from "../draw.ts";
import type { Claimed } from "../model/work.ts";
import type { Stage } from "../stage.ts";

/** Draws what it is about, and does it to model and chain. Where there is nothing to do it to, nothing happens. */
export type Action = (stage: Stage, draw: Draw) => Promise<unknown>;

/** A wallet as the model writes it. */
export const own = ({ address }: Signer): string => address.toLowerCase();

export const positionId = ({ work, index }: Pick<Claimed, "work" | "index">): bigint =>
  (work.id << 32n) | BigInt(index);

/** Where an action would find nothing to be about, mostly brings it about first. */
export async function first(stage: Stage, draw: Draw, isThere: boolean, ...before: readonly Action[]): Promise<void> {
  if (isThere || draw.once(8)) return;
  for (const action of before) {
    await action(stage, draw);
    stage.tick();
  }
}
