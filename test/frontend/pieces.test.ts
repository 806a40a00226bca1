// The list of pieces as it is stored: built anew and compared with the chain, whoever wrote it.
import { buildManifest, itemsRoot, keccak, verifyProof } from "@commonmind/sdk";
import { expect } from "chai";
import { type Address, bytesToHex, type Hex, stringToBytes, zeroHash } from "viem";
import {
  type Checked,
  checkedOf,
  type Domain,
  examinePieces,
} from "../../frontend/src/modules/contribute/pieces/checkPieces.ts";
import type { BuiltTree } from "../../frontend/src/modules/contribute/pieces/manifest.ts";
import { PiecesError, readPieces } from "../../frontend/src/modules/contribute/pieces/piecesFile.ts";
import { type PiecesFile, writePieces } from "../../frontend/src/modules/contribute/pieces/writePieces.ts";

const addressOf = (number: number): Address => `0x${number.toString(16).padStart(40, "0")}`;
const domain = { chainId: 31337n, registry: addressOf(5), modelId: 1n, submitter: addressOf(0xada) };
const sentences = ["Sumaq kawsay.", "Ama sua, ama llulla, ama quella."];

async function built(): Promise<BuiltTree> {
  const leaves = sentences.map((sentence, i) => {
    const itemHashes = [bytesToHex(keccak(stringToBytes(sentence)))];
    return {
      author: domain.submitter,
      items: "1",
      unitsPerItem: `${5_000 + i}`,
      itemsRoot: itemsRoot(itemHashes),
      itemHashes,
    };
  });
  const { root, depth, items, sum } = await buildManifest(
    leaves.map((leaf) => ({ ...leaf, items: BigInt(leaf.items), unitsPerItem: BigInt(leaf.unitsPerItem) })),
    { domainFields: domain },
  );
  return { root, depth, items, units: sum, leaves, repeated: 0, files: [] };
}

const checkPieces = async (file: PiecesFile, of: Domain, root: Hex): Promise<Checked> =>
  checkedOf(file, await examinePieces(file, of, root), of);
const listOf = (of: BuiltTree, published = sentences) =>
  writePieces({ built: of, name: "Two proverbs", licence: "CC0-1.0", sentences: published });

describe("A list of pieces", () => {
  it("fits the tree on chain, and proves each leaf to the contract", async () => {
    const of = await built();
    const checked = await checkPieces(readPieces(listOf(of)), domain, of.root);
    expect(checked.fits).to.equal(true);
    expect(checked.strange.size).to.equal(0);
    const proof = checked.prove(1);
    expect(proof.root).to.equal(of.root);
    expect(verifyProof({ proof, root: of.root, sum: of.units }).valid).to.equal(true);
  });

  it("doesn't fit if anything in it was changed", async () => {
    const of = await built();
    const file = readPieces(listOf(of));
    const [first, ...rest] = file.leaves;
    if (!first) throw new Error("There are two.");
    const changes: (typeof file)[] = [
      { ...file, leaves: [{ ...first, unitsPerItem: "6000" }, ...rest] },
      { ...file, leaves: [{ ...first, author: addressOf(1) }, ...rest] },
      { ...file, leaves: [{ ...first, itemHashes: [zeroHash] }, ...rest] },
      { ...file, leaves: rest },
    ];
    for (const changed of changes) {
      expect((await checkPieces(changed, domain, of.root)).fits).to.equal(false);
    }
    expect((await checkPieces(file, { ...domain, submitter: addressOf(1) }, of.root)).fits).to.equal(false);
  });

  it("marks sentences that aren't part of it", async () => {
    const of = await built();
    const checked = await checkPieces(readPieces(listOf(of, [...sentences, "Added later."])), domain, of.root);
    expect([...checked.strange]).to.deep.equal(["Added later."]);
  });

  it("is refused in words where it is none", () => {
    const bad = ["", "[]", "null", "{}", '{"schema":1,"root":"0x12","leaves":[]}'];
    const hash: Hex = zeroHash;
    bad.push(JSON.stringify({ schema: 1, root: hash, leaves: [{ author: "x", items: "1" }] }));
    bad.push(JSON.stringify({ schema: 1, root: hash, leaves: [null] }));
    for (const text of bad) expect(() => readPieces(text), text).to.throw(PiecesError);
  });
});
