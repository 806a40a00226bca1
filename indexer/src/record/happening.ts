// An event as the parts of the record take it, and how they are asked to.
import { type Context, type EventNames, ponder } from "ponder:registry";
import type { Abi, Address, ContractEventName, GetEventArgs, Hex } from "viem";
import { note } from "./note.ts";

export type Db = Context<EventNames>["db"];

/** Where and when it happened; `event` and `seq` order all events; rows are found by `event`. */
export type Happening = {
  readonly db: Db;
  /** Its number with Ponder, which then knows beforehand what rows are looked for. */
  readonly event: string;
  readonly seq: bigint;
  readonly block: bigint;
  readonly logIndex: number;
  /** Unix seconds. */
  readonly time: bigint;
  readonly transaction: Hex;
  readonly sender: Address;
  /** The contract that logged it. */
  readonly address: Address;
};

type Args<abi extends Abi, name extends string> = GetEventArgs<
  abi,
  name,
  { EnableUnion: false; IndexedOnly: false; Required: true }
>;

/** What a part of the record does at each event of a contract. */
export type Handlers<abi extends Abi> = {
  readonly [name in ContractEventName<abi>]?: (args: Args<abi, name>, happening: Happening) => Promise<unknown>;
};

const PER_BLOCK = 1_000_000n;

type Logged = {
  readonly event: {
    readonly id: string;
    readonly args: Record<string, unknown>;
    readonly log: { readonly address: Address; readonly logIndex: number };
    readonly block: { readonly number: bigint; readonly timestamp: bigint };
    readonly transaction: { readonly hash: Hex; readonly from: Address };
  };
  readonly context: { readonly db: Db };
};
type Register = (name: string, take: (logged: Logged) => Promise<void>) => void;

/**
 * Notes every event of a contract, then hands it to those who keep something of it.
 * @param contract Its name in ponder.config.ts.
 */
export function record<const abi extends Abi>(contract: string, abi: abi, ...parts: Handlers<abi>[]): void {
  // The names are made here, so their types can't be told.
  const register: Register = (name, take) => (ponder.on as unknown as Register).call(ponder, name, take);
  for (const item of abi) {
    if (item.type !== "event") continue;
    const takers = parts.flatMap((part) => part[item.name as ContractEventName<abi>] ?? []);
    register(`${contract}:${item.name}`, async ({ event, context }) => {
      const { log, block, transaction } = event;
      const happening: Happening = {
        db: context.db,
        event: event.id,
        seq: block.number * PER_BLOCK + BigInt(log.logIndex),
        block: block.number,
        logIndex: log.logIndex,
        time: block.timestamp,
        transaction: transaction.hash,
        sender: transaction.from,
        address: log.address,
      };
      await note(contract, item, event.args, happening);
      for (const take of takers) await take(event.args as never, happening);
    });
  }
}
