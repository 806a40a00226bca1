// A wallet without an extension: signs with a key that is known here, and sends to the chain that is configured.
import {
  type Address,
  type Chain,
  createWalletClient,
  type EIP1193RequestFn,
  type Hex,
  hexToBigInt,
  http,
  type LocalAccount,
  numberToHex,
  parseEther,
  SwitchChainError,
} from "viem";
import { createConnector } from "wagmi";
import { createReadClient } from "../data/readClient.ts";
import { forget, keep, readKept } from "../ui/kept.ts";
import { faucet, type Persona } from "./personas.ts";

const ENOUGH = parseEther("0.05");
const TOP_UP = parseEther("1");
const REMEMBERED = "commonmind.persona";

type SendParameters = { to?: Address; data?: Hex; value?: Hex; gas?: Hex };

export function personaConnector(persona: Persona, chain: Chain) {
  const id = `persona-${persona.id}`;
  let account: LocalAccount | undefined;
  let connected = false;
  const transport = http(chain.rpcUrls.default.http[0]);
  const own = async () => {
    account ??= await persona.account();
    return account;
  };

  const request = (async ({ method, params }: { method: string; params?: unknown[] }) => {
    const self = await own();
    const client = createWalletClient({ account: self, chain, transport });
    switch (method) {
      case "eth_accounts":
        return connected ? [self.address] : [];
      case "eth_requestAccounts":
        return [self.address];
      case "eth_chainId":
        return numberToHex(chain.id);
      case "wallet_switchEthereumChain":
        return null;
      case "eth_sendTransaction": {
        const [{ to, data, value, gas }] = params as [SendParameters];
        await topUp(self.address, chain);
        return client.sendTransaction({
          to,
          data,
          value: value ? hexToBigInt(value) : 0n,
          ...(gas ? { gas: hexToBigInt(gas) } : {}),
        });
      }
      case "personal_sign":
        return self.signMessage({ message: { raw: params?.[0] as Hex } });
      case "eth_signTypedData_v4":
        return self.signTypedData(JSON.parse(params?.[1] as string));
      default:
        return client.request({ method, params } as never);
    }
  }) as EIP1193RequestFn;

  return createConnector<{ request: EIP1193RequestFn }>((config) => ({
    id,
    name: persona.name,
    type: "persona",
    async connect<withCapabilities extends boolean = false>() {
      connected = true;
      keep(REMEMBERED, id);
      // So that a check of the first transaction doesn't fail for want of fees.
      await topUp((await own()).address, chain).catch(() => {});
      return { accounts: [(await own()).address] as never, chainId: chain.id } as {
        accounts: withCapabilities extends true ? never : readonly Address[];
        chainId: number;
      };
    },
    async disconnect() {
      connected = false;
      forget(REMEMBERED);
    },
    getAccounts: async () => [(await own()).address],
    getChainId: async () => chain.id,
    getProvider: async () => ({ request }),
    isAuthorized: async () => readKept(REMEMBERED) === id,
    async switchChain({ chainId }) {
      if (chainId !== chain.id) throw new SwitchChainError(new Error("Personas live on one chain."));
      return chain;
    },
    onAccountsChanged() {},
    onChainChanged() {},
    onDisconnect() {
      config.emitter.emit("disconnect");
    },
  }));
}

/** Gives a persona what the fees cost: the node's own way where it has one, else a gift. */
async function topUp(address: Address, chain: Chain): Promise<void> {
  const transport = http(chain.rpcUrls.default.http[0]);
  const client = createReadClient({ chain, transport });
  const balance = await client.getBalance({ address });
  if (balance >= ENOUGH) return;
  for (const method of ["hardhat_setBalance", "anvil_setBalance"]) {
    try {
      await client.request({ method, params: [address, numberToHex(balance + TOP_UP)] } as never);
      return;
    } catch {
      // Another kind of node.
    }
  }
  const giver = createWalletClient({ account: await faucet(), chain, transport });
  const hash = await giver.sendTransaction({ to: address, value: TOP_UP });
  await client.waitForTransactionReceipt({ hash });
}
