// The contracts of a co-op as they stand on the chain, with the libraries that they run and the tills that were opened. Each is
// held against the build first: what isn't made of these sources isn't published as if it were.
import { contractNames, type Deployment, modelRegistryAbi, tillAddress } from "@commonmind/sdk";
import { type Address, getAddress, type Hex, type PublicClient } from "viem";
import { artifactName } from "../../deploy/wiring.ts";
import { differenceOf, part } from "../doctor/bytecode.ts";
import type { Artifact, Compiled } from "../lib/compiled.ts";

/** Addresses of libraries, by the source and name that the compiler knows them by. */
export type Libraries = Readonly<Record<string, Readonly<Record<string, Address>>>>;

export type DeployedContract = {
  /** Its key in `deployments/<chainId>.json`, the name of a library, "till of model 3". */
  readonly name: string;
  readonly artifact: Artifact;
  readonly address: Address;
  readonly code: Hex;
  readonly libraries: Libraries;
  /** Set for a till. */
  readonly modelId?: bigint;
  /** Why it isn't published, in words. */
  readonly unfit?: string;
};

export type FindContracts = { client: PublicClient; deployment: Deployment; compiled: Compiled };

export async function findContracts({ client, deployment, compiled }: FindContracts): Promise<DeployedContract[]> {
  const found = new Map<Address, DeployedContract>();

  async function look(name: string, artifact: Artifact, at: Address, more: { library?: true; modelId?: bigint } = {}) {
    const address = getAddress(at);
    if (found.has(address)) return;
    const code = (await client.getCode({ address })) ?? "0x";
    const { library, modelId } = more;
    const unfit = unfitness(code, artifact, library ? address : undefined);
    const libraries = unfit === undefined ? librariesOf(code, artifact) : {};
    for (const each of Object.values(libraries)) {
      for (const [named, where] of Object.entries(each)) {
        await look(named, compiled.artifact(named), where, { library: true });
      }
    }
    const contract = { name, artifact, address, code, libraries, ...(modelId === undefined ? {} : { modelId }) };
    found.set(address, unfit === undefined ? contract : { ...contract, unfit });
  }

  for (const name of contractNames) {
    await look(name, compiled.artifact(artifactName(name, deployment.chainId)), deployment.contracts[name]);
  }
  for (const { modelId, address } of await openTills(client, deployment)) {
    await look(`till of model ${modelId}`, compiled.artifact("ModelTill"), address, { modelId });
  }
  return [...found.values()];
}

function unfitness(code: Hex, artifact: Artifact, library?: Address): string | undefined {
  if (code === "0x") return "nothing stands at its address. Check the network and the deployment file.";
  const difference = differenceOf(code, artifact, library);
  if (difference === undefined) return undefined;
  return `it isn't the ${artifact.contractName} of these sources: ${difference}. Check out the commit it was deployed from, and run this there.`;
}

/** Read from the code on the chain, which holds the address in every place that calls the library. */
function librariesOf(code: Hex, { contractName, deployedLinkReferences }: Artifact): Libraries {
  const libraries: Record<string, Record<string, Address>> = {};
  for (const [source, names] of Object.entries(deployedLinkReferences ?? {})) {
    for (const [name, references] of Object.entries(names)) {
      const [address, ...others] = new Set(references.map((each) => getAddress(part(code, each))));
      if (address === undefined) continue;
      if (others.length > 0) throw new Error(`${contractName} is linked with more than one ${name}.`);
      libraries[source] = { ...libraries[source], [name]: address };
    }
  }
  return libraries;
}

/** Tills are opened by the registry of models, each when somebody first asks for it. */
async function openTills(client: PublicClient, { contracts }: Deployment) {
  const registry = contracts.modelRegistry;
  let count: number;
  try {
    count = await client.readContract({ address: registry, abi: modelRegistryAbi, functionName: "modelCount" });
  } catch {
    // Something else stands there, which is said of the registry itself.
    return [];
  }
  const tills: { modelId: bigint; address: Address }[] = [];
  for (let modelId = 1n; modelId <= BigInt(count); modelId++) {
    const address = tillAddress({ registry, modelId });
    const code = (await client.getCode({ address })) ?? "0x";
    if (code !== "0x") tills.push({ modelId, address });
  }
  return tills;
}
