// A co-op of many contributors from manifest to money, on a chain inside this process: one contribution with a leaf for each of
// them is submitted, judged, final and released; revenue is settled twice; sampled contributors claim units and money, and each
// amount is held against a computation from the leaves alone. Prints what was found as JSON, and ends with 1 if anything is wrong.
//   node --import tsx bench/scale/simulate.ts CONTRIBUTORS SAMPLES
import { createHash } from "node:crypto";
import {
  buildManifest,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  type ManifestLeaf,
  proveLeaf,
  tillAddress,
  treasuryAbi,
} from "@commonmind/sdk";
import { type Abi, type Address, erc20Abi, getAddress, type Hex } from "viem";
import { testTokenAbi } from "../../scripts/lib/testToken.ts";
import { close, contracts, deploy, genesis, read, send } from "../gas/chain.ts";
import { closeBatch, finalTree, founder, modelCount, onWork, operator, publish, register } from "../gas/work.ts";

export type Range = { least: number; most: number };
export type Simulation = {
  contributors: number;
  sampled: number;
  depth: number;
  /** Units in the manifest, before the score. */
  units: string;
  revenue: string;
  contributorsShare: string;
  /** Transactions that claimed units or money. */
  claims: number;
  /** Claims that had to be refused, and were. */
  refusals: number;
  gas: { claimUnits: Range; claim: Range; settle: Range };
  treeSeconds: number;
  seconds: number;
  peakBytes: number;
  /** Whatever wasn't as computed. */
  wrong: string[];
};

/** What the panel gives, of 100. */
const SCORE = 80n;
/** Base units of a token with six decimals; odd, so that shares have to be rounded. */
const REVENUES = [40_000_000_000_007n, 2_999_999_999_983n] as const;

const digitsOf = (text: string) => createHash("sha256").update(text).digest("hex");

/** Every contributor has another amount of work, the same on every machine. */
function leafOf(index: number): ManifestLeaf {
  const digits = digitsOf(`contributor ${index}`);
  return {
    author: getAddress(`0x${digits.slice(0, 40)}`),
    items: BigInt(1 + (index % 7)),
    unitsPerItem: BigInt(1 + (Number.parseInt(digits.slice(40, 48), 16) % 60_000)),
    itemsRoot: `0x${digits}` as Hex,
  };
}

/** The first, the last, and others spread by their hash. */
function sample(contributors: number, samples: number): number[] {
  const chosen = new Set([0, contributors - 1]);
  for (let i = 0; chosen.size < Math.min(samples, contributors); i++) {
    chosen.add(Number.parseInt(digitsOf(`sample ${i}`).slice(0, 12), 16) % contributors);
  }
  return [...chosen];
}

function* leaves(contributors: number) {
  for (let index = 0; index < contributors; index++) yield leafOf(index);
}

/** Whether the chain refuses with just this error. */
async function refused(work: () => Promise<unknown>, error: string): Promise<boolean> {
  return work().then(
    () => false,
    (reason) => String(reason).includes(`'${error}(`),
  );
}

async function simulate(contributors: number, samples: number): Promise<Simulation> {
  const started = performance.now();
  await send(register([]));
  const modelId = await modelCount();
  const registry = contracts.contributionRegistry;
  const domainFields = { chainId: 31_337n, registry, modelId, submitter: founder };
  const manifest = await buildManifest(leaves(contributors), { domainFields });
  const treeSeconds = (performance.now() - started) / 1_000;

  const id = await finalTree(modelId, manifest);
  await send(closeBatch(modelId));
  await send(publish(modelId, 1));
  const token = await deploy("TestToken", ["Play USDC", "USDC", 6]);
  const onTreasury = (from: Address, functionName: string, args: readonly unknown[]) =>
    send({ from, to: contracts.treasury, abi: treasuryAbi as Abi, functionName, args });
  await onTreasury(contracts.timelock, "listAsset", [token]);
  const till = tillAddress({ registry: contracts.modelRegistry, modelId });
  const earn = async (amount: bigint) => {
    await send({ from: operator, to: token, abi: testTokenAbi as Abi, functionName: "mint", args: [till, amount] });
    return onTreasury(operator, "settle", [modelId, token]);
  };
  const ofToken = (to: Address, abi: Abi, account: Address) =>
    read({ to, abi, functionName: "balanceOf", args: [account] }) as Promise<bigint>;

  // Work that would mint more than an epoch may mints that much, at a lower rate for all leaves alike (K3).
  const [accepted, usual] = [manifest.sum * SCORE, BigInt(genesis.kinds.Data.tokenRate)];
  const [wanted, cap] = [accepted * usual, BigInt(genesis.mintCapPerEpoch)];
  const rate = wanted > cap ? cap / accepted : usual;

  const chosen = sample(contributors, samples);
  const wrong: string[] = [];
  const claimUnitsGas: bigint[] = [];
  const claimGas: bigint[] = [];
  let slices = 0n;
  let refusals = 0;
  const settleGas: bigint[] = [];
  for (const [round, revenue] of REVENUES.entries()) {
    settleGas.push(await earn(revenue));
    slices += (revenue * BigInt(genesis.split.contributors)) / 10_000n;
    for (const index of chosen) {
      const leaf = leafOf(index);
      const proved = proveLeaf(manifest, index);
      const proof = proved.proof.map(({ hash, sum }) => ({ hash, sum }));
      const claim = (more: object = {}) =>
        send(onWork(operator, "claimUnits", [id, { index, ...leaf, ...more }, proof]));
      if (round === 0) {
        if (!(await refused(() => claim({ items: leaf.items + 1n }), "ManifestRootMismatch")))
          wrong.push(`${index}: more items were believed`);
        claimUnitsGas.push(await claim());
        if (!(await refused(claim, "PositionAlreadyOpen"))) wrong.push(`${index}: claimed twice`);
        refusals += 2;
        const position = (id << 32n) | BigInt(index);
        const waits = await read({
          ...{ to: registry, abi: contributionRegistryAbi as Abi },
          ...{ functionName: "tokensWaiting", args: [position] },
        });
        const due = waits ? 0n : leaf.items * leaf.unitsPerItem * SCORE * rate;
        const voice = await ofToken(contracts.contributionToken, contributionTokenAbi as Abi, leaf.author);
        if (voice !== due) wrong.push(`${index}: ${voice} tokens, not ${due}`);
      }
      claimGas.push(
        await send({
          ...{ from: operator, to: contracts.contributorRewards, abi: contributorRewardsAbi as Abi },
          ...{ functionName: "claim", args: [leaf.author, [(id << 32n) | BigInt(index)], [token]] },
        }),
      );
      // The exact share, rounded down to a base unit.
      const exact = (slices * leaf.items * leaf.unitsPerItem) / manifest.sum;
      const paid = await ofToken(token, erc20Abi as Abi, leaf.author);
      if (paid !== exact) wrong.push(`${index}: paid ${paid}, not ${exact}`);
    }
  }
  const range = (gas: readonly bigint[]) => ({
    least: Number(gas.reduce((a, b) => (a < b ? a : b))),
    most: Number(gas.reduce((a, b) => (a > b ? a : b))),
  });
  return {
    contributors,
    sampled: chosen.length,
    depth: manifest.depth,
    units: manifest.sum.toString(),
    revenue: REVENUES.reduce((a: bigint, b) => a + b, 0n).toString(),
    contributorsShare: slices.toString(),
    claims: claimUnitsGas.length + claimGas.length,
    refusals,
    gas: { claimUnits: range(claimUnitsGas), claim: range(claimGas), settle: range(settleGas) },
    treeSeconds: Math.round(treeSeconds),
    seconds: Math.round((performance.now() - started) / 1_000),
    peakBytes: process.resourceUsage().maxRSS * 1024,
    wrong,
  };
}

const [contributors, samples] = process.argv.slice(2).map(Number) as [number, number];
const found = await simulate(contributors, samples);
process.stdout.write(JSON.stringify(found));
process.exitCode = found.wrong.length === 0 ? 0 : 1;
await close();
