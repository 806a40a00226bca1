// Text that strangers wrote on the chain, made fit to stand among ours: nothing invisible, nothing that turns the line
// around, nothing without an end.

/** `text` without control and formatting characters (line breaks stay), at most `max` characters long. */
export function plain(text: string, max: number): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (it) => (it === "\n" ? it : "")).slice(0, max);
}

/** A token's own name for itself, if it can be mistaken for nothing else; else `otherwise`. */
export function plainSymbol(symbol: string, otherwise: string): string {
  return /^[\x21-\x7e]{1,12}$/.test(symbol) && symbol.toUpperCase() !== "ETH" ? symbol : otherwise;
}
