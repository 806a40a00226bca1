// What is being sent and isn't in a block yet. Until it is, the chain lets the same call be tried out again and again, as
// if nothing were on its way.

import type { Hex } from "viem";

type Call = { readonly since: number; hash?: Hex };

/** How a call went in a block; undefined while it is in none. */
export type Outcome = "well" | "badly" | undefined;

export class UnderWay {
  /** The last of each key until somebody looks at it, the oldest first. */
  readonly #calls = new Map<string, Call>();
  readonly #outcomeOf: (hash: Hex) => Promise<Outcome>;
  readonly #now: () => number;
  /** Milliseconds until a call that no block took counts as lost. */
  static readonly PATIENCE = 300_000;
  /** Calls that are remembered at once. */
  static readonly MOST = 50_000;

  /** @param now Milliseconds. */
  constructor(outcomeOf: (hash: Hex) => Promise<Outcome>, now: () => number = Date.now) {
    this.#outcomeOf = outcomeOf;
    this.#now = now;
  }

  /** Whether there is one of that key, as far as is known without asking the chain. */
  has(key: string): boolean {
    const call = this.#calls.get(key);
    return call !== undefined && !this.#isLost(call);
  }

  /** Forgets that of the key if a block took it, or none does. True, once, if it went badly there. */
  async look(key: string): Promise<boolean> {
    const call = this.#calls.get(key);
    if (!call) return false;
    const outcome = call.hash && (await this.#outcomeOf(call.hash));
    if (outcome === undefined && !this.#isLost(call)) return false;
    return this.#end(key, call) && outcome === "badly";
  }

  /** Sends one, which counts from now on, unless it can't be sent. */
  async send(key: string, send: () => Promise<Hex>): Promise<Hex> {
    const call: Call = { since: this.#now() };
    this.#calls.delete(key);
    if (this.#calls.size >= UnderWay.MOST) this.#calls.delete(this.#calls.keys().next().value as string);
    this.#calls.set(key, call);
    try {
      call.hash = await send();
      return call.hash;
    } catch (error) {
      this.#end(key, call);
      throw error;
    }
  }

  /** Another one may have begun meanwhile: that goes on, and this is false. */
  #end(key: string, call: Call): boolean {
    return this.#calls.get(key) === call && this.#calls.delete(key);
  }

  #isLost({ since }: Call): boolean {
    return this.#now() - since >= UnderWay.PATIENCE;
  }
}
