// An OP Stack chain and the one beneath it, as far as a co-op meets them: two chains of another client, of which the one has
// stand-ins where such a chain tells its L1 origin and its fees for data.
import { L1_BLOCK } from "@commonmind/sdk";
import { artifacts } from "hardhat";
import { createPublicClient, encodeFunctionData, http, type PublicClient, toHex } from "viem";
import { L1BlockStandIn__factory } from "../../types/index.ts";
import { type Anvil, richAccount, SEPOLIA, startAnvil } from "./anvil.ts";

export const BASE_SEPOLIA = 84532;
const GAS_PRICE_ORACLE = "0x420000000000000000000000000000000000000F";

export type OpStack = {
  readonly above: Anvil;
  readonly below: Anvil;
  readonly beneath: PublicClient;
  /** A block of the chain beneath, `seconds` after its last; the chain above derives from it from now on. */
  next(seconds: number): Promise<void>;
  close(): Promise<void>;
};

export async function startOpStack(): Promise<OpStack> {
  const below = await startAnvil(SEPOLIA);
  const beneath = createPublicClient({ transport: http(below.url), cacheTime: 0 });
  const { timestamp: began } = await beneath.getBlock();
  const above = await startAnvil(BASE_SEPOLIA, Number(began));
  for (const [place, name] of [
    [L1_BLOCK, "L1BlockStandIn"],
    [GAS_PRICE_ORACLE, "GasPriceOracleStandIn"],
  ] as const) {
    await above.request("anvil_setCode", [place, (await artifacts.readArtifact(name)).deployedBytecode]);
  }
  const next = async (seconds: number) => {
    const { timestamp } = await beneath.getBlock();
    await below.request("evm_setNextBlockTimestamp", [toHex(timestamp + BigInt(seconds))]);
    await below.request("evm_mine");
    const block = await beneath.getBlock();
    const { abi } = L1BlockStandIn__factory;
    const data = encodeFunctionData({ abi, functionName: "set", args: [block.number, block.timestamp, block.hash] });
    await above.request("eth_sendTransaction", [{ from: richAccount, to: L1_BLOCK, data }]);
  };
  await next(12);
  return { above, below, beneath, next, close: async () => void (await Promise.all([above.close(), below.close()])) };
}
