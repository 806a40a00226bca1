// Goes through a syntax tree, and knows for each node in which contract and function it stands.
import type { Analysis, Node } from "./analyse.ts";

/** Where a node stands: "Treasury.settle", or the contract alone, or the file outside of contracts. */
export type Place = { file: string; line: number; where: string; within: readonly Node[] };

export function walk({ trees, texts }: Analysis, visit: (node: Node, place: Place) => void): void {
  for (const [file, tree] of trees) {
    const text = Buffer.from(texts.get(file) ?? "");
    descend(tree, [], (node, within) => {
      const [start = "0"] = node.src.split(":");
      const line = text.subarray(0, Number(start)).toString().split("\n").length;
      visit(node, { file, line, where: nameOf(file, [...within, node]), within });
    });
  }
}

/** Every node below and including this one that `wanted` holds of. */
export function below(node: Node | undefined, wanted: (node: Node) => boolean): Node[] {
  const found: Node[] = [];
  if (node) descend(node, [], (each) => wanted(each) && found.push(each));
  return found;
}

function descend(node: Node, within: readonly Node[], visit: (node: Node, within: readonly Node[]) => void): void {
  visit(node, within);
  const inside = [...within, node];
  for (const value of Object.values(node)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (isNode(each)) descend(each, inside, visit);
    }
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "nodeType" in value && "src" in value;

function nameOf(file: string, path: readonly Node[]): string {
  const named = (types: string[]) => path.find(({ nodeType }) => types.includes(nodeType));
  const contract = named(["ContractDefinition"]);
  const inside = named(["FunctionDefinition", "ModifierDefinition"]);
  if (!contract) return inside?.name ?? file;
  return inside ? `${contract.name}.${inside.name || inside.kind}` : `${contract.name}`;
}
