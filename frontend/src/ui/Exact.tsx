"use client";

import { useId } from "react";
import { formatUnits } from "viem";
import type { Asset } from "../data/types.ts";
import { amount, decimal } from "../format/format.ts";
import { rich } from "../i18n/i18n.ts";

/** A sum as people read it, and to the last base unit on hover, on focus, and on a tap; plain where that is the same. */
export function Exact({ value, asset }: { value: bigint; asset: Pick<Asset, "decimals" | "symbol"> }) {
  const id = useId();
  const shown = amount(value, asset);
  const [whole = "0", part] = formatUnits(value, asset.decimals).split(".");
  const exact = decimal(whole, part ?? "");
  // Without zeros at its end: no longer than what is shown, so nothing was cut.
  if (exact.length <= shown.length) return shown;
  return (
    <button
      type="button"
      className="term exact"
      aria-describedby={id}
      onKeyDown={({ key, currentTarget }) => key === "Escape" && currentTarget.blur()}
    >
      {shown}
      <span role="tooltip" id={id} className="meaning">
        {rich("Exactly {exact} {symbol}", { exact, symbol: asset.symbol })}
      </span>
    </button>
  );
}
