// What the build made of the contracts, and what it would make of them with one file changed: only the contracts whose code
// comes from that file are compiled again, with the settings of the build.
import { readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { compileWith, errorsOf, type SolcContract, type SolcInput, type SolcOutput } from "../lib/solc.ts";
import { children, type SyntaxNode, walk } from "../lib/syntax.ts";
import { filesUnder } from "../setup/files.mjs";
import type { Code, ContractCode } from "./codes.ts";

/** Where a contract's artifact is, and which build it came from. */
type Built = { name: string; file: string; artifact: string; buildId: string };

type BuildInfo = { input: SolcInput; output: Required<Pick<SolcOutput<SyntaxNode>, "sources" | "contracts">> };

/** A contract's new code, without the metadata at its end: a change that the compiler makes nothing of leaves it the same. */
export type NewCode = { name: string; file: string; artifact: string; code: SolcContract["evm"] };

/** A contract as the build compiled it, and as something else. */
export type Compiled = { name: string; original: ContractCode; code: ContractCode };

export type Compilation = { contracts: NewCode[] } | { error: string };

const PROJECT = "project/";

export class Build {
  readonly #folder: string;
  readonly #built: Built[];
  readonly #infos = new Map<string, BuildInfo>();
  readonly #affected = new Map<string, Built[]>();
  readonly #originals = new Map<string, SolcContract["evm"]>();

  /** @param folder The repository's root, where artifacts/ stands. */
  constructor(folder: string) {
    this.#folder = join(folder, "artifacts");
    const artifacts = filesUnder(join(this.#folder, "contracts"), (path) => /\.sol[\\/][^\\/]+\.json$/.test(path));
    this.#built = artifacts.map((path) => {
      const { contractName, sourceName, buildInfoId } = JSON.parse(readFileSync(path, "utf8"));
      const artifact = relative(folder, path).split(sep).join("/");
      return { name: contractName, file: sourceName, artifact, buildId: buildInfoId };
    });
  }

  /** The source files that hold contracts of ours, without those that only tests use. */
  files(): string[] {
    const own = this.#built.map(({ file }) => file).filter((file) => !file.startsWith("contracts/testing/"));
    return [...new Set(own)].sort();
  }

  source(file: string): { text: string; tree: SyntaxNode } {
    const { input, output } = this.#info(this.#of(file).buildId);
    const text = input.sources[PROJECT + file]?.content;
    const tree = output.sources[PROJECT + file]?.ast;
    if (text === undefined || !tree) throw new Error(`The build has no ${file}.`);
    return { text, tree };
  }

  /** The contracts whose code comes in part from a file: by their source maps, and those that create one of these. */
  affectedBy(file: string): Built[] {
    const known = this.#affected.get(file);
    if (known) return known;
    const affected = this.#built.filter((built) => this.#drawsOn(built, file));
    this.#affected.set(file, affected);
    return affected;
  }

  /** Compiles what `file` affects as if it held `text`; without a text, as it is. */
  compile(file: string, text?: string): Compilation {
    const contracts: NewCode[] = [];
    for (const built of this.affectedBy(file)) {
      const key = `${built.file}:${built.name}`;
      const kept = text === undefined ? this.#originals.get(key) : undefined;
      const compiled = kept ?? this.#compileOne(built, file, text);
      if (typeof compiled === "string") return { error: compiled };
      if (text === undefined) this.#originals.set(key, compiled);
      contracts.push({ name: built.name, file: built.file, artifact: built.artifact, code: compiled });
    }
    return { contracts };
  }

  /**
   * Compiles what `file` affects once for each text, all at a time and without the optimizer: what they share is read once. A text
   * that doesn't compile has an error instead. Blocks until it is done.
   */
  compileAll(file: string, texts: readonly string[]): (Compiled[] | { error: string })[] {
    const found: (Compiled[] | { error: string })[] = texts.map(() => []);
    for (const built of this.affectedBy(file)) {
      const artifact = JSON.parse(readFileSync(join(this.#folder, "..", built.artifact), "utf8"));
      const original = {
        creation: { object: artifact.bytecode.slice(2), linkReferences: artifact.linkReferences },
        deployed: {
          object: artifact.deployedBytecode.slice(2),
          linkReferences: artifact.deployedLinkReferences,
          immutableReferences: artifact.immutableReferences,
        },
      };
      const open = found.flatMap((each, i) => ("error" in each ? [] : [i]));
      const codes = this.#compileVariants(
        built,
        file,
        open.map((i) => texts[i] as string),
      );
      open.forEach((i, at) => {
        const code = codes[at] as ContractCode | string;
        if (typeof code === "string") found[i] = { error: code };
        else (found[i] as Compiled[]).push({ name: built.name, original, code });
      });
    }
    return found;
  }

  /** A variant stands beside the original: `Treasury.sol~3`, and so does every file between it and the contract. */
  #compileVariants(
    { file: at, name, buildId }: Built,
    changed: string,
    texts: readonly string[],
  ): (ContractCode | string)[] {
    const { input } = this.#info(buildId);
    const closure = closureOf(input, PROJECT + at);
    const between = new Set([...closure].filter((each) => closureOf(input, each).has(PROJECT + changed)));
    const content = (source: string) => input.sources[source]?.content as string;
    const variant = (source: string, i: number) =>
      withImports(source === PROJECT + changed ? (texts[i] as string) : content(source), (path) => {
        const target = resolvedIn(input, source, path);
        return between.has(target) ? `${target}~${i}` : target;
      });
    const shared = [...closure].filter((each) => !between.has(each)).map((each) => [each, { content: content(each) }]);
    const codes: (ContractCode | string)[] = [];
    let open = texts.map((_, i) => i);
    while (open.length > 0) {
      const sources = open.flatMap((i) => [...between].map((each) => [`${each}~${i}`, { content: variant(each, i) }]));
      const outputs = ["bytecode", "deployedBytecode"].flatMap((code) => [
        ...[`evm.${code}.object`, `evm.${code}.linkReferences`],
      ]);
      const wanted = { [name]: [...outputs, "evm.deployedBytecode.immutableReferences"] };
      const output = compileWith({
        language: input.language,
        sources: Object.fromEntries([...shared, ...sources]),
        settings: {
          ...input.settings,
          optimizer: { enabled: false },
          metadata: { appendCBOR: false },
          outputSelection: Object.fromEntries(open.map((i) => [`${PROJECT}${at}~${i}`, wanted])),
        },
      });
      const errors = (output.errors ?? []).filter(({ severity }) => severity === "error");
      const wrong = new Map(
        errors.map(({ sourceLocation, formattedMessage }) => {
          const [, number] = /~(\d+)$/.exec(sourceLocation?.file ?? "") ?? [];
          return [number === undefined ? -1 : Number(number), formattedMessage];
        }),
      );
      const unplaced = wrong.get(-1);
      if (unplaced !== undefined && open.length > 1) {
        // The compiler doesn't say whose error it is: each by itself.
        for (const i of open) codes[i] = this.#alone({ file: at, name, buildId } as Built, changed, texts[i] as string);
        return codes;
      }
      for (const [i, message] of wrong) codes[i < 0 ? (open[0] as number) : i] = message;
      if (wrong.size === 0)
        for (const i of open) {
          const evm = output.contracts?.[`${PROJECT}${at}~${i}`]?.[name]?.evm;
          codes[i] = evm
            ? { creation: evm.bytecode as Code, deployed: evm.deployedBytecode as Code }
            : `${name} wasn't compiled.`;
        }
      open = open.filter((i) => codes[i] === undefined);
    }
    return codes;
  }

  #alone(built: Built, changed: string, text: string): ContractCode | string {
    const [code] = this.#compileVariants(built, changed, [text]);
    return code ?? "";
  }

  #compileOne({ file: at, name, buildId }: Built, changed: string, text: string | undefined) {
    const { input } = this.#info(buildId);
    const source = PROJECT + at;
    const sources = Object.fromEntries(
      [...closureOf(input, source)].map((each) => [each, input.sources[each] as { content: string }]),
    );
    if (text !== undefined) sources[PROJECT + changed] = { content: text };
    const output = compileWith({
      language: input.language,
      sources,
      settings: {
        ...input.settings,
        metadata: { appendCBOR: false },
        outputSelection: {
          [source]: {
            [name]: ["bytecode", "deployedBytecode"].flatMap((code) => [
              `evm.${code}.object`,
              `evm.${code}.linkReferences`,
            ]),
          },
        },
      },
    });
    const [error] = errorsOf(output);
    const compiled = output.contracts?.[source]?.[name]?.evm;
    return error ?? compiled ?? `${name} wasn't compiled.`;
  }

  #drawsOn({ name, file: at, buildId }: Built, file: string): boolean {
    const { output } = this.#info(buildId);
    const evm = output.contracts[PROJECT + at]?.[name]?.evm;
    const id = output.sources[PROJECT + file]?.id;
    if (!evm || id === undefined || evm.bytecode.object === "") return false;
    const maps = [evm.bytecode.sourceMap ?? "", evm.deployedBytecode.sourceMap ?? ""];
    if (maps.some((map) => map.split(";").some((entry) => entry.split(":")[2] === String(id)))) return true;
    return this.#createdBy(buildId, at, name).some((created) => this.#drawsOn(created, file));
  }

  /** The contracts whose creation code is part of another's. */
  #createdBy(buildId: string, file: string, name: string): Built[] {
    const { output } = this.#info(buildId);
    const nodes = Object.values(output.sources).flatMap(({ ast }) => children(ast, "nodes"));
    const self = children(output.sources[PROJECT + file]?.ast as SyntaxNode, "nodes").find(
      (node) => node.name === name,
    );
    const inherited = new Set((self?.linearizedBaseContracts as number[] | undefined) ?? []);
    const created = new Set<number>();
    for (const node of nodes.filter(({ id }) => inherited.has(id as number)))
      walk(node, (each) => {
        if (each.nodeType !== "NewExpression") return;
        const type = each.typeName as { referencedDeclaration?: number } | undefined;
        if (type?.referencedDeclaration !== undefined) created.add(type.referencedDeclaration);
      });
    const names = nodes.filter(({ id }) => created.has(id as number)).map((node) => node.name);
    return this.#built.filter((built) => names.includes(built.name)).map((built) => ({ ...built, buildId }));
  }

  #of(file: string): Built {
    const built = this.#built.find((each) => each.file === file);
    if (!built) throw new Error(`The build has no contract in ${file}.`);
    return built;
  }

  #info(id: string): BuildInfo {
    const known = this.#infos.get(id);
    if (known) return known;
    const read = (name: string) => JSON.parse(readFileSync(join(this.#folder, "build-info", name), "utf8"));
    const info = { input: read(`${id}.json`).input, output: read(`${id}.output.json`).output } as BuildInfo;
    this.#infos.set(id, info);
    return info;
  }
}

const importing = /^(\s*import\s[^"';]*["'])([^"']+)(["'])/gm;

const withImports = (text: string, renamed: (path: string) => string): string =>
  text.replace(importing, (_, before: string, path: string, after: string) => before + renamed(path) + after);

/** The name that the build's input has for what a source imports. */
function resolvedIn({ settings }: SolcInput, from: string, path: string): string {
  if (path.startsWith(".")) return posix.join(dirname(from), path);
  const remappings = ((settings.remappings as string[] | undefined) ?? []).map((line) => {
    const [, context = "", prefix = "", target = ""] = /^([^:]*):(.*?)=(.*)$/.exec(line) ?? [];
    return { context, prefix, target };
  });
  const remapping = remappings.find(({ context, prefix }) => from.startsWith(context) && path.startsWith(prefix));
  return remapping ? remapping.target + path.slice(remapping.prefix.length) : path;
}

const closures = new WeakMap<SolcInput, Map<string, Set<string>>>();

/** A source and all that it imports, by the names that the build's input has for them. */
function closureOf(input: SolcInput, source: string): Set<string> {
  const kept = closures.get(input) ?? new Map<string, Set<string>>();
  closures.set(input, kept);
  const known = kept.get(source);
  if (known) return known;
  const found = new Set<string>();
  const visit = (each: string): void => {
    if (found.has(each)) return;
    const content = input.sources[each]?.content;
    if (content === undefined) throw new Error(`The build's input has no ${each}.`);
    found.add(each);
    for (const [, , path = ""] of content.matchAll(importing)) visit(resolvedIn(input, each, path));
  };
  visit(source);
  kept.set(source, found);
  return found;
}
