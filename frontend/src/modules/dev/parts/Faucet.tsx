"use client";

import { useState } from "react";
import { formatEther, getAddress, isAddress, numberToHex, parseEther } from "viem";
import type { Source } from "../../../data/source.ts";
import { shortAddress } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { useWallet } from "../../../wallet/useWallet.ts";

const GIFT = parseEther("10");

/** Play money of the local chain, made by its node. */
export function Faucet({ source }: { source: Source }) {
  const { address } = useWallet();
  const [text, setText] = useState("");
  const [said, setSaid] = useState<{ words: string; bad: boolean }>();
  const typed = text.trim() || address || "";
  const fill = async () => {
    if (!isAddress(typed, { strict: false })) {
      setSaid({ words: t("Write an address, or connect a wallet."), bad: true });
      return;
    }
    const to = getAddress(typed);
    try {
      const balance = (await source.client.getBalance({ address: to })) + GIFT;
      await source.client
        .request({ method: "hardhat_setBalance", params: [to, numberToHex(balance)] } as never)
        .catch(() =>
          source.client.request({ method: "anvil_setBalance", params: [to, numberToHex(balance)] } as never),
        );
      setSaid({
        words: t("{to} holds {balance} ETH now.", { to: shortAddress(to), balance: formatEther(balance) }),
        bad: false,
      });
    } catch {
      setSaid({ words: t("This chain’s node doesn’t make money. Send some from an account that has it."), bad: true });
    }
  };
  return (
    <form
      className={said?.bad ? "field wrong" : "field"}
      onSubmit={(event) => {
        event.preventDefault();
        void fill();
      }}
    >
      <label htmlFor="faucet">{t("Whose")}</label>
      <input
        id="faucet"
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={text}
        placeholder={address ?? "0x…"}
        onChange={({ target }) => setText(target.value)}
      />
      <small aria-live="polite">{said?.words ?? t("Ten ETH at a time.")}</small>
      <button type="submit" className="quiet" style={{ justifySelf: "start" }}>
        {t("Give it 10 ETH")}
      </button>
    </form>
  );
}
