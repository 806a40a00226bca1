import { AsciiBuffer } from "./AsciiBuffer.ts";
import { checksummed, hexOf } from "./bytes.ts";
import {
  ITEMS_OFFSET,
  ITEMS_ROOT_OFFSET,
  LEAF_RECORD_BYTES,
  readUint64,
  SUM_OFFSET,
  UNITS_PER_ITEM_OFFSET,
} from "./encoding.ts";
import type { Keccak } from "./keccak.ts";
import { siblingRecord } from "./proveLeaf.ts";
import type { Manifest } from "./types.ts";

const PIECE_BYTES = 1 << 20;
/** 32 siblings of 120 bytes, and the leaf. */
const MAX_LINE_BYTES = 8192;

/**
 * All proofs, leaf by leaf, each one line of JSON that equals `proofToJson`. Comes in pieces of about 1 MiB of whole lines; a
 * piece is valid until the one after the next, so that it can be written while the next is made.
 *
 * The sibling at level k stays the same for 2^k leaves on end. So the text of the siblings from level k up is kept for
 * each k and rebuilt only when one of them changes: two siblings are written per leaf instead of `depth`.
 */
export function* proofLines(manifest: Manifest, keccak: Keccak): Generator<{ bytes: Uint8Array; leaves: number }> {
  const { depth, domain, leaves, root, sum } = manifest;
  const fromLevel = Array.from({ length: depth + 1 }, () => new AsciiBuffer());
  fromLevel[depth]?.text(`],"root":"${root}","sum":"${sum}","domain":"${domain}"}\n`);
  let piece = new AsciiBuffer(PIECE_BYTES + MAX_LINE_BYTES);
  let other = new AsciiBuffer(PIECE_BYTES + MAX_LINE_BYTES);
  for (let index = 0; index < leaves; index++) {
    for (let level = changedLevels(index, depth) - 1; level >= 0; level--) {
      const text = fromLevel[level] as AsciiBuffer;
      text.clear();
      writeStep(text, manifest, level, index / 2 ** level);
      if (level < depth - 1) text.text(",");
      text.bytes((fromLevel[level + 1] as AsciiBuffer).content());
    }
    writeLeaf(piece, index, manifest.leafRecord(index), keccak);
    piece.bytes((fromLevel[0] as AsciiBuffer).content());
    if (piece.length >= PIECE_BYTES || index === leaves - 1) {
      yield { bytes: piece.content(), leaves: index + 1 };
      [piece, other] = [other, piece];
      piece.clear();
    }
  }
}

function writeLeaf(text: AsciiBuffer, index: number, record: Uint8Array, keccak: Keccak): void {
  const author = checksummed(hexOf(record, 0, ITEMS_OFFSET), keccak);
  const items = readUint64(record, ITEMS_OFFSET);
  const unitsPerItem = readUint64(record, UNITS_PER_ITEM_OFFSET);
  text.text(`{"schema":1,"leaf":{"index":"${index}","author":"${author}","items":"${items}",`);
  text.text(`"unitsPerItem":"${unitsPerItem}","itemsRoot":"0x`);
  text.hex(record, ITEMS_ROOT_OFFSET, LEAF_RECORD_BYTES);
  text.text('"},"proof":[');
}

/** The sibling at level k changes where 2^k divides the index. */
function changedLevels(index: number, depth: number): number {
  let levels = 0;
  while (levels < depth && index % 2 ** levels === 0) levels++;
  return levels;
}

function writeStep(text: AsciiBuffer, manifest: Manifest, level: number, at: number): void {
  const onLeft = at % 2 === 1;
  const record = siblingRecord(manifest, level, onLeft ? at - 1 : at + 1);
  text.text('{"hash":"0x');
  text.hex(record, 0, SUM_OFFSET);
  text.text(`","sum":"${readUint64(record, SUM_OFFSET)}","side":"${onLeft ? "left" : "right"}"}`);
}
