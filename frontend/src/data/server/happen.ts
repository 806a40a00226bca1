// The newest things that happened, in one line each. They are put into words only when somebody reads them, in the reader's language.
import type { Happening } from "../types.ts";
import type { BookHappening } from "./book.ts";
import type { ChainEvent } from "./events.ts";

type Link = NonNullable<Happening["link"]>;
export type Happen = (event: ChainEvent, text: () => string, link?: () => Link) => void;

/** As many as anybody is shown, and those that are left out for being like the one before. */
const KEPT = 200;

export function openHappenings(): { readonly happen: Happen; readonly newestFirst: () => readonly BookHappening[] } {
  const all: BookHappening[] = [];
  return {
    happen({ time, key }, text, link) {
      all.push({ time, key, say: () => ({ text: text(), ...(link ? { link: link() } : {}) }) });
      if (all.length > 2 * KEPT) all.splice(0, KEPT);
    },
    newestFirst: () => all.slice(-KEPT).reverse(),
  };
}
