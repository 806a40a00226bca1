// Every event in a sentence. One without a sentence of its own is called by its name, and shown whole beside it.
import { bpsText, durationText } from "@commonmind/sdk";
import type { Activity } from "../../../data/activity.ts";
import { kinds, supports } from "../../../data/types.ts";
import { longDay, number, shortAddress } from "../../../format/format.ts";
import { plain } from "../../../format/plain.ts";

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

const who = (address: string) => shortAddress(address as `0x${string}`);
const tokens = (value: bigint) => number(Number(value / 10n ** 16n) / 100, 2);
const support = (value: unknown) =>
  ({ for: "for", against: "against", abstain: "to abstain" })[supports[Number(value)] ?? "abstain"];
const pieces = (value: bigint) => `${number(value)} ${value === 1n ? "piece" : "pieces"}`;

const sentences: Readonly<Record<string, Sentence>> = {
  // Work
  ContributionSubmitted: (it, { model }) =>
    it.uri === "" && Number(it.kind) === kinds.indexOf("Curation")
      ? `What seat ${it.seat} earned by reviewing became contribution ${it.contribution} of ${model(Number(it.modelId))}`
      : `${who(it.submitter)} handed in ${pieces(it.items)} of ${kinds[Number(it.kind)]} for ${model(Number(it.modelId))}`,
  ReviewBegun: (it) => `The review of contribution ${it.contribution} began`,
  ContributionScored: (it) => `Contribution ${it.contribution} was scored ${it.score} of 100`,
  ContributionChallenged: (it) => `The verdict on contribution ${it.contribution} was challenged`,
  ContributionAnnulled: (it) => `Contribution ${it.contribution} was annulled by a vote`,
  ContributionOverturned: (it) => `The verdict on contribution ${it.contribution} was overturned by a vote`,
  ContributionFinal: (it) => `Contribution ${it.contribution} became final with ${number(it.units)} units`,
  ContributionExcluded: (it) => `Contribution ${it.contribution} was excluded by a vote`,
  UnitsClaimed: (it) =>
    `${number(it.units)} units of contribution ${it.contribution} were entered for ${who(it.author)}`,
  TokensMinted: (it) => `${who(it.to)} got ${tokens(it.amount)} tokens of voice for contribution ${it.contribution}`,
  LeafWithdrawn: (it) => `An author took ${number(it.units)} units of contribution ${it.contribution} back`,
  LeafStruck: (it) => `${number(it.units)} units of contribution ${it.contribution} were struck as a copy`,
  DuplicateProved: (it) => `Seat ${it.finder} proved that an item of contribution ${it.contribution} is a copy`,
  KindRuleSet: (it) => `The rules for ${kinds[Number(it.kind)]} were set`,
  // Review
  ReviewOpened: (it) => `A round of review of contribution ${it.contribution} was opened`,
  PanelDrawn: (it) => `${it.seats.length} reviewers were drawn for contribution ${it.contribution}`,
  DrawContinues: (it) => `The draw for contribution ${it.contribution} goes on`,
  ScoreCommitted: (it) => `Seat ${it.seat} sealed its score for contribution ${it.contribution}`,
  ScoreRevealed: (it) => `Seat ${it.seat} showed its score for contribution ${it.contribution}: ${it.score}`,
  ReviewerRecused: (it) => `Seat ${it.seat} stepped back from the panel on contribution ${it.contribution}`,
  ReviewerVoided: (it) => `Seat ${it.seat} was shown to be an author of contribution ${it.contribution}`,
  PanelTallied: (it) => `The panel gave contribution ${it.contribution} ${it.score} of 100`,
  RoundExpired: (it) => `Nobody judged contribution ${it.contribution} in time`,
  VoteDecided: (it) => `A vote gave contribution ${it.contribution} ${it.score} of 100`,
  VerdictChallenged: (it) => `Seat ${it.seat} challenged the verdict on contribution ${it.contribution}`,
  ReviewSettled: (it) => `The reviewers of contribution ${it.contribution} were settled with`,
  ReviewerSettled: (it) =>
    `Seat ${it.seat} earned ${number(it.units)} units for reviewing contribution ${it.contribution}`,
  ReviewPayCollected: (it, { model }) =>
    `Seat ${it.seat} turned ${number(it.units)} units of reviewing into work of ${model(Number(it.modelId))}`,
  ReviewerEnrolled: (it) => `Seat ${it.seat} offered to review ${kinds[Number(it.kind)]}`,
  ReviewerLeft: (it) => `Seat ${it.seat} reviews no more ${kinds[Number(it.kind)]}`,
  GoldRevealed: (it) => `Contribution ${it.contribution} was a test of reviewers; it deserved ${it.score}`,
  // Models and money
  ModelRegistered: (it) => `The model ${plain(it.name, 60)} was registered`,
  ReleasePublished: (it, { model }) => `Release ${it.release} of ${model(Number(it.modelId))} was published`,
  BatchClosed: (it, { model }) => `Batch ${it.batch} of ${model(Number(it.modelId))} was closed`,
  Settled: (it, { model, money }) => `${money(it.asset, it.received)} paid for ${model(Number(it.modelId))} was split`,
  UpstreamShared: (it, { model, money }) =>
    `${model(Number(it.modelId))} passed ${money(it.asset, it.amount)} on to ${model(Number(it.upstreamId))}`,
  RevenueShared: (it, { model, money }) =>
    `${money(it.asset, it.amount)} was set aside for the people who built ${model(Number(it.modelId))}`,
  RevenueParked: (it, { model, money }) =>
    `${money(it.asset, it.amount)} waits for the first release of ${model(Number(it.modelId))}`,
  DividendShared: (it, { money }) => `${money(it.asset, it.amount)} was shared among ${number(it.seats)} members`,
  DividendClaimed: (it, { money }) => `Seat ${it.seat} collected ${money(it.asset, it.amount)} of the dividend`,
  DividendSwept: (it, { money }) =>
    `${money(it.asset, it.amount)} that seat ${it.seat} left behind went back to all members`,
  Claimed: (it, { money }) => `${who(it.account)} collected ${money(it.asset, it.amount)}`,
  Paid: (it, { model, money }) => `${who(it.from)} paid ${money(it.asset, it.amount)} for ${model(Number(it.modelId))}`,
  Given: (it, { money }) => `${who(it.from)} gave ${money(it.asset, it.amount)} to the reserve`,
  Spent: (it, { money }) => `${money(it.asset, it.amount)} of the reserve went to ${who(it.to)}`,
  AssetListed: (it, { symbol }) => `${symbol(it.asset)} is taken from now on`,
  AssetDelisted: (it, { symbol }) => `${symbol(it.asset)} isn’t taken any more`,
  SplitSet: (it) => `The split was set: ${bpsText(it.contributors)}, ${bpsText(it.dividend)}, ${bpsText(it.reserve)}`,
  CeilingSet: (it, { money }) => `Of the reserve, ${money(it.asset, it.perEpoch)} may be spent in 30 days`,
  PositionRecovered: (it) => `Work of the lost wallet ${who(it.lost)} followed seat ${it.seat}`,
  // Votes
  ProposalCreated: (it, { vote }) => `${who(it.proposer)} asked: ${vote(it.proposalId)}`,
  ProposalQueued: (it, { vote }) => `It passed, and waits: ${vote(it.proposalId)}`,
  ProposalExecuted: (it, { vote }) => `It was carried out: ${vote(it.proposalId)}`,
  ProposalCanceled: (it, { vote }) => `It was stopped: ${vote(it.proposalId)}`,
  ProposalExtended: (it, { vote }) =>
    `Voting was extended to ${longDay(Number(it.extendedDeadline))}: ${vote(it.proposalId)}`,
  VoteCast: (it, { vote }) => `${who(it.voter)} voted ${support(it.support)}: ${vote(it.proposalId)}`,
  VoteCastWithParams: (it, { vote }) => `${who(it.voter)} chose between the options: ${vote(it.proposalId)}`,
  VotingPeriodSet: (it) => `Voting takes ${durationText(it.newVotingPeriod)} from now on`,
  VotingDelaySet: (it) => `Votes open ${durationText(it.newVotingDelay)} after they are asked`,
  QuorumNumeratorUpdated: (it) => `The quorum is ${it.newQuorumNumerator}% from now on`,
  IntakePaused: (it) => `The guardian paused what is handed in until ${longDay(Number(it.until))}`,
  // Members and voice
  SeatOpened: (it) => `Seat ${it.seat} was opened for ${who(it.wallet)}`,
  SeatRenewed: (it) => `Seat ${it.seat} was renewed until ${longDay(Number(it.expiry))}`,
  SeatExpired: (it) => `Seat ${it.seat} lapsed`,
  SeatRestored: (it) => `Seat ${it.seat} was restored`,
  SeatReopened: (it) => `Seat ${it.seat} was opened again`,
  SeatClosed: (it) => `Seat ${it.seat} was given up`,
  SeatRevoked: (it) => `Seat ${it.seat} was ended by a vote`,
  SeatReplaced: (it) => `Seat ${it.seat} was replaced by seat ${it.by}`,
  SeatRebindRequested: (it) => `Somebody asked to move seat ${it.seat} to ${who(it.wallet)}`,
  SeatRebindVetoed: (it) => `The move of seat ${it.seat} was stopped`,
  SeatRebound: (it) => `Seat ${it.seat} moved to ${who(it.to)}`,
  RecoveryOpened: (it) => `What ${who(it.account)} holds may follow seat ${it.seat}`,
  RecoveryVetoed: (it) => `${who(it.account)} keeps what it holds`,
  IssuerSet: (it) =>
    it.active
      ? `${who(it.issuer)} may vouch for ${number(it.cap)} people`
      : `${who(it.issuer)} vouches for nobody any more`,
  SponsorshipSet: (it) =>
    `Seat ${it.seat} ${it.sponsored ? "answers" : "no longer answers"} for what ${who(it.account)} hands in`,
  DelegateChanged: (it) =>
    it.delegator === it.toDelegate
      ? `${who(it.delegator)} votes with their own voice`
      : `${who(it.delegator)} lent their voice to ${who(it.toDelegate)}`,
  DelegateVotesChanged: (it) => `The voice of ${who(it.delegate)} changed`,
  TokensRecovered: (it) => `${tokens(it.amount)} tokens of a lost wallet followed seat ${it.seat}`,
  TransfersOpened: () => "Voice can be passed on from now on, as a vote decided",
  MintCapSet: () => "A new limit was set to how fast voice may grow",
  Transfer: (it) =>
    /^0x0+$/.test(it.from)
      ? `${tokens(it.value)} tokens of voice were made for ${who(it.to)}`
      : /^0x0+$/.test(it.to)
        ? `${tokens(it.value)} tokens of voice of ${who(it.from)} were burned`
        : `${tokens(it.value)} tokens of voice went from ${who(it.from)} to ${who(it.to)}`,
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
