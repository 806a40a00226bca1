// The voices' side of the fold: what each account's vote weighed over time, and who votes for whom.
import { type Address, zeroAddress } from "viem";
import type { VoiceStep } from "../types.ts";
import { put } from "./book.ts";
import type { ChainEvent } from "./events.ts";

export type VoiceBook = {
  /** How an account's voice changed, by its address in lower case. */
  readonly voices: Map<string, VoiceStep[]>;
  /** For whom an account lets somebody vote: by its address in lower case. */
  readonly delegates: Map<string, Address>;
  /** Accounts that ever let this one vote for them, all in lower case. */
  readonly lendersTo: Map<string, Set<string>>;
  /** Contribution tokens by account, in lower case. */
  readonly tokens: Map<string, bigint>;
  /** False if the event isn't about voices. */
  readonly take: (event: ChainEvent) => boolean;
};

export function openVoiceBook(token: Address): VoiceBook {
  const voices = new Map<string, VoiceStep[]>();
  const delegates = new Map<string, Address>();
  const lendersTo = new Map<string, Set<string>>();
  const tokens = new Map<string, bigint>();
  const move = (account: Address, by: bigint) => {
    if (account === zeroAddress) return;
    const key = account.toLowerCase();
    tokens.set(key, (tokens.get(key) ?? 0n) + by);
  };

  const take = ({ eventName, address, args, time }: ChainEvent): boolean => {
    const ours = address.toLowerCase() === token.toLowerCase();
    switch (eventName) {
      case "DelegateChanged":
        if (!ours) return true;
        delegates.set(args.delegator.toLowerCase(), args.toDelegate);
        put(lendersTo, args.toDelegate.toLowerCase(), args.delegator.toLowerCase());
        return true;
      case "DelegateVotesChanged": {
        // The registry of members tells of its own votes in the same words.
        if (!ours) return true;
        const key = args.delegate.toLowerCase();
        const steps = voices.get(key) ?? [];
        const last = steps.at(-1);
        if (last?.time === time) last.voice = args.newVotes;
        else steps.push({ time, voice: args.newVotes });
        voices.set(key, steps);
        return true;
      }
      case "Transfer":
        if (ours) {
          move(args.from, -(args.value as bigint));
          move(args.to, args.value);
        }
        // The supply is counted elsewhere.
        return false;
      default:
        return false;
    }
  };
  return { voices, delegates, lendersTo, tokens, take };
}
