import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";

const core = join(import.meta.dirname, "..", "..", "sdk", "src", "manifest");

describe("manifest: the code that browsers share", () => {
  it("takes nothing from Node, neither by import nor as a global", () => {
    const files = readdirSync(core).filter((name) => name.endsWith(".ts"));
    expect(files).to.include("ManifestBuilder.ts");
    const offenders = files.filter((name) =>
      /from "(?:node:|\.\/node\/)|\b(?:Buffer|process|require)\b[.(]/.test(readFileSync(join(core, name), "utf8")),
    );
    expect(offenders).to.deep.equal([]);
  });
});
