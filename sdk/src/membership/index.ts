/**
 * Seats: what issuers, accounts and wallets sign, and credentials as JSON. Works in Node and in a browser.
 * @module
 */
export { type ConsentParameters, consentTypedData } from "./consentTypedData.ts";
export { credentialToJson, parseCredential, type SignedCredentialJson } from "./credentialJson.ts";
export { credentialTypedData, hashCredential } from "./credentialTypedData.ts";
export { MalformedCredentialError } from "./errors.ts";
export { type RegistryDomain, registryDomain } from "./registryDomain.ts";
export type { Credential, RegistryReference, SignedCredential } from "./types.ts";
export { type VetoParameters, vetoTypedData } from "./vetoTypedData.ts";
