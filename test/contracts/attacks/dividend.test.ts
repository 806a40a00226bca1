// Attempts to get more of the dividend than a seat's time: by what happens within one block, and from within a payment.
import { expect } from "chai";
import {
  ASSISTANT,
  addressOf,
  type Commons,
  ethers,
  freshCommons,
  NATIVE,
  networkHelpers,
  outsider,
  provider,
  type Signer,
  tillOf,
} from "../../support/commons.ts";
import { untilExpirable, untilGraceIsOver } from "../../support/lapses.ts";
import { collectDividend, earn } from "../../support/money.ts";
import { attest, type Credential, consentTo, credentialFor, enrol, now, person, YEAR } from "../../support/seats.ts";

describe("Attacks on the dividend", () => {
  let commons: Commons;
  let dividend: Commons["dividend"];
  let ana: Signer;
  let bo: Signer;
  let payer: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    dividend = commons.dividend;
    [ana, bo, payer] = [outsider(commons, 0), outsider(commons, 1), outsider(commons, 2)];
  });

  const due = (seat: bigint) => dividend.claimable(seat, NATIVE);
  /** What members get of it is `amount`. */
  const pay = (amount: bigint) =>
    payer.sendTransaction({ to: tillOf(commons, ASSISTANT), value: amount * 4n, gasLimit: 100_000n });
  const consentOf = (by: Signer, credential: Credential) => consentTo(commons, credential, credential.expiry, { by });
  const gas = { gasLimit: 2_000_000n };

  /** Sends calls one after another, and mines them into one block. */
  async function inOneBlock(calls: (() => Promise<{ hash: string }>)[]) {
    await provider.request({ method: "evm_setAutomine", params: [false] });
    const sent: string[] = [];
    try {
      for (const call of calls) sent.push((await call()).hash);
      await networkHelpers.mine();
    } finally {
      await provider.request({ method: "evm_setAutomine", params: [true] });
    }
    const receipts = await Promise.all(sent.map((hash) => ethers.provider.getTransactionReceipt(hash)));
    expect(receipts.map((receipt) => receipt?.status)).to.deep.equal(sent.map(() => 1));
    expect(new Set(receipts.map((receipt) => receipt?.blockNumber)).size).to.equal(1);
  }

  it("leaving, coming back and joining between settlements of one block get each settlement's members their share", async () => {
    const seat = await enrol(commons, ana);
    await earn(commons, 32_000n);
    await commons.models.openTill(ASSISTANT);
    await untilExpirable(commons, seat);
    const expiry = (await now()) + 10n * YEAR;
    const renewal = await credentialFor(commons, ana, { nullifier: person(ana.address), serial: 2n, expiry });
    const credential = await credentialFor(commons, bo, { nullifier: person("Bo"), expiry });
    const [renewing, enrolling] = [await attest(commons, renewal), await attest(commons, credential)];
    const settle = () => commons.treasury.connect(payer).settle(ASSISTANT, NATIVE, gas);
    const { era } = await commons.members.census();

    // One signer, so that the order is as written; what the others call is theirs alone, and comes in between.
    await pay(8_000n);
    await inOneBlock([settle, () => commons.members.connect(payer).expire(seat, gas)]);
    expect([await dividend.frozenOf(seat, NATIVE), await due(1n)]).to.deep.equal([2_000n, 2_000n]);

    const consent = { renewal: await consentOf(ana, renewal), joining: await consentOf(bo, credential) };
    await inOneBlock([
      () => pay(7_000n),
      settle,
      () => commons.members.connect(payer).renewBySig(renewal, renewing, expiry, consent.renewal, gas),
      () => pay(8_000n),
      settle,
      () => pay(80_000n),
      () => commons.members.connect(payer).enrolBySig(credential, enrolling, expiry, consent.joining, gas),
      settle,
      () => pay(9_000n),
      settle,
    ]);
    expect((await commons.members.census()).era).to.equal(era + 3n);
    // 8,000 among eight, 7,000 among seven, 8,000 among eight, 89,000 among nine.
    const shared = 80_000n / 9n + 1_000n;
    expect(await due(1n)).to.be.within(2_000n + 1_000n + 1_000n + shared - 1n, 2_000n + 1_000n + 1_000n + shared);
    expect(await due(seat)).to.be.within(2_000n + 1_000n + shared - 1n, 2_000n + 1_000n + shared);
    expect(await due(9n)).to.be.within(shared - 1n, shared);
    const all = await Promise.all(Array.from({ length: 9 }, (_, i) => due(BigInt(i + 1))));
    const total = await dividend.accounted(NATIVE);
    expect(total).to.equal(8_000n + 8_000n + 7_000n + 8_000n + 89_000n);
    expect(all.reduce((sum, amount) => sum + amount, 0n)).to.be.within(total - 9n, total);
  });

  it("lapsing and renewing in one block is no way to be counted twice, nor to be paid for a gap of no time", async () => {
    const seat = await enrol(commons, ana);
    await commons.models.openTill(ASSISTANT);
    await untilExpirable(commons, seat);
    const expiry = (await now()) + YEAR;
    const renewal = await credentialFor(commons, ana, { nullifier: person(ana.address), serial: 2n, expiry });
    const [signature, consent] = [await attest(commons, renewal), await consentOf(ana, renewal)];
    await inOneBlock([
      () => pay(8_000n),
      () => commons.members.connect(payer).expire(seat, gas),
      () => commons.members.connect(payer).renewBySig(renewal, signature, expiry, consent, gas),
      () => commons.treasury.connect(payer).settle(ASSISTANT, NATIVE, gas),
    ]);
    expect([await due(1n), await due(seat)]).to.deep.equal([1_000n, 1_000n]);
    expect(await commons.members.getVotes(ana)).to.equal(1n);
    expect((await commons.members.census()).seats).to.equal(8n);
  });

  it("naming an asset again and again, through sweep, reopening and claim, pays nothing twice", async () => {
    const seat = await enrol(commons, ana);
    await earn(commons, 80_000n);
    await untilExpirable(commons, seat);
    await commons.members.expire(seat);
    await untilGraceIsOver(commons, seat);
    const assets = [NATIVE, NATIVE, NATIVE];
    expect(await dividend.sweep.staticCall(seat, assets)).to.deep.equal([2_500n, 0n, 0n]);
    const renewal = await credentialFor(commons, ana, {
      nullifier: person(ana.address),
      serial: 2n,
      expiry: (await now()) + YEAR,
    });
    await commons.members.connect(ana).renew(renewal, await attest(commons, renewal));
    // Not swept: its own claim gives it back, and lets it have its share of that as any member.
    await dividend.claim(seat, assets);
    await dividend.claim(seat, assets);
    expect(await dividend.sweep.staticCall(seat, assets)).to.deep.equal([0n, 0n, 0n]);
    expect(await due(1n)).to.equal(2_500n + 2_500n / 8n);
    const all = await Promise.all(Array.from({ length: 8 }, (_, i) => due(BigInt(i + 1))));
    const total = await dividend.accounted(NATIVE);
    expect(all.reduce((sum, amount) => sum + amount, 0n)).to.be.within(total - 8n, total);
    expect(await ethers.provider.getBalance(dividend)).to.equal(total);
  });

  describe("a member's wallet that calls back while it is paid", () => {
    /** Seats a contract that does what it is told whenever it is paid. */
    async function seatedCaller() {
      const wallet = await ethers.deployContract("CallingReceiver");
      const credential = await credentialFor(
        commons,
        { address: await addressOf(wallet) },
        { nullifier: person("Cy") },
      );
      const enrolling = commons.members.interface.encodeFunctionData("enrol", [
        credential,
        await attest(commons, credential),
      ]);
      await wallet.aim(commons.members, enrolling);
      await payer.sendTransaction({ to: wallet, value: 1n });
      expect(await wallet.succeeded()).to.equal(true);
      return { wallet, seat: await commons.members.seatOf(wallet) };
    }

    it("gets no more, by any door, and holds nobody up", async () => {
      const { wallet, seat } = await seatedCaller();
      await enrol(commons, ana);
      await earn(commons, 36_000n);
      await commons.models.openTill(ASSISTANT);
      const { dividend: shares, treasury, rewards } = commons;
      const doors: [target: string, data: string, opens: boolean][] = [
        [await addressOf(shares), shares.interface.encodeFunctionData("claim", [seat, [NATIVE]]), false],
        [await addressOf(shares), shares.interface.encodeFunctionData("claim", [1n, [NATIVE]]), false],
        [await addressOf(shares), shares.interface.encodeFunctionData("sweep", [seat, [NATIVE]]), false],
        [await addressOf(shares), shares.interface.encodeFunctionData("unpark", [NATIVE]), false],
        [await addressOf(treasury), treasury.interface.encodeFunctionData("settle", [ASSISTANT, NATIVE]), false],
        [await addressOf(rewards), rewards.interface.encodeFunctionData("unpark", [ASSISTANT, NATIVE]), true],
      ];
      for (const [target, data, opens] of doors) {
        await wallet.aim(ethers.ZeroAddress, "0x");
        await earn(commons, 36_000n);
        await pay(900n);
        await wallet.aim(target, data);
        const [owed, others, books] = [await due(seat), await due(1n), await shares.accounted(NATIVE)];
        const before = await ethers.provider.getBalance(wallet);
        await collectDividend(commons, seat, NATIVE, NATIVE);
        expect(await wallet.succeeded(), data.slice(0, 10)).to.equal(opens);
        expect(await ethers.provider.getBalance(wallet)).to.equal(before + owed);
        expect([await due(seat), await due(1n)]).to.deep.equal([0n, others]);
        expect(await shares.accounted(NATIVE)).to.equal(books - owed);
        expect(await ethers.provider.getBalance(shares)).to.equal(books - owed);
      }
    });
  });
});
