// What others pay for operations like ours: whole-transaction gas as it was recorded, not measured here. Each peer was
// compiled from its source with its own settings, and run in the same kind of EVM (Hardhat's, osaka); "later": the slots
// involved were nonzero already.

export type Peer = { name: string; gas: bigint };

const peer = (name: string, gas: bigint): Peer => ({ name, gas });

export const peers = {
  /** To any number of recipients, unless a number is named. */
  distributeToken: [peer("Synthetix StakingRewards", 58_908n), peer("Superfluid GDA", 257_708n)],
  distributeNative: [
    peer("ERC-1726", 30_195n),
    peer("0xSplits v2, push to 10", 146_000n),
    peer("0xSplits v2, push to 100", 1_110_000n),
  ],
  claimToken: [
    peer("0xSplits v2, pull", 49_463n),
    peer("PaymentSplitter", 57_509n),
    peer("Synthetix StakingRewards", 76_432n),
    peer("Superfluid GDA", 152_851n),
  ],
  claimNative: [peer("0xSplits v2, pull", 40_028n), peer("ERC-1726", 42_179n), peer("PaymentSplitter", 48_039n)],
  /** A first claim from a Merkle tree of 2^20 leaves: money alone, without position, tokens and votes. */
  merkleClaim: [peer("1inch 128-bit", 73_622n), peer("Morpho URD", 81_448n), peer("Merkl", 125_104n)],
  income: [peer("Circles v2", 62_103n), peer("GoodDollar", 138_338n)],
  register: [peer("EAS attest, 64 bytes", 222_680n), peer("Vana addFile", 182_313n)],
} as const satisfies Record<string, readonly Peer[]>;
