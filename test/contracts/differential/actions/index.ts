// Every action, by how often it is drawn.

import { Draw, type Step } from "../draw.ts";
import type { Stage } from "../stage.ts";
import type { Action } from "./action.ts";
import * as money from "./money.ts";
import * as people from "./people.ts";
import * as work from "./work.ts";

const DAY = 86_400n;

/** Nothing but time: an hour or months. */
const wait: Action = async (stage, draw) => {
  const lengths = [DAY / 24n, DAY, 3n * DAY, 8n * DAY, 35n * DAY, 100n * DAY];
  stage.tick(stage.model.clock.now + (draw.one(lengths) ?? DAY));
  await stage.mine();
};

/** What a step becomes when a failing sequence is made smaller. */
const rest: Action = async () => undefined;

const often: [action: Action, weight: number][] = [
  [rest, 1],
  [wait, 5],
  [people.enrol, 7],
  [people.renew, 5],
  [people.rebind, 4],
  [people.rebindBySig, 4],
  [people.completeRebind, 5],
  [people.vetoRebind, 2],
  [people.vetoRecovery, 2],
  [people.recoverTokens, 3],
  [people.recoverPositions, 3],
  [people.expire, 6],
  [people.close, 2],
  [people.revoke, 2],
  [people.unseat, 2],
  [people.sponsor, 3],
  [people.setPeriods, 2],
  [work.submit, 9],
  [work.submitSponsored, 3],
  [work.score, 9],
  [work.expireWork, 2],
  [work.overturn, 2],
  [work.finalize, 9],
  [work.claimUnits, 10],
  [work.mintTokens, 2],
  [work.withdraw, 4],
  [work.exclude, 2],
  [work.strike, 8],
  [work.collectFound, 3],
  [work.closeBatch, 7],
  [work.publish, 8],
  [work.register, 4],
  [work.setMintCap, 1],
  [money.payTill, 12],
  [money.pay, 6],
  [money.settle, 18],
  [money.give, 2],
  [money.spend, 3],
  [money.setCeiling, 2],
  [money.list, 2],
  [money.delist, 2],
  [money.setSplit, 2],
  [money.claim, 10],
  [money.claimDividend, 8],
  [money.sweep, 4],
  [money.unpark, 2],
  [money.reclaimParked, 1],
  [money.donate, 2],
  [money.recoverSurplus, 1],
];

/** Each action as many times as its weight: a number below its length draws one. The first one does nothing. */
export const table: readonly Action[] = often.flatMap(([action, weight]) => Array(weight).fill(action) as Action[]);

export async function take(stage: Stage, { action, numbers }: Step): Promise<void> {
  stage.tick();
  await (table[action] ?? rest)(stage, new Draw(numbers));
}
