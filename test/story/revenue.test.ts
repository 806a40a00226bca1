import { expect } from "chai";
import { InputError } from "../../scripts/lib/csvTable.ts";
import { AMOUNT_LIMIT, DEFAULT_REVENUE, derivedPart, parseRevenue } from "../../scripts/story/revenue.ts";

const table = (...rows: string[]) => ["phase,asset,amount", ...rows, ""].join("\n");

describe("A revenue table", () => {
  it("names the phase by number or words, and the native currency in any case", () => {
    const csv = table(
      "0,native,1",
      "1,eth,2",
      "2,USDC,3",
      "release 1,Native,4",
      "after release 2,DAI.e,5",
      "Before release 1,ETH,6",
    );
    expect(parseRevenue(csv, "r.csv")).to.deep.equal([
      { phase: 0, asset: "ETH", amount: 1n },
      { phase: 1, asset: "ETH", amount: 2n },
      { phase: 2, asset: "USDC", amount: 3n },
      { phase: 1, asset: "ETH", amount: 4n },
      { phase: 2, asset: "DAI.e", amount: 5n },
      { phase: 0, asset: "ETH", amount: 6n },
    ]);
  });

  it("takes amounts up to 2^96 - 1", () => {
    expect(parseRevenue(table(`1,ETH,${AMOUNT_LIMIT - 1n}`), "r.csv")[0]?.amount).to.equal(AMOUNT_LIMIT - 1n);
  });

  const bad: [row: string, column: string | null, says: RegExp][] = [
    ["3,ETH,1", "phase", /"3" is no phase/],
    [",ETH,1", "phase", /is no phase/],
    ["1,,1", "asset", /is no asset/],
    ["1,1INCH,1", "asset", /a letter, then up to 11/],
    ["1,ABCDEFGHIJKLM,1", "asset", /is no asset/],
    ["1,ETH,0", "amount", /from 1 to 2\^96 - 1/],
    ["1,ETH,-5", "amount", /is no amount/],
    ["1,ETH,1.5", "amount", /is no amount/],
    ["1,ETH,0x10", "amount", /is no amount/],
    [`1,ETH,${AMOUNT_LIMIT}`, "amount", /is no amount/],
    [`1,ETH,${"9".repeat(200)}`, "amount", /is no amount/],
    ["1,ETH", "amount", /2 columns and needs 3/],
  ];
  for (const [row, column, says] of bad) {
    it(`refuses ${row.slice(0, 30)} with its line and column`, () => {
      const read = () => parseRevenue(table("1,USDC,7", row), "r.csv");
      expect(read)
        .to.throw(InputError, says)
        .with.deep.nested.include({ "problems[0].line": 3, "problems[0].column": column });
    });
  }

  it("refuses a ninth token and one asset spelled in two ways", () => {
    const nine = Array.from({ length: 9 }, (_, n) => `1,T${n},1`);
    expect(() => parseRevenue(table("1,ETH,1", ...nine), "r.csv")).to.throw(
      InputError,
      /r.csv:11.*"T8" is token number 9/,
    );
    expect(() => parseRevenue(table("1,ETH,1", ...nine.slice(0, 8)), "r.csv")).not.to.throw();
    expect(() => parseRevenue(table("1,USDC,1", "1,usdc,1"), "r.csv")).to.throw(
      InputError,
      /was written "USDC" before/,
    );
  });

  it("leaves three tenths of what comes after release 1 to the derived model, rounded down", () => {
    const parts = parseRevenue(table("0,ETH,10", "1,ETH,9", "1,ETH,10", "2,ETH,3"), "r.csv").map(derivedPart);
    expect(parts).to.deep.equal([0n, 2n, 3n, 0n]);
  });

  it("refuses an empty table", () => {
    expect(() => parseRevenue("", "r.csv")).to.throw(InputError, /needs the header phase,asset,amount/);
    expect(() => parseRevenue(table(), "r.csv")).to.throw(InputError, /no row/);
  });

  it("has a default in both assets and phases that no slice divides evenly", () => {
    expect(DEFAULT_REVENUE.map(({ phase, asset }) => `${phase} ${asset}`)).to.deep.equal([
      "1 ETH",
      "1 USDC",
      "2 ETH",
      "2 USDC",
    ]);
    for (const { amount } of DEFAULT_REVENUE) expect((amount * 6000n) % 10_000n > 0n).to.equal(true);
  });
});
