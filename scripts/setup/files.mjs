// Lists of files, the same on every platform and every Node since 20.

import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * All files below a folder, in a fixed order; none if there is no such folder.
 * @param {string} directory
 * @param {(path: string) => boolean} [keep]
 * @returns {string[]}
 */
export function filesUnder(directory, keep = () => true) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter(keep)
    .map((path) => join(directory, path))
    .filter((path) => statSync(path).isFile())
    .sort();
}
