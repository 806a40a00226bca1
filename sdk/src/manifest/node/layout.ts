import { levelSize } from "../encoding.ts";

export const FORMAT = "commonmind.manifest.v1";
export const MANIFEST_FILE = "manifest.json";
export const LEAVES_FILE = "leaves.bin";
export const TREE_FILE = "tree.bin";
export const FOLDER_FILES: readonly string[] = [MANIFEST_FILE, LEAVES_FILE, TREE_FILE];

/** The first record of each level in tree.bin: levels follow each other from the leaves up. The last entry is their number. */
export function levelStarts(leaves: number, depth: number): number[] {
  const starts = [0];
  for (let level = 0; level <= depth; level++) starts.push((starts[level] as number) + levelSize(leaves, level));
  return starts;
}
