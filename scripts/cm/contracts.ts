// The contracts that the commands speak to, as viem takes them.
import {
  contributionRegistryAbi,
  contributorRewardsAbi,
  memberRegistryAbi,
  modelRegistryAbi,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { type Address, isAddressEqual } from "viem";
import type { Coop } from "../proposal/coop.ts";
import { CmError } from "./errors.ts";

export const registryOf = ({ deployment }: Coop) =>
  ({ address: deployment.contracts.contributionRegistry, abi: contributionRegistryAbi }) as const;
export const rewardsOf = ({ deployment }: Coop) =>
  ({ address: deployment.contracts.contributorRewards, abi: contributorRewardsAbi }) as const;
export const dividendOf = ({ deployment }: Coop) =>
  ({ address: deployment.contracts.universalDividend, abi: universalDividendAbi }) as const;
export const membersOf = ({ deployment }: Coop) =>
  ({ address: deployment.contracts.memberRegistry, abi: memberRegistryAbi }) as const;
export const modelsOf = ({ deployment }: Coop) =>
  ({ address: deployment.contracts.modelRegistry, abi: modelRegistryAbi }) as const;
export const treasuryOf = ({ deployment }: Coop) =>
  ({ address: deployment.contracts.treasury, abi: treasuryAbi }) as const;

/** The seat at a wallet, active or lapsed; undefined if there is none. */
export async function seatAt(coop: Coop, wallet: Address): Promise<bigint | undefined> {
  const seat = await coop.client.readContract({ ...membersOf(coop), functionName: "seatOf", args: [wallet] });
  return seat === 0n ? undefined : seat;
}

/** The seat at a wallet. Throws {@link CmError} if there is none. */
export async function requireSeat(coop: Coop, wallet: Address): Promise<bigint> {
  const seat = await seatAt(coop, wallet);
  if (seat !== undefined) return seat;
  throw new CmError({
    code: "NoSeat",
    what: `${wallet} holds no seat.`,
    why: "Only members review, and a member is who holds a seat.",
    fix: "Name a member's account with --from, or open a seat: npm run cm -- member enrol CREDENTIAL.",
  });
}

export const same = (a: Address, b: Address): boolean => isAddressEqual(a, b);
