import { AsciiBuffer } from "./AsciiBuffer.ts";
import { readUint64, SUM_OFFSET } from "./encoding.ts";
import type { Keccak } from "./keccak.ts";
import { readLeafRecord } from "./leafRecord.ts";
import { siblingRecord } from "./proveLeaf.ts";
import type { Manifest } from "./types.ts";

const PIECE_BYTES = 1 << 20;

/**
 * All proofs, leaf by leaf, each one line of JSON that equals `proofToJson`. Comes in pieces of about 1 MiB of whole lines; a
 * piece is valid until the next one.
 *
 * The sibling at level k stays the same for 2^k leaves on end. So the text of the siblings from level k up is kept for
 * each k and rebuilt only when one of them changes: two siblings are written per leaf instead of `depth`.
 */
export function* proofLines(
  manifest: Manifest,
  keccak: Keccak,
): Generator<{ bytes: Uint8Array; leaves: number }> {
  const { depth, domain, leaves, root, sum } = manifest;
  const fromLevel = Array.from({ length: depth + 1 }, () => new AsciiBuffer());
  fromLevel[depth]?.text(`],"root":"${root}","sum":"${sum}","domain":"${domain}"}\n`);
  const piece = new AsciiBuffer(PIECE_BYTES);
  for (let index = 0; index < leaves; index++) {
    for (let level = changedLevels(index, depth) - 1; level >= 0; level--) {
      const text = fromLevel[level] as AsciiBuffer;
      text.clear();
      writeStep(text, manifest, level, index / 2 ** level);
      if (level < depth - 1) text.text(",");
      text.bytes((fromLevel[level + 1] as AsciiBuffer).content());
    }
    const { author, items, unitsPerItem, itemsRoot } = readLeafRecord(manifest.leafRecord(index), keccak);
    piece.text(`{"schema":1,"leaf":{"index":"${index}","author":"${author}","items":"${items}",`);
    piece.text(`"unitsPerItem":"${unitsPerItem}","itemsRoot":"${itemsRoot}"},"proof":[`);
    piece.bytes((fromLevel[0] as AsciiBuffer).content());
    if (piece.length >= PIECE_BYTES || index === leaves - 1) {
      yield { bytes: piece.content(), leaves: index + 1 };
      piece.clear();
    }
  }
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
  text.hex(record, SUM_OFFSET);
  text.text(`","sum":"${readUint64(record, SUM_OFFSET)}","side":"${onLeft ? "left" : "right"}"}`);
}
