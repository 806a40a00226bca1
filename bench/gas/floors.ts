// What no design can avoid, for each operation: the transaction, its data, and the words that must change. Prices of the EVM
// at osaka: 21,000 a transaction (Yellow Paper, G_transaction); 4 and 16 for a byte of data (EIP-2028); words and accounts
// touched first in a transaction (EIP-2929, EIP-2200); logs and value (Yellow Paper, appendix G). Computation is left out, but
// for signatures. Who pays, votes or is paid by another contract's token pays for reaching that contract. The data is the
// subject's own, so that the same operation has a floor for each subject.
import { type Hex, hexToBytes } from "viem";

/** Gas without the transaction and its data. */
export type Floor = bigint;

const TRANSACTION = 21_000n;
const [ZERO_BYTE, OTHER_BYTE] = [4n, 16n];
/** A cold word, read. */
const READ = 2_100n;
/** A cold word, from one nonzero value to another: 2,100 + 2,900. */
const UPDATE = 5_000n;
/** A cold word that was zero: 2,100 + 20,000. */
const WRITE = 22_100n;
/** Another contract or account, reached first. */
const ACCOUNT = 2_600n;
/** Value sent to an account that exists: 9,000 less the stipend of 2,300. */
const VALUE = 6_700n;
/** ecrecover. */
const SIGNATURE = 3_000n;
/** An event of that many topics, its name among them, and bytes. */
const log = (topics: number, bytes: number): bigint => 375n + 375n * BigInt(topics) + 8n * BigInt(bytes);

/** The transaction and its data. */
export function bytesFloor(data: Hex): bigint {
  let gas = TRANSACTION;
  for (const byte of hexToBytes(data)) gas += byte === 0 ? ZERO_BYTE : OTHER_BYTE;
  return gas;
}

const TRANSFER = log(3, 32);
/** Two balances of a token change, from and to nonzero. */
const TOKEN_MOVES = ACCOUNT + 2n * UPDATE + TRANSFER;
/** OpenZeppelin's VoteCast without reason: id, support, weight, empty text. */
const VOTE_CAST = log(2, 160);

/** Tally and window in one word, a receipt, the weight in one word of the token. One chamber; ours asks two. */
const vote = UPDATE + WRITE + ACCOUNT + READ + VOTE_CAST;

export const floors = {
  vote,
  /** The receipt is there already. */
  voteReplaced: vote - WRITE + UPDATE,
  voteSigned: vote + SIGNATURE,
  /** Of all of a batch: a signature and a weight each; receipts as bits, 256 to a word; one tally; events left out. */
  voteBatch: (ballots: number): Floor =>
    UPDATE + ACCOUNT + BigInt(Math.ceil(ballots / 256)) * WRITE + BigInt(ballots) * (SIGNATURE + READ),
  /** The proposer's weight, one word for the proposal, and the event that repeats the data. */
  propose: (bytes: number): Floor => ACCOUNT + READ + WRITE + log(1, bytes),
  /** A timelock within the governor: the time goes into the proposal's word. */
  queue: UPDATE + log(1, 64),
  /** The same word, and a payment of native currency by the purse: its own book of one word, and the value. */
  execute: UPDATE + log(1, 32) + ACCOUNT + UPDATE + ACCOUNT + VALUE,
  /** One word, and an event with all of the data. */
  submit: (bytes: number): Floor => WRITE + log(3, bytes),
  /**
   * The root read; the leaf's own word, balance and checkpoint written; the sum claimed and the supply's checkpoint changed;
   * two contracts (positions, token) and an event of each. An author's later claim finds balance and checkpoint.
   */
  claimUnits: (first: boolean): Floor =>
    READ + WRITE + 2n * (first ? WRITE : UPDATE) + 2n * UPDATE + 2n * ACCOUNT + log(4, 64) + TRANSFER,
  /** Money alone: a bit in a word that others used (or the first one's), and a transfer. */
  merkleClaim: (first: boolean): Floor => (first ? WRITE : UPDATE) + TOKEN_MOVES,
  /** An index that all share; a token must be moved as well, native currency comes with the call. */
  distribute: (asset: "token" | "native"): Floor => UPDATE + log(2, 32) + (asset === "token" ? TOKEN_MOVES : 0n),
  /** By pushing: each recipient reached and paid. */
  push: (recipients: number): Floor => BigInt(recipients) * (ACCOUNT + VALUE) + log(2, 32),
  /** The index read, what was paid of it kept, and the money moved. A first claim finds both words of the holder empty. */
  claim: (asset: "token" | "native", first = false): Floor =>
    READ +
    (first ? WRITE : UPDATE) +
    (asset === "token" ? TOKEN_MOVES + (first ? WRITE - UPDATE : 0n) : VALUE) +
    log(3, 32),
  /** The same, and the seat read. */
  dividend: (asset: "token" | "native", first = false): Floor => READ + floors.claim(asset, first),
  /** Several at once: each position's word and index, each asset moved once to the same holder. */
  collect: (positions: number, seats: number): Floor =>
    BigInt(positions + seats) * 2n * (READ + UPDATE) + 2n * ACCOUNT + 2n * (TOKEN_MOVES + VALUE),
  /** The person's word, the wallet's, its checkpoint; the count's checkpoint and the issuer's count changed; a signature. */
  enrol: SIGNATURE + 3n * WRITE + 2n * UPDATE + log(4, 32),
  /**
   * All transactions of a review: a draw that writes the panel and reads as many places of the pool; commitments that are
   * words of their own and are overwritten when revealed; the verdict; and a word of record and pay for each reviewer.
   */
  review: (reviewers: number): Floor => {
    const each = READ + WRITE + UPDATE + READ + UPDATE + 2n * log(3, 32);
    return WRITE + UPDATE + UPDATE + 3n * log(2, 32) + BigInt(reviewers) * each;
  },
} as const;
