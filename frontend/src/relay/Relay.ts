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

/** How much is carried. */
export type Limits = {
  readonly seat: AllowanceOptions;
  /** Of all who have no seat yet: an account costs nothing, so each for itself would be no limit. */
  readonly newcomers: AllowanceOptions;
  /** Of what is really sent. */
  readonly all: AllowanceOptions;
};

export const LIMITS: Limits = {
  seat: { burst: 20, perHour: 30 },
  newcomers: { burst: 30, perHour: 300 },
  all: { burst: 200, perHour: 2_000 },
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

export class Relay {
  readonly #deployment: Deployment;
  readonly #client: PublicClient;
  readonly #wallet: WalletClient;
  readonly #account: LocalAccount;
  readonly #perSeat: Allowance;
  readonly #newcomers: Allowance;
  readonly #all: Allowance;
  /** One after the other: each takes the account's next nonce. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ deployment, transport, account, limits = LIMITS, now }: RelayOptions) {
    this.#deployment = deployment;
    this.#account = account;
    // What a contract names as an address to fetch from (CCIP-Read) is not fetched: wallets are contracts of others.
    this.#client = createPublicClient({ transport, ccipRead: false }) as PublicClient;
    this.#wallet = createWalletClient({ account, transport });
    this.#perSeat = new Allowance(limits.seat, now);
    this.#newcomers = new Allowance(limits.newcomers, now);
    this.#all = new Allowance(limits.all, now);
  }

  get address(): Address {
    return this.#account.address;
  }

  /** Checks, tries out, and sends. @throws {RelayError} in words, and then nothing was sent. */
  async carry(body: unknown): Promise<Hex> {
    const call = readRequest(body);
    const seat = await this.#onlySeat(call.behalf);
    if (seat === 0n && !call.opens) {
      throw new RelayError(403, t("The relay carries what members do, and this wallet holds no seat."));
    }
    if (!(seat === 0n ? this.#newcomers.take("all") : this.#perSeat.take(`${seat}`))) {
      throw new RelayError(
        429,
        t("The relay has carried much for you just now. Try again later, or pay the fee yourself."),
      );
    }
    const sent = this.#queue.then(() => this.#send(call));
    this.#queue = sent.catch(() => {});
    return sent;
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

  async #send({ contract, item, args, pays, gas: most }: Relayed): Promise<Hex> {
    const call = {
      ...{ address: this.#deployment.contracts[contract], abi: [item], functionName: item.name, args },
      // Never with money: only the fee is the relay's.
      ...{ account: this.#account, value: 0n },
    };
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
    if (!this.#all.take("all")) {
      throw new RelayError(429, t("The relay has much to carry just now. Try again in a moment."));
    }
    const bound = (gas * 12n) / 10n;
    try {
      const sent = { ...call, gas: bound < most ? bound : most, chain: null };
      return await this.#wallet.writeContract(sent as never);
    } catch (error) {
      throw new RelayError(503, t("The relay can’t pay just now: {words}", { words: failureOf(error).words }));
    }
  }
}
