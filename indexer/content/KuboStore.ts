// Content in an IPFS node (Kubo, by its RPC API, https://docs.ipfs.tech/reference/kubo/rpc/). Nothing that it says is
// believed: what goes in and what comes out is hashed here.
import { openAsBlob } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Asked, Check, ContentStore, Stored } from "./ContentStore.ts";
import { parseCid } from "./cid.ts";
import { contentError } from "./errors.ts";
import { missing, wrong } from "./FolderStore.ts";
import type { Limits } from "./limits.ts";
import { type Received, receive } from "./receive.ts";
import { ask, bodyOf } from "./service.ts";
import { Tombstones } from "./Tombstones.ts";

const ADD = "cid-version=1&raw-leaves=true&chunker=size-262144&hash=sha2-256&pin=true&progress=false";

export class KuboStore implements ContentStore {
  readonly place: string;
  readonly #folder: string;
  readonly #limits: Limits;
  readonly #tombstones: Tombstones;

  /** @param folder Of this machine: for what is on its way, and for the notes of what was withdrawn. */
  constructor(url: string, folder: string, limits: Limits) {
    this.place = url;
    this.#folder = folder;
    this.#limits = limits;
    this.#tombstones = new Tombstones(join(folder, "withdrawn"));
  }

  async add(source: AsyncIterable<Uint8Array>): Promise<Stored> {
    const received = await receive(source, this.#partial, this.#limits);
    try {
      const { cid, bytes, type } = received;
      await this.#tombstones.require(cid);
      const form = new FormData();
      form.set("file", await openAsBlob(received.path), "file");
      const answer = await this.#call(`add?${ADD}`, { body: form });
      const hash = (JSON.parse((await answer.text()).trim().split("\n").at(-1) ?? "{}") as { Hash?: string }).Hash;
      if (hash !== cid) {
        throw contentError("ContentMismatch", {
          what: `The IPFS node named it ${hash ?? "nothing"}, and its bytes are ${cid}.`,
          why: "It holds something else, or chunks files in another way than was asked for.",
          fix: "Check the node; with Kubo 0.12 or later both names are the same.",
        });
      }
      return { cid, bytes, type };
    } finally {
      await rm(received.path, { force: true });
    }
  }

  async get(text: string, asked: Asked = {}) {
    const cid = parseCid(text);
    await this.#tombstones.require(cid);
    const received = await this.#fetch(cid, asked);
    if (!received) throw missing(cid, this.place);
    const release = () => rm(received.path, { force: true });
    if (received.cid !== cid) {
      await release();
      throw wrong(cid, this.place);
    }
    return { ...received, release };
  }

  async verify(text: string): Promise<Check> {
    const cid = parseCid(text);
    if ((await this.#tombstones.since(cid)) !== undefined) return { cid, state: "forgotten", bytes: null };
    const received = await this.#fetch(cid, {});
    if (!received) return { cid, state: "missing", bytes: null };
    await rm(received.path, { force: true });
    return { cid, state: received.cid === cid ? "right" : "wrong", bytes: received.bytes };
  }

  /** Unpinned; the node drops the bytes at its next garbage collection, unless somebody else's pin holds them. */
  async forget(text: string): Promise<void> {
    const cid = parseCid(text);
    await this.#tombstones.add(cid);
    const answer = await this.#call(`pin/rm?arg=${cid}`, { accept: [500] });
    const words = answer.ok ? "" : await answer.text();
    if (!answer.ok && !words.includes("not pinned")) {
      throw contentError("ContentService", {
        what: `The IPFS node didn't unpin ${cid}.`,
        why: `It said: ${words.slice(0, 200)}`,
        fix: "It isn't handed out from here any more. Unpin it there with: ipfs pin rm",
      });
    }
  }

  get #partial(): string {
    return join(this.#folder, "partial");
  }

  /** Undefined if the node doesn't find it: on the network, or with `local` among what it has. */
  async #fetch(cid: string, { signal, local = false }: Asked): Promise<Received | undefined> {
    // One byte more than is taken: enough to see that it is too large.
    const path = `cat?arg=${cid}&length=${this.#limits.maxBytes + 1}${local ? "&offline=true" : ""}`;
    const answer = await this.#call(path, { accept: [404, 500], ...(signal ? { signal } : {}) });
    if (!answer.ok || !answer.body) return undefined;
    return receive(bodyOf(answer), this.#partial, this.#limits);
  }

  #call(path: string, options: { body?: FormData; accept?: number[]; signal?: AbortSignal }): Promise<Response> {
    return ask(`${this.place}/api/v0/${path}`, { method: "POST", ...options });
  }
}
