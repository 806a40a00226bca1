import { type Hex, hashStruct } from "viem";
import { registryDomain } from "./registryDomain.ts";
import type { Credential, RegistryReference } from "./types.ts";

const types = {
  Credential: [
    { name: "issuer", type: "address" },
    { name: "nullifier", type: "bytes32" },
    { name: "account", type: "address" },
    { name: "serial", type: "uint48" },
    { name: "expiry", type: "uint48" },
  ],
} as const;

/** What an issuer signs; its digest is `MemberRegistry.credentialDigest`. */
export function credentialTypedData({ credential, ...reference }: RegistryReference & { credential: Credential }) {
  return { domain: registryDomain(reference), types, primaryType: "Credential", message: credential } as const;
}

/** EIP-712 struct hash of a credential: what a consent names it by, on every chain. */
export function hashCredential(credential: Credential): Hex {
  return hashStruct({ types, primaryType: "Credential", data: credential });
}
