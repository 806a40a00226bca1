// What a seat's wallet signs, so that somebody else may hand in a step of a review for it (`...BySig` of ReviewPanel).
import type { Address, Hex } from "viem";
import { type PanelReference, panelDomain } from "./panelDomain.ts";

/** Who signs, once: `nonce` is the account's next one of its key, `deadline` the last second in which it counts. */
export type SignedStep = PanelReference & {
  /** The seat's present wallet. */
  account: Address;
  nonce: bigint;
  /** Unix seconds. */
  deadline: bigint;
};

const account = { name: "account", type: "address" } as const;
const contribution = { name: "contribution", type: "uint256" } as const;
const once = [
  { name: "nonce", type: "uint256" },
  { name: "deadline", type: "uint256" },
] as const;
const pool = [account, { name: "kind", type: "uint8" }, ...once] as const;
const step = [account, contribution, ...once] as const;

const types = {
  enrolment: { ReviewerEnrolment: pool },
  retirement: { ReviewerRetirement: pool },
  commitment: { ReviewCommitment: [account, contribution, { name: "commitment", type: "bytes32" }, ...once] },
  reveal: {
    ReviewReveal: [account, contribution, { name: "score", type: "uint8" }, { name: "salt", type: "bytes32" }, ...once],
  },
  recusal: { ReviewRecusal: step },
  challenge: { ReviewChallenge: step },
} as const;

export type PoolStepParameters = SignedStep & {
  /** The kind of work, by its number. */
  kind: number;
};

/** For `enrolBySig`: the seat may be drawn for work of this kind, from a week on. */
export function enrolmentTypedData({ chainId, panel, ...message }: PoolStepParameters) {
  const domain = panelDomain({ chainId, panel });
  return { domain, types: types.enrolment, primaryType: "ReviewerEnrolment", message } as const;
}

/** For `retireBySig`: the seat isn't drawn for work of this kind that is submitted from now on. */
export function retirementTypedData({ chainId, panel, ...message }: PoolStepParameters) {
  const domain = panelDomain({ chainId, panel });
  return { domain, types: types.retirement, primaryType: "ReviewerRetirement", message } as const;
}

export type ReviewStepParameters = SignedStep & { contribution: bigint };

export type CommitmentStepParameters = ReviewStepParameters & {
  /** Of `reviewCommitment`. */
  commitment: Hex;
};

/** For `commitBySig`. The score stays secret. */
export function commitmentTypedData({ chainId, panel, ...message }: CommitmentStepParameters) {
  const domain = panelDomain({ chainId, panel });
  return { domain, types: types.commitment, primaryType: "ReviewCommitment", message } as const;
}

export type RevealStepParameters = ReviewStepParameters & { score: number; salt: Hex };

/** For `revealBySig`. Sign it only once committing is over: it says the score. */
export function revealTypedData({ chainId, panel, ...message }: RevealStepParameters) {
  const domain = panelDomain({ chainId, panel });
  return { domain, types: types.reveal, primaryType: "ReviewReveal", message } as const;
}

/** For `recuseBySig`: the seat steps back from this panel, because of a conflict that it discloses. */
export function recusalTypedData({ chainId, panel, ...message }: ReviewStepParameters) {
  const domain = panelDomain({ chainId, panel });
  return { domain, types: types.recusal, primaryType: "ReviewRecusal", message } as const;
}

/** For `challengeBySig`: the seat challenges the verdict on this work. */
export function challengeTypedData({ chainId, panel, ...message }: ReviewStepParameters) {
  const domain = panelDomain({ chainId, panel });
  return { domain, types: types.challenge, primaryType: "ReviewChallenge", message } as const;
}
