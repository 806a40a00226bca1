// What the record says about seats, after the events of a life: as the contract would answer.
import { contractNames, type Deployment, seatAuthor } from "@commonmind/sdk";
import { expect } from "chai";
import { type Address, zeroAddress } from "viem";
import { dividendCollected, dividendWhy, holdersOf } from "../../frontend/src/data/money.ts";
import { seatAt, seatGoneFrom, seatStateOf } from "../../frontend/src/data/seats.ts";
import type { ChainEvent } from "../../frontend/src/data/server/events.ts";
import type { Seat } from "../../frontend/src/data/types.ts";
import { pageLedger } from "../support/pageLedger.ts";

const addressOf = (number: number): Address => `0x${number.toString(16).padStart(40, "0")}`;
const contracts = Object.fromEntries(contractNames.map((name, i) => [name, addressOf(i + 1)]));
const deployment = { chainId: 31337, contracts } as unknown as Deployment;
const [ada, bo, cy] = [addressOf(0xa0a0), addressOf(0xb0b0), addressOf(0xc0c0)] as const;
const DAY = 86_400;

type Step = readonly [ChainEvent["eventName"], object, { time?: number; address?: Address }?];

/** Events at one second a step, in the order in which they are written. */
function record(...steps: readonly Step[]) {
  const events = steps.map(([eventName, args, { time, address } = {}], i): ChainEvent => {
    const at = time ?? i + 1;
    return {
      eventName,
      address: address ?? (contracts.memberRegistry as Address),
      args,
      block: BigInt(i + 1),
      time: at,
      hash: `0x${(i + 1).toString(16).padStart(64, "0")}`,
      key: `${i}`,
    };
  });
  return pageLedger(events, deployment, [ada, bo, cy]);
}

const open = (seat: bigint, wallet: Address) =>
  ["SeatOpened", { seat, wallet, issuer: addressOf(9), expiry: 100 * DAY }] as const;
const share = (amount: bigint, era: number, seats: number) =>
  ["DividendShared", { asset: zeroAddress, amount, era: BigInt(era), seats: BigInt(seats) }] as const;
const lapse = (seat: bigint) => ["SeatExpired", { seat, wallet: ada, graceEnds: 200 * DAY }] as const;

describe("Seats in the dApp's record", () => {
  it("counts active seats, and numbers eras as the registry does", () => {
    const ledger = record(open(1n, ada), open(2n, bo), lapse(1n), open(3n, cy));
    expect([...ledger.seatOf.values()]).to.deep.equal([2n, 3n]);
    expect(ledger.seats.get(1n)?.spans).to.deep.equal([{ from: 1, to: 3 }]);
    expect(ledger.seats.get(3n)?.spans).to.deep.equal([{ from: 4, to: 0 }]);
  });

  it("tells active from run out, lapsed and ended", () => {
    const active = record(open(1n, ada)).seats.get(1n) as Seat;
    expect(seatStateOf(active, 99 * DAY)).to.equal("active");
    expect(seatStateOf(active, 100 * DAY)).to.equal("due");
    const lapsed = record(open(1n, ada), lapse(1n)).seats.get(1n) as Seat;
    expect(seatStateOf(lapsed, 200 * DAY - 1)).to.equal("lapsed");
    expect(seatStateOf(lapsed, 200 * DAY)).to.equal("ended");
    const longer = record(open(1n, ada), lapse(1n), ["GraceExtended", { seat: 1n, graceEnds: 207 * DAY }]);
    expect(seatStateOf(longer.seats.get(1n) as Seat, 200 * DAY)).to.equal("lapsed");
  });

  it("shares only what came in while a seat was active: nothing for a gap, nothing retroactive", () => {
    const ledger = record(
      open(1n, ada),
      share(100n, 1, 1),
      open(2n, bo),
      share(60n, 2, 2),
      lapse(1n),
      share(50n, 3, 1),
      ["SeatRestored", { seat: 1n, wallet: ada }],
      share(30n, 4, 2),
    );
    const why = (seat: bigint) => dividendWhy(ledger, ledger.seats.get(seat) as Seat, zeroAddress);
    expect(why(1n)).to.deep.equal({ total: 190n, part: 145n, fewest: 1, most: 2 });
    expect(why(2n)).to.deep.equal({ total: 140n, part: 95n, fewest: 1, most: 2 });
  });

  it("begins anew after the grace: what came before is forfeited", () => {
    const ledger = record(
      open(1n, ada),
      share(100n, 1, 1),
      lapse(1n),
      ["SeatReopened", { seat: 1n, wallet: ada }],
      share(40n, 3, 1),
    );
    expect(dividendWhy(ledger, ledger.seats.get(1n) as Seat, zeroAddress).part).to.equal(40n);
  });

  it("follows a seat to its new wallet, with what it was paid and the expiry of the credential that moved it", () => {
    const asset = zeroAddress;
    const ledger = record(
      open(1n, ada),
      ["DividendClaimed", { seat: 1n, asset, to: ada, amount: 7n }],
      ["SeatRebindRequested", { seat: 1n, wallet: bo, serial: 5, expiry: 300 * DAY, readyAt: 50 }],
      ["SeatRebound", { seat: 1n, from: ada, to: bo }],
      ["DividendClaimed", { seat: 1n, asset, to: bo, amount: 4n }],
    );
    const seat = ledger.seats.get(1n) as Seat;
    expect(seatAt(ledger, bo)).to.equal(seat);
    expect(seatAt(ledger, ada)).to.equal(undefined);
    expect(seatGoneFrom(ledger, ada)).to.deep.equal({ seat, time: 4 });
    expect(seat.expiry).to.equal(300 * DAY);
    expect(seat.move).to.equal(undefined);
    expect(dividendCollected(ledger, seat, zeroAddress)).to.equal(11n);
    expect(holdersOf(ledger, bo)).to.deep.equal([bo, seatAuthor(1n)]);
  });

  it("keeps a stopped move out, and ends a seat whose issuer took its word back", () => {
    const ledger = record(
      open(1n, ada),
      ["SeatRebindRequested", { seat: 1n, wallet: bo, serial: 5, expiry: 300 * DAY, readyAt: 50 }],
      ["SeatRebindVetoed", { seat: 1n, wallet: bo }],
      ["SeatRevoked", { seat: 1n, by: addressOf(9) }, { time: 12 * DAY }],
    );
    const seat = ledger.seats.get(1n) as Seat;
    expect(seat.move).to.equal(undefined);
    expect(seat.wallet).to.equal(ada);
    expect(seatStateOf(seat, 12 * DAY)).to.equal("due");
  });

  it("knows what a lost wallet's belongings follow, until it keeps them or is seated again", () => {
    const moved = [
      open(1n, ada),
      ["SeatRebound", { seat: 1n, from: ada, to: bo }],
      ["RecoveryOpened", { account: ada, seat: 1n, readyAt: 70 }],
    ] as const;
    const recoveries = (...after: readonly Step[]) => record(...moved, ...after).recoveries;
    expect([...recoveries().values()]).to.deep.equal([{ account: ada, seat: 1n, readyAt: 70 }]);
    const suspended = recoveries(["InheritanceSuspended", { seat: 1n, until: 90 }]);
    expect([...suspended.values()]).to.deep.equal([{ account: ada, seat: 1n, readyAt: 90 }]);
    expect(recoveries(["RecoveryVetoed", { account: ada, seat: 1n }]).size).to.equal(0);
    expect(recoveries(open(2n, ada)).size).to.equal(0);
    expect(recoveries(open(2n, cy)).size).to.equal(1);
  });

  it("reads the periods of seats, and not those of review", () => {
    const ledger = record(
      ["PeriodsSet", { rebind: 1, recovery: 2, lapse: 3, grace: 4 }],
      ["PeriodsSet", { review: 9, challenge: 9, slots: 9 }, { address: contracts.contributionRegistry as Address }],
    );
    expect(ledger.seatPeriods).to.deep.equal({ rebind: 1, recovery: 2, lapse: 3, grace: 4 });
  });
});
