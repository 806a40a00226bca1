// A browser extension's wallet in miniature: announces itself (EIP-6963), asks before it shows an account, starts on
// another network, and can be told to say no.
import type { Page } from "playwright-core";
import {
  type Address,
  createWalletClient,
  type Hex,
  hexToBigInt,
  http,
  keccak256,
  type LocalAccount,
  parseAbi,
  stringToHex,
} from "viem";
import { hardhat } from "viem/chains";

export type TestWallet = {
  readonly asked: string[];
  refuse: boolean;
  /** Sends with this much gas, however much it takes. */
  gas?: bigint;
  /** Of a wallet that is a contract: carries out what waits for its other owners, under another hash than it gave the page. */
  carryOut(): Promise<void>;
};

const sharedWallet = parseAbi(["function execute(bytes32 hash, address to, uint256 value, bytes data)"]);

/** @param contract The wallet itself, if it is a contract (SharedWallet) that `account` carries out things with. */
export async function installWallet(
  page: Page,
  account: LocalAccount,
  rpcUrl: string,
  contract?: Address,
): Promise<TestWallet> {
  const client = createWalletClient({ account, chain: hardhat, transport: http(rpcUrl) });
  const waiting: { hash: Hex; to: Address; value: bigint; data: Hex }[] = [];
  const carryOut = async () => {
    for (const { hash, to, value, data } of waiting.splice(0)) {
      const args = [hash, to, value, data] as const;
      await client.writeContract({ address: contract as Address, abi: sharedWallet, functionName: "execute", args });
    }
  };
  const state: TestWallet = { asked: [], refuse: false, carryOut };
  await page.exposeFunction("walletSigns", async (transaction: { to: Address; data?: Hex; value?: Hex }) => {
    state.asked.push("eth_sendTransaction");
    if (state.refuse) return "refused";
    if (contract) {
      const { to, data = "0x", value = "0x0" } = transaction;
      const hash = keccak256(stringToHex(`${state.asked.length} ${data}`));
      waiting.push({ hash, to, value: hexToBigInt(value), data });
      return hash;
    }
    return client.sendTransaction({
      to: transaction.to,
      data: transaction.data,
      value: transaction.value ? hexToBigInt(transaction.value) : 0n,
      ...(state.gas === undefined ? {} : { gas: state.gas }),
    });
  });
  await page.exposeFunction("walletSignsMessage", async (raw: Hex) => {
    state.asked.push("personal_sign");
    return state.refuse ? "refused" : client.signMessage({ message: { raw } });
  });
  await page.exposeFunction("walletSignsTypedData", async (json: string) => {
    state.asked.push("eth_signTypedData_v4");
    return state.refuse ? "refused" : client.signTypedData(JSON.parse(json));
  });
  await page.exposeFunction("walletAsked", (method: string) => {
    state.asked.push(method);
  });
  // The runner's compiler names functions by a helper that pages don't have.
  await page.addInitScript("globalThis.__name = (named) => named");
  await page.addInitScript(
    ({ address, url }) => {
      type Request = { method: string; params?: unknown[] };
      const outside = window as unknown as {
        walletSigns: (transaction: unknown) => Promise<string>;
        walletSignsMessage: (raw: unknown) => Promise<string>;
        walletSignsTypedData: (json: unknown) => Promise<string>;
        walletAsked: (method: string) => Promise<void>;
      };
      const listeners: Record<string, ((value: unknown) => void)[]> = {};
      let chainId = "0x1";
      let allowed = false;
      const refused = () => Object.assign(new Error("User rejected the request."), { code: 4001 });
      const provider = {
        async request({ method, params }: Request) {
          switch (method) {
            case "eth_accounts":
              return allowed ? [address] : [];
            case "eth_requestAccounts":
            case "wallet_requestPermissions":
              await outside.walletAsked(method);
              allowed = true;
              return method === "eth_requestAccounts" ? [address] : [];
            case "eth_chainId":
              return chainId;
            case "wallet_switchEthereumChain":
              await outside.walletAsked(method);
              chainId = (params as [{ chainId: string }])[0].chainId;
              for (const listener of listeners.chainChanged ?? []) listener(chainId);
              return null;
            case "eth_sendTransaction": {
              const answer = await outside.walletSigns(params?.[0]);
              if (answer === "refused") throw refused();
              return answer;
            }
            case "eth_signTypedData_v4": {
              const answer = await outside.walletSignsTypedData(params?.[1]);
              if (answer === "refused") throw refused();
              return answer;
            }
            case "personal_sign": {
              const answer = await outside.walletSignsMessage(params?.[0]);
              if (answer === "refused") throw refused();
              return answer;
            }
            default: {
              const response = await fetch(url, {
                method: "POST",
                headers: { "content-type": "application/json" },
                body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
              });
              const { result, error } = await response.json();
              if (error) throw Object.assign(new Error(error.message), error);
              return result;
            }
          }
        },
        on(name: string, listener: (value: unknown) => void) {
          listeners[name] = [...(listeners[name] ?? []), listener];
        },
        removeListener(name: string, listener: (value: unknown) => void) {
          listeners[name] = (listeners[name] ?? []).filter((it) => it !== listener);
        },
      };
      const detail = Object.freeze({
        info: {
          uuid: "6b2f2f6e-3d0b-4b53-9c2b-0d6f8b1c2a11",
          name: "Pocket Wallet",
          icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
          rdns: "test.pocket",
        },
        provider,
      });
      const announce = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
      window.addEventListener("eip6963:requestProvider", announce);
      announce();
    },
    { address: contract ?? account.address, url: rpcUrl },
  );
  return state;
}
