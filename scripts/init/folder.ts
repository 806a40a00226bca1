// The folder of a new co-op: written whole, or not at all.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { InitError } from "./InitError.ts";

/** Refuses a folder that holds something, and what is no folder. `force`: files of ours in it may be replaced. */
export function requireFree(folder: string, shown: string, force: boolean): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) {
    throw new InitError(
      "Folder",
      `${shown} is there already, and is no folder.`,
      "It isn't touched.",
      "Choose another name.",
    );
  }
  if (force || readdirSync(folder).length === 0) return;
  throw new InitError(
    "Folder",
    `${shown} is there already, and isn't empty.`,
    "A co-op that was deployed needs the very file that it was made from, so nothing is overwritten.",
    "Choose another name, or add --force to replace genesis.json, .env and charter.txt in it.",
  );
}

/** Writes all files or none; what else is in the folder stays. */
export function writeFolder(folder: string, files: Readonly<Record<string, string>>): void {
  let staging: string | undefined;
  const undo: (() => void)[] = [];
  try {
    mkdirSync(dirname(folder), { recursive: true });
    staging = mkdtempSync(join(dirname(folder), `.${basename(folder)}.`));
    const fresh = join(staging, "new");
    const old = join(staging, "old");
    mkdirSync(fresh);
    mkdirSync(old);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(fresh, name), text);
    if (!existsSync(folder)) {
      renameSync(fresh, folder);
      return;
    }
    for (const name of Object.keys(files)) {
      const target = join(folder, name);
      if (existsSync(target)) {
        if (statSync(target).isDirectory()) throw new Error(`${name} is a folder there`);
        renameSync(target, join(old, name));
        undo.unshift(() => renameSync(join(old, name), target));
      }
      renameSync(join(fresh, name), target);
      undo.unshift(() => rmSync(target));
    }
  } catch (cause) {
    for (const step of undo) step();
    throw new InitError(
      "Folder",
      `${folder} can't be written.`,
      `The system says: ${cause instanceof Error ? cause.message : String(cause)}.`,
      "Check the folder and the permissions. Nothing was changed.",
    );
  } finally {
    if (staging !== undefined) rmSync(staging, { recursive: true, force: true });
  }
}
