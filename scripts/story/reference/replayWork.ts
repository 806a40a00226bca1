/** Work: what was submitted, scored, claimed and withdrawn, and what each release took in. */

import { concat, type Hex, keccak256 } from "viem";
import type { Books, Progress } from "./books.ts";
import { isAccepted } from "./books.ts";
import { DERIVED } from "./derived.ts";
import type { Entry } from "./entries.ts";
import { isPay } from "./pay.ts";

/** Releases of the history's model. */
const MAX_RELEASES = 2;

export class WorkReplay {
  readonly #books: Books;
  /** Registrations and releases so far: each was decided by a vote of its own. */
  #decided = 0;

  /** Works that somebody challenges: their first verdict isn't the last. */
  readonly #challenged: ReadonlySet<string>;

  constructor(books: Books) {
    this.#books = books;
    const challenges = books.report.timeline.filter((entry) => entry.type === "challenge");
    this.#challenged = new Set(challenges.map(({ contribution }) => contribution));
  }

  submit(entry: Entry<"submit">): void {
    const progress = this.#of(entry);
    if (progress === undefined) return;
    const { contribution } = progress;
    if (progress.submitter !== undefined)
      this.#books.fail("timeline", entry.path, "once", "again", "A contribution is submitted once.");
    progress.submitter = entry.submitter;
    const other = "The contribution has another model.";
    this.#books.equal("timeline", `${entry.path}.model`, contribution.model, entry.model, other);
    const message = "A contribution is submitted with its submittedUnits.";
    this.#books.equal("units", `${entry.path}.units`, contribution.submittedUnits, entry.units, message);
  }

  score(entry: Entry<"score">): void {
    const progress = this.#of(entry);
    if (progress === undefined) return;
    const { contribution, review } = progress;
    if (progress.submitter === undefined) {
      this.#books.fail("timeline", entry.path, "a submit entry before", "none", "Scored too early.");
    }
    if (progress.scored && !review.challenged) {
      this.#books.fail("timeline", entry.path, "once", "again", "A contribution is scored once, unless challenged.");
    }
    progress.scored = true;
    if (isPay(contribution)) review.counted = 100;
    if (review.counted === undefined) {
      this.#books.fail("review", entry.path, "a tally or a vote before", "none", "Nobody judged this.");
    } else this.#books.equal("review", `${entry.path}.score`, review.counted, entry.score, "The panel said otherwise.");
    [review.verdict, review.counted] = [entry.score, undefined];
    const comesAnother = !review.challenged && this.#challenged.has(entry.contribution);
    if (comesAnother) return;
    const message = "The contribution shows another score.";
    this.#books.equal("contribution", `${entry.path}.score`, contribution.score, entry.score, message);
  }

  units(entry: Entry<"units">): void {
    const { ledger, minted, voices, report } = this.#books;
    const progress = this.#of(entry);
    if (progress === undefined) return;
    const position = ledger.position(entry.contribution, entry.index);
    if (position === undefined) {
      this.#books.fail("units", entry.path, "an accepted leaf", `leaf ${entry.index}`, "There is no such leaf.");
      return;
    }
    if (!progress.scored) {
      this.#books.fail("timeline", entry.path, "a score entry before", "none", "Claimed too early.");
    }
    if (position.opened)
      this.#books.fail("units", entry.path, "once", "again", "The units of a leaf are claimed once.");
    position.opened = true;
    const { account, units } = position;
    this.#books.equal("units", `${entry.path}.account`, account, entry.account, "The leaf has another account.");
    this.#books.equal("units", `${entry.path}.units`, units, entry.units, "The leaf is worth other units.");
    const tokens = units * (report.tokenRates.get(progress.contribution.kind) ?? 0n);
    const message = "Tokens are units x the rate of the kind.";
    this.#books.equal("units", `${entry.path}.tokens`, tokens, entry.tokens, message);
    minted.set(account, (minted.get(account) ?? 0n) + entry.tokens);
    voices.move(this.#books.walletOf(account), entry.time, entry.tokens);
  }

  withdraw(entry: Entry<"withdraw">): void {
    const { path } = entry;
    const position = this.#books.ledger.position(entry.contribution, entry.index);
    if (position === undefined || position.withdrawn) {
      const leaf = `${entry.contribution}/${entry.index}`;
      this.#books.fail("withdraw", path, "a leaf that is still in", leaf, "Nothing is there to be withdrawn.");
      return;
    }
    if (!position.opened) this.#books.fail("withdraw", path, "a units entry before", "none", "Withdrawn too early.");
    position.withdrawn = true;
    const { account, units } = position;
    this.#books.equal("withdraw", `${path}.account`, account, entry.account, "The leaf has another account.");
    this.#books.equal("withdraw", `${path}.units`, units, entry.units, "The whole leaf leaves.");
  }

  /** A copied item ends its leaf: the story copies only into leaves of one item. */
  strike(entry: Entry<"strike">): void {
    const { ledger, minted, voices, report, progress } = this.#books;
    const { path, contribution, index, earlier } = entry;
    const equal = (what: string, expected: string | bigint, actual: string | bigint, message: string) =>
      this.#books.equal("strike", `${path}.${what}`, expected, actual, message);
    const position = ledger.position(contribution, index);
    const leafOf = (id: string, place: number) =>
      progress.get(id)?.contribution.leaves.find((leaf) => leaf.index === place);
    const [copy, first] = [leafOf(contribution, index), leafOf(earlier.id, earlier.index)];
    if (position === undefined || position.withdrawn || copy === undefined || first === undefined) {
      this.#books.fail("strike", path, "a leaf that is still in", `${contribution}/${index}`, "Nothing to be struck.");
      return;
    }
    position.withdrawn = true;
    const isLater = BigInt(earlier.id) < BigInt(contribution) || (earlier.id === contribution && earlier.index < index);
    if (!isLater) this.#books.fail("strike", path, "an earlier work", earlier.id, "What came first is no copy.");
    const root = keccak256(concat(["0x00", entry.item as Hex]));
    equal("item", copy.itemsRoot.toLowerCase(), root, "The leaf's only item is another one.");
    equal("account", position.account, entry.account, "The leaf has another account.");
    equal("units", position.units, entry.units, "The leaf's one item is all of it.");
    const kind = progress.get(contribution)?.contribution.kind ?? "";
    const burnt = position.opened ? entry.units * (report.tokenRates.get(kind) ?? 0n) : 0n;
    equal("tokens", burnt, entry.tokens, "Its tokens are burnt.");
    minted.set(position.account, (minted.get(position.account) ?? 0n) - entry.tokens);
    voices.move(this.#books.walletOf(position.account), entry.time, -entry.tokens);
  }

  register(entry: Entry<"register">): void {
    const { lineage, ledger, report } = this.#books;
    const { path, model, name } = entry;
    this.#decide(path);
    if (this.#books.derived !== undefined) {
      this.#books.fail("model", path, "one", "two", "The story registers one model.");
    }
    this.#books.derived = model;
    this.#books.equal("model", `${path}.name`, DERIVED.name, name, "The derived model has another name.");
    const expected = `${this.#books.base} ${DERIVED.upstreamBps}`;
    const declared = entry.upstream.map((one) => `${one.model} ${one.bps}`).join(", ");
    this.#books.equal("model", `${path}.upstream`, expected, declared, "It is built on the history's model alone.");
    for (const one of entry.upstream) {
      if (ledger.current(one.model) > 0) continue;
      this.#books.fail(
        "model",
        `${path}.upstream`,
        "a released model",
        one.model,
        "Only released models are built on.",
      );
    }
    const flat = lineage.register(model, entry.upstream);
    const shown = report.models.find(({ id }) => id === model)?.upstream ?? [];
    const text = (list: typeof shown) => list.map((one) => `${one.model} ${one.bps}`).join(", ");
    this.#books.equal(
      "model",
      `params.models of ${model}`,
      text(flat),
      text(shown),
      "Its lineage works out otherwise.",
    );
  }

  release(entry: Entry<"release">): void {
    const { ledger, derived } = this.#books;
    const { path, model } = entry;
    const n = ledger.current(model) + 1;
    this.#books.equal("release", `${path}.n`, n, entry.n, "Releases are numbered from 1.");
    const most = model === derived ? DERIVED.releases : MAX_RELEASES;
    if (n > most) this.#books.fail("release", path, most, n, "The story has fewer releases.");
    this.#decide(path);
    this.#join(entry, n);
    this.#leave(entry, n);
    ledger.release(model);
  }

  #join(entry: Entry<"release">, n: number): void {
    const { ledger, progress } = this.#books;
    const members: string[] = [];
    const joining: string[] = [];
    for (const [id, { contribution, release, scored }] of progress) {
      if (contribution.model !== entry.model || !isAccepted(contribution) || (release ?? 0) > n) continue;
      // Pay of later reviews joins later.
      if (release === undefined && !scored) continue;
      if (!scored) this.#books.fail("release", entry.path, "a score before", id, "A release takes only scored work.");
      members.push(id);
      const positions = contribution.leaves.map(({ index }) => ledger.position(id, index));
      if (positions.every((position) => position?.joined !== undefined)) continue;
      joining.push(id);
      for (const position of positions) if (position !== undefined) position.joined ??= n;
    }
    // Published as those that join; the list of all members says the same, so it passes too.
    const included = listIds(entry.included);
    if (included === listIds(members)) return;
    const message = "Accepted work of these months joins.";
    this.#books.equal("release", `${entry.path}.included`, listIds(joining), included, message);
  }

  #leave(entry: Entry<"release">, n: number): void {
    const { ledger } = this.#books;
    const leaving = ledger.leaving(entry.model);
    const excluded = entry.excluded.map(({ id, index }) => `${id}/${index}`);
    const message = "Exactly the leaves that were withdrawn since the last release leave.";
    const [expected, shown] = [[...leaving].sort().join(", "), [...excluded].sort().join(", ")];
    this.#books.equal("release", `${entry.path}.excluded`, expected, shown, message);
    for (const { id, index } of entry.excluded) {
      const position = ledger.position(id, index);
      if (position !== undefined && position.model === entry.model) position.left ??= n;
    }
  }

  #decide(path: string): void {
    this.#decided++;
    if (this.#books.passed >= this.#decided) return;
    const message = "Each release and each model needs a proposal of its own.";
    this.#books.fail("release", path, this.#decided, this.#books.passed, message);
  }

  #of(entry: Entry<"submit"> | Entry<"score"> | Entry<"units">): Progress | undefined {
    const known = this.#books.progress.get(entry.contribution);
    if (known !== undefined) return known;
    const message = "There is no such contribution.";
    this.#books.fail("timeline", entry.path, "a known contribution", entry.contribution, message);
    return undefined;
  }
}

function listIds(ids: readonly string[]): string {
  return [...ids].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)).join(", ");
}
