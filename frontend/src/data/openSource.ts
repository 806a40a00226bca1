// A client of a co-op's chain. Browsers open one, and so does the server of the pages.
import { http } from "viem";
import type { DappConfig } from "../config/config.ts";
import { chainOf } from "./chain.ts";
import { createReadClient } from "./readClient.ts";
import type { Source } from "./source.ts";

/** Milliseconds between two looks at the chain: a local one mines at once. */
export const pollOf = ({ personas }: DappConfig): number => (personas ? 1_000 : 4_000);

export const openSource = (config: DappConfig): Source => ({
  config,
  client: createReadClient({
    chain: chainOf(config),
    transport: http(config.rpcUrl, { batch: { batchSize: 400 }, retryCount: 1, timeout: 20_000 }),
    pollingInterval: config.personas ? 300 : 4_000,
  }),
});
