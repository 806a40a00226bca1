// Text that strangers wrote on the chain, made fit to stand among ours.
export { plainText as plain } from "@commonmind/sdk";

/** A token's own name for itself, if it can be mistaken for nothing else; else `otherwise`. */
export function plainSymbol(symbol: string, otherwise: string): string {
  return /^[\x21-\x7e]{1,12}$/.test(symbol) && symbol.toUpperCase() !== "ETH" ? symbol : otherwise;
}
