// The relay on a chain: what members sign arrives, and whoever tries to spend its money or to get around its list doesn't.
import { seatAuthor } from "@commonmind/sdk";
import { expect } from "chai";
import { custom, type Hex, parseEther, size, toHex, zeroHash } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { RelayError, readRequest } from "../../frontend/src/relay/allowed.ts";
import { LIMITS, type Limits, Relay } from "../../frontend/src/relay/Relay.ts";
import { UnderWay } from "../../frontend/src/relay/UnderWay.ts";
import {
  type Commons,
  ethers,
  founder,
  freshCommons,
  NATIVE,
  networkHelpers,
  outsider,
  provider,
  type Signer,
} from "../support/commons.ts";
import { expireSeat } from "../support/lapses.ts";
import { lurer, lureTo } from "../support/lurer.ts";
import { attest, type Credential, consentTo, credentialFor, now, person } from "../support/seats.ts";

const payer = privateKeyToAccount(`0x${"7a".repeat(32)}`);
const DAY = 86_400n;

/** A contract that reverts with `data`, whatever it is asked. */
const refusing = (data: Hex): Hex => {
  const length = toHex(size(data), { size: 2 }).slice(2);
  // PUSH2 length, PUSH1 where it begins, PUSH0, CODECOPY, PUSH2 length, PUSH0, REVERT
  return `0x61${length}600c5f3961${length}5ffd${data.slice(2)}`;
};

/** A wallet that says yes to every signature. */
const agreeing = `0x7f${"1626ba7e".padEnd(64, "0")}5f5260205ff3` as Hex;

/** A wallet that burns a million gas when it is paid. */
const wasteful: Hex = "0x5f5b600101806175301160015700";

describe("The relay on a chain", () => {
  let commons: Commons;
  let relay: Relay;
  let clock: number;
  const gates = new Map<string, { arrived: Promise<void>; arrive: () => void; opened: Promise<void> }>();

  beforeEach(async () => {
    commons = await freshCommons();
    await networkHelpers.setBalance(payer.address, parseEther("1"));
    clock = 0;
    gates.clear();
    open();
  });

  /** A relay with some limits that are reached sooner. */
  function open(limits: Partial<Limits> = {}) {
    const request = async (asked: { method: string }) => {
      const gate = gates.get(asked.method);
      gate?.arrive();
      await gate?.opened;
      return provider.request(asked as never);
    };
    relay = new Relay({
      ...{ deployment: commons.deployment, transport: custom({ request }), account: payer },
      ...{ limits: { ...LIMITS, ...limits }, now: () => clock },
    });
  }

  /** From now on the chain lets requests of this method wait. Returns what ends that. */
  function hold(method: string): () => void {
    let [arrive, release] = [() => {}, () => {}];
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const opened = new Promise<void>((resolve) => {
      release = resolve;
    });
    gates.set(method, { arrived, arrive, opened });
    return release;
  }
  const reached = (method: string) => gates.get(method)?.arrived;

  /** Has it carried for a wallet that agrees while it is tried out, and then doesn't any more. */
  async function betrayed({ account, body }: { account: Signer; body: unknown }): Promise<Hex> {
    await networkHelpers.setCode(account.address, agreeing);
    await provider.request({ method: "evm_setAutomine", params: [false] });
    try {
      return await relay.carry(body);
    } finally {
      await networkHelpers.setCode(account.address, refusing("0x"));
      await networkHelpers.mine();
      await provider.request({ method: "evm_setAutomine", params: [true] });
    }
  }

  const spent = async () => parseEther("1") - (await ethers.provider.getBalance(payer.address));
  const refused = async (body: unknown, status: number, words: RegExp) => {
    const before = await spent();
    const error = await relay.carry(body).then(
      () => undefined,
      (it: unknown) => it,
    );
    expect(error).to.be.instanceOf(RelayError);
    expect((error as RelayError).status).to.equal(status);
    expect((error as RelayError).message).to.match(words);
    expect(await spent(), "and nothing was paid").to.equal(before);
  };

  async function joining(number: number) {
    const account = outsider(commons, number);
    const credential = await credentialFor(commons, account, { nullifier: person(account.address) });
    return { account, body: await byConsent("enrolBySig", account, credential) };
  }

  /** What the issuer says of a person, and what the person says to it. */
  async function byConsent(functionName: string, account: Signer, credential: Credential) {
    const deadline = (await now()) + DAY;
    const strings = Object.fromEntries(Object.entries(credential).map(([key, value]) => [key, `${value}`]));
    const args = [
      strings,
      await attest(commons, credential),
      `${deadline}`,
      await consentTo(commons, credential, deadline, { by: account }),
    ];
    return { contract: "memberRegistry", functionName, args };
  }

  async function renewing(seat: number, { serial = 2n } = {}) {
    const account = founder(commons, seat);
    const [opened] = await commons.members.queryFilter(commons.members.filters.SeatOpened(seat));
    const nullifier = opened?.args.nullifier ?? "";
    const credential = await credentialFor(commons, account, { nullifier, serial });
    return { account, body: await byConsent("renewBySig", account, credential) };
  }

  /** A model is paid, and every seat has something to collect. */
  async function earn() {
    const value = parseEther("1");
    const payer = founder(commons, 7);
    await commons.treasury.connect(payer).pay(2n, NATIVE, value, zeroHash, { value });
    await commons.treasury.settle(2n, NATIVE);
  }

  /** What the person should have signed is missing. */
  const broken = <T extends { args: unknown[] }>(body: T) => ({ ...body, args: [...body.args.slice(0, 3), "0x"] });

  const dividend = (seat: bigint) => ({
    ...{ contract: "universalDividend", functionName: "claim", args: [`${seat}`, [NATIVE]] },
  });

  it("opens a seat with what the person signed, and pays for it", async () => {
    const { account, body } = await joining(0);
    await relay.carry(body);
    expect((await commons.members.seatOf(account)) > 0n).to.equal(true);
    expect((await spent()) > 0n).to.equal(true);
  });

  it("takes nothing that was signed by somebody else, or twice", async () => {
    const { body } = await joining(0);
    const other = await joining(1);
    const mixed = { ...body, args: [...body.args.slice(0, 3), other.body.args[3]] };
    await refused(mixed, 422, /signature/i);
    await relay.carry(body);
    await refused(body, 422, /./);
  });

  it("renews a seat, and brings one back that lapsed", async () => {
    const { members } = commons;
    const { account, body } = await renewing(1);
    await relay.carry(body);
    await expireSeat(commons, 1n);
    expect(await members.seatOf(account)).to.equal(0n);
    const back = await renewing(1, { serial: 3n });
    await relay.carry(back.body);
    expect(await members.seatOf(account)).to.equal(1n);
  });

  it("carries for members only", async () => {
    const { address } = outsider(commons, 0);
    const claim = { contract: "contributorRewards", functionName: "claim", args: [address, ["1"], [NATIVE]] };
    await refused(claim, 403, /no seat/);
    await refused(dividend(4_000n), 403, /no seat/);
  });

  it("pays for no claim that pays nothing", async () => {
    await refused(dividend(1n), 422, /nothing to collect/);
  });

  it("sends what a seat has earned to that seat, whoever asks", async () => {
    const { founders, dividend: contract } = commons;
    const [holder] = founders;
    if (!holder) throw new Error("There are founders.");
    await earn();
    const due = await contract.claimable(1n, NATIVE);
    const before = await ethers.provider.getBalance(holder);
    await relay.carry(dividend(1n));
    expect((await ethers.provider.getBalance(holder)) - before).to.equal(due);
    await refused(dividend(1n), 422, /nothing to collect/);
  });

  it("fetches nothing from where a wallet that is a contract points to", async () => {
    const { founders, deployment } = commons;
    const node = await lurer();
    try {
      await earn();
      // Whatever it is paid, it refuses, and with this.
      const lure = lureTo(node.url, deployment.contracts.universalDividend);
      await networkHelpers.setCode((founders[0] as Signer).address, refusing(lure));
      await refused(dividend(1n), 422, /./);
      expect(node.visits()).to.equal(0);
    } finally {
      node.close();
    }
  });

  it("collects for work and seat together, if they are one person's", async () => {
    const [ana, bo] = commons.founders as [Signer, Signer];
    await earn();
    const dividendOf = (id: bigint) => ({ id: `${id}`, assets: [NATIVE] });
    const work = (account: string) => ({ account, positions: [], assets: [NATIVE] });
    const both = (works: unknown[], seats: unknown[]) => ({
      ...{ contract: "collector", functionName: "collect", args: [works, seats] },
    });
    await refused(both([work(bo.address)], [dividendOf(1n)]), 403, /no seat/);
    await refused(both([], [dividendOf(1n), dividendOf(2n)]), 403, /no seat/);
    await refused(both([], []), 403, /no seat/);
    const due = await commons.dividend.claimable(1n, NATIVE);
    const before = await ethers.provider.getBalance(ana);
    await relay.carry(both([work(ana.address), work(seatAuthor(1n))], [dividendOf(1n)]));
    expect((await ethers.provider.getBalance(ana)) - before).to.equal(due);
    await refused(both([], [dividendOf(1n)]), 422, /nothing to collect/);
  });

  it("carries no more for a seat than its allowance, and others all the same", async () => {
    open({ seat: { burst: 1, perHour: 1 } });
    await relay.carry((await renewing(1)).body);
    const again = await renewing(1, { serial: 3n });
    await refused(again.body, 429, /much for you/);
    await relay.carry((await renewing(2)).body);
    clock += 3_600_000;
    await relay.carry(again.body);
  });

  it("collects for a seat within an allowance of its own, since anyone may ask for that", async () => {
    open({ seat: { burst: 1, perHour: 1 }, claims: { burst: 1, perHour: 1 } });
    await earn();
    await relay.carry(dividend(1n));
    await earn();
    await refused(dividend(1n), 429, /much for you/);
    await relay.carry((await renewing(1)).body);
  });

  it("lets nobody use up another's allowance with calls that don't go well", async () => {
    open({ seat: { burst: 1, perHour: 1 }, claims: { burst: 1, perHour: 1 } });
    const { body } = await renewing(1);
    for (let i = 0; i < 2; i++) await refused(broken(body), 422, /./);
    await relay.carry(body);
    for (let i = 0; i < 2; i++) await refused(dividend(1n), 422, /nothing to collect/);
    await earn();
    await relay.carry(dividend(1n));
  });

  it("carries no more for newcomers than all of them have, and that isn't used up by what doesn't go well", async () => {
    open({ newcomers: { burst: 2, perHour: 2 } });
    const [first, second, third] = [await joining(0), await joining(1), await joining(2)];
    for (let i = 0; i < 3; i++) await refused(broken(first.body), 422, /./);
    await relay.carry(first.body);
    await relay.carry(second.body);
    await refused(third.body, 429, /much for you/);
    // Members aren't touched by it.
    await relay.carry((await renewing(2)).body);
    clock += 3_600_000;
    await relay.carry(third.body);
  });

  it("stops sending for whom what went well in the trial fails in its block, and others go on", async () => {
    open({ bad: { burst: 2, perHour: 1 } });
    const { account, body } = await renewing(1);
    for (let i = 0; i < 2; i++) {
      const hash = await betrayed({ account, body });
      expect((await ethers.provider.getTransactionReceipt(hash))?.status, "it did fail").to.equal(0);
      // Nor does it help to wait until nobody remembers.
      clock += UnderWay.PATIENCE;
    }
    await networkHelpers.setCode(account.address, agreeing);
    await refused(body, 429, /failed in its block/);
    await relay.carry((await renewing(2)).body);
    await earn();
    await relay.carry(dividend(3n));
    clock += 3_600_000;
    await relay.carry(body);
  });

  it("lets no newcomer use up what all newcomers have, under however many accounts", async () => {
    open({ newcomer: { burst: 1, perHour: 1 } });
    const accounts = [outsider(commons, 0), outsider(commons, 1)] as const;
    const nullifier = person("one and the same");
    for (const [i, account] of accounts.entries()) {
      const body = await byConsent("enrolBySig", account, await credentialFor(commons, account, { nullifier }));
      if (i === 0) await betrayed({ account, body });
      else await refused(body, 429, /much for you/);
    }
    await relay.carry((await joining(2)).body);
  });

  it("pays for no more gas than a claim of its size takes", async () => {
    await earn();
    const wallet = founder(commons, 1);
    await networkHelpers.setCode(wallet.address, wasteful);
    await commons.dividend.claim.staticCall(1n, [NATIVE], { gasLimit: 3_000_000n });
    await refused(dividend(1n), 422, /refused the money/);
    await relay.carry(dividend(2n));
    // What is named twice is paid once.
    const often = { ...dividend(2n), args: ["2", Array(200).fill(NATIVE)] };
    expect(readRequest(often).gas).to.equal(readRequest(dividend(2n)).gas);
  });

  it("sends nothing a second time before a block took it, or it counts as lost", async () => {
    const { account, body: joins } = await joining(0);
    const renewal = await renewing(1);
    await earn();
    await provider.request({ method: "evm_setAutomine", params: [false] });
    try {
      await relay.carry(dividend(1n));
      await refused(dividend(1n), 429, /still carrying/);
      const together = [
        [{ account: seatAuthor(1n), positions: [], assets: [NATIVE] }],
        [{ id: "1", assets: [NATIVE] }],
      ];
      await refused({ contract: "collector", functionName: "collect", args: together }, 429, /still carrying/);
      // What somebody signs doesn't wait for what somebody collects, nor one seat for another.
      await relay.carry(renewal.body);
      await refused(renewal.body, 429, /still carrying/);
      await relay.carry(dividend(2n));
      await relay.carry(joins);
      const [credential, ...others] = joins.args as [{ account: string }, ...unknown[]];
      const otherCase = { ...joins, args: [{ ...credential, account: account.address.toLowerCase() }, ...others] };
      await refused(otherCase, 429, /still carrying/);
      clock += UnderWay.PATIENCE;
      await relay.carry(dividend(1n));
      await networkHelpers.mine();
    } finally {
      await provider.request({ method: "evm_setAutomine", params: [true] });
    }
    await refused(dividend(1n), 422, /nothing to collect/);
    await earn();
    await relay.carry(dividend(1n));
  });

  it("sends the same call once, however often it is asked for at the same time", async () => {
    await earn();
    const asked = await Promise.allSettled(Array.from({ length: 6 }, () => relay.carry(dividend(1n))));
    const nonce = await ethers.provider.getTransactionCount(payer.address);
    expect([nonce, asked.filter(({ status }) => status === "fulfilled").length]).to.deep.equal([1, 1]);
  });

  it("tries calls out beside those that are being sent, and lets only so many of these wait", async () => {
    open({ waiting: 1 });
    const bodies = [await renewing(1), await renewing(2), await renewing(3)].map(({ body }) => body);
    const release = hold("eth_sendRawTransaction");
    const carried = [relay.carry(bodies[0]), relay.carry(bodies[1])];
    await reached("eth_sendRawTransaction");
    await refused(dividend(4n), 422, /nothing to collect/);
    await refused(bodies[2], 429, /much to carry/);
    release();
    await Promise.all(carried);
    await relay.carry(bodies[2]);
  });

  it("looks up and tries out only so many calls at once", async () => {
    open({ trying: { atOnce: 1, waiting: 1 } });
    const release = hold("eth_call");
    const looked = [1n, 2n].map((seat) => refused(dividend(seat), 422, /nothing to collect/));
    await reached("eth_call");
    await refused(dividend(3n), 429, /much to carry/);
    release();
    await Promise.all(looked);
    await refused(dividend(3n), 422, /nothing to collect/);
  });

  it("looks at so many requests, and not at all of them", async () => {
    open({ tries: { burst: 2, perHour: 2 } });
    for (let i = 0; i < 2; i++) await refused(dividend(4_000n), 403, /no seat/);
    await refused(dividend(4_000n), 429, /much to carry/);
    clock += 3_600_000;
    await refused(dividend(4_000n), 403, /no seat/);
  });

  it("can send the next one at once after one that couldn't be sent", async () => {
    await networkHelpers.setBalance(payer.address, 1n);
    const { body } = await renewing(1);
    await relay.carry(body).then(
      () => expect.fail("It had nothing to pay with."),
      ({ status }: RelayError) => expect(status).to.equal(503),
    );
    await networkHelpers.setBalance(payer.address, parseEther("1"));
    await relay.carry(body);
  });

  it("carries one ballot at a time", async () => {
    const ballot = {
      ...{ voter: outsider(commons, 0).address, support: "1", options: "0", sequence: "0", deadline: "4000000000" },
      signature: "0x",
    };
    const cast = (ballots: unknown[]) => ({
      ...{ contract: "commonsGovernor", functionName: "castSignedBallots", args: ["1", ballots] },
    });
    await refused(cast([ballot, ballot]), 403, /one ballot/);
    await refused(cast([]), 403, /one ballot/);
    await refused(cast([ballot]), 403, /no seat/);
  });
});
