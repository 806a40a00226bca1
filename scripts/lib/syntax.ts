// Syntax trees as the Solidity compiler writes them: nodes, what stands around them, and the text that they stand for.

export type SyntaxNode = {
  nodeType: string;
  /** "start:length:source", in bytes. */
  src: string;
  id?: number;
  [field: string]: unknown;
};

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === "object" && value !== null && "nodeType" in value && "src" in value;

/** A field that holds a node, if it does. */
export function child(node: SyntaxNode, field: string): SyntaxNode | undefined {
  const value = node[field];
  return isNode(value) ? value : undefined;
}

/** A field that holds a list of nodes; empty where it doesn't. */
export function children(node: SyntaxNode, field: string): SyntaxNode[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** Calls `visit` on every node, before those below it, with all that stand around it: the nearest last. */
export function walk(
  node: SyntaxNode,
  visit: (node: SyntaxNode, around: readonly SyntaxNode[]) => void,
  around: readonly SyntaxNode[] = [],
): void {
  visit(node, around);
  const within = [...around, node];
  for (const value of Object.values(node)) {
    for (const each of Array.isArray(value) ? value : [value]) if (isNode(each)) walk(each, visit, within);
  }
}

export type Span = { start: number; end: number };

export function spanOf({ src }: SyntaxNode): Span {
  const [start = 0, length = 0] = src.split(":").map(Number);
  return { start, end: start + length };
}

/** The compiler counts bytes, and so does this: comments needn't be ASCII. */
export class SourceText {
  readonly text: string;
  readonly #bytes: Buffer;

  constructor(text: string) {
    this.text = text;
    this.#bytes = Buffer.from(text, "utf8");
  }

  slice({ start, end }: Span): string {
    return this.#bytes.subarray(start, end).toString("utf8");
  }

  of(node: SyntaxNode): string {
    return this.slice(spanOf(node));
  }

  /** The whole text with a part of it replaced. */
  with({ start, end }: Span, text: string): string {
    return this.slice({ start: 0, end: start }) + text + this.slice({ start: end, end: this.#bytes.length });
  }

  /** From 1. */
  lineAt(position: number): number {
    return this.slice({ start: 0, end: position }).split("\n").length;
  }
}

/** The type of an expression as the compiler names it: "uint256". */
export function typeOf(node: SyntaxNode): string {
  const described = node.typeDescriptions as { typeString?: string } | undefined;
  return described?.typeString ?? "";
}

/** The contract and the function, modifier or variable that a node stands in: "Treasury.settle". */
export function placeOf(around: readonly SyntaxNode[]): string {
  const named = (types: readonly string[]) => around.find(({ nodeType }) => types.includes(nodeType));
  const contract = named(["ContractDefinition"])?.name ?? "";
  const member = around.find(
    ({ nodeType }, i) =>
      ["FunctionDefinition", "ModifierDefinition"].includes(nodeType) ||
      (nodeType === "VariableDeclaration" && around[i - 1]?.nodeType === "ContractDefinition"),
  );
  const name = member?.name || member?.kind || "";
  return [contract, name].filter((part) => part !== "").join(".");
}
