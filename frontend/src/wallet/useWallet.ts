"use client";

import { createContext, useContext } from "react";
import type { Account, Address, Chain, Client, Hex, Transport, TypedDataDefinition } from "viem";
import type { Config } from "wagmi";
import { t } from "../i18n/i18n.ts";

/** A wallet as viem's actions take it. */
export type SigningClient = Client<Transport, Chain, Account>;

/** Who is reading, and what their wallet does for them. Nobody, until the code of wallets is there and one is connected. */
export type Wallet = {
  readonly address: Address | undefined;
  readonly name: string | undefined;
  /** One of the local chain's people. */
  readonly isPersona: boolean;
  readonly onRightChain: boolean;
  readonly disconnect: () => void;
  /** Asks the wallet to change to the co-op's network. */
  readonly switchChain: () => Promise<unknown>;
  /** Signs and sends on the co-op's network. Throws if the wallet isn't on it. */
  readonly client: () => Promise<SigningClient>;
  readonly signMessage: (message: string) => Promise<Hex>;
  readonly signTypedData: (typedData: TypedDataDefinition) => Promise<Hex>;
  /** For what needs wagmi itself; undefined until it is there. */
  readonly wagmi: Config | undefined;
};

const unconnected = async (): Promise<never> => {
  throw new Error(t("No wallet is connected."));
};

export const nobody: Wallet = {
  ...{ address: undefined, name: undefined, isPersona: false, onRightChain: false, wagmi: undefined },
  disconnect: () => {},
  ...{ switchChain: unconnected, client: unconnected, signMessage: unconnected, signTypedData: unconnected },
};

export const WalletContext = createContext<Wallet>(nobody);
export const useWallet = (): Wallet => useContext(WalletContext);

export const ConnectContext = createContext<() => void>(() => {});
/** Opens the list of wallets. */
export const useConnectDialog = (): (() => void) => useContext(ConnectContext);
