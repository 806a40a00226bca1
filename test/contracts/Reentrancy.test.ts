// A token, or an author's account, that calls back while it is paid: through every door, during every move.
import { expect } from "chai";
import type { HostileToken, TestToken } from "../../types/index.ts";
import { ASSISTANT, addressOf, type Commons, ethers, freshCommons, NATIVE, outsider } from "../support/commons.ts";
import { collect, earn, listedToken } from "../support/money.ts";
import { type Move, memo, moves, Stage } from "../support/moves.ts";
import { claimableOf, claimLeaf, finalWork, positionOf, publish } from "../support/work.ts";

describe("Calling back", () => {
  let commons: Commons;
  let stage: Stage;
  let honest: TestToken;

  beforeEach(async () => {
    commons = await freshCommons();
    stage = await Stage.set(commons);
    honest = await listedToken(commons);
  });

  type Call = { target: string; data: string };
  type Door = [name: string, call: () => Promise<Call>];

  const treasuryDoors: Door[] = [
    ["settle", async () => treasuryCall("settle", [ASSISTANT, NATIVE])],
    ["flush", async () => ({ target: stage.till, data: flushData(NATIVE) })],
    ["pay", async () => treasuryCall("pay", [ASSISTANT, await addressOf(honest), 1n, memo])],
    ["give", async () => treasuryCall("give", [await addressOf(honest), 1n, memo])],
  ];
  const rewardsDoors: Door[] = [
    ["claim", async () => rewardsCall("claim", [stage.ana.address, [stage.position], [NATIVE]])],
    ["unpark of the rewards", async () => rewardsCall("unpark", [ASSISTANT, NATIVE])],
  ];
  const dividendDoors: Door[] = [
    ["claim of a dividend", async () => dividendCall("claim", [1n, [NATIVE]])],
    ["unpark of the dividend", async () => dividendCall("unpark", [NATIVE])],
  ];
  const closedDoors: [...Door, error: string][] = [
    ["credit of the rewards", async () => rewardsCall("credit", [ASSISTANT, NATIVE, 1n]), "NotTreasury"],
    ["credit of the dividend", async () => dividendCall("credit", [NATIVE, 1n]), "NotTreasury"],
    ["giveUpParked", async () => rewardsCall("giveUpParked", [ASSISTANT, NATIVE]), "NotTreasury"],
    ["sweep of a seat that forfeited nothing", async () => dividendCall("sweep", [1n, [NATIVE]]), "NothingForfeited"],
    ["sweep of the till", async () => ({ target: stage.till, data: sweepData(NATIVE) }), "NotTreasury"],
  ];

  const treasuryCall = async (name: "settle" | "pay" | "give", args: unknown[]): Promise<Call> => ({
    target: await addressOf(commons.treasury),
    data: commons.treasury.interface.encodeFunctionData(name as "settle", args as never),
  });
  const rewardsCall = async (name: "claim" | "unpark" | "credit" | "giveUpParked", args: unknown[]): Promise<Call> => ({
    target: await addressOf(commons.rewards),
    data: commons.rewards.interface.encodeFunctionData(name as "claim", args as never),
  });
  const dividendCall = async (name: "claim" | "unpark" | "credit" | "sweep", args: unknown[]): Promise<Call> => ({
    target: await addressOf(commons.dividend),
    data: commons.dividend.interface.encodeFunctionData(name as "claim", args as never),
  });
  const tills = new ethers.Interface(["function flush(address)", "function sweep(address)"]);
  const flushData = (asset: string) => tills.encodeFunctionData("flush", [asset]);
  const sweepData = (asset: string) => tills.encodeFunctionData("sweep", [asset]);

  describe("a token that moves", () => {
    let token: HostileToken;
    let at: string;

    beforeEach(async () => {
      token = await ethers.deployContract("HostileToken");
      at = await addressOf(token);
      await stage.introduce(at);
      await earn(commons, 10_000n);
    });

    /** What is on the way through a contract, none of whose doors may open meanwhile. */
    const within: [doors: Door[], during: Move[], guardian: "treasury" | "rewards" | "dividend"][] = [
      [treasuryDoors, ["settle", "pay", "give", "spend"], "treasury"],
      [rewardsDoors, ["claim"], "rewards"],
      [dividendDoors, ["dividend"], "dividend"],
    ];
    for (const [doors, during, guardian] of within) {
      for (const [name, call] of doors) {
        it(`finds ${name} locked while ${during.join(", ")} is under way, and everything as it was`, async () => {
          const { target, data } = await call();
          await token.reenter(target, data);
          for (const move of during) {
            await stage.expect(move, at, [commons[guardian], "ReentrancyGuardReentrantCall"]);
          }
          await stage.othersGoOn(honest);
        });
      }
    }

    for (const [name, call, error] of closedDoors) {
      it(`gets nothing by ${name}`, async () => {
        const { target, data } = await call();
        await token.reenter(target, data);
        const expected = [error, "ReentrancyGuardReentrantCall"];
        for (const move of moves) {
          const answer = await stage.send(move, at).then(
            () => "done",
            (reason: Error) => /custom error '(\w+)/.exec(reason.message)?.[1] ?? reason.message,
          );
          expect(expected, move).to.include(answer);
        }
        await stage.othersGoOn(honest);
      });
    }

    /** Doors of another contract than the one that is at work do open: what they do is as if it came before. (With money
     * in the till a settlement is refused here too, where it would hand some of it to the contract that is at work.) */
    const beside: [doors: Door[], during: Move[]][] = [
      [
        [...rewardsDoors, ...dividendDoors],
        ["settle", "pay", "give", "spend"],
      ],
      [[...treasuryDoors.slice(0, 2), ...dividendDoors], ["claim"]],
      [[...treasuryDoors.slice(0, 2), ...rewardsDoors], ["dividend"]],
    ];
    for (const [doors, during] of beside) {
      for (const [name, call] of doors) {
        it(`finds ${name} open while ${during.join(", ")} is under way: both do what each does alone`, async () => {
          const { target, data } = await call();
          await token.reenter(target, data);
          for (const move of during) {
            await stage.send(move, at);
            await held();
          }
          await token.behave(0);
          for (const move of moves) await stage.send(move, at);
          await held();
          await stage.othersGoOn(honest);
        });
      }
    }

    /** No contract holds less than its books, in any asset. */
    const held = async () => {
      for (const holder of [commons.treasury, commons.rewards, commons.dividend]) {
        expect(await token.balanceOf(holder)).to.be.at.least(await holder.accounted(at));
        expect(await ethers.provider.getBalance(holder)).to.be.at.least(await holder.accounted(NATIVE));
      }
    };
  });

  describe("an author that is paid native currency", () => {
    const doors: [...Door, opens: boolean][] = [
      ...treasuryDoors.slice(2).map(([name, call]) => [name, call, false] as [...Door, boolean]),
      ["settle", async () => treasuryCall("settle", [ASSISTANT, NATIVE]), false],
      ["unpark of the rewards", async () => rewardsCall("unpark", [ASSISTANT, NATIVE]), false],
      ["claim of a dividend", async () => dividendCall("claim", [1n, [NATIVE]]), true],
    ];

    for (const [name, call, opens] of doors) {
      it(`gets no more by ${name}`, async () => {
        const author = await ethers.deployContract("CallingReceiver");
        const work = await finalWork(commons, [{ author: await addressOf(author) }, { author: outsider(commons, 3) }]);
        for (const index of [0, 1]) await claimLeaf(commons, work, index);
        await publish(commons);
        await earn(commons, 1_000_000n);
        await earn(commons, 1_000n, honest);
        await commons.models.openTill(ASSISTANT);
        await outsider(commons, 3).sendTransaction({ to: stage.till, value: 5_000n });
        const { target, data } = await call();
        await author.aim(target, data);
        const owed = await claimableOf(commons, work, 0, NATIVE);
        const other = await claimableOf(commons, work, 1, NATIVE);
        const books = await commons.rewards.accounted(NATIVE);
        await collect(commons, await addressOf(author), [positionOf(work, 0)], [NATIVE]);
        expect([await author.called(), await author.succeeded()]).to.deep.equal([true, opens]);
        expect(await ethers.provider.getBalance(author)).to.equal(owed);
        expect(await commons.rewards.accounted(NATIVE)).to.equal(books - owed);
        expect(await claimableOf(commons, work, 1, NATIVE)).to.equal(other);
        expect(await ethers.provider.getBalance(commons.rewards)).to.equal(books - owed);
      });
    }

    it("can't claim again on the way", async () => {
      const author = await ethers.deployContract("CallingReceiver");
      const work = await finalWork(commons, [{ author: await addressOf(author) }]);
      await claimLeaf(commons, work);
      await publish(commons);
      await earn(commons, 1_000_000n);
      const again = [await addressOf(author), [positionOf(work)], [NATIVE]];
      const { target, data } = await rewardsCall("claim", again);
      await author.aim(target, data);
      const owed = await claimableOf(commons, work, 0, NATIVE);
      await collect(commons, author, [positionOf(work)], [NATIVE]);
      expect(await author.answer()).to.equal(ethers.id("ReentrancyGuardReentrantCall()").slice(0, 10));
      expect(await ethers.provider.getBalance(author)).to.equal(owed);
    });
  });
});
