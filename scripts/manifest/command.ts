// Builds, proves and verifies manifests: the trees that contributions are submitted as. See docs/manifest.md.
import { readFile, stat } from "node:fs/promises";
import { Command } from "commander";
import { type Address, type Hex, isAddress, isHex, zeroAddress } from "viem";
// Not from "@commonmind/sdk": that needs the contracts built, and a manifest doesn't.
import { LOCAL_CHAIN } from "../../sdk/src/chains.ts";
import { CommonmindError } from "../../sdk/src/errors.ts";
import {
  buildManifest,
  createKeccak,
  MAX_UINT64,
  MalformedProofError,
  type Manifest,
  type ManifestDomainFields,
  type ManifestProof,
  manifestToJson,
  parseProof,
  proofToJson,
  proveLeaf,
  verifyProof,
} from "../../sdk/src/manifest/index.ts";
import {
  assertReplaceable,
  openManifestFolder,
  readLeafFile,
  writeManifestFolder,
  writeProofLines,
} from "../../sdk/src/node.ts";
import { type OutputOptions, type Result, runCommand, say, userPath } from "../lib/cli.ts";

const MAX_UINT256 = (1n << 256n) - 1n;
const PROGRESS_EVERY = 262_144;
/** Longer than any proof; a file of gigabytes isn't read just to refuse it. */
const MAX_PROOF_BYTES = 1 << 20;

type BuildOptions = {
  out: string;
  json?: boolean;
  chainId?: string;
  registry?: string;
  model?: string;
  submitter?: string;
};
type ProveOptions = OutputOptions & { index?: string; all?: boolean };
type VerifyOptions = OutputOptions & { root: string; sum: string; depth?: string; domain?: string };

async function build(path: string, options: BuildOptions, signal: AbortSignal): Promise<Result> {
  const folder = userPath(options.out);
  await assertReplaceable(folder);
  const domainFields = readDomainFields(options);
  const started = performance.now();
  const leaves = readLeafFile(userPath(path), { name: path, onNotice: say });
  const manifest = await buildManifest(leaves, { domainFields, signal, onProgress: progress("leaves read") });
  await writeManifestFolder(manifest, folder, { signal });
  say(`${count(manifest.leaves)} leaves in ${((performance.now() - started) / 1000).toFixed(1)} s, in ${options.out}`);
  return { json: manifestToJson(manifest), text: manifestInWords(manifest) };
}

function readDomainFields({ chainId, registry, model, submitter }: BuildOptions): ManifestDomainFields {
  if ([chainId, registry, model, submitter].includes(undefined)) {
    say(
      `Without --chain-id, --registry, --model and --submitter the defaults ${LOCAL_CHAIN}, zero, 0 and zero stand in:`,
    );
    say("such a manifest can be proved and verified, but not submitted.");
  }
  return {
    chainId: uintOption("--chain-id", chainId ?? `${LOCAL_CHAIN}`, MAX_UINT256),
    registry: addressOption("--registry", registry ?? zeroAddress),
    modelId: uintOption("--model", model ?? "0", MAX_UINT256),
    submitter: addressOption("--submitter", submitter ?? zeroAddress),
  };
}

function manifestInWords(manifest: Manifest): string {
  return [
    `root    ${manifest.root}`,
    `sum     ${manifest.sum} units`,
    `items   ${manifest.items}`,
    `leaves  ${manifest.leaves}`,
    `depth   ${manifest.depth}`,
    `domain  ${manifest.domain}`,
  ].join("\n");
}

async function prove(folder: string, options: ProveOptions, signal: AbortSignal): Promise<Result> {
  if ((options.index === undefined) === (options.all === undefined)) {
    throw badOption("Give either --index or --all.", "A proof is about one leaf; --all writes one for each.");
  }
  const manifest = openManifestFolder(userPath(folder));
  try {
    if (options.all) return await proveAll(manifest, options, signal);
    const index = Number(uintOption("--index", options.index ?? "", 2n ** 32n - 1n));
    const proof = proveLeaf(manifest, index, await createKeccak());
    assertProves(proof, folder);
    const { schema: _, ...json } = proofToJson(proof);
    return { json, text: proofInWords(proof) };
  } finally {
    manifest.close();
  }
}

/** Writes the lines itself, so `out` is taken from what the caller would write the summary to. */
async function proveAll(manifest: Manifest, options: ProveOptions, signal: AbortSignal): Promise<Result> {
  const { out } = options;
  if (out === undefined) throw badOption("--all needs --out FILE.", "It writes one line per leaf, 2.5 kB each.");
  delete options.out;
  const onProgress = progress("proofs written");
  const { bytes } = await writeProofLines(manifest, userPath(out), { signal, onProgress });
  const json = {
    leaves: String(manifest.leaves),
    bytes: String(bytes),
    root: manifest.root,
    sum: String(manifest.sum),
  };
  return { json, text: `${count(manifest.leaves)} proofs in ${out}` };
}

/** A damaged folder must not hand out proofs that fail only on chain. */
function assertProves(proof: ManifestProof, folder: string): void {
  const { valid, reason } = verifyProof({ proof, root: proof.root, sum: proof.sum });
  if (!valid) throw new Error(`The manifest in ${folder} is damaged: ${reason}. Build it again from its leaves.`);
}

function proofInWords({ leaf, proof, root, sum, domain }: ManifestProof): string {
  return [
    `leaf ${leaf.index}: ${leaf.author}, ${leaf.items} items of ${leaf.unitsPerItem} units, items root ${leaf.itemsRoot}`,
    ...proof.map((step, level) => `${String(level).padStart(4)}  ${step.side.padEnd(5)}  ${step.hash}  ${step.sum}`),
    `root    ${root}`,
    `sum     ${sum}`,
    `domain  ${domain}`,
  ].join("\n");
}

async function verify(path: string, options: VerifyOptions): Promise<Result> {
  const expected = {
    root: hashOption("--root", options.root),
    sum: uintOption("--sum", options.sum, MAX_UINT64),
    domain: options.domain === undefined ? undefined : hashOption("--domain", options.domain),
    depth: options.depth === undefined ? undefined : Number(uintOption("--depth", options.depth, 32n)),
  };
  const text = await readProofFile(path);
  try {
    const { valid, reason } = verifyProof({ proof: parseProof(text), ...expected });
    return { json: { valid, reason }, text: valid ? "valid" : `invalid: ${reason}`, exitCode: valid ? 0 : 1 };
  } catch (error) {
    if (!(error instanceof MalformedProofError)) throw error;
    const reason = `malformed: ${error.what} ${error.why}`;
    say(error.fix);
    return { json: { valid: false, reason }, text: reason, exitCode: 2 };
  }
}

async function readProofFile(path: string): Promise<string> {
  try {
    const { size } = await stat(userPath(path));
    if (size > MAX_PROOF_BYTES) throw new Error(`it has ${size} bytes, a proof a few thousand`);
    return await readFile(userPath(path), "utf8");
  } catch (cause) {
    throw new MalformedProofError({
      what: `${path} can't be read.`,
      why: `The reason: ${cause instanceof Error ? cause.message : String(cause)}.`,
      cause,
    });
  }
}

function uintOption(name: string, text: string, max: bigint): bigint {
  if (/^(?:0|[1-9][0-9]{0,77})$/.test(text) && BigInt(text) <= max) return BigInt(text);
  throw badOption(
    `${name} is ${JSON.stringify(text)}.`,
    `It must be a whole number from 0 to ${max}, in plain digits.`,
  );
}

function addressOption(name: string, text: string): Address {
  if (isAddress(text)) return text;
  throw badOption(
    `${name} is ${JSON.stringify(text)}.`,
    "It must be an address: 0x and 40 hex digits, checksum right.",
  );
}

function hashOption(name: string, text: string): Hex {
  if (isHex(text) && text.length === 66) return text;
  throw badOption(`${name} is ${JSON.stringify(text)}.`, "It must be a 32-byte hash: 0x and 64 hex digits.");
}

function badOption(what: string, why: string): CommonmindError {
  return new CommonmindError({ code: "Option", what, why, fix: "Correct the command line; --help shows an example." });
}

/** A line every so often; the pieces that report are of uneven size. */
function progress(what: string): (done: number) => void {
  let next = PROGRESS_EVERY;
  return (done) => {
    if (done < next) return;
    say(`${count(done)} ${what}`);
    next = done + PROGRESS_EVERY;
  };
}

function count(leaves: number): string {
  return leaves.toLocaleString("en");
}

/** Its options and what it does, for the program that runs it. */
export function manifestProgram(): Command {
  const program = new Command("manifest")
    .description("Build, prove and verify manifests: Merkle-sum trees of contributed work. See docs/manifest.md.")
    .showHelpAfterError("(--help shows an example)");

  program
    .command("build")
    .description("build a manifest from a .csv or .jsonl file of leaves")
    .argument("<IN>", "columns or keys: author, items, unitsPerItem, itemsRoot (or itemHashes), optionally index")
    .requiredOption("--out <DIR>", "folder to write; an older manifest there is replaced")
    .option("--chain-id <N>", `chain of the registry (default: ${LOCAL_CHAIN})`)
    .option("--registry <ADDRESS>", "ContributionRegistry that it is for (default: zero)")
    .option("--model <ID>", "model that it is for (default: 0)")
    .option("--submitter <ADDRESS>", "who will submit it (default: zero)")
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  npm run manifest -- build leaves.csv --out my-manifest --json")
    .action((path: string, options: BuildOptions) =>
      runCommand({ json: options.json }, (signal) => build(path, options, signal)),
    );

  program
    .command("prove")
    .description("write the proof of one leaf, or of all")
    .argument("<DIR>", "folder written by build")
    .option("--index <I>", "leaf, counted from 0")
    .option("--all", "every leaf, one JSON object per line, into --out FILE")
    .option("--out <FILE>", "write the JSON there")
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  npm run manifest -- prove my-manifest --index 2 --out proof.json")
    .action((folder: string, options: ProveOptions) => runCommand(options, (signal) => prove(folder, options, signal)));

  program
    .command("verify")
    .description("check a proof against a root and a sum that you trust; exit 0 valid, 1 invalid, 2 malformed")
    .argument("<PROOF.json>", "a proof as prove writes it; what it says about its own root and sum is not believed")
    .requiredOption("--root <HASH>", "root of the manifest")
    .requiredOption("--sum <UNITS>", "total units of the manifest")
    .option("--depth <N>", "depth of the manifest, where known")
    .option("--domain <HASH>", "domain of the manifest, where known")
    .option("--out <FILE>", "write the JSON there")
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  npm run manifest -- verify proof.json --root 0x... --sum 12000")
    .action((path: string, options: VerifyOptions) => runCommand(options, () => verify(path, options)));

  return program;
}
