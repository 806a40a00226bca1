// Mocha tests that bear a promise's number: in their own title, else in that of the nearest group around them.
import ts from "typescript";
import type { Check } from "./check.ts";
import { perFile } from "./perFile.ts";
import { NUMBER, numbersIn } from "./promise.ts";

const TESTS = new Set(["it", "specify"]);
const GROUPS = new Set(["describe", "context"]);

/** Tests as they stand in the source: one in a loop is one. Those that are left out (`skip`, `xit`) check nothing. */
export const mochaChecks = perFile((file, text): Check[] => {
  if (text.match(NUMBER) === null) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const checks: Check[] = [];
  const visit = (node: ts.Node, around: readonly string[]): void => {
    const call = callOf(node);
    if (call?.skipped) return;
    const own = call ? numbersIn(call.title) : [];
    const numbers = own.length > 0 ? own : around;
    if (call && TESTS.has(call.name) && numbers.length > 0)
      checks.push({
        file,
        line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1,
        kind: "test",
        title: call.title,
        numbers,
      });
    ts.forEachChild(node, (child) => visit(child, call ? numbers : around));
  };
  visit(source, []);
  return checks;
});

type Call = { name: string; title: string; skipped: boolean };

function callOf(node: ts.Node): Call | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const member = ts.isPropertyAccessExpression(expression) ? expression : undefined;
  const callee = member ? member.expression : expression;
  if (!ts.isIdentifier(callee)) return undefined;
  const [title] = node.arguments;
  const name = callee.text.replace(/^x/, "");
  if (title === undefined || !(TESTS.has(name) || GROUPS.has(name))) return undefined;
  return { name, title: titleOf(title), skipped: name !== callee.text || member?.name.text === "skip" };
}

/** What is only known when the test runs stands as "…". */
function titleOf(node: ts.Expression): string {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return "…";
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
}
