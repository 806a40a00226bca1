// The chain on which mutants are tried. The co-ops that tests begin from are deployed once and kept as snapshots; whenever a test
// goes back to one, the contracts of the mutant are put over the originals. What a test deploys itself is replaced on its way.
import type { NetworkHelpers, SnapshotRestorer } from "@nomicfoundation/hardhat-network-helpers/types";
import { type Address, getContractAddress, type Hex } from "viem";
import { begins, type ContractCode, carriedOver } from "./codes.ts";

export type Replacement = {
  name: string;
  /** As the build compiled it. */
  original: ContractCode;
  mutant: ContractCode;
};

type Fixture = Parameters<NetworkHelpers["loadFixture"]>[0];
type Kept = {
  fixture: Fixture;
  /** Empty, or the run that deployed it with a mutant in it. */
  era: string;
  restorer: SnapshotRestorer;
  data: unknown;
  /** The contracts that it deployed, with their code. */
  standing: Map<Address, string>;
};
type Block = { transactions: { from: Address; to: Address | null; nonce: Hex }[] };
type Overrides = Record<Address, { code?: Hex }>;
/** Of a call, or of a transaction. */
type Asked = [{ to?: Hex; data?: Hex } | undefined, unknown, Overrides | undefined];
type Request = { method: string; params?: readonly unknown[] | object };

/** A contract that creates others has created no more than these when it is deployed. */
const CHILDREN = 4;

export class Stage {
  readonly #helpers: NetworkHelpers;
  readonly #ask: (request: Request) => Promise<unknown>;
  #kept: Kept[] = [];
  #replacements: readonly Replacement[] = [];
  #era = "";
  #runs = 0;
  #creating = false;

  private constructor(helpers: NetworkHelpers, ask: (request: Request) => Promise<unknown>) {
    this.#helpers = helpers;
    this.#ask = ask;
  }

  static async open(): Promise<Stage> {
    const { bareCommons, connection, deployedCommons, networkHelpers } = await import("../../test/support/commons.ts");
    const { provider } = connection;
    const ask = provider.request.bind(provider) as (request: Request) => Promise<unknown>;
    const stage = new Stage(networkHelpers as NetworkHelpers, ask);
    // The first co-op stands since the tests' support was loaded, at the addresses that some tests count on.
    await stage.#keep(deployedCommons as Fixture, await bareCommons(), 1n);
    Object.assign(provider, { request: (request: Request) => stage.#request(request) });
    Object.assign(networkHelpers, { loadFixture: (fixture: Fixture) => stage.#fixture(fixture) });
    return stage;
  }

  /** What replaces what from now on. With `deployed`, the co-ops are deployed anew with it. */
  set(replacements: readonly Replacement[], deployed: boolean): void {
    this.#kept = this.#kept.filter(({ era }) => era === "");
    this.#replacements = replacements;
    this.#era = deployed ? `run ${++this.#runs}` : "";
  }

  async #fixture(fixture: Fixture): Promise<unknown> {
    const known = this.#kept.find((each) => each.fixture === fixture && each.era === this.#era);
    if (!known) {
      const from = BigInt((await this.#ask({ method: "eth_blockNumber" })) as Hex) + 1n;
      this.#creating = true;
      try {
        await this.#keep(fixture, await (fixture as () => Promise<unknown>)(), from);
      } finally {
        this.#creating = false;
      }
      return this.#fixture(fixture);
    }
    await known.restorer.restore();
    // Going back to a snapshot ends those that were taken after it.
    this.#kept = this.#kept.filter(({ restorer }) => Number(restorer.snapshotId) <= Number(known.restorer.snapshotId));
    if (this.#era === "") await this.#place();
    return known.data;
  }

  async #keep(fixture: Fixture, data: unknown, fromBlock: bigint): Promise<void> {
    const standing = await this.#createdSince(fromBlock);
    this.#kept.push({ fixture, era: this.#era, restorer: await this.#helpers.takeSnapshot(), data, standing });
  }

  async #place(): Promise<void> {
    for (const [address, digits] of this.#kept.flatMap(({ standing }) => [...standing]))
      for (const { original, mutant } of this.#replacements) {
        if (!begins(original.deployed, digits)) continue;
        const code = carriedOver(original.deployed, digits, mutant.deployed);
        await this.#ask({ method: "hardhat_setCode", params: [address, `0x${code}`] });
      }
  }

  /** A creation that a test sends has the mutant's code; one that a kept snapshot holds has the original's. */
  async #request(request: Request): Promise<unknown> {
    if (this.#creating && this.#era === "") return this.#ask(request);
    const [call, , overrides] = (Array.isArray(request.params) ? request.params : []) as Asked;
    if (typeof overrides === "object" && overrides !== null) return this.#ask(this.#lent(request, overrides));
    const creates = typeof call === "object" && call !== null && !call.to && typeof call.data === "string";
    return this.#ask(creates ? this.#replaced(request, call.data as Hex) : request);
  }

  /** What a call only supposes to be on the chain. */
  #lent(request: Request, overrides: Overrides): Request {
    const lent = Object.entries(overrides).map(([address, state]) => {
      const digits = state.code?.slice(2) ?? "";
      const found = this.#replacements.find(({ original }) => begins(original.deployed, digits));
      if (!found) return [address, state];
      return [address, { ...state, code: `0x${carriedOver(found.original.deployed, digits, found.mutant.deployed)}` }];
    });
    const [call, block] = request.params as readonly unknown[];
    return { ...request, params: [call, block, Object.fromEntries(lent)] };
  }

  #replaced(request: Request, data: Hex): Request {
    const digits = data.slice(2);
    const found = this.#replacements.find(({ original }) => begins(original.creation, digits));
    if (!found) return request;
    const [call, ...others] = request.params as readonly object[];
    const code = carriedOver(found.original.creation, digits, found.mutant.creation);
    return { ...request, params: [{ ...call, data: `0x${code}` }, ...others] };
  }

  /** The contracts that were created since a block, and those that these created. */
  async #createdSince(fromBlock: bigint): Promise<Map<Address, string>> {
    const standing = new Map<Address, string>();
    const look = async (address: Address): Promise<boolean> => {
      const code = (await this.#ask({ method: "eth_getCode", params: [address, "latest"] })) as Hex;
      if (code === "0x") return false;
      standing.set(address, code.slice(2));
      return true;
    };
    const head = BigInt((await this.#ask({ method: "eth_blockNumber" })) as Hex);
    for (let number = fromBlock; number <= head; number++) {
      const block = await this.#ask({ method: "eth_getBlockByNumber", params: [`0x${number.toString(16)}`, true] });
      for (const { from, to, nonce } of (block as Block).transactions) {
        const created = to ? undefined : getContractAddress({ from, nonce: BigInt(nonce) });
        if (created === undefined || !(await look(created))) continue;
        for (let child = 1n; child <= CHILDREN; child++)
          if (!(await look(getContractAddress({ from: created, nonce: child })))) break;
      }
    }
    return standing;
  }
}
