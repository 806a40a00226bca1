// Sentences in the part of ICU MessageFormat that ours need:
//   {name}                                             a value
//   {n, plural, =0 {none} one {# vote} other {# votes}}  by the language's rules; # is the number
//   {yours, select, true {Your} other {This}}          by a word, or by yes and no
//   <b>text</b>                                        marked, for whoever draws it
// https://unicode-org.github.io/icu/userguide/format_parse/messages/. There are no escapes: a sentence that shows braces takes
// them as a value.

/** Every sentence is read once. */
const read = new Map<string, readonly Part[]>();

type Part =
  | string
  | { readonly kind: "value"; readonly name: string }
  | { readonly kind: "number" }
  | {
      readonly kind: "plural" | "select";
      readonly name: string;
      readonly cases: Readonly<Record<string, readonly Part[]>>;
    }
  | { readonly kind: "mark"; readonly name: string; readonly inside: readonly Part[] };

/** A sentence that isn't in the format: a mistake of whoever wrote it. */
export class MessageError extends Error {
  override readonly name = "MessageError";
}

/** The parts of a sentence. Throws a MessageError if it isn't in the format. */
export function parseMessage(message: string): readonly Part[] {
  const known = read.get(message);
  if (known) return known;
  let at = 0;
  const wrong = (what: string) => new MessageError(`${what} at ${at} of “${message}”.`);
  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(message) ?? undefined;
    if (found) at += found[0].length;
    return found;
  };
  const parts = (counted: boolean): Part[] => {
    const found: Part[] = [];
    for (;;) {
      const text = match(counted ? /[^{}<#]+/y : /[^{}<]+/y);
      if (text) found.push(text[0]);
      else if (counted && match(/#/y)) found.push({ kind: "number" });
      else if (message.startsWith("{", at)) found.push(argument(counted));
      else if (/^<\w/.test(message.slice(at, at + 2))) found.push(mark(counted));
      else return found;
    }
  };
  const mark = (counted: boolean): Part => {
    const name = match(/<(\w+)>/y)?.[1];
    if (!name) throw wrong("A mark isn't closed");
    const inside = parts(counted);
    if (!match(new RegExp(`</${name}>`, "y"))) throw wrong(`</${name}> is missing`);
    return { kind: "mark", name, inside };
  };
  const argument = (counted: boolean): Part => {
    const name = match(/\{\s*(\w+)\s*/y)?.[1];
    if (!name) throw wrong("A name is missing");
    if (match(/\}/y)) return { kind: "value", name };
    const kind = match(/,\s*(plural|select)\s*,\s*/y)?.[1] as "plural" | "select" | undefined;
    if (!kind) throw wrong("Only plural and select are known");
    const cases: Record<string, Part[]> = {};
    for (let key = match(/(=?\w+)\s*\{/y); key; key = match(/(=?\w+)\s*\{/y)) {
      cases[key[1] as string] = parts(counted || kind === "plural");
      if (!match(/\}\s*/y)) throw wrong("A case isn't closed");
    }
    if (!cases.other) throw wrong("The case “other” is missing");
    if (!match(/\}/y)) throw wrong("A choice isn't closed");
    return { kind, name, cases };
  };
  const all = parts(false);
  if (at < message.length) throw wrong("Something is left over");
  read.set(message, all);
  return all;
}

/** What a mark turns its text into. */
export type Mark<Drawn> = (inside: readonly (string | Drawn)[]) => Drawn;
export type Values<Drawn> = Readonly<
  Record<string, Drawn | string | number | bigint | boolean | undefined | Mark<Drawn>>
>;

/**
 * A sentence with its values, in pieces: text, and whatever else the values are. Numbers are written as they are, but for #,
 * which is grouped as the language does. A value that isn't there, or is no, leaves nothing behind. Marks without a value are left
 * out, their text stays.
 */
export function formatMessage<Drawn = never>(
  message: string,
  values: Values<Drawn>,
  locale: string,
): (string | Drawn)[] {
  const form = (parts: readonly Part[], counted: number | bigint): (string | Drawn)[] =>
    parts.flatMap((part): (string | Drawn)[] => {
      if (typeof part === "string") return [part];
      if (part.kind === "number") return [counted.toLocaleString(locale)];
      const value = values[part.name];
      if (part.kind === "mark") {
        const inside = form(part.inside, counted);
        return typeof value === "function" ? [(value as Mark<Drawn>)(inside)] : inside;
      }
      if (part.kind === "value") {
        if (value === undefined || value === false) return [];
        const text = typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
        return [text ? String(value) : (value as Drawn | string)];
      }
      if (part.kind === "select") return form(part.cases[String(value)] ?? part.cases.other ?? [], counted);
      const many = typeof value === "bigint" ? value : Number(value);
      const rule = new Intl.PluralRules(locale).select(Number(many));
      return form(part.cases[`=${many}`] ?? part.cases[rule] ?? part.cases.other ?? [], many);
    });
  return form(parseMessage(message), 0);
}
