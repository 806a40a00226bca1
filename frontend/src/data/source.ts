import type { DappConfig } from "../config/config.ts";
import type { ReadClient } from "./readClient.ts";

/** A co-op's settings, and a client of its chain. */
export type Source = { readonly config: DappConfig; readonly client: ReadClient };
