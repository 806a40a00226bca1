import { LEAF_RECORD_BYTES } from "./encoding.ts";
import type { RecordStore } from "./RecordStore.ts";

const WORDS = LEAF_RECORD_BYTES / 4;

/**
 * Finds a repeated leaf. An open-addressing table of indexes into the records themselves: 8 to 16 bytes per leaf where a
 * JavaScript Set of strings takes over 200, and exact, since the records are compared.
 */
export class LeafSet {
  private readonly records: RecordStore;
  private slots = new Uint32Array(1024);
  private size = 0;
  private readonly words = new Uint32Array(WORDS);
  private readonly wordBytes = new Uint8Array(this.words.buffer);

  constructor(records: RecordStore) {
    this.records = records;
  }

  /** The index of an equal record, if there is one. */
  find(record: Uint8Array): number | undefined {
    for (let slot = this.hash(record); ; slot = this.next(slot)) {
      const entry = this.slots[slot] as number;
      if (entry === 0) return undefined;
      if (equal(this.records.at(entry - 1), record)) return entry - 1;
    }
  }

  /** Adds a record which `find` didn't find. Entries are index + 1, so that 0 is a free slot. */
  add(index: number): void {
    if (++this.size * 2 > this.slots.length) this.grow();
    this.place(index);
  }

  private grow(): void {
    this.slots = new Uint32Array(this.slots.length * 2);
    for (let index = 0; index < this.size - 1; index++) this.place(index);
  }

  private place(index: number): void {
    let slot = this.hash(this.records.at(index));
    while (this.slots[slot] !== 0) slot = this.next(slot);
    this.slots[slot] = index + 1;
  }

  private next(slot: number): number {
    return (slot + 1) & (this.slots.length - 1);
  }

  private hash(record: Uint8Array): number {
    this.wordBytes.set(record);
    let h = 0x811c9dc5;
    for (let i = 0; i < WORDS; i++) {
      h = Math.imul(h ^ (this.words[i] as number), 0x9e3779b1);
      h ^= h >>> 15;
    }
    return (h >>> 0) & (this.slots.length - 1);
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < LEAF_RECORD_BYTES; i++) if (a[i] !== b[i]) return false;
  return true;
}
