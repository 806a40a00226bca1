import type { Hex } from "viem";

export type RingShare = {
  /** In lower case; empty for work that nobody has claimed. */
  author: string;
  units: number;
  /** Withdrawn or excluded. */
  left: boolean;
};
export type RingManifest = { readonly units: number; readonly shares: RingShare[] };
export type RingVote = {
  /** 0..1: when it closed while its release grew. */
  readonly at: number;
  readonly turnout: number;
  readonly passed: boolean;
};
export type RingRelease = { readonly manifests: readonly RingManifest[]; readonly votes: readonly RingVote[] };
export type RingModel = {
  readonly seed: Hex;
  readonly releases: readonly RingRelease[];
  readonly open: { readonly manifests: number; readonly votes: number };
};

/** One stroke or area of the drawing, in a space of 1000 x 1000. */
export type Stroke = {
  readonly ink: "wood" | "line" | "edge" | "heart" | "yours" | "living" | "passed" | "defeated" | "open";
  readonly d: string;
  readonly width?: number;
  readonly dash?: string;
  /** The release it grew in, counted from 0, so that the ring can grow from its heart. */
  readonly release: number;
};
