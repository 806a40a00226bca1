// What the compiler was given for one contract: the build's own input without the files that this contract doesn't come to. Names,
// settings and contents are the build's, so the same bytes come out, down to the hash of the sources at their end.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Artifact } from "../lib/compiled.ts";
import { root } from "../lib/paths.ts";

export type CompilerInput = {
  language: string;
  sources: Record<string, { content: string }>;
  settings: Record<string, unknown>;
};

export type Sources = {
  readonly input: CompilerInput;
  /** "v0.8.35+commit.47b9dedd" */
  readonly compiler: string;
  /** The contract by the name that the compiler knows it by. */
  readonly identifier: string;
};

type Build = { solcLongVersion: string; input: CompilerInput };
type Output = {
  output: { sources: Record<string, { ast: { nodes?: { nodeType: string; absolutePath?: string }[] } }> };
};

/** Reads the sources of contracts out of the repository's build. */
export class BuiltSources {
  readonly #builds = new Map<string, { build: Build; imports: Map<string, string[]> }>();

  of({ buildInfoId, inputSourceName, contractName }: Artifact): Sources {
    const { build, imports } = this.#builds.get(buildInfoId) ?? this.#read(buildInfoId);
    const needed = new Set([inputSourceName]);
    // A set is walked through to what is added on the way.
    for (const source of needed) for (const imported of imports.get(source) ?? []) needed.add(imported);
    const sources = Object.fromEntries(Object.entries(build.input.sources).filter(([name]) => needed.has(name)));
    return {
      input: { ...build.input, sources },
      compiler: `v${build.solcLongVersion}`,
      identifier: `${inputSourceName}:${contractName}`,
    };
  }

  #read(buildInfoId: string) {
    const read = (name: string) => JSON.parse(readFileSync(join(root, "artifacts", "build-info", name), "utf8"));
    const build: Build = read(`${buildInfoId}.json`);
    const { output }: Output = read(`${buildInfoId}.output.json`);
    const imports = new Map(
      Object.entries(output.sources).map(([name, { ast }]) => [
        name,
        (ast.nodes ?? []).flatMap(({ nodeType, absolutePath }) =>
          nodeType === "ImportDirective" && absolutePath !== undefined ? [absolutePath] : [],
        ),
      ]),
    );
    const both = { build, imports };
    this.#builds.set(buildInfoId, both);
    return both;
  }
}
