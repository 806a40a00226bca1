// Promises about the members' part, by number: nothing retroactive (M2), nothing lost (T4, T6), nothing twice (T7), nobody
// needed (T8).
import { expect } from "chai";
import fc from "fast-check";
import {
  asCommons,
  type Commons,
  founder,
  freshCommons,
  NATIVE,
  networkHelpers,
  outsider,
  type Signer,
} from "../../support/commons.ts";
import { renewSeat, untilGraceIsOver } from "../../support/lapses.ts";
import { assetsOf, balanceOf, collectDividend, earn } from "../../support/money.ts";
import { enrol, moveSeat } from "../../support/seats.ts";

describe("Promises about the dividend", () => {
  let commons: Commons;
  let dividend: Commons["dividend"];
  let assets: string[];

  beforeEach(async () => {
    commons = await freshCommons();
    dividend = commons.dividend;
    assets = (await assetsOf(commons)).map(({ asset }) => asset);
  });

  const share = async (amount: bigint) => {
    for (const asset of assets) await earn(commons, amount * 4n, asset);
  };
  const unseat = async (...seats: bigint[]) => commons.members.connect(await asCommons(commons)).unseat(seats);
  const nullifierOf = (seat: bigint) => commons.genesis.founders[Number(seat) - 1]?.nullifier;
  const seats = async () => Array.from({ length: Number(await commons.members.seatCount()) }, (_, i) => BigInt(i + 1));
  /** Per seat and asset: what it can claim, what is frozen, what is given up. */
  const due = async (seat: bigint, asset: string) =>
    Promise.all([dividend.claimable(seat, asset), dividend.frozenOf(seat, asset), dividend.forfeitedOf(seat, asset)]);
  const owed = async (asset: string) => {
    let sum = 0n;
    for (const seat of await seats()) for (const part of await due(seat, asset)) sum += part;
    return sum;
  };

  describe("M2 nothing is retroactive", () => {
    const steps: [string, () => Promise<unknown>][] = [
      ["somebody joins", () => enrol(commons, outsider(commons, 0))],
      ["a seat moves", () => moveSeat(commons, founder(commons, 2), outsider(commons, 0), nullifierOf(2n))],
      ["a seat is renewed", () => renewSeat(commons, founder(commons, 3), nullifierOf(3n))],
      ["a seat lapses", () => unseat(4n)],
      ["a seat comes back", () => renewSeat(commons, founder(commons, 5), nullifierOf(5n))],
    ];
    for (const [step, act] of steps) {
      it(`M2 when ${step}, what came in before stays whose it was, and what comes in after is shared by who is there then`, async () => {
        await unseat(5n);
        await share(60_000n);
        const read = async () => {
          const table = new Map<string, bigint>();
          for (const seat of await seats()) {
            for (const asset of assets) {
              const [claimable, frozen] = await due(seat, asset);
              table.set(`${seat} ${asset}`, claimable + frozen);
            }
          }
          return table;
        };
        const before = await read();
        await act();
        const after = await read();
        for (const [key, amount] of after) expect(amount, key).to.equal(before.get(key) ?? 0n);

        const { seats: active } = await commons.members.census();
        await share(60_000n * active);
        for (const seat of await seats()) {
          const isActive = (await commons.members.tenureOf(seat)).to === 0n;
          for (const asset of assets) {
            const [claimable, frozen] = await due(seat, asset);
            const grown = claimable + frozen - (after.get(`${seat} ${asset}`) ?? 0n);
            expect(grown, `${seat}`).to.equal(isActive ? 60_000n : 0n);
          }
        }
      });
    }
  });

  it("T4 seats together never have a claim to more than came in, and lack at most a wei for each share and seat", async () => {
    const people = [0, 1, 2].map((number) => outsider(commons, number));
    let shares = 0n;
    const step = fc.record({ what: fc.nat(6), who: fc.nat(6), amount: fc.bigInt(1n, 99_999n) });
    for (const { what, who, amount } of fc.sample(step, { numRuns: 60, seed: 26_11 })) {
      const seat = BigInt(who + 1);
      const acts: (() => Promise<unknown>)[] = [
        () => share(amount).then(() => shares++),
        () => share(amount).then(() => shares++),
        () => unseat(seat),
        () => renewSeat(commons, founder(commons, who + 1), nullifierOf(seat)),
        () => dividend.claim(seat, assets),
        () => dividend.sweep(seat, assets).then(() => shares++),
        () => enrol(commons, people[who % 3] as Signer),
      ];
      if (what === 5) await networkHelpers.time.increase(91 * 86_400);
      await acts[what]?.().catch(() => undefined);
      for (const asset of assets) {
        const there = (await dividend.accounted(asset)) - (await dividend.poolAt(asset)).parked;
        const claims = await owed(asset);
        expect(claims).to.be.at.most(there);
        expect(there - claims).to.be.at.most(shares + 60n);
        expect(await balanceOf(asset, dividend)).to.be.at.least(await dividend.accounted(asset));
      }
    }
    expect(shares).to.be.greaterThan(10n);
  });

  it("T6 money that finds no member waits, is on the books, and is shared by those who come", async () => {
    await unseat(...(await seats()));
    await share(1_001n);
    await share(2_002n);
    for (const asset of assets) {
      expect((await dividend.poolAt(asset)).parked).to.equal(3_003n);
      expect(await dividend.accounted(asset)).to.equal(3_003n);
    }
    const seat = await enrol(commons, outsider(commons, 0));
    for (const asset of assets) {
      await dividend.connect(outsider(commons, 4)).unpark(asset);
      expect(await dividend.claimable(seat, asset)).to.equal(3_003n);
    }
  });

  it("T7 many claims pay what one would, to the wei, through lapses and moves", async () => {
    let often = 0n;
    const collect = async (asset: string) => {
      const before = await balanceOf(asset, await commons.members.walletOf(1n));
      await collectDividend(commons, 1n, asset);
      often += (await balanceOf(asset, await commons.members.walletOf(1n))) - before;
    };
    const asset = assets[1] ?? NATIVE;
    for (const [i, amount] of [1n, 5n, 7n, 101n, 3n, 99_999n, 2n, 11n, 13n, 1_009n].entries()) {
      await share(amount);
      await collect(asset);
      if (i === 3) await moveSeat(commons, founder(commons, 1), outsider(commons, 0), nullifierOf(1n));
      if (i !== 6) continue;
      await unseat(1n, 2n);
      await share(977n);
      for (const seat of [1n, 2n]) {
        const wallet = seat === 1n ? outsider(commons, 0) : founder(commons, 2);
        await renewSeat(commons, wallet, nullifierOf(seat));
      }
    }
    expect(often).to.be.greaterThan(0n);
    expect(await dividend.claimable(2n, asset)).to.equal(often);
  });

  it("T7 no claim, sweep or unparking changes what another seat can claim, but for what is given back to it", async () => {
    await share(77_777n);
    const others = [2n, 3n, 4n];
    const read = () => Promise.all(others.map((seat) => dividend.claimable(seat, NATIVE)));
    const before = await read();
    await collectDividend(commons, 1n, ...assets);
    await dividend.unpark(NATIVE);
    expect(await read()).to.deep.equal(before);
    await unseat(7n);
    await untilGraceIsOver(commons, 7n);
    expect(await read()).to.deep.equal(before);
    const given = await dividend.forfeitedOf(7n, NATIVE);
    await dividend.sweep(7n, [NATIVE]);
    for (const [i, amount] of (await read()).entries()) {
      const grown = amount - (before[i] ?? 0n);
      expect(grown >= given / 6n && grown <= given / 6n + 1n).to.equal(true);
    }
  });

  it("T8 every member can claim everything in any order, with nobody's help, whatever became of the rest", async () => {
    const voted = await asCommons(commons);
    await share(1_000_003n);
    await unseat(6n, 7n);
    await share(999_983n);
    for (const asset of assets) await commons.treasury.connect(voted).delistAsset(asset);
    // Not even the registry's issuer, the treasury or the deployer is there any more.
    await commons.members.connect(voted).setIssuer(commons.issuer, false, 0, 0);
    for (const order of [
      [1n, 2n, 3n, 4n, 5n],
      [5n, 3n, 1n, 4n, 2n],
    ]) {
      const snapshot = await networkHelpers.takeSnapshot();
      for (const asset of assets) {
        for (const seat of order) {
          const wallet = await commons.members.walletOf(seat);
          const [owed, before] = [await dividend.claimable(seat, asset), await balanceOf(asset, wallet)];
          await dividend.connect(outsider(commons, 3)).claim(seat, [asset]);
          expect(owed).to.be.greaterThan(300_000n);
          expect((await balanceOf(asset, wallet)) - before).to.equal(owed);
        }
      }
      await snapshot.restore();
    }
  });
});
