"use client";

import { treasuryAbi } from "@commonmind/sdk";
import { useMemo } from "react";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import { useSource } from "../../../data/ledger.tsx";
import type { Asset, Model } from "../../../data/types.ts";
import { amountText } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";

/** Splits what lies in a model's till. Anyone may, and nobody gets anything for it. */
export function SettleButton({ model, asset, amount }: { model: Model; asset: Asset; amount: bigint }) {
  const treasury = useSource()?.config.deployment.contracts.treasury;
  const calls = useMemo(
    (): Call[] =>
      treasury
        ? [
            {
              address: treasury,
              abi: treasuryAbi,
              functionName: "settle",
              args: [BigInt(model.id), asset.address],
            },
          ]
        : [],
    [treasury, model.id, asset.address],
  );
  const action = useAction(`settle:${model.id}:${asset.address}`, calls);
  return (
    <ActionButton
      action={action}
      verb="pay"
      aside
      label={t("Settle {amount} now", { amount: amountText(amount, asset) })}
      done={t("Settled")}
    >
      {rich("For {name}. Anyone may press this: it splits what is there, and pays nobody else.", { name: model.name })}
    </ActionButton>
  );
}
