// What of a book one page needs. It is a copy: the book goes on while a page is being drawn from it.
import { seatAuthor } from "@commonmind/sdk";
import { t } from "../../i18n/i18n.ts";
import type { About, Happening, Leaf, Ledger, Model, Proposal, ReviewRound, Work } from "../types.ts";
import type { Book, BookModel, BookProposal, BookRelease } from "./book.ts";
import { headingOf } from "./foldVotes.ts";
import { crowdOf, newestOf } from "./rows.ts";
import { bandOf } from "./sums.ts";

/** Of all that is under review, and of what moved the reserve: the newest. */
const REVIEWS = 12;
const RESERVE_CHANGES = 1_000;
/** Happenings, many of which are one line for their readers. */
const HAPPENINGS = 120;
/** Of those that a model is made of, those who hold most. */
const LARGEST = 10;

const NOTHING: ReadonlySet<never> = new Set();

/** Whom and what a page is about, with all that belongs to them. Accounts in lower case. */
type Subjects = {
  readonly accounts: ReadonlySet<string>;
  readonly seats: ReadonlySet<bigint>;
  /** Under which names they are authors and are paid: accounts, and seats written as such. */
  readonly names: ReadonlySet<string>;
};

function subjectsOf({ indices, recoveries, seats: all }: Book, about: About): Subjects {
  const accounts = new Set((about.accounts ?? []).map((it) => it.toLowerCase()));
  const seats = new Set([...accounts].flatMap((it) => [...(indices.seatsAt.get(it) ?? NOTHING)]));
  // What a lost wallet still holds is its heir's business.
  for (const seat of seats) {
    if (!accounts.has(all.get(seat)?.wallet.toLowerCase() ?? "")) continue;
    for (const lost of indices.inheritances.get(seat) ?? NOTHING) {
      if (recoveries.get(lost)?.seat === seat) accounts.add(lost);
    }
  }
  const names = new Set([...accounts, ...[...seats].map((it) => seatAuthor(it).toLowerCase())]);
  return { accounts, seats, names };
}

/** Only entries of these keys. */
function only<key, value>(map: ReadonlyMap<key, value>, keys: Iterable<key>): Map<key, value> {
  const found = new Map<key, value>();
  for (const key of keys) {
    const value = map.get(key);
    if (value !== undefined) found.set(key, value);
  }
  return found;
}

const copied = <key, value>(map: ReadonlyMap<key, value>, copy: (value: value) => value): Map<key, value> =>
  new Map([...map].map(([key, value]) => [key, copy(value)]));

export function excerptOf(book: Book, about: About = {}): Ledger {
  const subjects = subjectsOf(book, about);
  const { accounts, seats, names } = subjects;
  const { works, rounds } = worksAndRounds(book, about, subjects);
  const lenders = [...accounts].flatMap((it) => [...(book.indices.lendersTo.get(it) ?? NOTHING)]);
  const models = new Set([...works.values()].map(({ modelId }) => modelId));
  const { supplies: _, quorums: _q, chamberRules: _c, census: _s, indices: _i, ...rest } = book;
  return {
    ...rest,
    models: book.models.map((model) => modelOf(model, names, about.rings ?? false)),
    works,
    rounds,
    proposals: book.proposals.map((it) => proposalOf(it, about, accounts)),
    shared: about.money ? book.shared.filter(({ modelId }) => models.has(modelId)) : [],
    dividends: about.money ? [...book.dividends] : [],
    slices: book.slices.map((slice) => ({ ...slice })),
    collected: names.size > 0 ? book.collected.filter(({ account }) => names.has(account.toLowerCase())) : [],
    dividendPayments: seats.size > 0 ? book.dividendPayments.filter(({ seat }) => seats.has(seat)) : [],
    seats: copied(only(book.seats, seats), (seat) => ({
      ...seat,
      spans: seat.spans.map((span) => ({ ...span })),
      moves: [...seat.moves],
    })),
    seatOf: only(book.seatOf, accounts),
    recoveries: only(book.recoveries, accounts),
    happenings: book.happenings.slice(0, HAPPENINGS).map(({ time, key, say }): Happening => ({ time, key, ...say() })),
    pools: copied(book.pools, (pool) => only(pool, seats)),
    voices: copied(only(book.voices, accounts), (steps) => steps.map((step) => ({ ...step }))),
    delegates: only(book.delegates, [...accounts, ...lenders]),
    tokens: only(book.tokens, [...accounts, ...lenders]),
    crowd: about.crowd ? crowdOf(book) : undefined,
    newest: new Map(about.models?.map((id) => [id, newestOf(book, id)])),
    growing: new Map(about.growing ? book.growing : []),
    assets: [...book.assets],
    reserveChanges: book.reserveChanges.slice(-RESERVE_CHANGES),
    splits: [...book.splits],
    ruleHistory: [...book.ruleHistory],
    ceilings: new Map(book.ceilings),
    delisted: new Set(book.delisted),
  };
}

function modelOf({ works: _, sums, ...model }: BookModel, names: ReadonlySet<string>, rings: boolean): Model {
  const people = sums.madeOf.people.filter(({ author }, i) => i < LARGEST || names.has(author.toLowerCase()));
  return {
    ...model,
    releases: model.releases.map(({ works: _, ...release }: BookRelease) => release),
    earned: copied(model.earned, (split) => ({ ...split })),
    sums: {
      ...sums,
      madeOf: { ...sums.madeOf, people },
      releases: rings
        ? sums.releases
        : sums.releases.map((release) => ({ ...release, manifests: [bandOf(release.manifests)] })),
    },
  };
}

function worksAndRounds(book: Book, about: About, { seats, names }: Subjects) {
  const { worksOf, judgedBy, underReview } = book.indices;
  const whole = new Set(about.works);
  const judged = new Set([...seats].flatMap((seat) => [...(judgedBy.get(seat) ?? NOTHING)]));
  const newest = about.reviews ? [...underReview].slice(-REVIEWS) : [];
  const theirs = [...names].flatMap((name) => [...(worksOf.get(name) ?? NOTHING)]);
  const ids = [...new Set([...theirs, ...judged, ...newest, ...whole])].sort((a, b) => (a < b ? -1 : 1));
  const works = new Map<bigint, Work>();
  const rounds = new Map<bigint, ReviewRound[]>();
  const ownLeaf = ({ author, holder }: Leaf) => names.has(author.toLowerCase()) || names.has(holder.toLowerCase());
  for (const id of ids) {
    const work = book.works.get(id);
    if (!work) continue;
    const all = whole.has(id);
    const leaves = all ? work.leaves : work.leaves.filter(ownLeaf);
    works.set(id, { ...work, leaves: leaves.map((leaf) => ({ ...leaf, struck: [...leaf.struck] })) });
    if (!all && !judged.has(id) && !newest.includes(id)) continue;
    const held = (book.rounds.get(id) ?? []).map((round) => ({
      ...round,
      // Of a panel that is over, only what these seats did is told again.
      panel: round.panel
        .filter(({ seat }) => all || round.closedAt === undefined || seats.has(seat))
        .map((it) => ({ ...it })),
    }));
    if (held.length > 0) rounds.set(id, held);
  }
  return { works, rounds };
}

function proposalOf(proposal: BookProposal, about: About, accounts: ReadonlySet<string>): Proposal {
  const { id, executedAt, canceledAt, tally, options } = proposal;
  const title = headingOf(proposal);
  const titled = options.map((option, i) => ({ ...option, title: option.title || t("Option {i}", { i: i + 1 }) }));
  if (about.proposals?.includes(id)) {
    return { ...proposal, title, tally, options: titled, ballots: proposal.ballots };
  }
  // Their words and calls are long; elsewhere only the calls of those are shown that can still be carried out.
  const alive = executedAt === undefined && canceledAt === undefined && tally.passes;
  return {
    ...proposal,
    ...{ title, tally, body: "", description: "" },
    ballots: [...accounts].flatMap((account) => proposal.ballotOf(account) ?? []),
    actions: alive ? proposal.actions : [],
    options: titled.map((option) => ({ ...option, text: "", actions: alive ? option.actions : [] })),
  };
}
