// Fraunces as the pages set it. The package's variable font has four axes, of which pages use a part: letters of Latin scripts are
// cut down to that part, from 271 kB to 85 kB; other scripts, which few readers fetch, stay as they are.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import subsetFont from "subset-font";

const source = dirname(createRequire(import.meta.url).resolve("@fontsource-variable/fraunces/full.css"));
/** What globals.css asks for: weights and optical sizes from-to, one softness. Beyond it the nearest is shown. */
const cuts = {
  "full.css": { SOFT: 40, wght: { min: 340, max: 500 } },
  "full-italic.css": { SOFT: 80, WONK: 0, wght: 400, opsz: { min: 14, max: 18 } },
};

/** Writes the fonts, and fraunces.css, which names them. @param {string} folder */
export async function makeFonts(folder) {
  mkdirSync(folder, { recursive: true });
  const sheets = await Promise.all(Object.entries(cuts).map(([sheet, cut]) => makeSheet(folder, sheet, cut)));
  writeFileSync(join(folder, "fraunces.css"), sheets.join("\n"));
}

/** @param {string} folder @param {string} sheet @param {(typeof cuts)[keyof typeof cuts]} cut */
async function makeSheet(folder, sheet, cut) {
  const faces = readFileSync(join(source, sheet), "utf8").split(/(?=@font-face)/);
  const made = faces.map(async (face) => {
    const file = /\.\/files\/([\w-]+\.woff2)/.exec(face)?.[1];
    if (file === undefined) return face;
    const from = join(source, "files", file);
    const here = face.replace(`./files/${file}`, `./${file}`);
    if (!file.includes("-latin-full-")) {
      copyFileSync(from, join(folder, file));
      return here;
    }
    const options = { targetFormat: /** @type {const} */ ("woff2"), variationAxes: cut };
    writeFileSync(join(folder, file), await subsetFont(readFileSync(from), lettersOf(face), options));
    return here;
  });
  return (await Promise.all(made)).join("");
}

/** Every letter of the range that a face is for. @param {string} face */
function lettersOf(face) {
  const range = /unicode-range: ([^;]+);/.exec(face)?.[1] ?? "";
  return range
    .split(",")
    .flatMap((part) => {
      const [first = 0, last = first] = part
        .trim()
        .slice("U+".length)
        .split("-")
        .map((code) => Number.parseInt(code, 16));
      return Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i));
    })
    .join("");
}
