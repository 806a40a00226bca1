// One token after the other that doesn't behave as tokens should: what it does is taken exactly, or refused with an error
// that says why, and changes nothing; everything in other assets goes on.
import { expect } from "chai";
import type { BaseContract } from "ethers";
import type { HostileToken, RebasingToken, TestToken } from "../../types/index.ts";
import { ASSISTANT, addressOf, asCommons, type Commons, ethers, freshCommons } from "../support/commons.ts";
import { listedToken } from "../support/money.ts";
import { AMOUNT, type Move, memo, moves, type Outcome, Stage } from "../support/moves.ts";

describe("Tokens that misbehave", () => {
  let commons: Commons;
  let stage: Stage;
  let honest: TestToken;

  beforeEach(async () => {
    commons = await freshCommons();
    stage = await Stage.set(commons);
    honest = await listedToken(commons);
  });

  type Hostile = { token: HostileToken; at: string };
  const hostileToken = async (): Promise<Hostile> => {
    const token = await ethers.deployContract("HostileToken");
    await stage.introduce(await addressOf(token));
    return { token, at: await addressOf(token) };
  };
  /** Makes every move, and then all that others do. */
  const all = async (at: string, outcome: Outcome, except: Partial<Record<Move, Outcome>> = {}) => {
    for (const move of moves) await stage.expect(move, at, except[move] ?? outcome);
    await stage.othersGoOn(honest);
  };

  describe("are taken exactly", () => {
    for (const [name, deploy] of [
      ["that returns nothing", () => ethers.deployContract("SilentToken")],
      ["without decimals", () => ethers.deployContract("TestToken", ["Whole", "W", 0])],
      ["with thirty decimals", () => ethers.deployContract("TestToken", ["Fine", "F", 30])],
      ["that behaves", () => ethers.deployContract("HostileToken")],
    ] as [string, () => Promise<BaseContract>][]) {
      it(`a token ${name}`, async () => {
        const at = await addressOf(await deploy());
        await stage.introduce(at);
        await all(at, "exact");
      });
    }

    it("a token that refuses to move nothing, in amounts of which some parts are nothing", async () => {
      const { token, at } = await hostileToken();
      await token.behave(5);
      await all(at, "exact");
      const books = async () =>
        Promise.all([commons.treasury, commons.rewards, commons.dividend].map((holder) => holder.accounted(at)));
      await commons.treasury.settle(ASSISTANT, at);
      for (const [amount, parts] of [
        [1n, [1n, 0n, 0n]],
        [2n, [1n, 1n, 0n]],
        [3n, [2n, 1n, 0n]],
        [4n, [1n, 2n, 1n]],
      ] as const) {
        const before = await books();
        await token.mint(stage.till, amount);
        await commons.treasury.settle(ASSISTANT, at);
        const after = await books();
        expect(after.map((book, i) => book - (before[i] ?? 0n))).to.deep.equal(parts);
      }
    });

    it("a token that refuses to move nothing, from an empty till", async () => {
      const { token, at } = await hostileToken();
      await token.behave(5);
      await commons.treasury.settle(ASSISTANT, at);
      expect(await commons.treasury.settle.staticCall(ASSISTANT, at)).to.equal(0n);
      await expect(commons.treasury.settle(ASSISTANT, at)).to.not.emit(commons.treasury, "Settled");
    });

    it("a token of which there is more than the books could hold, at most 2^96-1 a settlement", async () => {
      const { token, at } = await hostileToken();
      for (const move of moves) await stage.expect(move, at, "exact");
      const most = 2n ** 96n - 1n;
      await token.mint(stage.till, 2n ** 200n);
      await token.mint(stage.payer, 2n ** 200n);
      await commons.treasury.connect(stage.payer).pay(ASSISTANT, at, 2n ** 150n, memo);
      expect(await commons.treasury.settle.staticCall(ASSISTANT, at)).to.equal(most);
      await commons.treasury.settle(ASSISTANT, at);
      await expect(commons.treasury.connect(stage.payer).give(at, 2n ** 130n, memo))
        .to.be.revertedWithCustomError(commons.treasury, "GiftTooLarge")
        .withArgs(2n ** 130n, most);
      for (const move of ["claim", "dividend"] as const) await stage.expect(move, at, "exact");
      expect(await token.balanceOf(stage.ana)).to.be.greaterThan(2n ** 95n);
      await stage.othersGoOn(honest);
    });
  });

  describe("are refused, and nothing has changed", () => {
    it("a token that says no: by SafeERC20, at every door", async () => {
      const { token, at } = await hostileToken();
      await token.behave(1);
      await all(at, [commons.treasury, "SafeERC20FailedOperation", at]);
      await token.behave(0);
      for (const move of moves) await stage.expect(move, at, "exact");
    });

    it("a token that is paused: with its own error, at every door, and all of it is there when it goes on", async () => {
      const { token, at } = await hostileToken();
      await token.behave(3);
      await all(at, [token, "TokenFrozen"]);
      await token.behave(0);
      for (const move of moves) await stage.expect(move, at, "exact");
    });

    it("a token that takes a fee: nothing of it comes in; who collects it bears the fee", async () => {
      const { token, at } = await hostileToken();
      await token.behave(2);
      const short: Outcome = [commons.treasury, "AssetNotExact", at, AMOUNT, AMOUNT - AMOUNT / 100n];
      for (const move of ["settle", "pay", "give"] as const) await stage.expect(move, at, short);
      const [owed, books] = [await commons.rewards.claimable(stage.position, at), await commons.rewards.accounted(at)];
      await stage.send("claim", at);
      expect(await token.balanceOf(stage.ana)).to.equal(owed - (owed + 99n) / 100n);
      expect(await commons.rewards.accounted(at)).to.equal(books - owed);
      await stage.othersGoOn(honest);
    });

    describe("a token that blocks", () => {
      const blocked = async (account: string, except: Move[]) => {
        const { token, at } = await hostileToken();
        await token.setBlocked(account, true);
        const refused: Outcome = [token, "AddressBlocked", account];
        await all(at, refused, Object.fromEntries(except.map((move) => [move, "exact" as const])));
        await token.setBlocked(account, false);
        for (const move of moves.filter((each) => !except.includes(each))) await stage.expect(move, at, "exact");
      };

      it("the treasury: what was shared is still collected, and a till still paid", async () => {
        const { token, at } = await hostileToken();
        const account = await addressOf(commons.treasury);
        await token.setBlocked(account, true);
        const refused: Outcome = [token, "AddressBlocked", account];
        // Paying passes it by: the till's own address is what counts.
        await all(at, refused, { pay: "exact", claim: "exact", dividend: "exact" });
      });

      it("the till: everything but paying it and settling goes on", () =>
        blocked(stage.till, ["give", "claim", "dividend", "spend"]));

      it("the rewards: settling waits, and so do contributors", async () =>
        blocked(await addressOf(commons.rewards), ["pay", "give", "dividend", "spend"]));

      it("the dividend: settling waits, and so do members", async () =>
        blocked(await addressOf(commons.dividend), ["pay", "give", "claim", "spend"]));

      it("one author: nobody else is held up", async () =>
        blocked(stage.ana.address, ["settle", "pay", "give", "dividend", "spend"]));

      it("one member: nobody else is held up", async () =>
        blocked(commons.founders[0]?.address ?? "", ["settle", "pay", "give", "claim", "spend"]));
    });
  });

  describe("that rebase", () => {
    let token: RebasingToken;
    let at: string;

    beforeEach(async () => {
      token = await ethers.deployContract("RebasingToken");
      at = await addressOf(token);
      await stage.introduce(at);
    });

    const held = async () => {
      for (const holder of [commons.treasury, commons.rewards, commons.dividend]) {
        expect(await token.balanceOf(holder)).to.be.at.least(await holder.accounted(at));
      }
    };

    it("upwards are paid as booked; what grew is nobody's until a vote moves the treasury's part of it", async () => {
      await token.rebase(200n);
      await commons.treasury.settle(ASSISTANT, at);
      await held();
      await token.mint(stage.till, AMOUNT);
      for (const move of ["settle", "pay", "give", "dividend", "spend"] as const) {
        await stage.expect(move, at, "exact");
        await held();
      }
      // An odd amount is half a part short at the recipient; the books have paid all of it.
      const [owed, books] = [await commons.rewards.claimable(stage.position, at), await commons.rewards.accounted(at)];
      await stage.send("claim", at);
      expect(owed - (await token.balanceOf(stage.ana))).to.be.at.most(1n);
      expect(await commons.rewards.accounted(at)).to.equal(books - owed);
      await held();
      await stage.othersGoOn(honest);
    });

    it("upwards by parts that don't come out even are refused, and wait in the till", async () => {
      await token.rebase(133n);
      await token.mint(stage.till, 10n);
      await stage.expect("settle", at, [commons.treasury, "AssetNotExact", at, 1_339n, 1_337n]);
      await stage.othersGoOn(honest);
    });

    it("downwards are refused until somebody makes up for it; others go on", async () => {
      await token.rebase(50n);
      const shortfall = (await commons.rewards.accounted(at)) - (await token.balanceOf(commons.rewards));
      expect(shortfall).to.be.greaterThan(0n);
      await stage.expect("settle", at, [commons.rewards, "AmountNotReceived"]);
      await stage.expect("claim", at, [token, "ERC20InsufficientBalance"]);
      const voted = commons.treasury.connect(await asCommons(commons));
      await expect(voted.recoverSurplus(at)).to.emit(commons.treasury, "SurplusRecovered").withArgs(at, 0n);
      await stage.othersGoOn(honest);
      for (const holder of [commons.rewards, commons.dividend, commons.treasury]) {
        const missing = (await holder.accounted(at)) - (await token.balanceOf(holder));
        await token.mint(holder, missing);
      }
      await held();
      await token.mint(stage.till, AMOUNT / 2n);
      for (const move of moves) await stage.expect(move, at, "exact");
    });
  });

  describe("that lie about balances", () => {
    const cases: [string, (hostile: Hostile) => Promise<unknown>, (hostile: Hostile) => Outcome][] = [
      [
        "of the till",
        ({ token }) => token.lie(stage.till, 2n * AMOUNT),
        ({ token }) => [token, "ERC20InsufficientBalance"],
      ],
      [
        "of the treasury",
        ({ token }) => token.lie(commons.treasury, 5n),
        ({ at }) => [commons.treasury, "AssetNotExact", at, AMOUNT, 0n],
      ],
      [
        "of the rewards, too low",
        ({ token }) => token.lie(commons.rewards, 1n),
        () => [commons.rewards, "AmountNotReceived"],
      ],
      [
        "of the dividend, too low",
        ({ token }) => token.lie(commons.dividend, 1n),
        () => [commons.dividend, "AmountNotReceived"],
      ],
    ];
    for (const [name, lie, outcome] of cases) {
      it(`${name} gain nothing by it`, async () => {
        const hostile = await hostileToken();
        await lie(hostile);
        const [contract, error, ...args] = outcome(hostile) as Exclude<Outcome, "exact">;
        await stage.expect("settle", hostile.at, [contract, error, ...args]);
        await stage.othersGoOn(honest);
      });
    }

    it("of the rewards, too high, are still sent in full: books follow what was sent", async () => {
      const { token, at } = await hostileToken();
      await token.lie(commons.rewards, 2n ** 255n);
      const before = await commons.rewards.accounted(at);
      await stage.send("settle", at);
      await token.lie(commons.rewards, 0n);
      expect(await commons.rewards.accounted(at)).to.equal(before + 600n);
      expect(await token.balanceOf(commons.rewards)).to.equal(before + 600n);
      await stage.othersGoOn(honest);
    });
  });
});
