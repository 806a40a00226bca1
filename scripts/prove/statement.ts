// The statements in proofs/: SMT-LIB, a promise of the contracts each, in a form that any solver reads. The comment at the
// top of a file says what it states (after the promise's number), which lines of Solidity it is about, what it takes for
// granted, and faults that must break it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/paths.ts";

export type Fault = {
  name: string;
  /** The text that is replaced, in the statement or the definitions. */
  from: string;
  to: string;
};

export type Statement = {
  name: string;
  /** "T4", or whichever promise it belongs to. */
  promise: string;
  states: string;
  /** Lines that stand in a contract exactly so. */
  lines: { file: string; text: string }[];
  faults: Fault[];
  /** Without comments: definitions, declarations, assumptions, and the statement's negation. */
  text: string;
};

const folder = join(root, "proofs");
const read = (name: string) => readFileSync(join(folder, name), "utf8");
const withoutComments = (text: string) => text.replace(/^;.*\n/gm, "");

export const definitions = (): string => withoutComments(read("definitions.smt2"));

export function statements(): Statement[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".smt2") && name !== "definitions.smt2")
    .sort()
    .map((name) => parseStatement(name, read(name)));
}

/** @throws {SyntaxError} unless it says what it is, quotes a contract, and names a fault. */
export function parseStatement(name: string, text: string): Statement {
  const [, promise, states] = /^; ([A-Z]+\d+) (.+)$/m.exec(text) ?? [];
  const lines = matches(text, /^; Solidity: (\S+) \| (.+)$/gm).map(([file, quoted]) => ({ file, text: quoted }));
  const faults = matches(text, /^; Fault: (.+?) \| (.+) => (.+)$/gm).map(([fault, from, to]) => ({
    name: fault,
    from,
    to,
  }));
  if (!promise || !states) throw new SyntaxError(`${name} begins with no promise and no sentence.`);
  if (lines.length === 0) throw new SyntaxError(`${name} quotes no line of a contract.`);
  if (faults.length === 0) throw new SyntaxError(`${name} names no fault that would break it.`);
  const body = `${definitions()}${withoutComments(text)}`;
  return { name: name.replace(/\.smt2$/, ""), promise, states, lines, faults, text: body };
}

/** @throws {SyntaxError} if the fault isn't in the text: then it would show nothing. */
export function withFault({ name, text }: Pick<Statement, "name" | "text">, fault: Fault): string {
  if (!text.includes(fault.from)) throw new SyntaxError(`${name} has no ${fault.from} to put a fault in.`);
  return text.replaceAll(fault.from, fault.to);
}

/** The quoted lines that don't stand in their contract any more: the statement is about something else then. */
export function staleLines({ lines }: Statement): string[] {
  return lines
    .filter(({ file, text }) => {
      const source = readFileSync(join(root, file), "utf8").split("\n");
      return !source.some((line) => line.trim() === text);
    })
    .map(({ file, text }) => `${file}: ${text}`);
}

function matches(text: string, pattern: RegExp): [string, string, string][] {
  return [...text.matchAll(pattern)].map(([, first = "", second = "", third = ""]) => [first, second, third]);
}
