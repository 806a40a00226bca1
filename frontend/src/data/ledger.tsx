"use client";

import {
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  reviewPanelAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
// The one door to data: typed hooks. They read the record, and the chain itself where that isn't there or knows better.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { type Address, BaseError, defineChain, erc20Abi, HttpRequestError, http, zeroAddress } from "viem";
import { type DappConfig, fetchConfig } from "../config/config.ts";
import { shortAddress } from "../format/format.ts";
import { plainSymbol } from "../format/plain.ts";
import { t } from "../i18n/i18n.ts";
import { type EventStore, openEventStore } from "./events.ts";
import { fold } from "./fold.ts";
import { type Claimable, positionsOf, type SeatMoney } from "./money.ts";
import { createReadClient } from "./readClient.ts";
import { seatStateOf } from "./seats.ts";
import type { Source } from "./source.ts";
import type { Asset, Ledger, Seat } from "./types.ts";

const LOCAL_POLL = 1_000;
const POLL = 4_000;

export function chainOf({ deployment, rpcUrl, explorerUrl }: DappConfig) {
  return defineChain({
    id: deployment.chainId,
    name: deployment.name,
    nativeCurrency: { name: t("Ether"), symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    ...(explorerUrl ? { blockExplorers: { default: { name: t("Explorer"), url: explorerUrl } } } : {}),
  });
}

const SourceContext = createContext<{ source: Source | undefined; error: Error | null }>({
  source: undefined,
  error: null,
});

type SourceProviderProps = {
  /** The settings that came with the page; without them they are asked for until they are there. */
  readonly initial: DappConfig | undefined;
  readonly children: (config: DappConfig | undefined) => ReactNode;
};

/** Opens the chain that the settings name. */
export function SourceProvider({ initial, children }: SourceProviderProps) {
  const { data: config, error } = useQuery({
    queryKey: ["config"],
    queryFn: fetchConfig,
    ...(initial ? { initialData: initial } : {}),
    // A co-op that is still being deployed appears by itself.
    retry: true,
    retryDelay: 1_500,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { failureReason } = useConfigFailure();
  const source = useMemo(() => {
    if (!config) return undefined;
    const client = createReadClient({
      chain: chainOf(config),
      transport: http(config.rpcUrl, { batch: { batchSize: 400 }, retryCount: 1, timeout: 20_000 }),
      pollingInterval: config.personas ? 300 : POLL,
    });
    return { config, client, store: openEventStore(client, config.deployment, config.recordUrl) };
  }, [config]);
  const value = useMemo(() => ({ source, error: error ?? failureReason }), [source, error, failureReason]);
  return <SourceContext.Provider value={value}>{children(config)}</SourceContext.Provider>;
}

/** A query that is retried for ever has no error; its last failure is what people should read. */
function useConfigFailure(): { failureReason: Error | null } {
  const cache = useQueryClient().getQueryCache();
  const [failureReason, setReason] = useState<Error | null>(null);
  useEffect(
    () =>
      cache.subscribe(({ query }) => {
        if (query.queryKey[0] === "config") setReason(query.state.fetchFailureReason as Error | null);
      }),
    [cache],
  );
  return { failureReason };
}

export function useSource(): Source | undefined {
  return useContext(SourceContext).source;
}

export type LedgerAnswer = {
  readonly ledger: Ledger | undefined;
  /** What is wrong now, in words. The ledger of the last good moment stays readable. */
  readonly trouble: string | undefined;
  /** Why the record isn't what is read from, in words; nothing is missing, and all of it comes from the chain. */
  readonly withoutRecord: string | undefined;
};

export function useLedger(): LedgerAnswer {
  const { source, error: configError } = useContext(SourceContext);
  const { data, error, failureReason } = useQuery({
    queryKey: ["ledger", source?.config.deployment.chainHash],
    enabled: source !== undefined,
    queryFn: async (): Promise<Read> => {
      const { store, config } = source as Source;
      await store.sync();
      return readNow(store, ledgerAt(store, config));
    },
    refetchInterval: source?.config.personas ? LOCAL_POLL : POLL,
    retry: 1,
    structuralSharing: false,
    staleTime: 500,
  });
  const wrong = configError ?? error ?? failureReason;
  const trouble = wrong ? wordsFor(wrong) : undefined;
  return { ledger: data?.ledger, trouble, withoutRecord: data?.withoutRecord };
}

type Read = { readonly ledger: Ledger; readonly withoutRecord: string | undefined };

const reads = new WeakMap<EventStore, Read>();

/** The same answer as long as nothing in it changed, so that pages aren't drawn anew at every poll. */
function readNow(store: EventStore, ledger: Ledger): Read {
  const { withoutRecord } = store;
  const last = reads.get(store);
  if (last?.ledger === ledger && last.withoutRecord === withoutRecord) return last;
  const read = { ledger, withoutRecord };
  reads.set(store, read);
  return read;
}

const folded = new WeakMap<EventStore, { count: number; ledger: Ledger }>();

/** Folded anew only if there were events; else the same ledger, at a later block. */
function ledgerAt(store: EventStore, { deployment }: DappConfig): Ledger {
  const known = folded.get(store);
  if (known && known.count === store.events.length) {
    if (known.ledger.block !== store.block) Object.assign(known.ledger, { block: store.block });
    return known.ledger;
  }
  const ledger = fold(store.events, store.block, deployment);
  folded.set(store, { count: store.events.length, ledger });
  return ledger;
}

function wordsFor(error: Error): string {
  if (error.name === "ChainTrouble" || error.name === "ConfigError") return error.message;
  return t("The chain doesn't answer just now.");
}

/** The newest block that we have recorded. It rises even where nothing happened to us. */
export function useRecordedBlock(): bigint {
  const { ledger } = useLedger();
  const source = useSource();
  const [block, setBlock] = useState(0n);
  useEffect(() => {
    const timer = setInterval(() => setBlock(source?.store.block ?? 0n), 300);
    return () => clearInterval(timer);
  }, [source]);
  const recorded = ledger?.block ?? 0n;
  return block > recorded ? block : recorded;
}

/** Seconds on the chain's own clock, which a local chain may have moved. */
export function useChainNow(): number | undefined {
  const source = useSource();
  const { data } = useQuery({
    queryKey: ["clock", source?.config.deployment.chainHash],
    enabled: source !== undefined,
    queryFn: async () => {
      const { client, config } = source as Source;
      const blockTag = config.personas ? "pending" : "latest";
      const { timestamp } = await client.getBlock({ blockTag });
      return { chain: Number(timestamp), here: Date.now() };
    },
    refetchInterval: 15_000,
  });
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 5_000);
    return () => clearInterval(timer);
  }, []);
  return data ? data.chain + Math.floor((Date.now() - data.here) / 1_000) : undefined;
}

/** Stands in for what a contract refuses to say; a chain that doesn't answer is another matter, and asked again. */
const refusedOnly =
  <T,>(otherwise: T) =>
  (error: unknown): T => {
    const silent = error instanceof BaseError && error.walk((it) => it instanceof HttpRequestError);
    if (silent) throw error;
    return otherwise;
  };

/** Symbols and decimals of what the treasury takes, by address in lower case. */
export function useAssets(): ReadonlyMap<string, Asset> | undefined {
  const source = useSource();
  const { ledger } = useLedger();
  const addresses = ledger?.assets ?? [];
  const { data } = useQuery({
    queryKey: ["assets", source?.config.deployment.chainHash, addresses.join()],
    enabled: source !== undefined && addresses.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const { client } = source as Source;
      const assets = await Promise.all(
        addresses.map(async (address): Promise<Asset> => {
          if (address === zeroAddress) return { address, symbol: "ETH", decimals: 18 };
          // One token that doesn't say who it is must not keep the others, and every page with them, from being read.
          const [symbol, decimals] = await Promise.all([
            client.readContract({ address, abi: erc20Abi, functionName: "symbol" }).catch(refusedOnly("")),
            client.readContract({ address, abi: erc20Abi, functionName: "decimals" }).catch(refusedOnly(0)),
          ]);
          return { address, symbol: plainSymbol(symbol, shortAddress(address)), decimals };
        }),
      );
      return new Map(assets.map((asset) => [asset.address.toLowerCase(), asset]));
    },
  });
  return data;
}

/** Every position of an account with what waits in each asset, asked from the contract itself. */
export function useClaimable(account: Address | undefined): { positions: Claimable[] | undefined } {
  const source = useSource();
  const { ledger } = useLedger();
  const { data } = useQuery({
    queryKey: [
      "claimable",
      source?.config.deployment.chainHash,
      account,
      ledger?.shared.length,
      ledger?.collected.length,
    ],
    enabled: source !== undefined && ledger !== undefined && account !== undefined,
    placeholderData: (previous, query) => (query?.queryKey[2] === account ? previous : undefined),
    structuralSharing: false,
    queryFn: async (): Promise<Claimable[]> => {
      const { client, config } = source as Source;
      const { assets } = ledger as Ledger;
      const read = (position: bigint, asset: Address) =>
        client.readContract({
          address: config.deployment.contracts.contributorRewards,
          abi: contributorRewardsAbi,
          functionName: "claimable",
          args: [position, asset],
        });
      return Promise.all(
        positionsOf(ledger as Ledger, account as Address).map(async (position) => ({
          ...position,
          waiting: await Promise.all(assets.map((asset) => read(position.id, asset))),
        })),
      );
    },
  });
  return { positions: data };
}

/** A seat's part of the dividend, asked from the contract itself. */
export function useSeatMoney(seat: Seat | undefined): SeatMoney | undefined {
  const source = useSource();
  const { ledger } = useLedger();
  const now = useChainNow();
  const state = seat && now !== undefined ? seatStateOf(seat, now) : undefined;
  const { data } = useQuery({
    queryKey: [
      "dividend",
      source?.config.deployment.chainHash,
      seat?.id.toString(),
      state,
      seat?.spans.length,
      ledger?.dividends.length,
      ledger?.dividendPayments.length,
    ],
    enabled: source !== undefined && ledger !== undefined && state !== undefined,
    placeholderData: (previous, query) => (query?.queryKey[2] === seat?.id.toString() ? previous : undefined),
    structuralSharing: false,
    queryFn: async (): Promise<SeatMoney> => {
      const { client, config } = source as Source;
      const { assets } = ledger as Ledger;
      const read = (functionName: "claimable" | "frozenOf" | "forfeitedOf") =>
        Promise.all(
          assets.map((asset) =>
            client.readContract({
              address: config.deployment.contracts.universalDividend,
              abi: universalDividendAbi,
              functionName,
              args: [(seat as Seat).id, asset],
            }),
          ),
        );
      const [waiting, frozen, lost] = await Promise.all([read("claimable"), read("frozenOf"), read("forfeitedOf")]);
      return { waiting, frozen, lost };
    },
  });
  return data;
}

/** Contribution tokens that each of some accounts holds now, in their order. */
export function useTokens(accounts: readonly Address[]): readonly bigint[] | undefined {
  const source = useSource();
  const { ledger } = useLedger();
  const { data } = useQuery({
    queryKey: ["tokens", source?.config.deployment.chainHash, accounts.join(), ledger?.recovered],
    enabled: source !== undefined && ledger !== undefined,
    queryFn: async () => {
      const { client, config } = source as Source;
      const address = config.deployment.contracts.contributionToken;
      return Promise.all(
        accounts.map((account) =>
          client.readContract({ address, abi: contributionTokenAbi, functionName: "balanceOf", args: [account] }),
        ),
      );
    },
  });
  return data;
}

/** The voice an account has in a vote: fixed at the vote's snapshot; before it, the voice of now. */
export function useVoice(account: Address | undefined, snapshot: number | undefined): bigint | undefined {
  const source = useSource();
  const now = useChainNow();
  const past = snapshot !== undefined && now !== undefined && snapshot < now;
  const { data } = useQuery({
    queryKey: ["voice", source?.config.deployment.chainHash, account, past ? snapshot : "now"],
    enabled: source !== undefined && account !== undefined && now !== undefined,
    queryFn: async () => {
      const { client, config } = source as Source;
      const token = { address: config.deployment.contracts.contributionToken, abi: contributionTokenAbi } as const;
      return past
        ? client.readContract({
            ...token,
            functionName: "getPastVotes",
            args: [account as Address, BigInt(snapshot as number)],
          })
        : client.readContract({ ...token, functionName: "getVotes", args: [account as Address] });
    },
  });
  return data;
}

/** Seconds: how long a panel has from the submission to the verdict, and a challenge from there; slots of a seat. */
export type ReviewRules = { readonly review: number; readonly challenge: number; readonly slots: number };

export function useReviewRules(): ReviewRules | undefined {
  const source = useSource();
  const { data } = useQuery({
    queryKey: ["periods", source?.config.deployment.chainHash],
    enabled: source !== undefined,
    queryFn: async () => {
      const { client, config } = source as Source;
      const { contributionRegistry, reviewPanel } = config.deployment.contracts;
      const [[challenge, slots], { seedDelay, draw, commit, reveal }] = await Promise.all([
        client.readContract({ address: contributionRegistry, abi: contributionRegistryAbi, functionName: "periods" }),
        client.readContract({ address: reviewPanel, abi: reviewPanelAbi, functionName: "rules" }),
      ]);
      const review = seedDelay + draw + commit + reveal;
      return { review, challenge: Number(challenge), slots: Number(slots) };
    },
  });
  return data;
}
