// State-changing functions that no handler of an invariant calls itself, and why: each is tried by tests of another kind, or
// is called on the way by a function that a handler calls.

const authority = "AccessManager's alone: doors.test.ts has it refused for everyone else";
const genesis = "once, before there is a life: it is how every life begins";
const signed = "the same as without a signature, by ReviewPanel.signatures.test.ts";
const onlyPanel = "the panel's alone, called on the way to every verdict";
const onlyRegistry = "the registry of work's alone, called on the way";
const token = "standard of OpenZeppelin's token, closed until a vote opens it: ContributionToken.test.ts";
const received = "OpenZeppelin's, for tokens sent to it: changes nothing of a co-op's";
const votes = "votes are drawn at random in GovernorVotes.t.sol, and their paths tried in CommonsGovernor.*.test.ts";
const notes = "writes down what the chain beneath is, and nothing else: OriginSeeds.test.ts";
const timelock = "OpenZeppelin's, by the governor alone: CommonsGovernor.*.test.ts";

/** By "Contract.function": also of its overloads. */
export const unreached: Readonly<Record<string, string>> = {
  "Collector.collect": "asks for claims that the lives make one by one: Collector.test.ts",
  "EffectsProbe.probe": "for copies of a chain: it holds nothing, and nobody trusts it",
  "OriginSeeds.note": notes,
  "OriginSeeds.noteEarlier": notes,
  "ContributionRegistry.setAuthority": authority,
  "ContributionToken.setAuthority": authority,
  "MemberRegistry.setAuthority": authority,
  "ModelRegistry.setAuthority": authority,
  "ReviewPanel.setAuthority": authority,
  "Treasury.setAuthority": authority,
  "ContributionRegistry.closeGenesis": genesis,
  "ContributionRegistry.found": genesis,
  "MemberRegistry.closeGenesis": genesis,
  "MemberRegistry.found": genesis,
  "ReviewPanel.closeGenesis": genesis,
  "ReviewPanel.foundReviewers": genesis,
  "ModelRegistry.setContributions": genesis,
  "ContributionToken.addMinter": genesis,
  "ContributionRegistry.setKindRule": genesis,
  "ContributionRegistry.setPanel": genesis,
  "ContributionRegistry.setIntake": genesis,
  "ModelRegistry.setTreasury": "once in a test of its own, after any life: MoneyLiveness.t.sol",
  "ContributionRegistry.setPeriods": "ContributionRegistry.*.test.ts; the lives keep one set of periods",
  "ContributionToken.setMintCap": "in the sequences of the differential test; the lives keep one cap",
  "ContributionRegistry.beginReview": onlyPanel,
  "ContributionRegistry.conclude": onlyPanel,
  "ContributionRegistry.annul": onlyPanel,
  "ContributionRegistry.challenge": onlyPanel,
  "ContributionRegistry.credit": "the panel's and Duplicates' alone, called on the way to every collection",
  "ContributionRegistry.strike": "Duplicates' alone, called on the way of every copy that is proved",
  "ContributionToken.mint": onlyRegistry,
  "ContributionToken.burn": onlyRegistry,
  "ContributionToken.reserve": onlyRegistry,
  "ContributionToken.approve": token,
  "ContributionToken.delegate": token,
  "ContributionToken.delegateBySig": token,
  "ContributionToken.openTransfers": token,
  "ContributionToken.permit": token,
  "ContributionToken.transfer": token,
  "ContributionToken.transferFrom": token,
  "ContributorRewards.credit": "the treasury's alone, called on the way of every settlement",
  "ContributorRewards.giveUpParked": "the treasury's alone, called on the way of every reclaim",
  "ContributorRewards.endPosition": onlyRegistry,
  "ContributorRewards.endTerm": onlyRegistry,
  "ContributorRewards.openPosition": onlyRegistry,
  "ContributorRewards.openTerm": onlyRegistry,
  "ContributorRewards.strikePosition": onlyRegistry,
  "ContributorRewards.onRelease": "the model registry's alone, called on the way of every release",
  "UniversalDividend.credit": "the treasury's alone, called on the way of every settlement",
  "ModelRegistry.joinUnits": onlyRegistry,
  "ModelRegistry.leaveUnits": onlyRegistry,
  "ModelRegistry.openTill": "called on the way of every settlement",
  "ModelTill.flush": "refused or not in re-entries, whose doors are tills: ReentryHandler.sol; ModelTill.test.ts",
  "ModelTill.sweep": "the treasury's alone, called on the way of every settlement",
  "ReviewPanel.challengeBySig": signed,
  "ReviewPanel.commitBySig": signed,
  "ReviewPanel.enrolBySig": signed,
  "ReviewPanel.recuseBySig": signed,
  "ReviewPanel.retireBySig": signed,
  "ReviewPanel.revealBySig": signed,
  "ReviewPanel.commitGold": "ReviewPanel.gold.test.ts",
  "ReviewPanel.revealGold": "ReviewPanel.gold.test.ts",
  "ReviewPanel.open": "the registry's alone, called on the way of every submission",
  "ReviewPanel.openBudget": "called on the way of every draw; alone in ReviewPanel.pay.test.ts",
  "ReviewPanel.prune": "ReviewPanel.pool.test.ts: the lives' members keep their seats",
  "ReviewPanel.setRandomness": "ReviewPanel.rules.test.ts",
  "ReviewPanel.setRules": "ReviewPanel.rules.test.ts; the lives keep one set of rules",
  "ReviewPanel.void": "ReviewPanel.scores.test.ts: the lives' work has no proved author on its panel",
  ...Object.fromEntries(
    [
      ...[
        "cancel",
        "castSignedBallots",
        "castVote",
        "castVoteBySig",
        "castVoteWithReason",
        "castVoteWithReasonAndParams",
      ],
      ...["castVoteWithReasonAndParamsBySig", "execute", "pauseIntake", "propose", "proposeBallot", "queue", "relay"],
      ...["setChamberRules", "setGuardian", "setOrdinary", "setProposalThreshold", "setVotingDelay", "setVotingPeriod"],
      "updateQuorumNumerator",
    ].map((name) => [`CommonsGovernor.${name}`, votes]),
  ),
  ...Object.fromEntries(
    [
      ...["cancel", "execute", "executeBatch", "grantRole", "renounceRole", "revokeRole", "schedule", "scheduleBatch"],
      "updateDelay",
    ].map((name) => [`CommonsTimelock.${name}`, timelock]),
  ),
  ...Object.fromEntries(
    ["CommonsGovernor", "CommonsTimelock"].flatMap((contract) =>
      ["onERC1155BatchReceived", "onERC1155Received", "onERC721Received"].map((name) => [
        `${contract}.${name}`,
        received,
      ]),
    ),
  ),
};
