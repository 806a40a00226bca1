// Fraunces as the pages set it. The package's variable font has four axes, of which pages use a part: letters of Latin scripts are
// cut down to that part, from 271 kB to 85 kB; other scripts, which few readers fetch, stay as they are.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
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
  place(folder, "fraunces.css", sheets.join("\n"));
}

/** @param {string} folder @param {string} sheet @param {(typeof cuts)[keyof typeof cuts]} cut */
async function makeSheet(folder, sheet, cut) {
  const faces = readFileSync(join(source, sheet), "utf8").split(/(?=@font-face)/);
  const made = faces.map(async (face) => {
    const file = /\.\/files\/([\w-]+\.woff2)/.exec(face)?.[1];
    if (file === undefined) return face;
    const font = readFileSync(join(source, "files", file));
    const options = { targetFormat: /** @type {const} */ ("woff2"), variationAxes: cut };
    place(folder, file, file.includes("-latin-full-") ? await subsetFont(font, lettersOf(face), options) : font);
    return face.replace(`./files/${file}`, `./${file}`);
  });
  return (await Promise.all(made)).join("");
}

/** Whole at once: another build may be reading it. @param {string} folder @param {string} name @param {string | Buffer} content */
function place(folder, name, content) {
  const path = join(folder, name);
  writeFileSync(`${path}.${process.pid}`, content);
  renameSync(`${path}.${process.pid}`, path);
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
