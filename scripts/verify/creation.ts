// What a contract's constructor was given. Nothing is taken from the deployer's machine, so that a stranger finds the same.
//
// Where the constructor takes only what a deployment file names, the arguments are written down from it and proved: the node
// creates the contract once more without sending anything, and what comes out must be the code that stands there, to the byte.
// Else they are what follows the build's bytecode in the transaction that created the contract, which its first log names.
import type { ContractName, Deployment } from "@commonmind/sdk";
import { type Abi, type Address, concat, encodeAbiParameters, getAddress, type Hex, type PublicClient } from "viem";
import { contractName } from "../../deploy/wiring.ts";
import type { Artifact } from "../lib/compiled.ts";
import type { DeployedContract, Libraries } from "./contracts.ts";

export type Creation = {
  /** ABI-encoded. */
  readonly args: Hex;
  /** The transaction that created it, where it did nothing else. */
  readonly transaction?: Hex;
};

/** Why a contract's sources aren't sent: they aren't these, or its constructor's arguments can't be found; {@link Error.message} says what to do. */
export class NotSent extends Error {
  override readonly name = "NotSent";
}

/** Blocks asked for at first: deployments are short. Twice as many after each answer, half after each refusal. */
const FIRST_BLOCKS = 1_000n;
const MOST_BLOCKS = 100_000n;

const UNPROVED =
  "created once more with addresses of the deployment file it isn't the code that stands there, or this node can't create it";

/** Contracts that are given nothing but contracts of the co-op. */
const wired: Partial<Record<ContractName, readonly ContractName[]>> = {
  contributorRewards: ["contributionRegistry", "memberRegistry", "modelRegistry"],
  duplicates: ["contributionRegistry", "memberRegistry"],
  universalDividend: ["memberRegistry", "modelRegistry"],
  collector: ["contributorRewards", "universalDividend"],
};

export type FindCreations = {
  client: PublicClient;
  deployment: Deployment;
  contracts: readonly DeployedContract[];
  onProgress: (message: string) => void;
};

/** By address: how each was created, or why that can't be said. */
export async function findCreations(options: FindCreations): Promise<Map<Address, Creation | NotSent>> {
  const { client, deployment, contracts, onProgress } = options;
  const creations = new Map<Address, Creation | NotSent>();
  const logged: DeployedContract[] = [];
  const unproved = new Set<Address>();
  for (const contract of contracts) {
    const given = wiredArguments(contract, deployment);
    if (given === undefined) logged.push(contract);
    else if (given === "0x" || (await creates(client, contract, given, deployment))) {
      creations.set(contract.address, { args: given });
    } else {
      unproved.add(contract.address);
      logged.push(contract);
    }
  }
  const first = await firstTransactions(client, logged, BigInt(deployment.fromBlock), onProgress);
  for (const contract of logged) {
    const creation = await creationBy(client, contract, first.get(contract.address));
    const proof = creation instanceof NotSent && unproved.has(contract.address);
    creations.set(contract.address, proof ? new NotSent(`${UNPROVED}, and ${creation.message}`) : creation);
  }
  return creations;
}

/** What a contract was given if it was given what the deployment file names; undefined if it may be anything. */
function wiredArguments({ artifact, modelId }: DeployedContract, { contracts }: Deployment): Hex | undefined {
  const inputs = constructorInputs(artifact.abi);
  if (inputs.length === 0) return "0x";
  const key = contractName(artifact.contractName);
  const names = key && wired[key];
  if (modelId !== undefined) return encodeAbiParameters(inputs, [modelId]);
  return (
    names &&
    encodeAbiParameters(
      inputs,
      names.map((name) => contracts[name]),
    )
  );
}

/** Whether creating it with these arguments leaves the code that stands there. A till knows its registry by who created it. */
async function creates(
  client: PublicClient,
  { artifact, libraries, code, modelId }: DeployedContract,
  args: Hex,
  { contracts }: Deployment,
): Promise<boolean> {
  const creator = modelId === undefined ? contracts.contributionRegistry : contracts.modelRegistry;
  try {
    const data = concat([linked(artifact, libraries), args]);
    const created = await client.call({ account: creator, data });
    return created.data === code;
  } catch {
    return false;
  }
}

async function creationBy(
  client: PublicClient,
  { artifact, libraries, address }: DeployedContract,
  hash: Hex | undefined,
): Promise<Creation | NotSent> {
  if (hash === undefined) {
    return new NotSent(
      "this node knows no log of it, and so not the transaction that created it. Check fromBlock in the deployment file, or ask another node.",
    );
  }
  const [{ to, input }, { contractAddress }] = await Promise.all([
    client.getTransaction({ hash }),
    client.getTransactionReceipt({ hash }),
  ]);
  if (to !== null || !contractAddress || getAddress(contractAddress) !== address) {
    return new NotSent(
      `its first log is in transaction ${hash}, which didn't create it, so what its constructor was given isn't known here. Check fromBlock in the deployment file.`,
    );
  }
  const bytecode = linked(artifact, libraries);
  if (!input.toLowerCase().startsWith(bytecode.toLowerCase())) {
    return new NotSent(
      `the transaction that created it, ${hash}, doesn't begin with the bytecode of these sources. Check out the commit it was deployed from, and run this there.`,
    );
  }
  return { args: `0x${input.slice(bytecode.length)}`, transaction: hash };
}

/** The transaction of each contract's first log. Constructors log what they set. */
async function firstTransactions(
  client: PublicClient,
  contracts: readonly DeployedContract[],
  from: bigint,
  onProgress: (message: string) => void,
): Promise<Map<Address, Hex>> {
  const found = new Map<Address, Hex>();
  const to = await client.getBlockNumber();
  let blocks = FIRST_BLOCKS;
  for (let first = from; first <= to && found.size < contracts.length; ) {
    const address = contracts.map((each) => each.address).filter((each) => !found.has(each));
    const last = first + blocks - 1n < to ? first + blocks - 1n : to;
    try {
      for (const log of await client.getLogs({ address, fromBlock: first, toBlock: last })) {
        const where = getAddress(log.address);
        if (!found.has(where)) found.set(where, log.transactionHash);
      }
      if (blocks > FIRST_BLOCKS) onProgress(`looked for creations up to block ${last} of ${to}`);
      first = last + 1n;
      blocks = blocks * 2n < MOST_BLOCKS ? blocks * 2n : MOST_BLOCKS;
    } catch (error) {
      // Nodes limit how much they answer at once.
      if (first === last) throw error;
      blocks = (last - first + 1n) / 2n;
    }
  }
  return found;
}

function constructorInputs(abi: Abi) {
  return abi.find((item) => item.type === "constructor")?.inputs ?? [];
}

/** What a contract is created with, its libraries' addresses in their places. */
function linked({ bytecode, linkReferences }: Artifact, libraries: Libraries): Hex {
  let code: string = bytecode;
  for (const [source, names] of Object.entries(linkReferences ?? {})) {
    for (const [name, references] of Object.entries(names)) {
      const address = libraries[source]?.[name]?.slice(2).toLowerCase() ?? "";
      for (const { start, length } of references) {
        const at = 2 + start * 2;
        code = code.slice(0, at) + address + code.slice(at + length * 2);
      }
    }
  }
  return code as Hex;
}
