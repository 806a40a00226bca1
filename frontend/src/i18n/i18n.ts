// The reader's language. English stands in the code and is the key; every other language is a file in frontend/messages.
//   t("Seat {id}", { id })                         text
//   rich("Read <b>this</b>", { b: (it) => <b>…})   text with elements in it
//   msg("Votes")                                   for a list that is made before anybody reads it; t(it) shows it
import { english, inPieces, type Language, type Message, speak, type Values } from "@commonmind/sdk";
import { createElement, Fragment, type ReactElement, type ReactNode } from "react";

export { type Language, language, locale, type Message, msg, t } from "@commonmind/sdk";

/** Of the request that is being answered: server.mjs keeps it, for as long as the answer takes. */
type Asked = { getStore(): (Language & { readonly all: readonly string[] }) | undefined };
const asked = () => (globalThis as { [key: symbol]: Asked | undefined })[Symbol.for("commonmind.language")]?.getStore();

let chosen: Language | undefined;

speak(() => chosen ?? asked() ?? english);

/** In a browser there is one reader: the language came with the page, and stays until the next one is loaded. */
export function read(language: Language): void {
  if ("document" in globalThis) chosen = language;
}

/** Every language that the server has. */
export const languagesThere = (): readonly string[] => asked()?.all ?? ["en"];

/** A language's own name for itself. */
export const nameOfLanguage = (tag: string): string =>
  new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;

/** A sentence with elements as values, or around parts of it. */
export function rich(message: string | Message, values: Values<ReactNode>): ReactElement {
  return createElement(Fragment, null, ...inPieces<ReactNode>(message, values));
}
