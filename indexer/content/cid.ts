// Which names of files this store takes. How bytes are named: cidOf, in the sdk.
import { CID } from "multiformats/cid";
import { contentError } from "./errors.ts";

export { cidOf } from "@commonmind/sdk/content";

/** As multicodec numbers them: a single chunk; a tree of chunks; SHA-256. */
const [RAW, DAG_PB, SHA2_256] = [0x55, 0x70, 0x12];

/**
 * A CID as this store names things: version 1, base32, SHA-256, of a file. Also takes it after "ipfs://".
 * Throws if the text is anything else; so what passes is never a path.
 */
export function parseCid(text: string): string {
  // The uri of a contribution says behind a question mark what it is called.
  const bare = text.startsWith("ipfs://") ? text.slice("ipfs://".length).replace(/\?.*$/s, "") : text;
  let cid: CID | undefined;
  try {
    if (bare.length <= 128) cid = CID.parse(bare);
  } catch {
    cid = undefined;
  }
  const known = cid && (cid.code === RAW || cid.code === DAG_PB) && cid.multihash.code === SHA2_256;
  if (cid && known && cid.version === 1 && cid.toString() === bare) return bare;
  throw contentError("ContentCid", {
    what: `"${text.slice(0, 80)}" is no CID of a file.`,
    why: "Content is named by a CID of version 1 with SHA-256, in base32: it begins with bafk or bafy.",
    fix: "Give the CID that `content add` printed, or the uri of a contribution.",
  });
}
