// What the compiler says about sources without generating code: syntax trees with types, and where state is stored.
import { existsSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import solc from "solc";
import { root } from "../lib/paths.ts";
import { filesUnder } from "../setup/files.mjs";

/** As much of a node of the syntax tree as the checks look at. */
export type Node = {
  id: number;
  nodeType: string;
  src: string;
  name?: string;
  memberName?: string;
  contractKind?: string;
  abstract?: boolean;
  kind?: string;
  visibility?: string;
  stateMutability?: string;
  operator?: string;
  absolutePath?: string;
  literals?: string[];
  expression?: Node;
  arguments?: Node[];
  condition?: Node;
  leftExpression?: Node;
  baseName?: Node;
  modifiers?: { modifierName: Node }[];
  typeDescriptions?: { typeString?: string };
};

/** One variable of a contract's state. */
export type Slot = { label: string; slot: string; offset: number; type: string };
export type Layout = { storage: Slot[]; types: Record<string, LayoutType> };
export type LayoutType = { label: string; numberOfBytes: string; members?: Slot[] };

export type Analysis = {
  /** Syntax tree by source. */
  trees: Map<string, Node>;
  /** Where state is stored, by source and contract. */
  layouts: Map<string, Map<string, Layout>>;
  /** The text of each source. */
  texts: Map<string, string>;
};

type Output = {
  errors?: { severity: string; formattedMessage: string }[];
  sources: Record<string, { ast: Node }>;
  contracts: Record<string, Record<string, { storageLayout: Layout }>>;
};

/** The contracts of this repository, without those for tests. */
export function ownSources(): Map<string, string> {
  const paths = filesUnder(join(root, "contracts"), (path) => path.endsWith(".sol"));
  return new Map(
    paths
      .map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path, "utf8")] as const)
      .filter(([name]) => !name.startsWith("contracts/testing/")),
  );
}

/** @throws {Error} with the compiler's words if the sources don't compile. */
export function analyse(texts: Map<string, string>): Analysis {
  const input = {
    language: "Solidity",
    sources: Object.fromEntries([...texts].map(([name, content]) => [name, { content }])),
    settings: { evmVersion: "osaka", outputSelection: { "*": { "*": ["storageLayout"], "": ["ast"] } } },
  };
  const output: Output = JSON.parse(solc.compile(JSON.stringify(input), { import: readPackage }));
  const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  const own = <T>(all: Record<string, T>) => Object.entries(all).filter(([name]) => texts.has(name));
  return {
    trees: new Map(own(output.sources).map(([name, { ast }]) => [name, ast])),
    layouts: new Map(
      own(output.contracts).map(([name, contracts]) => [
        name,
        new Map(Object.entries(contracts).map(([contract, { storageLayout }]) => [contract, storageLayout])),
      ]),
    ),
    texts,
  };
}

function readPackage(path: string): { contents: string } | { error: string } {
  const file = join(root, "node_modules", path);
  return existsSync(file) ? { contents: readFileSync(file, "utf8") } : { error: `There is no ${path}.` };
}
