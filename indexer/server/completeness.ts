// Whether a record is whole: a node that answers with nothing where it should say "too much" or "no longer here" leaves a
// hole that nobody would see. What was recorded is counted against the logs, read once more in other portions, and against
// what the contracts say of themselves at that block.
import {
  commonsGovernorAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  type Deployment,
  memberRegistryAbi,
  modelRegistryAbi,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { type Abi, type Address, BaseError, ContractFunctionZeroDataError, type PublicClient, zeroAddress } from "viem";
import type { Modules } from "../settings.ts";
import { inRanges } from "./chain.ts";

/** Proposals whose tallies are compared, the newest. */
const PROPOSALS = 50;

const QUESTION = `{
  events { totalCount }
  models { totalCount }
  seats { totalCount }
  contributions { totalCount }
  counters { items { name value } }
  pools(limit: 1000) { items { model asset index parked } }
  dividendPools(limit: 1000) { items { asset index parked } }
  assets(limit: 1000) { items { treasury address reserve } }
  proposals(limit: ${PROPOSALS}, orderBy: "number", orderDirection: "desc") { items { id votesFor votesAgainst votesAbstain } }
}`;

type Row = Readonly<Record<string, string>>;
type Recorded = {
  [table in "events" | "models" | "seats" | "contributions"]: { totalCount: number };
} & { [table in "counters" | "pools" | "dividendPools" | "assets" | "proposals"]: { items: Row[] } };

/** What the record says and what the chain says, of one thing. */
type Pair = { readonly what: string; readonly here: unknown; readonly there: unknown };

export type Whole =
  | { readonly whole: true }
  /** `moving`: the chain is ahead. A block that is being entered shows in an embedded database before the record is at it. */
  | { readonly whole: false; readonly why: string; readonly moving: boolean };

/**
 * Whether all is there; undefined if the record moved on meanwhile, or is at a block before the co-op's contracts, which is
 * asked again then.
 * @param blockOf The block that the record is at.
 */
export async function wholeness(
  client: PublicClient,
  of: { deployment: Deployment; modules: Modules },
  ponderUrl: string,
  blockOf: () => Promise<bigint | undefined>,
): Promise<Whole | undefined> {
  const block = await blockOf();
  if (block === undefined) return undefined;
  const recorded = await ask(ponderUrl);
  let pairs: Pair[];
  try {
    pairs = [
      await eventsIn(client, of, recorded, block),
      ...(await countsIn(client, of.deployment, recorded, block)),
      ...(await moneyIn(client, of, recorded, block)),
      ...(await talliesIn(client, of.deployment, recorded, block)),
    ];
  } catch (error) {
    if (notThereYet(error)) return undefined;
    throw error;
  }
  const head = await client.getBlockNumber();
  if ((await blockOf()) !== block) return undefined;
  const wrong = pairs.filter(({ here, there }) => `${here}` !== `${there}`);
  if (wrong.length === 0) return { whole: true };
  return { whole: false, why: wrong.map(inWords).join(", "), moving: head > block };
}

/** A contract that isn't deployed at that block. */
const notThereYet = (error: unknown): boolean =>
  error instanceof BaseError && error.walk((cause) => cause instanceof ContractFunctionZeroDataError) !== null;

/** Amounts of many digits say nothing to anybody. */
function inWords({ what, here, there }: Pair): string {
  return `${there}`.length > 9 ? what : `${what} (${here} of ${there})`;
}

async function eventsIn(
  client: PublicClient,
  { deployment: { contracts, fromBlock }, modules }: { deployment: Deployment; modules: Modules },
  { events }: Recorded,
  block: bigint,
): Promise<Pair> {
  const address = [...new Set<Address>([...Object.values(contracts), ...modules.panels, ...modules.treasuries])];
  let logs = 0;
  await inRanges(BigInt(fromBlock), block, async (from, to) => {
    logs += (await client.getLogs({ address, fromBlock: from, toBlock: to })).length;
  });
  return { what: "events", here: events.totalCount, there: logs };
}

type Read = <abi extends Abi>(address: Address, abi: abi, functionName: string, args?: unknown[]) => Promise<unknown>;

const reader =
  (client: PublicClient, blockNumber: bigint): Read =>
  (address, abi, functionName, args = []) =>
    client.readContract({ address, abi: abi as Abi, functionName, args, blockNumber });

async function countsIn(
  client: PublicClient,
  { contracts }: Deployment,
  { models, seats, contributions, counters }: Recorded,
  block: bigint,
): Promise<Pair[]> {
  const read = reader(client, block);
  const counter = (name: string) => counters.items.find((it) => it.name === name)?.value ?? "0";
  const [era, active] = (await read(contracts.memberRegistry, memberRegistryAbi, "census")) as [number, number];
  const { modelRegistry, memberRegistry, contributionRegistry, contributionToken } = contracts;
  return [
    { what: "models", here: models.totalCount, there: await read(modelRegistry, modelRegistryAbi, "modelCount") },
    { what: "seats", here: seats.totalCount, there: await read(memberRegistry, memberRegistryAbi, "seatCount") },
    { what: "active seats", here: counter("seats"), there: active },
    { what: "changes of the membership", here: counter("era"), there: era },
    {
      ...{ what: "contributions", here: contributions.totalCount },
      there: await read(contributionRegistry, contributionRegistryAbi, "contributionCount"),
    },
    {
      ...{ what: "tokens", here: counter("tokens") },
      there: await read(contributionToken, contributionTokenAbi, "totalSupply"),
    },
  ];
}

/** What units and seats have earned, what is parked, and the reserves: every payment moves one of them. */
async function moneyIn(
  client: PublicClient,
  { deployment: { contracts }, modules }: { deployment: Deployment; modules: Modules },
  { models, pools, dividendPools, assets }: Recorded,
  block: bigint,
): Promise<Pair[]> {
  const read = reader(client, block);
  const known = [...new Set([zeroAddress, ...assets.items.map(({ address }) => address as Address)])];
  const pairs: Pair[] = [];
  for (const asset of known) {
    for (let model = 1; model <= models.totalCount; ++model) {
      const row = pools.items.find((it) => `${it.model}` === `${model}` && it.asset === asset);
      const pool = await read(contracts.contributorRewards, contributorRewardsAbi, "poolAt", [BigInt(model), asset]);
      pairs.push(...poolPairs(`contributors' money of model ${model}`, row, pool));
    }
    const row = dividendPools.items.find((it) => it.asset === asset);
    const pool = await read(contracts.universalDividend, universalDividendAbi, "poolAt", [asset]);
    pairs.push(...poolPairs("members' money", row, pool));
    for (const treasury of modules.treasuries) {
      const kept = assets.items.find((it) => it.treasury === treasury.toLowerCase() && it.address === asset);
      const there = await read(treasury, treasuryAbi, "reserveOf", [asset]);
      pairs.push({ what: "the reserve", here: kept?.reserve ?? 0, there });
    }
  }
  return pairs;
}

function poolPairs(what: string, row: Row | undefined, answer: unknown): Pair[] {
  const [index, , parked] = answer as [bigint, bigint, bigint];
  return [
    { what, here: row?.index ?? 0, there: index },
    { what: `${what} that waits`, here: row?.parked ?? 0, there: parked },
  ];
}

async function talliesIn(
  client: PublicClient,
  { contracts: { commonsGovernor } }: Deployment,
  { proposals }: Recorded,
  block: bigint,
): Promise<Pair[]> {
  const read = reader(client, block);
  return Promise.all(
    proposals.items.map(async ({ id, votesFor, votesAgainst, votesAbstain }) => {
      const there = (await read(commonsGovernor, commonsGovernorAbi, "proposalVotes", [BigInt(id ?? 0)])) as bigint[];
      return {
        what: `votes on proposal ${id}`,
        here: [votesAgainst, votesFor, votesAbstain].join(" / "),
        there: there.join(" / "),
      };
    }),
  );
}

async function ask(ponderUrl: string): Promise<Recorded> {
  const answer = await fetch(`${ponderUrl}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: QUESTION }),
    signal: AbortSignal.timeout(30_000),
  });
  const { data } = (await answer.json()) as { data?: Recorded };
  if (!data) throw new Error("the record couldn't be counted");
  return data;
}
