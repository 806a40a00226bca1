"use client";

import { lazy, type ReactNode, Suspense, useCallback, useState, useSyncExternalStore } from "react";
import type { DappConfig } from "../config/config.ts";
import { isTaken, onTakeOver } from "../data/firstPage.ts";
import { ConnectContext, nobody, type Wallet, WalletContext } from "./useWallet.ts";

const Wallets = lazy(async () => ({ default: (await import("./Wallets.tsx")).Wallets }));

/** False on the server, and until the browser has taken its page over: a wallet would change what is still being drawn. */
const useInBrowser = () => useSyncExternalStore(onTakeOver, isTaken, () => false);

export function WalletProvider({ config, children }: { config: DappConfig | undefined; children: ReactNode }) {
  const [wallet, setWallet] = useState<Wallet>(nobody);
  const [connecting, setConnecting] = useState(false);
  const inBrowser = useInBrowser();
  const connect = useCallback(() => setConnecting(true), []);
  return (
    <ConnectContext.Provider value={connect}>
      <WalletContext.Provider value={wallet}>
        {children}
        {config && inBrowser && (
          <Suspense>
            <Wallets config={config} onWallet={setWallet} open={connecting} onOpen={setConnecting} />
          </Suspense>
        )}
      </WalletContext.Provider>
    </ConnectContext.Provider>
  );
}
