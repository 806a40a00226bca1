import { parseUnits } from "viem";
import { locale, t } from "../i18n/i18n.ts";
import { decimal, separator } from "./format.ts";

/**
 * "1,234.5" as base units, as the reader's language writes it. A sentence for people if it is no amount; undefined while
 * nothing stands there. What groups digits is taken only where it groups three: "1,5" is refused, never read as 15.
 */
export function parseAmount(
  text: string,
  { decimals, symbol }: { decimals: number; symbol: string },
): { amount: bigint } | { wrong: string } | undefined {
  const trimmed = text.replace(/[\s_’']/g, "");
  if (trimmed === "") return undefined;
  const point = separator();
  const group = (1_234_567).toLocaleString(locale()).charAt(1);
  const pattern = new RegExp(`^(\\d*|\\d{1,3}(?:\\${group}\\d{3})+)(?:\\${point}(\\d*))?$`);
  const [, whole = "", part = ""] = pattern.exec(trimmed) ?? [];
  if (whole === "" && part === "")
    return { wrong: t("Write a number, such as {example}.", { example: decimal("12", "50") }) };
  if (part.replace(/0+$/, "").length > decimals) {
    return { wrong: t("{symbol} has {decimals} places after the point at most.", { symbol, decimals }) };
  }
  const amount = parseUnits(`${whole.replaceAll(group, "")}.${part}`, decimals);
  return amount === 0n ? { wrong: t("Write more than nothing.") } : { amount };
}
