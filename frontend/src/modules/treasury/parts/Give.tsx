"use client";

import { treasuryAbi } from "@commonmind/sdk";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { erc20Abi, zeroAddress } from "viem";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import { useSource } from "../../../data/ledger.tsx";
import type { Asset, Ledger } from "../../../data/types.ts";
import { amountText } from "../../../format/format.ts";
import { parseAmount } from "../../../format/parseAmount.ts";
import { t } from "../../../i18n/i18n.ts";
import { useWallet } from "../../../wallet/useWallet.ts";
import { LONGEST_MEMO, memoBytes, memoOf } from "./memo.ts";

/** A gift to the reserve. A token is allowed first, and then given: two transactions at most. */
export function Give({ ledger, assets }: { ledger: Ledger; assets: ReadonlyMap<string, Asset> }) {
  const treasury = useSource()?.config.deployment.contracts.treasury;
  const taken = [...assets.values()].filter(({ address }) => !ledger.delisted.has(address.toLowerCase()));
  const [chosen, setChosen] = useState<string>(zeroAddress);
  const [text, setText] = useState("");
  const [memo, setMemo] = useState("");
  const [left, setLeft] = useState(false);
  const asset = taken.find(({ address }) => address === chosen) ?? taken[0];
  const purse = usePurse(asset);
  const parsed = asset && parseAmount(text, asset);
  const amount = parsed && "amount" in parsed ? parsed.amount : undefined;
  const long = memoBytes(memo) > LONGEST_MEMO;
  const short = amount !== undefined && purse !== undefined && amount > purse.held;
  const calls = useMemo((): Call[] => {
    if (!treasury || !asset || amount === undefined || long || short || !purse) return [];
    const native = asset.address === zeroAddress;
    const allowed = native || purse.allowed >= amount;
    const approve: Call = {
      ...{ address: asset.address, abi: erc20Abi },
      ...{ functionName: "approve", args: [treasury, amount] },
    };
    const give: Call = {
      ...{ address: treasury, abi: treasuryAbi, functionName: "give", args: [asset.address, amount, memoOf(memo)] },
      ...(native ? { value: amount } : {}),
      dependent: !allowed,
    };
    return allowed ? [give] : [approve, give];
  }, [treasury, asset, amount, memo, long, short, purse]);
  const action = useAction("give", calls);
  const wrong =
    left && parsed && "wrong" in parsed
      ? parsed.wrong
      : short && asset
        ? t("This wallet holds {held}.", { held: amountText(purse.held, asset) })
        : undefined;
  if (!asset) return null;
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <div className="pair">
        <div className={wrong ? "field wrong" : "field"}>
          <label htmlFor="give-amount">{t("How much")}</label>
          <input
            id="give-amount"
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={text}
            placeholder="12.50"
            aria-describedby="give-amount-help"
            aria-invalid={wrong !== undefined}
            onChange={({ target }) => setText(target.value)}
            onBlur={() => setLeft(true)}
          />
          <small id="give-amount-help">
            {wrong ??
              (purse ? t("You hold {held}.", { held: amountText(purse.held, asset) }) : t("It can’t be taken back."))}
          </small>
        </div>
        <div className="field">
          <label htmlFor="give-asset">{t("In")}</label>
          <select id="give-asset" value={asset.address} onChange={({ target }) => setChosen(target.value)}>
            {taken.map(({ address, symbol }) => (
              <option key={address} value={address}>
                {symbol}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div className={long ? "field wrong" : "field"}>
        <label htmlFor="give-memo">{t("With a word, if you like")}</label>
        <input
          id="give-memo"
          type="text"
          value={memo}
          aria-describedby="give-memo-help"
          aria-invalid={long}
          onChange={({ target }) => setMemo(target.value)}
        />
        <small id="give-memo-help">
          {long ? t("It is too long: about thirty letters fit.") : t("Public, and for good. About thirty letters.")}
        </small>
      </div>
      <div className="mt-6" style={{ maxWidth: 340 }}>
        <ActionButton
          action={action}
          verb="pay"
          aside
          label={
            amount === undefined ? t("Give to the reserve") : t("Give {amount}", { amount: amountText(amount, asset) })
          }
          idle={t("Say how much")}
          done={t("Given. Thank you")}
        >
          {calls.length > 1
            ? t("Two transactions: first you allow the treasury to take {symbol}, then it does.", {
                symbol: asset.symbol,
              })
            : t("One transaction. Only a vote can spend it.")}
        </ActionButton>
      </div>
    </form>
  );
}

/** What the wallet holds of an asset, and lets the treasury take. */
function usePurse(asset: Asset | undefined) {
  const source = useSource();
  const { address } = useWallet();
  const { data } = useQuery({
    queryKey: ["purse", source?.config.deployment.chainHash, address, asset?.address],
    enabled: source !== undefined && address !== undefined && asset !== undefined,
    refetchInterval: 8_000,
    queryFn: async () => {
      if (!source || !address || !asset) return null;
      const { client, config } = source;
      if (asset.address === zeroAddress) return { held: await client.getBalance({ address }), allowed: 0n };
      const token = { address: asset.address, abi: erc20Abi } as const;
      const [held, allowed] = await Promise.all([
        client.readContract({ ...token, functionName: "balanceOf", args: [address] }),
        client.readContract({
          ...token,
          functionName: "allowance",
          args: [address, config.deployment.contracts.treasury],
        }),
      ]);
      return { held, allowed };
    },
  });
  return data ?? undefined;
}
