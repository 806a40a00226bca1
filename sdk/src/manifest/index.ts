/**
 * Manifests: a Merkle-sum tree over the work of any number of authors, its proofs, and their check. Works in Node and in a browser.
 * @module
 */
export { type BuildManifestOptions, buildManifest } from "./buildManifest.ts";
export { MAX_DEPTH, MAX_UINT64 } from "./encoding.ts";
export {
  DuplicateItemError,
  DuplicateLeafError,
  EmptyManifestError,
  LeafFieldError,
  LeafFileError,
  LeafRowError,
  MalformedProofError,
  ManifestFolderError,
  ManifestIndexError,
  ManifestOverflowError,
} from "./errors.ts";
export { type HashedLeaf, hashLeaf } from "./hashLeaf.ts";
export { hashNode } from "./hashNode.ts";
export { itemProof, itemsRoot, verifyItemProof } from "./itemsRoot.ts";
export { createKeccak, type Keccak, keccak } from "./keccak.ts";
export { ManifestBuilder, type ManifestBuilderOptions } from "./ManifestBuilder.ts";
export { manifestDomain } from "./manifestDomain.ts";
export { type ManifestJson, manifestToJson } from "./manifestJson.ts";
export { type LeafFormat, type ParseLeavesOptions, parseLeaves } from "./parseLeaves.ts";
export { type ManifestProofJson, parseProof, proofToJson } from "./proofJson.ts";
export { proofLines } from "./proofLines.ts";
export { proveLeaf } from "./proveLeaf.ts";
export { seatAuthor, seatOfAuthor } from "./seatAuthor.ts";
export type {
  IndexedLeaf,
  Manifest,
  ManifestDomainFields,
  ManifestLeaf,
  ManifestNode,
  ManifestProof,
  ProofStep,
  RowSource,
} from "./types.ts";
export { type VerifyProofParameters, type VerifyProofReturnType, verifyProof } from "./verifyProof.ts";
