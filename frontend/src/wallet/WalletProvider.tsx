"use client";

import { lazy, type ReactNode, Suspense, useCallback, useState } from "react";
import type { DappConfig } from "../config/config.ts";
import { useTaken } from "../data/useTaken.ts";
import { ConnectContext, nobody, type Wallet, WalletContext } from "./useWallet.ts";

const Wallets = lazy(async () => ({ default: (await import("./Wallets.tsx")).Wallets }));

export function WalletProvider({ config, children }: { config: DappConfig | undefined; children: ReactNode }) {
  const [wallet, setWallet] = useState<Wallet>(nobody);
  const [connecting, setConnecting] = useState(false);
  // Until then a wallet would change what is still being drawn.
  const taken = useTaken();
  const connect = useCallback(() => setConnecting(true), []);
  return (
    <ConnectContext.Provider value={connect}>
      <WalletContext.Provider value={wallet}>
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
