// The whole examination, in the order in which one finding explains the next: code first, then who names whom, then power.
import {
  type ContractName,
  commonsGovernorAbi,
  contributionTokenAbi,
  type Deployment,
  memberRegistryAbi,
} from "@commonmind/sdk";
import { type Address, getAddress, isAddressEqual, type PublicClient, zeroAddress } from "viem";
import type { Genesis } from "../../deploy/genesis.ts";
import { Compiled } from "../lib/compiled.ts";
import { checkBytecode } from "./bytecode.ts";
import { Examination, type Finding, type Pending, type Power } from "./examination.ts";
import { checkFile } from "./file.ts";
import { checkFounding } from "./founding.ts";
import { checkGenesis, checkMinters, checkOrdinary, type Issuer, issuersOf } from "./lists.ts";
import { checkManager, type ManagerState } from "./manager.ts";
import { checkParameters } from "./parameters.ts";
import { powersOf } from "./powers.ts";
import { checkQuorum, type Quorum } from "./quorum.ts";
import { checkTimelock } from "./timelock.ts";
import { checkWiring } from "./wiring.ts";
import { callInWords } from "./words.ts";

export type Report = {
  chainId: number;
  block: number;
  ok: boolean;
  findings: Finding[];
  powers: Power[];
  pending: Pending[];
  /** Undefined where the governor, the token or the registry of members don't answer. */
  quorum: Quorum | undefined;
  checked: Examination["checked"];
};

export type ExamineParameters = {
  client: PublicClient;
  deployment: Deployment;
  /** What was declared. Without it, who was appointed and what the timelock's delay was is taken from the logs. */
  genesis?: Genesis | undefined;
  /** A copy of it that says what votes have changed since. */
  amended?: Genesis | undefined;
  compiled?: Compiled;
};

export async function examine(parameters: ExamineParameters): Promise<Report> {
  const { client, deployment, genesis, amended, compiled = new Compiled() } = parameters;
  const { number, timestamp } = await client.getBlock({ blockTag: "latest" });
  const examination = new Examination({
    client,
    deployment,
    compiled,
    genesis,
    amended,
    block: number,
    time: timestamp,
  });

  checkFile(examination);
  const codes = await checkBytecode(examination);
  await checkWiring(examination, codes);
  const issuers = await issuersOf(examination);
  const people = peopleOf(examination, issuers);
  const manager = await checkManager(examination, people);
  const known = manager.deployer ? [...people, manager.deployer] : people;
  const timelock = await checkTimelock(examination, known);
  await checkOrdinary(examination);
  const minters = await checkMinters(examination, known);
  await checkGenesis(examination);
  await checkFounding(examination, manager);
  await checkParameters(examination);
  if (manager.deployer) await checkDeployer(examination, manager.deployer, issuers);
  await checkGuardian(examination);
  const pending = [...timelock.pending, ...(await managerOperations(examination, manager))];
  const quorum = await checkQuorum(examination);
  const powers = await powersOf(examination, { manager, timelock, minters, issuers });

  const { findings, checked } = examination;
  const { chainId } = deployment;
  return { chainId, block: Number(number), ok: findings.length === 0, findings, powers, pending, quorum, checked };
}

/** Whoever could have been left with power that no log tells of. */
function peopleOf({ at, genesis, amended }: Examination, issuers: readonly Issuer[]): Address[] {
  const named = [
    ...Object.values(at),
    ...issuers.map(({ account }) => account),
    ...(genesis?.issuers.map(({ account }) => account) ?? []),
    ...(genesis?.founders.map(({ account }) => account) ?? []),
    ...[genesis?.gold, amended?.gold].filter((gold) => gold !== undefined),
    ...(genesis?.governance.guardian ? [genesis.governance.guardian.account] : []),
  ];
  return [...new Set(named.map((account) => getAddress(account)))];
}

/** G2: whoever deployed holds nothing. Roles are looked at where they are held. */
async function checkDeployer(examination: Examination, account: Address, issuers: readonly Issuer[]): Promise<void> {
  const holds = (what: string, contract: ContractName) =>
    examination.report("deployer", `The account that deployed, ${account}, still ${what}.`, {
      contract,
      account,
      expected: "nothing",
      actual: what,
    });
  if (issuers.some((issuer) => isAddressEqual(issuer.account, account))) holds("vouches for people", "memberRegistry");
  const seat = await examination.read("memberRegistry", {
    abi: memberRegistryAbi,
    functionName: "seatOf",
    args: [account],
  });
  if (seat) holds(`holds seat ${seat}`, "memberRegistry");
  const token = { abi: contributionTokenAbi, args: [account] as const };
  const balance = await examination.read("contributionToken", { ...token, functionName: "balanceOf" });
  if (balance) holds(`holds ${balance} base units of MIND`, "contributionToken");
  const votes = await examination.read("contributionToken", { ...token, functionName: "getVotes" });
  if (votes) holds(`votes with ${votes} base units of MIND`, "contributionToken");
  const guardian = await examination.read("commonsGovernor", { abi: commonsGovernorAbi, functionName: "guardian" });
  if (guardian && isAddressEqual(guardian, account)) holds("is the guardian", "commonsGovernor");
}

/** The guardian is whom the log names last, at first whom the genesis file names. */
async function checkGuardian(examination: Examination): Promise<void> {
  const contract = "commonsGovernor";
  const live = await examination.read(contract, { abi: commonsGovernorAbi, functionName: "guardian" });
  if (live === undefined) return;
  const named = (await examination.logs(contract, commonsGovernorAbi, ["GuardianSet"])).map(
    ({ args }) => args.guardian,
  );
  const { genesis } = examination;
  const declared = genesis ? (genesis.governance.guardian?.account ?? zeroAddress) : named[0];
  const [first, last] = [named[0], named.at(-1)];
  if (first !== undefined && declared !== undefined && !isAddressEqual(first, declared)) {
    examination.report("wiring", `The guardian was ${first} from the beginning, and ${declared} is declared.`, {
      contract,
      account: first,
      expected: declared,
      actual: first,
    });
  }
  if (last !== undefined && isAddressEqual(last, live)) return;
  examination.report("history", `The guardian is ${live}, and the log of the governor says otherwise.`, {
    contract,
    account: live,
    expected: last ?? "announced",
    actual: live,
  });
}

/** Nobody's calls are delayed by the AccessManager, so nothing has to wait in it. */
async function managerOperations(examination: Examination, { operations }: ManagerState): Promise<Pending[]> {
  return operations.map(({ id, caller, target, data, eta }) => {
    const call = callInWords(examination, target, 0n, data);
    examination.report("operation", `In the accessManager waits a call of ${examination.shown(caller)}: ${call}.`, {
      contract: "accessManager",
      account: caller,
      expected: "nothing scheduled",
      actual: id,
    });
    return { id, contract: "accessManager", proposal: null, eta, calls: [call] };
  });
}
