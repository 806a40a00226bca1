// The name of a file's bytes: the CID that `ipfs add --cid-version 1` gives them (chunks of 262,144 bytes as raw leaves, at
// most 174 links a node, SHA-256), so that any IPFS node that holds them finds them under the same name.
import { BlackHoleBlockstore } from "blockstore-core";
import { importByteStream } from "ipfs-unixfs-importer";
import { fixedSize } from "ipfs-unixfs-importer/chunker";
import { balanced } from "ipfs-unixfs-importer/layout";
import { CID } from "multiformats/cid";
import { contentError } from "./errors.ts";

const CHUNK = 262_144;
const LINKS = 174;
/** As multicodec numbers them: a single chunk; a tree of chunks; SHA-256. */
const [RAW, DAG_PB, SHA2_256] = [0x55, 0x70, 0x12];

/** The CID of all bytes of `source`, which is read once. Nothing is kept. */
export async function cidOf(source: AsyncIterable<Uint8Array>): Promise<string> {
  const { cid } = await importByteStream(source, new BlackHoleBlockstore(), {
    ...{ cidVersion: 1, rawLeaves: true, reduceSingleLeafToSelf: true },
    ...{ chunker: fixedSize({ chunkSize: CHUNK }), layout: balanced({ maxChildrenPerNode: LINKS }) },
  });
  return cid.toString();
}

/**
 * A CID as this store names things: version 1, base32, SHA-256, of a file. Also takes it after "ipfs://".
 * Throws if the text is anything else; so what passes is never a path.
 */
export function parseCid(text: string): string {
  const bare = text.startsWith("ipfs://") ? text.slice("ipfs://".length) : text;
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
