import { fileURLToPath } from "node:url";
import { expect } from "chai";
import fc from "fast-check";
import { privateKeyToAccount } from "viem/accounts";
import { InputError } from "../../scripts/lib/csvTable.ts";
import {
  authorAccount,
  authorKey,
  bitLength,
  MAX_COUNT,
  type PlannedContribution,
  parseHistory,
  planContributions,
  readHistory,
  rowUnits,
} from "../../scripts/story/history.ts";
import { HEADER, historyOf, item, type RowText, SMALL } from "./fixtures.ts";

const real = (name: string) => fileURLToPath(new URL(`../../data/histories/${name}.csv`, import.meta.url));

function refusal(text: string): InputError {
  try {
    parseHistory(text, "mine.csv");
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("the history was accepted");
}

function shapeOf({ month, kind, release, leaves }: PlannedContribution) {
  return [
    month,
    kind,
    release,
    leaves.map(({ author, items, unitsPerItem }) => [author, Number(items), Number(unitsPerItem)]),
  ];
}

describe("The story's rule", () => {
  it("gives a row 1000 units, and 1000 more for each binary digit of its changed lines", () => {
    expect([0, 1, 2, 3, 4, 127, 128, 2 ** 32 - 2].map(bitLength)).to.deep.equal([0, 1, 2, 2, 3, 7, 8, 32]);
    expect(rowUnits(0, 0)).to.equal(1000n);
    expect(rowUnits(100, 27)).to.equal(8000n);
    expect(rowUnits(MAX_COUNT, MAX_COUNT)).to.equal(33_000n);
  });

  it("makes one manifest per month and kind with one leaf per author and share", () => {
    expect(planContributions(parseHistory(SMALL, "small.csv")).map(shapeOf)).to.deep.equal([
      // 127 lines are 8,000 units, so are 64; 9 lines are 5,000: 1,666 each and the remaining 2 to the author.
      [
        "2024-01",
        "Data",
        1,
        [
          ["ana", 1, 1666],
          ["ana", 2, 8000],
          ["ben", 1, 1668],
          ["chi", 1, 1666],
        ],
      ],
      ["2024-01", "Knowledge", 1, [["chi", 1, 1000]]],
      [
        "2024-02",
        "Code",
        1,
        [
          ["ben", 1, 12000],
          ["dee", 1, 3000],
        ],
      ],
      ["2024-04", "Validation", 2, [["chi", 1, 6000]]],
      [
        "2024-04",
        "Training",
        2,
        [
          ["ana", 1, 4000],
          ["dee", 1, 4000],
        ],
      ],
    ]);
  });

  it("loses no unit: a manifest is worth what its rows are worth", () => {
    const [data] = planContributions(parseHistory(SMALL, "small.csv"));
    expect(data?.units).to.equal(21_000n);
    expect(data?.items).to.equal(5n);
  });

  it("lists the content hashes of each leaf, also of work that was shared", () => {
    const [data] = planContributions(parseHistory(SMALL, "small.csv"));
    expect(data?.leaves.map(({ contentHashes }) => contentHashes)).to.deep.equal([
      [item(3)],
      [item(1), item(2)],
      [item(3)],
      [item(3)],
    ]);
  });

  it("counts an author who is also named as coauthor once, and a coauthor named twice once", () => {
    const csv = historyOf([{ author: "ana", coauthors: "ben;ana;ben", added: "0" }]);
    expect(planContributions(parseHistory(csv, "mine.csv")).map(shapeOf)).to.deep.equal([
      [
        "2024-01",
        "Knowledge",
        1,
        [
          ["ana", 1, 500],
          ["ben", 1, 500],
        ],
      ],
    ]);
  });

  it("puts the first half of the months that have rows, rounded up, into release 1", () => {
    const releases = (count: number) => {
      const months = Array.from({ length: count }, (_, n) => ({ date: `2024-${`${n + 2}`.padStart(2, "0")}-01` }));
      return planContributions(parseHistory(historyOf(months), "mine.csv")).map(({ release }) => release);
    };
    expect(releases(1)).to.deep.equal([1]);
    expect(releases(2)).to.deep.equal([1, 2]);
    expect(releases(5)).to.deep.equal([1, 1, 1, 2, 2]);
  });

  it("derives every account from the author id alone", () => {
    expect(authorAccount("ana")).to.equal(privateKeyToAccount(authorKey("ana")).address);
    // Computed with another library (ethers).
    expect(authorKey("ana")).to.equal("0x791c52294e242e35ba16631883f8d5a12a7488e596c7d56947c8572734267152");
    expect(authorAccount("ana")).to.equal("0xCBA1ff8AFEe156ba8566b2cDeB5173FeE81F3Ac6");
  });

  it("gives the same plan for the same rows in any order", () => {
    const [header = "", ...lines] = SMALL.trimEnd().split("\n");
    const plan = planContributions(parseHistory(SMALL, "small.csv"));
    fc.assert(
      fc.property(fc.shuffledSubarray(lines, { minLength: lines.length }), (shuffled) => {
        expect(planContributions(parseHistory([header, ...shuffled].join("\n"), "small.csv"))).to.deep.equal(plan);
      }),
      { numRuns: 50 },
    );
  });
});

describe("Real histories", () => {
  // Counted by a separate script in another language.
  const known = [
    {
      name: "open-assistant",
      rows: 3482,
      authors: 301,
      people: 342,
      months: 12,
      plan: { manifests: 48, inRelease1: 30, leaves: 1988, units: 20_771_000n, lastOfRelease1: "2023-05" },
    },
    {
      name: "promptsource",
      rows: 755,
      authors: 64,
      people: 67,
      months: 20,
      plan: { manifests: 45, inRelease1: 26, leaves: 577, units: 5_224_000n, lastOfRelease1: "2022-02" },
    },
    {
      name: "bigcode-evaluation-harness",
      rows: 889,
      authors: 34,
      people: 34,
      months: 27,
      plan: { manifests: 71, inRelease1: 43, leaves: 401, units: 4_452_000n, lastOfRelease1: "2023-09" },
    },
  ];
  for (const { name, rows: count, authors, people, months, plan: expected } of known) {
    it(`${name} parses to ${count} rows by ${people} people`, () => {
      const rows = readHistory(real(name));
      const plan = planContributions(rows);
      expect(rows.length).to.equal(count);
      expect(new Set(rows.map((row) => row.people[0])).size).to.equal(authors);
      expect(new Set(rows.flatMap((row) => row.people)).size).to.equal(people);
      expect(new Set(rows.map((row) => row.month)).size).to.equal(months);
      expect(new Set(rows.map((row) => row.item)).size).to.equal(count);
      expect({
        manifests: plan.length,
        inRelease1: plan.filter(({ release }) => release === 1).length,
        leaves: plan.reduce((sum, { leaves }) => sum + leaves.length, 0),
        units: plan.reduce((sum, { units }) => sum + units, 0n),
        lastOfRelease1: plan.findLast(({ release }) => release === 1)?.month,
      }).to.deep.equal(expected);
      const shares = rows.reduce((sum, row) => sum + row.people.length, 0);
      expect(plan.reduce((sum, { items }) => sum + items, 0n)).to.equal(BigInt(shares));
    });
  }
});

describe("A history that can't be used", () => {
  const bad: [what: string, row: RowText, column: string, says: RegExp][] = [
    ["an unknown area", { area: "music" }, "area", /"music" is no known area. Use one of data, eval/],
    ["a prototype's key as area", { area: "constructor" }, "area", /no known area/],
    ["an impossible day", { date: "2023-02-29" }, "date", /"2023-02-29" is no date/],
    ["a month 13", { date: "2023-13-01" }, "date", /is no date/],
    ["a time beside the date", { date: "2023-01-01T10:00" }, "date", /YYYY-MM-DD/],
    ["a negative number", { added: "-1" }, "lines_added", /"-1" is no count/],
    ["a fraction", { removed: "1.5" }, "lines_removed", /digits only/],
    ["an exponent", { files: "1e3" }, "files_changed", /is no count/],
    ["an empty number", { added: "" }, "lines_added", /"" is no count/],
    ["a number above the limit", { added: "2147483648" }, "lines_added", /from 0 to 2147483647/],
    ["a number beyond any type", { added: "9".repeat(400) }, "lines_added", /is no count/],
    ["an item that isn't a hash", { item: "0x12" }, "item", /0x and 64 hex digits/],
    ["an empty author", { author: "" }, "author", /the author is empty/],
    ["a space around an author", { author: " ana" }, "author", /begins or ends with a space/],
    ["an invisible character in an author", { author: "a\u200bna" }, "author", /invisible character/],
    ["two authors in one cell", { author: "ana;ben" }, "author", /Put further people into coauthors/],
    ["an empty coauthor", { coauthors: "ben;;chi" }, "coauthors", /one of the ids is empty/],
    ["a coauthor with a space", { coauthors: "ben; chi" }, "coauthors", /begins or ends with a space/],
    ["an endless author id", { author: "a".repeat(101) }, "author", /at most 100/],
    [
      "more people than units",
      { added: "0", coauthors: Array.from({ length: 1000 }, (_, n) => `p${n}`).join(";") },
      "coauthors",
      /1001 people share 1000 units/,
    ],
  ];
  for (const [what, row, column, says] of bad) {
    it(`is refused for ${what}, naming file, line and column`, () => {
      const { problems, message } = refusal(historyOf([{}, row, {}]));
      expect(problems.map(({ file, line, column }) => [file, line, column])).to.deep.equal([["mine.csv", 3, column]]);
      expect(message).to.match(says);
      expect(message).to.match(new RegExp(`^mine.csv:3, column "${column}": `));
    });
  }

  it("is refused for an item that stands twice, naming the earlier line", () => {
    const { problems, message } = refusal(
      historyOf([{ item: item(171) }, {}, { item: item(171).replace("ab", "AB") }]),
    );
    expect(problems).to.have.length(1);
    expect(message).to.equal(
      'mine.csv:4, column "item": the same item stands on line 2. Work counts once: remove one of the two rows.',
    );
  });

  it("is refused for a row with too few or too many columns", () => {
    const { problems } = refusal(`${HEADER}\n2024-01-01,ana,,docs\n2024-01-01,ana,,docs,1,1,1,${item(1)},more\n`);
    expect(problems.map(({ line, column }) => [line, column])).to.deep.equal([
      [2, "files_changed"],
      [3, null],
    ]);
  });

  it("is refused when empty, with a header only, with another header or with columns swapped", () => {
    expect(refusal("").message).to.match(/^mine.csv:1: the file is empty/);
    expect(refusal("\n\n").message).to.match(/the file is empty/);
    expect(refusal(`${HEADER}\n`).message).to.match(/a header but no row/);
    expect(refusal("a,b\n1,2\n").message).to.match(
      /^mine.csv:1, column "date": the header must be exactly date,author/,
    );
    expect(refusal(historyOf([{}]).replace("date,author", "author,date")).problems[0]?.column).to.equal("date");
    expect(refusal(historyOf([{}]).replace(",item", ",item,x")).message).to.match(/the header must be exactly/);
  });

  it("is refused for a quotation mark that is never closed", () => {
    expect(refusal(historyOf([{ author: '"ana' }, {}])).message).to.match(/quotation mark is out of place/);
  });

  it("shows all problems together, the first twenty in the message", () => {
    const { problems, message } = refusal(historyOf(Array.from({ length: 15 }, () => ({ area: "x", date: "y" }))));
    expect(problems).to.have.length(30);
    expect(message.split("\n")).to.have.length(21);
    expect(message).to.match(/\.\.\. and 10 more of these\.$/);
  });

  it("is refused as a file that is missing", () => {
    expect(() => readHistory("no/such.csv")).to.throw(InputError, /^no\/such.csv:1: can't be read \(ENOENT\)/);
  });
});

describe("A history that can be used", () => {
  it("may come with a byte order mark, CRLF, quotes, blank lines, unsorted rows and capital hex digits", () => {
    const rows = [{ date: "2024-03-01" }, { date: "2024-01-01", item: item(171).replace("ab", "AB"), author: '"ana"' }];
    const csv = `\uFEFF${historyOf(rows, "\r\n")}\r\n\r\n`;
    const parsed = parseHistory(csv, "mine.csv");
    expect(parsed.map(({ line, month, people, item }) => [line, month, people, item])).to.deep.equal([
      [2, "2024-03", ["ana"], item(1)],
      [3, "2024-01", ["ana"], item(171)],
    ]);
  });

  it("may hold a leap day and a line number is that of the file even after blank lines", () => {
    const csv = historyOf([{ date: "2024-02-29" }]).replace("item\n", "item\n\n\n");
    expect(parseHistory(csv, "mine.csv").map(({ line }) => line)).to.deep.equal([4]);
  });
});
