import { type Client, toHex } from "viem";
import type { RpcHeader } from "./encodeHeader.ts";
import { SeedError } from "./errors.ts";

/** A block's header. Throws {@link SeedError} if the node doesn't have it. */
export async function headerAt(client: Client, number: bigint | "latest"): Promise<RpcHeader> {
  const place = number === "latest" ? number : toHex(number);
  const found = await client.request({ method: "eth_getBlockByNumber", params: [place, false] } as never);
  if (found) return found as RpcHeader;
  throw new SeedError({
    code: "BlockMissing",
    what: `The node doesn't give block ${number}.`,
    why: "A seed is proved by the headers of blocks.",
    fix: "Try again in a moment. If it stays so, ask a node that has this block.",
  });
}
