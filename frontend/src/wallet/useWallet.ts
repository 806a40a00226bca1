"use client";
import type { Address } from "viem";
import { useConnection, useDisconnect } from "wagmi";
import { useSource } from "../data/ledger.tsx";

export type Wallet = {
  readonly address: Address | undefined;
  readonly name: string | undefined;
  readonly onRightChain: boolean;
  readonly disconnect: () => void;
};

export function useWallet(): Wallet {
  const { address, chainId, connector, status } = useConnection();
  const { mutate } = useDisconnect();
  const source = useSource();
  const there = status === "connected" || status === "reconnecting";
  return {
    address: there ? address : undefined,
    name: connector?.name,
    onRightChain: chainId === source?.config.deployment.chainId,
    disconnect: () => mutate({}),
  };
}
