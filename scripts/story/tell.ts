// The story from its first manifest to its last claim, and the report of what the chain says happened.
import type { Deployment } from "@commonmind/sdk";
import type { Account, Address } from "viem";
import { kinds } from "../../deploy/genesis.ts";
import { type Chain, requireShortPeriods } from "../lib/chain.ts";
import { type Holder, holdersOf, payeeOf, Received, readAccounts, readContributions, readMembers } from "./accounts.ts";
import { checkBalances } from "./balances.ts";
import { authorSigner, type Cast, gatherCast } from "./cast.ts";
import { DERIVED_NAME, planLessons, registerDerived } from "./derived.ts";
import { decideDirection } from "./directions.ts";
import { decide } from "./government.ts";
import { authorAccount, type PlannedContribution } from "./history.ts";
import * as seats from "./members.ts";
import { type Assets, claimAll, createAssets, earn, type Payment } from "./money.ts";
import { volunteer } from "./panels.ts";
import { listing, publication } from "./publication.ts";
import { Purses } from "./purses.ts";
import { lateAuthors } from "./reach.ts";
import { refuse } from "./refusals.ts";
import type { StoryReport } from "./report.ts";
import { derivedPart, NATIVE_ASSET, type Phase, type RevenueRow } from "./revenue.ts";
import { chooseRoles, memberSigner, NEIGHBOURS, newWallet, READERS, READERS_KINDS, type Roles } from "./roles.ts";
import { type Rules, readModels, readRules, requireUntold } from "./rules.ts";
import { canBeTold, tellScenes } from "./scenes.ts";
import { readTimeline } from "./timeline.ts";
import { totalsOf } from "./totals.ts";
import {
  type Contribution,
  carryOut,
  claimLeaves,
  collectPay,
  type PlannedWork,
  SCORE_ACCEPTED,
  type StoryLeaf,
  type StoryWork,
  type WorkContext,
  withdraw,
} from "./work.ts";

/** The story is told on the first model of the genesis file. */
const MODEL = 1n;
const MODEL_NAME = "Assistant";
/** What its releases are called in the addresses of their cards. */
const SLUG = "release";

export type TellOptions = {
  plan: readonly PlannedContribution[];
  revenue: readonly RevenueRow[];
  seed: number;
  onProgress?: (message: string) => void;
};

/** Tells the story on a fresh co-op. `mismatches` holds what balances on chain contradict; the reference adds its own. */
export async function tellStory(chain: Chain, deployment: Deployment, options: TellOptions): Promise<StoryReport> {
  const cast = await gatherCast(chain, deployment);
  const rules = await readRules(chain, deployment, cast);
  requireShortPeriods(chain, Object.values(rules.periods));
  await requireUntold(chain, deployment, MODEL);
  const roles = chooseRoles(options.plan);
  const purses = await Purses.open(chain, everyone(cast, roles));
  return new Teller(purses, deployment, options, { cast, rules, roles }).tell();
}

/** All wallets that the story may pay. */
function everyone({ founders }: Cast, { authors, mover }: Roles): Address[] {
  const others = [...[...NEIGHBOURS, ...READERS].map(memberSigner), newWallet(mover), ...founders];
  return [...authors.map(authorAccount), ...others.map(({ address }) => address)];
}

class Teller {
  readonly #purses: Purses;
  readonly #chain: Chain;
  readonly #deployment: Deployment;
  readonly #options: TellOptions & { onProgress: (message: string) => void };
  readonly #cast: Cast;
  readonly #rules: Rules;
  readonly #roles: Roles;
  readonly #context;
  readonly #payments: Payment[] = [];
  readonly #works: StoryWork[] = [];
  /** What reviewers and finders of duplicates earned, as work. */
  readonly #pay: Contribution[] = [];
  /** Who signs for each seat that may be drawn. */
  readonly #reviewers: Map<bigint, Account>;
  /** Seats of people who joined, by name. */
  readonly #seats = new Map<string, bigint>();
  /** The seat that the belongings of a lost wallet followed. */
  readonly #movedTo = new Map<Address, bigint>();
  /** Leaves that are claimed after the last vote, by their positions. */
  readonly #late = new Map<bigint, StoryLeaf>();
  #assets: Assets = new Map();
  #derived = 0n;

  constructor(
    purses: Purses,
    deployment: Deployment,
    options: TellOptions,
    { cast, rules, roles }: { cast: Cast; rules: Rules; roles: Roles },
  ) {
    const { onProgress = () => {} } = options;
    this.#purses = purses;
    this.#chain = purses.chain;
    this.#deployment = deployment;
    this.#options = { ...options, onProgress };
    [this.#cast, this.#rules, this.#roles] = [cast, rules, roles];
    this.#context = { chain: purses.chain, deployment, cast, seed: options.seed, onProgress };
    this.#reviewers = new Map(cast.seats.map((seat, i) => [seat, cast.founders[i] as Account]));
  }

  async tell(): Promise<StoryReport> {
    const { plan, revenue, onProgress } = this.#options;
    const fromBlock = await this.#chain.client.getBlockNumber();
    this.#assets = await createAssets(this.#chain, revenue);
    await this.#readers();
    for (const release of [1, 2] as const) {
      onProgress(`release ${release}`);
      const works = plan.filter((work) => work.release === release);
      const joining = release === 1 ? this.#roles.early : this.#newcomers();
      await this.#carryOut(MODEL, works, joining);
      await this.#collectPay(MODEL);
      if (release === 1) await this.#firstRelease();
      else await this.#secondRelease();
    }
    onProgress("reading the chain's own record");
    return this.#report(fromBlock);
  }

  /** Until after revenue of phase 1: there is a derived model, and there are members. */
  async #firstRelease(): Promise<void> {
    const { onProgress } = this.#options;
    // Only members' voices count, so the first of them join before anything is decided.
    onProgress("the first authors become members");
    await this.#enrol(this.#roles.early.map(personOf));
    const listed = listing(this.#deployment, this.#assets);
    if (listed.length > 0) await this.#decide(`List the tokens ${tokenNames(this.#assets)}`, listed);
    await this.#earn(0);
    await this.#publish(MODEL, MODEL_NAME, 1);
    this.#derived = await registerDerived(this.#context, MODEL, this.#voters());

    onProgress("neighbours join");
    await this.#enrol(
      NEIGHBOURS.map((name) => ({ name, signer: memberSigner(name) })),
      seats.SHORT_TERM,
    );
    onProgress("revenue after release 1");
    await this.#earn(1);
    await this.#collectEarly();
    onProgress("two proposals that the members refuse");
    await refuse(this.#context, [...this.#voters(), ...NEIGHBOURS.map(memberSigner)]);
    await this.#changeHands();
  }

  /** A third collects early, everyone at the end: what one is paid must not depend on it. */
  async #collectEarly(): Promise<void> {
    const { mover } = this.#roles;
    const due = holdersOf(this.#contributions()).filter(({ author }, i) => i % 3 === 0 || author === mover);
    this.#options.onProgress(`collecting for ${due.length} people`);
    await this.#claim(due);
    const authors = due.map(({ author }) => this.#seats.get(author)).filter((seat) => seat !== undefined);
    // Every second founder collects by itself; for the others anyone may.
    const founders = new Map(this.#cast.seats.map((seat, i) => [seat, this.#cast.founders[i] as Account]));
    const own = [...founders.keys()].filter((_, i) => i % 2 === 0);
    await seats.collectDividend(this.#context, [...own, ...authors], this.#assets, founders);
  }

  /** Between the releases: the derived model gets its work and a release, an author leaves, a seat moves. */
  async #changeHands(): Promise<void> {
    const { onProgress, plan } = this.#options;
    const { mover, leaver } = this.#roles;
    const moving = this.#seats.get(mover);
    const person = { name: mover, signer: newWallet(mover) };
    const readyAt = moving === undefined ? 0n : await seats.askToMove(this.#context, person, moving);

    onProgress(`work on ${DERIVED_NAME}`);
    const month = plan.findLast(({ release }) => release === 1)?.month ?? "";
    const lessons = await this.#carryOut(this.#derived, planLessons(this.#cast, this.#readingSeat(), month), []);
    await this.#scenes(lessons, month);
    await this.#collectPay(this.#derived);
    await this.#publish(this.#derived, DERIVED_NAME, 1);

    const work = this.#works.find(({ planned }) => planned === leaver?.work);
    if (leaver !== undefined && work !== undefined && !this.#late.has(positionOf(work, leaver.index))) {
      onProgress("an author takes a leaf back");
      await withdraw(this.#context, work, leaver.index, authorSigner(leaver.author));
    }
    if (moving === undefined) return;
    onProgress("a seat moves to a new wallet");
    this.#followsAt = await seats.completeMove(this.#context, moving, authorAccount(mover), readyAt);
  }

  #followsAt = 0n;

  /** From release 2 to the end: what a lost wallet held follows its seat, two memberships end and one comes back. */
  async #secondRelease(): Promise<void> {
    const { onProgress } = this.#options;
    // What is still to be claimed for the lost wallet follows with everything else.
    const isLate = [...this.#late.values()].some(({ work, index }) => authorOf(work, index) === this.#roles.mover);
    if (!isLate) await this.#recover();
    onProgress("more members join");
    await this.#enrol(this.#newcomers().map(personOf));
    await decideDirection(this.#context, { modelId: MODEL, slug: SLUG, release: 2 }, this.#voters());
    if (this.#late.size > 0) await claimLeaves(this.#context, [...this.#late.values()]);
    this.#late.clear();
    if (isLate) await this.#recover();

    const lapsing = NEIGHBOURS.map((name) => this.#seats.get(name)).filter((seat) => seat !== undefined);
    onProgress(`${lapsing.length} memberships run out`);
    const graceEnds = await seats.expire(this.#context, lapsing);
    onProgress("revenue after release 2");
    await this.#earn(2);
    const [lost, late] = NEIGHBOURS;
    const back = this.#seats.get(late);
    if (back !== undefined) {
      const tooLate = await seats.renew(this.#context, { name: late, signer: memberSigner(late) }, back);
      // Only where a grace is shorter than it takes to get here.
      if (tooLate) await seats.sweep(this.#context, back, this.#assets, 0n);
    }

    const holders = holdersOf(this.#contributions());
    onProgress(`collecting for ${holders.length} people`);
    await this.#claim(holders);
    const swept = this.#seats.get(lost);
    if (swept !== undefined) await seats.sweep(this.#context, swept, this.#assets, graceEnds);
    const members = [...this.#cast.seats, ...this.#seats.values()].filter((seat) => seat !== swept);
    // Some leave theirs for later.
    const due = members.filter((seat) => seat % 10n !== 0n);
    onProgress(`the dividend of ${due.length} members`);
    await seats.collectDividend(this.#context, due, this.#assets);
  }

  /** Members who only review join first: they may be drawn a week later. */
  async #readers(): Promise<void> {
    this.#options.onProgress("members who only review join");
    await this.#enrol(READERS.map((name) => ({ name, signer: memberSigner(name) })));
    const joined = READERS.filter((name) => this.#seats.has(name));
    for (const name of joined) this.#reviewers.set(this.#seats.get(name) as bigint, memberSigner(name));
    for (const kind of READERS_KINDS) {
      await volunteer(this.#context, kinds.indexOf(kind), joined.map(memberSigner));
    }
  }

  /** How review holds against bad work, bad judgement and copies; where there are reviewers enough for it. */
  async #scenes(lessons: readonly StoryWork[], month: string): Promise<void> {
    const context = this.#workContext(this.#derived);
    const [lesson] = lessons;
    if (lesson === undefined || !(await canBeTold(context))) return;
    const seatOf = (name: string) => this.#seats.get(name) as bigint;
    const { works, reward } = await tellScenes(context, lesson, month, seatOf);
    this.#works.push(...works);
    this.#pay.push(...reward);
  }

  /** Enters what reviewers earned into the books, before a release closes its batch. */
  async #collectPay(modelId: bigint): Promise<void> {
    const month = this.#options.plan.findLast(({ release }) => release === 1)?.month ?? "";
    this.#pay.push(...(await collectPay(this.#workContext(modelId), modelId, month)));
  }

  #workContext(modelId: bigint): WorkContext {
    const { periods, slots } = this.#rules;
    return {
      ...this.#context,
      modelId,
      periods: { challenge: periods.challenge, slots },
      reviewers: this.#reviewers,
      decide: (description, actions) => this.#decide(description, actions),
    };
  }

  async #recover(): Promise<void> {
    const { mover } = this.#roles;
    const seat = this.#seats.get(mover);
    const holder = holdersOf(this.#works).find(({ author }) => author === mover);
    if (seat === undefined || holder === undefined) return;
    this.#options.onProgress("what the lost wallet held follows its seat");
    await seats.recover(this.#context, holder.account, holder.positions, this.#followsAt);
    this.#movedTo.set(holder.account, seat);
  }

  /** The seat that works on the derived model: the first author's who joined and keeps the wallet, else a founder's. */
  #readingSeat(): bigint {
    const name = this.#roles.early.find((author) => author !== this.#roles.mover && this.#seats.has(author));
    return (name === undefined ? undefined : this.#seats.get(name)) ?? (this.#cast.seats[1] as bigint);
  }

  /** Work from its submission to its claims, but for those that wait. `joining`: who becomes a member before the next vote. */
  async #carryOut(modelId: bigint, planned: readonly PlannedWork[], joining: readonly string[]): Promise<StoryWork[]> {
    const works = await carryOut(this.#workContext(modelId), planned);
    this.#works.push(...works);

    const admitted = joining.slice(0, await seats.roomOf(this.#context));
    const members = [...this.#cast.founders, ...READERS.map(memberSigner)].map(({ address }) => address);
    const seated = new Set([...members, ...[...this.#seats.keys(), ...admitted].map(authorAccount)]);
    const others = [...members, ...this.#roles.authors.map(authorAccount)];
    const late = await lateAuthors(this.#context, works, others, seated);
    const leaves = works
      .filter(({ score }) => score >= SCORE_ACCEPTED)
      .flatMap((work) => work.planned.leaves.map(({ account, index }) => ({ work, index, account })));
    for (const leaf of leaves) if (late.has(leaf.account)) this.#late.set(positionOf(leaf.work, leaf.index), leaf);
    const due = leaves.filter(({ account }) => !late.has(account));
    await claimLeaves(this.#context, due);
    return works;
  }

  /** Authors without a seat, who are to have one in the end. */
  #newcomers(): string[] {
    return [...this.#roles.early, ...this.#roles.late].filter((name) => !this.#seats.has(name));
  }

  async #publish(modelId: bigint, name: string, release: number): Promise<void> {
    const slug = modelId === MODEL ? SLUG : `${name.toLowerCase()}-release`;
    const action = await publication(this.#chain, this.#deployment, { modelId, slug, release });
    await this.#decide(`Publish release ${release} of ${name}`, [action]);
  }

  async #decide(description: string, actions: Parameters<typeof decide>[2]): Promise<void> {
    await decide(this.#context, description, actions, this.#voters());
  }

  #voters(): Account[] {
    const authors = this.#roles.authors.map((author) =>
      this.#movedTo.has(authorAccount(author)) ? newWallet(author) : authorSigner(author),
    );
    return [...authors, ...READERS.map(memberSigner)];
  }

  /** Pays what the table says for this phase into the tills, and settles it. */
  async #earn(phase: Phase): Promise<void> {
    const rows = this.#options.revenue.filter((row) => row.phase === phase);
    const own = rows.map((row) => ({ asset: row.asset, amount: row.amount - derivedPart(row) }));
    this.#payments.push(...(await earn(this.#chain, this.#deployment, MODEL, this.#assets, own)));
    const passed = rows.map((row) => ({ asset: row.asset, amount: derivedPart(row) }));
    this.#payments.push(...(await earn(this.#chain, this.#deployment, this.#derived, this.#assets, passed)));
  }

  async #enrol(people: readonly seats.Person[], term?: bigint): Promise<void> {
    for (const [name, seat] of await seats.enrol(this.#context, people, term)) this.#seats.set(name, seat);
  }

  async #claim(holders: readonly Holder[]): Promise<void> {
    const due = holders.map((holder) => ({
      account: payeeOf(holder, this.#movedTo),
      positions: holder.positions.filter((position) => !this.#late.has(position)),
    }));
    await claimAll(this.#chain, this.#deployment, this.#assets, due);
  }

  /** All of them, in the order in which they were handed in. */
  #contributions(): Contribution[] {
    return [...this.#works, ...this.#pay].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async #report(fromBlock: bigint): Promise<StoryReport> {
    const [chain, deployment, assets] = [this.#chain, this.#deployment, this.#assets];
    const timeline = await readTimeline(chain, deployment, {
      models: [MODEL, this.#derived],
      assets,
      payments: this.#payments,
      founders: this.#cast.seats,
      fromBlock,
    });
    const received = new Received(timeline);
    const works = this.#contributions();
    const holders = inOrder(holdersOf(works));
    const members = await readMembers(chain, deployment, assets, holders, received);
    const accounts = await readAccounts(chain, deployment, assets, holders, members, received);
    const params = { ...this.#rules.params, models: await readModels(chain, deployment) };
    const totals = totalsOf(timeline, assets);
    const untouched = await this.#purses.expected();
    const told = { params, accounts, members, timeline, totals };
    return {
      schema: 1,
      params,
      contributions: await readContributions(chain, deployment, works),
      timeline,
      accounts,
      members,
      totals,
      mismatches: await checkBalances(chain, deployment, assets, told, untouched),
    };
  }
}

const positionOf = ({ id }: StoryWork, index: number): bigint => (id << 32n) | BigInt(index);

const authorOf = ({ planned }: StoryWork, index: number) => planned.leaves[index]?.author;

const personOf = (name: string): seats.Person => ({ name, signer: authorSigner(name) });

/** The history's authors first. */
function inOrder(holders: readonly Holder[]): Holder[] {
  const isHistory = ({ author, account }: Holder) => authorAccount(author) === account;
  return [...holders.filter(isHistory), ...holders.filter((holder) => !isHistory(holder))];
}

function tokenNames(assets: Assets): string {
  return [...assets.keys()].filter((symbol) => symbol !== NATIVE_ASSET).join(", ");
}
