// Which files a path on the command line means: itself, or everything below it. Links are never followed.
import type { Stats } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { contentError } from "../../indexer/content/errors.ts";

/** Files that are named by nobody's wish: of version control and of desktops. */
const LEFT_OUT = new Set([".git", ".DS_Store", "Thumbs.db", "node_modules"]);

export type Found = { readonly path: string /** As people see it. */; readonly name: string };

export async function filesOf(path: string): Promise<Found[]> {
  const top = await look(path);
  if (top.isFile()) return [{ path, name: relative(join(path, ".."), path) }];
  if (!top.isDirectory()) throw refused(path, "It is neither a file nor a folder.");
  const found: Found[] = [];
  for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
    const each = join(entry.parentPath, entry.name);
    const name = relative(path, each);
    if (name.split(/[/\\]/).some((part) => LEFT_OUT.has(part))) continue;
    if (entry.isSymbolicLink()) throw refused(each, "It is a link, and a link may lead out of the folder.");
    if (entry.isFile()) found.push({ path: each, name });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function look(path: string): Promise<Stats> {
  try {
    const found = await lstat(path);
    if (found.isSymbolicLink()) throw refused(path, "It is a link.");
    return found;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") throw refused(path, "It isn't there.");
    throw error;
  }
}

const refused = (path: string, why: string) =>
  contentError("ContentPath", { what: `${path} can't be added.`, why, fix: "Name files or folders of your own." });
