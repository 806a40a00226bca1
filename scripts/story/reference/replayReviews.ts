/** Reviews: panels, commitments, scores and what they come to, challenges, and the pay that becomes work of its own. */
import type { Books, Progress } from "./books.ts";
import type { Entry, EntryView } from "./entries.ts";
import { isPay } from "./pay.ts";
import type { Panel } from "./reviews.ts";

type OfRound = Extract<EntryView, { round: number }>;

export class ReviewReplay {
  readonly #books: Books;
  /** Declared units that seats earned and didn't collect, by model, seat and reason. */
  readonly #earned = new Map<string, bigint>();

  constructor(books: Books) {
    this.#books = books;
  }

  draw(entry: Entry<"draw">): void {
    const { path, round, seats, fee } = entry;
    const progress = this.#of(entry);
    if (progress === undefined) return;
    const { review } = progress;
    const { panelSize, fee: most } = this.#books.report.review;
    if (review.panels[round] !== undefined) this.#fail(path, "once", "again", "A panel is drawn once for each round.");
    if (round > 1 && !review.challenged) this.#fail(path, "a challenge before", "none", "Nobody challenged.");
    if (new Set(seats).size !== seats.length) this.#fail(path, "each seat once", seats.join(), "Drawn twice.");
    if (round === 1) this.#books.equal("review", path, panelSize, seats.length, "The first panel has its fixed size.");
    const before = review.panels[1]?.seats ?? [];
    if (round > 1) {
      const both = seats.filter((seat) => before.includes(seat));
      this.#books.equal("review", path, "", both.join(), "Nobody judges a work twice.");
      if (seats.length <= before.length) this.#fail(path, `above ${before.length}`, seats.length, "It isn't larger.");
    }
    const submitter = this.#books.members.seatOf(progress.submitter ?? "")?.number;
    if (submitter !== undefined && seats.includes(submitter)) {
      this.#fail(path, "others", submitter, "Nobody judges what the own seat handed in.");
    }
    if (fee > most) this.#fail(`${path}.fee`, `0..${most}`, fee, "It is above the fee of the rules.");
    review.draw(round, seats, fee);
  }

  commit(entry: Entry<"commit">): void {
    const { path, seat } = entry;
    const panel = this.#panelWith(entry, seat);
    if (panel?.committed.has(seat)) this.#fail(path, "once", "again", "A reviewer commits once.");
    panel?.committed.add(seat);
  }

  reveal(entry: Entry<"reveal">): void {
    const { path, seat, score } = entry;
    const panel = this.#panelWith(entry, seat);
    if (panel === undefined) return;
    if (!panel.committed.has(seat)) this.#fail(path, "a commit entry before", "none", "Revealed without committing.");
    if (panel.revealed.has(seat)) this.#fail(path, "once", "again", "A reviewer reveals once.");
    if (score > 100) this.#fail(`${path}.score`, "0..100", score, "Scores go from 0 to 100.");
    panel.revealed.set(seat, score);
  }

  stepBack(entry: Entry<"recuse">): void {
    this.#panelWith(entry, entry.seat)?.recused.add(entry.seat);
  }

  /** A voice is taken away by a leaf of the reviewer's own. */
  takeVoice(entry: Entry<"void">): void {
    const { path, seat, contribution, index } = entry;
    this.#panelWith(entry, seat)?.voided.add(seat);
    const leaf = this.#books.progress.get(contribution)?.contribution.leaves.find((one) => one.index === index);
    const wallet = this.#books.members.seats.get(seat)?.wallets.at(-1);
    const own = leaf !== undefined && (BigInt(leaf.account) === BigInt(seat) || leaf.account === wallet);
    if (!own) this.#fail(path, `a leaf of seat ${seat}`, `leaf ${index}`, "The leaf is somebody else's.");
  }

  tally(entry: Entry<"tally">): void {
    const { path, round, score, weights } = entry;
    const progress = this.#of(entry);
    if (progress === undefined) return;
    const { review } = progress;
    const panel = review.panels[round];
    if (panel === undefined) this.#fail(path, "a draw entry before", "none", "There is no panel.");
    const voices = review.counting(round);
    panel?.seats.forEach((seat, place) => {
      const weight = weights[place] ?? 0n;
      const silent = weights.length > 0 && voices.has(seat) === (weight === 0n);
      if (silent) this.#fail(path, "weight for who counts", `seat ${seat}: ${weight}`, "Another voice was weighed.");
    });
    const expected = review.count(round, weights);
    this.#books.equal("review", `${path}.score`, expected, score, "It isn't the lower weighted median.");
    review.counted = score;
  }

  /** A vote judges, or nobody did in time. */
  decide(entry: Entry<"decide">): void {
    const progress = this.#of(entry);
    if (progress !== undefined) progress.review.counted = entry.score;
  }

  challenge(entry: Entry<"challenge">): void {
    const progress = this.#of(entry);
    if (progress === undefined) return;
    const { review } = progress;
    if (review.verdict === undefined)
      this.#fail(entry.path, "a score before", "none", "There is nothing to challenge.");
    if (review.challenged) this.#fail(entry.path, "once", "again", "A work is challenged once.");
    review.challenged = true;
  }

  /** The pay of one review, once its work's verdict is final. */
  reviewed(entry: Entry<"reviewed">): void {
    const { path, round, seat, units } = entry;
    const progress = this.#of(entry);
    if (progress === undefined) return;
    const { review, contribution } = progress;
    this.#panelWith(entry, seat);
    const key = `${round} ${seat}`;
    if (review.paid.has(key)) this.#fail(path, "once", "again", "A review is paid once.");
    review.paid.add(key);
    const due = review.pay(round, seat, contribution.score);
    this.#books.equal("review", `${path}.units`, due, units, "Pay is the fee, less a fiftieth for each point off.");
    this.#earn("review", contribution.model, seat, units);
  }

  /** What a finder of a duplicate earns: a tenth of what stops, in declared units. */
  found({ path, contribution, units, finder, reward }: Entry<"strike">): void {
    const due = finder === undefined ? 0n : units / 1_000n;
    this.#books.equal("strike", `${path}.reward`, due, reward, "The finder earns a tenth.");
    const model = this.#books.progress.get(contribution)?.contribution.model;
    if (finder !== undefined && model !== undefined) this.#earn("duplicate", model, finder, reward);
  }

  pay({ path, reason, model, seat, units, contribution }: Entry<"pay">): void {
    const key = `${reason} ${model} ${seat}`;
    this.#books.equal("review", `${path}.units`, this.#earned.get(key) ?? 0n, units, "Another amount was earned.");
    this.#earned.delete(key);
    const work = this.#books.progress.get(contribution)?.contribution;
    if (work === undefined || !isPay(work)) {
      this.#fail(path, "a contribution of one leaf", contribution, "Pay is work of its own.");
      return;
    }
    this.#books.equal("review", `${path}.units`, work.submittedUnits, units, "The contribution has other units.");
    this.#books.equal("review", `${path}.seat`, work.leaves[0]?.author ?? "", `seat:${seat}`, "It is another's.");
    this.#books.paidAs.add(contribution);
  }

  #earn(reason: string, model: string, seat: string, units: bigint): void {
    const key = `${reason} ${model} ${seat}`;
    this.#earned.set(key, (this.#earned.get(key) ?? 0n) + units);
  }

  #panelWith(entry: OfRound, seat: string): Panel | undefined {
    const panel = this.#of(entry)?.review.panels[entry.round];
    if (panel?.seats.includes(seat)) return panel;
    this.#fail(entry.path, "a seat of the panel", seat, "This seat isn't on the panel.");
    return undefined;
  }

  #of({ path, contribution }: { path: string; contribution: string }): Progress | undefined {
    const known = this.#books.progress.get(contribution);
    if (known === undefined) this.#fail(path, "a known contribution", contribution, "There is no such contribution.");
    return known;
  }

  #fail(key: string, expected: string | number | bigint, actual: string | number | bigint, message: string): void {
    this.#books.fail("review", key, expected, actual, message);
  }
}
