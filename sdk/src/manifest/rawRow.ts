import type { RowSource } from "./types.ts";

/** A row as it was written, before its values mean anything. */
export type RawRow = {
  source: RowSource;
  index: string | undefined;
  author: string | undefined;
  items: string | undefined;
  unitsPerItem: string | undefined;
  itemsRoot: string | undefined;
  itemHashes: string[] | undefined;
};
