const DIGIT = new TextEncoder().encode("0123456789abcdef");

/** Text as bytes, written without going through strings: for output of gigabytes. */
export class AsciiBuffer {
  length = 0;
  private buffer: Uint8Array;

  constructor(capacity = 256) {
    this.buffer = new Uint8Array(capacity);
  }

  text(text: string): void {
    this.reserve(text.length);
    for (let i = 0; i < text.length; i++) this.buffer[this.length++] = text.charCodeAt(i);
  }

  /** Part of a record in hex digits. */
  hex(record: Uint8Array, from: number, to: number): void {
    this.reserve(2 * (to - from));
    for (let i = from; i < to; i++) {
      const octet = record[i] as number;
      this.buffer[this.length++] = DIGIT[octet >> 4] as number;
      this.buffer[this.length++] = DIGIT[octet & 15] as number;
    }
  }

  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** A view, valid until the next change. */
  content(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  private reserve(bytes: number): void {
    const needed = this.length + bytes;
    if (needed <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    larger.set(this.content());
    this.buffer = larger;
  }
}
