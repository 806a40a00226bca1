// What each error of the contracts means to whoever reads it. Every error of every contract has a sentence here; a test
// holds the list against the contracts.

import { dayAndTime, number, shortAddress, shortDayAndTime } from "../language/format.ts";
import { msg, t } from "../language/index.ts";

/** What an error means, from its arguments. */
// biome-ignore lint/suspicious/noExplicitAny: arguments of an error, told apart by its name.
export type Sentence = (args: readonly any[]) => string;

const from = (seconds: unknown) => shortDayAndTime(Number(seconds));
const percent = (bps: unknown) => `${number(Number(bps) / 100, 2)}%`;
const byContracts = () => t("Only another contract of the commons may do this.");
const outdatedSignature = () => t("The signature isn't valid any more. Sign again.");
const otherSignature = () => t("The signature isn't that of the account it should be from.");
const tooMuch = () => t("The number is larger than the contracts can hold.");

/** As the governor numbers them. */
const proposalStates = [
  msg("isn't open yet"),
  msg("is open"),
  msg("was stopped"),
  msg("was lost"),
  msg("passed, and its wait hasn't begun"),
  msg("waits to be carried out"),
  msg("came to nothing, as nobody carried it out in time"),
  msg("has been carried out"),
] as const;

const voting: Readonly<Record<string, Sentence>> = {
  BallotIsFinal: () => t("Voting is in its last extension: who has voted can't change it any more."),
  BallotOfLostSeat: () =>
    t("This vote counts for a seat that has left this wallet. Only the seat's wallet can change it."),
  BallotOptionNotOrdinary: () => t("One of the options would change the rules. That takes a question of its own."),
  BallotOptionsInvalid: () => t("There must be 1 to 15 options, each with something to carry out."),
  ChamberRulesOutOfBounds: () => t("These rules for counting are outside of what the contracts allow."),
  CosignatureExpired: () => t("The members' signatures aren't valid any more. Ask them to sign again."),
  CosignatureInvalid: ([account]) =>
    t("The contract doesn't take the signature of {account}. Leave it out, and bring another member's.", {
      account: shortAddress(account),
    }),
  CosignersMissing: ([there, needed]) =>
    t("It takes the signatures of {needed} members, and {there} signed.", {
      needed: number(needed),
      there: number(there),
    }),
  DescriptionReserved: () => t("Only a vote between options may end its text like this."),
  GuardianTermTooLong: () => t("A guardian can be in office for two years at most."),
  IntakeIsPaused: ([until]) => t("The guardian takes no new questions until {until}.", { until: from(until) }),
  NeverOrdinary: () => t("What holds the rules themselves can never be changed by an ordinary vote."),
  NoBallotCounts: () => t("None of these ballots counts: they are outdated, wrongly signed, or without a voice."),
  NotGuardian: () => t("Only the guardian may do this, while in office."),
  NoVoice: () => t("This wallet held no seat when voting opened, so it can't vote here. It can delegate to a member."),
  PauseOutOfBounds: () => t("A pause lasts seven days at most."),
  PauseTooSoon: ([next]) => t("The guardian can't pause again before {next}.", { next: from(next) }),
  ProposalThresholdOutOfBounds: () => t("The voice needed to ask must be above nothing, and within one person's cap."),
  QuorumOutOfBounds: () => t("The quorum must be 1 to 50 percent, and three times the cap."),
  TimelockIsFixed: () => t("The wait between a vote and its act can't be taken elsewhere."),
  VotingDelayOutOfBounds: () => t("Voting must open between a second and 30 days after it is asked."),
  VotingPeriodOutOfBounds: () => t("Voting must be open between a minute and 60 days."),
  GovernorAlreadyCastVote: () => t("You have voted on this already."),
  GovernorAlreadyQueuedProposal: () => t("This vote is already on its way to be carried out."),
  GovernorDisabledDeposit: () => t("The commons takes no money here: it goes to the treasury."),
  GovernorInsufficientProposerVotes: () => t("Asking a question needs more voice than you have."),
  GovernorInvalidProposalLength: () => t("The question's calls are incomplete."),
  GovernorInvalidQuorumFraction: () => t("A quorum can't be more than all voice there is."),
  GovernorInvalidSignature: otherSignature,
  GovernorInvalidVoteParams: () => t("The ballot says more than can be counted."),
  GovernorInvalidVoteType: () => t("A vote is for, against or abstain. This was none of them."),
  GovernorInvalidVotingPeriod: () => t("Voting must be open for some time."),
  GovernorNonexistentProposal: () => t("There is no such vote on this chain."),
  GovernorOnlyExecutor: () => t("Only a vote of the commons may do this."),
  GovernorProposalQueueingFailed: () => t("The vote's result could not be put on its way."),
  GovernorProposalQueueingNotRequired: () => t("The vote needs no waiting time."),
  GovernorRestrictedProposer: () => t("This question may only be asked by the account that it names."),
  GovernorUnableToCancel: () => t("Only its proposer may take a question back, and only before voting opens."),
  GovernorUnexpectedProposalState: ([, current]) =>
    t("This can't be done now: the vote {state}.", {
      state: t(proposalStates[Number(current)] ?? msg("isn't where it would have to be")),
    }),
  TimelockDelayOutOfBounds: () => t("The wait between a vote and its act is at least a second and at most 60 days."),
  TimelockInsufficientDelay: () => t("The wait before it is carried out is shorter than the rules ask for."),
  TimelockInvalidOperationLength: () => t("The calls to be carried out are incomplete."),
  TimelockUnauthorizedCaller: () => t("Only a vote of the commons may do this."),
  TimelockUnexecutedPredecessor: () => t("Something else has to be carried out first."),
  TimelockUnexpectedOperationState: () => t("It isn't ready to be carried out, or was carried out already."),
  AccessControlBadConfirmation: () => t("Giving up a power has to be confirmed by the account itself."),
  AccessControlUnauthorizedAccount: () => t("Only a vote of the commons may do this."),
  AccessManagedInvalidAuthority: () => t("What should hold the permissions is no contract."),
  AccessManagedRequiredDelay: () => t("This has to be announced first, and wait."),
  AccessManagedUnauthorized: () => t("Only a vote of the commons may do this."),
  AccessManagerAlreadyScheduled: () => t("This is announced already, and waits."),
  AccessManagerBadConfirmation: () => t("Giving up a power has to be confirmed by the account itself."),
  AccessManagerExpired: () => t("It was announced too long ago. Announce it again."),
  AccessManagerInvalidInitialAdmin: () => t("The permissions need somebody to hold them."),
  AccessManagerLockedFunction: () => t("This function's permission can't be changed."),
  AccessManagerLockedRole: () => t("This role can't be changed."),
  AccessManagerNotReady: () => t("It was announced, and has to wait longer."),
  AccessManagerNotScheduled: () => t("This was never announced."),
  AccessManagerUnauthorizedAccount: () => t("Only a vote of the commons may do this."),
  AccessManagerUnauthorizedCall: () => t("Only a vote of the commons may do this."),
  AccessManagerUnauthorizedCancel: () => t("Only who announced it, or a vote of the commons, may call it off."),
  AccessManagerUnauthorizedConsume: byContracts,
};

const working: Readonly<Record<string, Sentence>> = {
  SeatRequired: () => t("Only a member can submit, and this wallet holds no seat."),
  SponsorRequired: ([, seat]) => t("Seat {seat} doesn't sponsor this wallet, or has lapsed.", { seat }),
  GenesisOpen: () => t("The co-op is still being set up. Try again when it is complete."),
  GenesisClosed: () => t("The co-op's beginning is complete. This was possible only before."),
  ReviewSlotsTaken: ([, next]) =>
    t("All your review places are taken. The next is free from {next}.", { next: from(next) }),
  ManifestAlreadySubmitted: ([, , id]) =>
    t("You have submitted exactly this work before: it is contribution {id}.", { id }),
  ManifestMissing: () => t("The work has no fingerprint."),
  ManifestIndexOutOfRange: () => t("There is no such line in this contribution."),
  ManifestLeafWithoutAuthor: () => t("A line of the work names no author."),
  ManifestLeafWithoutUnits: () => t("A line of the work counts nothing."),
  ManifestProofLength: () => t("The proof doesn't fit this contribution."),
  ManifestRootMismatch: () => t("The proof doesn't lead to this contribution's fingerprint."),
  ManifestSumOverflow: tooMuch,
  KindClosed: () => t("This kind of work isn't taken at the moment."),
  UnitsOutOfRange: () => t("The work is larger than this kind allows for so many pieces."),
  DepthOutOfRange: () => t("The list of work is too long for one contribution."),
  ScoreOutOfRange: () => t("A score is between 0 and 100."),
  WeightedMedianLengths: () => t("Scores and their weights don't belong together."),
  WeightedMedianTooManyScores: ([, max]) => t("More than {max} scores can't be weighed at once.", { max }),
  WeightedMedianWithoutWeight: () => t("Nobody whose score counts has given one."),
  TooEarly: ([, time]) => t("It is too early: possible from {time}.", { time: from(time) }),
  NotAuthor: ([, author]) => t("Only its author, {author}, may take this work back.", { author: shortAddress(author) }),
  AlreadyExcluded: () => t("A vote has excluded this work."),
  SeedNotYet: ([time]) => t("The reviewers can be drawn after {time}, not before.", { time: from(time) }),
  SeedBlockForgotten: () => t("The chain has forgotten the block that these reviewers would have been drawn with."),
  SeedBlockWrong: () => t("The reviewers can't be drawn with this block: it isn't the first one after their time."),
  SeedHeadersMissing: () => t("A block has to be shown, and the one before it."),
  OriginNotNoted: () => t("The block shown was noted by nobody as one of the chain beneath."),
  OriginUntold: () => t("This chain doesn't tell which block of the chain beneath it derives from."),
  SeedHeaderInvalid: () => t("The block shown isn't one of this chain."),
  SeedParentInvalid: () => t("The block shown doesn't follow the other one."),
  StateWrong: () => t("The work is in another state by now. Load the page again."),
  PanelMissing: () => t("No panel reviews work yet, so none can be submitted."),
  NotPanel: () => t("Only the panel that reviews this work can do this."),
  NotDuplicates: byContracts,
  IntakePaused: ([time]) =>
    t("No work is taken at the moment. Submitting is possible again from {time}.", { time: from(time) }),
  NothingLeft: () => t("Nothing is left of this piece of work: all of it was copied, or it has left."),
  NotEarlier: ([earlier, , later]) =>
    t("Contribution {earlier} isn't earlier than {later}, or it is the same line of the same work.", {
      earlier,
      later,
    }),
  ItemNotInLeaf: ([id]) => t("This item doesn't stand where it was said to in contribution {id}.", { id }),
  EarlierDoesNotCount: ([id]) =>
    t(
      "Contribution {id} can't show a copy: it is the same person's and not final, or it was there only to test reviewers.",
      { id },
    ),
  AlreadyStruck: ([id]) => t("This item was taken out of contribution {id} before.", { id }),
  NothingToCollect: ([, seat]) => t("Nothing waits for seat {seat}.", { seat }),
  TokensNotWaiting: () => t("No contribution tokens wait for this piece of work."),
  SubmissionExpired: outdatedSignature,
  SubmissionSignatureInvalid: otherSignature,
  NotContributions: byContracts,
  NotModels: byContracts,
  ModelUnknown: () => t("There is no such model on this chain."),
  ModelNameMissing: () => t("A model needs a name."),
  ModuleMissing: ([module]) => t("There is no contract at {module}.", { module: shortAddress(module) }),
  ContributionsAlreadySet: () => t("Where work is registered is settled for good."),
  BatchEmpty: () => t("No work has come in since the last batch was closed."),
  BatchNotClosed: () => t("A release can only cover batches of work that are closed."),
  BatchAlreadyReleased: () => t("That batch is part of an earlier release already."),
  JoinBoundExceeded: () => t("More work would join than one release may take in."),
  ReleaseIncomplete: () => t("A release needs the fingerprint of its weights, and a licence."),
  UpstreamNotReleased: ([id]) => t("Model {id} has no release yet, so nothing can be built on it.", { id }),
  UpstreamRepeated: ([id]) => t("Model {id} is named twice among those that it is built on.", { id }),
  UpstreamTooLarge: ([bps, max]) =>
    t("It would pass on {bps}, and at most {max} may be passed on.", { bps: percent(bps), max: percent(max) }),
  UpstreamTooMany: ([, max]) =>
    t("It would be built on more than {max} models, counting what those were built on.", { max }),
  UpstreamWithoutPart: ([id]) => t("It names no part for model {id}, which it is built on.", { id }),
};

const reviewing: Readonly<Record<string, Sentence>> = {
  AlreadyChallenged: () => t("This work was challenged before: its second verdict stands."),
  AlreadyCommitted: () => t("You have sealed a score for this work already."),
  AlreadyEnrolled: () => t("You review this kind of work already."),
  AlreadyRecused: ([, seat]) => t("Seat {seat} has stepped back from this review.", { seat }),
  AlreadyRevealed: () => t("You have revealed your score for this work already."),
  AlreadyVoid: ([, seat]) => t("Seat {seat} has a part in this work, so its score doesn't count.", { seat }),
  ChallengeClosed: ([, until]) =>
    Number(until) === 0
      ? t("This work can't be challenged any more.")
      : t("It could be challenged until {until}.", { until: from(until) }),
  ChallengeUsed: ([, next]) =>
    t("You have challenged a verdict this month. You can again from {next}.", { next: from(next) }),
  CommitClosed: ([, until]) => t("Scores for this work could be sealed until {until}.", { until: from(until) }),
  CommitmentEmpty: () => t("There is no sealed score in this."),
  CommitmentMismatch: () => t("This isn't the score and salt that you sealed."),
  DecisionClosed: ([, until]) => t("A vote could decide about this work until {until}.", { until: from(until) }),
  DrawClosed: ([, until]) => t("Reviewers for this work could be drawn until {until}.", { until: from(until) }),
  DrawTooEarly: ([, time]) => t("Reviewers for this work can be drawn from {time} on.", { time: from(time) }),
  EnrolmentWaiting: ([, , time]) =>
    t("You count as a reviewer from {time}, and can leave from then on.", { time: from(time) }),
  FoundingReviewersMismatch: () => t("The list of first reviewers is incomplete."),
  GoldAlreadyCommitted: () => t("This test work was announced already."),
  GoldTooLate: () => t("It is too late to make test work of this."),
  GoldUnknown: () => t("Nobody announced this as test work with this score."),
  NotCommitted: () => t("You have sealed no score for this work."),
  NotEnrolled: () => t("This seat doesn't review this kind of work."),
  NotExpired: ([, until]) => t("There is time for this until {until}.", { until: from(until) }),
  NotLeafOfSeat: ([seat]) => t("This part of the work isn't by seat {seat}.", { seat }),
  NotOnPanel: ([, seat]) => t("Seat {seat} wasn't drawn to review this work.", { seat }),
  NothingToCollect: () => t("Nothing was earned by reviewing here, or it was collected already."),
  RandomnessMissing: () => t("There is no contract that could give the seeds."),
  RevealClosed: ([, until]) => t("Scores for this work could be revealed until {until}.", { until: from(until) }),
  RevealTooEarly: ([, until]) =>
    t("Scores for this work can be revealed after {until}. Keep yours secret.", { until: from(until) }),
  ReviewRulesOutOfBounds: () => t("These rules for reviews are outside of what the contracts allow."),
  ReviewSignatureExpired: outdatedSignature,
  ReviewSignatureInvalid: otherSignature,
  ReviewStageWrong: () => t("The review has moved on. Load the page again."),
  SeatStillActive: ([seat]) => t("Seat {seat} is active: only its holder can take it out.", { seat }),
  SettleTooEarly: ([, time]) =>
    t("What reviewers earned is settled once the verdict can't change, after {time}.", { time: from(time) }),
  TallyTooEarly: ([, until]) => t("Scores can be counted after {until}.", { until: from(until) }),
};

const money: Readonly<Record<string, Sentence>> = {
  PositionOfAnother: () => t("One of these pieces of work belongs to somebody else."),
  PositionAlreadyOpen: () => t("This piece of work was claimed already."),
  PositionAlreadyEnded: () => t("This piece of work was withdrawn already."),
  PositionUnknown: () => t("One of these pieces of work was never claimed."),
  NothingParked: () => t("No money waits there for people to share it."),
  ParkedTooShortly: ([, , until]) =>
    t("It has to wait for its people until {until}.", { until: dayAndTime(Number(until)) }),
  NotTreasury: byContracts,
  AmountNotReceived: () => t("This money did not arrive in full, so nothing was changed."),
  AssetNotExact: () => t("Not exactly what was sent arrived: this money changes on the way, and can't be taken here."),
  AssetNotListed: () => t("The commons doesn't take this money. It waits until a vote lists it."),
  AssetAlreadyListed: () => t("The commons takes this money already."),
  AssetNotAContract: () => t("There is no token at this address."),
  TooManyAssets: ([max]) => t("The commons takes {max} tokens at most. One has to go first.", { max }),
  SplitOutOfBounds: () => t("The parts must add up to 100%: at least 40% to contributors, and 10% to members."),
  ReserveTooSmall: () => t("The reserve doesn't hold that much."),
  CeilingExceeded: () => t("That is more than the reserve may spend within 30 days."),
  ValueMismatch: () => t("What was sent isn't what the call says."),
  NothingGiven: () => t("Nothing was sent."),
  GiftTooLarge: tooMuch,
  RecipientInvalid: () => t("The money has no valid recipient."),
  PlainTransferRefused: () => t("The treasury takes no plain transfers. Pay a model, or give to the reserve."),
  SafeERC20FailedOperation: ([token]) =>
    t("The token at {token} refuses to move just now. Leave it out: it stays yours.", { token: shortAddress(token) }),
  FailedCall: () => t("Your wallet's account refused the money."),
  InsufficientBalance: () => t("There isn't enough money where this would be paid from."),
  ReentrancyGuardReentrantCall: () => t("A payment tried to start another one before it ended."),
};

const membership: Readonly<Record<string, Sentence>> = {
  SeatUnknown: () => t("There is no such seat."),
  SeatLapsed: ([seat]) => t("Seat {seat} has lapsed already.", { seat }),
  SeatFrozen: ([seat, ends]) =>
    t("Seat {seat} has lapsed. What it earned is kept until {ends}: renew it, then collect.", {
      seat,
      ends: dayAndTime(Number(ends)),
    }),
  SeatForfeited: ([seat]) =>
    t("Seat {seat} wasn't renewed in time. What it earned goes back to all members.", { seat }),
  NothingForfeited: ([seat]) => t("Seat {seat} left nothing behind that could go back to all members.", { seat }),
  SeatTaken: ([seat]) => t("This person has a seat already: seat {seat}. Renew it, or move it.", { seat }),
  SeatNotExpired: ([seat, time]) =>
    t("Seat {seat} still has time: it can be ended from {time}.", { seat, time: from(time) }),
  SeatAlreadyClosed: ([seat]) => t("The place of seat {seat} was given back already.", { seat }),
  SeatCannotBeDelegated: () => t("A seat's vote is its own. It can't be handed to somebody else."),
  SpanUnknown: () => t("The seat was never active over that time."),
  GraceNotOver: ([seat]) => t("Seat {seat} can still be renewed, so its place is kept.", { seat }),
  AccountSeated: ([account, seat]) =>
    t("The wallet {account} holds a seat already: seat {seat}.", { account: shortAddress(account), seat }),
  AccountInvalid: () => t("This can't be the wallet of a seat."),
  NotSeated: () => t("This wallet holds no seat."),
  NotSeatWallet: ([seat]) => t("Only the present wallet of seat {seat} may do this.", { seat }),
  NotSeatIssuer: ([seat]) => t("Only who vouched for seat {seat} may do this.", { seat }),
  RebindNotPending: ([seat]) => t("Seat {seat} isn't on its way to another wallet.", { seat }),
  RebindNotReady: ([, time]) =>
    t("The move still waits, so that the old wallet can stop it: until {time}.", { time: from(time) }),
  RecoveryUnknown: () => t("What this wallet holds stays with it."),
  RecoveryNotReady: ([, time]) => t("What the old wallet holds follows its seat from {time} on.", { time: from(time) }),
  RecoveryReady: ([, time]) =>
    t("It is too late to keep it here: since {time} it follows the seat.", { time: from(time) }),
  NothingToRecover: () => t("The old wallet holds no contribution tokens that could follow its seat."),
  CredentialExpired: ([expiry]) =>
    t("This credential ran out on {expiry}. Ask for a new one.", { expiry: dayAndTime(Number(expiry)) }),
  CredentialFromTheFuture: () => t("This credential is dated later than today. Ask for a new one."),
  CredentialOutdated: () => t("A newer credential of this seat was used already. Ask for a new one."),
  CredentialSignatureInvalid: () => t("This credential isn't signed by who should vouch for you."),
  CredentialForAnotherAccount: ([account]) =>
    t("This credential is for the wallet {account}. Use that one.", { account: shortAddress(account) }),
  ConsentExpired: outdatedSignature,
  ConsentSignatureInvalid: otherSignature,
  VetoExpired: outdatedSignature,
  VetoSignatureInvalid: otherSignature,
  IssuerUnknown: ([issuer]) =>
    t("The commons doesn't let {issuer} vouch for people.", { issuer: shortAddress(issuer) }),
  IssuerFull: ([, cap]) =>
    t("Who vouches for you may vouch for {cap} people, and has reached that.", { cap: number(cap) }),
  IssuerGrowthExceeded: () =>
    t("Who vouches for you has brought in as many members as one period allows. Try again later."),
  PeriodsOutOfBounds: () => t("A waiting time is shorter or longer than the rules allow."),
  TransfersClosed: () => t("Contribution tokens are earned, and can't be handed on."),
  NotMinter: byContracts,
  MintCapZero: () => t("The limit of new contribution tokens can't be nothing."),
};

/** Of contracts that everybody uses, in words that fit here. */
const common: Readonly<Record<string, Sentence>> = {
  AddressEmptyCode: () => t("There is no contract at this address."),
  CheckpointUnorderedInsertion: () => t("The chain's clock went backwards."),
  ECDSAInvalidSignature: otherSignature,
  ECDSAInvalidSignatureLength: otherSignature,
  ECDSAInvalidSignatureS: otherSignature,
  ERC20ExceededSafeSupply: tooMuch,
  ERC20InsufficientAllowance: () => t("The token wasn't allowed to be taken from your wallet. Allow it first."),
  ERC20InsufficientBalance: () => t("There isn't enough of the token."),
  ERC20InvalidApprover: () => t("The token's owner is missing."),
  ERC20InvalidReceiver: () => t("The token can't be sent to this address."),
  ERC20InvalidSender: () => t("The token's sender is missing."),
  ERC20InvalidSpender: () => t("Who may take the token is missing."),
  ERC2612ExpiredSignature: outdatedSignature,
  ERC2612InvalidSigner: otherSignature,
  ERC5805FutureLookup: () => t("Voice can only be counted as of a moment that has passed."),
  ERC6372InconsistentClock: () => t("The contracts disagree about the time."),
  FieldNotPresentInBlockHeader: () => t("This chain's blocks lack something that is needed here."),
  InvalidAccountNonce: outdatedSignature,
  InvalidShortString: () => t("The contract's name can't be read."),
  RLPInvalidEncoding: () => t("What was shown can't be read as a block."),
  SafeCastOverflowedUintDowncast: tooMuch,
  StringTooLong: () => t("The text is too long."),
  VotesExpiredSignature: outdatedSignature,
  Panic: () => t("The contract met a number it can't work with."),
};

/** By the error's name: a function of its arguments, which answers in the reader's language. */
export const sentences: Readonly<Record<string, Sentence>> = {
  ...voting,
  ...working,
  ...reviewing,
  ...money,
  ...membership,
  ...common,
};
