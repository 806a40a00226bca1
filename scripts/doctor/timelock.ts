// The timelock, which alone is obeyed: the governor alone proposes, cancels and executes there, and nobody but itself changes it.
import { commonsGovernorAbi, commonsTimelockAbi } from "@commonmind/sdk";
import { type Address, type Hex, isAddressEqual, keccak256, stringToHex, zeroAddress, zeroHash } from "viem";
import { each } from "../lib/each.ts";
import type { Examination, Pending } from "./examination.ts";
import { callInWords } from "./words.ts";

export type TimelockRole = { role: Hex; name: string; account: Address };

export type TimelockState = { held: TimelockRole[]; delay: number; pending: Pending[] };

const abi = commonsTimelockAbi;
const contract = "timelock";

/** "PROPOSER_ROLE" and its number on chain. */
const roleIds = new Map<Hex, string>([
  [zeroHash, "admin"],
  ...["PROPOSER", "CANCELLER", "EXECUTOR"].map(
    (name) => [keccak256(stringToHex(`${name}_ROLE`)), name.toLowerCase()] as [Hex, string],
  ),
]);
const nameOf = (role: Hex): string => roleIds.get(role) ?? role;

type Operation = Pending & { hash: Hex };

export async function checkTimelock(examination: Examination, people: readonly Address[]): Promise<TimelockState> {
  const held = new Map<string, TimelockRole>();
  const admins = new Map<Hex, Hex>();
  const operations = new Map<Hex, Operation>();
  const delays: number[] = [];
  const logs = await examination.logs(contract, abi, [
    "RoleGranted",
    "RoleRevoked",
    "RoleAdminChanged",
    "MinDelayChange",
    "CallScheduled",
    "CallExecuted",
    "Cancelled",
  ]);
  for (const { eventName, args, transactionHash: hash } of logs) {
    switch (eventName) {
      case "RoleGranted":
        held.set(`${args.role} ${args.account}`, { role: args.role, name: nameOf(args.role), account: args.account });
        break;
      case "RoleRevoked":
        held.delete(`${args.role} ${args.account}`);
        break;
      case "RoleAdminChanged":
        admins.set(args.role, args.newAdminRole);
        break;
      case "MinDelayChange":
        delays.push(Number(args.newDuration));
        break;
      case "CallScheduled": {
        const operation = operations.get(args.id) ?? { id: args.id, contract, proposal: null, eta: 0, calls: [], hash };
        operation.calls.push(callInWords(examination, args.target, args.value, args.data));
        operations.set(args.id, operation);
        break;
      }
      default:
        operations.delete(args.id);
    }
  }
  await checkRoles(examination, [...held.values()], admins, people);
  const delay = await checkDelay(examination, delays);
  return { held: [...held.values()], delay, pending: await checkOperations(examination, [...operations.values()]) };
}

async function checkRoles(
  examination: Examination,
  held: readonly TimelockRole[],
  admins: ReadonlyMap<Hex, Hex>,
  people: readonly Address[],
): Promise<void> {
  const { at } = examination;
  for (const [role, name] of roleIds) {
    const holder = role === zeroHash ? at.timelock : at.commonsGovernor;
    if (!held.some((each) => each.role === role && isAddressEqual(each.account, holder))) {
      examination.report("timelock-missing", `${examination.shown(holder)} isn't ${name} of the timelock.`, {
        contract,
        account: holder,
        expected: name,
        actual: "not granted",
      });
    }
  }
  for (const { role, name, account } of held) {
    const holder = role === zeroHash ? at.timelock : at.commonsGovernor;
    if (roleIds.has(role) && isAddressEqual(account, holder)) continue;
    const expected = roleIds.has(role) ? `${examination.nameOf(holder)} alone` : "no such role";
    if (account === zeroAddress) {
      examination.report(
        "timelock-open",
        `Anyone may act as ${name} of the timelock: what is queued could be carried out after the governor lets it expire.`,
        { contract, account, expected, actual: "anyone" },
      );
    } else {
      examination.report(
        role === zeroHash ? "timelock-admin" : "timelock-extra",
        `${examination.shown(account)} is ${name} of the timelock beside the ${examination.nameOf(holder)}.`,
        { contract, account, expected, actual: `${account} too` },
      );
    }
  }
  for (const [role, admin] of admins) {
    if (admin === zeroHash) continue;
    examination.report("timelock-admin", `The role ${nameOf(role)} of the timelock is given by ${nameOf(admin)}.`, {
      contract,
      expected: "admin",
      actual: nameOf(admin),
    });
  }

  // The log may be silent about what was written into the chain's state otherwise.
  const accounts = [...new Set([...people, zeroAddress, ...held.map(({ account }) => account)])];
  await each(
    [...roleIds.keys()].flatMap((role) => accounts.map((account) => ({ role, account }))),
    async ({ role, account }) => {
      const live = await examination.read(contract, { abi, functionName: "hasRole", args: [role, account] });
      const logged = held.some((each) => each.role === role && isAddressEqual(each.account, account));
      if (live === undefined || live === logged) return;
      examination.report(
        "history",
        `${examination.shown(account)} is ${live ? "" : "not "}${nameOf(role)} of the timelock, and its log says otherwise.`,
        { contract, account, expected: logged ? "held" : "not held", actual: live ? "held" : "not held" },
      );
    },
  );
}

/** As declared, or, where no genesis file is at hand, as at the beginning. */
async function checkDelay(examination: Examination, delays: readonly number[]): Promise<number> {
  const { genesis, amended } = examination;
  const [first] = delays;
  if (genesis && amended && first !== undefined && first !== genesis.periods.timelock) {
    examination.report(
      "timelock-delay",
      `At the beginning ${first} seconds lay between a vote and its execution, and the genesis file says ${genesis.periods.timelock}: no vote set that.`,
      { contract, expected: `${genesis.periods.timelock}`, actual: `${first}` },
    );
  }
  const declared = (amended ?? genesis)?.periods.timelock ?? first;
  const live = await examination.read(contract, { abi, functionName: "getMinDelay" });
  const delay = live === undefined ? 0 : Number(live);
  if (live !== undefined && delay !== declared) {
    examination.report(
      "timelock-delay",
      `Between a vote and its execution lie ${delay} seconds, and ${declared ?? "nothing"} is declared.`,
      { contract, expected: `${declared ?? "none"}`, actual: `${delay}` },
    );
  } else if (live !== undefined && delay !== delays.at(-1)) {
    examination.report("history", `The delay of the timelock is ${delay} seconds, and its log says otherwise.`, {
      contract,
      expected: `${delays.at(-1) ?? "none"}`,
      actual: `${delay}`,
    });
  }
  return delay;
}

/** What waits there has to be the governor's. */
async function checkOperations(examination: Examination, operations: readonly Operation[]): Promise<Pending[]> {
  if (operations.length === 0) return [];
  const queued = await examination.logs("commonsGovernor", commonsGovernorAbi, ["ProposalQueued"]);
  const pending: Pending[] = [];
  for (const { hash, ...operation } of operations) {
    const eta = await examination.read(contract, { abi, functionName: "getTimestamp", args: [operation.id] });
    if (eta === undefined || eta === 0n) continue;
    const proposal = queued.find(({ transactionHash }) => transactionHash === hash)?.args.proposalId;
    pending.push({ ...operation, proposal: proposal === undefined ? null : `${proposal}`, eta: Number(eta) });
    if (proposal !== undefined) continue;
    examination.report(
      "operation",
      `In the timelock waits what no proposal of the governor put there: ${operation.calls.join("; ")}.`,
      { contract, expected: "an operation of a proposal", actual: operation.id },
    );
  }
  return pending;
}
