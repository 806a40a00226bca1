// A copy of the repository in which mutants are built: the working tree stays as it is. Packages are linked, but the
// workspaces' own are the copy's.
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** Neither needed by chain tests, nor small. */
const leftOut = [
  ...[".git", ".node", "node_modules", "coverage", "deploy/deployments", "frontend/.next"],
  ...["frontend/node_modules", "indexer/node_modules", "sdk/node_modules"],
];
/** Only read. */
const linked = ["data", "docs"];

export function copyRepository(root: string, to: string): void {
  const links = linked.filter((path) => existsSync(join(root, path)));
  const skipped = new Set([...leftOut, ...links]);
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(root).filter((each) => !skipped.has(each)))
    cpSync(join(root, name), join(to, name), {
      recursive: true,
      preserveTimestamps: true,
      filter: (path) => !skipped.has(relative(root, path).split(sep).join("/")),
    });
  for (const path of links) symlinkSync(join(root, path), join(to, path), "junction");
  linkPackages(root, to);
}

/** Packages as links, but the workspaces' own are the copy's. */
export function linkPackages(root: string, to: string): void {
  const [from, into] = [join(root, "node_modules"), join(to, "node_modules")];
  mkdirSync(join(into, "@commonmind"), { recursive: true });
  for (const name of readdirSync(from).filter((each) => each !== "@commonmind"))
    symlinkSync(join(from, name), join(into, name), "junction");
  for (const name of readdirSync(join(from, "@commonmind")))
    symlinkSync(join(to, name), join(into, "@commonmind", name), "junction");
}
