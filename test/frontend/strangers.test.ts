// What strangers wrote on the chain, whatever they wrote: it stands among our words as theirs, and costs nobody's time.
import { plainText, showValue } from "@commonmind/sdk";
import { explain } from "@commonmind/sdk/words";
import { expect } from "chai";
import { encodeErrorResult, parseAbi } from "viem";
import { failureOf } from "../../frontend/src/action/words.ts";
import { licenceOf, titleOf } from "../../frontend/src/data/questions.ts";
import { plainSymbol } from "../../frontend/src/format/plain.ts";

const work = (uri: string) => ({ id: 7n, kind: "Data" as const, uri });
const licence = (uri: string) => licenceOf({ uri } as Parameters<typeof licenceOf>[0]);

describe("What strangers wrote", () => {
  it("has nothing that can't be seen, nor turns the line around", () => {
    for (const hidden of [
      "\u202e",
      "\u2066",
      "\u200b",
      "\u0000",
      "\u001b",
      "\ufeff",
      "\u3164",
      "\u115f",
      "\u{e0041}",
      "\ufe0f",
    ])
      expect(plainText(`a${hidden}b`, 10), hidden.codePointAt(0)?.toString(16)).to.equal("ab");
    expect(plainText("one\ntwo", 10)).to.equal("one\ntwo");
  });

  it("doesn't grow over the lines above and below", () => {
    expect(plainText(`e${"\u0301".repeat(500)}f`, 1_000)).to.equal(`e${"\u0301".repeat(6)}f`);
    expect(plainText("e\u0301\u0323", 10), "as some scripts need it").to.equal("e\u0301\u0323");
  });

  it("ends where it should, with a whole character, however long it is", () => {
    expect(plainText("a".repeat(1_000_000), 60)).to.have.length(60);
    expect(plainText("a\u{1f333}", 2)).to.equal("a");
    expect(plainText(`${"\u200b".repeat(1_000_000)}a`, 60)).to.equal("");
  });

  it("is written out where it is shown as the chain has it", () => {
    expect(showValue(["pay \u202e\u2066me", { note: "a\nb\u3164" }])).to.equal(
      "[pay \\u{202e}\\u{2066}me, {note: a\\u{a}b\\u{3164}}]",
    );
  });

  it("is told as what a contract says, and no longer than a sentence", () => {
    const data = encodeErrorResult({
      ...{ abi: parseAbi(["error Error(string)"]), errorName: "Error" },
      args: [`No\u202e! ${"Send money. ".repeat(10_000)}`],
    });
    expect(explain(data)?.sentence)
      .to.match(/^The contract says: No! Send/)
      .and.to.have.length.below(400);
    expect(failureOf(new Error("x\u202e".repeat(10_000))).words).to.match(/^x{300}$/);
  });
});

describe("The address of a piece of work", () => {
  it("gives its name and its licence in the form of before, too", () => {
    expect(titleOf(work("A saying [CC0-1.0]"))).to.equal("A saying");
    expect(licence("A saying [CC0-1.0]")).to.equal("CC0-1.0");
    expect([titleOf(work("Plain")), licence("Plain")]).to.deep.equal(["Plain", undefined]);
    expect([titleOf(work(" []")), licence(" []")]).to.deep.equal(["Data, contribution 7", undefined]);
  });

  it("is read in no time, however it was made to take long", () => {
    // As a search with going back it took minutes, on every page and on the server that draws them.
    const uri = " [".repeat(1_000_000);
    expect(titleOf(work(uri))).to.have.length(120);
    expect(licence(uri)).to.equal(undefined);
    expect(licence(`${uri}a]`)).to.equal("a");
  });

  it("may be any text at all", () => {
    for (const uri of [
      "ipfs://%",
      "ipfs://aaaaaaaaaaaa?name=%E0%A4%A",
      "javascript:alert(1)",
      "story:9999-99/x",
      "\u202e",
      "%",
    ])
      expect(titleOf(work(uri)), uri)
        .to.be.a("string")
        .with.length.above(0);
  });
});

describe("A token's own name", () => {
  it("is used only if it can be mistaken for nothing else", () => {
    for (const name of ["", "ETH", "eth", "US DC", "USD\u0421", "\u202eCDSU", "A".repeat(13), "\u3164"])
      expect(plainSymbol(name, "0x1234"), JSON.stringify(name)).to.equal("0x1234");
    expect(plainSymbol("USDC", "0x1234")).to.equal("USDC");
  });
});
