/** The id of a chain on one machine only, whose money is worth nothing and whose accounts everybody can use. */
export const LOCAL_CHAIN = 31337;

/** A chain on which it is known where the seeds of review panels come from. */
export type KnownChain = {
  /** Its name in `hardhat.config.ts`. */
  readonly network: string;
} & (
  | { readonly seeds: "RandaoSeeds" }
  /** `beneath`: the id of the chain whose blocks the seeds come from; it is known too. */
  | { readonly seeds: "OriginSeeds"; readonly beneath: number }
);

/** Which contract gives the seeds of review panels. */
export type SeedSource = KnownChain["seeds"];

/**
 * Chains on which seeds can come from something that nobody chooses, by their id. `RandaoSeeds` needs blocks of many proposers;
 * `OriginSeeds` an OP Stack chain above such a one. Where `prevrandao` is constant (Arbitrum) or its sequencer's own, there is no
 * source yet.
 */
export const knownChains: Readonly<Record<number, KnownChain>> = {
  [LOCAL_CHAIN]: { network: "localhost", seeds: "RandaoSeeds" },
  11155111: { network: "sepolia", seeds: "RandaoSeeds" },
  84532: { network: "base-sepolia", seeds: "OriginSeeds", beneath: 11155111 },
  11155420: { network: "optimism-sepolia", seeds: "OriginSeeds", beneath: 11155111 },
};

/** Whether seeds come from the chain beneath. */
export const hasOriginSeeds = (chainId: number): boolean => knownChains[chainId]?.seeds === "OriginSeeds";

/**
 * Seconds between a submission and its seed from which on a sequencer of Base or Optimism needs no trust: its chain may fall behind
 * by 3,600 blocks of the chain beneath (OP Stack, `seq_window_size`), 12 s each, and an hour for slots without a block.
 */
export const SAFE_SEED_DELAY = 46_800;
