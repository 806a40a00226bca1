// What a deployment will take, known before anything is sent: the same deployment is rehearsed on a chain inside this
// process, which measures its gas, and priced at the present fee of the real one.
import { L1_BLOCK, LOCAL_CHAIN, type SeedSource } from "@commonmind/sdk";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { createPublicClient, custom, type Hex, keccak256, parseAbi, size, toHex } from "viem";
import { deployCommons, type Site } from "../../deploy/deploy.ts";
import type { Genesis } from "../../deploy/genesis.ts";
import type { EarlierRun } from "./earlierRuns.ts";

/** Whose key is known to be nobody's, so that no genesis file names it. */
const rehearsalKey = keccak256(toHex("Commonmind's rehearsal of a deployment"));

/** Where OP Stack chains tell what they take for data. */
const gasPriceOracle = {
  address: "0x420000000000000000000000000000000000000F",
  abi: parseAbi(["function getL1FeeUpperBound(uint256 unsignedTxSize) view returns (uint256)"]),
} as const;
/** Bytes of a transaction besides its data, without a signature: at most this. */
const ENVELOPE = 80;

export type Estimate = {
  /** Transactions still to be sent, and their gas. */
  readonly transactions: number;
  readonly gas: bigint;
  /** Base units of the native currency for one gas, now. */
  readonly fee: bigint;
  /** Base units that a chain above another asks for writing these transactions down there, at most; 0 on others. */
  readonly dataFee: bigint;
  /** Of both. */
  readonly cost: bigint;
  /** What the deployer must have: fees may rise by half while it deploys. */
  readonly needed: bigint;
};

/** Estimates what is left to be sent. After an earlier run only roughly: what it sent is taken off the front. */
export async function estimateDeployment(
  connection: NetworkConnection,
  genesis: Genesis,
  earlier: EarlierRun,
  { chain: { seeds } }: Pick<Site, "chain">,
): Promise<Estimate> {
  const all = earlier.state === "complete" ? [] : await rehearse(connection, genesis, seeds);
  const left = all.slice(earlier.confirmed);
  const gas = left.reduce((sum, each) => sum + each.gas, 0n);
  const fee = BigInt((await connection.provider.request({ method: "eth_gasPrice" })) as Hex);
  const dataFee = seeds === "OriginSeeds" ? await dataFeeOf(connection, left) : 0n;
  const cost = gas * fee + dataFee;
  return { transactions: left.length, gas, fee, dataFee, cost, needed: (cost * 3n) / 2n };
}

/** At most what an OP Stack chain takes for the data of these transactions (`getL1FeeUpperBound`, since its Fjord upgrade). */
async function dataFeeOf({ provider }: NetworkConnection, sent: readonly Rehearsed[]): Promise<bigint> {
  const client = createPublicClient({ transport: custom(provider), ccipRead: false });
  const feeFor = (bytes: number) =>
    client.readContract({ ...gasPriceOracle, functionName: "getL1FeeUpperBound", args: [BigInt(bytes)] });
  let sum = 0n;
  for (const { bytes } of sent) sum += await feeFor(bytes);
  return sum;
}

/** What a transaction of the rehearsal took: its gas, and how long it is without a signature. */
type Rehearsed = { readonly gas: bigint; readonly bytes: number };

/** All transactions, in the order in which they are sent. */
async function rehearse(
  { provider: real }: NetworkConnection,
  genesis: Genesis,
  seeds: SeedSource,
): Promise<Rehearsed[]> {
  const now = (await real.request({ method: "eth_getBlockByNumber", params: ["latest", false] })) as { timestamp: Hex };
  const rehearsal = (await network.create({
    network: "default",
    override: {
      chainId: LOCAL_CHAIN,
      initialDate: new Date(Number(now.timestamp) * 1000),
      accounts: [{ privateKey: rehearsalKey, balance: `${10n ** 24n}` }],
    } as never,
  })) as NetworkConnection;
  const { provider } = rehearsal;
  try {
    // The tokens of the file are contracts here too, and so is what OP Stack chains are deployed with.
    const others = seeds === "OriginSeeds" ? [L1_BLOCK] : [];
    for (const token of [...genesis.assets.map(({ token }) => token), ...others]) {
      const code = await real.request({ method: "eth_getCode", params: [token, "latest"] });
      await provider.request({ method: "hardhat_setCode", params: [token, code] });
    }
    await deployCommons(rehearsal, { ...genesis, chainIds: [LOCAL_CHAIN] }, { seeds });
    const sent: Rehearsed[] = [];
    const last = Number(await provider.request({ method: "eth_blockNumber" }));
    for (let block = 1; block <= last; block++) {
      const { transactions } = (await provider.request({
        method: "eth_getBlockByNumber",
        params: [toHex(block), true],
      })) as { transactions: { hash: Hex; input: Hex }[] };
      for (const { hash, input } of transactions) {
        const receipt = await provider.request({ method: "eth_getTransactionReceipt", params: [hash] });
        sent.push({ gas: BigInt((receipt as { gasUsed: Hex }).gasUsed), bytes: size(input) + ENVELOPE });
      }
    }
    return sent;
  } finally {
    await rehearsal.close();
  }
}
