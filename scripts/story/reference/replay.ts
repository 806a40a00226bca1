/** Walks the timeline in its order, keeps the exact books beside it, and reports every entry that they refute. */
import { Books } from "./books.ts";
import type { EntryView } from "./entries.ts";
import type { Findings } from "./findings.ts";
import type { ExpectedHistory } from "./history.ts";
import { isPay } from "./pay.ts";
import { MoneyReplay } from "./replayMoney.ts";
import { ReviewReplay } from "./replayReviews.ts";
import { SeatReplay } from "./replaySeats.ts";
import { VoteReplay } from "./replayVotes.ts";
import { WorkReplay } from "./replayWork.ts";
import type { ReportView } from "./shape.ts";

export function replay(report: ReportView, expected: ExpectedHistory, findings: Findings): Books {
  const books = new Books(report, expected, findings);
  const parts = {
    work: new WorkReplay(books),
    reviews: new ReviewReplay(books),
    votes: new VoteReplay(books),
    money: new MoneyReplay(books),
    seats: new SeatReplay(books),
  };
  let [seq, time] = [-1, 0n];
  for (const entry of report.timeline) {
    const { path } = entry;
    if (entry.seq <= seq) books.fail("timeline", path, `above ${seq}`, entry.seq, "seq must increase.");
    if (entry.time < time) books.fail("timeline", path, `from ${time}`, entry.time, "time must not go back.");
    [seq, time] = [entry.seq, entry.time];
    take(entry, parts);
  }
  books.time = time;
  for (const { contribution, submitter, scored } of books.progress.values()) {
    const key = `contribution ${contribution.id}`;
    if (isPay(contribution) !== books.paidAs.has(contribution.id)) {
      books.fail("review", key, "a pay entry", "none", "What reviewers and finders earn is told when it is collected.");
    }
    if (submitter === undefined)
      books.fail("timeline", key, "a submit entry", "none", "Every contribution is submitted once.");
    if (!scored) books.fail("timeline", key, "a score entry", "none", "Every contribution is scored.");
  }
  return books;
}

type Parts = { work: WorkReplay; reviews: ReviewReplay; votes: VoteReplay; money: MoneyReplay; seats: SeatReplay };

function take(entry: EntryView, { work, reviews, votes, money, seats }: Parts): void {
  if (entry.type === "submit") work.submit(entry);
  else if (entry.type === "score") work.score(entry);
  else if (entry.type === "draw") reviews.draw(entry);
  else if (entry.type === "commit") reviews.commit(entry);
  else if (entry.type === "reveal") reviews.reveal(entry);
  else if (entry.type === "recuse") reviews.stepBack(entry);
  else if (entry.type === "void") reviews.takeVoice(entry);
  else if (entry.type === "tally") reviews.tally(entry);
  else if (entry.type === "decide") reviews.decide(entry);
  else if (entry.type === "challenge") reviews.challenge(entry);
  else if (entry.type === "reviewed") reviews.reviewed(entry);
  else if (entry.type === "pay") reviews.pay(entry);
  else if (entry.type === "strike") {
    work.strike(entry);
    reviews.found(entry);
  } else if (entry.type === "units") work.units(entry);
  else if (entry.type === "withdraw") work.withdraw(entry);
  else if (entry.type === "propose") votes.propose(entry);
  else if (entry.type === "vote") votes.vote(entry);
  else if (entry.type === "outcome") votes.outcome(entry);
  else if (entry.type === "queue") votes.queue(entry);
  else if (entry.type === "execute") votes.execute(entry);
  else if (entry.type === "register") work.register(entry);
  else if (entry.type === "release") work.release(entry);
  else if (entry.type === "receive") money.receive(entry);
  else if (entry.type === "settle") money.settle(entry);
  else if (entry.type === "claim") money.claim(entry);
  else if (entry.type === "dividend") money.dividend(entry);
  else if (entry.type === "sweep") money.sweep(entry);
  else if (entry.type === "enrol") seats.enrol(entry);
  else if (entry.type === "renew") seats.renew(entry);
  else if (entry.type === "rebindAsked") seats.rebindAsked(entry);
  else if (entry.type === "rebind") seats.rebind(entry);
  else if (entry.type === "recover") seats.recover(entry);
  else if (entry.type === "expire") seats.expire(entry);
}
