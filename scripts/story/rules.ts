// The co-op's rules as the report states them, and the refusal of chains on which the story can't begin.
import {
  commonsGovernorAbi,
  commonsTimelockAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  type Deployment,
  memberRegistryAbi,
  modelRegistryAbi,
  tillAddress,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { zeroAddress } from "viem";
import { type Kind, kinds } from "../../deploy/genesis.ts";
import { type Chain, ChainError } from "../lib/chain.ts";
import { panelOf } from "../lib/reviews.ts";
import type { Cast } from "./cast.ts";
import { type Amount, amount, type PeriodName, type ReportModel, type StoryParams } from "./report.ts";

/** Chambers.MIN_SEATS: fixed, and nobody can ask for it. */
export const FEWEST_SEATS = 3;

export type Rules = {
  readonly params: Omit<StoryParams, "models">;
  /** Seconds, by name. */
  readonly periods: Readonly<Record<PeriodName, bigint>>;
  /** Works that one seat may have under review at once. */
  readonly slots: number;
};

export async function readRules(chain: Chain, { contracts }: Deployment, cast: Cast): Promise<Rules> {
  const { client } = chain;
  const registry = { address: contracts.contributionRegistry, abi: contributionRegistryAbi } as const;
  const governor = { address: contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
  const members = { address: contracts.memberRegistry, abi: memberRegistryAbi } as const;
  const token = { address: contracts.contributionToken, abi: contributionTokenAbi } as const;
  const [challenge, slots] = await client.readContract({ ...registry, functionName: "periods" });
  const [rebind, recovery, lapse, grace] = await client.readContract({ ...members, functionName: "periods" });
  const votingDelay = await client.readContract({ ...governor, functionName: "votingDelay" });
  const votingPeriod = await client.readContract({ ...governor, functionName: "votingPeriod" });
  const { seedDelay, draw, commit, reveal, ...rules } = await client.readContract({
    ...panelOf({ contracts }),
    functionName: "rules",
  });
  const review = seedDelay + draw + commit + reveal;
  const { timestamp } = await client.getBlock();
  const chambers = await client.readContract({ ...governor, functionName: "chamberRules", args: [timestamp] });
  const quorumPercent = await client.readContract({ ...governor, functionName: "quorumNumerator", args: [] });
  const timelock = await client.readContract({
    address: contracts.timelock,
    abi: commonsTimelockAbi,
    functionName: "getMinDelay",
  });
  const [contributors, dividend, reserve] = await client.readContract({
    address: contracts.treasury,
    abi: treasuryAbi,
    functionName: "split",
  });
  const rates = await Promise.all(
    kinds.map(async (kind, i) => {
      const [, rate] = await client.readContract({ ...registry, functionName: "kindRules", args: [i] });
      return [kind, amount(rate)] as const;
    }),
  );
  const founders = await Promise.all(
    cast.founders.map(async ({ address }, i) => {
      const voice = await client.readContract({ ...token, functionName: "getVotes", args: [address] });
      return { seat: `${cast.seats[i]}`, account: address, voice: amount(voice) };
    }),
  );
  const lengths = { review, challenge, votingDelay, votingPeriod, timelock, rebind, recovery, lapse, grace };
  const periods = Object.fromEntries(Object.entries(lengths).map(([name, length]) => [name, BigInt(length)]));
  const stated = Object.fromEntries(Object.entries(periods).map(([name, length]) => [name, amount(length)]));
  return {
    params: {
      splitBps: { contributors, dividend, reserve },
      scoreMax: 100,
      capBps: chambers.capBps,
      votes: {
        quorumPercent: Number(quorumPercent),
        vetoBps: chambers.vetoBps,
        turnoutBps: chambers.turnoutBps,
        fewestSeats: FEWEST_SEATS,
      },
      periods: stated as Record<PeriodName, Amount>,
      review: { panelSize: rules.panelSize, fee: amount(BigInt(rules.fee)), founding: amount(BigInt(rules.founding)) },
      tokenRates: Object.fromEntries(rates) as Record<Kind, Amount>,
      founders,
    },
    periods: periods as Record<PeriodName, bigint>,
    slots,
  };
}

/** Every model of the co-op with its flat lineage. */
export async function readModels(chain: Chain, { contracts, fromBlock }: Deployment): Promise<ReportModel[]> {
  const registry = { address: contracts.modelRegistry, abi: modelRegistryAbi } as const;
  const registered = await chain.client.getContractEvents({
    ...registry,
    eventName: "ModelRegistered",
    fromBlock: BigInt(fromBlock),
    strict: true,
  });
  return Promise.all(
    registered.map(async ({ args: { modelId, name } }) => {
      const upstream = await chain.client.readContract({ ...registry, functionName: "upstreamOf", args: [modelId] });
      return {
        id: `${modelId}`,
        name,
        upstream: upstream.map((one) => ({ model: `${one.modelId}`, bps: one.bps })),
      };
    }),
  );
}

/** Refuses a chain on which the story can't begin: other contracts, or told already. */
export async function requireUntold(chain: Chain, { contracts }: Deployment, model: bigint): Promise<void> {
  const registry = { address: contracts.modelRegistry, abi: modelRegistryAbi } as const;
  const { releases, joined } = await chain.client.readContract({
    ...registry,
    functionName: "modelAt",
    args: [model],
  });
  const till = await chain.client.readContract({ ...registry, functionName: "tillOf", args: [model] });
  if (till !== tillAddress({ registry: contracts.modelRegistry, modelId: model })) {
    throw new ChainError(
      "The contracts on this chain were built from other sources than these: the till's address differs. Deploy anew, or go back to the sources that were deployed.",
    );
  }
  const earned = await chain.client.readContract({
    address: contracts.universalDividend,
    abi: universalDividendAbi,
    functionName: "accounted",
    args: [zeroAddress],
  });
  if (releases === 0 && joined === 0n && earned === 0n) return;
  throw new ChainError(
    "The story was already told, or begun, on this chain. Start a fresh one (stop npm start and run it again), or leave out --network to tell it on a chain of its own.",
  );
}
