// The co-op's store of content, as the dApp asks it: bytes by their hash, and checked against it.

import { t } from "../../../i18n/i18n.ts";
export class StoreError extends Error {
  override readonly name = "StoreError";
  /** It answers, and doesn't have it. */
  readonly missing: boolean;
  constructor(words: string, missing = false) {
    super(words);
    this.missing = missing;
  }
}

/** Milliseconds for all of an answer. */
const PATIENCE = 120_000;

/** Bytes that a page takes at most from the store. */
export const MOST = 64 * 1024 * 1024;

/** Puts bytes into the store, which names them by their hash. @throws {StoreError} in words. */
export async function storeContent(url: string, content: Blob | string, cid: string): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(`${url}/content`, { method: "POST", body: content });
  } catch {
    throw new StoreError(t("The store doesn’t answer just now."));
  }
  const body = (await answer.json().catch(() => ({}))) as { cid?: string; error?: string };
  if (!answer.ok) throw new StoreError(body.error ?? t("The store didn’t take it."));
  if (body.cid !== cid) throw new StoreError(t("The store named it otherwise than its bytes say."));
}

/** Text by its CID, checked here: whoever hands it out can’t have changed it. @throws {StoreError} in words. */
export async function fetchContent(url: string, cid: string): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch(`${url}/content/${cid}`, { signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new StoreError(t("The store doesn’t answer just now."));
  }
  if (answer.status === 404) throw new StoreError(t("Its list of pieces isn’t in the store."), true);
  if (answer.status === 410) throw new StoreError(t("Its list of pieces was withdrawn."));
  if (!answer.ok) throw new StoreError(t("Its list of pieces can’t be read from the store."));
  if (Number(answer.headers.get("content-length") ?? "0") > MOST)
    throw new StoreError(t("Its list is too long for a page."));
  const bytes = await bytesOf(answer);
  const { cidOf } = await import("@commonmind/sdk/content");
  if ((await cidOf(bytes)) !== cid) throw new StoreError(t("What the store handed out isn’t what was stored."));
  return new Blob(bytes).text();
}

/** No more than a page takes, whatever the answer says of its length. */
async function bytesOf(answer: Response): Promise<Uint8Array<ArrayBuffer>[]> {
  const portions: Uint8Array<ArrayBuffer>[] = [];
  const reader = answer.body?.getReader();
  for (let length = 0; reader; ) {
    const { value, done } = await reader.read().catch(() => {
      throw new StoreError(t("The store doesn’t answer just now."));
    });
    if (done) break;
    length += value.length;
    if (length > MOST) {
      void reader.cancel().catch(() => {});
      throw new StoreError(t("Its list is too long for a page."));
    }
    portions.push(value as Uint8Array<ArrayBuffer>);
  }
  return portions;
}
