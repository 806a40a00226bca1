import {
  buildManifest,
  type CommonmindError,
  itemsRoot,
  LeafFileError,
  type LeafFormat,
  LeafRowError,
  type Manifest,
  parseLeaves,
} from "@commonmind/sdk";
import { expect } from "chai";
import { domainFields, hash, leafNumber } from "./manifest-reference.ts";

const HEADER = "author,items,unitsPerItem,itemsRoot";
const { author, itemsRoot: root } = leafNumber(0);
const row = (n: number): string => {
  const leaf = leafNumber(n);
  return [leaf.author, leaf.items, leaf.unitsPerItem, leaf.itemsRoot].join(",");
};

type Input = string | AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string> | ReadableStream<Uint8Array>;

function read(text: Input, format: LeafFormat, onNotice?: (message: string) => void): Promise<Manifest> {
  return buildManifest(parseLeaves(text, { format, file: `leaves.${format}`, onNotice }), { domainFields });
}

const csv = (text: Input) => read(text, "csv");
const jsonl = (text: Input) => read(text, "jsonl");
const bothWays = async (n: number) =>
  buildManifest(
    Array.from({ length: n }, (_, i) => leafNumber(i)),
    { domainFields },
  );

async function errorOf(work: Promise<Manifest>): Promise<CommonmindError> {
  return work.then(
    () => {
      throw new Error("the file was accepted");
    },
    (error: CommonmindError) => error,
  );
}

/** `line:column` and the rest of what is wrong. */
async function expectRowError(work: Promise<Manifest>, at: string, message: RegExp): Promise<void> {
  const error = await errorOf(work);
  expect(error).to.be.instanceOf(LeafRowError);
  const { file, line, column } = error as LeafRowError;
  expect(`${line}:${column}`, error.message).to.equal(at);
  expect(error.message.startsWith(`${file}:${at}: `), error.message).to.equal(true);
  expect(error.message).to.match(message);
}

describe("manifest: leaves from CSV", () => {
  it("reads columns in any order, spaces, quotes, blank lines, CRLF and a byte order mark", async () => {
    const { root: expected } = await bothWays(2);
    const [a, b] = [leafNumber(0), leafNumber(1)];
    const shuffled = [
      "\ufeffitemsRoot, unitsPerItem ,index,author,items",
      `${a.itemsRoot},${a.unitsPerItem},0,${a.author},${a.items}`,
      "",
      ` "${b.itemsRoot}" , "${b.unitsPerItem}",1,"${b.author}", ${b.items} `,
    ];
    for (const end of ["\n", "\r\n"]) {
      expect((await csv(shuffled.join(end))).root).to.equal(expected);
      expect((await csv(shuffled.join(end) + end)).root).to.equal(expected);
    }
  });

  it("reads the same however the text arrives", async () => {
    const text = [HEADER, row(0), row(1), row(2)].join("\r\n");
    const bytes = new TextEncoder().encode(text);
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(7 * i, 7 * i + 7));
    const { root: expected } = await bothWays(3);
    for (const input of [text, [text], pieces, [...text], new Blob([text]).stream()]) {
      expect((await csv(input)).root).to.equal(expected);
    }
  });

  it("ignores other columns, and says so", async () => {
    const notices: string[] = [];
    const text = `name,${HEADER},note\nana,${row(0)},"said ""hi"", left"`;
    const { root: found } = await read(text, "csv", (message) => notices.push(message));
    expect(found).to.equal((await bothWays(1)).root);
    expect(notices).to.deep.equal(["leaves.csv: ignoring the columns name, note"]);
  });

  it("computes itemsRoot from itemHashes, and compares where both are given", async () => {
    const items = [hash(1), hash(2), hash(3)];
    const direct = await csv(`${HEADER}\n${author},3,10,${itemsRoot(items)}`);
    const header = "author,items,unitsPerItem,itemHashes";
    expect((await csv(`${header}\n${author},3,10,${items.join(";")}`)).root).to.equal(direct.root);
    const both = `${header},itemsRoot\n${author},3,10,${items.join(";")}`;
    expect((await csv(`${both},${itemsRoot(items)}`)).root).to.equal(direct.root);
    expect((await csv(`${both},`)).root).to.equal(direct.root);
    await expectRowError(csv(`${both},${hash(9)}`), "2:250", /itemsRoot differs/);
    await expectRowError(csv(`${header}\n${author},2,10,${items.join(";")}`), "2:49", /lists 3 items, items says 2/);
    const twice = [...items.slice(0, 2), items[0]].join(";");
    await expectRowError(csv(`${header}\n${author},3,10,${twice}`), "2:49", /Item 2 repeats item 0/);
    await expectRowError(csv(`${header}\n${author},1,10,`), "2:49", /itemsRoot is missing|itemHashes/);
  });

  it("names line and column of a number that isn't a plain integer", async () => {
    const cases: [string, RegExp][] = [
      ["1.5", /has a fraction/],
      ["2.0", /has a fraction/],
      ["-3", /is negative/],
      ["1e3", /has an exponent/],
      ["1E+3", /has an exponent/],
      ["007", /leading zeros/],
      ["0x10", /not a whole number/],
      ["1_000", /not a whole number/],
      ["+5", /not a whole number/],
      ["NaN", /not a whole number/],
      ["٣", /not a whole number/],
      ["", /is empty/],
      ["0", /is zero/],
      ["18446744073709551616", /too large/],
      ["9".repeat(1000), /too large/],
    ];
    for (const [number, message] of cases) {
      await expectRowError(csv(`${HEADER}\n${row(1)}\n${author},${number},10,${root}`), "3:44", message);
      const at = `3:${44 + 2}`;
      await expectRowError(csv(`${HEADER}\n${row(1)}\n${author},1,${number},${root}`), at, message);
    }
  });

  it("names line and column of a bad author or items root", async () => {
    await expectRowError(csv(`${HEADER}\n${author.slice(0, -1)},1,10,${root}`), "2:1", /author is not an address/);
    await expectRowError(csv(`${HEADER}\n0x${"0".repeat(40)},1,10,${root}`), "2:1", /zero address/);
    const wrong = "0x70997970c51812dc3A010C7d01b50e0d17dc79C8";
    await expectRowError(csv(`${HEADER}\n ${wrong},1,10,${root}`), "2:2", /wrong checksum/);
    await expectRowError(csv(`${HEADER}\n${author},1,10,0x12`), "2:49", /itemsRoot is not a 32-byte hash/);
  });

  it("names the row that repeats another, or makes the units too many", async () => {
    await expectRowError(csv([HEADER, row(0), row(1), row(0)].join("\n")), "4:1", /Leaf 2 repeats leaf 0/);
    const much = `${author},1,18446744073709551615,${root}`;
    await expectRowError(csv([HEADER, much, row(1)].join("\n")), "3:46", /units add up to/);
    const product = `${author},4294967296,4294967296,${root}`;
    await expectRowError(csv([HEADER, product].join("\n")), "2:55", /items x unitsPerItem/);
  });

  it("refuses an index column that repeats, goes back or skips", async () => {
    const indexed = (...numbers: (number | string)[]) =>
      csv([`index,${HEADER}`, ...numbers.map((number, i) => `${number},${row(i)}`)].join("\n"));
    expect((await indexed(0, 1, 2)).root).to.equal((await bothWays(3)).root);
    await expectRowError(indexed(0, 0), "3:1", /repeated or goes back: 0 where 1 is due/);
    await expectRowError(indexed(0, 1, 0), "4:1", /repeated or goes back/);
    await expectRowError(indexed(0, 2), "3:1", /skips ahead/);
    await expectRowError(indexed(1), "2:1", /skips ahead/);
    await expectRowError(indexed("a"), "2:1", /not a whole number/);
  });

  it("refuses a row with too few or too many values, or a quote that doesn't end", async () => {
    await expectRowError(csv(`${HEADER}\n${author},1,10`), "2:46", /has 3 values, the header 4/);
    await expectRowError(csv(`${HEADER}\n${row(0)},x`), "2:118", /has 5 values, the header 4/);
    await expectRowError(csv(`${HEADER}\n${author},"1,10,${root}`), "2:44", /quoted value doesn't end/);
    await expectRowError(csv(`${HEADER}\n${author},"1"2,10,${root}`), "2:44", /quoted value doesn't end/);
  });

  it("refuses a header that lacks a column, and says what itemsRoot is", async () => {
    await expectRowError(csv(`author,items,unitsPerItem\n${row(0)}`), "1:1", /lacks itemsRoot \(the Merkle root/);
    await expectRowError(csv(row(0)), "1:1", /lacks author and items and unitsPerItem and itemsRoot/);
    await expectRowError(csv(`author,items,items,unitsPerItem,itemsRoot\n`), "1:14", /items stands twice/);
    expect(await errorOf(csv(""))).to.be.instanceOf(LeafFileError);
    expect(await errorOf(csv(HEADER))).to.have.property("code", "EmptyManifest");
  });

  it("refuses bytes that are no text", async () => {
    const error = await errorOf(csv([new TextEncoder().encode(`${HEADER}\n`), new Uint8Array([0xff, 0xfe, 0x00])]));
    expect(error).to.be.instanceOf(LeafFileError);
    expect(error.message).to.match(/not UTF-8/);
  });
});

describe("manifest: leaves from JSON lines", () => {
  const object = (n: number, change: Record<string, unknown> = {}): string => {
    const leaf = leafNumber(n);
    return JSON.stringify({ ...leaf, items: String(leaf.items), unitsPerItem: String(leaf.unitsPerItem), ...change });
  };

  it("reads integers as strings or as numbers, exactly", async () => {
    const { root: expected } = await bothWays(2);
    expect((await jsonl(`${object(0)}\n\n${object(1, { index: 1 })}\n`)).root).to.equal(expected);
    expect((await jsonl(`${object(0, { items: 1 })}\r\n${object(1, { items: 2 })}`)).root).to.equal(expected);
    const large = object(0, { items: 1, unitsPerItem: 1 }).replace(
      '"unitsPerItem":1',
      '"unitsPerItem":9007199254740993',
    );
    expect((await jsonl(large)).sum).to.equal(9007199254740993n);
  });

  it("refuses numbers that JavaScript would round or forgive", async () => {
    for (const [written, message] of [
      ["1.0", /fraction/],
      ["1e3", /exponent/],
      ["-1", /negative/],
      ["18446744073709551616", /too large/],
    ] as const) {
      const line = object(1, { items: 7 }).replace('"items":7', `"items":${written}`);
      await expectRowError(jsonl(`${object(0)}\n${line}`), "2:56", message);
    }
  });

  it("computes itemsRoot from itemHashes", async () => {
    const items = [hash(1), hash(2)];
    const direct = await jsonl(object(0, { items: 2, itemsRoot: itemsRoot(items) }));
    const computed = await jsonl(object(0, { items: 2, itemsRoot: undefined, itemHashes: items }));
    expect(computed.root).to.equal(direct.root);
    await expectRowError(jsonl(object(0, { itemHashes: "0x12" })), "1:171", /not a list of strings/);
    await expectRowError(jsonl(object(0, { itemsRoot: undefined })), "1:1", /itemsRoot is missing.*Merkle root/);
  });

  it("names line and column of what is missing, of the wrong kind, or no JSON", async () => {
    await expectRowError(jsonl(object(0, { author: undefined })), "1:1", /author is missing/);
    await expectRowError(jsonl(object(0, { items: null })), "1:56", /items is "null"/);
    await expectRowError(jsonl(object(0, { items: [1] })), "1:56", /must be a string, or a whole number/);
    await expectRowError(jsonl(`${object(0)}\n[1]`), "2:1", /not a JSON object/);
    await expectRowError(jsonl(`${object(0)}\n{"author" 5}`), "2:11", /not JSON/);
    await expectRowError(jsonl(`${object(0)}\n${object(0)}`), "2:2", /Leaf 1 repeats leaf 0/);
    await expectRowError(jsonl(object(0, { index: 3 })), "1:171", /skips ahead/);
    expect(await errorOf(jsonl(""))).to.have.property("code", "EmptyManifest");
  });
});
