// Whole-transaction gas of the main operations, from receipts, on a fresh chain inside this process. Two runs give the
// same figures. Peers, floors and charts come with `npm run bench`; targets are those of the design.
import {
  contributionRegistryAbi,
  contributorRewardsAbi,
  type Deployment,
  hashLeaf,
  hashNode,
  manifestDomain,
  modelRegistryAbi,
  tillAddress,
  treasuryAbi,
} from "@commonmind/sdk";
import {
  type Abi,
  type Address,
  createPublicClient,
  custom,
  encodeFunctionData,
  getAddress,
  type Hex,
  keccak256,
  parseEther,
  toBytes,
  toHex,
  zeroAddress,
} from "viem";
import { deployCommons } from "../deploy/deploy.ts";
import { loadGenesis } from "../deploy/genesis.ts";
import { freshChain } from "../scripts/lib/network.ts";

type Row = { op: string; gas: bigint; target?: bigint };

const MODEL = 1n;
const day = 86_400;
const genesis = loadGenesis("deploy/genesis/local.json");
const connection = await freshChain(new Date("2026-01-01T00:00:00Z"));
const { provider } = connection;
const request = (method: string, params: unknown[] = []) => provider.request({ method, params });
const client = createPublicClient({ transport: custom(provider), cacheTime: 0 });
const { contracts }: Deployment = await deployCommons(connection, genesis);
const accounts = ((await request("eth_accounts")) as Address[]).map((account) => getAddress(account));
const [operator, founder, curator] = [accounts[0], accounts[1], accounts[8]] as [Address, Address, Address];
await request("hardhat_impersonateAccount", [contracts.timelock]);
await request("hardhat_setBalance", [contracts.timelock, toHex(parseEther("1"))]);
const rows: Row[] = [];

/** Sends and returns the gas of the receipt; a title makes it a row. */
async function measure(
  from: Address,
  to: Address,
  abi: Abi,
  functionName: string,
  args: unknown[],
  op?: string,
  target?: bigint,
) {
  const data = encodeFunctionData({ abi, functionName, args });
  const hash = (await request("eth_sendTransaction", [{ from, to, data, gas: toHex(5_000_000) }])) as Hex;
  const { gasUsed, status } = await client.getTransactionReceipt({ hash });
  if (status !== "success") throw new Error(`${functionName} failed`);
  if (op) rows.push(target === undefined ? { op, gas: gasUsed } : { op, gas: gasUsed, target });
}
const wait = async (seconds: number) => {
  await request("evm_increaseTime", [seconds]);
  await request("evm_mine");
};

const registry = contracts.contributionRegistry;
/** A manifest of two provable leaves at the foot of `depth` levels; the rest of the tree is hashes, as in any proof. */
function deepTree(depth: number, authors: readonly [Address, Address]) {
  const domain = manifestDomain({ chainId: 31337n, registry, modelId: MODEL, submitter: founder });
  const leaves = authors.map((author, index) => ({
    index,
    author,
    items: 10n,
    unitsPerItem: 1_000n,
    itemsRoot: keccak256(toBytes(`${author} ${depth} ${index}`)),
  }));
  const nodes = leaves.map((leaf) => hashLeaf(domain, leaf));
  const upper = Array.from({ length: depth - 1 }, (_, i) => ({
    hash: keccak256(toBytes(`${depth} ${i}`)),
    sum: 20_000n << BigInt(i),
  }));
  let top = hashNode(domain, nodes[0] as never, nodes[1] as never);
  for (const sibling of upper) top = hashNode(domain, top, sibling);
  const proofs = leaves.map((_, i) =>
    [nodes[1 - i] as { hash: Hex; sum: bigint }, ...upper].map(({ hash, sum }) => ({ hash, sum })),
  );
  return { leaves, proofs, root: top.hash, sum: top.sum, items: top.sum / 1_000n, depth };
}

const author = (name: string) => getAddress(`0x${keccak256(toBytes(name)).slice(26)}`);
let id = 1n;
for (const [depth, op] of [
  [10, "10 levels (1 k leaves)"],
  [20, "20 levels (1 M leaves)"],
] as const) {
  const tree = deepTree(depth, [author(`new ${depth}`), author(`new ${depth}`)]);
  const submission = {
    modelId: 1,
    kind: 0,
    depth,
    items: tree.items,
    units: tree.sum,
    root: tree.root,
    uri: "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi",
  };
  await measure(
    founder,
    registry,
    contributionRegistryAbi,
    "submit",
    [submission],
    depth === 20 ? "submit, later" : "submit, a seat's first",
  );
  id += 1n;
  await measure(curator, registry, contributionRegistryAbi, "score", [id, 80], depth === 20 ? "score" : undefined);
  await wait(2 * day);
  await measure(operator, registry, contributionRegistryAbi, "finalize", [id], depth === 20 ? "finalize" : undefined);
  const claim = (i: number) => [id, tree.leaves[i], tree.proofs[i]];
  await measure(
    operator,
    registry,
    contributionRegistryAbi,
    "claimUnits",
    claim(0),
    `claimUnits, ${op}, author's first`,
    depth === 20 ? 260_000n : undefined,
  );
  await measure(
    operator,
    registry,
    contributionRegistryAbi,
    "claimUnits",
    claim(1),
    `claimUnits, ${op}, author's later`,
  );
}
await measure(operator, contracts.modelRegistry, modelRegistryAbi, "closeBatch", [MODEL], "closeBatch");
const info = {
  weightsHash: toHex(1, { size: 32 }),
  dataRoot: toHex(2, { size: 32 }),
  modelCard: "ipfs://card",
  licence: "Apache-2.0",
  evaluation: "ipfs://evaluation",
};
await measure(
  contracts.timelock,
  contracts.modelRegistry,
  modelRegistryAbi,
  "publish",
  [MODEL, 1, info],
  "publish (by the timelock)",
);

const { ethers } = connection as unknown as {
  ethers: { deployContract(name: string, args: unknown[]): Promise<{ getAddress(): Promise<string> }> };
};
const token = getAddress(await (await ethers.deployContract("TestToken", ["Play USDC", "USDC", 6])).getAddress());
await measure(contracts.timelock, contracts.treasury, treasuryAbi, "listAsset", [token]);
const till = tillAddress({ registry: contracts.modelRegistry, modelId: MODEL });
const mintAbi = [
  {
    type: "function",
    name: "mint",
    stateMutability: "nonpayable",
    inputs: [
      { name: "to", type: "address" },
      { name: "amount", type: "uint256" },
    ],
    outputs: [],
  },
] as const;
const pay = async (asset: Address) => {
  if (asset === zeroAddress)
    await request("eth_sendTransaction", [{ from: operator, to: till, value: toHex(parseEther("1")) }]);
  else await measure(operator, token, mintAbi, "mint", [till, 1_000_000_007n]);
};
// The first of each asset also deploys the till or opens the books; "later" is what a running model pays.
for (const [asset, name] of [
  [token, "ERC-20"],
  [zeroAddress, "native"],
] as const) {
  for (const turn of ["first", "later"] as const) {
    await pay(asset);
    const target = turn === "later" && asset !== zeroAddress ? 110_000n : undefined;
    await measure(
      operator,
      contracts.treasury,
      treasuryAbi,
      "settle",
      [MODEL, asset],
      `settle ${name}, ${turn}`,
      target,
    );
  }
}
const position = (3n << 32n) | 0n;
const holder = author("new 20");
for (const [asset, name, target] of [
  [token, "ERC-20", 58_000n],
  [zeroAddress, "native", 50_000n],
] as const) {
  for (const turn of ["first", "repeat"] as const) {
    if (turn === "repeat") {
      await pay(asset);
      await measure(operator, contracts.treasury, treasuryAbi, "settle", [MODEL, asset]);
    }
    await measure(
      operator,
      contracts.contributorRewards,
      contributorRewardsAbi,
      "claim",
      [holder, [position], [asset]],
      `claim ${name}, ${turn}`,
      turn === "repeat" ? target : undefined,
    );
  }
}

for (const { op, gas, target } of rows) {
  const verdict =
    target === undefined ? "" : gas <= target ? `target ${target}: met` : `target ${target}: ${gas - target} above`;
  process.stdout.write(`${op.padEnd(50)}${gas.toLocaleString("en").padStart(10)}  ${verdict}\n`);
}
await connection.close();
