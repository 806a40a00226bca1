// The build holds the contracts against the map of power, and fails where they don't agree.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Permission, permissions } from "../../deploy/permissions.ts";
import { type Artifact, Compiled } from "../../scripts/lib/compiled.ts";
import { root } from "../../scripts/lib/paths.ts";
import { checkPermissions } from "../../scripts/setup/build.mjs";
import { disagreements } from "../../scripts/setup/permissions.ts";

describe("The build", () => {
  const restricted = new Compiled().restrictedFunctions();
  const first = permissions[0] as Permission;

  it("G1 finds no restricted function without a role, and no role without its function", () => {
    expect(disagreements(restricted, permissions)).to.deep.equal([]);
  });

  it("G1 names what the map forgets, what isn't there any more, and what stands there twice", () => {
    expect(disagreements(restricted, permissions.slice(1))).to.deep.equal([
      `${first.contract}.${first.signature} is restricted, and the map doesn't say to whom.`,
    ]);
    expect(disagreements(restricted, [...permissions, { ...first, signature: "takeAll(address)" }])).to.deep.equal([
      `${first.contract}.takeAll(address) is in the map, and no restricted function.`,
    ]);
    expect(disagreements(restricted, [...permissions, first])).to.deep.equal([
      `${first.contract}.${first.signature} is in the map twice.`,
    ]);
  });

  describe("G1 of contracts with a restricted function that nobody mapped", () => {
    let folder: string;

    /** The build of this repository, but with a restriction on a function that is for everyone. */
    before(() => {
      folder = mkdtempSync(join(tmpdir(), "commonmind-build-"));
      const built = join(root, "artifacts");
      for (const each of readdirSync(built).filter((name) => name !== "build-info"))
        cpSync(join(built, each), join(folder, each), { recursive: true });
      mkdirSync(join(folder, "build-info"));
      const path = join(folder, "contracts", "treasury", "Treasury.sol", "Treasury.json");
      const treasury = JSON.parse(readFileSync(path, "utf8")) as Artifact;
      for (const name of readdirSync(join(built, "build-info")).filter((each) => each.endsWith(".output.json"))) {
        const text = readFileSync(join(built, "build-info", name), "utf8");
        writeFileSync(
          join(folder, "build-info", name),
          name.startsWith(treasury.buildInfoId) ? restrictSettle(text) : text,
        );
      }
    });

    after(() => rmSync(folder, { recursive: true, force: true }));

    it("fails, and says which", async () => {
      const failure = await checkPermissions(process.execPath, process.env, folder).then(
        () => "",
        (error: Error) => error.message,
      );
      expect(failure).to.include("The contracts and the map of power (deploy/permissions.ts) don't agree.");
      expect(failure).to.include("Treasury.settle(uint256,address) is restricted, and the map doesn't say to whom.");
    });

    it("while the build as it is passes", async () => {
      await checkPermissions(process.execPath, process.env);
      expect(new Compiled(folder).restrictedFunctions()).to.have.lengthOf(restricted.length + 1);
    });
  });
});

type Node = { name?: string; nodeType?: string; nodes?: Node[]; modifiers?: unknown[] };

function restrictSettle(text: string): string {
  const build = JSON.parse(text) as { output: { sources: Record<string, { ast: Node }> } };
  const contracts = Object.values(build.output.sources).flatMap(({ ast }) => ast.nodes ?? []);
  const treasury = contracts.find(({ name, nodeType }) => name === "Treasury" && nodeType === "ContractDefinition");
  const settle = treasury?.nodes?.find(({ name }) => name === "settle");
  settle?.modifiers?.push({ modifierName: { name: "restricted" } });
  return JSON.stringify(build);
}
