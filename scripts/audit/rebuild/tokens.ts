// Contribution tokens: balances, who votes for whom, votes.
import type { contributionTokenAbi } from "@commonmind/sdk";
import { zeroAddress } from "viem";
import type { Handlers } from "./handlers.ts";

export const tokens: Handlers<typeof contributionTokenAbi> = {
  Transfer({ from, to, value }, books) {
    if (from === zeroAddress) books.supply += value;
    else books.balances.add(from, -value);
    if (to === zeroAddress) books.supply -= value;
    else books.balances.add(to, value);
  },
  DelegateChanged: ({ delegator, toDelegate }, { delegates }) => void delegates.set(delegator, toDelegate),
  // Checked against itself: what it was is known.
  DelegateVotesChanged: ({ delegate, previousVotes, newVotes }, { votes }) =>
    votes.add(delegate, newVotes - previousVotes),
};
