// A reader of one co-op: a client of its chain, and its events. Browsers open one, and so does the server of the pages.
import { http } from "viem";
import type { DappConfig } from "../config/config.ts";
import { chainOf } from "./chain.ts";
import { openEventStore } from "./events.ts";
import { createReadClient } from "./readClient.ts";
import type { Source } from "./source.ts";

/** Milliseconds between two looks at the chain: a local one mines at once. */
export const pollOf = ({ personas }: DappConfig): number => (personas ? 1_000 : 4_000);

export function openSource(config: DappConfig): Source {
  const client = createReadClient({
    chain: chainOf(config),
    transport: http(config.rpcUrl, { batch: { batchSize: 400 }, retryCount: 1, timeout: 20_000 }),
    pollingInterval: config.personas ? 300 : 4_000,
  });
  return { config, client, store: openEventStore(client, config.deployment, config.recordUrl) };
}
