import type { Client } from "viem";
import { numberOf, type RpcHeader, timeOf } from "./encodeHeader.ts";
import { SeedError } from "./errors.ts";
import { headerAt } from "./headerAt.ts";

/**
 * The first block at or after `time` (unix seconds), and its parent. Looks no further back than `reach` blocks before
 * `latest`. Throws {@link SeedError} if that block isn't there yet, or is further back.
 */
export async function firstBlockFrom(
  client: Client,
  time: bigint,
  { latest, reach }: { latest: RpcHeader; reach: bigint },
): Promise<{ block: RpcHeader; parent: RpcHeader }> {
  if (timeOf(latest) < time) {
    throw new SeedError({
      code: "SeedNotYet",
      what: `The seed of ${time} isn't there yet.`,
      why: `The latest block is of ${timeOf(latest)}.`,
      fix: "Wait for the next block after that time.",
    });
  }
  const last = numberOf(latest);
  const oldest = last > reach ? last - reach : 0n;
  let [from, block] = [last, latest];
  // Ever further back, to the first that lies before: seeds are mostly asked for soon.
  let [before, parent] = [from, block];
  for (let step = 1n; timeOf(parent) >= time; step *= 2n) {
    if (before === oldest) {
      throw new SeedError({
        code: "SeedForgotten",
        what: `The seed of ${time} can't be proved any more.`,
        why: `Its block is older than the last ${last - oldest} ones.`,
        fix: "Let the round expire: a panel that was not drawn in time is never drawn.",
      });
    }
    [from, block] = [before, parent];
    before = before > oldest + step ? before - step : oldest;
    parent = await headerAt(client, before);
  }
  while (from - before > 1n) {
    const middle = (before + from) / 2n;
    const found = await headerAt(client, middle);
    if (timeOf(found) < time) [before, parent] = [middle, found];
    else [from, block] = [middle, found];
  }
  return { block, parent };
}
