import { seatAuthor } from "@commonmind/sdk";
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
  type Signer,
  unauthorized,
} from "../support/commons.ts";
import { moveSeat, NEVER } from "../support/seats.ts";

/** What each founder was minted by the genesis file. */
const FOUNDING = 10n * ONE;

describe("ContributionToken", () => {
  let commons: Commons;
  let token: Commons["token"];
  let voted: Commons["token"];
  let minter: Commons["token"];
  let ana: Signer;
  let bo: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    token = commons.token;
    voted = token.connect(await asCommons(commons));
    minter = token.connect(await asAccount(await commons.contributions.getAddress()));
    [ana, bo] = [outsider(commons, 0), outsider(commons, 1)];
  });

  it("names itself, with 18 decimals and a clock in seconds", async () => {
    expect([await token.name(), await token.symbol(), await token.decimals()]).to.deep.equal([
      "Commonmind Contribution",
      "MIND",
      18n,
    ]);
    expect(await token.clock()).to.equal(await networkHelpers.time.latest());
    expect(await token.CLOCK_MODE()).to.equal("mode=timestamp");
  });

  describe("minting", () => {
    it("gives the receiver a voice at once, without delegating", async () => {
      const minting = minter.mint(ana, 3n * ONE);
      await expect(minting)
        .to.emit(token, "Transfer")
        .withArgs(ethers.ZeroAddress, ana, 3n * ONE);
      await expect(minting).to.emit(token, "DelegateChanged").withArgs(ana, ethers.ZeroAddress, ana);
      await expect(minting)
        .to.emit(token, "DelegateVotesChanged")
        .withArgs(ana, 0n, 3n * ONE);
      expect(await token.getVotes(ana)).to.equal(3n * ONE);
    });

    it("leaves a delegation as the holder chose it", async () => {
      await token.connect(ana).delegate(bo);
      await minter.mint(ana, ONE);
      expect(await token.delegates(ana)).to.equal(bo.address);
      expect([await token.getVotes(ana), await token.getVotes(bo)]).to.deep.equal([0n, ONE]);
    });

    it("is for registries of work alone", async () => {
      expect(await token.isMinter(commons.contributions)).to.equal(true);
      for (const call of [() => token.connect(ana).mint(ana, 1n), () => token.connect(ana).reserve(1n)]) {
        await expect(call()).to.be.revertedWithCustomError(token, "NotMinter").withArgs(ana);
      }
      await expect(voted.mint(ana, 1n)).to.be.revertedWithCustomError(token, "NotMinter").withArgs(commons.timelock);
    });
  });

  describe("reserving", () => {
    const cap = 1_000_000n * ONE;
    const epochStart = async (epoch: bigint) => (await token.genesisTime()) + epoch * (await token.MINT_EPOCH());

    it("grants what the present epoch has room for, mintable now", async () => {
      await networkHelpers.time.setNextBlockTimestamp((await epochStart(1n)) + 5n);
      await expect(minter.reserve(cap))
        .to.emit(token, "MintReserved")
        .withArgs(commons.contributions, cap, (await epochStart(1n)) + 5n);
      expect(await token.currentEpoch()).to.equal(1n);
    });

    it("sends what has no room to the opening of the next epoch, and so on", async () => {
      await networkHelpers.time.setNextBlockTimestamp(await epochStart(1n));
      await minter.reserve(cap - 1n);
      for (const [amount, epoch] of [
        [2n, 2n],
        [cap - 2n, 2n],
        [1n, 3n],
        [cap, 4n],
      ] as const) {
        await expect(minter.reserve(amount))
          .to.emit(token, "MintReserved")
          .withArgs(commons.contributions, amount, await epochStart(epoch));
      }
      await networkHelpers.time.increaseTo(await epochStart(3n));
      await expect(minter.reserve(1n))
        .to.emit(token, "MintReserved")
        .withArgs(commons.contributions, 1n, await epochStart(5n));
    });

    it("never grants more than one epoch's cap at once", async () => {
      await networkHelpers.time.setNextBlockTimestamp(await epochStart(1n));
      const [granted, mintableFrom] = await minter.reserve.staticCall(cap + 1n);
      expect([granted, mintableFrom]).to.deep.equal([cap, await epochStart(1n)]);
    });
  });

  describe("while closed", () => {
    const tokenDomain = async () => ({
      name: "Commonmind Contribution",
      version: "1",
      chainId: commons.deployment.chainId,
      verifyingContract: await token.getAddress(),
    });
    const field = (text: string) => {
      const [name = "", type = ""] = text.split(":");
      return { name, type };
    };

    it("refuses transfers, with an allowance too", async () => {
      const holder = token.connect(founder(commons, 1));
      await expect(holder.transfer(ana, 1n)).to.be.revertedWithCustomError(token, "TransfersClosed");
      await holder.approve(ana, 1n);
      await expect(token.connect(ana).transferFrom(founder(commons, 1), ana, 1n)).to.be.revertedWithCustomError(
        token,
        "TransfersClosed",
      );
    });

    it("takes a permit, which changes an allowance and no balance", async () => {
      const domain = await tokenDomain();
      const types = {
        Permit: ["owner:address", "spender:address", "value:uint256", "nonce:uint256", "deadline:uint256"].map(field),
      };
      const owner = founder(commons, 1);
      const permit = { owner: owner.address, spender: ana.address, value: 5n, nonce: 0n, deadline: NEVER };
      const { v, r, s } = ethers.Signature.from(await owner.signTypedData(domain, types, permit));
      await token.connect(bo).permit(owner, ana, 5n, NEVER, v, r, s);
      expect(await token.allowance(owner, ana)).to.equal(5n);
      expect(await token.balanceOf(owner)).to.equal(FOUNDING);
    });

    it("lets a voice be delegated, by signature as well", async () => {
      await token.connect(founder(commons, 1)).delegate(founder(commons, 2));
      expect(await token.getVotes(founder(commons, 2))).to.equal(2n * FOUNDING);

      const domain = await tokenDomain();
      const types = { Delegation: ["delegatee:address", "nonce:uint256", "expiry:uint256"].map(field) };
      const delegation = { delegatee: ana.address, nonce: 0n, expiry: NEVER };
      const signature = ethers.Signature.from(await founder(commons, 3).signTypedData(domain, types, delegation));
      await token.connect(bo).delegateBySig(ana, 0n, NEVER, signature.v, signature.r, signature.s);
      expect(await token.getVotes(ana)).to.equal(FOUNDING);
      expect(await token.nonces(founder(commons, 3))).to.equal(1n);
    });
  });

  describe("recovering what a lost wallet holds", () => {
    let lost: Signer;
    let next: Signer;
    let nullifier: string;

    beforeEach(() => {
      [lost, next] = [founder(commons, 1), ana];
      nullifier = commons.genesis.founders[0]?.nullifier ?? "";
    });

    it("moves all of it to the seat's wallet at anyone's call, voice included", async () => {
      await moveSeat(commons, lost, next, nullifier);
      expect(await token.connect(bo).recover.staticCall(lost)).to.equal(FOUNDING);
      const recovering = token.connect(bo).recover(lost);
      await expect(recovering).to.emit(token, "TokensRecovered").withArgs(lost, 1n, next, FOUNDING);
      await expect(recovering).to.emit(token, "Transfer").withArgs(lost, next, FOUNDING);
      expect([await token.balanceOf(lost), await token.balanceOf(next)]).to.deep.equal([0n, FOUNDING]);
      expect(await token.delegates(next)).to.equal(next.address);
      expect([await token.getVotes(lost), await token.getVotes(next)]).to.deep.equal([0n, FOUNDING]);
      expect(await token.transfersOpen()).to.equal(false);
    });

    it("leaves the past as it was", async () => {
      await moveSeat(commons, lost, next, nullifier);
      const before = await networkHelpers.time.latest();
      await token.recover(lost);
      await networkHelpers.mine();
      expect(await token.getPastVotes(lost, before)).to.equal(FOUNDING);
      expect(await token.getPastVotes(next, before)).to.equal(0n);
    });

    it("leaves a delegation as the receiver chose it", async () => {
      await token.connect(next).delegate(bo);
      await moveSeat(commons, lost, next, nullifier);
      await token.recover(lost);
      expect(await token.getVotes(bo)).to.equal(FOUNDING);
    });

    it("takes what comes later as well, and has nothing to move in between", async () => {
      await moveSeat(commons, lost, next, nullifier);
      await token.recover(lost);
      await expect(token.recover(lost)).to.be.revertedWithCustomError(token, "NothingToRecover").withArgs(lost);
      await minter.mint(lost, 5n);
      await expect(token.recover(lost)).to.changeTokenBalances(ethers, token, [lost, next], [-5n, 5n]);
    });

    it("ends at the seat's present wallet, however often the seat moved", async () => {
      await moveSeat(commons, lost, bo, nullifier);
      await minter.mint(bo, 7n);
      await moveSeat(commons, bo, next, nullifier);
      await token.recover(lost);
      await token.recover(bo);
      expect(await token.balanceOf(next)).to.equal(FOUNDING + 7n);
    });

    it("comes back with the seat", async () => {
      await moveSeat(commons, lost, next, nullifier);
      await token.recover(lost);
      await moveSeat(commons, next, lost, nullifier);
      await token.recover(next);
      expect(await token.balanceOf(lost)).to.equal(FOUNDING);
      await expect(token.recover(lost))
        .to.be.revertedWithCustomError(commons.members, "RecoveryUnknown")
        .withArgs(lost);
    });

    it("K1 is first of all what the seat owes, of tokens that were to burn", async () => {
      await moveSeat(commons, lost, next, nullifier);
      expect(await minter.burn.staticCall(seatAuthor(1n), FOUNDING + 5n)).to.equal(0n);
      await minter.burn(seatAuthor(1n), FOUNDING + 5n);
      expect(await token.burnDue(1n)).to.equal(FOUNDING + 5n);

      const supply = await token.totalSupply();
      await token.recover(lost);
      expect([await token.balanceOf(next), await token.burnDue(1n)]).to.deep.equal([0n, 5n]);
      expect(await token.totalSupply()).to.equal(supply - FOUNDING);

      await minter.mint(lost, 7n);
      await token.recover(lost);
      expect([await token.balanceOf(next), await token.burnDue(1n)]).to.deep.equal([2n, 0n]);
      expect(await token.totalSupply()).to.equal(supply - FOUNDING + 2n);
    });

    it("K1 pays what the seat owes from what came alone, not from what its wallet has earned meanwhile", async () => {
      await moveSeat(commons, lost, next, nullifier);
      await minter.burn(seatAuthor(1n), FOUNDING + 5n);
      await minter.mint(next, 3n);
      await token.recover(lost);
      expect([await token.balanceOf(next), await token.burnDue(1n)]).to.deep.equal([3n, 5n]);
    });

    it("works with transfers open too", async () => {
      await voted.openTransfers();
      await moveSeat(commons, lost, next, nullifier);
      await expect(token.recover(lost)).to.emit(token, "TokensRecovered").withArgs(lost, 1n, next, FOUNDING);
    });
  });

  describe("what a vote may change", () => {
    it("opens transfers, for good", async () => {
      await expect(voted.openTransfers()).to.emit(token, "TransfersOpened");
      expect(await token.transfersOpen()).to.equal(true);
      await expect(token.connect(founder(commons, 1)).transfer(ana, 4n)).to.changeTokenBalances(
        ethers,
        token,
        [founder(commons, 1), ana],
        [-4n, 4n],
      );
      expect(await token.getVotes(founder(commons, 1))).to.equal(FOUNDING - 4n);
    });

    it("lets what is transferred count for its receiver, unless the receiver delegated before", async () => {
      await voted.openTransfers();
      const holder = token.connect(founder(commons, 1));
      await holder.transfer(ana, 4n);
      expect(await token.delegates(ana)).to.equal(ana.address);
      expect(await token.getVotes(ana)).to.equal(4n);
      await token.connect(bo).delegate(ana);
      await holder.transfer(bo, 3n);
      expect([await token.getVotes(ana), await token.getVotes(bo)]).to.deep.equal([7n, 0n]);
      await holder.transfer(outsider(commons, 2), 0n);
      expect(await token.delegates(outsider(commons, 2))).to.equal(ethers.ZeroAddress);
    });

    it("leaves a newcomer's earned tokens their voice, whatever a stranger sent before", async () => {
      await voted.openTransfers();
      await token.connect(founder(commons, 2)).transfer(ana, 1n);
      await minter.mint(ana, ONE);
      expect(await token.getVotes(ana)).to.equal(ONE + 1n);
    });

    it("never adds a voice: votes are moved with the tokens", async () => {
      await voted.openTransfers();
      const supply = await token.totalSupply();
      await token.connect(founder(commons, 1)).transfer(ana, FOUNDING);
      await token.connect(ana).transfer(ana, FOUNDING);
      const holders = [...commons.founders, ana];
      const votes = await Promise.all(holders.map((holder) => token.getVotes(holder)));
      expect(votes.reduce((sum, one) => sum + one, 0n)).to.equal(supply);
      expect(await token.getVotes(ana)).to.equal(FOUNDING);
    });

    it("adds another registry of work beside the first", async () => {
      await expect(voted.addMinter(ana)).to.emit(token, "MinterAdded").withArgs(ana);
      await token.connect(ana).mint(bo, 2n);
      await minter.mint(bo, 3n);
      expect(await token.balanceOf(bo)).to.equal(5n);
    });

    it("changes the cap for reservations to come", async () => {
      await minter.reserve(1_000n);
      await expect(voted.setMintCap(2_000n)).to.emit(token, "MintCapSet").withArgs(2_000n);
      expect(await token.mintCap()).to.equal(2_000n);
      const [granted] = await minter.reserve.staticCall(3_000n);
      expect(granted).to.equal(2_000n);
      await expect(voted.setMintCap(0n)).to.be.revertedWithCustomError(token, "MintCapZero");
    });

    it("is refused to everybody else, registries of work included", async () => {
      for (const call of [() => minter.openTransfers(), () => minter.addMinter(ana), () => minter.setMintCap(1n)]) {
        await expect(call()).to.be.revertedWithCustomError(token, unauthorized).withArgs(commons.contributions);
      }
    });
  });
});
