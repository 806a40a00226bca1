import { type Address, type Hex, isAddress, isHex } from "viem";
import { MalformedCredentialError } from "./errors.ts";
import type { SignedCredential } from "./types.ts";

const MAX_UINT48 = 2 ** 48 - 1;

/** A signed credential as issuers hand it out. Whole numbers are decimal strings. */
export type SignedCredentialJson = {
  schema: 1;
  chainId: string;
  registry: Address;
  credential: { issuer: Address; nullifier: Hex; account: Address; serial: string; expiry: string };
  signature: Hex;
};

/** A signed credential as issuers hand it out; {@link parseCredential} reads it. */
export function credentialToJson({ chainId, registry, credential, signature }: SignedCredential): SignedCredentialJson {
  const { issuer, nullifier, account, serial, expiry } = credential;
  return {
    schema: 1,
    chainId: `${chainId}`,
    registry,
    credential: { issuer, nullifier, account, serial: `${serial}`, expiry: `${expiry}` },
    signature,
  };
}

/** Reads what {@link credentialToJson} wrote. Checks the shape, not the signature: the registry does that. */
export function parseCredential(text: string): SignedCredential {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new MalformedCredentialError({ why: "It is no JSON.", cause });
  }
  const { schema, chainId, registry, credential, signature } = fieldsOf(json, "It");
  if (schema !== 1) throw new MalformedCredentialError({ why: "Its schema is not 1." });
  const { issuer, nullifier, account, serial, expiry } = fieldsOf(credential, "credential");
  return {
    chainId: integer("chainId", chainId, Number.MAX_SAFE_INTEGER),
    registry: address("registry", registry),
    credential: {
      issuer: address("credential.issuer", issuer),
      nullifier: hex("credential.nullifier", nullifier, 32),
      account: address("credential.account", account),
      serial: integer("credential.serial", serial, MAX_UINT48),
      expiry: integer("credential.expiry", expiry, MAX_UINT48),
    },
    signature: hex("signature", signature),
  };
}

function fieldsOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new MalformedCredentialError({ why: `${name} is no object.` });
}

function address(name: string, value: unknown): Address {
  if (typeof value === "string" && isAddress(value)) return value;
  throw new MalformedCredentialError({ why: `${name} is no address with a right checksum.` });
}

/** Without `bytes`, of any length: contracts (ERC-1271) sign as they like. */
function hex(name: string, value: unknown, bytes?: number): Hex {
  const right = isHex(value) && value.length % 2 === 0 && (bytes === undefined || value.length === 2 + 2 * bytes);
  if (right) return value;
  throw new MalformedCredentialError({ why: `${name} is no hex of ${bytes ?? "whole"} bytes.` });
}

function integer(name: string, value: unknown, max: number): number {
  if (typeof value === "string" && /^(?:0|[1-9]\d{0,15})$/.test(value) && Number(value) <= max) return Number(value);
  throw new MalformedCredentialError({ why: `${name} is no whole number up to ${max}, as a string of digits.` });
}
