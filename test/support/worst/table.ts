// What a call costs at its worst bound: a table of every call of our contracts that changes something, each prepared and
// sent in a co-op of its own.
import type { BaseContract, ContractTransactionReceipt, FunctionFragment, TransactionReceipt } from "ethers";
import type { Commons } from "../commons.ts";

type Sent = { wait(): Promise<ContractTransactionReceipt | TransactionReceipt | null> };
/** Prepares what makes the call dear, and makes it. */
export type Worst = (commons: Commons) => Promise<Sent>;
/** "never": the call is refused whoever makes it; its cost is nobody's. */
export type Table = Record<string, Worst | "never">;

/** What texts in calls are here: longer than people write. */
export const text = "a text that is rather long. ".repeat(20);

/** Every function of a contract that changes something, as `name(types)`. */
export const changing = ({ interface: { fragments } }: Pick<BaseContract, "interface">): FunctionFragment[] =>
  fragments.filter(
    (each): each is FunctionFragment =>
      each.type === "function" && !["view", "pure"].includes((each as FunctionFragment).stateMutability),
  );

export const receives = ({ interface: { receive } }: Pick<BaseContract, "interface">): boolean => receive;

export async function gasOf(sent: Sent): Promise<bigint> {
  const receipt = await sent.wait();
  if (!receipt) throw new Error("The call was not mined.");
  return receipt.gasUsed;
}
