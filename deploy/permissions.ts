// The declared map of power: every restricted function of our contracts and the role it asks for. Deployment applies it,
// and the tests hold a deployment against it. Beside the role stands the class of vote that reaches the function: what is
// `ordinary` here fills the governor's list, everything else takes a constitutional vote.
import { type Hex, toFunctionSelector } from "viem";

export const roles = {
  /** AccessManager's own admin, held by the timelock alone. */
  constitution: 0n,
  /** Held by the timelock alone. */
  ordinary: 1n,
  /** Posts work whose score is known beforehand. Held by whom the genesis file names, else by the timelock. */
  gold: 2n,
} as const;

export type RoleName = keyof typeof roles;

export type RestrictedContract =
  | "ContributionToken"
  | "MemberRegistry"
  | "ContributionRegistry"
  | "ReviewPanel"
  | "ModelRegistry"
  | "Treasury";

/** Who decides a call of the timelock: holders, whom members can stop, or both chambers. */
export type VoteClass = "ordinary" | "constitutional";

export type Permission = {
  readonly contract: RestrictedContract;
  /** Canonical signature. */
  readonly signature: string;
  readonly role: RoleName;
  /** Seconds that the AccessManager itself adds. The timelock's delay stands before it. */
  readonly delay: number;
  readonly class: VoteClass;
};

/** Functions of the role `ordinary` are of that class unless said otherwise; all others are constitutional. */
const permission = (
  contract: RestrictedContract,
  signature: string,
  role: RoleName,
  voteClass: VoteClass = role === "ordinary" ? "ordinary" : "constitutional",
): Permission => ({ contract, signature, role, delay: 0, class: voteClass });

export const permissions: readonly Permission[] = [
  permission("ContributionToken", "openTransfers()", "constitution"),
  permission("ContributionToken", "addMinter(address)", "constitution"),
  permission("ContributionToken", "setMintCap(uint128)", "constitution"),

  permission("MemberRegistry", "setIssuer(address,bool,uint32,uint32)", "constitution"),
  permission("MemberRegistry", "setPeriods((uint40,uint40,uint40,uint40))", "constitution"),
  permission("MemberRegistry", "unseat(uint64[])", "constitution"),
  permission("MemberRegistry", "found((address,bytes32,address,uint48)[])", "constitution"),
  permission("MemberRegistry", "closeGenesis()", "constitution"),

  permission("ContributionRegistry", "setPanel(address)", "constitution"),
  permission("ContributionRegistry", "setIntake(address)", "constitution"),
  permission("ContributionRegistry", "exclude(uint256)", "ordinary"),
  permission("ContributionRegistry", "overturn(uint256)", "ordinary"),
  permission("ContributionRegistry", "setKindRule(uint8,uint64,uint96,string)", "ordinary"),
  permission("ContributionRegistry", "setPeriods((uint40,uint8))", "constitution"),
  permission(
    "ContributionRegistry",
    "found(address,(uint32,uint8,uint8,uint64,uint64,bytes32,uint64,string),(uint32,address,uint64,uint64,bytes32)[],(bytes32,uint64)[][])",
    "constitution",
  ),
  permission("ContributionRegistry", "closeGenesis()", "constitution"),

  permission("ReviewPanel", "decide(uint256,uint8)", "constitution"),
  permission("ReviewPanel", "setRules((uint8,uint24,uint24,uint24,uint24,uint24,uint40,uint48))", "constitution"),
  permission("ReviewPanel", "setRandomness(address)", "constitution"),
  permission("ReviewPanel", "commitGold(bytes32[])", "gold"),
  permission("ReviewPanel", "revealGold(uint256,uint8,bytes32)", "gold"),
  permission("ReviewPanel", "foundReviewers(uint64[],uint8[])", "constitution"),
  permission("ReviewPanel", "closeGenesis()", "constitution"),

  permission("ModelRegistry", "register(string,string,(uint32,uint16)[])", "ordinary"),
  permission("ModelRegistry", "publish(uint256,uint24,(bytes32,bytes32,string,string,string))", "ordinary"),
  permission("ModelRegistry", "setContributions(address,address)", "constitution"),
  permission("ModelRegistry", "setTreasury(address)", "constitution"),
  permission("ModelRegistry", "setJoinBound(uint32)", "constitution"),

  permission("Treasury", "spend(address,address,uint128)", "ordinary"),
  permission("Treasury", "recoverSurplus(address)", "ordinary"),
  permission("Treasury", "listAsset(address)", "ordinary"),
  permission("Treasury", "delistAsset(address)", "ordinary"),
  permission("Treasury", "reclaimParked(uint256,address)", "constitution"),
  permission("Treasury", "setSplit((uint16,uint16,uint16))", "constitution"),
  permission("Treasury", "setCeiling(address,uint128)", "constitution"),
];

/** An account that the genesis file may name, by its field there. */
export type Appointed = "gold";

/**
 * Who holds each role once power is handed over, in the order of granting: the timelock, or whom the genesis file names and
 * the timelock if it names nobody.
 */
export const roleHolders: readonly { role: RoleName; holder: "timelock" | Appointed }[] = [
  { role: "ordinary", holder: "timelock" },
  { role: "gold", holder: "gold" },
  { role: "constitution", holder: "timelock" },
];

/** What may mint contribution tokens. */
export const minters: readonly RestrictedContract[] = ["ContributionRegistry"];

export type PermissionCall = { contract: RestrictedContract; role: RoleName; selectors: Hex[] };

/** The map as AccessManager takes it: one call for each contract and role, the admin's own left at their default. */
export function permissionCalls(): PermissionCall[] {
  const calls = new Map<string, PermissionCall>();
  for (const { contract, signature, role } of permissions) {
    if (role === "constitution") continue;
    const key = `${contract}.${role}`;
    const call = calls.get(key) ?? { contract, role, selectors: [] };
    call.selectors.push(toFunctionSelector(signature));
    calls.set(key, call);
  }
  return [...calls.values()];
}

/** What the governor takes as ordinary, by contract. */
export function ordinaryCalls(): { contract: RestrictedContract; selector: Hex }[] {
  return permissions
    .filter((it) => it.class === "ordinary")
    .map(({ contract, signature }) => ({ contract, selector: toFunctionSelector(signature) }));
}
