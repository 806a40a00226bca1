// Lists that votes keep, replayed from their events and asked about one by one: what is ordinary, who mints, who vouches for
// people; and whether genesis is over everywhere.
import {
  commonsGovernorAbi,
  contractNames,
  contributionTokenAbi,
  genesisAbi,
  memberRegistryAbi,
} from "@commonmind/sdk";
import { type Address, getAddress, type Hex, isAddressEqual } from "viem";
import { minters } from "../../deploy/permissions.ts";
import { contractName } from "../../deploy/wiring.ts";
import { each } from "../lib/each.ts";
import { declaredPermissions } from "./declared.ts";
import type { Examination } from "./examination.ts";

export type Issuer = { account: Address; cap: number; growthLimit: number; seats: number };

/** The governor's list is the map's ordinary functions, no more and no fewer. */
export async function checkOrdinary(examination: Examination): Promise<void> {
  const contract = "commonsGovernor";
  const declared = declaredPermissions(examination);
  const inMap = new Map(declared.map((it) => [`${getAddress(it.target)} ${it.selector}`, it]));
  const logged = new Map<string, { target: Address; selector: Hex; ordinary: boolean }>();
  for (const { args } of await examination.logs(contract, commonsGovernorAbi, ["OrdinarySet"])) {
    logged.set(`${args.target} ${args.selector}`, args);
  }
  const all = new Map<string, { target: Address; selector: Hex }>([...inMap, ...logged]);
  await each([...all], async ([key, { target, selector }]) => {
    const expected = inMap.get(key)?.ordinary ?? false;
    const args = [target, selector] as const;
    const live = await examination.read(contract, { abi: commonsGovernorAbi, functionName: "isOrdinary", args });
    if (live === undefined || live === expected) return;
    const shown = inMap.get(key);
    const what = shown
      ? `${shown.contract}.${shown.signature}`
      : `The function ${selector} of ${examination.shown(target)}`;
    examination.report(
      "ordinary",
      live
        ? `${what} can be called by an ordinary vote, without the members' assent.`
        : `${what} takes a constitutional vote, and is declared as ordinary.`,
      {
        contract: examination.nameOf(target) ?? contract,
        account: target,
        selector,
        expected: expected ? "ordinary" : "constitutional",
        actual: live ? "ordinary" : "constitutional",
      },
    );
  });
}

/** Who mints contribution tokens: exactly whom the map says. Returns all who can. */
export async function checkMinters(examination: Examination, people: readonly Address[]): Promise<Address[]> {
  const contract = "contributionToken";
  const declared = minters.map((name) => {
    const key = contractName(name);
    if (key === undefined) throw new Error(`${name} is declared as a minter and is never deployed.`);
    return examination.at[key];
  });
  const logs = await examination.logs(contract, contributionTokenAbi, ["MinterAdded"]);
  const accounts = new Set(
    [...declared, ...logs.map(({ args }) => args.minter), ...people].map((it) => getAddress(it)),
  );
  const found: Address[] = [];
  await each([...accounts], async (account) => {
    const live = await examination.read(contract, {
      abi: contributionTokenAbi,
      functionName: "isMinter",
      args: [account],
    });
    if (live) found.push(account);
    const expected = declared.some((it) => isAddressEqual(it, account));
    if (live === undefined || live === expected) return;
    examination.report(
      "minter",
      live
        ? `${examination.shown(account)} can mint contribution tokens, and a minter can't be taken away again.`
        : `${examination.shown(account)} can't mint contribution tokens: accepted work earns no voice.`,
      { contract, account, expected: expected ? "a minter" : "no minter", actual: live ? "a minter" : "no minter" },
    );
  });
  return found.sort();
}

/** Who vouches for people. Any number of them is a vote's business. */
export async function issuersOf(examination: Examination): Promise<Issuer[]> {
  const contract = "memberRegistry";
  const logs = await examination.logs(contract, memberRegistryAbi, ["IssuerSet"]);
  const found: Issuer[] = [];
  for (const account of new Set(logs.map(({ args }) => args.issuer))) {
    const issuer = await examination.read(contract, {
      abi: memberRegistryAbi,
      functionName: "issuerAt",
      args: [account],
    });
    if (issuer?.active) found.push({ account, ...issuer });
  }
  return found;
}

/** Every contract that has a genesis has ended it. */
export async function checkGenesis(examination: Examination): Promise<void> {
  for (const contract of contractNames) {
    const { abi } = examination.artifactOf(contract);
    if (!abi.some((item) => item.type === "function" && item.name === "genesisClosed")) continue;
    const closed = await examination.read(contract, { abi: genesisAbi, functionName: "genesisClosed" });
    if (closed === undefined || closed) continue;
    examination.report("genesis-open", `Genesis of the ${contract} isn't over: its founding could go on by a vote.`, {
      contract,
      expected: "closed",
      actual: "open",
    });
  }
}
