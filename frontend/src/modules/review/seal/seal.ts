// The seal of a reviewer's scores as a file: what is kept, and saved for another browser.
import type { PanelReference } from "@commonmind/sdk";
import { type Address, type Hex, isHex } from "viem";
import { t } from "../../../i18n/i18n.ts";

/** What is kept, and what is saved to a file. */
export type SealFile = PanelReference & { readonly schema: 1; readonly account: Address; readonly secret: Hex };

export class SealFileError extends Error {
  override readonly name = "SealFileError";
}

export const isSecret = (value: unknown): value is Hex => isHex(value) && value.length === 66;

/** Reads a saved seal. @throws {SealFileError} if it is none, or somebody else's. */
export function readSealFile(text: string, of: PanelReference & { account: Address }): Hex {
  let file: Partial<SealFile>;
  try {
    file = JSON.parse(text) as Partial<SealFile>;
  } catch {
    throw new SealFileError(t("This file isn’t a seal."));
  }
  const { schema, chainId, panel, account, secret } = file ?? {};
  if (schema !== 1 || !isSecret(secret) || typeof account !== "string") {
    throw new SealFileError(t("This file isn’t a seal."));
  }
  if (account.toLowerCase() !== of.account.toLowerCase()) throw new SealFileError(t("This is another account’s seal."));
  if (chainId !== of.chainId || `${panel}`.toLowerCase() !== of.panel.toLowerCase()) {
    throw new SealFileError(t("This seal is of another co-op."));
  }
  return secret;
}
