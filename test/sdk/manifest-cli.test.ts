// `npm run manifest`: inside this process, as the program runs it; and once each as a program of its own, for every way to end.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildManifest, manifestDomain, proofToJson, proveLeaf } from "@commonmind/sdk";
import { expect } from "chai";
import { zeroAddress } from "viem";
import { type Captured, captured, runProgram } from "../../scripts/lib/cli.ts";
import { manifestProgram } from "../../scripts/manifest/command.ts";
import { runScript } from "../scripts/run.ts";
import { domainFields, hash, leafNumber } from "./manifest-reference.ts";

const defaults = { chainId: 31337n, registry: zeroAddress, modelId: 0n, submitter: zeroAddress };

const manifest = (...args: string[]): Promise<Captured> =>
  captured(() => runProgram(manifestProgram(), ["node", "manifest", ...args]));

const leaves = Array.from({ length: 5 }, (_, i) => leafNumber(i));
const csv = [
  "author,items,unitsPerItem,itemsRoot",
  ...leaves.map((leaf) => [leaf.author, leaf.items, leaf.unitsPerItem, leaf.itemsRoot].join(",")),
].join("\n");

describe("manifest: the command", () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const write = (name: string, text: string): string => {
    writeFileSync(at(name), text);
    return at(name);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "manifest-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("builds, proves and verifies, with one JSON object on stdout and words on stderr", async () => {
    const expected = await buildManifest(leaves, { domainFields: defaults });
    const built = await manifest("build", write("leaves.csv", csv), "--out", at("out"), "--json");
    expect(built.code, built.stderr).to.equal(0);
    expect(built.stderr).to.match(/can be proved and verified, but not submitted/);
    const result = JSON.parse(built.stdout);
    expect(Object.keys(result).slice(0, 6)).to.deep.equal(["schema", "root", "sum", "leaves", "depth", "domain"]);
    expect(result).to.deep.include({
      schema: 1,
      root: expected.root,
      sum: String(expected.sum),
      leaves: "5",
      depth: "3",
      domain: manifestDomain(defaults),
      items: String(expected.items),
    });
    expect(readdirSync(at("out")).sort()).to.deep.equal(["leaves.bin", "manifest.json", "tree.bin"]);
    expect(readdirSync(folder).sort()).to.deep.equal(["leaves.csv", "out"]);

    for (let index = 0; index < 5; index++) {
      const proved = await manifest("prove", at("out"), "--index", String(index), "--json");
      expect(JSON.parse(proved.stdout)).to.deep.equal(proofToJson(proveLeaf(expected, index)));
      const proof = write("proof.json", proved.stdout);
      const verified = await manifest("verify", proof, "--root", result.root, "--sum", result.sum, "--json");
      expect(verified).to.deep.equal({ code: 0, stdout: '{"schema":1,"valid":true,"reason":null}\n', stderr: "" });
    }
  });

  it("binds the manifest to the domain given", async () => {
    const { chainId, registry, modelId, submitter } = domainFields;
    const options = [
      "--chain-id",
      String(chainId),
      "--registry",
      registry,
      "--model",
      String(modelId),
      "--submitter",
      submitter,
    ];
    const built = await manifest("build", write("leaves.csv", csv), "--out", at("out"), "--json", ...options);
    expect(built.stderr).to.not.match(/not submitted/);
    const result = JSON.parse(built.stdout);
    expect(result.domain).to.equal(manifestDomain(domainFields));

    await manifest("prove", at("out"), "--index", "0", "--out", at("proof.json"));
    const trusted = ["verify", at("proof.json"), "--root", result.root, "--sum", result.sum];
    expect((await manifest(...trusted, "--domain", result.domain, "--depth", "3")).stdout).to.equal("valid\n");
    const elsewhere = await manifest(...trusted, "--domain", manifestDomain(defaults));
    expect(elsewhere.code).to.equal(1);
    expect(elsewhere.stdout).to.match(/another domain/);
    expect((await manifest(...trusted, "--depth", "4")).code).to.equal(1);
  });

  it("tells invalid (1) from malformed (2), and believes nothing that the proof says of itself", async () => {
    const tree = await buildManifest(leaves, { domainFields });
    const good = proofToJson(proveLeaf(tree, 1));
    const judge = async (proof: unknown, sum = String(tree.sum)) => {
      const path = write("proof.json", typeof proof === "string" ? proof : JSON.stringify(proof));
      const { code, stdout } = await manifest("verify", path, "--root", tree.root, "--sum", sum, "--json");
      const result = JSON.parse(stdout);
      expect(Object.keys(result)).to.deep.equal(["schema", "valid", "reason"]);
      expect(result.valid).to.equal(code === 0);
      return { code, reason: result.reason as string };
    };
    const step = (change: object) => ({ ...good, proof: [{ ...good.proof[0], ...change }, ...good.proof.slice(1)] });

    expect((await judge({ ...good, root: hash(1), sum: "1" })).code).to.equal(0);
    expect((await judge({ leaf: good.leaf, proof: good.proof, domain: good.domain })).code).to.equal(0);
    expect(await judge(good, "1")).to.deep.equal({
      code: 1,
      reason: `the leaf and its siblings add up to ${tree.sum}, not to 1`,
    });
    expect(await judge(step({ side: "right" }))).to.deep.include({ code: 1 });
    expect((await judge(step({ sum: "-5" }))).reason).to.match(/negative sum/);
    expect((await judge(step({ sum: "18446744073709551616" }))).reason).to.match(/64 bits/);
    const author = `${good.leaf.author.slice(0, -1)}9`;
    expect((await judge({ ...good, leaf: { ...good.leaf, author } })).reason).to.match(/another root/);
    expect((await judge({ ...good, proof: Array(33).fill(good.proof[0]) })).reason).to.match(/33 siblings/);
    expect((await judge({ ...good, leaf: { ...good.leaf, index: "9" } })).reason).to.match(/at most 8 leaves/);
    for (const text of ["", "{", "[]", "null", "{}", JSON.stringify(step({ sum: "1.5" }))]) {
      const { code, reason } = await judge(text);
      expect(code, text).to.equal(2);
      expect(reason).to.match(/^malformed: /);
    }
  });

  it("exits with 2 and one JSON object for input that can't be used", async () => {
    const csvPath = write("leaves.csv", csv);
    const bad = write("bad.csv", csv.replace(",1000,", ",1e3,"));
    const cases: [string[], RegExp][] = [
      [["build", bad, "--out", at("out")], /bad\.csv:2:46: unitsPerItem has an exponent/],
      [["build", at("none.csv"), "--out", at("out")], /can't be read/],
      [["build", write("leaves.txt", csv), "--out", at("out")], /neither \.csv nor \.jsonl/],
      [["build", csvPath, "--out", at("out"), "--chain-id", "-1"], /--chain-id/],
      [["build", csvPath, "--out", at("out"), "--registry", "0x12"], /--registry/],
      [["build", csvPath], /--out/],
      [["prove", at("none"), "--index", "0"], /not a manifest/],
      [["prove", at("none")], /either --index or --all/],
      [["verify", at("none.json"), "--root", hash(1), "--sum", "1"], /can't be read/],
      [["verify", csvPath, "--root", "0x12", "--sum", "1"], /--root/],
      [["verify", csvPath, "--root", hash(1), "--sum", "1.5"], /--sum/],
      [["verify", csvPath, "--root", hash(1)], /--sum/],
      [["dance"], /unknown command/],
    ];
    const runs = await Promise.all(cases.map(async (it) => ({ it, run: await manifest(...it[0], "--json") })));
    for (const {
      it: [args, message],
      run: { code, stdout, stderr },
    } of runs) {
      expect(code, args.join(" ")).to.equal(2);
      expect(JSON.parse(stdout).error.message).to.match(message);
      expect(stderr).to.match(message);
    }
    expect(existsSync(at("out"))).to.equal(false);
    expect(readdirSync(folder).sort()).to.deep.equal(["bad.csv", "leaves.csv", "leaves.txt"]);
  });

  it("replaces a manifest or an empty folder, and nothing else", async () => {
    const path = write("leaves.csv", csv);
    mkdirSync(at("out"));
    expect((await manifest("build", path, "--out", at("out"))).code).to.equal(0);
    const first = readFileSync(join(at("out"), "manifest.json"), "utf8");
    const fewer = write("fewer.csv", csv.split("\n").slice(0, 3).join("\n"));
    expect((await manifest("build", fewer, "--out", at("out"))).code).to.equal(0);
    expect(readFileSync(join(at("out"), "manifest.json"), "utf8")).to.not.equal(first);

    copyFileSync(path, join(at("out"), "mine.csv"));
    for (const target of [at("out"), folder, path]) {
      const { code, stderr } = await manifest("build", path, "--out", target);
      expect(code).to.equal(2);
      expect(stderr).to.match(/is not replaced/);
    }
    expect(readdirSync(at("out"))).to.include("mine.csv");
  });

  it("writes the proofs of all leaves, each of which verifies", async () => {
    const built = await manifest("build", write("leaves.csv", csv), "--out", at("out"), "--json");
    const { root: top, sum } = JSON.parse(built.stdout);
    const { code, stdout } = await manifest("prove", at("out"), "--all", "--out", at("all.jsonl"), "--json");
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.include({ schema: 1, leaves: "5" });
    const lines = readFileSync(at("all.jsonl"), "utf8").trimEnd().split("\n");
    expect(lines).to.have.length(5);
    const verified = await manifest("verify", write("last.json", lines[4] ?? ""), "--root", top, "--sum", sum);
    expect(verified.stdout).to.equal("valid\n");
    expect((await manifest("prove", at("out"), "--all")).code).to.equal(2);
  });

  it("notices a damaged folder", async () => {
    await manifest("build", write("leaves.csv", csv), "--out", at("out"));
    expect((await manifest("prove", at("out"), "--index", "5")).code).to.equal(2);
    const tree = join(at("out"), "tree.bin");
    const bytes = readFileSync(tree);
    bytes[40] = (bytes[40] as number) ^ 1;
    writeFileSync(tree, bytes);
    const flipped = await manifest("prove", at("out"), "--index", "0");
    expect(flipped).to.include({ code: 1, stdout: "" });
    expect(flipped.stderr).to.match(/damaged/);
    truncateSync(tree, 100);
    expect((await manifest("prove", at("out"), "--index", "0")).code).to.equal(2);
  });

  it("does and says the same as a program of its own, which ends with 0, 1 and 2", async () => {
    const program = (...args: string[]) => runScript("manifest.ts", args);
    const built = await program("build", write("leaves.csv", csv), "--out", at("out"), "--json");
    const { root: top, sum } = JSON.parse(built.stdout);
    expect(built.code, built.stderr).to.equal(0);
    expect(built.stderr).to.match(/can be proved and verified, but not submitted/);
    const proof = write("proof.json", (await manifest("prove", at("out"), "--index", "3", "--json")).stdout);
    for (const [args, code] of [
      [["verify", proof, "--root", top, "--sum", sum, "--json"], 0],
      [["verify", proof, "--root", top, "--sum", "1", "--json"], 1],
      [["verify", proof, "--root", "0x12", "--sum", sum, "--json"], 2],
      [["dance", "--json"], 2],
    ] as const) {
      const there = await program(...args);
      expect(there.code, args.join(" ")).to.equal(code);
      expect(there).to.deep.equal(await manifest(...args));
    }
  });

  it("explains itself", async () => {
    for (const command of ["build", "prove", "verify"]) {
      const { code, stdout } = await manifest(command, "--help");
      expect(code).to.equal(0);
      expect(stdout).to.match(/Example:\n {2}npm run manifest -- /);
    }
  });
});
