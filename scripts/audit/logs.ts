// Every log of every contract of a co-op, oldest first, as the node hands them out, and decoded.
import {
  accessManagerAbi,
  commonsGovernorAbi,
  commonsTimelockAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  type Deployment,
  duplicatesAbi,
  memberRegistryAbi,
  modelRegistryAbi,
  reviewPanelAbi,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { type Abi, type Address, decodeEventLog, getAddress, type Hex, type Log, type PublicClient } from "viem";
import { ChainError } from "../lib/chain.ts";
import { noAnswerIn } from "../lib/noAnswer.ts";

/** Blocks asked for at once at first; halved where a node refuses. */
const RANGE = 100_000n;

/** As the record names them too. */
export type LoggingContract =
  | "AccessManager"
  | "CommonsGovernor"
  | "ContributionRegistry"
  | "ContributionToken"
  | "ContributorRewards"
  | "Duplicates"
  | "MemberRegistry"
  | "ModelRegistry"
  | "ReviewPanel"
  | "Timelock"
  | "Treasury"
  | "UniversalDividend";

export type Decoded = {
  readonly contract: LoggingContract;
  readonly address: Address;
  /** Undefined if no event of the contract looks like that. */
  readonly name: string | undefined;
  readonly args: Readonly<Record<string, unknown>>;
  readonly block: bigint;
  readonly logIndex: number;
  readonly transaction: Hex;
  /** Unix seconds; 0 for events of which no part of the books asks when they were. */
  time: bigint;
};

export const abis: Readonly<Record<LoggingContract, Abi>> = {
  AccessManager: accessManagerAbi,
  CommonsGovernor: commonsGovernorAbi,
  ContributionRegistry: contributionRegistryAbi,
  ContributionToken: contributionTokenAbi,
  ContributorRewards: contributorRewardsAbi,
  Duplicates: duplicatesAbi,
  MemberRegistry: memberRegistryAbi,
  ModelRegistry: modelRegistryAbi,
  ReviewPanel: reviewPanelAbi,
  Timelock: commonsTimelockAbi,
  Treasury: treasuryAbi,
  UniversalDividend: universalDividendAbi,
};

/** Events by whose time something is decided. */
const TIMED = new Set(["MemberRegistry:DelegateVotesChanged", "UniversalDividend:DividendSwept"]);

export type ReadLogs = {
  client: PublicClient;
  deployment: Deployment;
  /** The newest block that counts. */
  to: bigint;
  onProgress: (message: string) => void;
};

/** Reads and decodes them. Panels and treasuries that votes put in place are found among the logs themselves. */
export async function readLogs({ client, deployment, to, onProgress }: ReadLogs): Promise<Decoded[]> {
  const { contracts, fromBlock } = deployment;
  const known = new Map<Address, LoggingContract>([
    [contracts.accessManager, "AccessManager"],
    [contracts.commonsGovernor, "CommonsGovernor"],
    [contracts.contributionRegistry, "ContributionRegistry"],
    [contracts.contributionToken, "ContributionToken"],
    [contracts.contributorRewards, "ContributorRewards"],
    [contracts.duplicates, "Duplicates"],
    [contracts.memberRegistry, "MemberRegistry"],
    [contracts.modelRegistry, "ModelRegistry"],
    [contracts.reviewPanel, "ReviewPanel"],
    [contracts.timelock, "Timelock"],
    [contracts.treasury, "Treasury"],
    [contracts.universalDividend, "UniversalDividend"],
  ]);
  const logs = await range(client, [...known.keys()], BigInt(fromBlock), to, onProgress);
  const decoded = logs.map((log) => decode(log, known));
  const modules = modulesIn(decoded).filter(({ address }) => !known.has(address));
  if (modules.length > 0) {
    for (const { address, contract } of modules) known.set(address, contract);
    const addresses = modules.map(({ address }) => address);
    const more = await range(client, addresses, BigInt(fromBlock), to, onProgress);
    decoded.push(...more.map((log) => decode(log, known)));
    decoded.sort((a, b) => Number(a.block - b.block) || a.logIndex - b.logIndex);
  }
  await tellTimes(client, decoded);
  return decoded;
}

/** Panels and treasuries that a vote named. */
function modulesIn(logs: readonly Decoded[]): { address: Address; contract: "ReviewPanel" | "Treasury" }[] {
  const modules = new Map<Address, "ReviewPanel" | "Treasury">();
  for (const { contract, name, args } of logs) {
    if (contract === "ContributionRegistry" && name === "PanelSet") modules.set(args.panel as Address, "ReviewPanel");
    if (contract === "ModelRegistry" && name === "TreasurySet") modules.set(args.treasury as Address, "Treasury");
  }
  return [...modules].map(([address, contract]) => ({ address, contract }));
}

async function range(
  client: PublicClient,
  address: Address[],
  from: bigint,
  to: bigint,
  onProgress: (message: string) => void,
): Promise<Log<bigint, number, false>[]> {
  const logs: Log<bigint, number, false>[] = [];
  let size = RANGE;
  for (let first = from; first <= to; ) {
    const last = first + size - 1n < to ? first + size - 1n : to;
    try {
      logs.push(...(await client.getLogs({ address, fromBlock: first, toBlock: last })));
      first = last + 1n;
      if (last < to) onProgress(`read the logs up to block ${last} of ${to}`);
    } catch (error) {
      // Nodes limit how much they answer at once; one that doesn't answer at all ends this.
      if (first === last || !(await answers(client))) {
        const silent = noAnswerIn(error);
        if (silent) throw silent;
        const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
        throw new ChainError(`The chain stopped answering, so its logs can't be read: ${reason}`);
      }
      size = (last - first + 1n) / 2n;
    }
  }
  return logs;
}

async function answers(client: PublicClient): Promise<boolean> {
  try {
    return (await client.getChainId()) > 0;
  } catch {
    return false;
  }
}

function decode(log: Log<bigint, number, false>, known: ReadonlyMap<Address, LoggingContract>): Decoded {
  const address = getAddress(log.address);
  const contract = known.get(address);
  if (!contract) throw new Error(`A log of ${address} was read, which wasn't asked for.`);
  const { blockNumber: block, logIndex, transactionHash: transaction, topics, data } = log;
  const place = { contract, address, block, logIndex, transaction, time: 0n };
  try {
    const { eventName, args = {} } = decodeEventLog({ abi: abis[contract], topics, data, strict: true });
    return { ...place, name: eventName, args: args as unknown as Record<string, unknown> };
  } catch {
    return { ...place, name: undefined, args: {} };
  }
}

async function tellTimes(client: PublicClient, logs: readonly Decoded[]): Promise<void> {
  const times = new Map<bigint, Promise<bigint>>();
  for (const log of logs) {
    if (!TIMED.has(`${log.contract}:${log.name}`)) continue;
    const time = times.get(log.block) ?? client.getBlock({ blockNumber: log.block }).then((it) => it.timestamp);
    times.set(log.block, time);
    log.time = await time;
  }
}
