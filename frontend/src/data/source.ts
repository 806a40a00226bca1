import type { DappConfig } from "../config/config.ts";
import type { EventStore } from "./events.ts";
import type { ReadClient } from "./readClient.ts";

/** What pages read from: the chain by its client, and the events of one co-op on it. */
export type Source = { readonly config: DappConfig; readonly client: ReadClient; readonly store: EventStore };
