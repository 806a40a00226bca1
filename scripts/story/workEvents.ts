// Logs of work, and of what votes did to the models, as entries of the timeline.
import { modelRegistryAbi } from "@commonmind/sdk";
import { type Address, decodeFunctionData, type Hex } from "viem";
import { amount, type Position, type TimelineEvent, type Upstream } from "./report.ts";
import type { ChainEvent } from "./timeline.ts";

export class WorkEvents {
  readonly #models: ReadonlySet<bigint>;
  /** Model of each contribution of the story, and the batch into which it fell. */
  readonly #works = new Map<bigint, { modelId: bigint; batch?: bigint }>();
  readonly #authors = new Map<string, Address>();
  /** Leaves that leave: taken back, or struck as a whole. */
  readonly #leaving: { modelId: bigint; batch: bigint; position: Position }[] = [];
  readonly #units = new Map<string, bigint>();
  readonly #releasedBatch = new Map<bigint, bigint>();
  readonly #minted = new Map<string, bigint>();
  readonly #calls = new Map<bigint, readonly Hex[]>();
  readonly #executedBy = new Map<Hex, bigint>();

  constructor(events: readonly ChainEvent[], models: readonly bigint[]) {
    this.#models = new Set(models);
    // A leaf's tokens, and the end of a proposal, are told after what they belong to.
    for (const { eventName, args, transactionHash } of events) {
      if (eventName === "TokensMinted") this.#minted.set(`${args.contribution}/${args.index}`, args.amount);
      else if (eventName === "ProposalExecuted") this.#executedBy.set(transactionHash, args.proposalId);
    }
  }

  decode(log: ChainEvent): TimelineEvent | undefined {
    switch (log.eventName) {
      case "ContributionSubmitted": {
        const { contribution, modelId, submitter, root, units } = log.args;
        if (!this.#models.has(modelId)) return undefined;
        this.#works.set(contribution, { modelId });
        const work = { contribution: `${contribution}`, model: `${modelId}`, submitter, root };
        return { type: "submit", ...work, units: amount(units) };
      }
      case "ContributionScored": {
        const { contribution, score } = log.args;
        if (!this.#works.has(contribution)) return undefined;
        return { type: "score", contribution: `${contribution}`, score: Number(score) };
      }
      case "ContributionFinal": {
        const work = this.#works.get(log.args.contribution);
        if (work !== undefined) work.batch = log.args.batch;
        return undefined;
      }
      case "UnitsClaimed": {
        const { contribution, index, author, units } = log.args;
        if (!this.#works.has(contribution)) return undefined;
        const leaf = `${contribution}/${index}`;
        this.#authors.set(leaf, author);
        this.#units.set(leaf, units);
        const tokens = amount(this.#minted.get(leaf) ?? 0n);
        const claimed = { contribution: `${contribution}`, index: Number(index), account: author };
        return { type: "units", ...claimed, units: amount(units), tokens };
      }
      case "LeafWithdrawn": {
        const { contribution, index, units, batch } = log.args;
        const work = this.#works.get(contribution);
        const account = this.#authors.get(`${contribution}/${index}`);
        if (work === undefined || account === undefined) return undefined;
        const position: Position = [`${contribution}`, Number(index)];
        this.#leaving.push({ modelId: work.modelId, batch, position });
        const leaf = { contribution: position[0], index: position[1], account };
        return { type: "withdraw", ...leaf, units: amount(units) };
      }
      case "LeafStruck": {
        const { contribution, index, units, batch } = log.args;
        const leaf = `${contribution}/${index}`;
        const [work, left] = [this.#works.get(contribution), (this.#units.get(leaf) ?? 0n) - units];
        this.#units.set(leaf, left);
        if (work !== undefined && left === 0n) {
          this.#leaving.push({ modelId: work.modelId, batch, position: [`${contribution}`, Number(index)] });
        }
        return undefined;
      }
      case "ProposalCreated":
        this.#calls.set(log.args.proposalId, log.args.calldatas);
        return undefined;
      case "ModelRegistered": {
        const { modelId, name } = log.args;
        if (!this.#models.has(modelId)) return undefined;
        return { type: "register", model: `${modelId}`, name, upstream: this.#declared(log.transactionHash, name) };
      }
      case "ReleasePublished": {
        const { modelId, release, lastBatch } = log.args;
        return this.#models.has(modelId) ? this.#release(modelId, release, lastBatch) : undefined;
      }
      default:
        return undefined;
    }
  }

  #release(modelId: bigint, release: bigint, lastBatch: bigint): TimelineEvent {
    const before = this.#releasedBatch.get(modelId) ?? 0n;
    this.#releasedBatch.set(modelId, lastBatch);
    const isCovered = (batch: bigint | undefined) => batch !== undefined && batch > before && batch <= lastBatch;
    const works = [...this.#works].filter(([, work]) => work.modelId === modelId && isCovered(work.batch));
    const leaves = this.#leaving.filter((leaf) => leaf.modelId === modelId && isCovered(leaf.batch));
    return {
      type: "release",
      model: `${modelId}`,
      n: Number(release),
      included: works.map(([id]) => `${id}`),
      excluded: leaves.map(({ position }) => position),
    };
  }

  /** What the executed proposal said that the model was built on; the log of it tells only what that comes to. */
  #declared(transaction: Hex, name: string): Upstream[] {
    const proposal = this.#executedBy.get(transaction);
    for (const data of proposal === undefined ? [] : (this.#calls.get(proposal) ?? [])) {
      const { functionName, args } = decodeFunctionData({ abi: modelRegistryAbi, data });
      if (functionName !== "register" || args[0] !== name) continue;
      return args[2].map(({ modelId, bps }) => ({ model: `${modelId}`, bps }));
    }
    return [];
  }
}
