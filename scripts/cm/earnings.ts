// What waits for an account: for its work, and for the seat at it. Read from the chain at its newest block.
import { type CollectCall, collectCalls, seatAuthor, type Waiting, type WaitingPosition } from "@commonmind/sdk";
import type { Address } from "viem";
import { each } from "../lib/each.ts";
import type { Unit } from "../proposal/arguments.ts";
import { type Coop, eventsOf } from "../proposal/coop.ts";
import { dividendOf, registryOf, rewardsOf, same, seatAt } from "./contracts.ts";
import { assetsOf } from "./options.ts";

export type Earnings = {
  readonly account: Address;
  readonly units: readonly Unit[];
  readonly positions: readonly (WaitingPosition & { readonly contribution: bigint; readonly index: bigint })[];
  readonly seat: Waiting | undefined;
  /** A lapsed seat's part, in the order of the units: kept for a renewal. */
  readonly frozen: readonly bigint[];
};

/** Of the account itself, and of the seat that is at it. */
export async function earningsOf(
  coop: Coop,
  account: Address,
  units: readonly Unit[] = assetsOf(coop),
): Promise<Earnings> {
  const seat = await seatAt(coop, account);
  const holders = seat === undefined ? [account] : [account, seatAuthor(seat)];
  const found = await positionsOf(coop, holders);
  const positions: Earnings["positions"][number][] = [];
  await each(found, async ({ contribution, index, holder }) => {
    const id = (contribution << 32n) | index;
    const waiting = await Promise.all(
      units.map(({ address }) =>
        coop.client.readContract({ ...rewardsOf(coop), functionName: "claimable", args: [id, address] }),
      ),
    );
    positions.push({ id, contribution, index, holder, waiting });
  });
  positions.sort((a, b) => (a.id < b.id ? -1 : 1));
  const ofSeat = (functionName: "claimable" | "frozenOf") =>
    Promise.all(
      units.map(({ address }) =>
        seat === undefined
          ? 0n
          : coop.client.readContract({ ...dividendOf(coop), functionName, args: [seat, address] }),
      ),
    );
  const [waiting, frozen] = await Promise.all([ofSeat("claimable"), ofSeat("frozenOf")]);
  return { account, units, positions, seat: seat === undefined ? undefined : { id: seat, waiting }, frozen };
}

/** Parts of work that were entered for these holders, or came to them with a lost wallet's seat. */
async function positionsOf(coop: Coop, holders: readonly Address[]) {
  const [registry, rewards] = [registryOf(coop), rewardsOf(coop)];
  const events = <name extends string>(eventName: name) => ({ ...registry, eventName });
  const [entered, recovered] = await Promise.all([
    Promise.all(
      holders.map((author) =>
        eventsOf(coop.client, coop.deployment, { ...events("UnitsClaimed"), args: { author } } as const),
      ),
    ),
    eventsOf(coop.client, coop.deployment, { ...rewards, eventName: "PositionRecovered" }),
  ]);
  const ids = new Set([
    ...entered.flat().map(({ args }) => (args.contribution << 32n) | args.index),
    ...recovered
      .filter(({ args }) => holders.some((holder) => same(holder, seatAuthor(args.seat))))
      .map(({ args }) => args.position),
  ]);
  const all: { contribution: bigint; index: bigint; holder: Address }[] = [];
  await each([...ids], async (id) => {
    const { holder } = await coop.client.readContract({ ...rewards, functionName: "positionAt", args: [id] });
    // What was recovered from a lost wallet is no longer its author's.
    if (!holders.some((it) => same(it, holder))) return;
    all.push({ contribution: id >> 32n, index: id & 0xffff_ffffn, holder });
  });
  return all;
}

/** By asset: for work, for the seat, and together. */
export function sumsOf({ units, positions, seat, frozen }: Earnings) {
  return units.map((unit, i) => {
    const work = positions.reduce((sum, { waiting }) => sum + (waiting[i] ?? 0n), 0n);
    const dividend = seat?.waiting[i] ?? 0n;
    return { unit, work, dividend, frozen: frozen[i] ?? 0n, all: work + dividend };
  });
}

/** What collects all of it: one call, unless it is very much. */
export const callsFor = ({ contracts }: Coop["deployment"], { units, positions, seat }: Earnings): CollectCall[] =>
  collectCalls({
    contracts,
    assets: units.map(({ address }) => address),
    positions: positions.map(({ id, holder, waiting }) => ({ id, holder, waiting })),
    seat,
  });
