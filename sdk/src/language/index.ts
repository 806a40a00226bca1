/**
 * What people read, in their language. English is what stands in the code, and the key to every other language; nothing has
 * to be set for it.
 * @module
 */
import { formatMessage, type Values } from "./message.ts";

export { formatMessage, type Mark, MessageError, parseMessage, type Values } from "./message.ts";

export type Language = {
  /** As in `<html lang>`: "de". */
  readonly tag: string;
  /** How numbers and dates are written: "de-DE". */
  readonly locale: string;
  /** By the English sentence. What is missing stays English. */
  readonly messages: Readonly<Record<string, string>>;
};

/** What sentences are written in: nothing has to be translated. */
export const english: Language = { tag: "en", locale: "en-GB", messages: {} };

let current: () => Language = () => english;

/** Whoever shows sentences of this package says in which language, whenever one is asked for. */
export function speak(language: () => Language): void {
  current = language;
}

/** The language that sentences come in now. */
export const language = (): Language => current();
/** How numbers and dates are written now: "en-GB". */
export const locale = (): string => current().locale;

/** A sentence that is put into the reader's language later, with `t`. */
export type Message = { readonly message: string };
/** A sentence that is made before anybody reads it. */
export const msg = (message: string): Message => ({ message });

/** The sentence in the reader's language, in pieces. */
export function inPieces<Drawn>(message: string | Message, values: Values<Drawn>): (string | Drawn)[] {
  const { messages, locale } = current();
  const key = typeof message === "string" ? message : message.message;
  return formatMessage<Drawn>(messages[key] ?? key, values, locale);
}

/** The sentence in the reader's language. */
export const t = (message: string | Message, values: Values<string> = {}): string =>
  inPieces<string>(message, values).join("");
