// Tries mutants of one file at a time: compiles them together, puts each on the chain where the tests run, and looks which test
// fails first.
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { say } from "../lib/cli.ts";
import type { Build, Compiled, NewCode } from "./build.ts";
import { plain } from "./codes.ts";
import { type Mutant, mutated } from "./mutants.ts";
import type { MutantResult, Status } from "./results.ts";
import type { Failure, RunReply, RunRequest } from "./runner.ts";
import { SolidityTrials } from "./solidity.ts";
import type { Replacement } from "./stage.ts";
import { testsFor } from "./tests.ts";

export type Trial = { status: Status; by?: { file: string; title: string }; quick?: true };

type Run = Extract<RunReply, { passed: string[] }> | "timeout" | "ended";
/** A failure, and whether the co-op was deployed with the mutant. */
type Kill = { failure: Failure; deployed: boolean };

/** Bytes of code that a chain takes (EIP-170). */
const LARGEST = 24_576;
/** Every run leaves something behind. */
const RUNS_PER_PROCESS = 600;
/** Test files that are asked in a quick run. */
export const QUICK = 5;
/** Tests that are asked first: those that found the mutant before, or others of its function or file. */
const FIRST = 10;
/** What a deployment calls: such mutants are tried again with the co-op deployed with them. */
const GENESIS =
  /[gG]enesis|[fF]ound|MemberRegistry\._|Seats\._|Issuers\._|ContributionToken\.|ModelRegistry\.|\._?record/;

/** Tests that fail without a mutant: nothing can be learned from them. */
export class BaselineError extends Error {}

export class Trials {
  readonly #root: string;
  readonly #build: Build;
  readonly #limit: number;
  readonly #quick: boolean;
  readonly #solidity: SolidityTrials | undefined;
  /** Tests that fail on an original, too, if it is compiled as the mutants are. */
  readonly #unsound: Set<string>;
  #resumed: ReadonlySet<string> = new Set();
  readonly #kills: { id: string; file: string; place: string; name: string }[];
  #child: ChildProcess | undefined;
  #runs = 0;

  /** @param limit How long one mutant's tests may take, in milliseconds. */
  constructor(
    root: string,
    build: Build,
    limit: number,
    {
      solidity,
      quick = false,
      unsound = [],
      known = [],
    }: {
      solidity: boolean;
      quick?: boolean | undefined;
      unsound?: readonly string[];
      known?: readonly Pick<MutantResult, "id" | "file" | "place" | "by">[];
    },
  ) {
    this.#unsound = new Set(unsound);
    this.#kills = known.flatMap(({ id, file, place, by }) => (by ? [{ id, file, place, name: nameOf(by) }] : []));
    this.#root = root;
    this.#build = build;
    this.#limit = limit;
    this.#quick = quick;
    this.#solidity = solidity && !quick ? new SolidityTrials(root, limit) : undefined;
  }

  /**
   * What became of mutants of one file, in their order.
   * @param resumed Ids of those that the first test files have let through already.
   */
  async try(file: string, mutants: readonly Mutant[], resumed: ReadonlySet<string> = new Set()): Promise<Trial[]> {
    this.#resumed = resumed;
    const text = this.#build.source(file).text;
    const texts = mutants.map((mutant) => mutated(text, mutant));
    const [original, ...compiled] = this.#build.compileAll(file, [text, ...texts]);
    if (!original || "error" in original)
      throw new BaselineError(`${file} itself doesn't compile: ${original?.error ?? ""}`);
    const trials: (Trial | undefined)[] = [];
    const kills = new Map<number, Kill>();
    const tryOne = async (i: number) => {
      const codes = compiled[i] as (typeof compiled)[number];
      kills.delete(i);
      trials[i] = await this.#tryOne(mutants[i] as Mutant, texts[i] as string, codes, original, (kill) => {
        kills.set(i, kill);
      });
    };
    for (const i of mutants.keys()) await tryOne(i);
    // As long as a test that found something fails without a mutant, what it found is no find.
    for (let unsound = await this.#unsoundAmong(original, kills); unsound.length > 0; ) {
      for (const i of unsound) await tryOne(i);
      unsound = await this.#unsoundAmong(original, kills);
    }
    return trials as Trial[];
  }

  /** Tests that aren't asked, for they fail without a mutant. */
  get unsound(): string[] {
    return [...this.#unsound].sort();
  }

  close(): void {
    this.#child?.kill("SIGKILL");
    this.#solidity?.close();
  }

  async #tryOne(
    mutant: Mutant,
    text: string,
    codes: Compiled[] | { error: string },
    original: Compiled[],
    onKill: (kill: Kill) => void,
  ): Promise<Trial> {
    const { file, place } = mutant;
    if ("error" in codes) return { status: "invalid" };
    if (codes.every(({ code }, i) => same(code, (original[i] as Compiled).code))) return { status: "same" };
    const { chain: all, solidity } = testsFor(this.#root, file);
    const chain = this.#quick ? all.slice(0, QUICK) : all.slice(this.#resumed.has(mutant.id) ? QUICK : 0);
    const constructs = /\.constructor$/.test(place);
    for (const deployed of constructs ? [true] : [false, true]) {
      if (deployed && !constructs && !GENESIS.test(`${file} ${place}`)) continue;
      const found = await this.#firstFailure(mutant, codes, chain, deployed);
      if (found === "timeout") return { status: "timeout" };
      if (found) {
        onKill({ failure: found, deployed });
        return { status: "killed", by: { file: found.file, title: found.title } };
      }
      if (!deployed) {
        const status = this.#optimized(file, text);
        if (status) return { status };
      }
    }
    if (this.#quick) return { status: "survived", quick: true };
    return (await this.#solidity?.try(file, text, solidity)) ?? { status: "survived" };
  }

  /** What the build would make of a survivor: nothing, the same code, or something else. */
  #optimized(file: string, text: string): "invalid" | "same" | undefined {
    const original = this.#build.compile(file);
    const changed = this.#build.compile(file, text);
    if ("error" in original) throw new BaselineError(`${file} itself doesn't compile: ${original.error}`);
    if ("error" in changed || changed.contracts.some(tooLarge)) return "invalid";
    const equal = changed.contracts.every((each, i) => sameCode(each, original.contracts[i] as NewCode));
    return equal ? "same" : undefined;
  }

  /** Tests that are likely to find a mutant, the likeliest first. */
  #likely({ id, file, place }: Mutant): string[] {
    const likeness = (kill: { id: string; place: string }) => (kill.id === id ? 2 : kill.place === place ? 1 : 0);
    const found = this.#kills.filter((kill) => kill.file === file);
    const times = new Map<string, number>();
    for (const { name } of found) times.set(name, (times.get(name) ?? 0) + 1);
    found.sort((a, b) => likeness(b) - likeness(a) || (times.get(b.name) ?? 0) - (times.get(a.name) ?? 0));
    return [...new Set(found.map(({ name }) => name))].filter((name) => !this.#unsound.has(name)).slice(0, FIRST);
  }

  /** Test files, those that found most mutants of this contract first. */
  #byKills(file: string, files: readonly string[]): string[] {
    const mine = this.#kills.filter((kill) => kill.file === file);
    const kills = new Map(files.map((each) => [each, mine.filter(({ name }) => fileOf(name) === each).length]));
    return [...files].sort((a, b) => (kills.get(b) ?? 0) - (kills.get(a) ?? 0));
  }

  async #firstFailure(
    mutant: Mutant,
    codes: readonly Compiled[],
    files: readonly string[],
    deployed: boolean,
  ): Promise<Failure | "timeout" | undefined> {
    const except = [...this.#unsound];
    const killers = this.#likely(mutant);
    const request = { replacements: codes.map(replaced), deployed, except, bail: true };
    const early = files.filter((each) => killers.some((name) => name.startsWith(`${each}: `)));
    for (const part of [
      { files: early, only: killers },
      { files: this.#byKills(mutant.file, files), except: [...except, ...killers] },
    ]) {
      const reply = await this.#run({ ...request, ...part });
      if (reply === "timeout") return "timeout";
      if (reply === "ended") throw new Error("The test runner has ended by itself.");
      const [failure] = reply.failed;
      if (!failure) continue;
      if (failure.slow) return "timeout";
      this.#kills.push({ id: mutant.id, file: mutant.file, place: mutant.place, name: nameOf(failure) });
      return failure;
    }
    return undefined;
  }

  /**
   * Mutants whose tests also fail on the original, compiled and put in place in the same way; these tests aren't asked again. A test
   * that even fails with nothing put in place suffers from what a mutant left behind: a new process is all it takes.
   */
  async #unsoundAmong(original: readonly Compiled[], kills: Map<number, Kill>): Promise<number[]> {
    const found: number[] = [];
    for (const deployed of [false, true]) {
      const mine = [...kills].filter(([, kill]) => kill.deployed === deployed);
      const names = [...new Set(mine.map(([, { failure }]) => nameOf(failure)))];
      const failing = await this.#failing(original, names, deployed);
      if (failing.length === 0) continue;
      const also = await this.#failing([], failing, deployed);
      for (const name of failing)
        say(`  fails without a mutant${also.includes(name) ? ", after others" : ""}: ${name}`);
      if (also.length > 0) this.#restart();
      const files = [...new Set(failing.filter((name) => !also.includes(name)).map(fileOf))];
      for (const name of failing) if (!also.includes(name)) this.#unsound.add(name);
      for (const name of await this.#failingIn(original, files, deployed)) this.#unsound.add(name);
      found.push(...mine.flatMap(([i, { failure }]) => (failing.includes(nameOf(failure)) ? [i] : [])));
    }
    return found;
  }

  async #failing(original: readonly Compiled[], only: readonly string[], deployed: boolean): Promise<string[]> {
    return this.#failingIn(original, [...new Set(only.map(fileOf))], deployed, only);
  }

  async #failingIn(
    original: readonly Compiled[],
    files: string[],
    deployed: boolean,
    only?: readonly string[],
  ): Promise<string[]> {
    if (files.length === 0) return [];
    const replacements = original.map(replaced);
    const some = only ? { only: [...only] } : {};
    const reply = await this.#run({ replacements, deployed, files, ...some, except: [], bail: false });
    if (typeof reply === "string") throw new BaselineError(`${files.join(", ")} don't end without a mutant.`);
    // A hook that fails keeps tests from being run at all.
    const passed = new Set(reply.passed);
    return only ? only.filter((name) => !passed.has(name)) : reply.failed.map(nameOf);
  }

  async #run(request: RunRequest): Promise<Run> {
    if (request.files.length === 0) return { passed: [], failed: [] };
    const child = await this.#runner();
    const reply = await new Promise<Run>((settle) => {
      const end = (value: Run) => {
        clearTimeout(timer);
        child.removeAllListeners();
        settle(value);
      };
      const timer = setTimeout(() => end("timeout"), this.#limit);
      child.once("message", (value: RunReply) => end(value as Run));
      child.once("exit", () => end("ended"));
      child.send(request);
    });
    if (typeof reply === "string" || ++this.#runs >= RUNS_PER_PROCESS) this.#restart();
    return reply;
  }

  #restart(): void {
    this.#child?.removeAllListeners();
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }

  async #runner(): Promise<ChildProcess> {
    if (this.#child?.connected) return this.#child;
    const child = fork(join(this.#root, "scripts", "mutate", "runner.ts"), {
      cwd: this.#root,
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    await new Promise<void>((settle, fail) => {
      child.once("message", () => settle());
      child.once("exit", () => fail(new Error("The test runner didn't start.")));
    });
    child.removeAllListeners();
    this.#child = child;
    this.#runs = 0;
    return child;
  }
}

const fileOf = (name: string) => name.slice(0, name.indexOf(": "));

const nameOf = ({ file, title }: Pick<Failure, "file" | "title">) => `${file}: ${title}`;

const replaced = ({ name, original, code }: Compiled): Replacement => ({ name, original, mutant: code });

const same = (a: Compiled["code"], b: Compiled["code"]) =>
  plain(a.creation) === plain(b.creation) && plain(a.deployed) === plain(b.deployed);

const tooLarge = ({ code }: NewCode) => code.deployedBytecode.object.length / 2 > LARGEST;

const sameCode = (a: NewCode, b: NewCode) =>
  a.code.bytecode.object === b.code.bytecode.object &&
  a.code.deployedBytecode.object === b.code.deployedBytecode.object;
