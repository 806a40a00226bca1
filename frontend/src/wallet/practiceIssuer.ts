// Who vouches for people on the local chain: the issuer of its genesis file, whose key everybody knows. It believes whoever
// asks, and it exists nowhere else.
import { type Credential, credentialTypedData, type SignedCredential } from "@commonmind/sdk";
import { type Address, keccak256, stringToBytes } from "viem";
import { LOCAL_MNEMONIC, localAccounts } from "../config/localAccounts.ts";

/** Seconds. */
const YEAR = 365 * 86_400;
const LATE = 60;

/** @param now Unix seconds, on the chain's clock. */
export async function practiceCredential(
  account: Address,
  { chainId, registry, now }: { chainId: number; registry: Address; now: number },
): Promise<SignedCredential> {
  const { mnemonicToAccount } = await import("viem/accounts");
  const issuer = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: localAccounts.issuer });
  const credential: Credential = {
    issuer: issuer.address,
    // One person for each account: here nobody checks more.
    nullifier: keccak256(stringToBytes(`commonmind.practice:${account.toLowerCase()}`)),
    account,
    // Never of the future: the block that takes it may be a little behind.
    serial: now - LATE,
    expiry: now + YEAR,
  };
  const signature = await issuer.signTypedData(credentialTypedData({ chainId, registry, credential }));
  return { chainId, registry, credential, signature };
}
