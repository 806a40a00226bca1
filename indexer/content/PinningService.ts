// A service that keeps what it finds on the network under a CID (https://ipfs.github.io/pinning-services-api-spec/). It
// fetches the bytes from a node that has them; it is never sent any.
import { contentError } from "./errors.ts";
import { ask } from "./service.ts";

export type PinState = "queued" | "pinning" | "pinned" | "failed" | "absent";

type PinStatus = { requestid: string; status: PinState; pin: { cid: string } };

export class PinningService {
  readonly #url: string;
  readonly #key: string;

  /** @param url Without a slash at its end. @param key Goes with each request, as a bearer token. */
  constructor(url: string, key: string) {
    [this.#url, this.#key] = [url, key];
  }

  get place(): string {
    return new URL(this.#url).origin;
  }

  /** Asks for it to be kept, unless it is already. */
  async pin(cid: string): Promise<PinState> {
    const known = (await this.#requests(cid)).find(({ status }) => status !== "failed");
    if (known) return known.status;
    const answer = await this.#call("/pins", { method: "POST", body: JSON.stringify({ cid }) });
    return ((await answer.json()) as PinStatus).status;
  }

  async state(cid: string): Promise<PinState> {
    const requests = await this.#requests(cid);
    return requests.find(({ status }) => status === "pinned")?.status ?? requests[0]?.status ?? "absent";
  }

  /** Takes back every request for it. */
  async unpin(cid: string): Promise<void> {
    for (const { requestid } of await this.#requests(cid)) {
      await this.#call(`/pins/${encodeURIComponent(requestid)}`, { method: "DELETE", accept: [404] });
    }
    if ((await this.#requests(cid)).length === 0) return;
    throw contentError("ContentService", {
      what: `${this.place} still keeps ${cid}.`,
      why: "It was asked to drop it, and lists it all the same.",
      fix: "Look at the account there, and drop it by hand.",
    });
  }

  async #requests(cid: string): Promise<PinStatus[]> {
    const answer = await this.#call(`/pins?cid=${cid}&status=queued,pinning,pinned,failed&limit=1000`, {});
    const { results } = (await answer.json()) as { results?: PinStatus[] };
    return (results ?? []).filter(({ pin }) => pin?.cid === cid);
  }

  #call(path: string, { method, body, accept }: { method?: "POST" | "DELETE"; body?: string; accept?: number[] }) {
    const headers = { authorization: `Bearer ${this.#key}`, "content-type": "application/json" };
    return ask(`${this.#url}${path}`, {
      headers,
      method: method ?? "GET",
      ...(body === undefined ? {} : { body }),
      ...(accept === undefined ? {} : { accept }),
    });
  }
}
