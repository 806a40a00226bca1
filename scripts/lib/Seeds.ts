// The proof that a draw takes, of whichever source of seeds the chain has; and on a chain above another, what has to be noted
// before.
import {
  type Deployment,
  knownChains,
  l1Origin,
  originProof,
  originSeedsAbi,
  SeedError,
  type SeedProof,
  seedProof,
} from "@commonmind/sdk";
import { type PublicClient, parseEventLogs } from "viem";
import { openBeneath } from "./beneath.ts";
import type { Chain } from "./chain.ts";
import { panelOf } from "./reviews.ts";

/** Proofs of seeds; many works that wait for the same block ask for it once. */
export class Seeds {
  readonly #chain: Chain;
  readonly #panel: ReturnType<typeof panelOf>;
  #beneath: PublicClient | undefined;
  #last: SeedProof | undefined;

  /** @param beneath Reads the chain beneath; by itself it is opened by its name in hardhat.config.ts, where it is needed. */
  constructor(chain: Chain, deployment: Deployment, beneath?: PublicClient) {
    this.#chain = chain;
    this.#panel = panelOf(deployment);
    this.#beneath = beneath;
  }

  /** The proof of the seed of a time. Throws SeedError if it isn't there yet, or can't be proved. */
  async proofOf(time: bigint): Promise<SeedProof> {
    const last = this.#last;
    if (last !== undefined && last.after < time && time <= last.upTo) return last;
    const { client, chainId } = this.#chain;
    const origins = knownChains[chainId]?.seeds === "OriginSeeds";
    this.#last = origins ? await this.#fromOrigins(time) : await seedProof({ client, time });
    return this.#last;
  }

  /** Notes the present origin, and what is between it and the seed if that is too much for one call. */
  async #fromOrigins(time: bigint): Promise<SeedProof> {
    const origin = await l1Origin(this.#chain.client);
    if (origin.timestamp < time) {
      throw new SeedError({
        code: "SeedNotYet",
        what: `The seed of ${time} isn't there yet.`,
        why: `This chain derives from a block beneath of ${origin.timestamp}.`,
        fix: "Wait until it has gone on past that time.",
      });
    }
    this.#beneath ??= await openBeneath(this.#chain.chainId);
    // A vote may have put another in its place.
    const address = await this.#chain.client.readContract({ ...this.#panel, functionName: "randomness" });
    const source = { address, abi: originSeedsAbi } as const;
    const noting = await this.#chain.send({ ...source, functionName: "note", args: [] });
    await this.#chain.settled();
    const { logs } = await this.#chain.client.getTransactionReceipt({ hash: noting });
    const [noted] = parseEventLogs({ abi: originSeedsAbi, eventName: "OriginNoted", logs });
    if (noted === undefined) throw new Error("A note was taken and not told of.");
    const { earlier, ...proof } = await originProof({ beneath: this.#beneath, noted: noted.args, time });
    for (const headers of earlier) {
      await this.#chain.send({ ...source, functionName: "noteEarlier", args: [headers] });
      await this.#chain.settled();
    }
    return proof;
  }
}
