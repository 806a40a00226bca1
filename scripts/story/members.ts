// The story's members: people join with a credential of the local issuer, renew it, move their seat to a new wallet, let
// it run out, and are paid the dividend. Everything is handed in by one account that has no part in it.
import {
  type Credential,
  consentTypedData,
  contributionTokenAbi,
  contributorRewardsAbi,
  credentialTypedData,
  type Deployment,
  memberRegistryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { type Account, type Address, type Hex, keccak256, stringToBytes } from "viem";
import type { Chain } from "../lib/chain.ts";
import type { Cast } from "./cast.ts";
import type { Assets } from "./money.ts";

/** How long a credential counts, in seconds: longer than the story. */
const TERM = 730n * 86_400n;
/** The same for one that is to run out soon. */
export const SHORT_TERM = 300n;
/** Signatures may be handed in for an hour. */
const DEADLINE = 3_600n;
const POSITIONS_PER_CALL = 40;

export type MemberContext = {
  chain: Chain;
  deployment: Deployment;
  cast: Cast;
  onProgress: (message: string) => void;
};

/** Somebody whom the issuer knows by a name. */
export type Person = { readonly name: string; readonly signer: Account };

/**
 * Opens a seat for each of `people`, by the signatures of the issuer and of their wallets; for as many as the issuer may
 * let in at this time, in their order. Returns the seats by name.
 */
export async function enrol(
  context: MemberContext,
  people: readonly Person[],
  term = TERM,
): Promise<Map<string, bigint>> {
  const { chain } = context;
  const admitted = people.slice(0, await roomOf(context));
  for (const person of admitted) await handIn(context, "enrolBySig", person, term);
  await chain.settled();
  const seats = new Map<string, bigint>();
  for (const { name, signer } of admitted) seats.set(name, await seatOf(context, signer.address));
  return seats;
}

/** Renews the seat of `person`. Returns true if that was too late for what it had: then anyone may sweep it. */
export async function renew(context: MemberContext, person: Person, seat: bigint): Promise<boolean> {
  const { chain, deployment } = context;
  await handIn(context, "renewBySig", person, TERM);
  await chain.settled();
  const { forfeited } = await chain.client.readContract({
    ...registryOf(deployment),
    functionName: "tenureOf",
    args: [seat],
  });
  return forfeited > 0;
}

/** Asks for the seat of `person` on behalf of its new wallet. Returns when the move may be completed. */
export async function askToMove(context: MemberContext, person: Person, seat: bigint): Promise<bigint> {
  const { chain, deployment } = context;
  await handIn(context, "rebindBySig", person, TERM);
  await chain.settled();
  const { readyAt } = await chain.client.readContract({
    ...registryOf(deployment),
    functionName: "rebindingAt",
    args: [seat],
  });
  return BigInt(readyAt);
}

/** Completes a move once its time has come. Returns when what the old wallet holds may follow. */
export async function completeMove(context: MemberContext, seat: bigint, lost: Address, readyAt: bigint) {
  const { chain, deployment } = context;
  await waitUntil(chain, readyAt, "the present wallet may veto the move of its seat");
  await chain.send({ ...registryOf(deployment), functionName: "completeRebind", args: [seat] });
  await chain.settled();
  const [, followsAt] = await chain.client.readContract({
    ...registryOf(deployment),
    functionName: "recoveryOf",
    args: [lost],
  });
  return BigInt(followsAt);
}

/** Moves the tokens and positions of a lost wallet to its seat, once the time for a veto is over. */
export async function recover(
  { chain, deployment }: MemberContext,
  lost: Address,
  positions: readonly bigint[],
  followsAt: bigint,
): Promise<void> {
  const { contributionToken, contributorRewards } = deployment.contracts;
  await waitUntil(chain, followsAt, "the lost wallet may keep what it holds");
  const token = { address: contributionToken, abi: contributionTokenAbi } as const;
  if ((await chain.client.readContract({ ...token, functionName: "balanceOf", args: [lost] })) > 0n) {
    await chain.send({ ...token, functionName: "recover", args: [lost] });
  }
  for (let i = 0; i < positions.length; i += POSITIONS_PER_CALL) {
    await chain.send({
      address: contributorRewards,
      abi: contributorRewardsAbi,
      functionName: "recover",
      args: [lost, positions.slice(i, i + POSITIONS_PER_CALL)],
    });
  }
  await chain.settled();
}

/** Ends seats whose credential ran out long enough ago. Returns when it is too late to restore the last of them. */
export async function expire({ chain, deployment }: MemberContext, seats: readonly bigint[]): Promise<bigint> {
  const registry = registryOf(deployment);
  const [, , lapse] = await chain.client.readContract({ ...registry, functionName: "periods" });
  for (const seat of seats) {
    const { expiry } = await chain.client.readContract({ ...registry, functionName: "seatAt", args: [seat] });
    await waitUntil(chain, BigInt(expiry) + BigInt(lapse), "a seat stays for a while after its credential ran out");
    await chain.send({ ...registry, functionName: "expire", args: [seat] });
  }
  await chain.settled();
  const tenures = await Promise.all(
    seats.map((seat) => chain.client.readContract({ ...registry, functionName: "tenureOf", args: [seat] })),
  );
  return tenures.reduce((latest, { graceEnds }) => (graceEnds > latest ? BigInt(graceEnds) : latest), 0n);
}

/** Gives what a seat forfeited back to all members, once its grace is over. */
export async function sweep(
  { chain, deployment }: MemberContext,
  seat: bigint,
  assets: Assets,
  graceEnds: bigint,
): Promise<void> {
  await waitUntil(chain, graceEnds, "a lapsed seat may still be renewed");
  const call = { address: deployment.contracts.universalDividend, abi: universalDividendAbi } as const;
  await chain.send({ ...call, functionName: "sweep", args: [seat, [...assets.values()]] });
  await chain.settled();
}

/** Has each seat paid its dividend in all assets: by its own wallet where `byItself` names one, else by anyone. */
export async function collectDividend(
  { chain, deployment }: MemberContext,
  seats: readonly bigint[],
  assets: Assets,
  byItself: ReadonlyMap<bigint, Account> = new Map(),
): Promise<void> {
  const call = { address: deployment.contracts.universalDividend, abi: universalDividendAbi } as const;
  for (const seat of seats) {
    const claim = { ...call, functionName: "claim", args: [seat, [...assets.values()]] } as const;
    const wallet = byItself.get(seat);
    if (wallet === undefined) await chain.send(claim);
    else await chain.sendAs(wallet, claim);
  }
  await chain.settled();
}

export async function waitUntil(chain: Chain, time: bigint, why: string): Promise<void> {
  await chain.settled();
  const now = await chain.now();
  if (now < time) await chain.wait(time - now, why);
}

function registryOf({ contracts }: Deployment) {
  return { address: contracts.memberRegistry, abi: memberRegistryAbi } as const;
}

function seatOf({ chain, deployment }: MemberContext, account: Address): Promise<bigint> {
  return chain.client.readContract({ ...registryOf(deployment), functionName: "seatOf", args: [account] });
}

/** How many seats the issuer may open now: within its cap, and its growth limit for this epoch. */
export async function roomOf({ chain, deployment, cast }: MemberContext): Promise<number> {
  const registry = registryOf(deployment);
  const entry = await chain.client.readContract({
    ...registry,
    functionName: "issuerAt",
    args: [cast.issuer.address],
  });
  const length = await chain.client.readContract({ ...registry, functionName: "GROWTH_EPOCH" });
  const epoch = (await chain.now()) / BigInt(length);
  const growth = BigInt(entry.epoch) === epoch ? entry.growth : 0;
  return Math.max(0, Math.min(entry.growthLimit - growth, entry.cap - entry.seats));
}

/** Signs a new credential for a person's wallet, and the wallet's consent, and hands both in. */
async function handIn(
  { chain, deployment, cast }: MemberContext,
  functionName: "enrolBySig" | "renewBySig" | "rebindBySig",
  { name, signer }: Person,
  term: bigint,
): Promise<void> {
  const { issuer } = cast;
  const now = await chain.now();
  const reference = { chainId: chain.chainId, registry: deployment.contracts.memberRegistry };
  const credential: Credential = {
    issuer: issuer.address,
    nullifier: keccak256(stringToBytes(`commonmind.story.person:${name}`)),
    account: signer.address,
    serial: Number(now),
    expiry: Number(now + term),
  };
  const deadline = now + DEADLINE;
  if (!issuer.signTypedData || !signer.signTypedData) throw new Error(`A key to let ${name} in is not here.`);
  const attested = await issuer.signTypedData(credentialTypedData({ ...reference, credential }));
  const consent: Hex = await signer.signTypedData(consentTypedData({ ...reference, credential, deadline }));
  await chain.send({ ...registryOf(deployment), functionName, args: [credential, attested, deadline, consent] });
}
