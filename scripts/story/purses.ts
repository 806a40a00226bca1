// Native money of those who sign transactions themselves: what they began with, were given for fees, and spent on them. So
// that the last base unit of a wallet can be accounted for.
import type { Account, Address } from "viem";
import type { Chain } from "../lib/chain.ts";

/** More than any transaction of the story costs. */
const GAS = 1_500_000n;

export class Purses {
  /** The chain, with what is sent as somebody written down. */
  readonly chain: Chain;
  readonly #opening = new Map<Address, bigint>();
  readonly #given = new Map<Address, bigint>();
  readonly #sent: { from: Address; hash: `0x${string}` }[] = [];

  private constructor(chain: Chain) {
    this.chain = {
      ...chain,
      sendAs: async (account, call) => {
        await this.#fund(chain, account);
        const hash = await chain.sendAs(account, call);
        this.#sent.push({ from: account.address, hash });
        return hash;
      },
    };
  }

  /** Notes what `accounts` hold now. */
  static async open(chain: Chain, accounts: readonly Address[]): Promise<Purses> {
    const purses = new Purses(chain);
    for (const address of accounts) purses.#opening.set(address, await chain.client.getBalance({ address }));
    return purses;
  }

  /** What each of the accounts would hold, had nobody paid it for work or membership. */
  async expected(): Promise<Map<Address, bigint>> {
    const expected = new Map(this.#opening);
    for (const [address, given] of this.#given) expected.set(address, (expected.get(address) ?? 0n) + given);
    for (const { from, hash } of this.#sent) {
      const before = expected.get(from);
      if (before === undefined) continue;
      const { gasUsed, effectiveGasPrice } = await this.chain.client.getTransactionReceipt({ hash });
      expected.set(from, before - gasUsed * effectiveGasPrice);
    }
    return expected;
  }

  /** So that the chain need not give a fee whose size nobody knows. */
  async #fund(chain: Chain, { address }: Account): Promise<void> {
    const { maxFeePerGas } = await chain.client.estimateFeesPerGas();
    const needed = GAS * maxFeePerGas;
    const balance = await chain.client.getBalance({ address });
    if (balance >= needed) return;
    const gift = 2n * needed - balance;
    await chain.pay(address, gift);
    await chain.settled();
    this.#given.set(address, (this.#given.get(address) ?? 0n) + gift);
  }
}
