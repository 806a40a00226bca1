/** Which contract gives the seeds of review panels. */
export type SeedSource = "RandaoSeeds" | "OriginSeeds";

export type KnownChain = {
  /** Its name in `hardhat.config.ts`. */
  readonly network: string;
  readonly seeds: SeedSource;
  /** The id of the chain beneath, whose blocks the seeds come from (`OriginSeeds`). */
  readonly beneath?: number;
};

/**
 * Chains on which it is known where seeds can come from that nobody chooses. `RandaoSeeds` needs blocks of many proposers;
 * `OriginSeeds` an OP Stack chain above such a one. Where `prevrandao` is constant (Arbitrum) or its sequencer's own, there
 * is no source yet.
 */
export const knownChains: Readonly<Record<number, KnownChain>> = {
  31337: { network: "localhost", seeds: "RandaoSeeds" },
  11155111: { network: "sepolia", seeds: "RandaoSeeds" },
  84532: { network: "base-sepolia", seeds: "OriginSeeds", beneath: 11155111 },
  11155420: { network: "optimism-sepolia", seeds: "OriginSeeds", beneath: 11155111 },
};
