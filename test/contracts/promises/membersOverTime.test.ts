// M1 through random lives of seats; M2: nothing retroactive by joining, leaving, re-binding, renewing; M3: an issuer's
// seats stay within its cap, their growth within its limit.
import { expect } from "chai";
import { asCommons, type Commons, freshCommons, networkHelpers, outsider, type Signer } from "../../support/commons.ts";
import { expireSeat, renewSeat, untilGraceIsOver } from "../../support/lapses.ts";
import { attest, consentTo, credentialFor, DAY, enrol, moveSeat, NEVER, person } from "../../support/seats.ts";

describe("M1 seats over time", () => {
  let commons: Commons;
  let members: Commons["members"];

  beforeEach(async () => {
    commons = await freshCommons();
    members = commons.members;
  });

  it("M1 through all that can happen to seats, active seats, accounts and votes stay one to one", async () => {
    const random = seeded(7);
    const accounts = [0, 1, 2, 3, 4].map((number) => outsider(commons, number));
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const happened = new Map<string, number>();
    for (let i = 0; i < 500; i++) {
      const [account, to] = [pick(accounts), pick(accounts)];
      const nullifier = person(pick(["Ana", "Bo", "Cy"]));
      const seat = await members.seatByNullifier(commons.issuer, nullifier);
      const attested = async (wallet: Signer) => {
        const { serial } = await members.seatAt(seat);
        const expiry = BigInt(await networkHelpers.time.latest()) + 40n * DAY;
        const newer = await credentialFor(commons, wallet, { nullifier, serial: serial + 1n, expiry });
        return [newer, await attest(commons, newer)] as const;
      };
      const wallet = async () => {
        const address = await members.walletOf(seat).catch(() => account.address);
        return accounts.find((one) => one.address === address) ?? account;
      };
      const act: Record<string, () => Promise<unknown>> = {
        enrol: async () => members.connect(account).enrol(...(await attested(account))),
        renew: async () => members.connect(await wallet()).renew(...(await attested(await wallet()))),
        rebind: async () => members.connect(to).rebind(...(await attested(to))),
        move: async () => {
          const [newer, signature] = await attested(to);
          const consent = await consentTo(commons, newer, NEVER, { by: to });
          return members.connect(await wallet()).rebindBySig(newer, signature, NEVER, consent);
        },
        complete: async () => {
          await networkHelpers.time.increase(commons.genesis.periods.rebind);
          return members.completeRebind(seat);
        },
        expire: () => members.expire(seat),
        close: () => members.close(seat),
        revoke: () => members.connect(commons.issuer).revoke(seat),
        wait: () => networkHelpers.time.increase(pick([1n, 20n * DAY, 75n * DAY])),
      };
      const [name, step] = pick(Object.entries(act));
      const done = await step().then(
        () => true,
        () => false,
      );
      // A refusal changes nothing.
      if (!done) continue;
      happened.set(name, (happened.get(name) ?? 0) + 1);
      await oneToOne(accounts);
    }
    for (const name of ["enrol", "renew", "rebind", "move", "complete", "expire", "close", "revoke"]) {
      expect(happened.get(name) ?? 0, name).to.be.greaterThan(0);
    }
  });

  /** Every active seat is its wallet's, has the one vote, and nobody else has any; spans follow each other. */
  async function oneToOne(accounts: readonly Signer[]) {
    const [era, active] = await members.census();
    const everyone = [...commons.founders, ...accounts];
    const seatOf = new Map<string, bigint>();
    const changes: bigint[] = [];
    for (let seat = 1n; seat <= (await members.seatCount()); seat++) {
      const { wallet, to, span } = await members.tenureOf(seat);
      let last = 0n;
      for (let number = 1n; number <= span; number++) {
        const [begin, end] = await members.spanAt(seat, number);
        expect(begin > last, `span ${number} of seat ${seat}`).to.equal(true);
        changes.push(begin);
        if (end !== 0n) changes.push(end);
        expect(end === 0n ? number === span : end > begin).to.equal(true);
        last = end;
      }
      if (to !== 0n) continue;
      expect(seatOf.has(wallet)).to.equal(false);
      seatOf.set(wallet, seat);
    }
    for (const { address } of everyone) {
      expect(await members.seatOf(address)).to.equal(seatOf.get(address) ?? 0n);
      expect(await members.getVotes(address)).to.equal(seatOf.has(address) ? 1n : 0n);
      // Whoever is seated has lost nothing.
      if (seatOf.has(address)) expect((await members.recoveryOf(address)).seat).to.equal(0n);
    }
    expect(BigInt(seatOf.size)).to.equal(active);
    // Every era began with exactly one change.
    expect(changes.length).to.equal(Number(era));
    expect(new Set(changes).size).to.equal(Number(era));
  }
});

describe("M2 nothing is retroactive", () => {
  let commons: Commons;
  let members: Commons["members"];
  let ana: Signer;
  let other: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    members = commons.members;
    [ana, other] = [outsider(commons, 0), outsider(commons, 1)];
  });

  /** The past as a vote or a dividend sees it: votes at a time, and which seats an era belongs to. */
  const pastOf = async (time: bigint, lastEra: bigint) => {
    const everyone = [...commons.founders, ana, other];
    const votes = await Promise.all(everyone.map((account) => members.getPastVotes(account, time)));
    const eras: string[] = [];
    for (let seat = 1n; seat <= (await members.seatCount()); seat++) {
      const { span } = await members.seatAt(seat);
      for (let number = 1n; number <= span; number++) {
        const [from, to] = await members.spanAt(seat, number);
        for (let era = from; era <= lastEra && (to === 0n || era < to); era++) eras.push(`${era}: ${seat}`);
      }
    }
    return { votes, supply: await members.getPastTotalSupply(time), eras };
  };

  it("M2 no step in the life of a seat changes a past vote, or to whom an era before it belongs", async () => {
    const steps: (() => Promise<unknown>)[] = [
      () => enrol(commons, ana),
      () => renewSeat(commons, ana),
      () => expireSeat(commons, 8n),
      () => renewSeat(commons, ana),
      () => moveSeat(commons, ana, other),
      () => expireSeat(commons, 8n),
      () => untilGraceIsOver(commons, 8n),
      () => renewSeat(commons, other, person(ana.address)),
      () => members.connect(commons.issuer).revoke(8n),
      () => expireSeat(commons, 8n),
      () => untilGraceIsOver(commons, 8n),
      () => members.close(8n),
      () => enrol(commons, ana, person("Ana by another name")),
      async () => members.connect(await asCommons(commons)).unseat([9n, 2n]),
    ];
    const pasts: { time: bigint; era: bigint; seen: Awaited<ReturnType<typeof pastOf>> }[] = [];
    for (const step of steps) {
      const [time, [era]] = [BigInt(await networkHelpers.time.latest()), await members.census()];
      await networkHelpers.mine();
      pasts.push({ time, era, seen: await pastOf(time, era) });
      await step();
      for (const past of pasts) expect(await pastOf(past.time, past.era)).to.deep.equal(past.seen);
    }
    // And there was something to see: seats that were members in some eras and not in others.
    expect(new Set(pasts.map(({ seen }) => seen.supply))).to.deep.equal(new Set([7n, 8n]));
  });

  it("M2 who joins, comes back or moves belongs to no era before it", async () => {
    const [before] = await members.census();
    await enrol(commons, ana);
    expect((await members.tenureOf(8n)).from).to.equal(before + 1n);
    await expireSeat(commons, 8n);
    const [left] = await members.census();
    await enrol(commons, other);
    await renewSeat(commons, ana);
    const [back] = await members.census();
    // Away from the era `left` to the one before `back`.
    expect([await members.spanAt(8n, 1n), await members.spanAt(8n, 2n)]).to.deep.equal([
      [before + 1n, left],
      [back, 0n],
    ]);
    await moveSeat(commons, ana, outsider(commons, 2));
    expect(await members.spanAt(8n, 2n)).to.deep.equal([back, 0n]);
  });
});

describe("M3 issuers stay within what was voted for them", () => {
  let commons: Commons;
  let members: Commons["members"];

  beforeEach(async () => {
    commons = await freshCommons();
    members = commons.members;
  });

  const limit = async (cap: bigint, growthLimit: bigint) =>
    members.connect(await asCommons(commons)).setIssuer(commons.issuer, true, cap, growthLimit);
  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) =>
    expect(call)
      .to.be.revertedWithCustomError(members, error)
      .withArgs(...args);
  const nextEpoch = async () => networkHelpers.time.increase(await members.GROWTH_EPOCH());

  it("M3 new seats stop at the cap, and at the growth limit in each epoch", async () => {
    await nextEpoch();
    await limit(10n, 2n);
    const wallets = [0, 1, 2, 3].map((number) => outsider(commons, number));
    const [first, second, third, fourth] = wallets as [Signer, Signer, Signer, Signer];
    await enrol(commons, first);
    await enrol(commons, second);
    await refused(enrol(commons, third), "IssuerGrowthExceeded", commons.issuer, 2n);
    await nextEpoch();
    await enrol(commons, third);
    await refused(enrol(commons, fourth), "IssuerFull", commons.issuer, 10n);
    expect((await members.issuerAt(commons.issuer)).seats).to.equal(10n);
  });

  it("M3 lapsing frees no place within the grace, and coming back takes none", async () => {
    const [ana, other] = [outsider(commons, 0), outsider(commons, 1)];
    await enrol(commons, ana);
    await expireSeat(commons, 8n);
    await limit(8n, 100n);
    await refused(enrol(commons, other), "IssuerFull", commons.issuer, 8n);
    await renewSeat(commons, ana);
    expect((await members.issuerAt(commons.issuer)).seats).to.equal(8n);
  });

  it("M3 closing and reopening is no way around cap or growth", async () => {
    const [ana, other] = [outsider(commons, 0), outsider(commons, 1)];
    await enrol(commons, ana);
    await expireSeat(commons, 8n);
    await untilGraceIsOver(commons, 8n);
    await members.close(8n);
    await limit(8n, 1n);
    await enrol(commons, other);
    await refused(renewSeat(commons, ana), "IssuerGrowthExceeded", commons.issuer, 1n);
    await nextEpoch();
    await refused(renewSeat(commons, ana), "IssuerFull", commons.issuer, 8n);
    await limit(9n, 1n);
    await renewSeat(commons, ana);
    const { seats, growth } = await members.issuerAt(commons.issuer);
    expect([seats, growth]).to.deep.equal([9n, 1n]);
  });

  it("M3 a seat that is reopened without having been closed needs a place as well", async () => {
    const ana = outsider(commons, 0);
    await enrol(commons, ana);
    await expireSeat(commons, 8n);
    await untilGraceIsOver(commons, 8n);
    await limit(7n, 10n);
    await refused(renewSeat(commons, ana), "IssuerFull", commons.issuer, 7n);
    await limit(8n, 10n);
    await renewSeat(commons, ana);
    expect((await members.issuerAt(commons.issuer)).seats).to.equal(8n);
  });

  it("M3 moving a lapsed seat after its grace counts as reopening it", async () => {
    const ana = outsider(commons, 0);
    await enrol(commons, ana);
    await expireSeat(commons, 8n);
    await untilGraceIsOver(commons, 8n);
    await limit(8n, 0n);
    await refused(moveSeat(commons, ana, outsider(commons, 1)), "IssuerGrowthExceeded", commons.issuer, 0n);
  });

  it("M3 genesis counts against the cap and isn't growth; a lower limit takes no seat away", async () => {
    const { seats, growth } = await members.issuerAt(commons.issuer);
    expect([seats, growth]).to.deep.equal([7n, 0n]);
    await limit(1n, 1n);
    expect((await members.issuerAt(commons.issuer)).seats).to.equal(7n);
    expect((await members.census()).seats).to.equal(7n);
    await refused(enrol(commons, outsider(commons, 0)), "IssuerFull", commons.issuer, 1n);
  });
});

/** The same numbers in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
