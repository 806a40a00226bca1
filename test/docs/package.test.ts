// The sdk as others get it: what `npm pack` makes of a copy of it, put into an empty project, holds what its entry points
// promise, and runs the example of its README against a local chain.
import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { network } from "hardhat";
import type { JsonRpcServer } from "hardhat/types/network";
import { deployCommons } from "../../deploy/deploy.ts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { filesUnder } from "../../scripts/setup/files.mjs";
import { finished, root } from "../scripts/run.ts";
import { connectTo } from "../support/chains.ts";
import { localGenesis } from "../support/commons.ts";
import { blocksOf } from "./blocks.ts";

type PackageJson = { exports: Record<string, string>; dependencies: Record<string, string>; version: string };

const json = (path: string): PackageJson => JSON.parse(readFileSync(path, "utf8"));
const node = (cwd: string, args: string[], env: NodeJS.ProcessEnv = {}) =>
  finished(spawn(process.execPath, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] }));

describe("The sdk as a package", () => {
  let folder: string;
  let project: string;
  let installed: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "commonmind-sdk-"));
    // A copy: while npm packs, package.json differs, and others use the repository meanwhile.
    const copy = join(folder, "repository");
    const outside = new Set(["node_modules", "dist"]);
    cpSync(join(root, "sdk"), join(copy, "sdk"), {
      recursive: true,
      filter: (path) => !outside.has(path.slice(join(root, "sdk").length + 1)),
    });
    for (const name of ["LICENSE", "tsconfig.json"]) cpSync(join(root, name), join(copy, name));
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: join(copy, "sdk") });
    // npm's own record of the copy is as before.
    expect(json(join(copy, "sdk", "package.json"))).to.deep.equal(json(join(root, "sdk", "package.json")));

    project = join(folder, "project");
    installed = join(project, "node_modules", "@commonmind", "sdk");
    mkdirSync(installed, { recursive: true });
    const [tarball = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
    execFileSync("tar", ["-xzf", join(folder, tarball), "-C", installed, "--strip-components=1"]);
    // What npm would fetch: the packages that it names, and nothing else of the repository's.
    for (const name of [...Object.keys(json(join(installed, "package.json")).dependencies), "@types/node"]) {
      mkdirSync(dirname(join(project, "node_modules", name)), { recursive: true });
      symlinkSync(join(root, "node_modules", name), join(project, "node_modules", name));
    }
    writeFileSync(join(project, "package.json"), '{ "type": "module", "private": true }\n');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("holds what was built and what one has to read, and nothing else", () => {
    expect(readdirSync(installed).sort()).to.deep.equal(["LICENSE", "README.md", "dist", "package.json"]);
    const strange = filesUnder(join(installed, "dist")).filter((path) => !/\.(js|d\.ts)$/.test(path));
    expect(strange).to.deep.equal([]);
    for (const path of Object.values(json(join(installed, "package.json")).exports)) {
      expect(path).to.match(/^\.\/dist\/.+\.js$/);
      for (const file of [path, path.replace(/\.js$/, ".d.ts")])
        expect(existsSync(join(installed, file)), file).to.equal(true);
    }
  });

  it("names every package that it imports", () => {
    const { dependencies } = json(join(installed, "package.json"));
    const imported = new Set<string>();
    for (const path of filesUnder(join(installed, "dist"))) {
      for (const [, named, lazily = ""] of readFileSync(path, "utf8").matchAll(
        /\bfrom "([^".][^"]*)"|\bimport\("([^".][^"]*)"\)/g,
      )) {
        imported.add(named ?? lazily);
      }
    }
    const packages = [...imported]
      .filter((name) => !name.startsWith("node:") && !builtinModules.includes(name))
      .map((name) =>
        name
          .split("/")
          .slice(0, name.startsWith("@") ? 2 : 1)
          .join("/"),
      );
    expect([...new Set(packages)].sort()).to.deep.equal(Object.keys(dependencies).sort());
  });

  it("can be imported at every entry point", async () => {
    const names = Object.keys(json(join(installed, "package.json")).exports);
    const program = names
      .map(
        (name, i) =>
          `import * as m${i} from "@commonmind/sdk${name.slice(1)}"; if (Object.keys(m${i}).length === 0) throw ${i};`,
      )
      .join("\n");
    writeFileSync(join(project, "imports.mjs"), program);
    const { code, stderr } = await node(project, ["imports.mjs"]);
    expect(code, stderr).to.equal(0);
  });

  it("brings types that hold for strict programs, in both ways of looking packages up", async () => {
    const program = [
      'import { modelRegistryAbi, tillAddress } from "@commonmind/sdk";',
      'import { openManifestFolder } from "@commonmind/sdk/node";',
      'import type { Address } from "viem";',
      'export const till: Address = tillAddress({ registry: "0x0000000000000000000000000000000000000001", modelId: 1n });',
      "// @ts-expect-error No function of the registry is called this: the ABI is a constant, not just any.",
      'export const names: readonly "tilOf"[] = modelRegistryAbi.flatMap((it) => (it.type === "function" ? [it.name] : []));',
      "// @ts-expect-error A model's number is a bigint.",
      'tillAddress({ registry: "0x0000000000000000000000000000000000000001", modelId: "1" });',
      "export const open: (folder: string) => unknown = openManifestFolder;",
    ];
    writeFileSync(join(project, "program.ts"), program.join("\n"));
    for (const [module, resolution] of [
      ["nodenext", "nodenext"],
      ["esnext", "bundler"],
    ] as const) {
      const options = ["--noEmit", "--strict", "--target", "es2023", "--skipLibCheck", "--types", "node"];
      const args = [...options, "--module", module, "--moduleResolution", resolution, "program.ts"];
      const { code, stdout } = await node(project, [join(root, "node_modules", "typescript", "bin", "tsc"), ...args]);
      expect(code, stdout).to.equal(0);
    }
  });

  it("runs the example of its README against a local chain", async () => {
    const [example] = blocksOf("README.md", readFileSync(join(installed, "README.md"), "utf8")).filter(
      ({ language }) => language === "js",
    );
    writeFileSync(join(project, "example.mjs"), example?.text ?? "");
    const server: JsonRpcServer = await network.createServer("default", "127.0.0.1", 0);
    const { port } = await server.listen();
    const connection = await connectTo(`http://127.0.0.1:${port}`, 31337);
    try {
      const deployment = await deployCommons(connection, loadGenesis(localGenesis));
      writeFileSync(join(project, "deployment.json"), JSON.stringify(deployment));
      const { code, stdout, stderr } = await node(project, ["example.mjs"], { RPC_URL: `http://127.0.0.1:${port}` });
      expect(code, stderr).to.equal(0);
      expect(stdout.trim().split("\n")).to.deep.equal([
        "the till is the registry's: true",
        "paid: 500000000000000000n",
        "the parts add up: true",
        "units: 5500n",
        "proved: true",
      ]);
    } finally {
      await connection.close();
      await server.close();
    }
  });
});
