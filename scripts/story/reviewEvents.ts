// Logs of reviews and of copied work as entries of the timeline.
import { type Address, zeroAddress } from "viem";
import { kinds } from "../../deploy/genesis.ts";
import { amount, type TimelineEvent } from "./report.ts";
import type { ChainEvent } from "./timeline.ts";

export class ReviewEvents {
  readonly #models: ReadonlySet<bigint>;
  /** Contributions of the story's models. */
  readonly #works = new Set<bigint>();
  readonly #authors = new Map<string, Address>();
  /** Tokens burnt with the strike that is being read: told before it. */
  #burned = 0n;

  /** What was put aside for each seat of a panel, by the transaction that drew it. */
  readonly #fees = new Map<string, bigint>();

  constructor(events: readonly ChainEvent[], models: readonly bigint[]) {
    this.#models = new Set(models);
    for (const { eventName, args, transactionHash } of events) {
      if (eventName === "ReviewFeesReserved") this.#fees.set(`${transactionHash} ${args.contribution}`, args.fee);
    }
  }

  decode(log: ChainEvent): TimelineEvent | undefined {
    switch (log.eventName) {
      case "ContributionSubmitted":
        if (this.#models.has(log.args.modelId)) this.#works.add(log.args.contribution);
        return undefined;
      case "ReviewerEnrolled": {
        const { seat, kind, countsFrom } = log.args;
        return { type: "reviewer", seat: `${seat}`, kind: kinds[kind] ?? "Data", from: amount(countsFrom) };
      }
      case "ReviewPayCollected":
      case "FinderCredited": {
        const { modelId, seat, units, contribution } = log.args;
        if (!this.#models.has(modelId)) return undefined;
        const reason = log.eventName === "ReviewPayCollected" ? "review" : "duplicate";
        const paid = { model: `${modelId}`, seat: `${seat}`, units: amount(units), contribution: `${contribution}` };
        return { type: "pay", for: reason, ...paid };
      }
      default:
        return log.args !== undefined && "contribution" in log.args && this.#works.has(log.args.contribution)
          ? this.#ofWork(log)
          : undefined;
    }
  }

  #ofWork(log: ChainEvent): TimelineEvent | undefined {
    switch (log.eventName) {
      case "PanelDrawn": {
        const { seats, contribution } = log.args;
        const fee = this.#fees.get(`${log.transactionHash} ${contribution}`) ?? 0n;
        return { type: "draw", ...roundOf(log.args), seats: seats.map((seat) => `${seat}`), fee: amount(fee) };
      }
      case "ScoreCommitted": {
        const { seat, commitment } = log.args;
        return { type: "commit", ...roundOf(log.args), seat: `${seat}`, commitment };
      }
      case "ScoreRevealed": {
        const { seat, score, salt } = log.args;
        return { type: "reveal", ...roundOf(log.args), seat: `${seat}`, score: Number(score), salt };
      }
      case "ReviewerRecused":
        return { type: "recuse", ...roundOf(log.args), seat: `${log.args.seat}` };
      case "ReviewerVoided": {
        const { seat, leaf } = log.args;
        return { type: "void", ...roundOf(log.args), seat: `${seat}`, index: Number(leaf) };
      }
      case "PanelTallied": {
        const { score, weights } = log.args;
        return { type: "tally", ...roundOf(log.args), score: Number(score), weights: weights.map(amount) };
      }
      case "VerdictChallenged": {
        const { contribution, seat, size } = log.args;
        return { type: "challenge", contribution: `${contribution}`, seat: `${seat}`, size: Number(size) };
      }
      case "VoteDecided":
        return { type: "decide", ...roundOf(log.args), score: Number(log.args.score) };
      case "ReviewerSettled": {
        const { seat, units } = log.args;
        return { type: "reviewed", ...roundOf(log.args), seat: `${seat}`, units: amount(units) };
      }
      case "LeafStruck":
        this.#burned = log.args.tokensBurned;
        return undefined;
      case "DuplicateProved":
        return this.#strike(log.args);
      case "UnitsClaimed":
        this.#authors.set(`${log.args.contribution}/${log.args.index}`, log.args.author);
        return undefined;
      default:
        return undefined;
    }
  }

  #strike(args: Extract<ChainEvent, { eventName: "DuplicateProved" }>["args"]): TimelineEvent {
    const { contribution, index, finder, contentHash, earlier, earlierIndex, units, reward } = args;
    return {
      type: "strike",
      contribution: `${contribution}`,
      index: Number(index),
      account: this.#authors.get(`${contribution}/${index}`) ?? zeroAddress,
      item: contentHash,
      earlier: [`${earlier}`, Number(earlierIndex)],
      units: amount(units),
      tokens: amount(this.#burned),
      ...(finder === 0n ? {} : { finder: `${finder}` }),
      reward: amount(reward),
    };
  }
}

function roundOf({ contribution, round }: { contribution: bigint; round: bigint }) {
  return { contribution: `${contribution}`, round: Number(round) };
}
