// The reserve's side of the fold: what came in beside the models' revenue, what went out, and the rules of both.

import type { Address, Hex } from "viem";
import { t } from "../../i18n/i18n.ts";
import type { ReserveChange, Split3 } from "../types.ts";
import type { ChainEvent } from "./events.ts";
import type { Happen } from "./happen.ts";

export type ReserveBook = {
  readonly changes: ReserveChange[];
  /** How revenue was to be split, from when on. */
  readonly splits: { readonly time: number; readonly split: Split3 }[];
  /** Most that may be spent in 30 days, by the asset's address in lower case. */
  readonly ceilings: Map<string, bigint>;
  /** Assets that are no longer taken, in lower case. */
  readonly delisted: Set<string>;
  /** False if the event isn't about the reserve. */
  readonly take: (event: ChainEvent) => boolean;
};

export function openReserveBook(happen: Happen): ReserveBook {
  const changes: ReserveChange[] = [];
  const splits: { time: number; split: Split3 }[] = [];
  const ceilings = new Map<string, bigint>();
  const delisted = new Set<string>();

  const take = (event: ChainEvent): boolean => {
    const { args, time, hash } = event;
    const note = (kind: ReserveChange["kind"], party?: Address, memo?: Hex) =>
      changes.push({ kind, asset: args.asset, amount: args.amount, party, memo, time, hash });
    const sum = () => `{${args.asset.toLowerCase()}:${args.amount}}`;
    switch (event.eventName) {
      case "Given":
        note("given", args.from, args.memo);
        happen(event, () => t("Somebody gave {sum} to the reserve.", { sum: sum() }));
        return true;
      case "Spent":
        note("spent", args.to);
        happen(event, () => t("{sum} left the reserve, as a vote had decided.", { sum: sum() }));
        return true;
      case "SurplusRecovered":
        note("found");
        return true;
      case "ParkedReclaimed":
        note("reclaimed");
        return true;
      case "SplitSet": {
        const { contributors, dividend, reserve } = args;
        splits.push({ time, split: [Number(contributors), Number(dividend), Number(reserve)] });
        return true;
      }
      case "CeilingSet":
        ceilings.set(args.asset.toLowerCase(), args.perEpoch);
        return true;
      case "AssetDelisted":
        delisted.add(args.asset.toLowerCase());
        return true;
      case "AssetListed":
        delisted.delete(args.asset.toLowerCase());
        // Which assets there are is counted with the money.
        return false;
      default:
        return false;
    }
  };
  return { changes, splits, ceilings, delisted, take };
}
