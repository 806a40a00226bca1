// Bytes on their way in, from a person or from a service: counted, recognised and named before anyone can ask for them.
import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { cidOf } from "./cid.ts";
import { contentError } from "./errors.ts";
import { type Limits, requireType, SNIFFED, tooLarge } from "./limits.ts";

/** Milliseconds after which nothing is still on its way. */
const STALE = 3_600_000;

export type Received = {
  readonly cid: string;
  readonly bytes: number;
  readonly type: string;
  /** A file that is the caller's to move or to delete. */
  readonly path: string;
};

/** Writes `source` to a new file in `folder`. Throws, and leaves nothing, if it is too large or of a kind that isn't taken. */
export async function receive(source: AsyncIterable<Uint8Array>, folder: string, limits: Limits): Promise<Received> {
  await mkdir(folder, { recursive: true });
  await sweep(folder);
  const path = join(folder, `${randomBytes(12).toString("hex")}.partial`);
  const file = await open(path, "wx", 0o600);
  try {
    const flow = new Flow(source, file, limits);
    const cid = await cidOf(flow.through());
    const type = await flow.type();
    await file.sync();
    await file.close();
    return { cid, bytes: flow.bytes, type, path };
  } catch (error) {
    await file.close().catch(() => {});
    await rm(path, { force: true });
    throw error;
  }
}

/** Deletes what was left by whoever was killed while receiving. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > STALE) await rm(path, { force: true });
  }
}

class Flow {
  bytes = 0;
  #head = Buffer.alloc(0);
  #type: string | undefined;

  readonly source: AsyncIterable<Uint8Array>;
  readonly file: FileHandle;
  readonly limits: Limits;

  constructor(source: AsyncIterable<Uint8Array>, file: FileHandle, limits: Limits) {
    this.source = source;
    this.file = file;
    this.limits = limits;
  }

  async *through(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.source) {
      if (chunk.length === 0) continue;
      this.bytes += chunk.length;
      if (this.bytes > this.limits.maxBytes) throw tooLarge(this.limits.maxBytes);
      if (this.#head.length < SNIFFED) {
        this.#head = Buffer.concat([this.#head, chunk.subarray(0, SNIFFED - this.#head.length)]);
        // Refused as soon as it is known, not after hundreds of megabytes.
        if (this.#head.length === SNIFFED) this.#type = await requireType(this.#head, this.limits);
      }
      await this.file.appendFile(chunk);
      yield chunk;
    }
    if (this.bytes === 0) {
      throw contentError("ContentEmpty", {
        what: "This is empty.",
        why: "A file without bytes says nothing.",
        fix: "Check which file it is.",
      });
    }
  }

  async type(): Promise<string> {
    this.#type ??= await requireType(this.#head, this.limits);
    return this.#type;
  }
}
