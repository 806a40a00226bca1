// What was withdrawn: a note for each CID, so that nobody puts it back by mistake and whoever asks learns why it is gone.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { contentError } from "./errors.ts";

export class Tombstones {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Unix seconds; undefined if it wasn't withdrawn. */
  async since(cid: string): Promise<number | undefined> {
    try {
      return Number(JSON.parse(await readFile(join(this.#folder, `${cid}.json`), "utf8")).since);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    }
  }

  async add(cid: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const note = JSON.stringify({ cid, since: Math.floor(Date.now() / 1000) });
    // The first time counts.
    await writeFile(join(this.#folder, `${cid}.json`), note, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }

  async require(cid: string): Promise<void> {
    const since = await this.since(cid);
    if (since === undefined) return;
    throw contentError("ContentForgotten", {
      what: `${cid} was withdrawn on ${new Date(since * 1000).toISOString().slice(0, 10)}.`,
      why: "What is withdrawn isn't handed out or taken in again; only its name stays.",
      fix: `If that was a mistake, delete ${cid}.json in the store's folder of withdrawn content.`,
    });
  }
}
