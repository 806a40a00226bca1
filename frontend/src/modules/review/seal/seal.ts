// How scores are sealed. All of a reviewer's salts come from one secret, and that from one signature: a browser that lost
// everything asks the wallet once more, and finds every sealed score again.

import { type ReviewCommitmentParameters, reviewCommitment } from "@commonmind/sdk";
import { type Address, encodeAbiParameters, type Hex, isHex, keccak256 } from "viem";
import { t } from "../../../i18n/i18n.ts";

export type PanelReference = { readonly chainId: number; readonly panel: Address };

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

export const secretOf = (signature: Hex): Hex => keccak256(signature);

/** The salt for one round about one contribution. It gives away neither the secret nor another salt. */
export const saltOf = (secret: Hex, contribution: bigint, round: number): Hex =>
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
  const salt = saltOf(secret, parameters.contribution, parameters.round);
  for (let score = 0; score <= 100; score++) {
    if (reviewCommitment({ ...parameters, score, salt }) === commitment) return score;
  }
  return undefined;
}

/** What is kept, and what is saved to a file. */
export type SealFile = PanelReference & { readonly schema: 1; readonly account: Address; readonly secret: Hex };

export class SealFileError extends Error {
  override readonly name = "SealFileError";
}

/** Reads a saved seal. @throws {SealFileError} if it is none, or somebody else's. */
export function readSealFile(text: string, of: PanelReference & { account: Address }): Hex {
  let file: Partial<SealFile>;
  try {
    file = JSON.parse(text) as Partial<SealFile>;
  } catch {
    throw new SealFileError(t("This file isn’t a seal."));
  }
  const { schema, chainId, panel, account, secret } = file ?? {};
  if (schema !== 1 || !isHex(secret) || secret.length !== 66 || typeof account !== "string") {
    throw new SealFileError(t("This file isn’t a seal."));
  }
  if (account.toLowerCase() !== of.account.toLowerCase()) throw new SealFileError(t("This is another account’s seal."));
  if (chainId !== of.chainId || panel?.toLowerCase() !== of.panel.toLowerCase()) {
    throw new SealFileError(t("This seal is of another co-op."));
  }
  return secret;
}
