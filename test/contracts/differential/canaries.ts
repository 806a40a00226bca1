// Faults for the model, each as small as can be: the comparison with the chain must see every one of them.
import type { Bounds } from "../../../scripts/story/reference/shares.ts";
import { own } from "./actions/action.ts";
import { isActive, presentSpan, type Seat } from "./model/people.ts";
import type { SharedMoney, Sums } from "./model/shares.ts";
import { NATIVE } from "./model/treasury.ts";
import type { Claimed, Work } from "./model/work.ts";
import type { Stage } from "./stage.ts";

export interface Canary {
  name: string;
  /** What the comparison must say. */
  found: RegExp;
  /** Puts the fault in; returns how to take it out. */
  plant(stage: Stage): () => void;
}

function the<T>(one: T | undefined, what: string): T {
  if (one === undefined) throw new Error(`The sequence has no ${what}.`);
  return one;
}

function added(sums: Sums, ...name: unknown[]): () => void {
  sums.add(1n, ...name);
  return () => sums.add(-1n, ...name);
}

function changed<T extends object, K extends keyof T>(object: T, key: K, value: T[K]): () => void {
  const before = object[key];
  Object.assign(object, { [key]: value });
  return () => Object.assign(object, { [key]: before });
}

const isKnown = ({ low, high }: Bounds): boolean => low === high && low > 0n;
const isApart = (a: Bounds, b: Bounds): boolean => a.high < b.low || b.high < a.low;

/** A position, and an asset in which it can claim an amount that is known exactly. */
function earning(stage: Stage): [Claimed, string] {
  const { labour, money } = stage.model;
  const pairs = labour.claimed.flatMap((claimed) => stage.assets.map((asset) => [claimed, asset] as [Claimed, string]));
  return the(
    pairs.find(([claimed, asset]) => isKnown(money.claimable(claimed, asset))),
    "position that earned",
  );
}

function earningSeat(stage: Stage, fits = isActive): [Seat, string] {
  const { people, money } = stage.model;
  const pairs = people.seats
    .filter(fits)
    .flatMap((seat) => stage.assets.map((asset) => [seat, asset] as [Seat, string]));
  return the(
    pairs.find(([seat, asset]) => isKnown(money.due(seat, asset))),
    "seat that earned",
  );
}

/** Moves money of one era into the next or the one before, where that makes a difference to `bounds`. */
function moved(pools: readonly SharedMoney[], bounds: () => Bounds[]): () => void {
  const before = bounds();
  for (const { eras } of pools) {
    for (const [era, shared] of [...eras]) {
      for (const other of [era + 1, era - 1]) {
        if (eras.has(other)) continue;
        eras.delete(era);
        eras.set(other, shared);
        const undo = () => {
          eras.delete(other);
          eras.set(era, shared);
        };
        if (bounds().some((now, at) => isApart(now, before[at] ?? now))) return undo;
        undo();
      }
    }
  }
  throw new Error("In the sequence no era's money differs from the next one's.");
}

const finalWork = ({ model }: Stage): Work =>
  the(
    model.labour.works.find(({ id, state, positions }) => id > 1n && state === "Final" && positions.has(0)),
    "final work",
  );

const wei: Canary[] = [
  {
    name: "one wei more in the reserve",
    found: /reserve in/,
    plant: ({ model }) => added(model.money.reserve, NATIVE),
  },
  {
    name: "one wei more on the books of rewards",
    found: /books of rewards in/,
    plant: ({ model, assets }) => added(model.money.accounted.rewards, assets[1]),
  },
  {
    name: "one wei more on the books of the dividend",
    found: /books of the dividend in/,
    plant: ({ model }) => added(model.money.accounted.dividend, NATIVE),
  },
  {
    name: "one wei more in a wallet",
    found: /balance of 0x/,
    plant: ({ model, wallets }) => added(model.money.purse, own(the(wallets[3], "wallet")), NATIVE),
  },
  {
    name: "one wei more in a till",
    found: /balance of till:2/,
    plant: ({ model, assets }) => added(model.money.purse, "till:2", assets[2]),
  },
  {
    name: "one wei more paid to a position",
    found: /position \d+\/\d+ in/,
    plant: (stage) => {
      const [{ work, index }, asset] = earning(stage);
      return added(stage.model.money.paid, `position ${work.id}/${index}`, asset);
    },
  },
  {
    name: "one wei more paid to a seat",
    found: /seat \d+, dividend in/,
    plant: (stage) => {
      const [seat, asset] = earningSeat(stage);
      return added(stage.model.money.paid, seat.number, seat.lives.length - 1, asset);
    },
  },
  {
    name: "one wei more parked",
    found: /model 1, parked in/,
    plant: ({ model }) => {
      const pool = model.money.revenueOf(the(model.labour.models[0], "model"), NATIVE);
      return changed(pool, "parked", pool.parked + 1n);
    },
  },
];

const units: Canary[] = [
  {
    name: "one unit more in a leaf",
    found: /units: ought to be/,
    plant: (stage) => {
      const leaf = the(finalWork(stage).leaves[0], "leaf");
      return changed(leaf, "units", leaf.units + 1n);
    },
  },
  {
    name: "one point less of a score",
    found: /score: ought to be/,
    plant: (stage) => {
      const work = finalWork(stage);
      return changed(work, "score", work.score - 1n);
    },
  },
  {
    name: "one base unit more of the voice",
    found: /supply of tokens: .*\ntokens of 0x/,
    plant: ({ model, wallets }) => {
      const wallet = own(the(wallets[0], "wallet"));
      const before = model.labour.tokensOf(wallet);
      model.labour.tokens.set(wallet, before + 1n);
      return () => model.labour.tokens.set(wallet, before);
    },
  },
  {
    name: "one unit more for who found a copy",
    found: /what seat \d+ found/,
    plant: ({ model }) => added(model.labour.rewards, 1n, 1n),
  },
  {
    name: "one basis point more for an ancestor",
    found: /upstream: ought to be/,
    plant: ({ model }) => {
      const lists = model.labour.models.map(({ id }) => model.money.lineage.of(`${id}`));
      const ancestor = the(lists.find((list) => list.length > 0)?.[0], "derived model");
      return changed(ancestor, "bps", ancestor.bps + 1);
    },
  },
];

const eras: Canary[] = [
  {
    name: "a release's money one release earlier or later",
    found: /position \d+\/\d+ in/,
    plant: ({ model: { labour, money }, assets }) =>
      moved([...money.revenue.values()], () =>
        labour.claimed.flatMap((claimed) => assets.map((asset) => money.claimable(claimed, asset))),
      ),
  },
  {
    name: "the members' money one era earlier or later",
    found: /seat \d+, (frozen )?dividend in/,
    plant: ({ model: { people, money }, assets }) =>
      moved([...money.dividends.values()], () =>
        people.seats.flatMap((seat) => assets.map((asset) => money.due(seat, asset))),
      ),
  },
  {
    name: "a span that begins one era later",
    found: /seat \d+, from: ought to be/,
    plant: ({ model }) => {
      const span = presentSpan(the(model.people.seats[1], "second seat"));
      return changed(span, "from", span.from + 1);
    },
  },
  {
    name: "work that joins one batch later",
    found: /units of batch|active units|model \d+, units/,
    plant: (stage) => {
      const work = finalWork(stage);
      return changed(work, "joinBatch", work.joinBatch + 1);
    },
  },
  {
    name: "a copied item that leaves one batch later",
    found: /units of batch|active units|model \d+, units|position \d+\/\d+ in/,
    plant: ({ model }) => {
      const strikes = model.labour.works.flatMap((work) => [...work.strikes.values()].flat());
      const strike = the(
        strikes.find(({ batch }) => batch !== undefined),
        "copy that was struck",
      );
      return changed(strike, "batch", (strike.batch ?? 0) + 1);
    },
  },
  {
    name: "a seat that expires one second later",
    found: /seat 1, expiry/,
    plant: ({ model }) => {
      const seat = model.people.seat(1n);
      return changed(seat, "expiry", seat.expiry + 1n);
    },
  },
];

const owners: Canary[] = [
  {
    name: "a seat at another wallet",
    found: /seat \d+, wallet/,
    plant: ({ model, wallets }) => {
      const seat = the(model.people.active[0], "active seat");
      const other = wallets.map(own).find((wallet) => wallet !== seat.wallet);
      return changed(seat, "wallet", the(other, "other wallet"));
    },
  },
  {
    name: "a position of somebody else",
    found: /position \d+\/\d+, holder/,
    plant: ({ model, wallets }) => {
      const { position } = the(model.labour.claimed[0], "position");
      const other = wallets.map(own).find((wallet) => wallet !== position.holder);
      return changed(position, "holder", the(other, "other wallet"));
    },
  },
];

export const canaries: readonly Canary[] = [...wei, ...units, ...eras, ...owners];
