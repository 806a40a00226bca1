// T10: the reserve leaves only through the timelock, within the ceiling of each epoch.
import { expect } from "chai";
import { AbiCoder, type BaseContract, type FunctionFragment } from "ethers";
import {
  ASSISTANT,
  addressOf,
  asAccount,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  NATIVE,
  networkHelpers,
  outsider,
  type Signer,
} from "../../support/commons.ts";
import { assetsOf, earn } from "../../support/money.ts";
import { action, decide } from "../../support/votes.ts";

describe("T10 the reserve", () => {
  let commons: Commons;
  let treasury: Commons["treasury"];
  let voted: Commons["treasury"];
  let to: Signer;
  let assets: string[];

  beforeEach(async () => {
    commons = await freshCommons();
    treasury = commons.treasury;
    voted = treasury.connect(await asCommons(commons));
    to = outsider(commons, 5);
    assets = (await assetsOf(commons)).map(({ asset }) => asset);
    for (const asset of assets) {
      await earn(commons, 10_000_000n, asset);
      await voted.setCeiling(asset, 60_000n);
    }
  });

  it("T10 is spent by a vote, through the timelock, and reaches whom the vote named", async () => {
    for (const asset of assets) {
      const spending = await action(treasury, "spend", [asset, to.address, 40_000n]);
      await expect(decide(commons, [spending], `Spend ${asset}`))
        .to.emit(treasury, "Spent")
        .withArgs(asset, to, 40_000n);
      expect(await treasury.reserveOf(asset)).to.equal(1_460_000n);
    }
  });

  it("T10 never leaves above the ceiling of an epoch, in however many parts, votes or proposals", async () => {
    for (const asset of assets) {
      for (let epoch = 0; epoch < 3; epoch++) {
        const start = await treasury.reserveOf(asset);
        for (const part of [25_000n, 25_000n, 10_000n, 1n, 60_000n, 1n]) {
          await voted.spend(asset, to, part).catch(() => undefined);
        }
        expect(start - (await treasury.reserveOf(asset))).to.equal(60_000n);
        await networkHelpers.time.increase(30 * 86_400);
      }
    }
    const tooMuch = await action(treasury, "spend", [NATIVE, to.address, 60_001n]);
    await expect(decide(commons, [tooMuch], "Spend more than the ceiling"))
      .to.be.revertedWithCustomError(treasury, "CeilingExceeded")
      .withArgs(NATIVE, 60_001n, 60_000n);
  });

  it("T10 stays where no ceiling was set", async () => {
    const other = await ethers.deployContract("TestToken", ["Other", "O", 6]);
    await voted.listAsset(other);
    await earn(commons, 1_000_000n, other);
    await expect(voted.spend(other, to, 1n))
      .to.be.revertedWithCustomError(treasury, "CeilingExceeded")
      .withArgs(other, 1n, 0n);
  });

  it("T10 falls by no call of anybody else, whatever they call and whoever they are", async () => {
    const { rewards, dividend, models, contributions, members, token, governor, accessManager, curator, deployer } =
      commons;
    const contracts: BaseContract[] = [treasury, rewards, dividend, models, contributions, members, token];
    const callers = [deployer, curator, founder(commons, 1), to];
    for (const contract of [rewards, dividend, models, contributions, governor, accessManager]) {
      callers.push(await asAccount(await addressOf(contract)));
    }
    const reserves = () => Promise.all(assets.map((asset) => treasury.reserveOf(asset)));
    const before = await reserves();
    let calls = 0;
    for (const contract of contracts) {
      for (const fragment of changing(contract)) {
        for (const caller of callers) {
          for (const asset of assets) {
            const data = contract.interface.encodeFunctionData(fragment, guesses(fragment, asset, caller.address));
            const value = fragment.payable ? 1n : 0n;
            await caller.sendTransaction({ to: contract, data, value }).catch(() => undefined);
            calls++;
          }
        }
      }
    }
    expect(calls).to.be.greaterThan(500);
    for (const [i, reserve] of (await reserves()).entries()) expect(reserve).to.be.at.least(before[i] ?? 0n);
    // The books kept up with the balance, and a settlement works as before.
    await earn(commons, 1_000_000n);
    expect(await ethers.provider.getBalance(treasury)).to.be.at.least(await treasury.accounted(NATIVE));
  });
});

const changing = (contract: BaseContract): FunctionFragment[] =>
  contract.interface.fragments.filter(
    (each): each is FunctionFragment =>
      each.type === "function" && !["view", "pure"].includes((each as FunctionFragment).stateMutability),
  );

/** Arguments that are as likely as any to hit: the asset and the caller for addresses, one for numbers. */
function guesses({ inputs }: FunctionFragment, asset: string, caller: string): unknown[] {
  let addresses = 0;
  return inputs.map((input) => {
    if (input.baseType === "address") return addresses++ === 0 ? asset : caller;
    if (input.type === "address[]") return [asset];
    if (input.type === "uint256[]" || input.type === "uint64[]") return [1n];
    if (input.type.startsWith("uint")) return ASSISTANT;
    return AbiCoder.defaultAbiCoder().getDefaultValue([input])[0];
  });
}
