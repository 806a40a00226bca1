import {
  challengeTypedData,
  commitmentTypedData,
  enrolmentTypedData,
  recusalTypedData,
  retirementTypedData,
  revealTypedData,
} from "@commonmind/sdk/review";
import { expect } from "chai";
import type { Address, Hex } from "viem";
import { addressOf, asAccount, ethers, founder, networkHelpers, outsider, type Signer } from "../support/commons.ts";
import {
  ACCEPTED,
  by,
  CHALLENGED,
  commitmentOf,
  draw,
  drawAndCommit,
  freshReviews,
  handedIn,
  judge,
  type Reviewing,
  saltOf,
  signStep,
  stateOf,
  untilReveal,
  WEEK,
  walletOf,
} from "../support/panel.ts";
import { askToMove, moveSeat, NEVER, now } from "../support/seats.ts";
import { kindNumber, type Work } from "../support/work.ts";

const [CODE, DATA] = [kindNumber("Code"), kindNumber("Data")];

describe("ReviewPanel: signed steps", () => {
  let reviewing: Reviewing;
  let reviews: Reviewing["reviews"];
  let peer: Signer;
  let anyone: Reviewing["reviews"];
  let panel: { chainId: number; panel: Address };

  beforeEach(async () => {
    reviewing = await freshReviews();
    reviews = reviewing.reviews;
    peer = walletOf(reviewing, 2n);
    anyone = reviews.connect(outsider(reviewing, 0));
    panel = { chainId: reviewing.deployment.chainId, panel: await addressOf(reviews) };
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) => {
    const expectation = expect(call).to.be.revertedWithCustomError(reviews, error);
    return args.length === 0 ? expectation : expectation.withArgs(...args);
  };
  const once = (nonce = 0n, deadline = NEVER) => ({ account: peer.address as Address, nonce, deadline });
  const sat = () => handedIn(reviewing, { kind: "Validation" });

  it("opt in and out", async () => {
    const at = (await now()) + 100n;
    await networkHelpers.time.setNextBlockTimestamp(at);
    const joining = enrolmentTypedData({ ...panel, ...once(0n), kind: Number(CODE) });
    await expect(anyone.enrolBySig(peer, CODE, 0n, NEVER, await signStep(peer, joining)))
      .to.emit(reviews, "ReviewerEnrolled")
      .withArgs(CODE, 2n, 1n, at + WEEK);
    const leaving = retirementTypedData({ ...panel, ...once(1n), kind: Number(DATA) });
    await expect(anyone.retireBySig(peer, DATA, 1n, NEVER, await signStep(peer, leaving)))
      .to.emit(reviews, "ReviewerLeft")
      .withArgs(DATA, 2n, 2n, 1n);
  });

  it("commit and reveal", async () => {
    const work = await sat();
    await draw(reviewing, work);
    const commitment = (await commitmentOf(reviewing, work, 2n, 80n)) as Hex;
    const sealing = commitmentTypedData({ ...panel, ...once(0n), contribution: work.id, commitment });
    await expect(anyone.commitBySig(peer, work.id, commitment, 0n, NEVER, await signStep(peer, sealing)))
      .to.emit(reviews, "ScoreCommitted")
      .withArgs(work.id, 1n, 2n, commitment);
    await untilReveal(reviewing, work);
    const showing = { ...panel, ...once(1n), contribution: work.id, score: 80, salt: saltOf(2n) };
    const signature = await signStep(peer, revealTypedData(showing));
    await expect(anyone.revealBySig(peer, work.id, 80n, saltOf(2n), 1n, NEVER, signature))
      .to.emit(reviews, "ScoreRevealed")
      .withArgs(work.id, 1n, 2n, 80n, saltOf(2n));
  });

  it("step back, and challenge", async () => {
    const work = await sat();
    await draw(reviewing, work);
    const leaving = await signStep(peer, recusalTypedData({ ...panel, ...once(0n), contribution: work.id }));
    await expect(anyone.recuseBySig(peer, work.id, 0n, NEVER, leaving))
      .to.emit(reviews, "ReviewerRecused")
      .withArgs(work.id, 1n, 2n);

    const judged = await handedIn(reviewing);
    await judge(reviewing, judged, [80n, 80n, 80n]);
    expect(await stateOf(reviewing, judged)).to.equal(ACCEPTED);
    const signature = await signStep(peer, challengeTypedData({ ...panel, ...once(1n), contribution: judged.id }));
    await anyone.challengeBySig(peer, judged.id, 1n, NEVER, signature);
    expect(await stateOf(reviewing, judged)).to.equal(CHALLENGED);
    expect((await reviews.appealAt(judged.id)).challenger).to.equal(2n);
  });

  describe("count", () => {
    let work: Work;
    let commitment: Hex;
    beforeEach(async () => {
      work = await sat();
      await draw(reviewing, work);
      commitment = (await commitmentOf(reviewing, work, 2n, 80n)) as Hex;
    });
    const sealing = (nonce = 0n, deadline = NEVER) =>
      commitmentTypedData({ ...panel, ...once(nonce, deadline), contribution: work.id, commitment });
    const handIn = (signature: string, nonce = 0n, deadline = NEVER, account: string = peer.address) =>
      anyone.commitBySig(account, work.id, commitment, nonce, deadline, signature);

    it("until their deadline", async () => {
      const deadline = (await now()) + 100n;
      const signature = await signStep(peer, sealing(0n, deadline));
      await networkHelpers.time.increaseTo(deadline);
      await refused(handIn(signature, 0n, deadline), "ReviewSignatureExpired", deadline);
    });

    it("once", async () => {
      const signature = await signStep(peer, sealing());
      await handIn(signature);
      await refused(handIn(signature), "InvalidAccountNonce", peer.address, 1n);
    });

    it("in the order of their nonces, each key by itself", async () => {
      await refused(handIn(await signStep(peer, sealing(1n)), 1n), "InvalidAccountNonce", peer.address, 0n);
      const other = 7n << 64n;
      await handIn(await signStep(peer, sealing(other)), other);
      expect(await reviews["nonces(address)"](peer)).to.equal(0n);
    });

    it("for who signed, what was signed, and this panel", async () => {
      const wrong = [
        await signStep(founder(reviewing, 3), sealing()),
        await signStep(peer, sealing(0n, NEVER - 1n)),
        await signStep(peer, { ...sealing(), message: { ...sealing().message, contribution: 99n } }),
        await signStep(peer, { ...sealing(), domain: { ...sealing().domain, chainId: 1 } }),
        await signStep(peer, { ...sealing(), domain: { ...sealing().domain, verifyingContract: peer.address } }),
        await signStep(
          peer,
          revealTypedData({ ...panel, ...once(), contribution: work.id, score: 80, salt: saltOf(2n) }),
        ),
      ];
      for (const signature of wrong) await refused(handIn(signature), "ReviewSignatureInvalid", peer.address);
    });

    it("for a wallet that has the seat now", async () => {
      const signature = await signStep(peer, sealing());
      const wallet = outsider(reviewing, 1);
      await moveSeat(reviewing, peer, wallet, reviewing.genesis.founders[1]?.nullifier);
      await refused(handIn(signature), "NotSeated", peer.address);
      const moved = { ...sealing(), message: { ...sealing().message, account: wallet.address } };
      await handIn(await signStep(wallet, moved), 0n, NEVER, wallet.address);
    });

    it("for a wallet that is a contract (ERC-1271)", async () => {
      const signer = await ethers.deployContract("ContractSigner", [outsider(reviewing, 1)]);
      const wallet = await asAccount(await addressOf(signer));
      const nullifier = reviewing.genesis.founders[1]?.nullifier;
      await askToMove(reviewing, wallet, nullifier ?? "");
      await reviewing.members.connect(peer).completeRebind(2n);
      const asContract = { ...sealing(), message: { ...sealing().message, account: wallet.address } };
      const forged = await signStep(peer, asContract);
      await refused(handIn(forged, 0n, NEVER, wallet.address), "ReviewSignatureInvalid", wallet.address);
      await handIn(await signStep(outsider(reviewing, 1), asContract), 0n, NEVER, wallet.address);
    });
  });

  it("don't stand in for another step of the same kind", async () => {
    const work = await sat();
    await drawAndCommit(reviewing, work, [80n, 80n, 80n]);
    const signature = await signStep(peer, recusalTypedData({ ...panel, ...once(), contribution: work.id }));
    await refused(anyone.challengeBySig(peer, work.id, 0n, NEVER, signature), "ReviewSignatureInvalid", peer.address);
    await refused(anyone.enrolBySig(peer, CODE, 0n, NEVER, signature), "ReviewSignatureInvalid", peer.address);
    await by(reviewing, 2n).recuse(work.id);
  });
});
