// What a mutant changes: each operator looks at one node of the syntax tree and names the ways to put something else in its
// place. Assembly is left alone, as are the types and names that only declare.
import { child, children, type SourceText, type Span, type SyntaxNode, spanOf, typeOf } from "../lib/syntax.ts";

/** One replacement in a source file. */
export type Change = Span & { text: string };

export type Operator = {
  name: string;
  /** For the report. */
  does: string;
  changes(node: SyntaxNode, source: SourceText, around: readonly SyntaxNode[]): Change[];
};

const replace = (node: SyntaxNode, text: string): Change => ({ ...spanOf(node), text });

/** A statement falls away, with the `;` that isn't part of its node: Solidity has no empty statement but a block. */
function without(node: SyntaxNode, source: SourceText): Change {
  const { start, end } = spanOf(node);
  return { start, end: source.slice({ start: end, end: end + 1 }) === ";" ? end + 1 : end, text: "{}" };
}

/** The sign between the two sides of an expression. */
function sign(node: SyntaxNode, left: string, right: string, source: SourceText): Span | undefined {
  const [a, b] = [child(node, left), child(node, right)];
  if (!a || !b || typeof node.operator !== "string") return undefined;
  const between = { start: spanOf(a).end, end: spanOf(b).start };
  const at = source.slice(between).indexOf(node.operator);
  if (at < 0) return undefined;
  return { start: between.start + at, end: between.start + at + node.operator.length };
}

/** Operators that put one sign for another. */
const signs = (name: string, does: string, others: Record<string, readonly string[]>): Operator => ({
  name,
  does,
  changes(node, source) {
    const at =
      node.nodeType === "BinaryOperation"
        ? sign(node, "leftExpression", "rightExpression", source)
        : node.nodeType === "Assignment"
          ? sign(node, "leftHandSide", "rightHandSide", source)
          : undefined;
    return at ? (others[String(node.operator)] ?? []).map((text) => ({ ...at, text })) : [];
  },
});

const arithmetic = signs("arithmetic", "`+` ↔ `-`, `*` ↔ `/`, `%` → `*`, also where they assign", {
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "+=": ["-=", "="],
  "-=": ["+=", "="],
  "*=": ["/="],
  "/=": ["*="],
});
const bitwise = signs("bitwise", "`&` ↔ `|`, `^` → `|`, `<<` ↔ `>>`, also where they assign", {
  "&": ["|"],
  "|": ["&"],
  "^": ["|"],
  "<<": [">>"],
  ">>": ["<<"],
  "&=": ["|="],
  "|=": ["&="],
});
const relational = signs("relational", "a comparison becomes its opposite", {
  "==": ["!="],
  "!=": ["=="],
  "<": [">="],
  ">": ["<="],
  "<=": [">"],
  ">=": ["<"],
});
const boundary = signs("boundary", "`<` ↔ `<=`, `>` ↔ `>=`", { "<": ["<="], "<=": ["<"], ">": [">="], ">=": [">"] });
const logical = signs("logical", "`&&` ↔ `||`", { "&&": ["||"], "||": ["&&"] });

const step: Operator = {
  name: "step",
  does: "`++` ↔ `--`",
  changes(node, source) {
    if (node.nodeType !== "UnaryOperation") return [];
    const other = { "++": "--", "--": "++" }[String(node.operator)];
    return other ? [replace(node, source.of(node).replace(String(node.operator), other))] : [];
  },
};

/** Comparisons have operators of their own. */
const compares = ({ nodeType, operator }: SyntaxNode) =>
  nodeType === "BinaryOperation" && ["==", "!=", "<", ">", "<=", ">=", "&&", "||"].includes(String(operator));

/** What decides where the code goes on: an operand of `&&` and `||`, and what `if`, `?` and loops look at. */
export function isCondition(node: SyntaxNode, around: readonly SyntaxNode[]): boolean {
  const parent = around.at(-1);
  if (!parent) return false;
  if (["IfStatement", "Conditional", "WhileStatement", "DoWhileStatement", "ForStatement"].includes(parent.nodeType))
    return child(parent, "condition") === node;
  if (parent.nodeType === "BinaryOperation" && ["&&", "||"].includes(String(parent.operator))) return true;
  return isRequire(parent) && children(parent, "arguments")[0] === node;
}

const isRequire = (node: SyntaxNode) =>
  node.nodeType === "FunctionCall" && ["require", "assert"].includes(String(child(node, "expression")?.name));

const negation: Operator = {
  name: "negation",
  does: "a condition that isn't a comparison is turned round; `!` falls away",
  changes(node, source, around) {
    if (node.nodeType === "UnaryOperation" && node.operator === "!") {
      const inner = child(node, "subExpression");
      return inner ? [replace(node, source.of(inner))] : [];
    }
    if (!isCondition(node, around) || compares(node)) return [];
    return [replace(node, `!(${source.of(node)})`)];
  },
};

const reverts = (node: SyntaxNode | undefined): boolean => {
  if (node?.nodeType === "RevertStatement") return true;
  const [only, ...more] = node?.nodeType === "Block" ? children(node, "statements") : [];
  return only?.nodeType === "RevertStatement" && more.length === 0;
};

const guard: Operator = {
  name: "guard",
  does: "`if (…) revert …;` and `require(…)` are taken out",
  changes(node, source) {
    if (node.nodeType === "IfStatement" && reverts(child(node, "trueBody")) && !child(node, "falseBody"))
      return [without(node, source)];
    const call = node.nodeType === "ExpressionStatement" ? child(node, "expression") : undefined;
    return call && isRequire(call) ? [without(node, source)] : [];
  },
};

const choice: Operator = {
  name: "choice",
  does: "an `if` that doesn't revert is taken always, or never; of `a ? b : c` only `b`, or only `c`, is left",
  changes(node, source) {
    const condition = child(node, "condition");
    if (!condition) return [];
    if (node.nodeType === "Conditional") {
      const [yes, no] = [child(node, "trueExpression"), child(node, "falseExpression")];
      return yes && no ? [replace(node, `(${source.of(yes)})`), replace(node, `(${source.of(no)})`)] : [];
    }
    if (node.nodeType !== "IfStatement" || reverts(child(node, "trueBody"))) return [];
    return [replace(condition, "true"), replace(condition, "false")];
  },
};

const statement: Operator = {
  name: "statement",
  does: "an assignment, a call, a `delete`, a step or an `emit` is taken out",
  changes(node, source, around) {
    if (node.nodeType === "EmitStatement") return [without(node, source)];
    // In a loop's head a block can't stand.
    const loop = around.at(-1);
    if (loop?.nodeType === "ForStatement" && child(loop, "loopExpression") === node) return [replace(node, "")];
    const expression = node.nodeType === "ExpressionStatement" ? child(node, "expression") : undefined;
    if (!expression || isRequire(expression)) return [];
    return ["Assignment", "FunctionCall", "UnaryOperation"].includes(expression.nodeType)
      ? [without(node, source)]
      : [];
  },
};

const constant: Operator = {
  name: "constant",
  does: "a number becomes one more, or one less; `true` ↔ `false`",
  changes(node, source, around) {
    if (node.nodeType !== "Literal" || around.some(({ nodeType }) => nodeType === "ArrayTypeName")) return [];
    const text = source.of(node);
    if (node.kind === "bool") return [replace(node, text === "true" ? "false" : "true")];
    if (node.kind !== "number" || text.startsWith("0x")) return [];
    const more = replace(node, `(${text} + 1)`);
    return node.value === "0" ? [more] : [more, replace(node, `(${text} - 1)`)];
  },
};

const modifier: Operator = {
  name: "modifier",
  does: "a function loses a modifier",
  changes(node) {
    return node.nodeType === "ModifierInvocation" && node.kind === "modifierInvocation" ? [replace(node, "")] : [];
  },
};

/** In these, the order of the two sides means something, and the types agree. */
const ordered = new Set(["-", "/", "%"]);

const swap: Operator = {
  name: "swap",
  does: "the two sides of `-`, `/`, `%`, or two neighbouring arguments of one type, change places",
  changes(node, source) {
    if (node.nodeType === "BinaryOperation" && ordered.has(String(node.operator))) {
      const [left, right] = [child(node, "leftExpression"), child(node, "rightExpression")];
      if (!left || !right || source.of(left) === source.of(right)) return [];
      return [replace(node, `(${source.of(right)}) ${node.operator} (${source.of(left)})`)];
    }
    if (node.nodeType !== "FunctionCall" || node.kind !== "functionCall") return [];
    const given = children(node, "arguments");
    return given.slice(1).flatMap((second, i) => {
      const first = given[i] as SyntaxNode;
      const between = source.slice({ start: spanOf(first).end, end: spanOf(second).start });
      if (typeOf(first) !== typeOf(second) || source.of(first) === source.of(second)) return [];
      const text = source.of(second) + between + source.of(first);
      return [{ start: spanOf(first).start, end: spanOf(second).end, text }];
    });
  },
};

const unchecked: Operator = {
  name: "unchecked",
  does: "`unchecked` falls away: what wrapped now reverts",
  changes(node, source) {
    return node.nodeType === "UncheckedBlock" ? [replace(node, source.of(node).replace(/^unchecked\s*/, ""))] : [];
  },
};

const result: Operator = {
  name: "result",
  does: "a function returns 0, the other truth value, or no address instead",
  changes(node, source) {
    const value = node.nodeType === "Return" ? child(node, "expression") : undefined;
    if (!value) return [];
    const text = source.of(value);
    const type = typeOf(value);
    if (type === "bool") return [replace(value, `!(${text})`)];
    if (value.nodeType === "Literal") return [];
    if (/^u?int\d+$/.test(type)) return [replace(value, "0")];
    if (type === "address") return [replace(value, "address(0)")];
    return /^bytes\d+$/.test(type) ? [replace(value, `${type}(0)`)] : [];
  },
};

export const operators: readonly Operator[] = [
  arithmetic,
  bitwise,
  relational,
  boundary,
  logical,
  step,
  negation,
  guard,
  choice,
  statement,
  constant,
  modifier,
  swap,
  unchecked,
  result,
];
