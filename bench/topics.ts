// In what order docs/BENCHMARKS.md shows the operations, and what it says of them.
export type Topic = { title: string; about: string; ops: readonly string[] };

export const topics: readonly Topic[] = [
  {
    title: "Votes",
    about:
      "One ballot of ours is two: of a holder and of a member, with the cap. n: checkpoints of the voter, or ballots of a batch.",
    ops: [
      "vote, a proposal's first",
      "vote, later",
      "vote, later, weight changed since",
      "vote replaced",
      "vote in the closing window",
      "vote by signature",
      "signed ballot, each of a batch",
    ],
  },
  {
    title: "Proposals",
    about:
      "A payment of one base unit: by ours out of the reserve, by the others out of their timelock's purse. n: options.",
    ops: ["propose", "propose a direction ballot", "queue", "execute"],
  },
  {
    title: "Direction ballots",
    about: "Approval votes between five options. n: options approved, or ballots of a batch.",
    ops: [
      "ballot vote, a proposal's first",
      "ballot vote, later",
      "ballot vote replaced",
      "ballot vote in the closing window",
      "signed ballot with an option, each of a batch",
    ],
  },
  {
    title: "Sharing money",
    about:
      "Settling takes what a till received and shares it between contributors, members and the reserve. n: contributors (each size is one manifest of so many leaves, which share whether they were claimed or not: of the tree only two leaves and the path to them are made, so that a million is as quick to set up as ten), ancestors, or recipients of a push.",
    ops: [
      "settle ERC-20",
      "distribute ERC-20",
      "settle native",
      "distribute native",
      "distribute native by pushing",
      "settle ERC-20 with ancestors",
      "settle native with ancestors",
    ],
  },
  {
    title: "Collecting",
    about:
      "By somebody else, who pays the gas. n: positions; of everything at once, two assets of a position and a seat, payments; for several people, people with as much.",
    ops: [
      "claim ERC-20",
      "claim native",
      "dividend ERC-20",
      "dividend native",
      "collect everything: a position and a seat, two assets",
      "collect everything for several people, each",
    ],
  },
  {
    title: "Work",
    about:
      "claimUnits opens a position and mints votes, with the author's first claim cold; the Merkle claims pay money and do nothing else (cold: the first bit of a word). n: leaves.",
    ops: [
      "submit",
      "claimUnits",
      "Merkle claim, money alone",
      "finalize",
      "close an intake batch",
      "publish a release, by the timelock",
      "register a model with ancestors, by the timelock",
    ],
  },
  {
    title: "Review",
    about: "n: reviewers. The whole is all transactions from the draw to the pay.",
    ops: [
      "review of one contribution, draw to pay",
      "review: opt in to a kind",
      "review: draw a panel, seed proved",
      "review: commit",
      "review: reveal",
      "review: tally",
      "review: settle",
      "review: collect what a seat earned",
    ],
  },
  {
    title: "Members",
    about: "Seats, and what follows a person from a lost wallet.",
    ops: [
      "enrol",
      "enrol by relayed signature",
      "renew",
      "renew within the grace",
      "expire",
      "rebind, request",
      "rebind, complete",
      "recover a position",
      "recover tokens, to a wallet without",
    ],
  },
];
