// Promises about the contribution token, by number.
import { expect } from "chai";
import {
  asAccount,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  networkHelpers,
  ONE,
  outsider,
} from "../../support/commons.ts";
import { moveLostSeat } from "../../support/lapses.ts";
import { claimAllLeaves, type Life, livedCommons } from "../../support/life.ts";
import { earn } from "../../support/money.ts";
import { moveSeat } from "../../support/seats.ts";
import { claimableOf, claimLeaf, finalWork, publish, withdrawLeaf } from "../../support/work.ts";

describe("Promises about the contribution token", () => {
  let commons: Commons;
  let token: Commons["token"];

  beforeEach(async () => {
    commons = await freshCommons();
    token = commons.token;
  });

  const transfers = async () => (await token.queryFilter(token.filters.Transfer(), 0)).map(({ args }) => args);
  const minted = async () => {
    const { contributions } = commons;
    return (await contributions.queryFilter(contributions.filters.TokensMinted(), 0)).map(({ args }) => args);
  };

  it("K1 the supply is what was minted, and each leaf mints once, unless its work left before it was claimed", async () => {
    const life = await livedCommons(commons);
    await claimAllLeaves(commons, life);
    const mints = await minted();
    const sum = mints.reduce((total, { amount }) => total + amount, 0n);
    expect(await token.totalSupply()).to.equal(sum);
    const leaves = mints.map(({ contribution, index }) => `${contribution}:${index}`);
    expect(new Set(leaves).size).to.equal(leaves.length);
    const [first, second, third] = life.works.map(({ id }) => id);
    // Withdrawn unclaimed, excluded unclaimed, withdrawn unclaimed.
    const voiceless = [`${first}:1`, `${second}:1`, `${third}:1`];
    for (const leaf of voiceless) expect(leaves).to.not.include(leaf);
    expect(leaves.length).to.equal(life.positions.length - voiceless.length + commons.founders.length);
    const created = (await transfers()).filter(({ from }) => from === ethers.ZeroAddress);
    expect(created.reduce((total, { value }) => total + value, 0n)).to.equal(sum);
  });

  it("K1 no way leads to a second mint of a leaf, nor to a first one once it left: claim, withdrawal, waiting tokens", async () => {
    const ana = outsider(commons, 0);
    const work = await finalWork(commons, [{ author: ana }, { author: ana, items: 2n }]);
    await claimLeaf(commons, work, 0);
    const afterOne = await token.balanceOf(ana);
    await expect(claimLeaf(commons, work, 0)).to.be.revertedWithCustomError(commons.rewards, "PositionAlreadyOpen");
    await withdrawLeaf(commons, work, 0, ana);
    await expect(commons.contributions.mintTokens(work.id, 0)).to.be.revertedWithCustomError(
      commons.contributions,
      "TokensNotWaiting",
    );
    expect(await token.balanceOf(ana)).to.equal(afterOne);
    await withdrawLeaf(commons, work, 1, ana);
    await expect(claimLeaf(commons, work, 1)).to.be.revertedWithCustomError(commons.rewards, "PositionAlreadyOpen");
    await expect(commons.contributions.mintTokens(work.id, 1)).to.be.revertedWithCustomError(
      commons.contributions,
      "TokensNotWaiting",
    );
    expect(await token.balanceOf(ana)).to.equal(afterOne);
  });

  it("K2 votes add up to the supply at most, and the past doesn't change", async () => {
    const life = await livedCommons(commons);
    const then = BigInt(await networkHelpers.time.latest());
    await networkHelpers.mine();
    const past = async () => {
      const votes = await Promise.all(
        [...commons.founders, ...commons.outsiders].map((account) => token.getPastVotes(account, then)),
      );
      return { votes, supply: await token.getPastTotalSupply(then) };
    };
    const before = await past();
    expect(before.votes.reduce((sum, votes) => sum + votes, 0n)).to.equal(before.supply);
    await claimAllLeaves(commons, life);
    for (let seat = 1; seat <= 7; seat++) await token.connect(founder(commons, seat)).delegate(outsider(commons, 6));
    await networkHelpers.mine();
    expect(await past()).to.deep.equal(before);
    const now = await Promise.all(
      [...commons.founders, ...commons.outsiders].map((account) => token.getVotes(account)),
    );
    expect(now.reduce((sum, votes) => sum + votes, 0n)).to.equal(await token.totalSupply());
  });

  it("K3 what becomes mintable in an epoch is at most the cap, whatever is accepted", async () => {
    const cap = 25_000n * 10n ** 12n;
    await token.connect(await asCommons(commons)).setMintCap(cap);
    const from = await ethers.provider.getBlockNumber();
    for (const items of [1n, 2n, 1n, 7n, 2n, 1n, 1n])
      await finalWork(commons, [{ author: outsider(commons, 0), items }]);
    const [genesisTime, epochLength] = [await token.genesisTime(), await token.MINT_EPOCH()];
    const mintable = new Map<bigint, bigint>();
    for (const { args } of await token.queryFilter(token.filters.MintReserved(), from)) {
      const epoch = (args.mintableFrom - genesisTime) / epochLength;
      mintable.set(epoch, (mintable.get(epoch) ?? 0n) + args.amount);
    }
    expect(mintable.size).to.be.greaterThan(3);
    for (const amount of mintable.values()) expect(amount <= cap).to.equal(true);
  });

  it("K3 no leaf is minted before its time, and all its units share revenue meanwhile", async () => {
    await token.connect(await asCommons(commons)).setMintCap(10_000n * 10n ** 12n);
    const author = outsider(commons, 0);
    await finalWork(commons, [{ author }]);
    const work = await finalWork(commons, [{ author }]);
    const { mintableFrom } = await commons.contributions.contributionAt(work.id);
    await claimLeaf(commons, work);
    await publish(commons);
    await earn(commons, 1_000_000n);
    expect(await claimableOf(commons, work, 0, ethers.ZeroAddress)).to.equal(300_000n);
    await networkHelpers.time.setNextBlockTimestamp(mintableFrom - 1n);
    await expect(commons.contributions.mintTokens(work.id, 0))
      .to.be.revertedWithCustomError(commons.contributions, "TooEarly")
      .withArgs(work.id, mintableFrom);
    await networkHelpers.time.setNextBlockTimestamp(mintableFrom);
    await expect(commons.contributions.mintTokens(work.id, 0)).to.changeTokenBalance(
      ethers,
      token,
      author,
      10_000n * 10n ** 12n,
    );
  });

  it("K4 while closed, balances change by minting and recovery alone", async () => {
    const life: Life = await livedCommons(commons);
    await claimAllLeaves(commons, life);
    const [lost, next] = [founder(commons, 2), outsider(commons, 9)];
    await moveSeat(commons, lost, next, commons.genesis.founders[1]?.nullifier);
    await token.recover(lost);
    const recovered = (await token.queryFilter(token.filters.TokensRecovered(), 0)).map(({ args }) => args);
    const moved = (await transfers()).filter(({ from }) => from !== ethers.ZeroAddress);
    expect(moved.map(({ from, to, value }) => [from, to, value])).to.deep.equal(
      recovered.map(({ lost: from, to, amount }) => [from, to, amount]),
    );
    expect(moved.at(-1)?.from).to.equal(lost.address);
    expect(await token.balanceOf(lost)).to.equal(0n);
    const holder = founder(commons, 1);
    const balance = await token.balanceOf(holder);
    for (const attempt of [
      () => token.connect(holder).transfer(outsider(commons, 0), 1n),
      () => token.connect(holder).transfer(holder, 1n),
      async () => token.connect(await asAccount(await commons.timelock.getAddress())).transferFrom(holder, holder, 0n),
      // Who has a seat now, or once had one, moves nothing either.
      () => token.connect(next).transfer(lost, 1n),
      () => token.connect(lost).transfer(next, 0n),
    ]) {
      await expect(attempt()).to.be.revertedWithCustomError(token, "TransfersClosed");
    }
    expect(await token.balanceOf(holder)).to.equal(balance);
    expect(balance).to.equal(10n * ONE);
  });

  it("K4 recovery moves tokens only from a wallet that lost its seat, only to the seat, and only after the wait", async () => {
    const { members } = commons;
    const [lost, next] = [founder(commons, 2), outsider(commons, 9)];
    const nullifier = commons.genesis.founders[1]?.nullifier ?? "";
    for (const account of [lost, next, founder(commons, 1)]) {
      await expect(token.recover(account)).to.be.revertedWithCustomError(members, "RecoveryUnknown").withArgs(account);
    }
    await moveLostSeat(commons, next, nullifier);
    const { readyAt } = await members.recoveryOf(lost);
    await expect(token.recover(lost))
      .to.be.revertedWithCustomError(members, "RecoveryNotReady")
      .withArgs(lost, readyAt);
    const balance = await token.balanceOf(lost);
    await networkHelpers.time.increaseTo(readyAt);
    await expect(token.connect(outsider(commons, 5)).recover(lost)).to.changeTokenBalances(
      ethers,
      token,
      [lost, next, outsider(commons, 5)],
      [-balance, balance, 0n],
    );
  });

  it("K4 the old wallet's veto keeps its tokens where they are", async () => {
    const { members } = commons;
    const [lost, next] = [founder(commons, 2), outsider(commons, 9)];
    await moveLostSeat(commons, next, commons.genesis.founders[1]?.nullifier ?? "");
    await members.connect(lost).vetoRecovery();
    await networkHelpers.time.increase(commons.genesis.periods.recovery);
    await expect(token.recover(lost)).to.be.revertedWithCustomError(members, "RecoveryUnknown").withArgs(lost);
    expect(await token.balanceOf(lost)).to.equal(10n * ONE);
  });
});
