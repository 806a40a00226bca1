"use client";

import { useEffect, useRef, useState } from "react";
import { useLedgerSoFar, useSource } from "../data/ledger.tsx";
import { seatAt } from "../data/seats.ts";
import { shortAddress } from "../format/format.ts";
import { rich, t } from "../i18n/i18n.ts";
import { useHydrated } from "../ui/useHydrated.ts";
import { useConnectDialog, useWallet } from "./useWallet.ts";

/** Top right: who is reading, or the way to say so. */
export function WalletStatus() {
  const { address, name, isPersona, onRightChain, disconnect, switchChain } = useWallet();
  const { ledger } = useLedgerSoFar();
  const source = useSource();
  const connect = useConnectDialog();
  const hydrated = useHydrated();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!open) return;
    const close = (event: Event) => {
      if (event instanceof KeyboardEvent ? event.key === "Escape" : !box.current?.contains(event.target as Node))
        setOpen(false);
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, [open]);

  if (!address) {
    return (
      <button type="button" className="quiet" onClick={connect} disabled={!hydrated} data-testid="connect">
        {t("Connect")}
      </button>
    );
  }
  if (!onRightChain && source) {
    return (
      <button
        type="button"
        className="quiet warn"
        onClick={() => void switchChain().catch(() => {})}
        data-testid="switch"
      >
        {t("Switch network")}
      </button>
    );
  }
  const seat = ledger ? seatAt(ledger, address) : undefined;
  const seated = ledger?.seatOf.has(address.toLowerCase()) ?? false;
  const role = ledger === undefined ? "" : seated ? t("member") : isPersona ? (name ?? t("guest")) : t("guest");
  return (
    <div className="who-box" ref={box}>
      <button
        type="button"
        className="who-button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        data-testid="who"
      >
        <span className={seated ? "seat" : "seat empty"} aria-hidden="true" />
        <span>
          {role} <span className="mono">{shortAddress(address)}</span>
        </span>
      </button>
      {open && (
        <div className="who-menu">
          <p className="cap">
            {rich("{seated} Connected with {name}.", {
              seated: seated
                ? t("This wallet holds a seat.")
                : seat
                  ? t("This wallet’s seat has lapsed.")
                  : t("This wallet holds no seat."),
              name,
            })}
          </p>
          <a className="quiet" href={`/rewards/${address}`}>
            {t("Your rewards")}
          </a>
          <a className="quiet" href="/dividend">
            {t("Your dividend")}
          </a>
          <button
            type="button"
            className="quiet"
            onClick={() => {
              setOpen(false);
              connect();
            }}
          >
            {t("Be somebody else")}
          </button>
          <button
            type="button"
            className="quiet"
            onClick={() => {
              setOpen(false);
              disconnect();
            }}
          >
            {t("Leave")}
          </button>
        </div>
      )}
    </div>
  );
}
