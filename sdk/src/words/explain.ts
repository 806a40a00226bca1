// What a contract refused with, in words: for whoever called it, in a page or in a terminal.
import { decodeErrorResult, type Hex, isHex } from "viem";
import { contractErrors } from "../generated/errors.ts";
import { plainText } from "../governance/plainText.ts";
import { t } from "../language/index.ts";
import { sentences } from "./sentences.ts";

export type Explanation = {
  /** As the contract calls it: "SeatRequired". */
  readonly name: string;
  readonly args: readonly unknown[];
  /** In the reader's language. */
  readonly sentence: string;
};

/** Characters of what a contract says itself: it may be anybody's. */
const LONGEST = 300;

/** "SlotsTaken" -> "slots taken" */
const spelled = (name: string) => name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

/**
 * The error in `data`, of whichever contract: the one that was called may pass on another's. Undefined if it is none of ours.
 */
export function explain(data: Hex): Explanation | undefined {
  try {
    const { errorName: name, args = [] } = decodeErrorResult({ abi: contractErrors, data });
    const known = Object.hasOwn(sentences, name) ? sentences[name] : undefined;
    if (name === "Error")
      return { name, args, sentence: t("The contract says: {words}", { words: plainText(`${args[0]}`, LONGEST) }) };
    return {
      name,
      args,
      sentence: known?.(args) ?? t("The contract refused: {errorName}.", { errorName: spelled(name) }),
    };
  } catch {
    return undefined;
  }
}

/**
 * What a contract answered when it refused: nodes and libraries put it in different places. "0x" if it said nothing, undefined
 * if no contract did.
 */
export function revertData(error: unknown): Hex | undefined {
  let found: Hex | undefined;
  for (let each = error; typeof each === "object" && each !== null; each = (each as { cause?: unknown }).cause) {
    const { raw, data } = each as { raw?: unknown; data?: unknown };
    const inner = typeof data === "object" && data !== null ? (data as { data?: unknown }).data : undefined;
    for (const it of [inner, data, raw]) {
      // What is shorter than a selector says nothing; the innermost one is what the node answered.
      if (isHex(it) && (found === undefined || it.length >= 10)) found = it;
    }
  }
  return found;
}
