import type { Address, Hex } from "viem";

/** A piece of work as it is handed in: the argument of `ContributionRegistry.submit`. */
export type Submission = {
  modelId: number;
  /** The kind of work, by its number. */
  kind: number;
  depth: number;
  items: bigint;
  /** Declared units, before scoring. */
  units: bigint;
  root: Hex;
  /** The seat under whose sponsorship it is handed in; 0 for the submitter's own. */
  sponsor: bigint;
  uri: string;
};

export type SubmissionParameters = {
  chainId: number;
  /** The ContributionRegistry. */
  registry: Address;
  submitter: Address;
  submission: Submission;
  /** The submitter's next nonce of its key. */
  nonce: bigint;
  /** Last second in which it may be handed in, unix seconds. */
  deadline: bigint;
};

const types = {
  Submission: [
    { name: "submitter", type: "address" },
    { name: "modelId", type: "uint32" },
    { name: "kind", type: "uint8" },
    { name: "depth", type: "uint8" },
    { name: "items", type: "uint64" },
    { name: "units", type: "uint64" },
    { name: "root", type: "bytes32" },
    { name: "sponsor", type: "uint64" },
    { name: "uri", type: "string" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** What a submitter signs, so that anybody may hand its work in (`submitBySig`). */
export function submissionTypedData({
  chainId,
  registry,
  submitter,
  submission,
  nonce,
  deadline,
}: SubmissionParameters) {
  const domain = {
    name: "Commonmind ContributionRegistry",
    version: "1",
    chainId,
    verifyingContract: registry,
  } as const;
  return { domain, types, primaryType: "Submission", message: { submitter, ...submission, nonce, deadline } } as const;
}
