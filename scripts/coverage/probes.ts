// What coverage is measured by: probes in a copy of the contracts. A probe is one call, and tells the test chain that it was
// reached; one around a condition also tells which value the condition had. Positions come from the compiler's syntax tree.
import { createHash } from "node:crypto";
import { child, children, placeOf, SourceText, type SyntaxNode, spanOf, walk } from "../lib/syntax.ts";

/** What must happen at a place for it to be covered: that it runs, or that a condition is true, or false. */
export type Way = "runs" | "true" | "false";

/** A place in a contract and what must happen there: two for a condition. */
export type Target = {
  /** What its probe tells the chain. */
  id: number;
  /** "contracts/treasury/Treasury.sol" */
  file: string;
  /** "Treasury.settle" */
  place: string;
  /** The source, in one line. */
  code: string;
  /** Among targets of this place with the same code and way, from 1. */
  nth: number;
  way: Way;
  /** From 1, for people. */
  line: number;
};

/** The library that instrumented contracts call, beside them in the copy. */
export const LIBRARY_FILE = "contracts/CoverageProbes.sol";
const LIBRARY = "CoverageProbes";

/** Hardhat's test chain reports the words that are sent here, in calls and in transactions that revert, too. */
const COLLECTOR = "0xc0bEc0BEc0BeC0bEC0beC0bEC0bEC0beC0beC0BE";

export const librarySource = `// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

library ${LIBRARY} {
    function reached(uint256 id) internal pure {
        _pure(_tell)(id);
    }

    /// @dev \`id\` is told where the condition is true, the one after it where it is false.
    function seen(bool condition, uint256 id) internal pure returns (bool) {
        _pure(_tell)(condition ? id : id + 1);
        return condition;
    }

    function _tell(uint256 id) private view {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, id)
            pop(staticcall(gas(), ${COLLECTOR}, free, 32, 0, 0))
        }
    }

    function _pure(function(uint256) internal view given) private pure returns (function(uint256) internal pure same) {
        assembly {
            same := given
        }
    }
}
`;

const simple = [
  ...["ExpressionStatement", "VariableDeclarationStatement", "EmitStatement", "RevertStatement", "Return", "Break"],
  ...["Continue", "PlaceholderStatement", "InlineAssembly", "IfStatement", "ForStatement", "WhileStatement"],
  ...["DoWhileStatement", "TryStatement"],
];
const conditioned = ["IfStatement", "ForStatement", "WhileStatement", "DoWhileStatement", "Conditional"];

/** A change of one file leaves the ids of all others, and so what the compiler makes of them, as they were. */
const firstIdOf = (file: string) => createHash("sha256").update(file).digest().readUInt32BE() * 2 ** 16;

type Insertion = { at: number; text: string; closes?: true };

/**
 * Everything in a source that must be covered, and the source with the probes that tell it.
 * @throws {Error} where a condition stands outside of a body, or code is of a kind that no probe is known for.
 */
export function instrumented(file: string, text: string, tree: SyntaxNode): { targets: Target[]; text: string } {
  const firstId = firstIdOf(file);
  const source = new SourceText(text);
  const targets: Target[] = [];
  const insertions: Insertion[] = [];
  const likes = new Map<string, number>();
  const conditions = new Set<SyntaxNode>();
  const add = (at: SyntaxNode, around: readonly SyntaxNode[], code: string, ...ways: Way[]): number => {
    const place = placeOf(around);
    const id = firstId + targets.length;
    for (const way of ways) {
      const like = JSON.stringify([place, code, way]);
      const nth = (likes.get(like) ?? 0) + 1;
      likes.set(like, nth);
      const line = source.lineAt(spanOf(at).start);
      targets.push({ id: firstId + targets.length, file, place, code, nth, way, line });
    }
    return id;
  };

  walk(tree, (node, around) => {
    const parent = around.at(-1);
    if (node.nodeType === "TryStatement") throw new Error(`${file}: no probe is known for try.`);
    if (around.some(({ nodeType }) => nodeType === "InlineAssembly")) {
      if (["YulIf", "YulSwitch", "YulForLoop"].includes(node.nodeType))
        throw new Error(`${file}: no probe is known for branches in assembly.`);
      return;
    }
    const body = child(node, "body");
    if (isCallable(node) && body) {
      const id = add(node, [...around, node], "entered", "runs");
      insertions.push({ at: spanOf(body).start + 1, text: ` ${LIBRARY}.reached(${id});` });
    }
    if (simple.includes(node.nodeType) && parent && !isHeader(node, parent)) {
      const id = add(node, around, headline(node, source), "runs");
      const { start, end } = spanOf(node);
      const probe = `${LIBRARY}.reached(${id}); `;
      if (isBlock(parent)) insertions.push({ at: start, text: probe });
      else
        insertions.push(
          { at: start, text: `{ ${probe}` },
          { at: afterSemicolon(source, end), text: " }", closes: true },
        );
    }
    for (const condition of conditionsOf(node)) {
      // An operand of an operand is found with both.
      if (conditions.has(condition)) continue;
      conditions.add(condition);
      if (!around.some(isBlock)) throw new Error(`${file}: a condition stands outside of a body.`);
      const { start, end } = spanOf(condition);
      const id = add(condition, around, line(source.of(condition)), "true", "false");
      insertions.push({ at: start, text: `${LIBRARY}.seen(` }, { at: end, text: `, ${id})`, closes: true });
    }
  });
  if (targets.length === 0) return { targets, text };
  const pragma = children(tree, "nodes").find(({ nodeType }) => nodeType === "PragmaDirective");
  if (!pragma) throw new Error(`${file} has no pragma.`);
  const up = "../".repeat(file.split("/").length - LIBRARY_FILE.split("/").length);
  const name = LIBRARY_FILE.slice(LIBRARY_FILE.lastIndexOf("/") + 1);
  insertions.push({ at: spanOf(pragma).end, text: ` import {${LIBRARY}} from "${up === "" ? "./" : up}${name}";` });
  return { targets, text: withAll(source, insertions) };
}

const rank = ({ closes }: Insertion) => (closes ? 0 : 1);

/** At one position, what was found later stands further inside. What ends something stands before what begins something. */
function withAll(source: SourceText, insertions: readonly Insertion[]): string {
  const sorted = insertions.map((insertion, i) => ({ ...insertion, i }));
  sorted.sort((a, b) => a.at - b.at || rank(a) - rank(b) || (a.closes ? b.i - a.i : a.i - b.i));
  let [text, from] = ["", 0];
  for (const { at, text: inserted } of sorted) {
    text += source.slice({ start: from, end: at }) + inserted;
    from = at;
  }
  return text + source.slice({ start: from, end: Number.MAX_SAFE_INTEGER });
}

const isCallable = ({ nodeType }: SyntaxNode) => nodeType === "FunctionDefinition" || nodeType === "ModifierDefinition";
const isBlock = ({ nodeType }: SyntaxNode) => nodeType === "Block" || nodeType === "UncheckedBlock";

/** What stands in the brackets of a `for` runs with the loop. */
const isHeader = (node: SyntaxNode, parent: SyntaxNode) =>
  parent.nodeType === "ForStatement" &&
  [child(parent, "initializationExpression"), child(parent, "loopExpression")].includes(node);

/** The parts of a node that are true or false and decide something: operands of `&&` and `||` by themselves. */
function conditionsOf(node: SyntaxNode): SyntaxNode[] {
  if (conditioned.includes(node.nodeType)) return leaves(child(node, "condition"));
  if (isJunction(node)) return leaves(node);
  if (node.nodeType !== "FunctionCall") return [];
  const called = child(node, "expression");
  const guards = called?.nodeType === "Identifier" && (called.name === "require" || called.name === "assert");
  return guards ? leaves(children(node, "arguments")[0]) : [];
}

const isJunction = (node: SyntaxNode) =>
  node.nodeType === "BinaryOperation" && (node.operator === "&&" || node.operator === "||");

/** `(a)` and `!a` have the condition within them. */
const inner = (node: SyntaxNode): SyntaxNode | undefined => {
  if (node.nodeType === "UnaryOperation" && node.operator === "!") return child(node, "subExpression");
  const [only, ...others] = node.nodeType === "TupleExpression" ? children(node, "components") : [];
  return others.length === 0 ? only : undefined;
};

function leaves(node: SyntaxNode | undefined): SyntaxNode[] {
  if (!node || node.nodeType === "Literal") return [];
  if (isJunction(node)) return [...leaves(child(node, "leftExpression")), ...leaves(child(node, "rightExpression"))];
  const within = inner(node);
  return within && holdsJunction(within) ? leaves(within) : [node];
}

const holdsJunction = (node: SyntaxNode): boolean => {
  const within = inner(node);
  return isJunction(node) || (within !== undefined && holdsJunction(within));
};

/** Of a statement with others in it, only what decides about them. */
function headline(node: SyntaxNode, source: SourceText): string {
  const condition = child(node, "condition");
  const words: Record<string, string> = { IfStatement: "if", ForStatement: "for", WhileStatement: "while" };
  const word = words[node.nodeType];
  if (word === undefined) return line(source.of(node));
  return `${word} (${condition ? line(source.of(condition)) : ""})`;
}

function afterSemicolon(source: SourceText, end: number): number {
  return source.slice({ start: end, end: end + 1 }) === ";" ? end + 1 : end;
}

const line = (text: string) => text.replace(/\s+/g, " ").trim();
