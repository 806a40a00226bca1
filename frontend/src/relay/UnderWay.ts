// What is being sent and isn't in a block yet. Until it is, the chain lets the same call be tried out again and again, as
// if nothing were on its way.

import type { Hex } from "viem";

type Call = { readonly since: number; hash?: Hex };

export class UnderWay {
  /** Oldest first. */
  readonly #calls = new Map<string, Call>();
  readonly #isMined: (hash: Hex) => Promise<boolean>;
  readonly #now: () => number;
  /** Milliseconds until a call that no block took counts as lost. */
  static readonly PATIENCE = 300_000;

  /** @param now Milliseconds. */
  constructor(isMined: (hash: Hex) => Promise<boolean>, now: () => number = Date.now) {
    this.#isMined = isMined;
    this.#now = now;
  }

  /** Whether there is one of that key, as far as is known without asking the chain. */
  has(key: string): boolean {
    this.#forgetLost();
    return this.#calls.has(key);
  }

  /** Forgets that of the key if a block took it. */
  async look(key: string): Promise<void> {
    const call = this.#calls.get(key);
    if (call?.hash && (await this.#isMined(call.hash))) this.#end(key, call);
  }

  /** Sends one, which counts from now on, unless it can't be sent. */
  async send(key: string, send: () => Promise<Hex>): Promise<Hex> {
    const call: Call = { since: this.#now() };
    this.#calls.set(key, call);
    try {
      call.hash = await send();
      return call.hash;
    } catch (error) {
      this.#end(key, call);
      throw error;
    }
  }

  /** Another one may have begun meanwhile: that goes on. */
  #end(key: string, call: Call): void {
    if (this.#calls.get(key) === call) this.#calls.delete(key);
  }

  #forgetLost(): void {
    for (const [key, { since }] of this.#calls) {
      if (this.#now() - since < UnderWay.PATIENCE) return;
      this.#calls.delete(key);
    }
  }
}
