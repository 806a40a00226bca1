// Programs run in Node as they are (docs/decisions/0063): a file with syntax that can't be stripped would end them as they begin.
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join, relative } from "node:path";
import { expect } from "chai";
import { root } from "../../scripts/lib/paths.ts";
import { filesUnder } from "../../scripts/setup/files.mjs";

const folders = ["bench", "deploy", "indexer", "scripts", "sdk/src", "test"];

/** Why Node can't run a source as it is; undefined if it can. */
function objection(source: string): string | undefined {
  try {
    stripTypeScriptTypes(source);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe("Sources", () => {
  it("have nothing but types to be taken out", () => {
    const files = folders.flatMap((folder) => filesUnder(join(root, folder), (path) => path.endsWith(".ts")));
    expect(files.length).to.be.greaterThan(500);
    const refused = files.flatMap((path) => {
      const why = objection(readFileSync(path, "utf8"));
      return why === undefined ? [] : [`${relative(root, path)}: ${why}`];
    });
    expect(refused).to.deep.equal([]);
  });

  for (const [what, source] of [
    ["a property declared in a constructor's parameters", "class A { constructor(readonly b: string) {} }"],
    ["an enum", "enum A { B }"],
    ["a namespace with code", "namespace A { export const b = 1 }"],
  ] as const) {
    it(`may not have ${what}`, () => {
      expect(objection(source)).to.match(/not supported in strip-only mode/);
    });
  }
});
