// The packages that run with a co-op, from the lockfile: their versions are exact, and their licences allow it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../lib/paths.ts";

export type Package = { name: string; version: string; licence: string };
type Locked = { version?: string; license?: string; dev?: boolean; devOptional?: boolean; link?: boolean };
type Manifest = Partial<Record<(typeof fields)[number], Record<string, string>>>;

export const manifests = ["package.json", "sdk/package.json", "frontend/package.json", "indexer/package.json"] as const;
const fields = ["dependencies", "devDependencies", "optionalDependencies", "overrides"] as const;

/** Licences that ask for no more than to be named, or to give changes of their own files back. */
export const allowedLicences = [
  ...["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "BlueOak-1.0.0", "CC0-1.0", "MPL-2.0"],
  ...["CC-BY-4.0", "OFL-1.1", "Zlib", "Python-2.0"],
];

/** Packages with another licence, or with none that the lockfile knows, and why they may be here. */
export const exceptions: readonly { name: RegExp; licence: string; reason: string }[] = [
  {
    name: /^@img\/sharp-/,
    licence: "LGPL-3.0-or-later",
    reason: "libvips, linked dynamically by sharp, which Next.js brings for images; optional, and not changed here",
  },
  { name: /^memorystream$/, licence: "unknown", reason: 'MIT, in a field of before "license"' },
];

export const readJson = (path: string): never => JSON.parse(readFileSync(join(root, path), "utf8")) as never;

/** Everything that isn't for developers only, each version once. */
export function productionPackages(
  lock: { packages: Record<string, Locked> } = readJson("package-lock.json"),
): Package[] {
  const found = new Map<string, Package>();
  for (const [path, { version, license, dev, devOptional, link }] of Object.entries(lock.packages)) {
    if (!path.includes("node_modules/") || dev || devOptional || link) continue;
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    found.set(`${name} ${version}`, { name, version: version ?? "", licence: license ?? "unknown" });
  }
  return [...found.values()].sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

/** Of "MIT OR GPL-3.0" one is enough, of "MIT AND GPL-3.0" both count. */
export function isAllowed({ name, licence }: Package): boolean {
  const alternatives = licence.replace(/[()]/g, "").split(" OR ");
  return alternatives.some((all) =>
    all
      .split(" AND ")
      .every(
        (one) =>
          allowedLicences.includes(one) ||
          exceptions.some((exception) => exception.licence === one && exception.name.test(name)),
      ),
  );
}

/** Versions that aren't one version. */
export function loose(manifest: Manifest): string[] {
  const exact = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;
  return fields
    .flatMap((field) => Object.entries(manifest[field] ?? {}))
    .filter(([name, version]) => !exact.test(version) && !name.startsWith("@commonmind/"))
    .map(([name, version]) => `${name} ${version}`);
}

/** docs/LICENSES.md. */
export function licencePage(packages: readonly Package[]): string {
  const groups = new Map<string, Package[]>();
  for (const each of packages) groups.set(each.licence, [...(groups.get(each.licence) ?? []), each]);
  const sections = [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([licence, all]) => {
      const exception = exceptions.find((one) => licence.includes(one.licence));
      const list = all.map(({ name, version }) => `${name} ${version}`).join(", ");
      return `## ${licence}, ${all.length}\n\n${exception ? `${exception.reason}.\n\n` : ""}${list}\n`;
    });
  return [
    "# Licences\n",
    "The packages that run with a co-op, those for developers only left out, and what they are licensed under. Written from",
    "the lockfile by `npm run static -- --write`; `npm test` fails if it isn't up to date, or if a licence isn't on the list in",
    "`scripts/static/packages.ts`. Some are for one platform only. The contracts and programs of this repository:",
    "[Apache-2.0](../LICENSE).\n",
    sections.join("\n"),
  ].join("\n");
}
