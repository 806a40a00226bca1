import { hashCredential } from "./credentialTypedData.ts";
import { registryDomain } from "./registryDomain.ts";
import type { Credential, RegistryReference } from "./types.ts";

const types = {
  Consent: [
    { name: "credential", type: "bytes32" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

export type ConsentParameters = RegistryReference & {
  credential: Credential;
  /** Last second in which the consent may be used, unix seconds. */
  deadline: bigint;
};

/** What the credential's account signs, so that somebody else may hand it in: to enrol, to renew or to move a seat. */
export function consentTypedData({ credential, deadline, ...reference }: ConsentParameters) {
  const message = { credential: hashCredential(credential), deadline };
  return { domain: registryDomain(reference), types, primaryType: "Consent", message } as const;
}
