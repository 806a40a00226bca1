import { hexOf } from "./bytes.ts";
import {
  depthOf,
  EMPTY_NODE_RECORD,
  ITEMS_OFFSET,
  LEAF_RECORD_BYTES,
  leafPreimage,
  MAX_LEAVES,
  MAX_UINT64,
  NODE_RECORD_BYTES,
  nodePreimage,
  readUint64,
  SUM_OFFSET,
  writeUint64,
} from "./encoding.ts";
import { DuplicateLeafError, EmptyManifestError, ManifestIndexError, ManifestOverflowError } from "./errors.ts";
import { createKeccak, type Keccak } from "./keccak.ts";
import { LeafSet } from "./LeafSet.ts";
import { writeLeafRecord } from "./leafRecord.ts";
import { manifestDomain } from "./manifestDomain.ts";
import { RecordStore } from "./RecordStore.ts";
import type { Manifest, ManifestDomainFields, ManifestLeaf } from "./types.ts";

const PROGRESS_EVERY = 65_536;

export type ManifestBuilderOptions = {
  /** Called now and then with the number of leaves so far, and once at the end. */
  onProgress?: ((leaves: number) => void) | undefined;
  /** Where the caller has one already; by default WebAssembly. */
  keccak?: Keccak | undefined;
};

/**
 * Builds the tree while leaves arrive: a node is hashed as soon as both its children are there, so that at the end only
 * the right edge is left to close. Keeps about 165 bytes per leaf, all of it in flat arrays.
 */
export class ManifestBuilder {
  private readonly domainFields: ManifestDomainFields;
  private readonly keccak: Keccak;
  private readonly onProgress: ((leaves: number) => void) | undefined;
  private readonly leafBytes: (index: number, record: Uint8Array) => Uint8Array;
  private readonly nodeBytes: (left: Uint8Array, right: Uint8Array) => Uint8Array;
  private readonly leaves = new RecordStore(LEAF_RECORD_BYTES);
  private readonly seen = new LeafSet(this.leaves);
  private readonly levels: RecordStore[] = [];
  private readonly leafScratch = new Uint8Array(LEAF_RECORD_BYTES);
  private readonly nodeScratch = new Uint8Array(NODE_RECORD_BYTES);
  private sum = 0n;
  private items = 0n;
  private finished = false;

  private constructor(domainFields: ManifestDomainFields, keccak: Keccak, options: ManifestBuilderOptions) {
    const domain = manifestDomain(domainFields);
    this.domainFields = domainFields;
    this.keccak = keccak;
    this.onProgress = options.onProgress;
    this.leafBytes = leafPreimage(domain);
    this.nodeBytes = nodePreimage(domain);
  }

  /** Asynchronous because WebAssembly is; everything after it is not. */
  static async create(
    domainFields: ManifestDomainFields,
    options: ManifestBuilderOptions = {},
  ): Promise<ManifestBuilder> {
    return new ManifestBuilder(domainFields, options.keccak ?? (await createKeccak()), options);
  }

  /** Adds the next leaf and returns its index. A leaf that is refused leaves the builder as it was. */
  push(leaf: ManifestLeaf): number {
    if (this.finished) throw new Error("this manifest is finished; start a new builder for more leaves");
    const record = this.leafScratch;
    const units = writeLeafRecord(leaf, record, this.keccak);
    const index = this.leaves.length;
    const first = this.seen.find(record);
    if (first !== undefined) throw new DuplicateLeafError({ first, second: index });
    if (this.sum + units > MAX_UINT64) {
      throw new ManifestOverflowError({
        what: `With this leaf the units add up to ${this.sum + units}.`,
        why: `The units of a manifest must fit 64 bits, so they are at most ${MAX_UINT64}.`,
      });
    }
    if (index >= MAX_LEAVES) {
      throw new ManifestOverflowError({ what: "There are more than 2^32 leaves.", why: "An index has 32 bits." });
    }

    this.leaves.push(record);
    this.seen.add(index);
    this.sum += units;
    this.items += readUint64(record, ITEMS_OFFSET);
    this.pushNode(0, this.keccak(this.leafBytes(index, record)), units);
    if ((index + 1) % PROGRESS_EVERY === 0) this.onProgress?.(index + 1);
    return index;
  }

  /** Closes the right edge and hands the tree over. */
  finish(): Manifest {
    if (this.leaves.length === 0) throw new EmptyManifestError();
    const depth = depthOf(this.leaves.length);
    if (!this.finished) {
      for (let level = 0; level < depth; level++) {
        const store = this.level(level);
        if (store.length % 2 === 1) this.pushParent(level, store.at(store.length - 1), EMPTY_NODE_RECORD);
      }
      this.finished = true;
      this.onProgress?.(this.leaves.length);
    }
    return this.manifest(depth);
  }

  private pushNode(level: number, hash: Uint8Array, sum: bigint): void {
    const record = this.nodeScratch;
    record.set(hash);
    writeUint64(record, SUM_OFFSET, sum);
    const store = this.level(level);
    const index = store.push(record);
    if (index % 2 === 1) this.pushParent(level, store.at(index - 1), store.at(index));
  }

  /** Can't overflow: the total of all leaves was checked when each was pushed. */
  private pushParent(level: number, left: Uint8Array, right: Uint8Array): void {
    const sum = readUint64(left, SUM_OFFSET) + readUint64(right, SUM_OFFSET);
    this.pushNode(level + 1, this.keccak(this.nodeBytes(left, right)), sum);
  }

  private level(level: number): RecordStore {
    let store = this.levels[level];
    if (store === undefined) {
      store = new RecordStore(NODE_RECORD_BYTES);
      this.levels[level] = store;
    }
    return store;
  }

  private manifest(depth: number): Manifest {
    const { leaves, levels } = this;
    return {
      domain: manifestDomain(this.domainFields),
      domainFields: this.domainFields,
      root: hexOf(this.level(depth).at(0), 0, SUM_OFFSET),
      sum: this.sum,
      items: this.items,
      leaves: leaves.length,
      depth,
      leafRecord: (index) => recordOf(leaves, index),
      nodeRecord: (level, index) => recordOf(levels[level], index),
      nodesAt: (level) => levels[level]?.length ?? 0,
    };
  }
}

function recordOf(store: RecordStore | undefined, index: number): Uint8Array {
  if (store === undefined || !Number.isInteger(index) || index < 0 || index >= store.length) {
    throw new ManifestIndexError({ index, leaves: store?.length ?? 0 });
  }
  return store.at(index);
}
