// Every way in which an asset moves through the commons, and what each must do to the balances and the books: for tests of
// tokens that misbehave.
import { expect } from "chai";
import type { BaseContract } from "ethers";
import type { TestToken } from "../../types/index.ts";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  ethers,
  NATIVE,
  outsider,
  type Signer,
  tillOf,
} from "./commons.ts";
import { balanceOf, contributorsPart, dividendPart, earn, reservePart } from "./money.ts";
import { claimLeaf, finalWork, positionOf, publish, type Work } from "./work.ts";

/** Base units that each move is about: 600 / 250 / 150 when settled. */
export const AMOUNT = 1_000n;

export const moves = ["settle", "pay", "give", "claim", "dividend", "spend"] as const;
export type Move = (typeof moves)[number];
/** It takes place, to the last base unit; or it is refused by this contract with this error. */
export type Outcome = "exact" | [contract: BaseContract, error: string, ...args: unknown[]];

export const memo = ethers.encodeBytes32String("memo");

/** A co-op with one contributor, Ana, in which an asset has flowed through every contract once. */
export class Stage {
  readonly ana: Signer;
  readonly payer: Signer;
  readonly till: string;
  readonly commons: Commons;
  /** Ana's. */
  readonly position: bigint;
  readonly #voted: Commons["treasury"];

  private constructor(commons: Commons, work: Pick<Work, "id">, voted: Commons["treasury"]) {
    this.commons = commons;
    this.position = positionOf(work);
    this.#voted = voted;
    this.ana = outsider(commons, 0);
    this.payer = outsider(commons, 1);
    this.till = tillOf(commons, ASSISTANT);
  }

  static async set(commons: Commons): Promise<Stage> {
    const work = await finalWork(commons, [{ author: outsider(commons, 0) }]);
    await claimLeaf(commons, work);
    await publish(commons);
    return new Stage(commons, work, commons.treasury.connect(await asCommons(commons)));
  }

  /** Lists a token, and lets it flow while it still behaves; the payer has more of it, and allows the treasury to take it. */
  async introduce(address: string): Promise<TestToken> {
    const token = await ethers.getContractAt("TestToken", address);
    await this.#voted.listAsset(token);
    await this.#voted.setCeiling(token, 2n ** 100n);
    await token.mint(this.till, 10n * AMOUNT);
    await this.commons.treasury.settle(ASSISTANT, token);
    await token.mint(this.payer, 100n * AMOUNT);
    await token.connect(this.payer).approve(this.commons.treasury, ethers.MaxUint256);
    await token.mint(this.till, AMOUNT);
    return token;
  }

  send(move: Move, asset: string) {
    const { rewards, dividend, treasury } = this.commons;
    const value = asset === NATIVE ? AMOUNT : 0n;
    switch (move) {
      case "settle":
        return treasury.settle(ASSISTANT, asset);
      case "pay":
        return treasury.connect(this.payer).pay(ASSISTANT, asset, AMOUNT, memo, { value });
      case "give":
        return treasury.connect(this.payer).give(asset, AMOUNT, memo, { value });
      case "claim":
        return rewards.claim(this.ana, [this.position], [asset]);
      case "dividend":
        return dividend.claim(1n, [asset]);
      case "spend":
        return this.#voted.spend(asset, outsider(this.commons, 2), 10n);
    }
  }

  /** Makes a move and holds balances and books against the outcome. */
  async expect(move: Move, asset: string, outcome: Outcome): Promise<void> {
    const [before, due] = [await this.#state(asset), await this.#due(move, asset)];
    const sending = this.send(move, asset);
    if (outcome === "exact") {
      await expect(sending, move).to.not.be.revert(ethers);
      expect(this.#difference(before, await this.#state(asset)), move).to.deep.equal(due);
      return;
    }
    const [contract, error, ...args] = outcome;
    const refusal = expect(sending, move).to.be.revertedWithCustomError(contract, error);
    await (args.length === 0 ? refusal : refusal.withArgs(...args));
    expect(await this.#state(asset), `${move} was refused`).to.deep.equal(before);
  }

  /** What everybody else has goes on: native currency and an honest token are paid, settled and collected. */
  async othersGoOn(honest: TestToken): Promise<void> {
    for (const asset of [NATIVE, await addressOf(honest)]) {
      await earn(this.commons, AMOUNT, asset);
      for (const move of ["claim", "dividend"] as const) {
        const due = await this.#due(move, asset);
        expect(due[move === "claim" ? "ana" : "member"]).to.be.greaterThan(0n);
        await this.expect(move, asset, "exact");
      }
    }
  }

  /** By how much a move must change each balance and each book that it changes. */
  async #due(move: Move, asset: string): Promise<Record<string, bigint>> {
    switch (move) {
      case "settle": {
        const waiting = await balanceOf(asset, this.till);
        const [c, d, r] = [contributorsPart(waiting), dividendPart(waiting), reservePart(waiting)];
        return {
          till: -waiting,
          treasury: r,
          rewards: c,
          dividend: d,
          "books of treasury": r,
          "books of rewards": c,
          "books of dividend": d,
        };
      }
      case "pay":
        return { payer: -AMOUNT, till: AMOUNT };
      case "give":
        return { payer: -AMOUNT, treasury: AMOUNT, "books of treasury": AMOUNT };
      case "claim": {
        const amount = await this.commons.rewards.claimable(this.position, asset);
        return { ana: amount, rewards: -amount, "books of rewards": -amount };
      }
      case "dividend": {
        const amount = await this.commons.dividend.claimable(1n, asset);
        return { member: amount, dividend: -amount, "books of dividend": -amount };
      }
      case "spend":
        return { treasury: -10n, grantee: 10n, "books of treasury": -10n };
    }
  }

  async #state(asset: string): Promise<Record<string, bigint>> {
    const { treasury, rewards, dividend, founders } = this.commons;
    const holders = {
      till: this.till,
      treasury,
      rewards,
      dividend,
      ana: this.ana,
      payer: this.payer,
      member: founders[0] as Signer,
      grantee: outsider(this.commons, 2),
    };
    const state: Record<string, bigint> = {};
    for (const [name, holder] of Object.entries(holders)) state[name] = await balanceOf(asset, holder);
    for (const [name, holder] of Object.entries({ treasury, rewards, dividend })) {
      state[`books of ${name}`] = await holder.accounted(asset);
    }
    // The payer's gas is no part of it.
    if (asset === NATIVE) state.payer = 0n;
    return state;
  }

  #difference(before: Record<string, bigint>, after: Record<string, bigint>): Record<string, bigint> {
    const changes = Object.entries(after).map(([name, amount]) => [name, amount - (before[name] ?? 0n)] as const);
    return Object.fromEntries(changes.filter(([, change]) => change !== 0n));
  }
}
