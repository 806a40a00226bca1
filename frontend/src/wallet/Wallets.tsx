"use client";

import { useEffect, useMemo } from "react";
import type { TypedDataDefinition } from "viem";
import { useConfig, useConnection, WagmiProvider } from "wagmi";
import { disconnect, getConnectorClient, signMessage, signTypedData, switchChain } from "wagmi/actions";
import type { DappConfig } from "../config/config.ts";
import { ConnectDialog } from "./ConnectDialog.tsx";
import type { Wallet } from "./useWallet.ts";
import { walletConfig } from "./wagmi.ts";

type WalletsProps = {
  config: DappConfig;
  onWallet: (wallet: Wallet) => void;
  open: boolean;
  onOpen: (open: boolean) => void;
};

/** All that needs wagmi: who is connected, told to the page, and the list to choose from. */
export function Wallets({ config, onWallet, ...dialog }: WalletsProps) {
  const wagmi = useMemo(() => walletConfig(config), [config]);
  return (
    <WagmiProvider config={wagmi}>
      <Connection chainId={config.deployment.chainId} onWallet={onWallet} />
      <ConnectDialog coop={config.deployment.name} {...dialog} />
    </WagmiProvider>
  );
}

function Connection({ chainId, onWallet }: { chainId: number; onWallet: (wallet: Wallet) => void }) {
  const wagmi = useConfig();
  const { address, chainId: at, connector, status } = useConnection();
  const there = status === "connected" || status === "reconnecting";
  useEffect(() => {
    const account = there ? address : undefined;
    onWallet({
      ...{ wagmi, address: account, name: connector?.name, isPersona: connector?.type === "persona" },
      onRightChain: at === chainId,
      disconnect: () => void disconnect(wagmi),
      switchChain: () => switchChain(wagmi, { chainId }),
      client: () => getConnectorClient(wagmi, { chainId }),
      signMessage: (message) => signMessage(wagmi, { ...(account ? { account } : {}), message }),
      signTypedData: (typedData: TypedDataDefinition) =>
        signTypedData(wagmi, { ...typedData, ...(account ? { account } : {}) } as never),
    });
  }, [wagmi, there, address, at, connector, chainId, onWallet]);
  return null;
}
