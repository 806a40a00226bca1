import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { ManifestFolderError } from "../errors.ts";
import { isObject } from "../exactJson.ts";
import { manifestToJson } from "../manifestJson.ts";
import type { Manifest } from "../types.ts";
import { FOLDER_FILES, FORMAT, LEAVES_FILE, MANIFEST_FILE, TREE_FILE } from "./layout.ts";

export type WriteManifestFolderReturnType = { folder: string; bytes: number };

const BUFFER_BYTES = 1 << 20;

/**
 * Writes a manifest into a folder, all or nothing: beside it first, then by renaming. Replaces an older manifest or an
 * empty folder, and never anything else.
 */
export async function writeManifestFolder(
  manifest: Manifest,
  path: string,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<WriteManifestFolderReturnType> {
  const folder = resolve(path);
  const replace = await assertReplaceable(folder);
  await mkdir(dirname(folder), { recursive: true });
  const aside = join(dirname(folder), `.${basename(folder)}.${randomBytes(6).toString("hex")}`);
  const next = `${aside}.new`;
  const old = `${aside}.old`;
  try {
    await mkdir(next);
    let bytes = await writeRecords(join(next, LEAVES_FILE), leafRecords(manifest), signal);
    bytes += await writeRecords(join(next, TREE_FILE), nodeRecords(manifest), signal);
    const json = `${JSON.stringify({ schema: 1, format: FORMAT, ...manifestToJson(manifest) }, null, 2)}\n`;
    await writeFile(join(next, MANIFEST_FILE), json);
    if (replace) await rename(folder, old);
    try {
      await rename(next, folder);
    } catch (error) {
      if (replace) await rename(old, folder);
      throw error;
    }
    return { folder, bytes: bytes + json.length };
  } finally {
    await rm(next, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

/** True if there is something to replace. */
export async function assertReplaceable(folder: string): Promise<boolean> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return false;
    throw refusal(folder, code === "ENOTDIR" ? "It is a file." : `The system says: ${(error as Error).message}.`);
  }
  const strangers = names.filter((name) => !FOLDER_FILES.includes(name));
  if (strangers.length > 0) throw refusal(folder, `It holds other files, such as ${strangers[0]}.`);
  if (names.length > 0 && !(await isManifest(folder))) throw refusal(folder, "Its manifest.json isn't ours.");
  return true;
}

async function isManifest(folder: string): Promise<boolean> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, MANIFEST_FILE), "utf8"));
    return isObject(value) && value.format === FORMAT;
  } catch {
    return false;
  }
}

function refusal(folder: string, why: string): ManifestFolderError {
  return new ManifestFolderError({
    what: `${folder} is not replaced.`,
    why,
    fix: "Choose a new folder, or remove that one yourself.",
  });
}

function* leafRecords(manifest: Manifest): Generator<Uint8Array> {
  for (let index = 0; index < manifest.leaves; index++) yield manifest.leafRecord(index);
}

function* nodeRecords(manifest: Manifest): Generator<Uint8Array> {
  for (let level = 0; level <= manifest.depth; level++) {
    for (let index = 0; index < manifest.nodesAt(level); index++) yield manifest.nodeRecord(level, index);
  }
}

async function writeRecords(
  path: string,
  records: Iterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<number> {
  const file = await open(path, "wx");
  const buffer = new Uint8Array(BUFFER_BYTES);
  let used = 0;
  let written = 0;
  const flush = async () => {
    signal?.throwIfAborted();
    await file.writeFile(buffer.subarray(0, used));
    written += used;
    used = 0;
  };
  try {
    for (const record of records) {
      if (used + record.length > buffer.length) await flush();
      buffer.set(record, used);
      used += record.length;
    }
    await flush();
    await file.sync();
  } finally {
    await file.close();
  }
  return written;
}
