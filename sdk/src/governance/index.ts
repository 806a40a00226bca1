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
export { contractAbis, contractAt, decodeCall } from "./decodeCall.ts";
export { type DecodedCall, decodeWith } from "./decodeWith.ts";
export { type Deed, type DeedContext, deedOf, deedSentence, showValue } from "./deeds.ts";
export { GovernanceError } from "./errors.ts";
export { type GovernorDomain, governorDomain } from "./governorDomain.ts";
export { kindName, type WorkKind, workKinds } from "./kinds.ts";
export {
  type ChamberParameter,
  type ChamberRules,
  chamberParameters,
  isChamberParameter,
  type ParameterSetter,
  type ParameterSetterName,
  parameterSetters,
  readChamberRules,
  withChamberRule,
} from "./parameters.ts";
export { plainText } from "./plainText.ts";
export { type ProposalContent, proposalArguments, proposalId } from "./proposalId.ts";
export {
  type ProposalWords,
  readProposalText,
  restrictedProposer,
  restrictProposer,
  writeProposalText,
} from "./proposalText.ts";
export { amountText, bpsText, durationText } from "./quantities.ts";
export { type Fact, factsOf, type Reading, readingsOf, type Subjects } from "./readings.ts";
export { type SignedBallotParameters, signedBallotTypedData } from "./signedBallotTypedData.ts";
export { type Effect, type SimulateCallsParameters, type Simulation, simulateCalls } from "./simulateCalls.ts";
export { type Call, type GovernorReference, type Support, supports } from "./types.ts";
