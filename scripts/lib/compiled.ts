// What the compiler made of the contracts: artifacts, and the syntax tree they came from. Read from the build's files alone,
// so that the build itself can ask.
import { readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { type Abi, type Hex, toFunctionSelector } from "viem";
import { filesUnder } from "../setup/files.mjs";
import { root } from "./paths.ts";

/** Bytes of the deployed code that are filled in later. */
export type Reference = { start: number; length: number };

export type Artifact = {
  contractName: string;
  /** Of the project, or of a package. */
  sourceName: string;
  /** The same, as the build's output names it. */
  inputSourceName: string;
  buildInfoId: string;
  abi: Abi;
  /** What a contract is created with, before the arguments of its constructor. */
  bytecode: Hex;
  deployedBytecode: Hex;
  /** By source and library. */
  linkReferences: Record<string, Record<string, Reference[]>>;
  deployedLinkReferences: Record<string, Record<string, Reference[]>>;
  /** By the id of the variable in the syntax tree. */
  immutableReferences: Record<string, Reference[]>;
};

/** A variable that is written into the deployed code. */
export type Immutable = { name: string; type: string; references: Reference[] };

/** A function that asks the AccessManager whether its caller may. */
export type RestrictedFunction = {
  contract: string;
  /** As the ABI has it: "spend(address,address,uint128)". */
  signature: string;
  selector: Hex;
  /** First sentence of what its contract says about it. */
  notice: string;
};

type Node = {
  id: number;
  nodeType: string;
  name?: string;
  abstract?: boolean;
  contractKind?: string;
  mutability?: string;
  linearizedBaseContracts?: number[];
  functionSelector?: string;
  modifiers?: { modifierName: { name: string } }[];
  documentation?: { text?: string };
  typeDescriptions?: { typeString?: string };
  nodes?: Node[];
};
type Tree = { nodes?: Node[] };

/** The build in `folder`, by default the repository's. */
export class Compiled {
  readonly #folder: string;
  readonly #artifacts = new Map<string, Artifact>();
  readonly #trees = new Map<string, Record<string, Tree>>();

  constructor(folder = join(root, "artifacts")) {
    this.#folder = folder;
    const paths = filesUnder(folder, (path) => {
      const name = path.split(sep).join("/");
      return /\.sol\/[^/]+\.json$/.test(name) && !/^contracts\/test(s|ing)?\/|\.t\.sol\//.test(name);
    });
    for (const path of paths) {
      const artifact = JSON.parse(readFileSync(path, "utf8")) as Artifact;
      this.#artifacts.set(artifact.contractName, artifact);
    }
  }

  /** Of one of our contracts, or of one that we deploy as others made it. */
  artifact(name: string): Artifact {
    const artifact = this.#artifacts.get(name);
    if (!artifact) throw new Error(`The build has no contract ${name}.`);
    return artifact;
  }

  has(name: string): boolean {
    return this.#artifacts.has(name);
  }

  /** Every contract of ours that is code on a chain: deployed, or linked to. */
  own(): Artifact[] {
    return [...this.#artifacts.values()]
      .filter(({ sourceName, deployedBytecode }) => sourceName.startsWith("contracts/") && deployedBytecode !== "0x")
      .sort((a, b) => (a.contractName < b.contractName ? -1 : 1));
  }

  /** What is written into a contract's code when it is deployed. */
  immutables({ contractName }: Pick<Artifact, "contractName">): Immutable[] {
    const artifact = this.artifact(contractName);
    const variables = new Map(
      [...this.#contracts(artifact).values()]
        .flatMap(({ nodes }) => nodes ?? [])
        .filter(({ mutability }) => mutability === "immutable")
        .map((node) => [node.id, node] as const),
    );
    return Object.entries(artifact.immutableReferences ?? {}).map(([id, references]) => {
      const node = variables.get(Number(id));
      return { name: node?.name ?? id, type: node?.typeDescriptions?.typeString ?? "", references };
    });
  }

  /** Every restricted function of every contract of ours that can be deployed. Throws if one can't be called. */
  restrictedFunctions(): RestrictedFunction[] {
    const found = new Map<string, RestrictedFunction>();
    for (const artifact of this.#artifacts.values()) {
      if (!artifact.sourceName.startsWith("contracts/") || artifact.deployedBytecode === "0x") continue;
      const contracts = this.#contracts(artifact);
      const self = [...contracts.values()].find(({ name }) => name === artifact.contractName);
      if (!self) throw new Error(`${artifact.contractName} isn't in its own build.`);
      if (self.abstract || self.contractKind !== "contract") continue;
      for (const base of self.linearizedBaseContracts ?? []) {
        for (const node of contracts.get(base)?.nodes ?? []) {
          if (!node.modifiers?.some(({ modifierName }) => modifierName.name === "restricted")) continue;
          const each = restricted(artifact, node);
          found.set(`${each.contract} ${each.selector}`, each);
        }
      }
    }
    return [...found.values()].sort((a, b) => (`${a.contract}${a.selector}` < `${b.contract}${b.selector}` ? -1 : 1));
  }

  /** Every contract of an artifact's build, by the id of its node. */
  #contracts({ buildInfoId }: Artifact): Map<number, Node> {
    const sources = this.#trees.get(buildInfoId) ?? this.#readTrees(buildInfoId);
    return new Map(
      Object.values(sources)
        .flatMap(({ nodes }) => nodes ?? [])
        .filter(({ nodeType }) => nodeType === "ContractDefinition")
        .map((node) => [node.id, node] as const),
    );
  }

  #readTrees(buildInfoId: string): Record<string, Tree> {
    const { output } = JSON.parse(
      readFileSync(join(this.#folder, "build-info", `${buildInfoId}.output.json`), "utf8"),
    ) as { output: { sources: Record<string, { ast: Tree }> } };
    const trees = Object.fromEntries(Object.entries(output.sources).map(([name, { ast }]) => [name, ast]));
    this.#trees.set(buildInfoId, trees);
    return trees;
  }
}

function restricted({ contractName, abi }: Artifact, node: Node): RestrictedFunction {
  const item = abi.find((it) => it.type === "function" && toFunctionSelector(it) === `0x${node.functionSelector}`);
  if (item?.type !== "function") throw new Error(`${contractName}.${node.name} is restricted and can't be called.`);
  const selector = toFunctionSelector(item);
  const notice =
    /@notice\s+([^@]*)/
      .exec(node.documentation?.text ?? "")?.[1]
      ?.replace(/\s+/g, " ")
      .trim() ?? "";
  return {
    contract: contractName,
    signature: `${item.name}(${item.inputs.map(canonical).join(",")})`,
    selector,
    notice: /^.*?\.(?=\s|$)/.exec(notice)?.[0] ?? notice,
  };
}

type Parameter = { type: string; components?: readonly Parameter[] };

/** "tuple[]" -> "(address,uint32)[]". */
function canonical({ type, components }: Parameter): string {
  if (!components) return type;
  return `(${components.map(canonical).join(",")})${type.slice("tuple".length)}`;
}
