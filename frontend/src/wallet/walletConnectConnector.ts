// A wallet on another device, mostly a phone. Until somebody chooses it, nothing of WalletConnect is loaded, and nobody but
// our own server is asked.
import { type Address, type Chain, type EIP1193RequestFn, getAddress, http, numberToHex, SwitchChainError } from "viem";
import { createConnector } from "wagmi";
import { createReadClient } from "../data/readClient.ts";
import { forget, keep, readKept } from "../ui/kept.ts";
import type { PhoneSession } from "./phoneSession.ts";

const REMEMBERED = "commonmind.walletconnect";

export const WALLET_CONNECT = "walletConnect";

/** What this connector can do beyond what all can: stop asking for a wallet. */
export type CanBeCalledOff = { readonly callOff: () => void };

/**
 * Tells the code for the wallet as a message of type "display_uri".
 * @param coop What the co-op is called.
 */
export function walletConnectConnector(projectId: string, chain: Chain, coop: string) {
  let opened: Promise<PhoneSession> | undefined;
  let pairing = new AbortController();

  return createConnector<{ request: EIP1193RequestFn }, CanBeCalledOff>((config) => {
    const onEnd = () => {
      forget(REMEMBERED);
      config.emitter.emit("disconnect");
    };
    const open = (): Promise<PhoneSession> => {
      const onAccounts = (accounts: readonly Address[]) =>
        config.emitter.emit("change", { accounts: accounts.map((it) => getAddress(it)) });
      opened ??= import("./phoneSession.ts").then(({ openPhoneSession }) =>
        openPhoneSession({ projectId, chainId: chain.id, coop, onAccounts, onEnd }),
      );
      // What couldn't be fetched once is asked for again.
      opened.catch(() => {
        opened = undefined;
      });
      return opened;
    };
    const accounts = async () => (await open()).accounts().map((it) => getAddress(it));

    const request = (async ({ method, params }: { method: string; params?: unknown[] }) => {
      switch (method) {
        case "eth_accounts":
        case "eth_requestAccounts":
          return accounts();
        case "eth_chainId":
          return numberToHex(chain.id);
        case "wallet_switchEthereumChain":
          return null;
        default: {
          const answer = (await open()).request(method, params);
          if (answer) return answer;
          const client = createReadClient({ chain, transport: http(chain.rpcUrls.default.http[0]) });
          return client.request({ method, params } as never);
        }
      }
    }) as EIP1193RequestFn;

    return {
      id: WALLET_CONNECT,
      name: "WalletConnect",
      type: WALLET_CONNECT,
      callOff: () => pairing.abort(),
      async connect<withCapabilities extends boolean = false>() {
        pairing = new AbortController();
        const calledOff = pairing.signal;
        const session = await open();
        if (session.accounts().length === 0) {
          await session.pair((data) => config.emitter.emit("message", { type: "display_uri", data }), calledOff);
        }
        keep(REMEMBERED, "true");
        return { accounts: (await accounts()) as never, chainId: chain.id } as {
          accounts: withCapabilities extends true ? never : readonly Address[];
          chainId: number;
        };
      },
      async disconnect() {
        forget(REMEMBERED);
        await (await open()).leave();
      },
      getAccounts: accounts,
      getChainId: async () => chain.id,
      getProvider: async () => ({ request }),
      isAuthorized: async () => readKept(REMEMBERED) !== undefined && (await accounts()).length > 0,
      // The wallet is asked for one network alone.
      async switchChain({ chainId }) {
        if (chainId !== chain.id) throw new SwitchChainError(new Error("The session is for one chain."));
        return chain;
      },
      onAccountsChanged() {},
      onChainChanged() {},
      onDisconnect: onEnd,
    };
  });
}
