const RECORDS_PER_CHUNK = 4096;

/** Fixed-size records in fixed-size chunks: grows without ever copying what it holds, so that the peak is the content. */
export class RecordStore {
  readonly chunks: Uint8Array[] = [];
  readonly recordBytes: number;
  length = 0;

  constructor(recordBytes: number) {
    this.recordBytes = recordBytes;
  }

  push(record: Uint8Array): number {
    if (this.length % RECORDS_PER_CHUNK === 0) {
      this.chunks.push(new Uint8Array(RECORDS_PER_CHUNK * this.recordBytes));
    }
    this.append().set(record);
    return this.length++;
  }

  /** A view of a record; it stays valid. */
  at(index: number): Uint8Array {
    const start = (index % RECORDS_PER_CHUNK) * this.recordBytes;
    return this.chunk(index).subarray(start, start + this.recordBytes);
  }

  private append(): Uint8Array {
    return this.at(this.length);
  }

  private chunk(index: number): Uint8Array {
    const chunk = this.chunks[Math.floor(index / RECORDS_PER_CHUNK)];
    if (chunk === undefined) throw new RangeError(`no record ${index} in a store of ${this.length}`);
    return chunk;
  }
}
