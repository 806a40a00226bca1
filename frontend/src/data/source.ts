import type { PublicClient } from "viem";
import type { DappConfig } from "../config/config.ts";
import type { EventStore } from "./events.ts";

/** What pages read from: the chain by its client, and the events of one co-op on it. */
export type Source = { readonly config: DappConfig; readonly client: PublicClient; readonly store: EventStore };
