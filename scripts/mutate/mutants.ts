// All mutants of a source file. A mutant is known by its code rather than by its line: edits elsewhere in the file leave it what
// it was.
import { createHash } from "node:crypto";
import { placeOf, SourceText, type SyntaxNode, spanOf, walk } from "../lib/syntax.ts";
import { type Change, operators } from "./operators.ts";

export type Mutant = {
  /** Of everything that tells it from others. */
  id: string;
  /** "contracts/treasury/Treasury.sol" */
  file: string;
  /** "Treasury.settle" */
  place: string;
  operator: string;
  /** The statement, or the part that decides, without and with the change. */
  before: string;
  after: string;
  /** From 1, for people; no part of the id. */
  line: number;
  change: Change;
};

export const hashOf = (...parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);

export function mutantsOf(file: string, text: string, tree: SyntaxNode): Mutant[] {
  const source = new SourceText(text);
  const found: Mutant[] = [];
  const seen = new Map<string, number>();
  const changed = new Set<string>();
  walk(tree, (node, around) => {
    if (around.some(({ nodeType }) => nodeType === "InlineAssembly")) return;
    for (const { name, changes } of operators) {
      for (const change of changes(node, source, around)) {
        // Two operators may come to the same.
        const same = `${change.start}:${change.end}:${change.text}`;
        if (changed.has(same)) continue;
        changed.add(same);
        const place = placeOf([...around, node]);
        const context = spanOf(contextOf(node, around));
        const before = line(source.slice(context));
        const after = line(
          source.slice({ start: context.start, end: change.start }) +
            change.text +
            source.slice({ start: change.end, end: context.end }),
        );
        const inside = line(source.of(memberAround(node, around)));
        const likeness = hashOf(file, place, name, before, after, inside);
        const nth = seen.get(likeness) ?? 0;
        seen.set(likeness, nth + 1);
        const id = hashOf(likeness, String(nth));
        found.push({ id, file, place, operator: name, before, after, line: source.lineAt(change.start), change });
      }
    }
  });
  return found;
}

/** The source file with the mutant in it. */
export const mutated = (text: string, { change }: Pick<Mutant, "change">): string =>
  new SourceText(text).with(change, change.text);

const line = (text: string) => text.replace(/\s+/g, " ").trim();

const bodies = ["Block", "UncheckedBlock", "IfStatement", "ForStatement", "WhileStatement", "DoWhileStatement"];

/** The statement or condition around a node, so that people see what it is about. */
function contextOf(node: SyntaxNode, around: readonly SyntaxNode[]): SyntaxNode {
  const path = [...around, node];
  for (let i = path.length - 1; i > 0; i--) {
    const [each, parent] = [path[i] as SyntaxNode, path[i - 1] as SyntaxNode];
    if (bodies.includes(parent.nodeType) || parent.nodeType === "ContractDefinition") return each;
    if (parent.nodeType === "FunctionDefinition" || parent.nodeType === "ModifierDefinition") return each;
  }
  return node;
}

/** The function, modifier or variable around a node: as long as its text stays, the mutant does. */
function memberAround(node: SyntaxNode, around: readonly SyntaxNode[]): SyntaxNode {
  const path = [...around, node];
  const contract = path.findIndex(({ nodeType }) => nodeType === "ContractDefinition");
  return path[contract + 1] ?? node;
}
