// Takes the steps of reviews that anyone may take and somebody has to: draws, counts, ends what nobody ended, makes work
// final and pays reviewers. It decides nothing: whoever runs it, and however many do, the outcome is the same.
import { contributionRegistryAbi, type Deployment, duplicatesAbi, SeedError } from "@commonmind/sdk";
import type { Hex } from "viem";
import { type Chain, ChainError } from "../lib/chain.ts";
import { panelOf, type ReviewNow, reviewOf, workState } from "../lib/reviews.ts";
import { SeedProofs } from "../lib/SeedProofs.ts";

const BLOCKS_PER_QUERY = 2_000n;
/** Blocks that are looked at again: a chain may put others in the place of its last ones, with work in them. */
const BLOCKS_AGAIN = 300n;

export type Step = "draw" | "tally" | "expire" | "finalize" | "settle" | "collect";

/** Something that was done. `seat`: of pay that was collected. */
export type Deed = { step: Step; contribution?: string; model?: string; seat?: string; transaction: Hex };

export type KeeperOptions = {
  /** Enter what reviewers and finders have earned into the books too. */
  collect?: boolean;
  onProgress?: (message: string) => void;
};

type Due = { model: bigint; seat: bigint };

export class Keeper {
  readonly #chain: Chain;
  readonly #deployment: Deployment;
  readonly #options: KeeperOptions;
  readonly #seeds: SeedProofs;
  readonly #open = new Set<bigint>();
  /** Seats that may have something to collect, by model. */
  readonly #due = new Map<string, Due>();
  #nextBlock: bigint;

  constructor(chain: Chain, deployment: Deployment, options: KeeperOptions = {}) {
    this.#chain = chain;
    this.#deployment = deployment;
    this.#options = options;
    this.#seeds = new SeedProofs(chain, deployment);
    this.#nextBlock = BigInt(deployment.fromBlock);
  }

  /** Contributions whose review isn't settled, oldest first. */
  get open(): readonly bigint[] {
    return [...this.#open];
  }

  /** Looks once at everything that is open, and does what can be done by now. */
  async pass(): Promise<Deed[]> {
    await this.#discover();
    const deeds: Deed[] = [];
    for (const id of this.open) {
      const deed = await this.#advance(id);
      if (deed !== undefined) deeds.push(deed);
    }
    if (this.#options.collect) deeds.push(...(await this.#collect()));
    return deeds;
  }

  /** The time that the next block would have. */
  async now(): Promise<bigint> {
    const { client } = this.#chain;
    const [latest, pending] = await Promise.all([
      client.getBlock(),
      client.getBlock({ blockTag: "pending" }).catch(() => undefined),
    ]);
    return pending !== undefined && pending.timestamp > latest.timestamp ? pending.timestamp : latest.timestamp;
  }

  async #discover(): Promise<void> {
    const { client } = this.#chain;
    const last = await client.getBlockNumber();
    const panel = panelOf(this.#deployment);
    const duplicates = { address: this.#deployment.contracts.duplicates, abi: duplicatesAbi } as const;
    while (this.#nextBlock <= last) {
      const end = this.#nextBlock + BLOCKS_PER_QUERY - 1n;
      const range = { fromBlock: this.#nextBlock, toBlock: end < last ? end : last, strict: true } as const;
      for (const log of await client.getContractEvents({ ...panel, eventName: "ReviewOpened", ...range })) {
        this.#open.add(log.args.contribution);
      }
      for (const log of await client.getContractEvents({ ...panel, eventName: "ReviewerSettled", ...range })) {
        const { contribution, seat, units } = log.args;
        if (units > 0n) await this.#owe(contribution, seat);
      }
      for (const log of await client.getContractEvents({ ...duplicates, eventName: "DuplicateProved", ...range })) {
        const { contribution, finder, reward } = log.args;
        if (reward > 0n) await this.#owe(contribution, finder);
      }
      this.#nextBlock = range.toBlock + 1n;
    }
    const first = BigInt(this.#deployment.fromBlock);
    const again = last + 1n - BLOCKS_AGAIN;
    this.#nextBlock = again > first ? again : first;
  }

  async #owe(contribution: bigint, seat: bigint): Promise<void> {
    if (!this.#options.collect) return;
    const { model } = await workState(this.#chain.client, this.#deployment, contribution);
    this.#due.set(`${model} ${seat}`, { model, seat });
  }

  async #advance(id: bigint): Promise<Deed | undefined> {
    const review = await reviewOf(this.#chain.client, panelOf(this.#deployment), id);
    const now = await this.now();
    switch (review.stage) {
      case "Drawing":
        return now > review.times.drawUntil ? this.#step("expire", id) : this.#draw(id, review, now);
      case "Sitting":
        return now > review.times.revealUntil ? this.#step("tally", id) : undefined;
      case "Voting":
        return now > review.times.revealUntil ? this.#step("expire", id) : undefined;
      case "Judged":
        return this.#settle(id, now);
      default:
        this.#open.delete(id);
        return undefined;
    }
  }

  async #draw(id: bigint, { times: { seedAt } }: ReviewNow, now: bigint): Promise<Deed | undefined> {
    if (now < seedAt) return undefined;
    const { timestamp } = await this.#chain.client.getBlock();
    if (timestamp < seedAt) {
      // Its block comes by itself, but for chains on which nothing happens unless somebody acts.
      if (!this.#chain.canTravel) return undefined;
      await this.#chain.connection.provider.request({ method: "evm_mine", params: [] });
    }
    return this.#try("draw", id, async () => {
      const { proof } = await this.#seeds.proofOf(seedAt);
      return this.#chain.send({ ...panelOf(this.#deployment), functionName: "draw", args: [id, proof] });
    });
  }

  /** Accepted work becomes final first; then, or once it stays rejected, its reviewers are paid. */
  async #settle(id: bigint, now: bigint): Promise<Deed | undefined> {
    const { state, since } = await workState(this.#chain.client, this.#deployment, id);
    const [challenge] = await this.#chain.client.readContract({ ...this.#registry, functionName: "periods" });
    const over = now >= since + BigInt(challenge);
    if (state === "Final" || (state === "Rejected" && over)) return this.#step("settle", id);
    if (state !== "Accepted" || !over) return undefined;
    return this.#try("finalize", id, () =>
      this.#chain.send({ ...this.#registry, functionName: "finalize", args: [id] }),
    );
  }

  async #collect(): Promise<Deed[]> {
    const { contracts } = this.#deployment;
    const { client } = this.#chain;
    const panel = panelOf(this.#deployment);
    const duplicates = { address: contracts.duplicates, abi: duplicatesAbi } as const;
    const deeds: Deed[] = [];
    for (const [key, { model, seat }] of [...this.#due]) {
      this.#due.delete(key);
      const args = [Number(model), seat] as const;
      const paid = { model: `${model}`, seat: `${seat}` };
      const reviews = await client.readContract({ ...panel, functionName: "earned", args: [model, seat] });
      const found = await client.readContract({ ...duplicates, functionName: "rewardOf", args: [model, seat] });
      const calls = [
        ...(reviews > 0n ? [() => this.#chain.send({ ...panel, functionName: "collect", args })] : []),
        ...(found > 0n ? [() => this.#chain.send({ ...duplicates, functionName: "collect", args })] : []),
      ];
      for (const call of calls) {
        const transaction = await this.#send("collect", `the pay of seat ${seat}`, call);
        if (transaction !== undefined) deeds.push({ step: "collect", ...paid, transaction });
      }
    }
    return deeds;
  }

  get #registry() {
    return { address: this.#deployment.contracts.contributionRegistry, abi: contributionRegistryAbi } as const;
  }

  #step(step: "tally" | "expire" | "settle", id: bigint): Promise<Deed | undefined> {
    return this.#try(step, id, () =>
      this.#chain.send({ ...panelOf(this.#deployment), functionName: step, args: [id] }),
    );
  }

  async #try(step: Step, id: bigint, call: () => Promise<Hex>): Promise<Deed | undefined> {
    const transaction = await this.#send(step, `work ${id}`, call);
    return transaction === undefined ? undefined : { step, contribution: `${id}`, transaction };
  }

  /** What is refused was done by somebody else, or can be done later: the next pass looks again. A forgotten seed holds up
   * nothing but its own work, whose round then ends undrawn. */
  async #send(step: Step, what: string, call: () => Promise<Hex>): Promise<Hex | undefined> {
    const { onProgress = () => {} } = this.#options;
    try {
      const transaction = await call();
      await this.#chain.settled();
      onProgress(`${step}: ${what}`);
      return transaction;
    } catch (error) {
      if (!(error instanceof ChainError || error instanceof SeedError)) throw error;
      onProgress(`${step}: ${what}: not now (${error.message})`);
      return undefined;
    }
  }
}
