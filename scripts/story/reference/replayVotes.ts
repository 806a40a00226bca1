/**
 * Votes: what was asked, how each ballot weighs, what all of them come to in both chambers, and that exactly what won was
 * carried out.
 */
import type { Books } from "./books.ts";
import type { CallView, Entry } from "./entries.ts";

interface Ballot {
  support: number;
  weight: bigint;
  member: boolean;
  options: number[];
}

interface Proposal extends Pick<Entry<"propose">, "snapshot" | "class" | "calls" | "options"> {
  stage: "propose" | "outcome" | "queue" | "execute";
  /** Looked up at its first ballot: nothing may change them from the snapshot on. */
  cap?: bigint;
  seats?: ReadonlySet<string>;
  readonly ballots: Map<string, Ballot>;
  winner: number;
}

const [AGAINST, FOR, ABSTAIN] = [0, 1, 2];

export class VoteReplay {
  readonly #books: Books;
  readonly #proposals = new Map<string, Proposal>();

  constructor(books: Books) {
    this.#books = books;
  }

  propose(entry: Entry<"propose">): void {
    const { path, proposal, snapshot, class: ofClass, calls, options } = entry;
    if (this.#proposals.has(proposal)) this.#books.fail("timeline", path, "a new id", proposal, "Proposed twice.");
    if (options.length > 0) {
      const bound = options.reduce((sum, option) => sum + option, 0);
      const message = "Every call of a direction ballot belongs to one of its options.";
      this.#books.equal("vote", `${path}.options`, calls.length, bound, message);
      const ordinary = "Options are ordinary.";
      this.#books.equal("vote", `${path}.class`, "ordinary", ofClass, ordinary);
    }
    const settled = { snapshot, class: ofClass, calls, options };
    this.#proposals.set(proposal, { ...settled, stage: "propose", ballots: new Map(), winner: 0 });
  }

  vote(entry: Entry<"vote">): void {
    const { path, voter, support, options, weight } = entry;
    const proposal = this.#proposalOf(entry);
    if (proposal === undefined) return;
    this.#books.equal("timeline", path, "propose", proposal.stage, "Votes are cast before voting ends.");
    if (support > ABSTAIN) this.#books.fail("vote", `${path}.support`, "0..2", support, "No such choice.");
    const there = support === FOR ? proposal.options.length : 0;
    if (options.some((option) => option > there) || there > 0 !== options.some((option) => option > 0)) {
      const expected = there === 0 ? "none" : `some of 0..${there}`;
      this.#books.fail("vote", `${path}.options`, expected, options.join(", "), "There are no such options.");
    }
    this.#look(proposal);
    const member = proposal.seats?.has(voter) === true;
    proposal.ballots.set(voter, { support, weight, member, options });
    this.#weigh(entry, proposal);
  }

  outcome(entry: Entry<"outcome">): void {
    const { path } = entry;
    const proposal = this.#proposalOf(entry);
    if (proposal === undefined) return;
    this.#books.equal("timeline", path, "propose", proposal.stage, "Voting ends once.");
    proposal.stage = "outcome";
    this.#look(proposal);
    const equal = (key: string, expected: bigint | number | string, actual: bigint | number | string) =>
      this.#books.equal("vote", `${path}.${key}`, expected, actual, "The ballots come to something else.");
    equal("class", proposal.class, entry.class);

    const ballots = [...proposal.ballots.values()];
    const sum = (support: number | undefined) =>
      ballots.filter((ballot) => ballot.support === support).reduce((total, { weight }) => total + weight, 0n);
    const seats = (support: number | undefined) =>
      ballots.filter((ballot) => ballot.support === support && ballot.member).length;
    const holders = { against: sum(AGAINST), for: sum(FOR), abstain: sum(ABSTAIN) };
    const members = { against: seats(AGAINST), for: seats(FOR), abstain: seats(ABSTAIN) };
    for (const key of ["against", "for", "abstain"] as const) {
      equal(`holders.${key}`, holders[key], entry.holders[key]);
      equal(`members.${key}`, members[key], entry.members[key]);
    }
    const { voices, report } = this.#books;
    const quorum = (voices.all(proposal.snapshot) * BigInt(report.votes.quorumPercent)) / 100n;
    equal("holders.quorum", quorum, entry.holders.quorum);
    equal("members.seats", proposal.seats?.size ?? 0, entry.members.seats);
    const approvals = approvalsOf(ballots, proposal.options.length);
    equal("approvals", approvals.join(", "), entry.approvals.join(", "));

    const quorate = holders.for + holders.abstain >= quorum && this.#isHeeded(proposal, members);
    const top = proposal.options.length > 0 ? uniqueTop(approvals) : holders.for > holders.against ? 1 : 0;
    proposal.winner = quorate ? top : 0;
    equal("winner", proposal.winner, entry.winner);
    equal("state", proposal.winner === 0 ? "defeated" : "succeeded", entry.state);
  }

  queue(entry: Entry<"queue">): void {
    const proposal = this.#proposalOf(entry);
    if (proposal === undefined) return;
    this.#books.equal("timeline", entry.path, "outcome", proposal.stage, ORDER);
    if (proposal.winner === 0) {
      this.#books.fail("vote", entry.path, "nothing", "a queue entry", "What was defeated is never carried out.");
    }
    proposal.stage = "queue";
    this.#books.passed++;
  }

  execute(entry: Entry<"execute">): void {
    const proposal = this.#proposalOf(entry);
    if (proposal === undefined) return;
    this.#books.equal("timeline", entry.path, "queue", proposal.stage, ORDER);
    proposal.stage = "execute";
    const { options, winner, calls } = proposal;
    const from = options.slice(0, winner - 1).reduce((sum, option) => sum + option, 0);
    const won = options.length === 0 ? calls : calls.slice(from, from + (options[winner - 1] ?? 0));
    const text = (list: readonly CallView[]) => list.map(({ target, data }) => `${target} ${data}`).join(", ");
    const message = "Exactly what won is carried out.";
    this.#books.equal("vote", `${entry.path}.calls`, text(won), text(entry.calls), message);
  }

  /** Whether the members let the holders' decision stand. */
  #isHeeded(proposal: Proposal, members: { against: number; for: number; abstain: number }): boolean {
    const { vetoBps, turnoutBps, fewestSeats } = this.#books.report.votes;
    const seats = proposal.seats?.size ?? 0;
    const share = (bps: number) => Math.max(fewestSeats, Math.ceil((seats * bps) / 10_000));
    if (proposal.class === "constitutional") {
      const voted = members.against + members.for + members.abstain;
      return voted >= share(turnoutBps) && members.for > members.against;
    }
    return members.against <= members.for || members.against < share(vetoBps);
  }

  #weigh({ path, voter, weight }: Entry<"vote">, proposal: Proposal): void {
    const { voices } = this.#books;
    // Whoever holds tokens that the story didn't mint votes with a weight that can't be recomputed here.
    if (!voices.knows(voter)) return;
    const held = voices.of(voter, proposal.snapshot);
    const cap = proposal.cap ?? 0n;
    const message = "Votes are the tokens held at the snapshot, within one person's cap.";
    this.#books.equal("vote", `${path}.weight`, held < cap ? held : cap, weight, message);
  }

  #look(proposal: Proposal): void {
    const { voices, report, members } = this.#books;
    proposal.cap ??= (voices.all(proposal.snapshot) * BigInt(report.capBps)) / 10_000n;
    proposal.seats ??= new Set(members.wallets());
  }

  #proposalOf(entry: { path: string; proposal: string }): Proposal | undefined {
    const known = this.#proposals.get(entry.proposal);
    if (known !== undefined) return known;
    this.#books.fail("timeline", entry.path, "a propose entry", entry.proposal, "No such proposal.");
    return undefined;
  }
}

const ORDER = "Proposals are proposed, decided, queued, executed, in this order.";

/** Weight that approves of keeping things as they are, then of each option. */
function approvalsOf(ballots: readonly Ballot[], options: number): bigint[] {
  if (options === 0) return [];
  return Array.from({ length: options + 1 }, (_, option) =>
    ballots
      .filter(({ support, options: named }) => named.includes(option) || (option === 0 && support === AGAINST))
      .reduce((total, { weight }) => total + weight, 0n),
  );
}

/** The option with more approvals than all others and than keeping things as they are; 0 if there is none. */
function uniqueTop(approvals: readonly bigint[]): number {
  const most = approvals.reduce((a, b) => (a > b ? a : b), 0n);
  return approvals.filter((approval) => approval === most).length === 1 ? approvals.indexOf(most) : 0;
}
