/**
 * Proposals: their calls in sentences, direction ballots, and what voters and co-signers sign. Works in Node and in a browser.
 * @module
 */
export {
  type BallotDescription,
  ballotBitmap,
  ballotDescription,
  ballotParams,
  bitmapOptions,
  isReservedDescription,
  KEEP,
  MAX_OPTIONS,
  optionCalls,
  parseBallotDescription,
} from "./ballots.ts";
export { type CosignatureParameters, cosignatureTypedData } from "./cosignatureTypedData.ts";
export { contractAbis, contractAt, type DecodedCall, decodeCall } from "./decodeCall.ts";
export {
  amountText,
  bpsText,
  type Deed,
  type DeedContext,
  deedOf,
  deedSentence,
  durationText,
  kindName,
  showValue,
  type WorkKind,
  workKinds,
} from "./deeds.ts";
export { GovernanceError } from "./errors.ts";
export { type GovernorDomain, governorDomain } from "./governorDomain.ts";
export { plainText } from "./plainText.ts";
export { type ProposalContent, proposalArguments, proposalId } from "./proposalId.ts";
export {
  type ProposalWords,
  readProposalText,
  restrictedProposer,
  restrictProposer,
  writeProposalText,
} from "./proposalText.ts";
export { type Fact, factsOf, type Reading, readingsOf, type Subjects } from "./readings.ts";
export { type SignedBallotParameters, signedBallotTypedData } from "./signedBallotTypedData.ts";
export { type Effect, type SimulateCallsParameters, type Simulation, simulateCalls } from "./simulateCalls.ts";
export { type Call, type GovernorReference, type Support, supports } from "./types.ts";
