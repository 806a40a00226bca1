// An issuer: knows people by their nullifiers, looks at the registry for what a credential would do, and signs it.
import {
  type Credential,
  credentialTypedData,
  type Deployment,
  memberRegistryAbi,
  type RegistryReference,
  type SignedCredential,
} from "@commonmind/sdk";
import { type Address, getAddress, type Hex, type PublicClient } from "viem";
import { IssuerError, keysOf, nullifierOf } from "./keys.ts";

/** What the registry lets a credential do, at the time it was issued. */
export type Act = "enrol" | "renew" | "rebind";

export type Issued = SignedCredential & {
  /** The person's seat, undefined if there is none yet. */
  seat: bigint | undefined;
  acts: readonly Act[];
};

export type IssueParameters = {
  account: Address;
  /** What the issuer knows a person by: a name, a number. Never leaves the issuer. */
  person: string;
  /** Unix seconds; `days` from now if it isn't given. */
  expiry?: number | undefined;
  days?: number | undefined;
};

export type Issuer = RegistryReference & {
  readonly address: Address;
  issue(parameters: IssueParameters): Promise<Issued>;
};

const DEFAULT_DAYS = 365;
const DAY = 86_400;

export type OpenIssuerParameters = {
  client: PublicClient;
  deployment: Deployment;
  env?: NodeJS.ProcessEnv;
};

/**
 * Signs with ISSUER_KEY, or on the local chain with the key of its genesis file, which everybody knows. Throws
 * {@link IssuerError} on any other chain without ISSUER_KEY, or if the registry doesn't know the issuer.
 */
export async function openIssuer({ client, deployment, env = process.env }: OpenIssuerParameters): Promise<Issuer> {
  const { chainId } = deployment;
  const registry = deployment.contracts.memberRegistry;
  const { signer, salt } = keysOf(env, chainId);
  const known = await client.readContract({
    address: registry,
    abi: memberRegistryAbi,
    functionName: "issuerAt",
    args: [signer.address],
  });
  if (!known.active) {
    throw new IssuerError({
      code: "IssuerUnknown",
      what: `${signer.address} is no issuer of the co-op on chain ${chainId}.`,
      why: "The registry refuses its credentials.",
      fix: "Set ISSUER_KEY to the key of an issuer, or have a vote add this one (MemberRegistry.setIssuer).",
    });
  }

  return {
    chainId,
    registry,
    address: signer.address,
    async issue({ account: given, person, expiry, days = DEFAULT_DAYS }) {
      const account = getAddress(given);
      const nullifier = nullifierOf(salt, person);
      const { timestamp } = await client.getBlock();
      const now = Number(timestamp);
      const { seat, serial, acts } = await lookUp(client, registry, {
        issuer: signer.address,
        nullifier,
        account,
        now,
      });
      const credential: Credential = {
        issuer: signer.address,
        nullifier,
        account,
        serial,
        expiry: expiry ?? now + days * DAY,
      };
      if (credential.expiry <= now) {
        throw new IssuerError({
          code: "Expiry",
          what: "The credential would have ended already.",
          why: `Its expiry is ${credential.expiry}, and the chain's time is ${now} (unix seconds).`,
          fix: "Choose a later expiry. A local chain may be far ahead of today.",
        });
      }
      const signature = await signer.signTypedData(credentialTypedData({ chainId, registry, credential }));
      return { chainId, registry, credential, signature, seat, acts };
    },
  };
}

type LookUp = { issuer: Address; nullifier: Hex; account: Address; now: number };

/** What this credential would do. Refuses what the registry would refuse anyway. */
async function lookUp(client: PublicClient, registry: Address, { issuer, nullifier, account, now }: LookUp) {
  const members = { address: registry, abi: memberRegistryAbi } as const;
  const [seat, seated] = await Promise.all([
    client.readContract({ ...members, functionName: "seatByNullifier", args: [issuer, nullifier] }),
    client.readContract({ ...members, functionName: "seatOf", args: [account] }),
  ]);
  if (seated !== 0n && seated !== seat) {
    throw new IssuerError({
      code: "AccountSeated",
      what: `${account} holds seat ${seated} already.`,
      why: "An account holds one seat, and this one is another person's.",
      fix: "Choose another account.",
    });
  }
  if (seat === 0n) return { seat: undefined, serial: now, acts: ["enrol"] as const };
  const [{ wallet, serial: last }, { graceEnds }] = await Promise.all([
    client.readContract({ ...members, functionName: "seatAt", args: [seat] }),
    client.readContract({ ...members, functionName: "tenureOf", args: [seat] }),
  ]);
  // The next block is at least a second later.
  const serial = Math.max(now, last + 1);
  if (wallet === account) return { seat, serial, acts: ["renew"] as const };
  const replaceable = graceEnds !== 0 && now >= graceEnds;
  return { seat, serial, acts: replaceable ? (["rebind", "enrol"] as const) : (["rebind"] as const) };
}
