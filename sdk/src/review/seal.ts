// How scores are sealed. All of a reviewer's salts come from one secret, and that from one signature: who lost everything signs
// the same sentence once more, in a page or in a terminal, and finds every sealed score again.
import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";
import type { PanelReference } from "./panelDomain.ts";
import { type ReviewCommitmentParameters, reviewCommitment } from "./reviewCommitment.ts";

/** What the wallet signs. Whoever has the signature can read sealed scores, so it says so. */
export const sealMessage = ({ chainId, panel }: PanelReference, account: Address): string =>
  [
    "Commonmind: make the seal of my review scores.",
    "",
    "Only sign this on a page of your co-op. Whoever has this signature can read my scores before I show them.",
    "",
    `Chain: ${chainId}`,
    `Panel: ${panel}`,
    `Reviewer: ${account}`,
  ].join("\n");

/** The reviewer's secret, from the signature over {@link sealMessage}. */
export const sealSecret = (signature: Hex): Hex => keccak256(signature);

/** The salt for one round about one contribution. It gives away neither the secret nor another salt. */
export const sealSalt = (secret: Hex, contribution: bigint, round: number): Hex =>
  keccak256(
    encodeAbiParameters(
      [{ type: "bytes32" }, { type: "uint256" }, { type: "uint256" }],
      [secret, contribution, BigInt(round)],
    ),
  );

/** The score under a seal, by trying all 101; undefined if it was sealed with another secret. */
export function openSeal(
  commitment: Hex,
  parameters: Omit<ReviewCommitmentParameters, "score" | "salt">,
  secret: Hex,
): number | undefined {
  const salt = sealSalt(secret, parameters.contribution, parameters.round);
  for (let score = 0; score <= 100; score++) {
    if (reviewCommitment({ ...parameters, score, salt }) === commitment) return score;
  }
  return undefined;
}
