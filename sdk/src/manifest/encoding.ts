import type { Hex } from "viem";
import { writeHex } from "./bytes.ts";

/**
 * The byte layout, in one place. Records are kept as the very bytes that get hashed, so that hashing a leaf or a node is
 * copying one or two records behind a constant prefix:
 *
 *   leaf record (68)  author 20 | items 8 | unitsPerItem 8 | itemsRoot 32
 *   node record (40)  hash 32 | sum 8
 *   leaf hash         keccak256(0x00 | domain 32 | index 4 | leaf record)            105 bytes
 *   node hash         keccak256(0x01 | domain 32 | left record | right record)       113 bytes
 *
 * All integers are big-endian. The contract library ManifestTree is the twin of this file.
 */
export const LEAF_RECORD_BYTES = 68;
export const NODE_RECORD_BYTES = 40;
export const ITEMS_OFFSET = 20;
export const UNITS_PER_ITEM_OFFSET = 28;
export const ITEMS_ROOT_OFFSET = 36;
export const SUM_OFFSET = 32;

/** The most units that a leaf, a node or a manifest may have. */
export const MAX_UINT64 = (1n << 64n) - 1n;
/** An index is a uint32. */
export const MAX_LEAVES = 2 ** 32;
/** The most levels of a tree above its leaves. */
export const MAX_DEPTH = 32;

const INDEX_OFFSET = 33;
const LEAF_RECORD_OFFSET = 37;
const LEFT_OFFSET = 33;
const RIGHT_OFFSET = 73;

/** A missing right subtree: hash and sum zero. */
export const EMPTY_NODE_RECORD: Uint8Array = new Uint8Array(NODE_RECORD_BYTES);

/** What a leaf hash is taken of, in a buffer that the next call reuses. */
export function leafPreimage(domain: Hex): (index: number, record: Uint8Array) => Uint8Array {
  const bytes = new Uint8Array(LEAF_RECORD_OFFSET + LEAF_RECORD_BYTES);
  const view = new DataView(bytes.buffer);
  writeHex(domain, bytes, 1);
  return (index, record) => {
    view.setUint32(INDEX_OFFSET, index);
    bytes.set(record, LEAF_RECORD_OFFSET);
    return bytes;
  };
}

/** What a node hash is taken of, in a buffer that the next call reuses. */
export function nodePreimage(domain: Hex): (left: Uint8Array, right: Uint8Array) => Uint8Array {
  const bytes = new Uint8Array(RIGHT_OFFSET + NODE_RECORD_BYTES);
  bytes[0] = 1;
  writeHex(domain, bytes, 1);
  return (left, right) => {
    bytes.set(left, LEFT_OFFSET);
    bytes.set(right, RIGHT_OFFSET);
    return bytes;
  };
}

export function nodeRecordOf(hash: Uint8Array, sum: bigint): Uint8Array {
  const record = new Uint8Array(NODE_RECORD_BYTES);
  record.set(hash);
  writeUint64(record, SUM_OFFSET, sum);
  return record;
}

/** In two halves: a DataView for each of millions of reads costs more than the read. */
export function readUint64(bytes: Uint8Array, offset: number): bigint {
  const high = readUint32(bytes, offset);
  const low = readUint32(bytes, offset + 4);
  return high === 0 ? BigInt(low) : (BigInt(high) << 32n) | BigInt(low);
}

export function writeUint64(bytes: Uint8Array, offset: number, value: bigint): void {
  writeUint32(bytes, offset, Number(value >> 32n));
  writeUint32(bytes, offset + 4, Number(value & 0xffffffffn));
}

function readUint32(bytes: Uint8Array, offset: number): number {
  const high = ((bytes[offset] as number) << 8) | (bytes[offset + 1] as number);
  const low = ((bytes[offset + 2] as number) << 8) | (bytes[offset + 3] as number);
  return high * 0x10000 + low;
}

function writeUint32(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}

/** ceil(log2 leaves): 0 for one leaf. */
export function depthOf(leaves: number): number {
  return leaves <= 1 ? 0 : 32 - Math.clz32(leaves - 1);
}

/** How many nodes stand in a level of a tree of that many leaves. */
export function levelSize(leaves: number, level: number): number {
  return Math.ceil(leaves / 2 ** level);
}
