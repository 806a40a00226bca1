// What a deployment has to be, as addresses and numbers: the map of power and the genesis file, for the contracts that the
// deployment file names.
import type { ContractName } from "@commonmind/sdk";
import { type Address, type Hex, toFunctionSelector } from "viem";
import { permissions, type RoleName, roleHolders, roles } from "../../deploy/permissions.ts";
import { contractName } from "../../deploy/wiring.ts";
import type { Examination } from "./examination.ts";

export type Declared = {
  contract: ContractName;
  target: Address;
  selector: Hex;
  signature: string;
  role: bigint;
  /** Seconds between scheduling and calling that the AccessManager asks for. */
  delay: number;
  ordinary: boolean;
  /** What it does, in the words of the contract. */
  notice: string;
};

/** The map of power, for this deployment. */
export function declaredPermissions({ at, compiled }: Examination): Declared[] {
  const notices = new Map(
    compiled.restrictedFunctions().map(({ contract, selector, notice }) => [`${contract} ${selector}`, notice]),
  );
  return permissions.map((each) => {
    const contract = contractName(each.contract);
    if (contract === undefined) throw new Error(`${each.contract} is in the map of power and is never deployed.`);
    const selector = toFunctionSelector(each.signature);
    return {
      contract,
      target: at[contract],
      selector,
      signature: each.signature,
      role: roles[each.role],
      delay: each.delay,
      ordinary: each.class === "ordinary",
      notice: notices.get(`${each.contract} ${selector}`) ?? "",
    };
  });
}

/** "constitution" for 0; a role that nobody declared keeps its number. */
export function roleName(role: bigint): string {
  if (role === PUBLIC_ROLE) return "everyone";
  const name = Object.entries(roles).find(([, id]) => id === role)?.[0];
  return name ?? `role ${role}`;
}

/** What AccessManager takes for "anybody". */
export const PUBLIC_ROLE = (1n << 64n) - 1n;

/** Who must hold each role, as far as it is declared here; an appointment is only known from the genesis file. */
export function declaredHolders({
  at,
  genesis,
  amended = genesis,
}: Pick<Examination, "at" | "genesis"> & Partial<Pick<Examination, "amended">>): Map<
  bigint,
  { holder: Address | "unknown" }
> {
  return new Map(
    roleHolders.map(({ role, holder }) => [
      roles[role],
      { holder: holder === "timelock" ? at.timelock : amended ? (amended[holder] ?? at.timelock) : "unknown" },
    ]),
  );
}

/** Seconds that the map asks of calls by a role. */
export function declaredDelay(role: bigint): number {
  return permissions.find((each) => roles[each.role as RoleName] === role)?.delay ?? 0;
}
