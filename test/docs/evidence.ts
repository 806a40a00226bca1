// Whether a test runs a program: what shows it is the program's own file, or another of its folder, named in the test's code or
// in the code of what helps it. Comments and titles show nothing.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "../scripts/run.ts";

/** A test that was named as running a program, and doesn't: a sentence; undefined if it does. Paths from the root. */
export function missingEvidence(test: string, script: string): string | undefined {
  if (!existsSync(join(root, test))) return `There is no ${test}.`;
  const code = [test, ...helpersOf(test)].map((file) => codeOf(readFileSync(join(root, file), "utf8")));
  if (code.some((text) => names(script).some((name) => text.includes(name)))) return undefined;
  return `Neither ${test} nor what helps it names ${names(script).join(" or ")}.`;
}

/** How code names a program: "../scripts/doctor/command.ts", "doctor/main.ts" after runScript, "deploy.ts". */
function names(script: string): string[] {
  const short = script.replace(/^scripts\//, "");
  const folder = dirname(script);
  // A folder with programs of its own shows nothing by itself.
  const shared = ["scripts", "bench", "frontend"].includes(folder);
  return [
    `"${short}"`,
    `/${script}"`,
    `"${script}"`,
    ...(shared ? [] : [`/${folder}/`, `"${short.slice(0, short.lastIndexOf("/"))}/`]),
  ];
}

/** Modules of the tests that it imports, without what those import in turn. */
function helpersOf(test: string): string[] {
  const text = readFileSync(join(root, test), "utf8");
  const imported = [...text.matchAll(/from "(\.[^"]+\.ts)"/g)].map(([, path = ""]) =>
    relative(root, join(root, dirname(test), path)),
  );
  return imported.filter((path) => /^(frontend\/)?test\//.test(path) && existsSync(join(root, path)));
}

/** A test's text without comments, and without the titles of tests. */
export const codeOf = (text: string): string =>
  text
    // What stands in quotes is kept as it is, whatever it looks like.
    .replace(/("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/.*$/gm, "$1")
    .replace(/\b(?:describe|it)(?:\.\w+)?\(\s*(["'`])(?:\\.|(?!\1)[\s\S])*\1/g, "");
