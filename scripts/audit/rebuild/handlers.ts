// How a part of the books takes the events of one contract.
import type { Abi, Address, ContractEventName, GetEventArgs, Hex } from "viem";
import type { Books } from "../books.ts";

/** Where an event was logged. */
export type Place = {
  readonly address: Address;
  readonly block: bigint;
  readonly logIndex: number;
  readonly transaction: Hex;
  /** Unix seconds. */
  readonly time: bigint;
};

type Args<abi extends Abi, name extends string> = GetEventArgs<
  abi,
  name,
  { EnableUnion: false; IndexedOnly: false; Required: true }
>;

/** What is done to the books at each event of a contract; an event that isn't named changes nothing in them. */
export type Handlers<abi extends Abi> = {
  readonly [name in ContractEventName<abi>]?: (args: Args<abi, name>, books: Books, place: Place) => void;
};
