// What is kept about contracts and packages is what they are: sizes, selectors, storage, versions and licences.
import { expect } from "chai";
import { faults, SNAPSHOT } from "../../scripts/static/main.ts";
import { isAllowed, loose, productionPackages, readJson } from "../../scripts/static/packages.ts";
import { changes, type Snapshot, tooLarge } from "../../scripts/static/snapshot.ts";

describe("Contracts and packages, without running them", function () {
  this.timeout(60_000);

  it("are as they are kept: npm run static -- --write keeps them anew", () => {
    expect(faults(false)).to.deep.equal([]);
  });

  it("differ in words: a size, a selector, an event, a slot, a contract", () => {
    const kept: Snapshot = readJson(SNAPSHOT);
    const treasury = kept.Treasury;
    if (!treasury) throw new Error("There is no treasury.");
    expect(Object.keys(treasury.functions).length).to.be.greaterThan(20);
    expect(treasury.storage).to.include("1+0 split: struct Treasury.Split");
    expect(changes(kept, kept)).to.deep.equal([]);
    const change = (changed: Partial<typeof treasury>) =>
      changes(kept, { ...kept, Treasury: { ...treasury, ...changed } });
    expect(change({ bytes: 1 })).to.deep.equal([`Treasury has 1 bytes, and had ${treasury.bytes}`]);
    const functions = { ...treasury.functions, "0x12345678": "takeAll(address)" };
    expect(change({ functions })).to.deep.equal(["Treasury has 0x12345678 takeAll(address), which it had not"]);
    expect(change({ events: {} })).to.have.lengthOf(Object.keys(treasury.events).length);
    expect(change({ storage: treasury.storage.map((line) => line.replace("1+0 split", "2+0 split")) })).to.deep.equal([
      "Treasury has storage 2+0 split: struct Treasury.Split, which it had not",
      "Treasury had storage 1+0 split: struct Treasury.Split, which it has not",
    ]);
    const { Treasury: _, ...without } = kept;
    expect(changes(kept, without)).to.deep.equal(["Treasury is gone"]);
    expect(changes(without, kept)).to.deep.equal(["Treasury is new"]);
    expect(tooLarge({ Treasury: { ...treasury, bytes: 24_577 } })).to.deep.equal([
      "Treasury has 24577 bytes, more than 24576",
    ]);
  });

  it("are refused with a version that isn't one, wherever it stands", () => {
    for (const version of ["^1.0.0", "~1.0.0", "*", "latest", ">=1.0.0", "1.x", "npm:other@^1.0.0", "github:a/b", ""])
      for (const field of ["dependencies", "devDependencies", "optionalDependencies", "overrides"])
        expect(loose({ [field]: { a: version } }), `${field} ${version}`).to.deep.equal([`a ${version}`]);
    expect(loose({ dependencies: { a: "1.0.0", b: "npm:@c/d@4.9.6", c: "1.0.0-beta.1" } })).to.deep.equal([]);
  });

  it("are refused with a licence that isn't on the list, unless it is an exception's own", () => {
    const of = (licence: string, name = "a") => isAllowed({ name, version: "1.0.0", licence });
    expect(["MIT", "(MIT OR GPL-3.0)", "Apache-2.0 AND MIT"].map((licence) => of(licence))).to.deep.equal([
      true,
      true,
      true,
    ]);
    for (const licence of [
      "GPL-3.0",
      "AGPL-3.0-only",
      "BUSL-1.1",
      "unknown",
      "MIT AND GPL-3.0",
      "LGPL-3.0-or-later",
      "",
    ])
      expect(of(licence), licence).to.equal(false);
    expect(of("LGPL-3.0-or-later", "@img/sharp-libvips-linux-x64")).to.equal(true);
    const packages = productionPackages({
      packages: {
        "": {},
        "node_modules/a": { version: "1.0.0", license: "GPL-3.0" },
        "node_modules/b/node_modules/@c/d": { version: "2.0.0" },
        "node_modules/for-tests": { version: "1.0.0", dev: true },
        "node_modules/@commonmind/sdk": { link: true },
      },
    });
    expect(packages).to.deep.equal([
      { name: "@c/d", version: "2.0.0", licence: "unknown" },
      { name: "a", version: "1.0.0", licence: "GPL-3.0" },
    ]);
  });
});
