// Every sentence that people read, found in the sources of dApp and SDK: the first argument of t(), rich() and msg().
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import ts from "typescript";
import { root } from "../lib/paths.ts";
import { slotsOf } from "./languages.ts";

export type Found = {
  /** English sentences, each with the files that say it, in the order of files. */
  readonly messages: ReadonlyMap<string, readonly string[]>;
  /** What can't be translated as it stands, as "file:line what". */
  readonly faults: readonly string[];
};

/** Attributes whose text people read or hear. */
const SAID = new Set(["aria-label", "title", "label", "placeholder", "alt", "done", "idle", "legend", "help"]);
const FOLDERS = ["frontend/app", "frontend/src", "sdk/src"];

/** Reads all sources under these folders of the repository. */
export function findMessages(folders: readonly string[] = FOLDERS): Found {
  const messages = new Map<string, string[]>();
  const faults: string[] = [];
  for (const path of folders.flatMap(sourcesIn)) {
    const name = relative(root, path).split(sep).join("/");
    const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
    const fault = (node: ts.Node, what: string) => {
      faults.push(`${name}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${what}`);
    };
    const visit = (node: ts.Node): void => {
      const call = callOf(node);
      if (call) {
        const literals = literalsOf(call.sentence);
        for (const literal of literals) messages.set(literal, [...(messages.get(literal) ?? []), name]);
        if (call.name !== "msg" && literals.length > 0 && !isInFunction(node))
          fault(node, `${call.name}() runs before anybody reads it; use msg() here, and t() where it is shown`);
        if (call.name === "msg" && literals.length === 0) fault(node, "msg() takes a literal");
        if (call.name !== "msg")
          for (const literal of literals) for (const what of unfitting(literal, call.values)) fault(node, what);
        if (ts.isTemplateExpression(call.sentence)) fault(node, "a sentence is one literal, with its values in braces");
      }
      if (ts.isJsxText(node) && hasWords(node.text)) fault(node, `“${node.text.trim()}” doesn't go through t()`);
      if (ts.isJsxAttribute(node) && SAID.has(node.name.getText()) && node.initializer) {
        const { initializer } = node;
        if (ts.isStringLiteral(initializer) && hasWords(initializer.text))
          fault(node, `“${initializer.text}” doesn't go through t()`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { messages, faults };
}

function sourcesIn(folder: string): string[] {
  return readdirSync(resolve(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes("generated"))
    .map((name) => join(resolve(root, folder), name))
    .sort();
}

type Call = { name: string; sentence: ts.Expression; values: ts.Expression | undefined };

function callOf(node: ts.Node): Call | undefined {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const name = node.expression.text;
  const [sentence, values] = node.arguments;
  return sentence && ["t", "rich", "msg"].includes(name) ? { name, sentence, values } : undefined;
}

/** Values that a sentence takes and doesn't get, or gets and doesn't take. Those that come from elsewhere aren't known here. */
function unfitting(message: string, values: ts.Expression | undefined): string[] {
  if (values && !ts.isObjectLiteralExpression(values)) return [];
  const properties = values?.properties ?? [];
  if (properties.some(ts.isSpreadAssignment)) return [];
  const given = new Set(properties.map((property) => property.name?.getText() ?? ""));
  let taken: Set<string>;
  try {
    taken = new Set(slotsOf(message).map((slot) => slot.replace(/[{}<>]|:.*/g, "")));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  return [
    ...[...taken].filter((name) => !given.has(name)).map((name) => `“${message}” takes ${name}, and isn't given it`),
    ...[...given]
      .filter((name) => !taken.has(name))
      .map((name) => `“${message}” is given ${name}, and doesn't take it`),
  ];
}

/** Of an argument that chooses between two sentences, both. */
function literalsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)];
  return [];
}

function isInFunction(node: ts.Node): boolean {
  for (let up = node.parent; up; up = up.parent) if (ts.isFunctionLike(up)) return true;
  return false;
}

/** A name of ours, an address or a sign isn't something to translate. */
const hasWords = (text: string) => /\p{L}{2,}/u.test(text.replace(/Commonmind|0x|https?:\/\/|ipfs:\/\/|&\w+;/g, ""));
