// What npm runs around `npm pack` and `npm publish` of this package. In the repository it is used from its sources, so its
// entry points name them; in the package they name what is built. The two differ in package.json for as long as npm packs.
//   node pack.mjs built      builds dist/ and points package.json at it
//   node pack.mjs sources    points package.json at the sources again, and removes what was built

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const here = import.meta.dirname;
const manifest = join(here, "package.json");
const licence = join(here, "LICENSE");

/** @param {RegExp} from @param {string} to */
function pointAt(from, to) {
  writeFileSync(manifest, readFileSync(manifest, "utf8").replaceAll(from, to));
}

function build() {
  if (!existsSync(join(here, "src", "generated", "abis.ts"))) {
    throw new Error("The ABIs aren't built yet: run npm run build in the repository first.");
  }
  rmSync(join(here, "dist"), { recursive: true, force: true });
  const compiler = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  execFileSync(process.execPath, [compiler, "-p", here], { stdio: "inherit" });
  copyFileSync(join(here, "..", "LICENSE"), licence);
}

const [step] = process.argv.slice(2);
if (step === "built") {
  build();
  pointAt(/"\.\/src\/([^"]+)\.ts"/g, '"./dist/$1.js"');
} else if (step === "sources") {
  pointAt(/"\.\/dist\/([^"]+)\.js"/g, '"./src/$1.ts"');
  rmSync(join(here, "dist"), { recursive: true, force: true });
  rmSync(licence, { force: true });
} else {
  throw new Error("Usage: node pack.mjs built|sources");
}
