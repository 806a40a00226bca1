// A commons on a chain beside the model of it: whatever is done is done to both, and both must allow or refuse it alike.
import type { ContractRunner } from "ethers";
import { expirySeconds } from "../../../deploy/genesis.ts";
import type { TestToken } from "../../../types/index.ts";
import {
  addressOf,
  asCommons,
  type Commons,
  type Contracts,
  ethers,
  freshCommons,
  networkHelpers,
  provider,
  REVIEW,
  type Signer,
} from "../../support/commons.ts";
import { person } from "../../support/seats.ts";
import type { DrawnManifest } from "../../support/work.ts";
import { Model } from "./model/index.ts";
import { Refused } from "./model/refusal.ts";
import { NATIVE } from "./model/treasury.ts";

export type Call = { to?: string; data?: string; value?: bigint };
export type SentLog = { address: string; topics: string[]; data: string };
type Receipt = { status: string; logs: SentLog[] };
type Prediction = { refusal: string } | undefined;

const GAS = ethers.toQuantity(12_000_000);
const NEWCOMERS = 6;

export class Stage {
  readonly commons: Commons;
  readonly model: Model;
  readonly voted: Signer;
  /** Everybody who can be a wallet. */
  readonly wallets: readonly Signer[];
  /** Has no part in anything: pays, and calls what anyone may call. */
  readonly anyone: Signer;
  /** As issuers know them. */
  readonly persons: readonly string[];
  readonly tokens: readonly TestToken[];
  /** Native currency and the tokens; the last one isn't listed at first. */
  readonly assets: readonly string[];
  readonly manifests = new Map<bigint, DrawnManifest>();
  /** What was done, and what was refused by both, by action. */
  readonly counts = new Map<string, { done: number; refused: number }>();
  /** What the model can't know: what wallets and contracts had at first. */
  readonly initially = new Map<string, bigint>();
  /** The contracts, for reading: thousands of times. */
  readonly views: Contracts;
  #minedAt: bigint;

  private constructor(
    commons: Commons,
    model: Model,
    rest: Pick<Stage, "voted" | "tokens" | "assets" | "wallets" | "persons">,
  ) {
    this.commons = commons;
    this.model = model;
    ({ voted: this.voted, tokens: this.tokens, assets: this.assets } = rest);
    ({ wallets: this.wallets, persons: this.persons } = rest);
    this.anyone = commons.deployer;
    this.views = viewsOf(commons);
    this.#minedAt = model.clock.now;
  }

  static async set(): Promise<Stage> {
    const commons = await freshCommons();
    const voted = await asCommons(commons);
    const tokens: TestToken[] = [];
    for (const [symbol, decimals] of [
      ["SIX", 6],
      ["ODD", 18],
      ["NEW", 6],
    ] as const) {
      const token = await ethers.deployContract("TestToken", [symbol, symbol, decimals]);
      await token.mint(commons.deployer, 10n ** 30n);
      await token.approve(commons.treasury, ethers.MaxUint256);
      tokens.push(token);
    }
    const assets: string[] = [NATIVE];
    for (const token of tokens) assets.push((await addressOf(token)).toLowerCase());
    for (const token of tokens.slice(0, 2)) await commons.treasury.connect(voted).listAsset(token);
    // Nobody pays for gas, so that balances tell of nothing else.
    await provider.request({ method: "hardhat_setNextBlockBaseFeePerGas", params: ["0x0"] });
    await networkHelpers.mine();

    const model = new Model(await beginningOf(commons));
    for (const asset of assets.slice(1, 3)) model.money.list(asset);
    const persons = [
      ...commons.genesis.founders.map(({ nullifier }) => nullifier),
      ...Array.from({ length: NEWCOMERS }, (_, number) => person(`newcomer ${number}`)),
    ];
    const wallets = [...commons.founders, ...commons.outsiders];
    const stage = new Stage(commons, model, { voted, tokens, assets, wallets, persons });
    for (const asset of assets)
      for (const [name, address] of await stage.purses())
        stage.initially.set(`${name} ${asset}`, await balance(asset, address));
    return stage;
  }

  /** The block being made is later than the last one, and not before `time`. */
  tick(time = 0n): void {
    const { clock } = this.model;
    clock.now = time > clock.now ? time : clock.now + 1n;
  }

  /** Lets the chain's time catch up, where nothing was sent. */
  async mine(): Promise<void> {
    const { now } = this.model.clock;
    if (this.#minedAt >= now) return;
    await provider.request({ method: "evm_setNextBlockTimestamp", params: [ethers.toQuantity(now)] });
    await provider.request({ method: "evm_mine", params: [] });
    this.#minedAt = now;
  }

  /**
   * Does it to the model and to the chain, and compares whether it could be done, or with which error it was refused.
   * Returns what the chain logged; nothing if it was refused.
   */
  async act(name: string, by: Signer, expected: () => void, call: Call): Promise<SentLog[] | undefined> {
    const prediction = predict(expected);
    const { error, logs } = await this.#send(by, call);
    const [should, did] = [prediction?.refusal ?? "done", error ?? "done"];
    if (should !== did) throw new Error(`${name}: ought to be ${should}, was ${did}`);
    const count = this.counts.get(name) ?? { done: 0, refused: 0 };
    if (error === undefined) count.done++;
    else count.refused++;
    this.counts.set(name, count);
    return error === undefined ? logs : undefined;
  }

  signer(wallet: string): Signer {
    const signer = this.wallets.find(({ address }) => address.toLowerCase() === wallet);
    if (signer === undefined) throw new Error(`Nobody here has the wallet ${wallet}.`);
    return signer;
  }

  token(asset: string): TestToken | undefined {
    return this.tokens[this.assets.indexOf(asset) - 1];
  }

  /** Wherever money may be, by the model's name for it. */
  async purses(): Promise<Map<string, string>> {
    const { treasury, rewards, dividend, models } = this.commons;
    const purses = new Map(
      [...this.wallets, this.anyone].map(({ address }) => [address.toLowerCase(), address] as const),
    );
    for (const [name, contract] of Object.entries({ treasury, rewards, dividend }))
      purses.set(name, await addressOf(contract));
    for (const { id } of this.model.labour.models) purses.set(`till:${id}`, await models.tillOf(id));
    return purses;
  }

  async #send(by: Signer, { to, data, value = 0n }: Call): Promise<{ error?: string; logs: SentLog[] }> {
    const { now } = this.model.clock;
    await provider.request({ method: "evm_setNextBlockTimestamp", params: [ethers.toQuantity(now)] });
    this.#minedAt = now;
    const fields = { from: by.address, to, data, value: ethers.toQuantity(value), gas: GAS, gasPrice: "0x0" };
    try {
      const hash = await provider.request({ method: "eth_sendTransaction", params: [fields] });
      const receipt = await provider.request({ method: "eth_getTransactionReceipt", params: [hash] });
      return { logs: (receipt as Receipt).logs };
    } catch (error) {
      return { error: this.#nameOf(error), logs: [] };
    }
  }

  #nameOf(error: unknown): string {
    const data = error instanceof Error && "data" in error ? String(error.data) : "0x";
    const { members, models, contributions, duplicates, panel, rewards, dividend, treasury, token } = this.commons;
    for (const contract of [members, models, contributions, duplicates, panel, rewards, dividend, treasury, token]) {
      const known = data.length >= 10 ? contract.interface.getError(data.slice(0, 10)) : null;
      if (known !== null) return known.name;
    }
    return `${error}`;
  }
}

/** Nothing between a view and the chain. */
const reader: ContractRunner = {
  provider: null,
  call: async ({ to, data }) =>
    provider.request({ method: "eth_call", params: [{ to, data }, "latest"] }) as Promise<string>,
};

function viewsOf({ accessManager, members, models, token, contributions, ...rest }: Commons): Contracts {
  const { duplicates, reviews, seedSource, rewards, dividend, treasury, collector, timelock, governor } = rest;
  return {
    accessManager: accessManager.connect(reader),
    members: members.connect(reader),
    models: models.connect(reader),
    token: token.connect(reader),
    contributions: contributions.connect(reader),
    duplicates: duplicates.connect(reader),
    reviews: reviews.connect(reader),
    seedSource: seedSource.connect(reader),
    rewards: rewards.connect(reader),
    dividend: dividend.connect(reader),
    treasury: treasury.connect(reader),
    collector: collector.connect(reader),
    timelock: timelock.connect(reader),
    governor: governor.connect(reader),
  };
}

function predict(expected: () => void): Prediction {
  try {
    expected();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.reason };
    throw error;
  }
}

/** What the genesis file says, and the times at which the chain took it up. */
async function beginningOf({ genesis, token }: Commons) {
  const { rebind, recovery, lapse, grace, challenge } = genesis.periods;
  const [first] = Object.values(genesis.kinds);
  return {
    now: BigInt(await networkHelpers.time.latest()),
    periods: {
      rebind: BigInt(rebind),
      recovery: BigInt(recovery),
      lapse: BigInt(lapse),
      grace: BigInt(grace),
      review: BigInt(REVIEW),
      challenge: BigInt(challenge),
    },
    mintCap: genesis.mintCapPerEpoch,
    tokenRate: first?.tokenRate ?? 0n,
    tokensBegan: await token.genesisTime(),
    split: genesis.split,
    ceiling: genesis.nativeSpendingCeiling,
    models: genesis.models.length,
    founders: genesis.founders.map(({ nullifier, account, expiry }) => ({
      person: nullifier,
      account: account.toLowerCase(),
      expiry: BigInt(expirySeconds(expiry)),
    })),
    works: genesis.works.map(({ submitter, model, leaves }) => ({
      submitter: submitter.toLowerCase(),
      model,
      leaves: leaves.map(({ author, unitsPerItem, items }) => ({
        author: author.toLowerCase(),
        units: unitsPerItem * BigInt(items.length),
        ...{ unitsPerItem, items },
      })),
    })),
  };
}

const erc20 = new ethers.Interface(["function balanceOf(address) view returns (uint256)"]);

export async function balance(asset: string, account: string): Promise<bigint> {
  const request =
    asset === NATIVE
      ? { method: "eth_getBalance", params: [account, "latest"] }
      : {
          method: "eth_call",
          params: [{ to: asset, data: erc20.encodeFunctionData("balanceOf", [account]) }, "latest"],
        };
  return BigInt((await provider.request(request)) as string);
}
