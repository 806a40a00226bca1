// Carries signed calls and claims of members to the chain and pays the network's fee. It decides nothing and holds nothing
// but the fees: what it sends was signed by the member, or pays only the member.

import { type Deployment, memberRegistryAbi, seatOfAuthor } from "@commonmind/sdk";
import {
  type Address,
  createPublicClient,
  createWalletClient,
  type Hex,
  type LocalAccount,
  type PublicClient,
  type Transport,
  type WalletClient,
} from "viem";
import { failureOf } from "../action/words.ts";
import { t } from "../i18n/i18n.ts";
import { Allowance, type AllowanceOptions } from "./Allowance.ts";
import { type OnBehalf, RelayError, type Relayed, readRequest } from "./allowed.ts";
import { Turns, type TurnsOptions } from "./Turns.ts";
import { type Outcome, UnderWay } from "./UnderWay.ts";

/** How much is carried. Only {@link Limits.tries} counts what isn't sent. */
export type Limits = {
  /** What a seat's member signs. */
  readonly seat: AllowanceOptions;
  /** What is collected for a seat: anyone may ask for that, so it uses up nothing else. */
  readonly claims: AllowanceOptions;
  /** Of one person without a seat, as an issuer knows them. */
  readonly newcomer: AllowanceOptions;
  /** Of all who have none. */
  readonly newcomers: AllowanceOptions;
  readonly all: AllowanceOptions;
  /** What went well when it was tried out and not in its block: of a seat's, or a newcomer's, and of what is collected for it. */
  readonly bad: AllowanceOptions;
  /** Requests of everyone, whatever becomes of them. */
  readonly tries: AllowanceOptions;
  /** Requests that are tried out. */
  readonly trying: TurnsOptions;
  /** Calls that wait to be sent, one after the other. */
  readonly waiting: number;
};

export const LIMITS: Limits = {
  seat: { burst: 20, perHour: 30 },
  claims: { burst: 10, perHour: 20 },
  newcomer: { burst: 3, perHour: 3 },
  newcomers: { burst: 30, perHour: 300 },
  all: { burst: 200, perHour: 2_000 },
  bad: { burst: 3, perHour: 0.25 },
  tries: { burst: 200, perHour: 20_000 },
  trying: { atOnce: 8, waiting: 24 },
  waiting: 50,
};

export type RelayOptions = {
  readonly deployment: Deployment;
  readonly transport: Transport;
  /** Pays the fees. */
  readonly account: LocalAccount;
  /** {@link LIMITS}, if not said. */
  readonly limits?: Limits;
  /** Milliseconds. */
  readonly now?: () => number;
};

/** A call that would go well now. */
type Tried = {
  readonly call: Relayed;
  /** 0 for newcomers. */
  readonly seat: bigint;
  /** Of whom it is and of what sort: only one such call is under way. */
  readonly key: string;
  readonly gas: bigint;
};

const busy = () => new RelayError(429, t("The relay has much to carry just now. Try again in a moment."));
const wentBadly = () =>
  new RelayError(
    429,
    t("What the relay sent for you failed in its block, more than once. Pay the fee yourself for a while."),
  );
const stillUnderWay = () =>
  new RelayError(429, t("The relay is still carrying something for you. Try again once it is in a block."));

export class Relay {
  readonly #deployment: Deployment;
  readonly #client: PublicClient;
  readonly #wallet: WalletClient;
  readonly #account: LocalAccount;
  readonly #perSeat: Allowance;
  readonly #claims: Allowance;
  readonly #perNewcomer: Allowance;
  readonly #newcomers: Allowance;
  readonly #all: Allowance;
  readonly #bad: Allowance;
  readonly #tries: Allowance;
  readonly #trying: Turns;
  /** One after the other: each takes the account's next nonce. */
  readonly #sending: Turns;
  readonly #underWay: UnderWay;

  constructor({ deployment, transport, account, limits = LIMITS, now }: RelayOptions) {
    this.#deployment = deployment;
    this.#account = account;
    // What a contract names as an address to fetch from (CCIP-Read) is not fetched: wallets are contracts of others.
    this.#client = createPublicClient({ transport, ccipRead: false }) as PublicClient;
    this.#wallet = createWalletClient({ account, transport });
    this.#perSeat = new Allowance(limits.seat, now);
    this.#claims = new Allowance(limits.claims, now);
    this.#perNewcomer = new Allowance(limits.newcomer, now);
    this.#newcomers = new Allowance(limits.newcomers, now);
    this.#all = new Allowance(limits.all, now);
    this.#bad = new Allowance(limits.bad, now);
    this.#tries = new Allowance(limits.tries, now);
    this.#trying = new Turns(limits.trying);
    this.#sending = new Turns({ atOnce: 1, waiting: limits.waiting });
    this.#underWay = new UnderWay((hash) => this.#outcomeOf(hash), now);
  }

  get address(): Address {
    return this.#account.address;
  }

  /** Checks, tries out, and sends. @throws {RelayError} in words, and then nothing was sent. */
  async carry(body: unknown): Promise<Hex> {
    const call = readRequest(body);
    if (this.#trying.full || !this.#tries.take("all")) throw busy();
    const tried = await this.#trying.take(() => this.#tryOut(call));
    // Nothing is waited for between these two, so that what the first allows still holds.
    this.#admit(tried);
    return this.#underWay.send(tried.key, () => this.#sending.take(() => this.#send(tried)));
  }

  /** Asks the chain whose call it is, and whether it would go well. It costs nobody's allowance: anyone can ask in any name. */
  async #tryOut(call: Relayed): Promise<Tried> {
    const seat = await this.#onlySeat(call.behalf);
    if (seat === 0n && call.newcomer === undefined) {
      throw new RelayError(403, t("The relay carries what members do, and this wallet holds no seat."));
    }
    const key = `${call.pays ? "claim" : "signed"} ${seat === 0n ? call.newcomer : seat}`;
    // First this, then the trial: a call that is in a block by now is one that the trial knows of.
    if (await this.#underWay.look(key)) this.#bad.take(key);
    if (this.#underWay.has(key)) throw stillUnderWay();
    if (!this.#bad.has(key)) throw wentBadly();
    return { call, seat, key, gas: await this.#gasOf(call) };
  }

  /** Takes it from the allowances. @throws {RelayError} if it isn't to be sent now. */
  #admit({ call, seat, key }: Tried): void {
    if (this.#underWay.has(key)) throw stillUnderWay();
    if (this.#sending.full) throw busy();
    const allowance = seat === 0n ? this.#perNewcomer : call.pays ? this.#claims : this.#perSeat;
    if (
      !allowance.take(seat === 0n ? `${call.newcomer}` : `${seat}`) ||
      (seat === 0n && !this.#newcomers.take("all"))
    ) {
      throw new RelayError(
        429,
        t("The relay has carried much for you just now. Try again later, or pay the fee yourself."),
      );
    }
    if (!this.#all.take("all")) throw busy();
  }

  /** 0 for whoever has none, and for several who aren't one. */
  async #onlySeat(behalfs: readonly OnBehalf[]): Promise<bigint> {
    const [seat = 0n, ...others] = await Promise.all(behalfs.map((behalf) => this.#seatOf(behalf)));
    return others.every((other) => other === seat) ? seat : 0n;
  }

  async #seatOf(behalf: OnBehalf): Promise<bigint> {
    const registry = { address: this.#deployment.contracts.memberRegistry, abi: memberRegistryAbi } as const;
    const named = "seat" in behalf ? behalf.seat : seatOfAuthor(behalf.account);
    if (named === undefined) {
      const { account } = behalf as { account: Address };
      return this.#client.readContract({ ...registry, functionName: "seatOf", args: [account] });
    }
    const count = await this.#client.readContract({ ...registry, functionName: "seatCount" });
    return named <= count ? named : 0n;
  }

  #outcomeOf(hash: Hex): Promise<Outcome> {
    return this.#client.getTransactionReceipt({ hash }).then(
      ({ status }) => (status === "success" ? "well" : "badly"),
      () => undefined,
    );
  }

  #transaction({ contract, item, args }: Relayed) {
    return {
      ...{ address: this.#deployment.contracts[contract], abi: [item], functionName: item.name, args },
      // Never with money: only the fee is the relay's.
      ...{ account: this.#account, value: 0n },
    };
  }

  /** Tries it out: the gas that it is sent with. @throws {RelayError} if it wouldn't go well, or isn't worth its fee. */
  async #gasOf(relayed: Relayed): Promise<bigint> {
    const { pays, gas: most } = relayed;
    const call = this.#transaction(relayed);
    let gas: bigint;
    let result: unknown;
    try {
      ({ result } = await this.#client.simulateContract({ ...call, gas: most } as never));
      gas = await this.#client.estimateContractGas(call as never);
    } catch (error) {
      throw new RelayError(422, failureOf(error).words);
    }
    // Anyone may claim for anyone: what pays nothing would only cost the relay.
    if (pays && ![result].flat().some((amount) => (amount as bigint) > 0n)) {
      throw new RelayError(422, t("There is nothing to collect."));
    }
    if (gas > most) throw new RelayError(422, t("This takes more gas than the relay pays for."));
    const bound = (gas * 12n) / 10n;
    return bound < most ? bound : most;
  }

  async #send({ call, gas }: Tried): Promise<Hex> {
    try {
      return await this.#wallet.writeContract({ ...this.#transaction(call), gas, chain: null } as never);
    } catch (error) {
      throw new RelayError(503, t("The relay can’t pay just now: {words}", { words: failureOf(error).words }));
    }
  }
}
