// Seats as people take them: an issuer attests, the account agrees.
import {
  type Credential as CredentialMessage,
  consentTypedData,
  credentialTypedData,
  type RegistryDomain,
  vetoTypedData,
} from "@commonmind/sdk";
import { id as hashOf, TypedDataEncoder } from "ethers";
import { addressOf, type Deployed, networkHelpers, type Signer } from "./commons.ts";

export type Credential = { issuer: string; nullifier: string; account: string; serial: bigint; expiry: bigint };
export type CredentialSketch = Partial<Omit<Credential, "account">> & { nullifier: string };

/** A person, as an issuer knows them. */
export const person = (name: string): string => hashOf(`person: ${name}`);

export const DAY = 86_400n;
export const YEAR = 365n * DAY;
/** A time that no test reaches. */
export const NEVER = (1n << 48n) - 1n;

/** The time of the last block. */
export const now = async (): Promise<bigint> => BigInt(await networkHelpers.time.latest());

/** A first credential of one year by the genesis issuer, unless said otherwise. */
export async function credentialFor(
  { issuer }: Pick<Deployed, "issuer">,
  account: { address: string },
  sketch: CredentialSketch,
): Promise<Credential> {
  const expiry = (await now()) + YEAR;
  return { issuer: issuer.address, serial: 1n, expiry, ...sketch, account: account.address };
}

type TypedData = {
  domain: RegistryDomain;
  types: Readonly<Record<string, readonly { name: string; type: string }[]>>;
  message: Record<string, unknown>;
};
type Signing = { by?: Signer; domain?: Partial<RegistryDomain> };

const referenceTo = async ({ deployment, members }: Pick<Deployed, "deployment" | "members">) => ({
  chainId: deployment.chainId,
  registry: await addressOf(members),
});

const asMessage = (credential: Credential) =>
  ({ ...credential, serial: Number(credential.serial), expiry: Number(credential.expiry) }) as CredentialMessage;

/** ethers takes mutable fields. */
const fieldsOf = ({ types }: TypedData) =>
  Object.fromEntries(Object.entries(types).map(([name, fields]) => [name, [...fields]]));

const sign = (data: TypedData, by: Signer, domain: Partial<RegistryDomain> = {}): Promise<string> =>
  by.signTypedData({ ...data.domain, ...domain }, fieldsOf(data), data.message);

const digestOf = (data: TypedData): string => TypedDataEncoder.hash(data.domain, fieldsOf(data), data.message);

const credentialData = async (commons: Deployed, credential: Credential) =>
  credentialTypedData({ ...(await referenceTo(commons)), credential: asMessage(credential) });

const consentData = async (commons: Deployed, credential: Credential, deadline: bigint) =>
  consentTypedData({ ...(await referenceTo(commons)), credential: asMessage(credential), deadline });

/** The issuer's signature. */
export const attest = async (commons: Deployed, credential: Credential, { by, domain }: Signing = {}) =>
  sign(await credentialData(commons, credential), by ?? commons.issuer, domain);

/** The account's signature, for somebody else to hand in. */
export const consentTo = async (
  commons: Deployed,
  credential: Credential,
  deadline: bigint,
  { by, domain }: Signing & { by: Signer },
) => sign(await consentData(commons, credential, deadline), by, domain);

/** A wallet's signature against the pending move of its seat, for somebody else to hand in. */
export const vetoOf = async (
  commons: Deployed,
  { seat, serial, deadline }: { seat: bigint; serial: bigint; deadline: bigint },
  { by, domain }: Signing & { by: Signer },
) => sign(vetoTypedData({ ...(await referenceTo(commons)), seat, serial: Number(serial), deadline }), by, domain);

export const credentialDigest = async (commons: Deployed, credential: Credential) =>
  digestOf(await credentialData(commons, credential));

export const consentDigest = async (commons: Deployed, credential: Credential, deadline: bigint) =>
  digestOf(await consentData(commons, credential, deadline));

export const vetoDigest = async (commons: Deployed, seat: bigint, serial: bigint, deadline: bigint) =>
  digestOf(vetoTypedData({ ...(await referenceTo(commons)), seat, serial: Number(serial), deadline }));

/** Opens the account's seat. Returns its number. */
export async function enrol(commons: Deployed, account: Signer, nullifier = person(account.address)): Promise<bigint> {
  const credential = await credentialFor(commons, account, { nullifier });
  await commons.members.connect(account).enrol(credential, await attest(commons, credential));
  return commons.members.seatOf(account);
}

/** The serial of the next credential for a seat, or for a person under the genesis issuer. */
async function nextSerial({ members, issuer }: Deployed, nullifier: string): Promise<bigint> {
  const seat = await members.seatByNullifier(issuer, nullifier);
  return (await members.seatAt(seat)).serial + 1n;
}

/** Moves a seat to another wallet, the present one making the call. */
export async function moveSeat(commons: Deployed, from: Signer, to: Signer, nullifier = person(from.address)) {
  const credential = await credentialFor(commons, to, { nullifier, serial: await nextSerial(commons, nullifier) });
  const signature = await attest(commons, credential);
  const consent = await consentTo(commons, credential, NEVER, { by: to });
  return commons.members.connect(from).rebindBySig(credential, signature, NEVER, consent);
}

/** Asks to move a person's seat to another wallet, which makes the call. */
export async function askToMove(commons: Deployed, to: Signer, nullifier: string) {
  const credential = await credentialFor(commons, to, { nullifier, serial: await nextSerial(commons, nullifier) });
  return commons.members.connect(to).rebind(credential, await attest(commons, credential));
}
