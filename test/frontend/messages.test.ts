// Every sentence of the dApp can be read in every language that there is.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { IntlMessageFormat } from "intl-messageformat";
import { findMessages } from "../../scripts/messages/found.ts";
import { languageTags, readLanguage, slotsOf, standingOf } from "../../scripts/messages/languages.ts";
import { formatMessage } from "../../sdk/src/language/index.ts";

/** Sentences that no other language could ever have. */
const UNSPOKEN = `const EARLY = t("Too early");
const Unspoken = ({ many }) => (
  <section>
    <button type="button" aria-label="Collect" title={EARLY} />
    <p>Nothing waits here.</p>
    {t(\`There are \${many}.\`)}
  </section>
);`;

describe("The dApp's sentences", () => {
  const { messages, faults } = findMessages();
  const english = [...messages.keys()];

  it("all go through t(), rich() or msg(), as literals, when somebody reads them", () => {
    expect(english.length).to.be.greaterThan(1_500);
    expect(faults).to.deep.equal([]);
  });

  it("are all in the format", () => {
    for (const message of english) expect(() => slotsOf(message), message).not.to.throw();
  });

  it("find what was written past them", () => {
    const folder = mkdtempSync(join(tmpdir(), "commonmind-messages-"));
    writeFileSync(join(folder, "Unspoken.tsx"), UNSPOKEN);
    const planted = findMessages([folder]);
    rmSync(folder, { recursive: true });
    expect(planted.faults.map((fault) => fault.slice(fault.indexOf("Unspoken")))).to.deep.equal([
      "Unspoken.tsx:1 t() runs before anybody reads it; use msg() here, and t() where it is shown",
      "Unspoken.tsx:4 “Collect” doesn't go through t()",
      "Unspoken.tsx:5 “Nothing waits here.” doesn't go through t()",
      "Unspoken.tsx:6 a sentence is one literal, with its values in braces",
    ]);
    expect([...planted.messages.keys()]).to.deep.equal(["Too early"]);
  });

  it("are in more than one language", () => {
    expect(languageTags()).to.include("de");
  });

  for (const tag of languageTags())
    describe(`in ${tag}`, () => {
      it("are all there, none is left over, and each takes what the English one takes", () => {
        const { missing, unused, wrong } = standingOf(tag, english);
        expect({ missing, unused, wrong }).to.deep.equal({ missing: [], unused: [], wrong: [] });
      });

      it("come out as ICU MessageFormat has them", () => {
        for (const message of Object.values(readLanguage(tag)))
          for (const n of [0, 1, 2, 1_234]) {
            const slots = slotsOf(message);
            const values = Object.fromEntries(
              slots.flatMap((slot) => /^\{(\w+)\}$/.exec(slot)?.[1] ?? []).map((name) => [name, n]),
            );
            const marks = Object.fromEntries(
              slots
                .flatMap((slot) => /^<(\w+)>$/.exec(slot)?.[1] ?? [])
                .map((name) => [name, (inside: unknown[]) => inside.join("")]),
            );
            const plain = message.replace(/\{(\w+)\}/g, (all, name) =>
              message.includes(`{${name}, plural`) ? all : `{${name}_text}`,
            );
            const texts = Object.fromEntries(Object.keys(values).map((name) => [`${name}_text`, "Text"]));
            const wanted = new IntlMessageFormat(plain, tag).format({ ...values, ...texts, ...marks });
            expect(formatMessage<string>(plain, { ...values, ...texts }, tag).join("")).to.equal(String(wanted));
          }
      });
    });
});
