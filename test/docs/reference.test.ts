// The sdk's reference in docs/api is what its comments say now, and nothing that others call lacks one.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { toolPath } from "../../scripts/setup/processes.mjs";
import { finished, root } from "../scripts/run.ts";

const pages = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));

describe("The reference of the sdk", () => {
  it("is as npm run docs writes it, with a comment on every function, class and constant", async () => {
    const folder = mkdtempSync(join(tmpdir(), "commonmind-api-"));
    try {
      const args = [toolPath("typedoc"), "--options", "sdk/typedoc.json", "--out", folder];
      const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
      const { code, stdout, stderr } = await finished(child);
      expect(code, stdout + stderr).to.equal(0);
      const [written, committed] = [pages(folder), pages(join(root, "docs", "api"))];
      const stale = [...new Set([...Object.keys(written), ...Object.keys(committed)])].filter(
        (name) => written[name] !== committed[name],
      );
      expect(stale, "npm run docs writes these anew").to.deep.equal([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
