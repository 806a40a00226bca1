// Carries signed calls and claims of members to the chain and pays the network's fee. It decides nothing and holds nothing
// but the fees: what it sends was signed by the member, or pays only the member.
import { type Deployment, memberRegistryAbi } from "@commonmind/sdk";
import {
  type Address,
  createPublicClient,
  createWalletClient,
  type Hex,
  http,
  type LocalAccount,
  type PublicClient,
  type WalletClient,
} from "viem";
import { failureOf } from "../action/words.ts";
import { Allowance } from "./Allowance.ts";
import { type OnBehalf, RelayError, type Relayed, readRequest } from "./allowed.ts";

/** More than any call on the list takes. */
const MOST_GAS = 3_000_000n;
const PER_SEAT = { burst: 20, perHour: 30 };
const ALL = { burst: 200, perHour: 2_000 };

export type RelayOptions = {
  readonly deployment: Deployment;
  readonly rpcUrl: string;
  readonly account: LocalAccount;
  readonly now?: () => number;
};

export class Relay {
  readonly #deployment: Deployment;
  readonly #client: PublicClient;
  readonly #wallet: WalletClient;
  readonly #account: LocalAccount;
  readonly #perSeat: Allowance;
  readonly #all: Allowance;
  /** One after the other: each takes the account's next nonce. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ deployment, rpcUrl, account, now }: RelayOptions) {
    this.#deployment = deployment;
    this.#account = account;
    this.#client = createPublicClient({ transport: http(rpcUrl) }) as PublicClient;
    this.#wallet = createWalletClient({ account, transport: http(rpcUrl) });
    this.#perSeat = new Allowance(PER_SEAT, now);
    this.#all = new Allowance(ALL, now);
  }

  get address(): Address {
    return this.#account.address;
  }

  /** Checks, tries out, and sends. @throws {RelayError} in words, and then nothing was sent. */
  async carry(body: unknown): Promise<Hex> {
    const call = readRequest(body);
    const seat = await this.#seatOf(call.behalf);
    if (seat === 0n && !call.opens)
      throw new RelayError(403, "The relay carries what members do, and this wallet holds no seat.");
    const key =
      seat === 0n ? `account:${"account" in call.behalf ? call.behalf.account.toLowerCase() : ""}` : `seat:${seat}`;
    if (!this.#perSeat.take(key))
      throw new RelayError(429, "This seat has had much carried just now. Try again later, or pay the fee yourself.");
    if (!this.#all.take("all"))
      throw new RelayError(429, "The relay has much to carry just now. Try again in a moment.");
    const sent = this.#queue.then(() => this.#send(call));
    this.#queue = sent.catch(() => {});
    return sent;
  }

  async #seatOf(behalf: OnBehalf): Promise<bigint> {
    if ("seat" in behalf) return behalf.seat;
    return this.#client.readContract({
      ...{ address: this.#deployment.contracts.memberRegistry, abi: memberRegistryAbi },
      ...{ functionName: "seatOf", args: [behalf.account] },
    });
  }

  async #send({ contract, item, args }: Relayed): Promise<Hex> {
    const call = {
      ...{ address: this.#deployment.contracts[contract], abi: [item], functionName: item.name, args },
      // Never with money: only the fee is the relay's.
      ...{ account: this.#account, value: 0n },
    };
    let gas: bigint;
    try {
      await this.#client.simulateContract(call as never);
      gas = await this.#client.estimateContractGas(call as never);
    } catch (error) {
      throw new RelayError(422, failureOf(error).words);
    }
    if (gas > MOST_GAS) throw new RelayError(422, "This takes more gas than the relay pays for.");
    try {
      return await this.#wallet.writeContract({ ...call, gas: (gas * 12n) / 10n, chain: null } as never);
    } catch (error) {
      throw new RelayError(503, `The relay can’t pay just now: ${failureOf(error).words}`);
    }
  }
}
