// The calls that pay out what work and a seat earned: mostly one.
import type { Abi, Address } from "viem";
import type { Deployment } from "../deployment.ts";
import { collectorAbi, contributorRewardsAbi, universalDividendAbi } from "../generated/abis.ts";

/** Positions times assets that one transaction pays: about 10,000 gas each, so 4 million at most. */
const PER_CLAIM = 400;

/** What waits for a position, or for a seat. */
export type Waiting = {
  /** Of the position (contribution x 2^32 + index of the leaf), or of the seat. */
  readonly id: bigint;
  /** In the order of the assets, base units. Who leaves an asset out says 0. */
  readonly waiting: readonly bigint[];
};

/** `holder`: an account, or a seat written as an address. */
export type WaitingPosition = Waiting & { readonly holder: Address };

export type CollectParameters = {
  readonly contracts: Pick<Deployment["contracts"], "collector" | "contributorRewards" | "universalDividend">;
  readonly assets: readonly Address[];
  readonly positions: readonly WaitingPosition[];
  readonly seat?: Waiting | undefined;
};

export type CollectCall = {
  readonly address: Address;
  readonly abi: Abi;
  readonly functionName: string;
  readonly args: readonly unknown[];
};

type WorkClaim = { account: Address; positions: bigint[]; assets: Address[] };
type SeatClaim = { id: bigint; assets: Address[] };

/** In as few calls as hold it; anyone may make them, and they pay whom it belongs to. None if nothing waits. */
export function collectCalls({ contracts, assets, positions, seat }: CollectParameters): CollectCall[] {
  const due = positions.filter(({ waiting }) => waiting.some((it) => it > 0n));
  const most = Math.max(1, Math.floor(PER_CLAIM / assets.length));
  const claims: WorkClaim[] = [];
  for (const holder of new Set(due.map((it) => it.holder.toLowerCase()))) {
    const held = due.filter((it) => it.holder.toLowerCase() === holder);
    for (let i = 0; i < held.length; i += most) {
      const part = held.slice(i, i + most);
      claims.push({
        account: part[0]?.holder as Address,
        positions: part.map(({ id }) => id),
        assets: assets.filter((_, a) => part.some(({ waiting }) => (waiting[a] ?? 0n) > 0n)),
      });
    }
  }
  const seatAssets = assets.filter((_, i) => (seat?.waiting[i] ?? 0n) > 0n);
  const seats: SeatClaim[] = seat && seatAssets.length > 0 ? [{ id: seat.id, assets: seatAssets }] : [];

  const calls: CollectCall[] = [];
  for (let rest = claims, last = seats; rest.length + last.length > 0; last = []) {
    const fitting = fittingClaims(rest, most);
    calls.push(callFor(fitting, last, contracts));
    rest = rest.slice(fitting.length);
  }
  return calls;
}

/** As many as may go into one transaction. */
function fittingClaims(claims: readonly WorkClaim[], most: number): WorkClaim[] {
  let positions = 0;
  return claims.filter((claim) => {
    positions += claim.positions.length;
    return positions <= most;
  });
}

/** A single claim goes to its contract itself; several go together. */
function callFor(
  work: readonly WorkClaim[],
  seats: readonly SeatClaim[],
  { contributorRewards, universalDividend, collector }: CollectParameters["contracts"],
): CollectCall {
  const [claim] = work;
  const [seat] = seats;
  if (claim && work.length === 1 && !seat) {
    const args = [claim.account, claim.positions, claim.assets];
    return { address: contributorRewards, abi: contributorRewardsAbi, functionName: "claim", args };
  }
  if (seat && !claim) {
    return {
      address: universalDividend,
      abi: universalDividendAbi,
      functionName: "claim",
      args: [seat.id, seat.assets],
    };
  }
  return { address: collector, abi: collectorAbi, functionName: "collect", args: [work, seats] };
}
