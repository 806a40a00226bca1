// Errors of the contracts in everyday words. What has no words here is named by its own name.
// This file is fetched when something fails.

import { explain, revertData } from "@commonmind/sdk/words";
import { BaseError, type Hex, UserRejectedRequestError } from "viem";
import { plain } from "../format/plain.ts";
import { t } from "../i18n/i18n.ts";

/** Characters of what a wallet, a node or a contract says itself. */
const LONGEST = 300;

export type Failure = { readonly rejected: boolean; readonly words: string };

export function failureOf(error: unknown): Failure {
  if (error instanceof BaseError) {
    const refused = error.walk((cause) => cause instanceof UserRejectedRequestError || hasCode(cause, 4001));
    if (refused) return { rejected: true, words: t("You said no in your wallet. Nothing happened.") };
    const data = revertData(error);
    const words = data && explain(data)?.sentence;
    if (words) return { rejected: false, words };
    if (/insufficient funds|exceeds the balance/i.test(error.message)) {
      return {
        rejected: false,
        words: t("Your wallet can't pay the network's fee. Send it a little of the native currency first."),
      };
    }
    if (/fetch|HTTP request|timed? ?out|network/i.test(error.message)) {
      return { rejected: false, words: t("The chain doesn't answer just now. Nothing was sent.") };
    }
    return { rejected: false, words: plain(error.shortMessage, LONGEST) };
  }
  if (hasCode(error, 4001)) return { rejected: true, words: t("You said no in your wallet. Nothing happened.") };
  return { rejected: false, words: plain(error instanceof Error ? error.message : String(error), LONGEST) };
}

const hasCode = (error: unknown, code: number) =>
  typeof error === "object" && error !== null && "code" in error && error.code === code;

/** What a call reverted with, in words. */
export const refusalOf = (data: Hex): string =>
  explain(data)?.sentence ?? t("The contract refused, and didn’t say why.");
