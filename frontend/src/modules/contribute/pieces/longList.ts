// Where a text stops being something to write in a field: browsers draw every line of one, and slow down with each.

/** A list of sentences that is kept beside the field, as it came. */
export type LongList = {
  readonly key: string;
  readonly text: Blob;
  /** Of the file that it was read from; undefined if it was pasted. */
  readonly name: string | undefined;
};

/** From so many lines, or characters, on what is put in at once is a list. */
export const LIST_FROM = { lines: 500, characters: 50_000 } as const;
/** What a field holds at most, if it isn't written by hand. */
export const FIELD_HOLDS = { lines: 2_000, characters: 200_000 } as const;
/** Sentences of a list that are shown. */
export const SHOWN = 200;
/** Letters of one that are shown. */
export const SHOWN_LETTERS = 300;

type Bounds = { readonly lines: number; readonly characters: number };

/** Whether a text has more lines or characters; looks no further than it must. */
function exceeds(text: string, { lines, characters }: Bounds): boolean {
  if (text.length > characters) return true;
  let found = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    found += 1;
    if (found > lines) return true;
  }
  return false;
}

/**
 * Whether what is put into a field at once is better kept beside it: it is long itself, or too much with what stands there.
 * One line that isn't long is always written into the field.
 */
export function isLong(added: string, present: string): boolean {
  if (exceeds(added, LIST_FROM)) return true;
  return added.includes("\n") && exceeds(`${present}${added}`, FIELD_HOLDS);
}

let made = 0;

/** A list to keep: what was pasted, or a file with a sentence on each line. */
export const longList = (text: string | File): LongList => ({
  key: `list-${++made}`,
  text: typeof text === "string" ? new Blob([text]) : text,
  name: typeof text === "string" ? undefined : text.name,
});
