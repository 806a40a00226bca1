// `npm run content` as a user meets it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { runScript } from "./run.ts";
import { runWarm } from "./warm.ts";

describe("npm run content", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "commonmind-content-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const settings = () => ({ COMMONMIND_CONTENT: join(folder, "store") });
  const content = (...args: string[]) => runWarm("content/main.ts", args, settings());
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it("adds a folder, hands its files out, verifies and withdraws them", async () => {
    mkdirSync(join(folder, "work", "deep"), { recursive: true });
    file("work/b.md", "# Two\n");
    file("work/deep/a.csv", "item,units\n1,2\n");
    const added = await runScript("content/main.ts", ["add", join(folder, "work"), "--json"], settings());
    expect(added.code, added.stderr).to.equal(0);
    const { added: files } = JSON.parse(added.stdout) as { added: { name: string; cid: string; uri: string }[] };
    expect(files.map(({ name }) => name)).to.deep.equal(["b.md", join("deep", "a.csv")]);
    const [first, second] = files;
    if (!first || !second) throw new Error("nothing was added");

    expect((await content("get", first.uri)).stdout).to.equal("# Two\n");
    const copy = join(folder, "copy.csv");
    expect((await content("get", second.cid, "--to", copy)).code).to.equal(0);
    expect(readFileSync(copy, "utf8")).to.equal("item,units\n1,2\n");
    expect((await content("get", second.cid, "--to", copy)).code, "it overwrites nothing").to.equal(2);

    expect((await content("verify", first.cid, second.cid)).code).to.equal(0);
    writeFileSync(join(folder, "store", "files", second.cid), "item,units\n1,9\n");
    const checked = await runScript("content/main.ts", ["verify", first.cid, second.cid, "--json"], settings());
    expect(checked.code).to.equal(1);
    expect(JSON.parse(checked.stdout)).to.deep.include({ schema: 1, ok: false });
    expect((await content("get", second.cid)).code).to.equal(2);

    expect((await content("forget", first.cid)).code).to.equal(0);
    const gone = await runScript("content/main.ts", ["get", first.cid], settings());
    expect(gone.code).to.equal(2);
    expect(gone.stderr).to.match(/was withdrawn on/);
  });

  it("follows no link, and prints nothing that a terminal would obey", async () => {
    mkdirSync(join(folder, "work"));
    symlinkSync(file("secret.txt", "key"), join(folder, "work", "innocent.txt"));
    for (const path of [join(folder, "work"), join(folder, "work", "innocent.txt")]) {
      const { code, stderr } = await content("add", path);
      expect(code).to.equal(2);
      expect(stderr).to.match(/It is a link/);
    }
    const { stdout } = await content("add", file("bell.txt", "\u001b[2Jhello"), "--json");
    const [{ cid }] = JSON.parse(stdout).added as [{ cid: string }];
    const printed = await content("get", cid);
    expect([printed.code, printed.stdout]).to.deep.equal([2, ""]);
    expect(printed.stderr).to.match(/--to FILE/);
  });

  it("says what is wrong with what it was given", async () => {
    for (const [args, words] of [
      [["get", "../../etc/passwd"], /is no CID/],
      [["add", join(folder, "nothing")], /isn't there/],
      [["add"], /missing required argument/],
      [["toss", "x"], /unknown command/],
    ] as const) {
      const { code, stderr } = await content(...args);
      expect(code, args.join(" ")).to.equal(2);
      expect(stderr).to.match(words);
    }
  });
});
