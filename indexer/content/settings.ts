// Where content is kept, from the environment. See docs/content.md.
import { resolve } from "node:path";
import type { ContentStore } from "./ContentStore.ts";
import { contentError } from "./errors.ts";
import { FolderStore } from "./FolderStore.ts";
import { KuboStore } from "./KuboStore.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { PinningService } from "./PinningService.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export type Content = {
  readonly store: ContentStore;
  /** Undefined without COMMONMIND_CONTENT_PIN. */
  readonly pinning: PinningService | undefined;
  readonly limits: Limits;
  /** Origins of the pages from which the server takes content; none: it takes none from anybody. */
  readonly uploadOrigins: ReadonlySet<string>;
};

/** @param home Folder that holds `.content`, unless COMMONMIND_CONTENT says otherwise. */
export function openContent(home: string, environment: Environment = process.env): Content {
  const folder = resolve(home, environment.COMMONMIND_CONTENT || ".content");
  const limits: Limits = {
    maxBytes: bytes(environment, "COMMONMIND_CONTENT_MAX_BYTES") ?? DEFAULT_LIMITS.maxBytes,
    maxTotalBytes: bytes(environment, "COMMONMIND_CONTENT_MAX_TOTAL_BYTES") ?? DEFAULT_LIMITS.maxTotalBytes,
    types: new Set([...DEFAULT_LIMITS.types, ...list(environment.COMMONMIND_CONTENT_TYPES)]),
  };
  const kubo = address(environment, "COMMONMIND_CONTENT_KUBO");
  const pin = address(environment, "COMMONMIND_CONTENT_PIN");
  const key = environment.COMMONMIND_CONTENT_PIN_KEY;
  if (pin && !key)
    throw setting("COMMONMIND_CONTENT_PIN_KEY", "isn't set", "the key that the pinning service gave you");
  return {
    store: kubo ? new KuboStore(kubo, folder, limits) : new FolderStore(folder, limits),
    pinning: pin && key ? new PinningService(pin, key) : undefined,
    limits,
    uploadOrigins: new Set(list(environment.COMMONMIND_CONTENT_UPLOADS)),
  };
}

const list = (text = "") => text.split(",").flatMap((it) => it.trim() || []);

function bytes(environment: Environment, name: string): number | undefined {
  const text = environment[name];
  if (!text) return undefined;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw setting(name, `is "${text}"`, "bytes: a whole number above 0");
}

function address(environment: Environment, name: string): string | undefined {
  const text = environment[name];
  if (!text) return undefined;
  try {
    const { protocol } = new URL(text);
    if (protocol === "http:" || protocol === "https:") return text.replace(/\/+$/, "");
  } catch {
    // Said below.
  }
  throw setting(name, `is "${text}"`, "an address that begins with http:// or https://");
}

function setting(name: string, is: string, wanted: string): Error {
  return contentError("ContentSetting", {
    what: `${name} ${is}.`,
    why: `It is to be ${wanted}.`,
    fix: "Set it, or leave all of COMMONMIND_CONTENT_* out for a folder on this machine.",
  });
}
