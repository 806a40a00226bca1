// Which account pays the fees of those who have the relay carry what they sign.

import { PRIVATE_KEY_FORM, privateKeyOf } from "@commonmind/sdk";
import type { Hex } from "viem";
import { t } from "../i18n/i18n.ts";

/** A key, the local chain's account that everybody knows, nobody, or why it can't be anybody. */
export type Payer =
  | { readonly key: Hex }
  | { readonly known: true }
  | { readonly nobody: true }
  /** In words, and without the key: whoever opens a page may read it. */
  | { readonly off: string };

/** COMMONMIND_RELAY_KEY pays, on the local chain (`local`) an account that everybody knows; with COMMONMIND_RELAY=false nobody. */
export function payerOf(env: Readonly<Record<string, string | undefined>>, local: boolean): Payer {
  if (env.COMMONMIND_RELAY === "false") return { nobody: true };
  const text = env.COMMONMIND_RELAY_KEY;
  if (!text) return local ? { known: true } : { nobody: true };
  const key = privateKeyOf(text);
  if (key) return { key };
  return { off: t("COMMONMIND_RELAY_KEY is no private key: that is {form}.", { form: PRIVATE_KEY_FORM }) };
}
