// Manifests as the commands about contributions take them: a folder that was built, or the leaves it is built from.
import { statSync } from "node:fs";
import {
  buildManifest,
  createKeccak,
  type Manifest,
  type ManifestDomainFields,
  type ManifestProof,
  manifestDomain,
  proveLeaf,
} from "@commonmind/sdk";
import { assertReplaceable, openManifestFolder, readLeafFile, writeManifestFolder } from "@commonmind/sdk/node";
import { type Address, bytesToHex, type Hex } from "viem";
import { say, userPath } from "../lib/cli.ts";
import { badOption } from "../lib/commands.ts";
import { CmError } from "./errors.ts";

export type WorkSource = {
  /** A folder that `manifest build` wrote, or a .csv or .jsonl of leaves. */
  path: string;
  /** Where a manifest that is built here is kept. */
  folder: string | undefined;
  /** Only looked at: nothing is written. */
  dryRun: boolean;
};

export type Declaration = Pick<Manifest, "root" | "sum" | "items" | "leaves" | "depth">;

/** What is declared of a work, made for this chain, model and submitter. Leaves become a folder, which proves them later. */
export async function declare(
  { path, folder, dryRun }: WorkSource,
  domainFields: ManifestDomainFields,
): Promise<Declaration> {
  if (isFolder(path)) {
    if (folder !== undefined) throw badOption("--manifest goes with a file of leaves.", `${path} is a folder already.`);
    const manifest = openManifestFolder(userPath(path));
    try {
      requireDomain(manifest, domainFields, path);
      const { root, sum, items, leaves, depth } = manifest;
      return { root, sum, items, leaves, depth };
    } finally {
      manifest.close();
    }
  }
  const target = folder === undefined ? undefined : userPath(folder);
  if (target === undefined && !dryRun) {
    throw badOption(
      "--manifest DIR is missing.",
      "Whoever has the manifest can prove what is whose: it is kept there.",
    );
  }
  if (target !== undefined) await assertReplaceable(target);
  const manifest = await buildManifest(readLeafFile(userPath(path), { name: path, onNotice: say }), { domainFields });
  if (target !== undefined && !dryRun) {
    await writeManifestFolder(manifest, target);
    say(`The manifest is in ${folder}. Keep it: it proves what is whose.`);
  }
  return manifest;
}

function requireDomain(manifest: Manifest, wanted: ManifestDomainFields, path: string): void {
  if (manifest.domain === manifestDomain(wanted)) return;
  const { chainId, registry, modelId, submitter } = wanted;
  const made = manifest.domainFields;
  throw new CmError({
    code: "OtherDomain",
    what: `${path} was built for chain ${made.chainId}, registry ${made.registry}, model ${made.modelId} and submitter ${made.submitter}.`,
    why: `It is to be submitted to chain ${chainId}, registry ${registry}, model ${modelId} by ${submitter}, where its leaves would prove nothing.`,
    fix:
      `Submit the file of its leaves instead, or build it anew: npm run manifest -- build LEAVES --out DIR --chain-id ${chainId} ` +
      `--registry ${registry} --model ${modelId} --submitter ${submitter}`,
  });
}

function isFolder(path: string): boolean {
  return statSync(userPath(path), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

export type Leaves = {
  /** Number of leaves. */
  readonly count: number;
  authorOf(index: number): Address;
  prove(index: number): ManifestProof;
};

/** Hands out the leaves of the manifest that a contribution was submitted as; another one's would prove nothing. */
export async function withLeaves<T>(path: string, root: Hex, work: (leaves: Leaves) => Promise<T>): Promise<T> {
  const manifest = openManifestFolder(userPath(path));
  try {
    if (manifest.root !== root) {
      throw new CmError({
        code: "OtherManifest",
        what: `${path} has the root ${manifest.root}.`,
        why: `The contribution was submitted with ${root}.`,
        fix: "Name the folder of the manifest that was submitted.",
      });
    }
    const keccak = await createKeccak();
    return await work({
      count: manifest.leaves,
      // A leaf's record begins with its author (docs/manifest.md).
      authorOf: (index) => bytesToHex(manifest.leafRecord(index).subarray(0, 20)),
      prove: (index) => proveLeaf(manifest, index, keccak),
    });
  } finally {
    manifest.close();
  }
}

/** Leaf and path as the registry takes them. */
export function leafArguments({ leaf, proof }: ManifestProof) {
  const { index, author, items, unitsPerItem, itemsRoot } = leaf;
  return [{ index, author, items, unitsPerItem, itemsRoot }, proof.map(({ hash, sum }) => ({ hash, sum }))] as const;
}
