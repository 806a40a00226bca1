// AccessManager, which holds every permission of the co-op: its whole history replayed, and held against what it says now
// and against the map of power.
import { accessManagerAbi } from "@commonmind/sdk";
import { type Address, type Hex, isAddressEqual } from "viem";
import { each } from "../lib/each.ts";
import { declaredDelay, declaredHolders, declaredPermissions, PUBLIC_ROLE, roleName } from "./declared.ts";
import type { Examination } from "./examination.ts";

export type Grant = { role: bigint; account: Address; delay: number; block: bigint };

export type ManagerState = {
  grants: Grant[];
  /** Who was given the admin's role by the constructor. */
  deployer: Address | undefined;
  /** The block in which the deployer gave up the admin's role. */
  handOver: bigint | undefined;
  /** Scheduled, neither carried out nor cancelled. */
  operations: { id: Hex; caller: Address; target: Address; data: Hex; eta: number }[];
};

const abi = accessManagerAbi;
const contract = "accessManager";
const ADMIN = 0n;

/** Everything that the log says, as it stands at its end. */
type Replay = ManagerState & {
  /** What was held when the deployer gave up the admin's role. */
  appointed: Grant[];
  /** Of roles: whose admin, guardian or delay of granting was ever changed. */
  roles: Map<bigint, { admin: bigint; guardian: bigint; grantDelay: number }>;
  targets: Map<Address, { closed: boolean; adminDelay: number }>;
  functions: Map<string, { target: Address; selector: Hex; role: bigint }>;
};

export async function checkManager(examination: Examination, people: readonly Address[]): Promise<ManagerState> {
  const replay = await replayed(examination);
  if (replay.deployer === undefined) {
    examination.report("history", "The log of the accessManager doesn't begin with its first admin.", {
      contract,
      expected: "its constructor's log",
      actual: "none: the deployment file names a later block, or another contract",
    });
  }
  await checkGrants(examination, replay, people);
  checkAppointed(examination, replay);
  await checkRoles(examination, replay);
  await checkFunctions(examination, replay);
  await checkTargets(examination, replay);
  return replay;
}

async function replayed(examination: Examination): Promise<Replay> {
  const grants = new Map<string, Grant>();
  const operations = new Map<Hex, Replay["operations"][number]>();
  const replay: Replay = {
    grants: [],
    appointed: [],
    deployer: undefined,
    operations: [],
    roles: new Map(),
    targets: new Map(),
    functions: new Map(),
    handOver: undefined,
  };
  const role = (id: bigint) => entry(replay.roles, id, { admin: ADMIN, guardian: ADMIN, grantDelay: 0 });
  const target = (at: Address) => entry(replay.targets, at, { closed: false, adminDelay: 0 });
  const logs = await examination.logs(contract, abi, [
    "RoleGranted",
    "RoleRevoked",
    "RoleAdminChanged",
    "RoleGuardianChanged",
    "RoleGrantDelayChanged",
    "TargetClosed",
    "TargetFunctionRoleUpdated",
    "TargetAdminDelayUpdated",
    "OperationScheduled",
    "OperationExecuted",
    "OperationCanceled",
  ]);
  for (const { eventName, args, blockNumber: block } of logs) {
    switch (eventName) {
      case "RoleGranted":
        if (args.roleId === ADMIN) replay.deployer ??= args.account;
        grants.set(`${args.roleId} ${args.account}`, {
          role: args.roleId,
          account: args.account,
          delay: args.delay,
          block,
        });
        break;
      case "RoleRevoked":
        grants.delete(`${args.roleId} ${args.account}`);
        if (args.roleId !== ADMIN || args.account !== replay.deployer || replay.handOver !== undefined) break;
        replay.handOver = block;
        replay.appointed = [...grants.values()];
        break;
      case "RoleAdminChanged":
        role(args.roleId).admin = args.admin;
        break;
      case "RoleGuardianChanged":
        role(args.roleId).guardian = args.guardian;
        break;
      case "RoleGrantDelayChanged":
        role(args.roleId).grantDelay = args.delay;
        break;
      case "TargetClosed":
        target(args.target).closed = args.closed;
        break;
      case "TargetAdminDelayUpdated":
        target(args.target).adminDelay = args.delay;
        break;
      case "TargetFunctionRoleUpdated":
        replay.functions.set(`${args.target} ${args.selector}`, { ...args, role: args.roleId });
        break;
      case "OperationScheduled": {
        const { operationId: id, caller, target: to, data, schedule } = args;
        operations.set(id, { id, caller, target: to, data, eta: schedule });
        break;
      }
      default:
        operations.delete(args.operationId);
    }
  }
  replay.grants = [...grants.values()];
  replay.operations = [...operations.values()];
  return replay;
}

/** Who holds which role: by the log, and by asking about everybody who ever was near power. */
async function checkGrants(examination: Examination, replay: Replay, people: readonly Address[]): Promise<void> {
  const declared = declaredHolders(examination);
  const ids = new Set([...declared.keys(), ...replay.grants.map((grant) => grant.role), ...replay.roles.keys()]);
  const accounts = new Set([...people, ...replay.grants.map(({ account }) => account)]);
  if (replay.deployer) accounts.add(replay.deployer);

  for (const id of ids) {
    const holder = declared.get(id)?.holder ?? "nobody";
    const held = replay.grants.filter((grant) => grant.role === id);
    for (const { account, block } of held) {
      // Without the genesis file, who was appointed before the hand-over was appointed by it.
      const appointed = holder === "unknown" && (replay.handOver === undefined || block <= replay.handOver);
      if (appointed || (isAddress(holder) && isAddressEqual(account, holder))) continue;
      extra(examination, id, account, isAddress(holder) ? examination.shown(holder) : "nobody");
    }
    if (isAddress(holder) && !held.some(({ account }) => isAddressEqual(account, holder))) {
      examination.report("role-missing", `${examination.shown(holder)} doesn't hold the role ${roleName(id)}.`, {
        contract,
        account: holder,
        expected: roleName(id),
        actual: "not granted",
      });
    }
  }

  await each(
    [...ids].filter((id) => id !== PUBLIC_ROLE).flatMap((id) => [...accounts].map((account) => ({ id, account }))),
    async ({ id, account }) => {
      const access = await examination.read(contract, { abi, functionName: "getAccess", args: [id, account] });
      if (access === undefined) return;
      const [since, delay, pendingDelay, effect] = access;
      const logged = replay.grants.find((grant) => grant.role === id && isAddressEqual(grant.account, account));
      if ((since !== 0) !== (logged !== undefined)) {
        examination.report(
          "history",
          `${examination.shown(account)} ${since !== 0 ? "holds" : "doesn't hold"} the role ${roleName(id)}, and the log of the accessManager says otherwise.`,
          { contract, account, expected: logged ? "held" : "not held", actual: since !== 0 ? "held" : "not held" },
        );
        return;
      }
      if (since === 0) return;
      const expected = declaredDelay(id);
      for (const actual of effect === 0 ? [delay] : [delay, pendingDelay]) {
        if (actual === expected) continue;
        examination.report(
          "role-delay",
          `${examination.shown(account)} acts as ${roleName(id)} with a delay of ${actual} seconds${effect === 0 ? "" : ` (now ${delay}, ${pendingDelay} from ${effect} on)`}, and ${expected} is declared.`,
          { contract, account, expected: `${expected}`, actual: `${actual}` },
        );
        break;
      }
    },
  );
}

function extra(examination: Examination, id: bigint, account: Address, expected: string): void {
  examination.report(
    "role-extra",
    `${examination.shown(account)} holds the role ${roleName(id)} of the accessManager, which is declared for ${expected}.`,
    { contract, account, expected, actual: roleName(id) },
  );
}

/** What a copy of the genesis file says of votes doesn't cover what the deployer gave before there was any. */
function checkAppointed(examination: Examination, { appointed }: Replay): void {
  const { at, genesis, amended } = examination;
  if (genesis === undefined || amended === undefined) return;
  const founding = declaredHolders({ at, genesis });
  for (const { role, account } of appointed) {
    const holder = founding.get(role)?.holder ?? "nobody";
    if (isAddress(holder) && isAddressEqual(account, holder)) continue;
    examination.report(
      "role-extra",
      `${examination.shown(account)} was given the role ${roleName(role)} of the accessManager before any vote, and the genesis file declares it for ${isAddress(holder) ? examination.shown(holder) : "nobody"}.`,
      { contract, account, expected: `${holder}`, actual: roleName(role) },
    );
  }
}

/** Every role stays the admin's to give, at once, and nobody guards it. */
async function checkRoles(examination: Examination, { roles, grants }: Replay): Promise<void> {
  const ids = new Set([...declaredHolders(examination).keys(), ...roles.keys(), ...grants.map(({ role }) => role)]);
  await each([...ids], async (id) => {
    const logged = roles.get(id) ?? { admin: ADMIN, guardian: ADMIN, grantDelay: 0 };
    const live = {
      admin: await examination.read(contract, { abi, functionName: "getRoleAdmin", args: [id] }),
      guardian: await examination.read(contract, { abi, functionName: "getRoleGuardian", args: [id] }),
      grantDelay: await examination.read(contract, { abi, functionName: "getRoleGrantDelay", args: [id] }),
    };
    for (const what of ["admin", "guardian"] as const) {
      const actual = live[what] !== undefined && live[what] !== ADMIN ? live[what] : logged[what];
      if (actual === ADMIN) continue;
      examination.report("role-admin", `The ${what} of the role ${roleName(id)} is ${roleName(actual)}.`, {
        contract,
        expected: roleName(ADMIN),
        actual: roleName(actual),
      });
    }
    const delay = live.grantDelay || logged.grantDelay;
    if (delay === 0) return;
    examination.report("role-delay", `Granting the role ${roleName(id)} takes effect after ${delay} seconds.`, {
      contract,
      expected: "0",
      actual: `${delay}`,
    });
  });
}

/** Every function of the map asks for its role, and no other was ever given one. */
async function checkFunctions(examination: Examination, { functions }: Replay): Promise<void> {
  const declared = declaredPermissions(examination);
  const mapped = new Set(declared.map(({ target, selector }) => `${target} ${selector}`));
  await each(declared, async ({ contract: name, target, selector, signature, role }) => {
    examination.checked.selectors++;
    const live = await examination.read(contract, {
      abi,
      functionName: "getTargetFunctionRole",
      args: [target, selector],
    });
    if (live === undefined || live === role) return;
    examination.report(
      "target-role",
      `${name}.${signature} asks for the role ${roleName(live)} instead of ${roleName(role)}.`,
      {
        contract: name,
        selector,
        expected: roleName(role),
        actual: roleName(live),
      },
    );
  });
  for (const { target, selector, role } of functions.values()) {
    if (mapped.has(`${target} ${selector}`) || role === ADMIN) continue;
    examination.checked.selectors++;
    examination.report(
      "target-role",
      `The function ${selector} of ${examination.shown(target)} was given to the role ${roleName(role)}, and is not in the map.`,
      {
        contract: examination.nameOf(target) ?? null,
        account: target,
        selector,
        expected: "not in the map",
        actual: roleName(role),
      },
    );
  }
}

/** No contract is closed, or slower to change than the timelock makes it. */
async function checkTargets(examination: Examination, { targets }: Replay): Promise<void> {
  const declared = new Set([...declaredPermissions(examination).map(({ target }) => target), ...targets.keys()]);
  await each([...declared], async (target) => {
    const name = examination.nameOf(target) ?? null;
    const logged = targets.get(target);
    const closed = await examination.read(contract, { abi, functionName: "isTargetClosed", args: [target] });
    if (closed || logged?.closed) {
      examination.report("target-closed", `Every restricted function of ${examination.shown(target)} is closed.`, {
        contract: name,
        account: target,
        expected: "open",
        actual: "closed",
      });
    }
    const live = await examination.read(contract, { abi, functionName: "getTargetAdminDelay", args: [target] });
    const delay = live || logged?.adminDelay || 0;
    if (delay === 0) return;
    examination.report(
      "target-delay",
      `Changing who may call ${examination.shown(target)} takes ${delay} seconds more.`,
      {
        contract: name,
        account: target,
        expected: "0",
        actual: `${delay}`,
      },
    );
  });
}

/** Of a map, made the first time. */
function entry<K, V>(map: Map<K, V>, key: K, initial: V): V {
  const value = map.get(key) ?? initial;
  map.set(key, value);
  return value;
}

const isAddress = (holder: Address | "unknown" | "nobody"): holder is Address => holder.startsWith("0x");
