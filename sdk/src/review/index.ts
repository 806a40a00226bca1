/**
 * What reviewers commit to and sign, where panels come from, and what their voices weigh. Works in Node and in a browser.
 * @module
 */
export { agedRecord } from "./agedRecord.ts";
export {
  HALF_LIFE,
  MAX_WEIGHT,
  MEMORY,
  MIN_WEIGHT,
  PRIOR_RIGHT_SIXTEENTHS,
  PRIOR_VERDICTS,
  UNDECIDED_WEIGHT,
  VERDICT,
  WEIGHT_UNIT,
} from "./constants.ts";
export { encodeHeader, type RpcHeader } from "./encodeHeader.ts";
export { ReviewInputError, SeedError } from "./errors.ts";
export { learnFromGold } from "./learnFromGold.ts";
export { learnFromPanel } from "./learnFromPanel.ts";
export { lowerWeightedMedian, type WeightedScore } from "./lowerWeightedMedian.ts";
export {
  L1_BLOCK,
  type L1Origin,
  l1Origin,
  type OriginProof,
  type OriginProofParameters,
  originProof,
} from "./originProof.ts";
export { type PanelReference, panelDomain } from "./panelDomain.ts";
export {
  type GoldCommitmentParameters,
  goldCommitment,
  type ReviewCommitmentParameters,
  reviewCommitment,
  reviewSalt,
} from "./reviewCommitment.ts";
export { newReviewerRecord, type ReviewerRecord } from "./reviewerRecord.ts";
export { reviewerWeight } from "./reviewerWeight.ts";
export {
  type CommitmentStepParameters,
  challengeTypedData,
  commitmentTypedData,
  enrolmentTypedData,
  type PoolStepParameters,
  type RevealStepParameters,
  type ReviewStepParameters,
  recusalTypedData,
  retirementTypedData,
  revealTypedData,
  type SignedStep,
} from "./reviewTypedData.ts";
export { openSeal, sealMessage, sealSalt, sealSecret } from "./seal.ts";
export { type SeedProof, type SeedProofParameters, seedProof } from "./seedProof.ts";
export { type WeightedLabel, type WeightedPlurality, weightedPlurality } from "./weightedPlurality.ts";
