// Every event in a sentence. One without a sentence of its own is called by its name, and shown whole beside it.

import { bpsText, durationText, kindName } from "@commonmind/sdk";
import type { Activity } from "../../../data/activity.ts";
import { kinds, supports } from "../../../data/types.ts";
import { longDay, number, shortAddress } from "../../../format/format.ts";
import { plain } from "../../../format/plain.ts";
import { t } from "../../../i18n/i18n.ts";

export type EventContext = {
  readonly model: (id: number) => string;
  /** The title of a vote. */
  readonly vote: (id: bigint) => string;
  readonly money: (asset: string, amount: bigint) => string;
  readonly symbol: (asset: string) => string;
};

export type EventWords = { readonly text: string; readonly href?: string };

// biome-ignore lint/suspicious/noExplicitAny: each event's arguments are read by name, right beside its name.
type Args = any;
type Sentence = (args: Args, context: EventContext) => string;

const kindOf = (kind: unknown) => kindName(kinds[Number(kind)] ?? "Data");
const who = (address: string) => shortAddress(address as `0x${string}`);
const tokens = (value: bigint) => number(Number(value / 10n ** 16n) / 100, 2);
const pieces = (value: bigint) => t("{items, plural, one {# piece} other {# pieces}}", { items: value });

const sentences: Readonly<Record<string, Sentence>> = {
  // Work
  ContributionSubmitted: (it, { model }) =>
    it.uri === "" && Number(it.kind) === kinds.indexOf("Curation")
      ? t("What seat {seat} earned by reviewing became contribution {contribution} of {modelId}", {
          seat: it.seat,
          contribution: it.contribution,
          modelId: model(Number(it.modelId)),
        })
      : t("{submitter} handed in {items} of {kind} for {modelId}", {
          submitter: who(it.submitter),
          items: pieces(it.items),
          kind: kindOf(it.kind),
          modelId: model(Number(it.modelId)),
        }),
  ReviewBegun: (it) => t("The review of contribution {contribution} began", { contribution: it.contribution }),
  ContributionScored: (it) =>
    t("Contribution {contribution} was scored {score} of 100", { contribution: it.contribution, score: it.score }),
  ContributionChallenged: (it) =>
    t("The verdict on contribution {contribution} was challenged", { contribution: it.contribution }),
  ContributionAnnulled: (it) =>
    t("Contribution {contribution} was annulled by a vote", { contribution: it.contribution }),
  ContributionOverturned: (it) =>
    t("The verdict on contribution {contribution} was overturned by a vote", { contribution: it.contribution }),
  ContributionFinal: (it) =>
    t("Contribution {contribution} became final with {units} units", {
      contribution: it.contribution,
      units: number(it.units),
    }),
  ContributionExcluded: (it) =>
    t("Contribution {contribution} was excluded by a vote", { contribution: it.contribution }),
  UnitsClaimed: (it) =>
    t("{units} units of contribution {contribution} were entered for {author}", {
      units: number(it.units),
      contribution: it.contribution,
      author: who(it.author),
    }),
  TokensMinted: (it) =>
    t("{to} got {amount} tokens of voice for contribution {contribution}", {
      to: who(it.to),
      amount: tokens(it.amount),
      contribution: it.contribution,
    }),
  LeafWithdrawn: (it) =>
    t("An author took {units} units of contribution {contribution} back", {
      units: number(it.units),
      contribution: it.contribution,
    }),
  LeafStruck: (it) =>
    t("{units} units of contribution {contribution} were struck as a copy", {
      units: number(it.units),
      contribution: it.contribution,
    }),
  DuplicateProved: (it) =>
    t("Seat {finder} proved that an item of contribution {contribution} is a copy", {
      finder: it.finder,
      contribution: it.contribution,
    }),
  KindRuleSet: (it) => t("The rules for {kind} were set", { kind: kindOf(it.kind) }),
  // Review
  ReviewOpened: (it) =>
    t("A round of review of contribution {contribution} was opened", { contribution: it.contribution }),
  PanelDrawn: (it) =>
    t("{seats} reviewers were drawn for contribution {contribution}", {
      seats: it.seats.length,
      contribution: it.contribution,
    }),
  DrawContinues: (it) => t("The draw for contribution {contribution} goes on", { contribution: it.contribution }),
  ScoreCommitted: (it) =>
    t("Seat {seat} sealed its score for contribution {contribution}", { seat: it.seat, contribution: it.contribution }),
  ScoreRevealed: (it) =>
    t("Seat {seat} showed its score for contribution {contribution}: {score}", {
      seat: it.seat,
      contribution: it.contribution,
      score: it.score,
    }),
  ReviewerRecused: (it) =>
    t("Seat {seat} stepped back from the panel on contribution {contribution}", {
      seat: it.seat,
      contribution: it.contribution,
    }),
  ReviewerVoided: (it) =>
    t("Seat {seat} was shown to be an author of contribution {contribution}", {
      seat: it.seat,
      contribution: it.contribution,
    }),
  PanelTallied: (it) =>
    t("The panel gave contribution {contribution} {score} of 100", { contribution: it.contribution, score: it.score }),
  RoundExpired: (it) => t("Nobody judged contribution {contribution} in time", { contribution: it.contribution }),
  VoteDecided: (it) =>
    t("A vote gave contribution {contribution} {score} of 100", { contribution: it.contribution, score: it.score }),
  VerdictChallenged: (it) =>
    t("Seat {seat} challenged the verdict on contribution {contribution}", {
      seat: it.seat,
      contribution: it.contribution,
    }),
  ReviewSettled: (it) =>
    t("The reviewers of contribution {contribution} were settled with", { contribution: it.contribution }),
  ReviewerSettled: (it) =>
    t("Seat {seat} earned {units} units for reviewing contribution {contribution}", {
      seat: it.seat,
      units: number(it.units),
      contribution: it.contribution,
    }),
  ReviewPayCollected: (it, { model }) =>
    t("Seat {seat} turned {units} units of reviewing into work of {modelId}", {
      seat: it.seat,
      units: number(it.units),
      modelId: model(Number(it.modelId)),
    }),
  ReviewerEnrolled: (it) => t("Seat {seat} offered to review {kind}", { seat: it.seat, kind: kindOf(it.kind) }),
  ReviewerLeft: (it) => t("Seat {seat} reviews no more {kind}", { seat: it.seat, kind: kindOf(it.kind) }),
  GoldRevealed: (it) =>
    t("Contribution {contribution} was a test of reviewers; it deserved {score}", {
      contribution: it.contribution,
      score: it.score,
    }),
  // Models and money
  ModelRegistered: (it) => t("The model {name} was registered", { name: plain(it.name, 60) }),
  ReleasePublished: (it, { model }) =>
    t("Release {release} of {modelId} was published", { release: it.release, modelId: model(Number(it.modelId)) }),
  BatchClosed: (it, { model }) =>
    t("Batch {batch} of {modelId} was closed", { batch: it.batch, modelId: model(Number(it.modelId)) }),
  Settled: (it, { model, money }) =>
    t("{asset} paid for {modelId} was split", {
      asset: money(it.asset, it.received),
      modelId: model(Number(it.modelId)),
    }),
  UpstreamShared: (it, { model, money }) =>
    t("{modelId} passed {asset} on to {upstreamId}", {
      modelId: model(Number(it.modelId)),
      asset: money(it.asset, it.amount),
      upstreamId: model(Number(it.upstreamId)),
    }),
  RevenueShared: (it, { model, money }) =>
    t("{asset} was set aside for the people who built {modelId}", {
      asset: money(it.asset, it.amount),
      modelId: model(Number(it.modelId)),
    }),
  RevenueParked: (it, { model, money }) =>
    t("{asset} waits for the first release of {modelId}", {
      asset: money(it.asset, it.amount),
      modelId: model(Number(it.modelId)),
    }),
  DividendShared: (it, { money }) =>
    t("{asset} was shared among {seats} members", { asset: money(it.asset, it.amount), seats: number(it.seats) }),
  DividendClaimed: (it, { money }) =>
    t("Seat {seat} collected {asset} of the dividend", { seat: it.seat, asset: money(it.asset, it.amount) }),
  DividendSwept: (it, { money }) =>
    t("{asset} that seat {seat} left behind went back to all members", {
      asset: money(it.asset, it.amount),
      seat: it.seat,
    }),
  Claimed: (it, { money }) =>
    t("{account} collected {asset}", { account: who(it.account), asset: money(it.asset, it.amount) }),
  Paid: (it, { model, money }) =>
    t("{from} paid {asset} for {modelId}", {
      from: who(it.from),
      asset: money(it.asset, it.amount),
      modelId: model(Number(it.modelId)),
    }),
  Given: (it, { money }) =>
    t("{from} gave {asset} to the reserve", { from: who(it.from), asset: money(it.asset, it.amount) }),
  Spent: (it, { money }) =>
    t("{asset} of the reserve went to {to}", { asset: money(it.asset, it.amount), to: who(it.to) }),
  AssetListed: (it, { symbol }) => t("{asset} is taken from now on", { asset: symbol(it.asset) }),
  AssetDelisted: (it, { symbol }) => t("{asset} isn’t taken any more", { asset: symbol(it.asset) }),
  SplitSet: (it) =>
    t("The split was set: {contributors}, {dividend}, {reserve}", {
      contributors: bpsText(it.contributors),
      dividend: bpsText(it.dividend),
      reserve: bpsText(it.reserve),
    }),
  CeilingSet: (it, { money }) =>
    t("Of the reserve, {asset} may be spent in 30 days", { asset: money(it.asset, it.perEpoch) }),
  PositionRecovered: (it) =>
    t("Work of the lost wallet {lost} followed seat {seat}", { lost: who(it.lost), seat: it.seat }),
  // Votes
  ProposalCreated: (it, { vote }) =>
    t("{proposer} asked: {proposalId}", { proposer: who(it.proposer), proposalId: vote(it.proposalId) }),
  ProposalQueued: (it, { vote }) => t("It passed, and waits: {proposalId}", { proposalId: vote(it.proposalId) }),
  ProposalExecuted: (it, { vote }) => t("It was carried out: {proposalId}", { proposalId: vote(it.proposalId) }),
  ProposalCanceled: (it, { vote }) => t("It was stopped: {proposalId}", { proposalId: vote(it.proposalId) }),
  ProposalExtended: (it, { vote }) =>
    t("Voting was extended to {extendedDeadline}: {proposalId}", {
      extendedDeadline: longDay(Number(it.extendedDeadline)),
      proposalId: vote(it.proposalId),
    }),
  VoteCast: (it, { vote }) =>
    t("{voter} voted {support, select, for {for} against {against} other {to abstain}}: {proposalId}", {
      voter: who(it.voter),
      support: supports[Number(it.support)],
      proposalId: vote(it.proposalId),
    }),
  VoteCastWithParams: (it, { vote }) =>
    t("{voter} chose between the options: {proposalId}", { voter: who(it.voter), proposalId: vote(it.proposalId) }),
  VotingPeriodSet: (it) =>
    t("Voting takes {newVotingPeriod} from now on", { newVotingPeriod: durationText(it.newVotingPeriod) }),
  VotingDelaySet: (it) =>
    t("Votes open {newVotingDelay} after they are asked", { newVotingDelay: durationText(it.newVotingDelay) }),
  QuorumNumeratorUpdated: (it) =>
    t("The quorum is {newQuorumNumerator}% from now on", { newQuorumNumerator: it.newQuorumNumerator }),
  IntakePaused: (it) => t("The guardian paused what is handed in until {until}", { until: longDay(Number(it.until)) }),
  // Members and voice
  SeatOpened: (it) => t("Seat {seat} was opened for {wallet}", { seat: it.seat, wallet: who(it.wallet) }),
  SeatRenewed: (it) =>
    t("Seat {seat} was renewed until {expiry}", { seat: it.seat, expiry: longDay(Number(it.expiry)) }),
  SeatExpired: (it) => t("Seat {seat} lapsed", { seat: it.seat }),
  SeatRestored: (it) => t("Seat {seat} was restored", { seat: it.seat }),
  SeatReopened: (it) => t("Seat {seat} was opened again", { seat: it.seat }),
  SeatClosed: (it) => t("Seat {seat} was given up", { seat: it.seat }),
  SeatRevoked: (it) => t("Seat {seat} was ended by a vote", { seat: it.seat }),
  SeatReplaced: (it) => t("Seat {seat} was replaced by seat {by}", { seat: it.seat, by: it.by }),
  SeatRebindRequested: (it) =>
    t("Somebody asked to move seat {seat} to {wallet}", { seat: it.seat, wallet: who(it.wallet) }),
  SeatRebindVetoed: (it) => t("The move of seat {seat} was stopped", { seat: it.seat }),
  SeatRebound: (it) => t("Seat {seat} moved to {to}", { seat: it.seat, to: who(it.to) }),
  RecoveryOpened: (it) => t("What {account} holds may follow seat {seat}", { account: who(it.account), seat: it.seat }),
  RecoveryVetoed: (it) => t("{account} keeps what it holds", { account: who(it.account) }),
  IssuerSet: (it) =>
    it.active
      ? t("{issuer} may vouch for {cap} people", { issuer: who(it.issuer), cap: number(it.cap) })
      : t("{issuer} vouches for nobody any more", { issuer: who(it.issuer) }),
  SponsorshipSet: (it) =>
    t("Seat {seat} {sponsored, select, true {answers} other {no longer answers}} for what {account} hands in", {
      seat: it.seat,
      sponsored: Boolean(it.sponsored),
      account: who(it.account),
    }),
  DelegateChanged: (it) =>
    it.delegator === it.toDelegate
      ? t("{delegator} votes with their own voice", { delegator: who(it.delegator) })
      : t("{delegator} lent their voice to {toDelegate}", {
          delegator: who(it.delegator),
          toDelegate: who(it.toDelegate),
        }),
  DelegateVotesChanged: (it) => t("The voice of {delegate} changed", { delegate: who(it.delegate) }),
  TokensRecovered: (it) =>
    t("{amount} tokens of a lost wallet followed seat {seat}", { amount: tokens(it.amount), seat: it.seat }),
  TransfersOpened: () => t("Voice can be passed on from now on, as a vote decided"),
  MintCapSet: () => t("A new limit was set to how fast voice may grow"),
  Transfer: (it) =>
    /^0x0+$/.test(it.from)
      ? t("{tokens} tokens of voice were made for {to}", { tokens: tokens(it.value), to: who(it.to) })
      : /^0x0+$/.test(it.to)
        ? t("{tokens} tokens of voice of {from} were burned", { tokens: tokens(it.value), from: who(it.from) })
        : t("{tokens} tokens of voice went from {from} to {to}", {
            tokens: tokens(it.value),
            from: who(it.from),
            to: who(it.to),
          }),
};

/** "RoleGrantDelayChanged" -> "Role grant delay changed" */
const spelled = (name: string) => {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function hrefOf({ args }: Activity): string | undefined {
  if (args.proposalId !== undefined) return `/proposals/${args.proposalId}`;
  if (args.contribution !== undefined) return `/contributions/${args.contribution}`;
  if (args.modelId !== undefined) return `/models/${args.modelId}`;
  const account = args.account ?? args.wallet ?? args.to ?? args.delegator;
  return typeof account === "string" && BigInt(account) >= 2n ** 64n ? `/people/${account}` : undefined;
}

export function eventWords(event: Activity, context: EventContext): EventWords {
  const sentence = sentences[event.name];
  const href = hrefOf(event);
  let text = spelled(event.name);
  try {
    if (sentence) text = sentence(event.args, context);
  } catch {
    // An event of another shape under the same name is called by its name.
  }
  return href === undefined ? { text } : { text, href };
}
