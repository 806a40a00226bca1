// What a browser keeps, as it may be found there: written by an older version, by another program at the same address, or by
// somebody who means harm; and browsers that keep nothing.
import { expect } from "chai";
import { zeroAddress } from "viem";
import { readPending } from "../../frontend/src/action/pending.ts";
import { isSecret, readSealFile, SealFileError } from "../../frontend/src/modules/review/seal/seal.ts";
import {
  blankDraft,
  keepDraft,
  type ProposalDraft,
  readDrafts,
  templates,
} from "../../frontend/src/modules/votes/new/draft.ts";
import { forget, keep, readKept } from "../../frontend/src/ui/kept.ts";

const DAY = 86_400_000;
const junk = [
  "",
  "{",
  "null",
  "1",
  '"x"',
  "[]",
  "{}",
  "[null]",
  '{"__proto__":{"hashes":[]}}',
  '[{"__proto__":[]}]',
  "\0",
];

describe("What the browser keeps", () => {
  const stored = new Map<string, string>();
  let broken = false;

  before(() => {
    const there = () => {
      if (broken) throw new DOMException("The operation is insecure.", "SecurityError");
      return stored;
    };
    Object.assign(globalThis, {
      localStorage: {
        getItem: (key: string) => there().get(key) ?? null,
        setItem: (key: string, text: string) => void there().set(key, text),
        removeItem: (key: string) => void there().delete(key),
      },
    });
  });
  beforeEach(() => {
    stored.clear();
    broken = false;
  });
  after(() => Reflect.deleteProperty(globalThis, "localStorage"));

  it("is written, read and forgotten; a browser that keeps nothing breaks nothing", () => {
    expect(keep("a", "b")).to.equal(true);
    expect(readKept("a")).to.equal("b");
    forget("a");
    expect(readKept("a")).to.equal(undefined);
    broken = true;
    expect([keep("a", "b"), readKept("a"), forget("a")]).to.deep.equal([false, undefined, undefined]);
  });

  describe("of a transaction", () => {
    const hash = `0x${"ab".repeat(32)}`;
    const now = Date.UTC(2026, 10, 28);
    const read = (it: unknown) => readPending(JSON.stringify(it), now);

    it("is followed after a reload", () => {
      expect(read({ hashes: [hash], sentAt: now - 1 })).to.deep.equal({ hashes: [hash], sentAt: now - 1 });
      const asked = { to: zeroAddress, since: "12" };
      const old = { hashes: [hash], sentAt: now - 30 * DAY, asked };
      expect(read(old), "owners take as long as they like").to.deep.equal(old);
    });

    it("isn't waited for once it must have been lost", () => {
      expect(read({ hashes: [hash], sentAt: now - DAY })).to.equal(undefined);
    });

    it("is nothing if it is anything else", () => {
      for (const text of junk) expect(readPending(text, now), text).to.equal(undefined);
      for (const it of [
        { hashes: hash, sentAt: now },
        { hashes: [], sentAt: now },
        { hashes: [1], sentAt: now },
        { hashes: ["0x12"], sentAt: now },
        { hashes: Array(1_000).fill(hash), sentAt: now },
        { hashes: [hash] },
        { hashes: [hash], sentAt: "now" },
        { hashes: [hash], sentAt: now + 1 },
        { hashes: [hash], sentAt: now, asked: null },
        { hashes: [hash], sentAt: now, asked: { to: "0x1", since: "1" } },
        { hashes: [hash], sentAt: now, asked: { to: zeroAddress, since: "-1" } },
        { hashes: [hash], sentAt: now, asked: { to: zeroAddress, since: 1 } },
      ])
        expect(read(it), JSON.stringify(it).slice(0, 120)).to.equal(undefined);
    });
  });

  describe("of a proposal that is being written", () => {
    const place = "commonmind.drafts:0xchain";
    const of = { asset: zeroAddress, model: 1 } as const;
    const written = (template: (typeof templates)[number]): ProposalDraft => ({
      ...blankDraft(template, of),
      title: "One",
    });

    it("is there again", () => {
      for (const template of templates) keepDraft("0xchain", written(template));
      expect(readDrafts("0xchain").map(({ template }) => template)).to.deep.equal([...templates].reverse());
    });

    it("is left out if anything in it would break the page, and the others stay", () => {
      const good = written("grant");
      const [option] = good.options;
      const bad: unknown[] = [
        ...[null, 1, "text", [], {}],
        ...[
          { ...good, key: 1 },
          { ...good, title: { a: 1 } },
          { ...good, text: null },
          { ...good, template: "__proto__" },
        ],
        ...[
          { ...good, savedAt: null },
          { ...good, savedAt: 9e15 },
          { ...good, options: [] },
          { ...good, options: "ab" },
        ],
        ...[undefined, null, {}, { kind: "constructor" }, { kind: "grant" }, { ...option?.action, asset: "0x12" }].map(
          (action) => ({ ...good, options: [{ ...option, action }] }),
        ),
        { ...good, options: [{ ...option, action: { kind: "parameter", name: "toString", value: "1" } }] },
        { ...good, options: [{ ...option, action: { kind: "release", model: "1" } }] },
        { ...good, options: [{ ...option, title: 1 }] },
      ];
      stored.set(place, JSON.stringify([...bad, good]));
      expect(readDrafts("0xchain")).to.deep.equal([JSON.parse(JSON.stringify(good))]);
      for (const text of junk) {
        stored.set(place, text);
        expect(readDrafts("0xchain"), text).to.deep.equal([]);
      }
    });
  });

  describe("of a seal", () => {
    it("is a secret of 32 bytes, or none", () => {
      expect(isSecret(`0x${"ab".repeat(32)}`)).to.equal(true);
      for (const it of [undefined, "", "0x", "ab".repeat(33), `0x${"zz".repeat(32)}`, `0x${"ab".repeat(33)}`])
        expect(isSecret(it), it).to.equal(false);
    });

    it("is refused in words, whatever the file holds", () => {
      const of = { account: zeroAddress, chainId: 1, panel: zeroAddress };
      const file = { schema: 1, ...of, secret: `0x${"ab".repeat(32)}` };
      expect(readSealFile(JSON.stringify(file), of)).to.equal(file.secret);
      for (const it of [
        { panel: 1 },
        { panel: null },
        { account: 1 },
        { secret: 1 },
        { secret: [file.secret] },
        { chainId: "1" },
      ])
        expect(() => readSealFile(JSON.stringify({ ...file, ...it }), of), JSON.stringify(it)).to.throw(SealFileError);
      for (const text of junk) expect(() => readSealFile(text, of), text).to.throw(SealFileError);
    });
  });
});
