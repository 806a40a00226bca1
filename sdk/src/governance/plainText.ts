// Text that strangers wrote on the chain, made fit to stand among ours: nothing invisible, nothing that turns the line
// around, nothing without an end.

/** `text` without control and formatting characters (line breaks stay), at most `max` characters long. */
export function plainText(text: string, max: number): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (it) => (it === "\n" ? it : "")).slice(0, max);
}
