// The proof that a draw takes, of whichever source of seeds the chain has; and on a chain above another, what has to be noted
// before.
import {
  type Deployment,
  hasOriginSeeds,
  type L1Origin,
  l1Origin,
  type OriginProof,
  originProof,
  originSeedsAbi,
  SeedError,
  type SeedProof,
  seedProof,
} from "@commonmind/sdk";
import { type Address, BaseError, type Hex, type PublicClient, parseEventLogs } from "viem";
import { openBeneath } from "./beneath.ts";
import { type Chain, ChainError } from "./chain.ts";
import { panelOf } from "./reviews.ts";

/** Notes that are remembered: as many draws may wait at once without paying for another. */
const NOTES = 100;

/** A block beneath that was noted, at `from` or later. */
type Note = { readonly source: Address; readonly number: bigint; readonly hash: Hex; readonly from: bigint };

/** Proofs of seeds; many works that wait for the same block ask for it once, and pay for one note. */
export class SeedProofs {
  readonly #chain: Chain;
  readonly #panel: ReturnType<typeof panelOf>;
  #beneath: PublicClient | undefined;
  #last: SeedProof | undefined;
  #notes: Note[] = [];

  /** @param beneath Reads the chain beneath; by itself it is opened by its name in hardhat.config.ts, where it is needed. */
  constructor(chain: Chain, deployment: Pick<Deployment, "contracts">, beneath?: PublicClient) {
    this.#chain = chain;
    this.#panel = panelOf(deployment);
    this.#beneath = beneath;
  }

  /** The proof of the seed of a time. Throws SeedError or ChainError if it isn't there yet, or can't be proved. */
  async proofOf(time: bigint): Promise<SeedProof> {
    const last = this.#last;
    if (last !== undefined && last.after < time && time <= last.upTo && (await this.#holds(last, time))) return last;
    const { client, chainId } = this.#chain;
    const origins = hasOriginSeeds(chainId);
    this.#last = origins ? await this.#fromOrigins(time) : await seedProof({ client, time });
    return this.#last;
  }

  /** A vote may put another in its place. */
  #source(): Promise<Address> {
    return this.#chain.client.readContract({ ...this.#panel, functionName: "randomness" });
  }

  /** Whether a proof still counts: the chain may have taken back its block or its note, and the source may be another. */
  async #holds({ proof, seed }: SeedProof, time: bigint): Promise<boolean> {
    const asked = { address: await this.#source(), abi: originSeedsAbi, functionName: "seedOf" } as const;
    const told = this.#chain.client.readContract({ ...asked, args: [Number(time), proof] });
    return (await told.catch(() => undefined)) === seed;
  }

  /** Notes the present origin, unless a note leads to the seed already, and what is between if that is too much for one call. */
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
    const source = await this.#source();
    const { earlier, ...proof } = await this.#fromNote(source, origin, time);
    for (const headers of earlier) await this.#take(source, { functionName: "noteEarlier", args: [headers] }, time);
    return proof;
  }

  /** The proof from the nearest note. Nothing is paid for before the chain beneath has given all that it takes. */
  async #fromNote(source: Address, origin: L1Origin, time: bigint): Promise<OriginProof> {
    const noted = await this.#nearest(source, time);
    if (noted !== undefined) {
      return this.#prove(noted, time).catch((error: unknown) => {
        // The block that was noted is older than the origin read just before: another node answered, or the chain took blocks back.
        if (error instanceof SeedError && error.code === "SeedNotYet") this.#forget(noted);
        throw error;
      });
    }
    const proof = await this.#prove(origin, time);
    const note = await this.#take(source, { functionName: "note", args: [] }, origin.timestamp);
    // The chain may have gone on meanwhile.
    return note.hash === origin.hash ? proof : this.#prove(note, time);
  }

  async #prove(noted: { number: bigint; hash: Hex }, time: bigint): Promise<OriginProof> {
    this.#beneath ??= await openBeneath(this.#chain.chainId);
    try {
      return await originProof({ beneath: this.#beneath, noted, time });
    } catch (error) {
      if (!(error instanceof BaseError)) throw error;
      // In few words: all of them have the address, and that may have a key in it.
      throw new ChainError(`The chain beneath doesn't answer: ${error.shortMessage}`);
    }
  }

  /** Of the notes that the chain still has, the first one at or after the time. */
  async #nearest(source: Address, time: bigint): Promise<Note | undefined> {
    const later = this.#notes.filter((note) => note.source === source && note.from >= time);
    for (const note of later.sort((a, b) => (a.number < b.number ? -1 : 1))) {
      const asked = { address: source, abi: originSeedsAbi, functionName: "originAt" } as const;
      if ((await this.#chain.client.readContract({ ...asked, args: [note.number] })) === note.hash) return note;
      this.#forget(note);
    }
    return undefined;
  }

  #forget(note: Note): void {
    this.#notes = this.#notes.filter((each) => each !== note);
  }

  /** Has a block noted that is of `from` or later. */
  async #take(
    source: Address,
    call: { functionName: "note"; args: [] } | { functionName: "noteEarlier"; args: [Hex[]] },
    from: bigint,
  ): Promise<Note> {
    const hash = await this.#chain.send({ address: source, abi: originSeedsAbi, ...call });
    await this.#chain.settled();
    const { logs } = await this.#chain.client.getTransactionReceipt({ hash });
    const [told] = parseEventLogs({ abi: originSeedsAbi, eventName: "OriginNoted", logs });
    if (told === undefined)
      throw new ChainError("A note was taken and not told of: the source of seeds is another now.");
    const note = { source, from, ...told.args };
    this.#notes = [...this.#notes.slice(1 - NOTES), note];
    return note;
  }
}
