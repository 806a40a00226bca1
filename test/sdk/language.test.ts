// Sentences in the reader's language. Ours is a part of ICU MessageFormat; intl-messageformat, which has all of it, says what
// each sentence has to come out as.
import { expect } from "chai";
import { IntlMessageFormat } from "intl-messageformat";
import { english, formatMessage, MessageError, msg, parseMessage, speak, t } from "../../sdk/src/language/index.ts";

const said = (message: string, values: Record<string, string | number | bigint | boolean> = {}, locale = "en-GB") =>
  formatMessage<string>(message, values, locale).join("");

describe("A sentence", () => {
  it("takes its values by name, and writes numbers as they are", () => {
    expect(said("Seat {id} of {name}", { id: 12_345n, name: "Ana" })).to.equal("Seat 12345 of Ana");
    expect(said("{a}{b}", { a: "x" })).to.equal("x");
  });

  it("leaves nothing behind of a part that doesn't apply", () => {
    const largest = (over: number) => said("Largest{more}.", { more: over > 0 && said(", {over} over", { over }) });
    expect([largest(0), largest(2)]).to.deep.equal(["Largest.", "Largest, 2 over."]);
  });

  it("counts by the rules of its language, and groups the number as that does", () => {
    const pieces = "{n, plural, =0 {none} one {# piece} other {# pieces}}";
    expect([0, 1, 2, 12_345n].map((n) => said(pieces, { n }))).to.deep.equal([
      "none",
      "1 piece",
      "2 pieces",
      "12,345 pieces",
    ]);
    const polish = "{n, plural, one {# głos} few {# głosy} many {# głosów} other {# głosu}}";
    expect([1, 3, 5, 1.5].map((n) => said(polish, { n }, "pl"))).to.deep.equal([
      "1 głos",
      "3 głosy",
      "5 głosów",
      "1,5 głosu",
    ]);
  });

  it("counts whole numbers that are larger than a double can hold, digit by digit", () => {
    expect(said("{n, plural, one {# unit} other {# units}}", { n: 2n ** 63n + 1n })).to.equal(
      "9,223,372,036,854,775,809 units",
    );
  });

  it("chooses by a word, and by yes and no", () => {
    const message = "{yours, select, true {Your} other {This}} work";
    expect([true, false].map((yours) => said(message, { yours }))).to.deep.equal(["Your work", "This work"]);
    expect(said("{to, select, for {yes} against {no} other {neither}}", { to: "abstain" })).to.equal("neither");
  });

  it("hands marked text to whoever draws it, and keeps the text where nobody does", () => {
    const drawn = formatMessage<{ b: unknown }>(
      "Read <b>this {what}</b> first",
      { what: "page", b: (b) => ({ b }) },
      "en",
    );
    expect(drawn).to.deep.equal(["Read ", { b: ["this ", "page"] }, " first"]);
    expect(said("Read <b>this</b> first")).to.equal("Read this first");
  });

  it("never reads a value as part of itself", () => {
    expect(said("{text}", { text: "{n, plural, other {#}} <b>#</b>" })).to.equal("{n, plural, other {#}} <b>#</b>");
  });

  for (const wrong of [
    "{",
    "{n",
    "{n, plural, one {x}}",
    "{n, number}",
    "a } b",
    "<b>open",
    "<b>x</i>",
    "{n, select, a {x} other {y}",
  ]) {
    it(`is refused if it isn't in the format: ${wrong}`, () => {
      expect(() => parseMessage(wrong)).to.throw(MessageError);
    });
  }

  it("is said in the language that is asked for at that moment, and in English where that has none", () => {
    const german = { tag: "de", locale: "de", messages: { "{n} votes": "{n} Stimmen" } };
    try {
      speak(() => german);
      expect([t("{n} votes", { n: 2 }), t(msg("Seat"))]).to.deep.equal(["2 Stimmen", "Seat"]);
    } finally {
      speak(() => english);
    }
    expect(t("{n} votes", { n: 2 })).to.equal("2 votes");
  });

  it("comes out as ICU MessageFormat has it", () => {
    const messages = [
      "{n, plural, =0 {no votes} one {# vote} other {# votes}} for {name}",
      "{yours, select, true {Your {n, plural, one {seat} other {seats}}} other {Their <b>{n, plural, one {seat} other {# seats}}</b>}}",
      "It isn’t {name}'s: “{name}”, 12.5%, #{n}",
    ];
    for (const message of messages)
      for (const locale of ["en-GB", "de"])
        for (const n of [0, 1, 2, 1_234_567])
          for (const yours of [true, false]) {
            const values = { n, name: "Ana", yours };
            const whole = new IntlMessageFormat(message, locale).format({
              ...values,
              yours: String(yours),
              b: (inside) => inside.join(""),
            });
            // Numbers outside of a plural are written as they are, like numbers of seats.
            const plain = String(whole).replace(`#${n.toLocaleString(locale)}`, `#${n}`);
            expect(said(message, values, locale)).to.equal(plain);
          }
  });
});
