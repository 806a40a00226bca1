import { parseUnits } from "viem";
import { t } from "../i18n/i18n.ts";

/** "1,234.5" as base units. A sentence for people if it is no amount; undefined while nothing stands there. */
export function parseAmount(
  text: string,
  { decimals, symbol }: { decimals: number; symbol: string },
): { amount: bigint } | { wrong: string } | undefined {
  const trimmed = text.replace(/[\s,_’]/g, "");
  if (trimmed === "") return undefined;
  const match = /^(\d*)(?:\.(\d*))?$/.exec(trimmed);
  if (!match || trimmed === ".") return { wrong: t("Write a number, such as 12.50.") };
  if ((match[2] ?? "").replace(/0+$/, "").length > decimals) {
    return { wrong: t("{symbol} has {decimals} places after the point at most.", { symbol, decimals }) };
  }
  const amount = parseUnits(trimmed as `${number}`, decimals);
  return amount === 0n ? { wrong: t("Write more than nothing.") } : { amount };
}
