import type { Address, Hex } from "viem";

/** What an issuer attests: this account belongs to this person. As MemberRegistry takes it. */
export type Credential = {
  issuer: Address;
  /** The person, as this issuer knows them: the same for all credentials of one person, and told to nobody else. */
  nullifier: Hex;
  account: Address;
  /** When it was issued, unix seconds: above the person's last one, and not of the future. */
  serial: number;
  /** When it ends, unix seconds. */
  expiry: number;
};

/** The registry of members that a signature is for. */
export type RegistryReference = {
  chainId: number;
  /** The MemberRegistry. */
  registry: Address;
};

/** A credential with the issuer's signature, and the registry it is for. */
export type SignedCredential = RegistryReference & { credential: Credential; signature: Hex };
