// Promises about money, by number, in the native currency and in a token alike.
import { expect } from "chai";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  ethers,
  freshCommons,
  GUIDE,
  NATIVE,
  networkHelpers,
  outsider,
} from "../../support/commons.ts";
import { expireSeat } from "../../support/lapses.ts";
import {
  claimAllLeaves,
  collectDividendInLife,
  collectInLife,
  earnInLife,
  foundingPositions,
  type Life,
  livedCommons,
} from "../../support/life.ts";
import {
  assetsOf,
  balanceOf,
  collect,
  collectLeaf,
  contributorsPart,
  dividendPart,
  earn,
  listedToken,
  pay,
  reservePart,
} from "../../support/money.ts";
import {
  claimableOf,
  claimLeaf,
  claimLeaves,
  finalWork,
  positionOf,
  publish,
  withdrawLeaf,
} from "../../support/work.ts";

describe("Promises about money", () => {
  let commons: Commons;

  beforeEach(async () => {
    commons = await freshCommons();
  });

  /** Everything the rewards owe in an asset now, unclaimed leaves aside. */
  const owed = async (life: Life, asset: string) => {
    let sum = 0n;
    for (const { work, index } of life.positions) sum += await claimableOf(commons, work, index, asset);
    for (const { position } of foundingPositions(commons)) sum += await commons.rewards.claimable(position, asset);
    return sum;
  };
  const parkedIn = async ({ derived }: Life, asset: string) => {
    const pools = await Promise.all([ASSISTANT, GUIDE, derived].map((model) => commons.rewards.poolAt(model, asset)));
    return pools.reduce((sum, { parked }) => sum + parked, 0n);
  };
  const seatsOf = async () =>
    Array.from({ length: Number(await commons.members.seatCount()) }, (_, i) => BigInt(i + 1));
  /** Everything the dividend owes in an asset now: what seats can claim, what is frozen, what would be given back. */
  const owedToSeats = async (asset: string) => {
    const { dividend } = commons;
    const due = (await seatsOf()).flatMap((seat) => [
      dividend.claimable(seat, asset),
      dividend.frozenOf(seat, asset),
      dividend.forfeitedOf(seat, asset),
    ]);
    return (await Promise.all(due)).reduce((sum, amount) => sum + amount, 0n);
  };

  describe("after a life of three releases", () => {
    let life: Life;

    beforeEach(async () => {
      life = await livedCommons(commons);
    });

    it("T1 no contract holds less than its books say", async () => {
      for (const asset of life.assets) {
        for (const holder of [commons.treasury, commons.rewards, commons.dividend]) {
          expect(await balanceOf(asset, holder)).to.be.at.least(await holder.accounted(asset));
          expect(await holder.accounted(asset)).to.be.greaterThan(0n);
        }
      }
    });

    it("T2 the books are what was received less what recipients got", async () => {
      await claimAllLeaves(commons, life);
      for (const asset of life.assets) {
        for (const position of life.positions) await collectInLife(commons, life, position, asset);
        for (const seat of [1n, 2n, 5n, 8n]) await collectDividendInLife(commons, life, seat, asset);
        const holders = [commons.treasury, commons.rewards, commons.dividend];
        let books = 0n;
        for (const holder of holders) books += await holder.accounted(asset);
        const [given, spent, recovered] = asset === NATIVE ? [5_555n, 1_234n, 0n] : [0n, 0n, 88n];
        const received = (life.received.get(asset) ?? 0n) + given + recovered;
        expect(life.paid.get(asset)).to.be.greaterThan(0n);
        expect(books).to.equal(received - (life.paid.get(asset) ?? 0n) - spent);
      }
    });

    it("T4 positions together can't claim more than is there, and the residue is a wei for each settlement and claim", async () => {
      await claimAllLeaves(commons, life);
      for (const asset of life.assets) {
        const there = (await commons.rewards.accounted(asset)) - (await parkedIn(life, asset));
        const claimable = await owed(life, asset);
        expect(claimable).to.be.at.most(there);
        const roundings = (life.roundings.get(asset) ?? 0n) + BigInt(life.positions.length + commons.founders.length);
        expect(there - claimable).to.be.at.most(roundings);
      }
    });

    it("T4 seats together can't claim more than is there, and the residue is a wei for each settlement and seat", async () => {
      for (const asset of life.assets) {
        const there = await commons.dividend.accounted(asset);
        const owed = await owedToSeats(asset);
        expect(owed).to.be.at.most(there);
        expect(there - owed).to.be.at.most((life.roundings.get(asset) ?? 0n) + (await commons.members.seatCount()));
        expect((await commons.dividend.poolAt(asset)).parked).to.equal(0n);
      }
    });

    it("T5 active units are those of the works in force less what left, and never below the open positions'", async () => {
      const { contributions, rewards, models } = commons;
      let active = 0n;
      let open = 0n;
      for (const work of life.works) {
        const { units, score, left } = await contributions.contributionAt(work.id);
        active += units * score - left;
      }
      for (const { work, index } of life.positions) {
        const { units, endBatch } = await rewards.positionAt(positionOf(work, index));
        const term = await rewards.termAt(work.id);
        if (endBatch === 0n && term.endBatch === 0n) open += units * term.score;
      }
      expect((await rewards.lineAt(ASSISTANT)).active).to.equal(active);
      expect(active).to.be.at.least(open);
      const { joined, left } = await models.modelAt(ASSISTANT);
      expect(joined - left).to.equal(active);
    });

    it("T5 no index ever decreases", async () => {
      const indexes = async () =>
        Promise.all(
          life.assets.flatMap((asset) => [
            ...[ASSISTANT, GUIDE, life.derived].map(
              async (model) => (await commons.rewards.poolAt(model, asset)).index,
            ),
            commons.dividend.poolAt(asset).then(({ index }) => index),
          ]),
        );
      let before = await indexes();
      expect(before.every((index) => index > 0n)).to.equal(true);
      for (const step of [
        () => earnInLife(commons, life, 1n),
        () => publish(commons),
        () => claimAllLeaves(commons, life),
        () => collectInLife(commons, life, life.positions[0] as Life["positions"][number], NATIVE),
        () => collectDividendInLife(commons, life, 1n, NATIVE),
        () => expireSeat(commons, 7n),
        () => earnInLife(commons, life, 10n ** 9n, life.derived),
      ]) {
        await step();
        const after = await indexes();
        expect(after.every((index, i) => index >= (before[i] ?? 0n))).to.equal(true);
        before = after;
      }
    });

    it("T7 no claim changes another's claimable", async () => {
      await claimAllLeaves(commons, life);
      for (const asset of life.assets) {
        for (const claimed of life.positions) {
          const others = life.positions.filter((position) => position !== claimed);
          const read = () => Promise.all(others.map(({ work, index }) => claimableOf(commons, work, index, asset)));
          const before = await read();
          await collectInLife(commons, life, claimed, asset);
          expect(await read()).to.deep.equal(before);
        }
      }
    });

    it("T7 no claim of a seat changes what another can claim", async () => {
      const seats = await seatsOf();
      for (const asset of life.assets) {
        for (const claimed of [1n, 2n, 8n]) {
          const others = seats.filter((seat) => seat !== claimed);
          const read = () => Promise.all(others.map((seat) => commons.dividend.claimable(seat, asset)));
          const before = await read();
          expect(await collectDividendInLife(commons, life, claimed, asset)).to.be.greaterThan(0n);
          expect(await read()).to.deep.equal(before);
        }
      }
    });

    for (const [order, sort] of [
      ["in the order of their leaves", <T>(list: T[]) => list],
      ["in the opposite order", <T>(list: T[]) => [...list].reverse()],
    ] as const) {
      it(`T8 everyone can claim everything, ${order}, and nobody else is needed`, async () => {
        await claimAllLeaves(commons, life);
        const voted = commons.treasury.connect(await asCommons(commons));
        for (const asset of life.assets) await voted.delistAsset(asset);
        for (const asset of life.assets) {
          for (const { work, index } of sort(life.positions)) {
            const due = await claimableOf(commons, work, index, asset);
            expect(await collectInLife(commons, life, { work, index }, asset)).to.equal(due);
          }
          for (const { holder, position } of sort(foundingPositions(commons)))
            await collect(commons, holder, [position], [asset]);
          expect(await owed(life, asset)).to.equal(0n);
          for (const seat of sort([1n, 2n, 3n, 4n, 5n, 7n, 8n])) {
            const due = await commons.dividend.claimable(seat, asset);
            expect(await collectDividendInLife(commons, life, seat, asset)).to.equal(due);
          }
          await commons.dividend.sweep(6n, [asset]);
          // What the lapsed seat gave back is everybody's again, less than a wei of each.
          for (const seat of sort([1n, 2n, 3n, 4n, 5n, 7n, 8n]))
            await collectDividendInLife(commons, life, seat, asset);
          expect(await owedToSeats(asset)).to.equal(0n);
        }
      });
    }
  });

  it("T1 a donation changes no books, no index and nobody's claimable", async () => {
    const { rewards, dividend, treasury } = commons;
    for (const { name, asset, token } of await assetsOf(commons)) {
      const work = await finalWork(commons, [{ author: outsider(commons, 0) }]);
      await claimLeaves(commons, work);
      await publish(commons);
      await earn(commons, 1_000_000n, asset);
      const state = async () => [
        await treasury.accounted(asset),
        await treasury.reserveOf(asset),
        await rewards.accounted(asset),
        await dividend.accounted(asset),
        await dividend.poolAt(asset),
        await dividend.claimable(1n, asset),
        await rewards.poolAt(ASSISTANT, asset),
        await claimableOf(commons, work, 0, asset),
      ];
      const before = await state();
      for (const contract of [treasury, rewards, dividend]) {
        const address = await addressOf(contract);
        if (token) await token.mint(address, 12_345n);
        else await networkHelpers.setBalance(address, (await balanceOf(asset, address)) + 12_345n);
      }
      expect(await state(), name).to.deep.equal(before);
      await earn(commons, 1_000n, asset);
      expect(await treasury.accounted(asset), name).to.equal((before[0] as bigint) + reservePart(1_000n));
      expect(await dividend.accounted(asset), name).to.equal((before[3] as bigint) + dividendPart(1_000n));
      expect(await rewards.accounted(asset), name).to.equal((before[2] as bigint) + contributorsPart(1_000n));
    }
  });

  it("T3 the parts add up to what arrived, down to the last wei, and the shares to 10,000", async () => {
    const { treasury, rewards, dividend } = commons;
    const voted = treasury.connect(await asCommons(commons));
    for (const { asset } of await assetsOf(commons)) {
      let total = 0n;
      for (const [i, amount] of [1n, 2n, 3n, 9_999n, 10_001n, 123_456_789n, 10n ** 15n + 7n].entries()) {
        const split = { contributors: 4_000 + 333 * i, dividend: 1_000 + 7 * i, reserve: 5_000 - 340 * i };
        await voted.setSplit(split);
        expect(Object.values(await treasury.split()).reduce((sum, bps) => sum + bps, 0n)).to.equal(10_000n);
        await earn(commons, amount, asset);
        total += amount;
        const holders = [treasury, rewards, dividend];
        let books = 0n;
        for (const holder of holders) books += await holder.accounted(asset);
        expect(books).to.equal(total);
      }
    }
  });

  describe("T6 money without active units", () => {
    it("is parked before release 1 and shared with it, by everyone of release 1", async () => {
      for (const { asset } of await assetsOf(commons)) {
        await pay(commons, 700_000n, asset);
        await expect(commons.treasury.settle(ASSISTANT, asset))
          .to.emit(commons.rewards, "RevenueParked")
          .withArgs(ASSISTANT, asset, 420_000n);
        await earn(commons, 300_000n, asset);
        expect((await commons.rewards.poolAt(ASSISTANT, asset)).parked).to.equal(600_000n);
      }
      const work = await finalWork(commons, [
        { author: outsider(commons, 0), items: 3n },
        { author: outsider(commons, 1) },
      ]);
      await claimLeaf(commons, work, 0);
      expect(await claimableOf(commons, work, 0, NATIVE)).to.equal(0n);
      await publish(commons);
      await claimLeaf(commons, work, 1);
      for (const asset of [
        NATIVE,
        (await commons.treasury.queryFilter(commons.treasury.filters.AssetListed(), 0)).at(-1)?.args.asset,
      ]) {
        expect(await claimableOf(commons, work, 0, asset ?? "")).to.equal(450_000n);
        expect(await claimableOf(commons, work, 1, asset ?? "")).to.equal(150_000n);
      }
    });

    it("is parked again when everything has left, and shared by who comes next", async () => {
      const leaver = outsider(commons, 0);
      const gone = await finalWork(commons, [{ author: leaver }]);
      await publish(commons);
      await withdrawLeaf(commons, gone, 0, leaver);
      await publish(commons);
      await earn(commons, 1_000_000n);
      expect(await claimableOf(commons, gone, 0, NATIVE)).to.equal(0n);
      const next = await finalWork(commons, [{ author: outsider(commons, 1) }]);
      await publish(commons);
      await claimLeaf(commons, next);
      expect(await claimableOf(commons, next, 0, NATIVE)).to.equal(600_000n);
      expect(await claimableOf(commons, gone, 0, NATIVE)).to.equal(0n);
    });

    it("as dust never stands in the way of real revenue", async () => {
      for (let i = 0; i < 20; i++) await earn(commons, 1n);
      await pay(commons, 10n ** 18n);
      await expect(commons.treasury.settle(ASSISTANT, NATIVE)).to.emit(commons.rewards, "RevenueParked");
    });

    it("as dust takes no room from what is parked later", async () => {
      for (let i = 0; i < 20; i++) await earn(commons, 1n);
      const work = await finalWork(commons, [{ author: outsider(commons, 0) }]);
      await publish(commons);
      await withdrawLeaf(commons, work, 0, outsider(commons, 0));
      await publish(commons);
      for (let i = 0; i < 8; i++) {
        const token = await listedToken(commons, `D${i}`);
        await expect(await earn(commons, 1_000n, token)).to.emit(commons.rewards, "RevenueParked");
      }
      await expect(await earn(commons, 1_000n)).to.emit(commons.rewards, "RevenueParked");
    });
  });

  it("T7 many claims pay what one would, to the wei", async () => {
    for (const { asset } of await assetsOf(commons)) {
      const [often, once] = [outsider(commons, 0), outsider(commons, 1)];
      const work = await finalWork(
        commons,
        [
          { author: often, unitsPerItem: 37n },
          { author: once, unitsPerItem: 37n },
        ],
        {
          score: 71n,
        },
      );
      await claimLeaves(commons, work);
      await publish(commons);
      let collected = 0n;
      for (const amount of [1n, 5n, 7n, 101n, 3n, 99_999n, 2n, 11n]) {
        await earn(commons, amount, asset);
        collected += await claimableOf(commons, work, 0, asset);
        await collectLeaf(commons, work, 0, asset);
      }
      expect(collected).to.be.greaterThan(0n);
      expect(await claimableOf(commons, work, 0, asset)).to.equal(0n);
      expect(await claimableOf(commons, work, 1, asset)).to.equal(collected);
    }
  });

  it("T8 an author who refuses holds nobody else up", async () => {
    const refusing = await ethers.deployContract("RefusingReceiver");
    const work = await finalWork(commons, [{ author: await addressOf(refusing) }, { author: outsider(commons, 0) }]);
    await claimLeaves(commons, work);
    await publish(commons);
    await earn(commons, 1_000_000n);
    await expect(collectLeaf(commons, work, 0, NATIVE)).to.be.revertedWithCustomError(refusing, "Refused");
    await expect(collectLeaf(commons, work, 1, NATIVE)).to.changeEtherBalance(ethers, outsider(commons, 0), 300_000n);
    expect(await claimableOf(commons, work, 0, NATIVE)).to.equal(300_000n);
  });
});
