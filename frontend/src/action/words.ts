// Errors of the contracts in everyday words. What has no words here is named by its own name.
// This file is fetched when something fails.

import { contractErrors } from "@commonmind/sdk";
import { BaseError, decodeErrorResult, type Hex, isHex, UserRejectedRequestError } from "viem";
import { t } from "../i18n/i18n.ts";
import { sentences } from "./sentences.ts";

export type Failure = { readonly rejected: boolean; readonly words: string };

export function failureOf(error: unknown): Failure {
  if (error instanceof BaseError) {
    const refused = error.walk((cause) => cause instanceof UserRejectedRequestError || hasCode(cause, 4001));
    if (refused) return { rejected: true, words: t("You said no in your wallet. Nothing happened.") };
    const data = revertData(error);
    const words = data && knownRefusal(data);
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
    return { rejected: false, words: error.shortMessage };
  }
  if (hasCode(error, 4001)) return { rejected: true, words: t("You said no in your wallet. Nothing happened.") };
  return { rejected: false, words: error instanceof Error ? error.message : String(error) };
}

const hasCode = (error: unknown, code: number) =>
  typeof error === "object" && error !== null && "code" in error && error.code === code;

/** "SlotsTaken" -> "slots taken" */
const spelled = (name: string) => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

/** What a call reverted with, in words. */
export const refusalOf = (data: Hex): string => knownRefusal(data) ?? t("The contract refused, and didn’t say why.");

/** Decoded with every contract's errors: the inner one may be another's. */
function knownRefusal(data: Hex): string | undefined {
  try {
    const { errorName, args } = decodeErrorResult({ abi: contractErrors, data });
    return (
      sentences[errorName]?.(args ?? []) ?? t("The contract refused: {errorName}.", { errorName: spelled(errorName) })
    );
  } catch {
    return undefined;
  }
}

/** Wherever the node put it. */
function revertData(error: BaseError): Hex | undefined {
  let data: Hex | undefined;
  error.walk((cause) => {
    const candidates = [
      (cause as { raw?: unknown }).raw,
      (cause as { data?: unknown }).data,
      (cause as { data?: { data?: unknown } }).data?.data,
    ];
    data = candidates.find((it): it is Hex => isHex(it) && it.length >= 10) ?? data;
    return data !== undefined;
  });
  return data;
}
