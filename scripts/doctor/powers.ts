// Every account with power, and what it could do.
import { commonsGovernorAbi } from "@commonmind/sdk";
import { type Address, zeroAddress } from "viem";
import { declaredPermissions, roleName } from "./declared.ts";
import type { Examination, Power } from "./examination.ts";
import type { Issuer } from "./lists.ts";
import type { ManagerState } from "./manager.ts";
import type { TimelockState } from "./timelock.ts";

/** The admin's own, beside the functions that nobody else was given. */
const ADMIN_POWERS = [
  "give and take every role, say which role each function asks for, close contracts, name another authority",
];
/** What timelock roles allow, whoever else has a say. */
const TIMELOCK_POWERS: Readonly<Record<string, string>> = {
  admin: "give and take the timelock's roles",
  proposer: "put calls into the timelock, which carries them out with all its roles once they have waited",
  canceller: "take back what waits in the timelock",
  executor: "carry out what has waited in the timelock",
};

type Parameters = {
  manager: ManagerState;
  timelock: TimelockState;
  minters: readonly Address[];
  issuers: readonly Issuer[];
};

export async function powersOf(examination: Examination, found: Parameters): Promise<Power[]> {
  const { manager, timelock, minters, issuers } = found;
  const { at } = examination;
  const powers: Power[] = [];
  const declared = declaredPermissions(examination);
  for (const { role, account, delay } of manager.grants) {
    const functions = declared
      .filter((each) => each.role === role)
      .map(({ contract, signature, notice }) => `${contract}.${signature}: ${notice}`);
    const wait = account === at.timelock ? timelock.delay : 0;
    const can = role === 0n ? [...ADMIN_POWERS, ...functions] : functions;
    powers.push({ account, role: roleName(role), delay: delay + wait, can });
  }
  for (const { account, name } of timelock.held) {
    const can = [TIMELOCK_POWERS[name] ?? "nothing that the timelock asks for"];
    // What is proposed waits; what is taken back or carried out doesn't.
    powers.push({ account, role: `timelock ${name}`, delay: name === "proposer" ? timelock.delay : 0, can });
  }
  for (const account of minters) {
    powers.push({ account, role: "minter", delay: 0, can: ["mint contribution tokens for accepted work"] });
  }
  for (const { account, cap, growthLimit, seats } of issuers) {
    const can = [`vouch for people: ${seats} of at most ${cap} seats, at most ${growthLimit} new ones in 30 days`];
    powers.push({ account, role: "issuer", delay: 0, can });
  }
  return [...powers, ...(await guardian(examination))];
}

async function guardian(examination: Examination): Promise<Power[]> {
  const contract = "commonsGovernor";
  const abi = commonsGovernorAbi;
  const account = await examination.read(contract, { abi, functionName: "guardian" });
  const expiry = await examination.read(contract, { abi, functionName: "guardianExpiry" });
  if (account === undefined || expiry === undefined || account === zeroAddress) return [];
  if (BigInt(expiry) <= examination.time) return [];
  const until = new Date(Number(expiry) * 1000).toISOString().slice(0, 10);
  const can = [
    `cancel proposals until ${until}, but not its own replacement`,
    `pause the intake of proposals until ${until}, once in 60 days and for at most 7`,
  ];
  return [{ account, role: "guardian", delay: 0, can }];
}
