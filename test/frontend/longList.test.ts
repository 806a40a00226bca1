// A hundred thousand sentences: beside the field, counted once each, and what of them the browser keeps.
import { createKeccak, itemsRoot, keccak } from "@commonmind/sdk";
import { expect } from "chai";
import { type Address, bytesToHex, stringToBytes } from "viem";
import { buildPieces, hashSentences } from "../../frontend/src/modules/contribute/pieces/buildPieces.ts";
import { keepList, keptList } from "../../frontend/src/modules/contribute/pieces/keptList.ts";
import { FIELD_HOLDS, isLong, LIST_FROM, longList } from "../../frontend/src/modules/contribute/pieces/longList.ts";
import { sentencesOf } from "../../frontend/src/modules/contribute/pieces/manifest.ts";
import { dropWork, keepWork, readWork } from "../../frontend/src/modules/contribute/pieces/workDraft.ts";

const lines = (count: number, line = "a") => Array(count).fill(line).join("\n");
const addressOf = (number: number): Address => `0x${number.toString(16).padStart(40, "0")}`;
const domain = { chainId: 31337n, registry: addressOf(5), modelId: 1n, submitter: addressOf(0xada) };

describe("A long list of sentences", () => {
  it("is told from what is written into the field by its lines or its letters", () => {
    expect(isLong(lines(LIST_FROM.lines), "")).to.equal(false);
    expect(isLong(lines(LIST_FROM.lines + 1), "")).to.equal(true);
    expect(isLong("a".repeat(LIST_FROM.characters), "")).to.equal(false);
    expect(isLong("a".repeat(LIST_FROM.characters + 1), "")).to.equal(true);
  });

  it("is what makes a field too full, but never a single line of somebody who writes on", () => {
    const full = lines(FIELD_HOLDS.lines);
    expect(isLong("one\ntwo", lines(FIELD_HOLDS.lines - 1))).to.equal(false);
    expect(isLong("one\ntwo", full)).to.equal(true);
    expect(isLong("one more", full)).to.equal(false);
  });

  it("keeps its text as it came, each under a key of its own", async () => {
    const [pasted, read] = [longList("one\ntwo"), longList(new File(["three"], "proverbs.txt"))];
    expect(await Promise.all([pasted.text.text(), read.text.text()])).to.deep.equal(["one\ntwo", "three"]);
    expect([pasted.name, read.name]).to.deep.equal([undefined, "proverbs.txt"]);
    expect(pasted.key).not.to.equal(read.key);
  });

  it("counts each of its sentences, whatever their number, and one that stands in two places once", async () => {
    const fast = await createKeccak();
    const many = Array.from({ length: 12_000 }, (_, i) => `Sentence number ${i + 1}.`);
    const told: number[] = [];
    const list = await hashSentences(many, fast, async (done) => void told.push(done));
    expect(told).to.deep.equal([5_000, 10_000]);
    const written = await hashSentences(["Sentence number 7.", "Written by hand."], fast, async () => {});
    const file = { name: "b.txt", size: 16, hash: list.hashes[0] as `0x${string}`, cid: "bafy" };
    const tree = await buildPieces({ hashed: [written, list], files: [file], maxUnitsPerItem: 9_000n, domain }, fast);
    expect([tree.items, tree.repeated, tree.files]).to.deep.equal([12_001n, 2, []]);
    // By size: up to 15 bytes never, 16 to 31 bytes five digits.
    expect(tree.leaves.map(({ items, unitsPerItem }) => [items, unitsPerItem])).to.deep.equal([["12001", "6000"]]);
    expect(tree.units).to.equal(12_001n * 6_000n);
    const hashes = [...new Set([...many, "Written by hand."])]
      .map((it) => bytesToHex(keccak(stringToBytes(it))))
      .sort();
    expect(tree.leaves[0]?.itemsRoot).to.equal(itemsRoot(hashes, fast));
  });

  it("is hashed no further once something newer is asked for", async () => {
    const stopped = hashSentences(lines(10_001).split("\n"), keccak, () => Promise.reject(new Error("newer")));
    expect(await stopped.catch(({ message }: Error) => message)).to.equal("newer");
  });

  it("is read like what is written: trimmed, in one form of Unicode, without empty lines", () => {
    expect(sentencesOf(" Sumaq kawsay. \r\n\r\nn\u0303aupa\n\n")).to.deep.equal(["Sumaq kawsay.", "ñaupa"]);
  });
});

describe("What the browser keeps of somebody's work", () => {
  const kept = new Map<string, string>();
  let room = Number.POSITIVE_INFINITY;
  const unchanged = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
  const draft = { title: "Proverbs", text: "Sumaq kawsay.", kind: "Data", modelId: 2, licence: "CC0-1.0" } as const;

  beforeEach(() => {
    kept.clear();
    room = Number.POSITIVE_INFINITY;
    const value = {
      getItem: (key: string) => kept.get(key) ?? null,
      removeItem: (key: string) => kept.delete(key),
      setItem(key: string, text: string) {
        if (text.length > room) throw new Error("QuotaExceededError");
        kept.set(key, text);
      },
    };
    Object.defineProperty(globalThis, "localStorage", { value, configurable: true });
  });
  after(() => {
    if (unchanged) Object.defineProperty(globalThis, "localStorage", unchanged);
    else Reflect.deleteProperty(globalThis, "localStorage");
  });

  it("is what was written for this co-op, until it is handed in or wiped out", () => {
    expect(readWork("0x1")).to.equal(undefined);
    expect(keepWork("0x1", draft)).to.equal(true);
    expect(readWork("0x1")).to.deep.equal(draft);
    expect(readWork("0x2")).to.equal(undefined);
    keepWork("0x1", { ...draft, title: "", text: "" });
    expect(readWork("0x1")).to.equal(undefined);
    keepWork("0x1", draft);
    dropWork("0x1");
    expect(kept.size).to.equal(0);
  });

  it("isn't an older text in the place of one that there is no room for", () => {
    keepWork("0x1", draft);
    room = 100;
    expect(keepWork("0x1", { ...draft, text: "a".repeat(200) })).to.equal(false);
    expect(readWork("0x1")).to.equal(undefined);
  });

  it("is left alone if it can't be read", () => {
    for (const broken of ["no JSON", "7", "null", JSON.stringify({ ...draft, kind: "Poetry" })]) {
      kept.set("commonmind.work:0x1", broken);
      expect(readWork("0x1"), broken).to.equal(undefined);
    }
  });

  it("has the list of pieces in it, unless that is too long, which is said", async () => {
    expect(await keepList("0xa", new Blob(["{}"]))).to.equal(true);
    expect(keptList("0xa")).to.equal("{}");
    expect(await keepList("0xb", new Blob(["a".repeat(4_000_001)]))).to.equal(false);
    room = 10;
    expect(await keepList("0xc", new Blob(["a".repeat(11)]))).to.equal(false);
    expect([keptList("0xb"), keptList("0xc")]).to.deep.equal([undefined, undefined]);
  });
});
