// Part of `npm run bench:gas`: what voting costs, from receipts, beside OpenZeppelin's own governor in the same run. Both
// count the same token; a voter is measured with one checkpoint and with a hundred. Two runs give the same figures.
import { commonsGovernorAbi, contributionTokenAbi, memberRegistryAbi, treasuryAbi } from "@commonmind/sdk";
import {
  type Abi,
  type Account,
  type Address,
  createPublicClient,
  custom,
  encodeFunctionData,
  encodePacked,
  getAddress,
  type Hex,
  keccak256,
  parseEther,
  toBytes,
  toHex,
  zeroAddress,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { deployCommons } from "../deploy/deploy.ts";
import { loadGenesis } from "../deploy/genesis.ts";
import { freshChain } from "../scripts/lib/network.ts";
import { localGenesis } from "../scripts/lib/paths.ts";

type Row = { op: string; gas: bigint; target?: bigint };

const BATCH = 100;
const CHECKPOINTS = 100;
const [AGAINST, FOR] = [0, 1];

const genesis = loadGenesis(localGenesis);
const connection = await freshChain(new Date("2026-01-01T00:00:00Z"));
const { provider } = connection;
const request = (method: string, params: unknown[] = []) => provider.request({ method, params });
const client = createPublicClient({ transport: custom(provider), cacheTime: 0 });
const { contracts, chainId } = await deployCommons(connection, genesis);
const accounts = ((await request("eth_accounts")) as Address[]).map((account) => getAddress(account));
const [operator, founder] = [accounts[0], accounts[1]] as [Address, Address];
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
  const hash = (await request("eth_sendTransaction", [{ from, to, data, gas: toHex(16_000_000) }])) as Hex;
  const { gasUsed, status } = await client.getTransactionReceipt({ hash });
  if (status !== "success") throw new Error(`${functionName} failed`);
  if (op) rows.push(target === undefined ? { op, gas: gasUsed } : { op, gas: gasUsed, target });
  return gasUsed;
}
const now = async () => (await client.getBlock()).timestamp;
const until = async (time: bigint) => {
  await request("evm_setNextBlockTimestamp", [toHex(time)]);
  await request("evm_mine");
};
const impersonate = async (account: Address) => {
  await request("hardhat_impersonateAccount", [account]);
  await request("hardhat_setBalance", [account, toHex(parseEther("10"))]);
};

// Voters: seated, with a voice of one checkpoint; the "busy" ones earned theirs in a hundred steps.
const person = (name: string) => privateKeyToAccount(keccak256(toBytes(name)));
const voters = Array.from({ length: 12 }, (_, i) => person(`voter ${i}`));
const busy = Array.from({ length: 4 }, (_, i) => person(`busy ${i}`));
const crowd = Array.from({ length: BATCH }, (_, i) => person(`crowd ${i}`));
await impersonate(contracts.timelock);
await measure(contracts.timelock, contracts.contributionToken, contributionTokenAbi as Abi, "addMinter", [operator]);
const issuer = person("issuer");
await measure(contracts.timelock, contracts.memberRegistry, memberRegistryAbi as Abi, "setIssuer", [
  issuer.address,
  true,
  1_000,
  1_000,
]);
const token = (to: Account, amount: bigint) =>
  measure(operator, contracts.contributionToken, contributionTokenAbi as Abi, "mint", [to.address, amount]);
for (const account of [...voters, ...busy, ...crowd]) {
  await impersonate(account.address);
  await enrol(account);
  await token(account, parseEther("1"));
}
for (const account of busy) for (let i = 1; i < CHECKPOINTS; i++) await token(account, 1n);

async function enrol(account: ReturnType<typeof person>) {
  const credential = {
    issuer: issuer.address,
    nullifier: keccak256(account.address),
    account: account.address,
    serial: 1,
    expiry: Number((await now()) + 31_536_000n),
  };
  const signature = await issuer.signTypedData({
    domain: { name: "Commonmind MemberRegistry", version: "1", chainId, verifyingContract: contracts.memberRegistry },
    types: {
      Credential: [
        { name: "issuer", type: "address" },
        { name: "nullifier", type: "bytes32" },
        { name: "account", type: "address" },
        { name: "serial", type: "uint48" },
        { name: "expiry", type: "uint48" },
      ],
    },
    primaryType: "Credential",
    message: credential,
  });
  await measure(account.address, contracts.memberRegistry, memberRegistryAbi as Abi, "enrol", [credential, signature]);
}

// What the grants are paid from.
await request("eth_sendTransaction", [
  {
    from: operator,
    to: contracts.treasury,
    value: toHex(1_000n),
    data: encodeFunctionData({
      abi: treasuryAbi,
      functionName: "give",
      args: [zeroAddress, 1_000n, toHex("bench", { size: 32 })],
    }),
  },
]);

const { ethers } = connection as unknown as {
  ethers: { deployContract(name: string, args: unknown[]): Promise<{ getAddress(): Promise<string> }> };
};
const deployed = async (name: string, args: unknown[]) =>
  getAddress(await (await ethers.deployContract(name, args)).getAddress());

const abi = commonsGovernorAbi as Abi;
const ours = contracts.commonsGovernor;
const otherTimelock = await deployed("TimelockController", [genesis.periods.timelock, [], [], operator]);
const stock = await deployed("StockGovernor", [contracts.contributionToken, otherTimelock]);
for (const role of ["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE"]) {
  const grant = [
    {
      type: "function",
      name: "grantRole",
      inputs: [{ type: "bytes32" }, { type: "address" }],
      outputs: [],
      stateMutability: "nonpayable",
    },
  ] as const;
  await measure(operator, otherTimelock, grant as unknown as Abi, "grantRole", [keccak256(toBytes(role)), stock]);
}

type Calls = { targets: Address[]; values: bigint[]; calldatas: Hex[] };
/** Grants from the reserve, one base unit each. */
const grants = (count: number): Calls => ({
  targets: Array.from({ length: count }, () => contracts.treasury),
  values: Array.from({ length: count }, () => 0n),
  calldatas: Array.from({ length: count }, (_, i) =>
    encodeFunctionData({ abi: treasuryAbi, functionName: "spend", args: [zeroAddress, founder, BigInt(i + 1)] }),
  ),
});
const call = ({ targets, values, calldatas }: Calls) => [targets, values, calldatas] as const;
const idOf = async (governor: Address, calls: Calls, description: string) =>
  (await client.readContract({
    address: governor,
    abi: commonsGovernorAbi,
    functionName: "getProposalId",
    args: [...call(calls), keccak256(toBytes(description))],
  })) as bigint;
const opening = async (governor: Address, id: bigint) =>
  until(
    (await client.readContract({
      address: governor,
      abi: commonsGovernorAbi,
      functionName: "proposalSnapshot",
      args: [id],
    })) + 1n,
  );
const deadline = (governor: Address, id: bigint) =>
  client.readContract({ address: governor, abi: commonsGovernorAbi, functionName: "proposalDeadline", args: [id] });

async function propose(governor: Address, calls: Calls, description: string, op?: string, target?: bigint) {
  await measure(founder, governor, abi, "propose", [...call(calls), description], op, target);
  return idOf(governor, calls, description);
}
const cast = (governor: Address, id: bigint, voter: Account, op?: string, target?: bigint, support = FOR) =>
  measure(voter.address, governor, abi, "castVote", [id, support], op, target);

/** OpenZeppelin's signed ballot; ours takes the number of earlier ballots on the proposal for the nonce. */
async function stockSigned(governor: Address, name: string, id: bigint, voter: (typeof voters)[number]) {
  const signature = await voter.signTypedData({
    domain: { name, version: "1", chainId, verifyingContract: governor },
    types: {
      Ballot: [
        { name: "proposalId", type: "uint256" },
        { name: "support", type: "uint8" },
        { name: "voter", type: "address" },
        { name: "nonce", type: "uint256" },
      ],
    },
    primaryType: "Ballot",
    message: { proposalId: id, support: FOR, voter: voter.address, nonce: 0n },
  });
  return [id, FOR, voter.address, signature];
}
async function signedBallots(id: bigint, from: readonly (typeof voters)[number][], options = 0) {
  const ballots = [];
  for (const voter of from) {
    const message = {
      proposalId: id,
      support: FOR,
      options,
      voter: voter.address,
      sequence: 0,
      deadline: 4_102_444_800,
    };
    const signature = await voter.signTypedData({
      domain: { name: "CommonsGovernor", version: "1", chainId, verifyingContract: ours },
      types: {
        SignedBallot: [
          { name: "proposalId", type: "uint256" },
          { name: "support", type: "uint8" },
          { name: "options", type: "uint16" },
          { name: "voter", type: "address" },
          { name: "sequence", type: "uint32" },
          { name: "deadline", type: "uint48" },
        ],
      },
      primaryType: "SignedBallot",
      message,
    });
    ballots.push({ voter: voter.address, support: FOR, options, sequence: 0, deadline: message.deadline, signature });
  }
  return ballots;
}

const v = (i: number) => voters[i] as (typeof voters)[number];
const b = (i: number) => busy[i] as (typeof voters)[number];

for (const [governor, name] of [
  [stock, "OpenZeppelin"],
  [ours, "ours"],
] as const) {
  const our = governor === ours;
  const target = (value: bigint) => (our ? value : undefined);
  await propose(governor, grants(1), `warm up ${name}`);
  const id = await propose(governor, grants(1), `A grant (${name})`, `propose, plain: ${name}`, target(90_000n));
  await opening(governor, id);
  await cast(governor, id, v(0), `vote, a proposal's first: ${name}`);
  await cast(governor, id, v(1), `vote, later, 1 checkpoint: ${name}`, target(80_000n));
  await cast(governor, id, b(0), `vote, later, ${CHECKPOINTS} checkpoints: ${name}`, target(80_000n));
  // A new checkpoint after the snapshot: the one that counts is the second from the end.
  await token(b(1), 1n);
  await cast(governor, id, b(1), `vote, later, ${CHECKPOINTS} checkpoints and 1 since: ${name}`);
  await measure(
    operator,
    governor,
    abi,
    "castVoteBySig",
    await stockSigned(governor, our ? "CommonsGovernor" : "StockGovernor", id, v(2)),
    `vote by signature (stock entry point): ${name}`,
  );
  if (our) {
    await cast(ours, id, v(1), "vote replaced, 1 checkpoint: ours", undefined, AGAINST);
    await cast(ours, id, b(0), `vote replaced, ${CHECKPOINTS} checkpoints: ours`, undefined, AGAINST);
    await measure(
      operator,
      ours,
      abi,
      "castSignedBallots",
      [id, await signedBallots(id, [v(3)])],
      "signed ballot, batch of 1: ours",
    );
    const gas = await measure(operator, ours, abi, "castSignedBallots", [id, await signedBallots(id, crowd)]);
    rows.push({ op: `signed ballots, each in a batch of ${BATCH}: ours`, gas: gas / BigInt(BATCH), target: 45_000n });
    await until((await deadline(ours, id)) - 60n);
    await cast(ours, id, v(4), "vote in the closing window: ours", 110_000n);
    await cast(ours, id, b(2), `vote in the closing window, ${CHECKPOINTS} checkpoints: ours`, 110_000n);
  }
  for (const who of founders()) await cast(governor, id, who);
  await until((await deadline(governor, id)) + 1n);
  const carried = [...call(grants(1)), keccak256(toBytes(`A grant (${name})`))];
  if (our) await queueAndExecute(ours, carried, "plain: ours");
  else await stockQueueAndExecute(id);
}

/** The stock governor's timelock rules nothing of ours: what it carries out is a call that anyone may make. */
async function stockQueueAndExecute(_id: bigint) {
  const calls: Calls = {
    targets: [contracts.contributionToken],
    values: [0n],
    calldatas: [encodeFunctionData({ abi: contributionTokenAbi, functionName: "delegate", args: [founder] })],
  };
  const id = await propose(stock, calls, "Delegate");
  await opening(stock, id);
  for (const who of founders()) await cast(stock, id, who);
  await until((await deadline(stock, id)) + 1n);
  await queueAndExecute(
    stock,
    [...call(calls), keccak256(toBytes("Delegate"))],
    "plain, the timelock delegates: OpenZeppelin",
  );
}

async function queueAndExecute(governor: Address, carried: readonly unknown[], name: string) {
  await measure(operator, governor, abi, "queue", [...carried], `queue, ${name}`);
  await until((await now()) + BigInt(genesis.periods.timelock) + 1n);
  await measure(operator, governor, abi, "execute", [...carried], `execute, ${name}`);
}
function founders() {
  return genesis.founders.map(({ account }) => ({ address: account }) as Account);
}

// A direction ballot of five options, one call each.
const options = grants(5);
const sizes = [1n, 1n, 1n, 1n, 1n];
const text = "Who gets a grant?";
await measure(
  founder,
  ours,
  abi,
  "proposeBallot",
  [...call(options), sizes, text, 0n, [], []],
  "propose, 5 options: ours",
  150_000n,
);
const described = `${text}#options=1,1,1,1,1`;
const direction = await idOf(ours, options, described);
await opening(ours, direction);
const approve = (voter: Account, bitmap: number, op?: string) =>
  measure(
    voter.address,
    ours,
    abi,
    "castVoteWithReasonAndParams",
    [direction, FOR, "", encodePacked(["uint16"], [bitmap])],
    op,
  );
await approve(v(5), 0b000010, "ballot vote, a proposal's first, 1 option: ours");
await approve(v(6), 0b111110);
await approve(v(7), 0b000010, "ballot vote, later, 1 option: ours");
await approve(v(8), 0b001110, "ballot vote, later, 3 options: ours");
await approve(v(8), 0b100010, "ballot vote replaced, 3 options by 2: ours");
const gas = await measure(operator, ours, abi, "castSignedBallots", [
  direction,
  await signedBallots(direction, crowd, 0b10),
]);
rows.push({ op: `signed ballots with an option, each of ${BATCH}: ours`, gas: gas / BigInt(BATCH) });
for (const who of founders()) await approve(who, 0b100);
await until((await deadline(ours, direction)) - 60n);
await approve(v(9), 0b100000, "ballot vote in the closing window: ours");
await until((await deadline(ours, direction)) + 1n);
await queueAndExecute(ours, [...call(options), keccak256(toBytes(described))], "winner of 5 options: ours");

for (const { op, gas: used, target } of rows) {
  const verdict =
    target === undefined ? "" : used <= target ? `target ${target}: met` : `target ${target}: ${used - target} above`;
  process.stdout.write(`${op.padEnd(66)}${used.toLocaleString("en").padStart(10)}  ${verdict}\n`);
}
await connection.close();
