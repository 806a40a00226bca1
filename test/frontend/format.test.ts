// Numbers, money and times as people read them: never more than there is, never more exact than it is.
import { expect } from "chai";
import {
  amount,
  amountText,
  capital,
  count,
  dayAndTime,
  duration,
  longDay,
  number,
  share,
  shortAddress,
  stamp,
  tokens,
} from "../../frontend/src/format/format.ts";

const ether = { address: "0x0000000000000000000000000000000000000000", symbol: "ETH", decimals: 18 } as const;
const dollars = { ...ether, symbol: "USDC", decimals: 6 };
const ONE = 10n ** 18n;

describe("What people read", () => {
  it("cuts money, and never rounds it up", () => {
    expect(amount(1_999_999n, dollars)).to.equal("1.99");
    expect(amount(999_999_999_999n, dollars)).to.equal("999,999.99");
    expect(amount(ONE - 1n, ether)).to.equal("0.9999");
    expect(amount(0n, ether)).to.equal("0.0000");
    expect(tokens(1_234_567n * ONE + ONE / 2n)).to.equal("1,234,567.50");
    expect(tokens(5n * ONE, 0)).to.equal("5");
  });

  it("keeps every digit of whole numbers that are larger than a double can hold", () => {
    expect(amount(2n ** 128n - 1n, { decimals: 0 }, 0)).to.equal("340,282,366,920,938,463,463,374,607,431,768,211,455");
    expect(number(9_007_199_254_740_993n)).to.equal("9,007,199,254,740,993");
  });

  it("leaves out of sentences the zeros that only a column needs", () => {
    expect(amountText(ONE / 4n, ether)).to.equal("0.25 ETH");
    expect(amountText(2n * ONE, ether)).to.equal("2.00 ETH");
    expect(amountText(1_234_560_000n, dollars)).to.equal("1,234.56 USDC");
  });

  it("says shares as percent, and of something small that it is small, not that it is nothing", () => {
    expect([share(1n, 3n), share(1n, 1n), share(0n, 7n), share(1n, 0n)]).to.deep.equal([
      "33.3%",
      "100.0%",
      "0.0%",
      "0%",
    ]);
    expect(share(1n, 1_000n)).to.equal("0.1%");
    expect(share(1n, 20_000n)).to.equal("under 0.01%");
  });

  it("writes times in the order of days, months and years, with a clock of 24 hours", () => {
    const noon = Date.UTC(2026, 2, 5, 12, 7) / 1_000 + new Date(2026, 2, 5).getTimezoneOffset() * 60;
    expect(longDay(noon)).to.equal("5 March 2026");
    expect(dayAndTime(noon)).to.equal("Thursday 5 March, 12:07");
    expect(stamp(noon)).to.equal("05 Mar 12:07");
  });

  it("says how long in the largest unit of which there are two", () => {
    expect([
      duration(30),
      duration(90),
      duration(7_199),
      duration(7_200),
      duration(172_799),
      duration(172_800),
    ]).to.deep.equal(["1 minute", "2 minutes", "120 minutes", "2 hours", "48 hours", "2 days"]);
  });

  it("counts in words up to twelve, and begins a sentence with a capital", () => {
    expect([count(0), count(2), count(12n), count(13)]).to.deep.equal(["no", "two", "twelve", "13"]);
    expect(capital("it was earned")).to.equal("It was earned");
    expect(shortAddress("0x1234567890abcdef1234567890abcdef12345678")).to.equal("0x1234…5678");
  });
});
