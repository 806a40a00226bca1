import { type Address, encodeAbiParameters, type Hex, keccak256, toHex } from "viem";
import { ReviewInputError } from "./errors.ts";
import type { PanelReference } from "./panelDomain.ts";

const words = (types: readonly string[]) => types.map((type) => ({ type }));

export type ReviewCommitmentParameters = PanelReference & {
  contribution: bigint;
  /** 1: the first panel, 2: the appeal. */
  round: number;
  /** The reviewer. */
  seat: bigint;
  /** 0..100. */
  score: number;
  /** Kept until the reveal: without it the score can't be shown, and with it the score is no secret. */
  salt: Hex;
};

/** What a reviewer commits to before any score is known. It counts for nobody else, for no other work, round or chain. */
export function reviewCommitment(parameters: ReviewCommitmentParameters): Hex {
  const { chainId, panel, contribution, round, seat, score, salt } = parameters;
  requireScore(score);
  return keccak256(
    encodeAbiParameters(words(["uint256", "address", "uint256", "uint256", "uint64", "uint8", "bytes32"]), [
      BigInt(chainId),
      panel,
      contribution,
      BigInt(round),
      seat,
      score,
      salt,
    ]),
  );
}

export type GoldCommitmentParameters = PanelReference & {
  /** Who will submit the gold work. */
  submitter: Address;
  /** Its manifest's root. */
  root: Hex;
  /** The score that it deserves, 0..100. */
  score: number;
  salt: Hex;
};

/** What is committed before gold work is submitted, so that its score can't be made up afterwards. */
export function goldCommitment({ chainId, panel, submitter, root, score, salt }: GoldCommitmentParameters): Hex {
  requireScore(score);
  return keccak256(
    encodeAbiParameters(words(["uint256", "address", "address", "bytes32", "uint8", "bytes32"]), [
      BigInt(chainId),
      panel,
      submitter,
      root,
      score,
      salt,
    ]),
  );
}

/** A salt that nobody can guess. Keep it until the reveal. */
export function reviewSalt(): Hex {
  return toHex(crypto.getRandomValues(new Uint8Array(32)));
}

function requireScore(score: number): void {
  if (Number.isInteger(score) && score >= 0 && score <= 100) return;
  throw new ReviewInputError(`${score} is no score.`, "Scores are whole numbers from 0 to 100.", "Give one of those.");
}
