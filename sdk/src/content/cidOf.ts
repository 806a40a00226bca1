import { BlackHoleBlockstore } from "blockstore-core";
import { importByteStream } from "ipfs-unixfs-importer";
import { fixedSize } from "ipfs-unixfs-importer/chunker";
import { balanced } from "ipfs-unixfs-importer/layout";

const CHUNK = 262_144;
const LINKS = 174;

/**
 * The name of a file's bytes: the CID that `ipfs add --cid-version 1` gives them (chunks of 262,144 bytes as raw leaves, at
 * most 174 links a node, SHA-256), so that any IPFS node that holds them finds them under the same name. All of `source` is
 * read, once, and nothing is kept.
 */
export async function cidOf(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const { cid } = await importByteStream(source, new BlackHoleBlockstore(), {
    ...{ cidVersion: 1, rawLeaves: true, reduceSingleLeafToSelf: true },
    ...{ chunker: fixedSize({ chunkSize: CHUNK }), layout: balanced({ maxChildrenPerNode: LINKS }) },
  });
  return cid.toString();
}
