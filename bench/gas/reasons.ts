// Why a goal is missed, by operation: what of the figure is no computation, as a trace of the transaction says, and what was
// tried to lower it.
export type Reason = {
  /** Transaction, data, words, other accounts and events, less refunds, in hundreds of gas. */
  fixed: bigint;
  why: string;
  tried: string;
};

const vaults =
  "Nine words are written in four contracts, and seven contracts are called: till, treasury and both vaults keep books of their own and look at what arrived (T1 to T3).";
const books =
  "Position, term, index, cursor and the sum of the books take a word each: who is paid, since when, and how far (T1, T2, T7, T11).";
const sum =
  "Weighed, not tried: to leave out the sum of the books saves 5,000; T1 and T2 rest on it. Position and term don't fit in one word.";

export const reasons: Readonly<Record<string, Reason>> = {
  "settle ERC-20": {
    fixed: 105_200n,
    why: vaults,
    tried:
      "Weighed, not tried: fewer looks at balances, or one vault for both parts. The first loosens T1, the second ties members' money to models.",
  },
  "claim ERC-20": { fixed: 56_300n, why: books, tried: sum },
  "claim native": { fixed: 51_000n, why: `${books} With the transaction, that is above the goal already.`, tried: sum },
  "signed ballot, each of a batch": {
    fixed: 37_500n,
    why: "A word for the ballot, so that it can be replaced and an old one never counts (G8), three for weight and seat, a signature, and an event for each (X4).",
    tried:
      "Kept: asking since when a voter is seated in place of searching the seat's history, and the same memory for each ballot: 46,674, from 53,015.",
  },
  "propose a direction ballot": {
    fixed: 137_200n,
    why: "Three new words (OpenZeppelin's, the class, where options end), and an event that repeats all calls.",
    tried:
      "Given up: handing the proposal to the linked library in calldata: 182,091, dearer by 804. Weighed, not tried: writing where options end with the first ballot, whose voter would pay the 22,100.",
  },
};
