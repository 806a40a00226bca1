// Seats as people take them: an issuer attests, the account agrees.
import { type AddressLike, id as hashOf, type TypedDataDomain, TypedDataEncoder } from "ethers";
import type { MemberRegistry } from "../../types/index.ts";
import { type Commons, networkHelpers, type Signer } from "./commons.ts";

export type Credential = { issuer: string; nullifier: string; account: string; serial: bigint; expiry: bigint };
export type CredentialSketch = Partial<Omit<Credential, "account">> & { nullifier: string };

const credentialTypes = {
  Credential: [
    { name: "issuer", type: "address" },
    { name: "nullifier", type: "bytes32" },
    { name: "account", type: "address" },
    { name: "serial", type: "uint48" },
    { name: "expiry", type: "uint48" },
  ],
};
const consentTypes = {
  Consent: [
    { name: "credential", type: "bytes32" },
    { name: "deadline", type: "uint256" },
  ],
};

/** A person, as an issuer knows them. */
export const person = (name: string): string => hashOf(`person: ${name}`);

export const YEAR = 365n * 86_400n;
/** A time that no test reaches. */
export const NEVER = (1n << 48n) - 1n;

/** A first credential of one year by the genesis issuer, unless said otherwise. */
export async function credentialFor(
  { issuer }: Pick<Commons, "issuer">,
  account: { address: string },
  sketch: CredentialSketch,
): Promise<Credential> {
  const expiry = BigInt(await networkHelpers.time.latest()) + YEAR;
  return { issuer: issuer.address, serial: 1n, expiry, ...sketch, account: account.address };
}

export async function registryDomain({
  deployment,
  members,
}: Pick<Commons, "deployment" | "members">): Promise<TypedDataDomain> {
  return {
    name: "Commonmind MemberRegistry",
    version: "1",
    chainId: deployment.chainId,
    verifyingContract: await members.getAddress(),
  };
}

type Signing = { by?: Signer; domain?: TypedDataDomain };

/** The issuer's signature. */
export async function attest(commons: Commons, credential: Credential, { by, domain }: Signing = {}): Promise<string> {
  const within = { ...(await registryDomain(commons)), ...domain };
  return (by ?? commons.issuer).signTypedData(within, credentialTypes, credential);
}

/** The account's signature, for somebody else to hand in. */
export async function consentTo(
  commons: Commons,
  credential: Credential,
  deadline: bigint,
  { by, domain }: Signing & { by: Signer },
): Promise<string> {
  const within = { ...(await registryDomain(commons)), ...domain };
  return by.signTypedData(within, consentTypes, { credential: structHash(credential), deadline });
}

const structHash = (credential: Credential) => TypedDataEncoder.hashStruct("Credential", credentialTypes, credential);

export const credentialDigest = async (commons: Commons, credential: Credential) =>
  TypedDataEncoder.hash(await registryDomain(commons), credentialTypes, credential);

export const consentDigest = async (commons: Commons, credential: Credential, deadline: bigint) =>
  TypedDataEncoder.hash(await registryDomain(commons), consentTypes, { credential: structHash(credential), deadline });

/** Opens the account's seat. Returns its number. */
export async function enrol(commons: Commons, account: Signer, nullifier = person(account.address)): Promise<bigint> {
  const credential = await credentialFor(commons, account, { nullifier });
  await commons.members.connect(account).enrol(credential, await attest(commons, credential));
  return commons.members.seatOf(account);
}

/** Moves a seat to another wallet, the present one making the call. */
export async function moveSeat(commons: Commons, from: Signer, to: Signer, nullifier = person(from.address)) {
  const seat = await commons.members.seatOf(from);
  const { serial } = await commons.members.seatAt(seat);
  const credential = await credentialFor(commons, to, { nullifier, serial: serial + 1n });
  const signature = await attest(commons, credential);
  const consent = await consentTo(commons, credential, NEVER, { by: to });
  return commons.members.connect(from).rebindBySig(credential, signature, NEVER, consent);
}

/** One seat, one vote; the wallet always counts for itself. */
export const votesOf = (members: MemberRegistry, account: AddressLike): Promise<bigint> => members.getVotes(account);
