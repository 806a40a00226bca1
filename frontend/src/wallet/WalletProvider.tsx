"use client";

import { lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from "react";
import type { Address } from "viem";
import type { DappConfig } from "../config/config.ts";
import { ACCOUNT_COOKIE } from "../data/about.ts";
import { useAccountKnown } from "../data/ledger.tsx";
import { useTaken } from "../data/useTaken.ts";
import { ConnectContext, nobody, type Wallet, WalletContext } from "./useWallet.ts";

const Wallets = lazy(async () => ({ default: (await import("./Wallets.tsx")).Wallets }));

/** Seconds. */
const YEAR = 31_536_000;

export function WalletProvider({ config, children }: { config: DappConfig | undefined; children: ReactNode }) {
  const [wallet, setWallet] = useState<Wallet>(nobody);
  const [connecting, setConnecting] = useState(false);
  // Until then a wallet would change what is still being drawn.
  const taken = useTaken();
  const connect = useCallback(() => setConnecting(true), []);
  // Nobody is connected before what is theirs is known here: no page is to say meanwhile that they have nothing.
  const known = useAccountKnown(wallet.address);
  const shown = known ? wallet : nobody;
  useRemembered(wallet.address);
  return (
    <ConnectContext.Provider value={connect}>
      <WalletContext.Provider value={shown}>
        {children}
        {config && taken && (
          <Suspense>
            <Wallets config={config} onWallet={setWallet} open={connecting} onOpen={setConnecting} />
          </Suspense>
        )}
      </WalletContext.Provider>
    </ConnectContext.Provider>
  );
}

/** The server draws the next page with what is theirs; nothing is kept of whoever left. */
function useRemembered(account: Address | undefined): void {
  const before = useRef(account);
  useEffect(() => {
    if (account !== undefined || before.current !== undefined) {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API isn't in every browser yet.
      document.cookie = `${ACCOUNT_COOKIE}=${account ?? ""}; path=/; max-age=${account ? YEAR : 0}; samesite=strict`;
    }
    before.current = account;
  }, [account]);
}
