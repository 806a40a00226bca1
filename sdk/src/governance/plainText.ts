// Text that strangers wrote on the chain, made fit to stand among ours: nothing invisible, nothing that turns the line
// around, nothing that grows over other lines, nothing without an end.

/** Control and formatting characters, and all else that is never seen: fillers, selectors, separators. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu;
/** More marks above and below one letter than any script needs. */
const PILE = /(\p{Mn}{6})\p{Mn}+/gu;
/** Times `max`: what is further back than this isn't looked at, however much of the text can't be seen. */
const LOOKED_AT = 10;

/** `text` without what can't be seen (line breaks stay), at most `max` characters long. */
export function plainText(text: string, max: number): string {
  return text
    .slice(0, LOOKED_AT * max)
    .replace(UNSEEN, (it) => (it === "\n" ? it : ""))
    .replace(PILE, "$1")
    .slice(0, max)
    .replace(/[\ud800-\udbff]$/, "");
}

/** `text` with all that can't be seen written out (`\u{202e}`), line breaks too: it stays on its line, and hides nothing. */
export const spelledOut = (text: string): string =>
  text.replace(UNSEEN, (it) => `\\u{${(it.codePointAt(0) as number).toString(16)}}`);
