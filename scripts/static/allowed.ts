// Where a dangerous pattern is meant to be, and why it is harmless there. A place that hasn't the pattern any more fails the
// check as one that isn't listed does.
export type Allowed = { pattern: string; where: string; reason: string };

export const allowed: readonly Allowed[] = [
  {
    pattern: "unchecked",
    where: "ManifestTree.verify",
    reason: "the next line refuses a sum that wrapped: proofs/tree-1",
  },
  { pattern: "unchecked", where: "BallotBox.share", reason: "a supply below 2^96 times a number below 2^16" },
  {
    pattern: "unchecked",
    where: "BallotBox.newBallot",
    reason: "one more than a sequence of 32 bits, in its own place",
  },
  {
    pattern: "unchecked",
    where: "DirectionBallots.move",
    reason: "sums of weights stay below 2^112, in halves of 128 bits",
  },
  { pattern: "unchecked", where: "GovernorCountingChambers.quorum", reason: "below 2^208 times below 2^8" },
  { pattern: "unchecked", where: "GovernorCountingChambers._tryCount", reason: "times, far below 2^256" },
  { pattern: "unchecked", where: "GovernorCountingChambers._tally", reason: "what is taken out was put in before" },
  { pattern: "unchecked", where: "GovernorGuardian.pauseIntake", reason: "times, far below 2^48" },
  { pattern: "assembly", where: "DirectionBallots.cut", reason: "arrays are cut in place, within themselves" },
  { pattern: "assembly", where: "Chambers._requireProposer", reason: "reads the end of a text of at least 52 bytes" },
  {
    pattern: "chance from the block",
    where: "RandaoSeeds._hashOf",
    reason: "the hash only proves a header; the seed's moment was fixed before it was known (R5)",
  },
  {
    pattern: "low-level call",
    where: "RandaoSeeds._hashOf",
    reason: "asks the system's history contract; checks the answer",
  },
  { pattern: "low-level call", where: "EffectsProbe.probe", reason: "simulates on a copy of the chain, holds nothing" },
  { pattern: "low-level call", where: "EffectsProbe._read", reason: "simulates on a copy of the chain, holds nothing" },
  {
    pattern: "loop over storage without a bound",
    where: "Lineage.flatten",
    reason: "a list has at most MAX_ENTRIES, which its own flattening made sure of",
  },
  {
    pattern: "loop over storage without a bound",
    where: "ContributorRewards._unlist",
    reason: "a list has at most MAX_PARKED_ASSETS",
  },
  {
    pattern: "setter for everyone",
    where: "GovernorGuardian.pauseIntake",
    reason: "asks for the guardian in its first line",
  },
  {
    pattern: "setter for everyone",
    where: "MemberRegistry.revoke",
    reason: "asks for the seat's issuer in its first line",
  },
];
