import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Address } from "viem";
import { hexOf, isHexOf } from "../bytes.ts";
import {
  depthOf,
  LEAF_RECORD_BYTES,
  levelSize,
  MAX_LEAVES,
  NODE_RECORD_BYTES,
  readUint64,
  SUM_OFFSET,
} from "../encoding.ts";
import { ManifestFolderError, ManifestIndexError } from "../errors.ts";
import { isObject, parseExactJson } from "../exactJson.ts";
import { manifestDomain } from "../manifestDomain.ts";
import type { Manifest } from "../types.ts";
import { FORMAT, LEAVES_FILE, levelStarts, MANIFEST_FILE, TREE_FILE } from "./layout.ts";

/** A manifest whose records are read from a folder when they are asked for. */
export type OpenManifestFolder = Manifest & {
  /** Closes its files. */
  close: () => void;
};

/** Opens a folder that `writeManifestFolder` wrote. A proof reads depth + 1 records from it, whatever its size. */
export function openManifestFolder(path: string): OpenManifestFolder {
  const folder = resolve(path);
  const description = readDescription(folder);
  const { leaves, depth } = description;
  const firstOf = levelStarts(leaves, depth);
  const treeFile = openRecords(folder, TREE_FILE, NODE_RECORD_BYTES, firstOf[depth + 1] as number);
  const leafFile = openRecords(folder, LEAVES_FILE, LEAF_RECORD_BYTES, leaves);
  const manifest: OpenManifestFolder = {
    ...description,
    leafRecord: (index) => {
      if (!isBelow(index, leaves)) throw new ManifestIndexError({ index, leaves });
      return leafFile.read(index);
    },
    nodeRecord: (level, index) => {
      const nodes = isBelow(level, depth + 1) ? levelSize(leaves, level) : 0;
      if (!isBelow(index, nodes)) throw new ManifestIndexError({ index, leaves: nodes });
      return treeFile.read((firstOf[level] as number) + index);
    },
    nodesAt: (level) => (isBelow(level, depth + 1) ? levelSize(leaves, level) : 0),
    close: () => {
      leafFile.close();
      treeFile.close();
    },
  };
  const top = manifest.nodeRecord(depth, 0);
  if (hexOf(top, 0, SUM_OFFSET) !== description.root || readUint64(top, SUM_OFFSET) !== description.sum) {
    manifest.close();
    throw damaged(folder, "The root in manifest.json isn't the one in tree.bin.");
  }
  return manifest;
}

type Description = Pick<Manifest, "domain" | "domainFields" | "root" | "sum" | "items" | "leaves" | "depth">;

function readDescription(folder: string): Description {
  let value: unknown;
  try {
    value = parseExactJson(readFileSync(join(folder, MANIFEST_FILE), "utf8"));
  } catch (cause) {
    throw new ManifestFolderError({
      what: `${folder} is not a manifest.`,
      why: `manifest.json can't be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      fix: "Give a folder that `manifest build` wrote.",
      cause,
    });
  }
  if (!isObject(value) || value.format !== FORMAT || !isObject(value.domainFields)) {
    throw new ManifestFolderError({
      what: `${folder} is not a manifest that this version knows.`,
      why: `manifest.json doesn't say "format": "${FORMAT}".`,
      fix: "Build it again from its leaves.",
    });
  }
  const { root, domain } = value;
  const domainFields = {
    chainId: uint(folder, value.domainFields.chainId),
    registry: value.domainFields.registry as Address,
    modelId: uint(folder, value.domainFields.modelId),
    submitter: value.domainFields.submitter as Address,
  };
  const leaves = Number(uint(folder, value.leaves));
  const depth = Number(uint(folder, value.depth));
  if (!isHexOf(root, 32) || leaves < 1 || leaves > MAX_LEAVES || depth !== depthOf(leaves)) {
    throw damaged(folder, "Root, leaves and depth don't fit each other.");
  }
  if (manifestDomain(domainFields) !== domain) throw damaged(folder, "The domain isn't that of the domain fields.");
  return { domain, domainFields, root, sum: uint(folder, value.sum), items: uint(folder, value.items), leaves, depth };
}

function uint(folder: string, value: unknown): bigint {
  if (typeof value === "string" && /^[0-9]{1,78}$/.test(value)) return BigInt(value);
  throw damaged(folder, "A number in manifest.json is missing or not a decimal string.");
}

type RecordFile = { read: (index: number) => Uint8Array; close: () => void };

const RECORDS_PER_PAGE = 128;
const PAGES_KEPT = 64;

/** Reads pages and keeps some: one proof costs `depth` small reads, and going through all of them isn't a read each. */
function openRecords(folder: string, name: string, recordBytes: number, records: number): RecordFile {
  let file: number;
  try {
    file = openSync(join(folder, name), "r");
  } catch (cause) {
    throw damaged(folder, `${name} can't be opened: ${cause instanceof Error ? cause.message : String(cause)}.`, cause);
  }
  const { size } = fstatSync(file);
  if (size !== records * recordBytes) {
    closeSync(file);
    throw damaged(folder, `${name} has ${size} bytes instead of ${records * recordBytes}.`);
  }
  const pageBytes = RECORDS_PER_PAGE * recordBytes;
  const pages = new Map<number, Uint8Array>();
  const pageAt = (number: number): Uint8Array => {
    const kept = pages.get(number);
    if (kept !== undefined) return kept;
    const page = new Uint8Array(pageBytes);
    readSync(file, page, 0, pageBytes, number * pageBytes);
    if (pages.size === PAGES_KEPT) pages.delete(pages.keys().next().value as number);
    pages.set(number, page);
    return page;
  };
  return {
    read: (index) => {
      const start = (index % RECORDS_PER_PAGE) * recordBytes;
      return pageAt(Math.floor(index / RECORDS_PER_PAGE)).subarray(start, start + recordBytes);
    },
    close: () => closeSync(file),
  };
}

function damaged(folder: string, why: string, cause?: unknown): ManifestFolderError {
  return new ManifestFolderError({
    what: `The manifest in ${folder} is damaged.`,
    why,
    fix: "Build it again from its leaves.",
    cause,
  });
}

function isBelow(value: number, limit: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < limit;
}
