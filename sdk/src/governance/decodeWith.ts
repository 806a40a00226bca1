// A call taken apart with one contract's ABI.
import { type Abi, type AbiFunction, decodeFunctionData, getAbiItem, type Hex } from "viem";

/** A function's name, its arguments in order, and its entry in the ABI. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments are told apart by the function's name.
export type DecodedCall = { functionName: string; args: readonly any[]; item: AbiFunction };

/** The function and arguments of a call; undefined if it is none of the ABI's functions. */
export function decodeWith(abi: Abi, data: Hex): DecodedCall | undefined {
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi, data });
    const item = getAbiItem({ abi, name: data.slice(0, 10) as Hex }) as AbiFunction;
    return { functionName, args, item };
  } catch {
    return undefined;
  }
}
