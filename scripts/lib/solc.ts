// The compiler of the lockfile inside this process: for code that is compiled to be looked at or tried, beside the build.
import { createRequire } from "node:module";

export type SolcInput = {
  language: string;
  sources: Record<string, { content: string }>;
  settings: Record<string, unknown>;
};

export type SolcContract = {
  evm: { bytecode: LinkedCode; deployedBytecode: LinkedCode };
};

type LinkedCode = {
  object: string;
  sourceMap?: string;
  linkReferences?: Record<string, Record<string, { start: number; length: number }[]>>;
};

export type SolcOutput<Tree = unknown> = {
  errors?: { severity: string; message: string; formattedMessage: string; sourceLocation?: { file: string } }[];
  sources?: Record<string, { id: number; ast: Tree }>;
  contracts?: Record<string, Record<string, SolcContract>>;
};

type Solc = { compile(input: string): string };
let loaded: Solc | undefined;

/** Blocks until it is done. The compiler, once loaded, is kept: loading takes a second. */
export function compileWith<Tree = unknown>(input: SolcInput): SolcOutput<Tree> {
  loaded ??= createRequire(import.meta.url)("solc") as Solc;
  return JSON.parse(loaded.compile(JSON.stringify(input)));
}

export const errorsOf = ({ errors = [] }: SolcOutput): string[] =>
  errors.filter(({ severity }) => severity === "error").map(({ formattedMessage }) => formattedMessage);
