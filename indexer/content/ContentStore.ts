// What a store of content can do, whatever is behind it. Whatever comes out of one is what its CID says, or an error.
export type Stored = { readonly cid: string; readonly bytes: number; readonly type: string };

export type Check = {
  readonly cid: string;
  /** "right": it is here and its bytes are those of its name. */
  readonly state: "right" | "wrong" | "missing" | "forgotten";
  readonly bytes: number | null;
};

export type Asked = {
  /** Aborted when nobody waits for it any more. */
  readonly signal?: AbortSignal;
  /** Only what the store itself has: nothing is looked for elsewhere. */
  readonly local?: boolean;
};

export interface ContentStore {
  /** Where it keeps things, for people. */
  readonly place: string;
  /** Takes bytes in; the same bytes again change nothing. Throws for what was withdrawn before. */
  add(source: AsyncIterable<Uint8Array>): Promise<Stored>;
  /** A checked copy of content as a file: the caller calls `release` when done with it. */
  get(cid: string, asked?: Asked): Promise<Stored & { readonly path: string; release(): Promise<void> }>;
  verify(cid: string): Promise<Check>;
  /** Withdraws content: it is unpinned and never handed out again; its CID and the time stay. */
  forget(cid: string): Promise<void>;
}
