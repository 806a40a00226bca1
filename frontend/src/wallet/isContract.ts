import type { Address } from "viem";
import type { ReadClient } from "../data/readClient.ts";

/** A key that lends itself a contract's code (EIP-7702) still signs and sends as a key. */
const DELEGATION = "0xef0100";

/** Whether an account is a contract, such as a Safe. */
export async function isContract(client: Pick<ReadClient, "getCode">, address: Address): Promise<boolean> {
  const code = await client.getCode({ address });
  return code !== undefined && code !== "0x" && !code.toLowerCase().startsWith(DELEGATION);
}
