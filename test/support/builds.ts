// What the repository's build made, found by what it was given: the compiler needn't be asked again for the same.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/paths.ts";
import type { SolcContract, SolcInput } from "../../scripts/lib/solc.ts";

type Immutables = { immutableReferences?: Record<string, { start: number; length: number }[]> };

export type BuiltContract = {
  evm: {
    bytecode: SolcContract["evm"]["bytecode"];
    deployedBytecode: SolcContract["evm"]["deployedBytecode"] & Immutables;
  };
};

type Build = {
  input: SolcInput;
  contracts: Record<string, Record<string, BuiltContract>>;
  imports: Record<string, string[]>;
};

let builds: Build[] | undefined;

/**
 * A contract of a build that was given all that `input` has, word for word and with the same settings; undefined if there is none,
 * or if `input` lacks a file that the contract needs.
 */
export function builtFrom(input: SolcInput, source: string, name: string): BuiltContract | undefined {
  builds ??= readBuilds();
  const build = builds.find((each) => {
    const same = Object.entries(input.sources).every(
      ([file, { content }]) => each.input.sources[file]?.content === content,
    );
    return same && settingsOf(each.input) === settingsOf(input) && isWhole(input, source, each);
  });
  return build?.contracts[source]?.[name];
}

/** All that decides what code is made, but for addresses of libraries. */
function settingsOf({ language, settings }: SolcInput): string {
  const { outputSelection: _, libraries: __, ...rest } = settings;
  return JSON.stringify([language, Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function isWhole({ sources }: SolcInput, source: string, { imports }: Build): boolean {
  const needed = new Set([source]);
  for (const file of needed) for (const imported of imports[file] ?? []) needed.add(imported);
  return [...needed].every((file) => file in sources);
}

function readBuilds(): Build[] {
  const folder = join(root, "artifacts", "build-info");
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8"));
  return readdirSync(folder)
    .filter((name) => name.endsWith(".output.json"))
    .map((name) => {
      const { output } = read(name);
      const trees = Object.entries(output.sources as Record<string, { ast: { nodes: { absolutePath?: string }[] } }>);
      const imports = trees.map(([file, { ast }]) => [file, ast.nodes.flatMap((it) => it.absolutePath ?? [])]);
      return {
        input: read(name.replace(".output", "")).input,
        contracts: output.contracts,
        imports: Object.fromEntries(imports),
      };
    });
}
