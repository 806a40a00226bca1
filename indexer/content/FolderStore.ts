// Content in a folder of this machine: one file for each CID.
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Asked, Check, ContentStore, Stored } from "./ContentStore.ts";
import { cidOf, parseCid } from "./cid.ts";
import { contentError } from "./errors.ts";
import { type Limits, requireType, SNIFFED } from "./limits.ts";
import { receive } from "./receive.ts";
import { Tombstones } from "./Tombstones.ts";

export class FolderStore implements ContentStore {
  readonly place: string;
  readonly #limits: Limits;
  readonly #tombstones: Tombstones;

  constructor(folder: string, limits: Limits) {
    this.place = folder;
    this.#limits = limits;
    this.#tombstones = new Tombstones(join(folder, "withdrawn"));
  }

  async add(source: AsyncIterable<Uint8Array>): Promise<Stored> {
    const { cid, bytes, type, path } = await receive(source, join(this.place, "partial"), this.#limits);
    try {
      await this.#tombstones.require(cid);
      await this.#requireRoom(bytes);
      await mkdir(this.#files, { recursive: true });
      // Over what is there already: the same bytes, or a damaged copy of them.
      await rename(path, this.#path(cid));
      return { cid, bytes, type };
    } finally {
      await rm(path, { force: true });
    }
  }

  async get(text: string, { signal }: Asked = {}) {
    const cid = parseCid(text);
    await this.#tombstones.require(cid);
    const { state, bytes } = await this.#check(cid, signal);
    if (state === "missing") throw missing(cid, this.place);
    if (state === "wrong") throw wrong(cid, this.place);
    const type = await requireType(await beginning(this.#path(cid)), this.#limits);
    return { cid, bytes: bytes ?? 0, type, path: this.#path(cid), release: async () => {} };
  }

  async verify(text: string): Promise<Check> {
    const cid = parseCid(text);
    if ((await this.#tombstones.since(cid)) !== undefined) return { cid, state: "forgotten", bytes: null };
    return this.#check(cid);
  }

  async forget(text: string): Promise<void> {
    const cid = parseCid(text);
    // The note first: if this ends half way, it is gone for everyone all the same.
    await this.#tombstones.add(cid);
    await rm(this.#path(cid), { force: true });
  }

  get #files(): string {
    return join(this.place, "files");
  }

  #path(cid: string): string {
    return join(this.#files, cid);
  }

  async #check(cid: string, signal?: AbortSignal): Promise<Check> {
    const bytes = await sizeOf(this.#path(cid));
    if (bytes === undefined) return { cid, state: "missing", bytes: null };
    const same = (await cidOf(createReadStream(this.#path(cid), signal ? { signal } : {}))) === cid;
    return { cid, state: same ? "right" : "wrong", bytes };
  }

  async #requireRoom(bytes: number): Promise<void> {
    const names = await readdir(this.#files).catch(() => [] as string[]);
    const sizes = await Promise.all(names.map((name) => sizeOf(join(this.#files, name))));
    const used = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
    if (used + bytes <= this.#limits.maxTotalBytes) return;
    throw contentError("ContentStoreFull", {
      what: "The store is full.",
      why: `It has ${used.toLocaleString("en")} of ${this.#limits.maxTotalBytes.toLocaleString("en")} bytes.`,
      fix: "Forget what isn't needed, or raise COMMONMIND_CONTENT_MAX_TOTAL_BYTES.",
    });
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

export async function beginning(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFFED), 0, SNIFFED, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export function missing(cid: string, place: string): Error {
  return contentError("ContentMissing", {
    what: `${cid} isn't here.`,
    why: `${place} doesn't have it.`,
    fix: "Ask whoever submitted it to add it, or set COMMONMIND_CONTENT_KUBO to an IPFS node, which can find it elsewhere.",
  });
}

export function wrong(cid: string, place: string): Error {
  return contentError("ContentMismatch", {
    what: `What ${place} has under ${cid} is something else.`,
    why: "The hash of its bytes isn't the one in its name: it was damaged or changed.",
    fix: "Add the original again; it takes the place of the damaged copy.",
  });
}
