"use client";

// The one door to data: typed hooks. They read the record, and the chain itself where that isn't there or knows better. The
// first time, they show what the server of the pages had when it drew this one (firstPage.ts).
import { contributionTokenAbi, contributorRewardsAbi, universalDividendAbi } from "@commonmind/sdk";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useContext, useEffect, useMemo, useState } from "react";
import type { Address } from "viem";
import { type DappConfig, fetchConfig } from "../config/config.ts";
import { language, t } from "../i18n/i18n.ts";
import type { EventStore } from "./events.ts";
import { beginAsDrawn, type FirstPage, keptForDrawing, onServer } from "./firstPage.ts";
import { ledgerOf } from "./ledgerOf.ts";
import { type Claimable, positionsOf, type SeatMoney } from "./money.ts";
import { openSource, pollOf } from "./openSource.ts";
import { type ReviewRules, readAssets, readClock, readReviewRules } from "./reads.ts";
import { seatStateOf } from "./seats.ts";
import type { Source } from "./source.ts";
import type { Asset, Ledger, Seat } from "./types.ts";
import { useTaken } from "./useTaken.ts";

type Sourced = {
  readonly source: Source | undefined;
  /** What this page was drawn from by the server, if it was. */
  readonly first: FirstPage | undefined;
  readonly error: Error | null;
};

const SourceContext = createContext<Sourced>({ source: undefined, first: undefined, error: null });

type SourceProviderProps = {
  /** The settings that came with the page; without them they are asked for until they are there. */
  readonly initial: DappConfig | undefined;
  readonly first: FirstPage | undefined;
  readonly children: (config: DappConfig | undefined) => ReactNode;
};

/** Opens the chain that the settings name. */
export function SourceProvider({ initial, first, children }: SourceProviderProps) {
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
  const source = useMemo(() => (config ? openSource(config) : undefined), [config]);
  if (first) beginAsDrawn();
  const wrong = error ?? failureReason;
  const value = useMemo(() => ({ source, first, error: wrong }), [source, first, wrong]);
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

/** What the server drew this page from, for as long as the page has to look just so. */
function useAsDrawn(): FirstPage | undefined {
  const { first } = useContext(SourceContext);
  const taken = useTaken();
  return taken ? undefined : first;
}

/** What the server knew: better than nothing until it is read here. */
export const useFirstPage = (): FirstPage | undefined => useContext(SourceContext).first;

/** The ledger that the server drew from. In a browser, what asks for it waits until the events up to its block are there. */
function useLedgerAsDrawn(): Ledger | undefined {
  const asDrawn = useAsDrawn();
  const source = useSource();
  if (!asDrawn || !source) return undefined;
  return onServer ? keptForDrawing(asDrawn.block, language().tag) : use(ledgerUpTo(source, asDrawn.block));
}

const opened = new WeakMap<Source, Promise<Ledger | undefined>>();
const AGAIN = 1_000;

/** Undefined if the browser is told of another chain than the server: what the server drew isn't to stand then. */
function ledgerUpTo(source: Source, block: bigint): Promise<Ledger | undefined> {
  const before = opened.get(source);
  if (before) return before;
  const read = async (): Promise<Ledger | undefined> => {
    for (;;) {
      try {
        await source.store.sync();
        if (source.store.block >= block) return ledgerOf(source, block);
      } catch (error) {
        if (error instanceof Error && error.name === "ChainTrouble") return undefined;
        // The foot of the page says what is wrong; what the server drew stays until it is mended.
      }
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
    }
  };
  const promise = read();
  opened.set(source, promise);
  return promise;
}

/** How reading goes, and the block that it came to. */
export type Standing = {
  /** What is wrong now, in words. The ledger of the last good moment stays readable. */
  readonly trouble: string | undefined;
  /** Why the record isn't what is read from, in words; nothing is missing, and all of it comes from the chain. */
  readonly withoutRecord: string | undefined;
};

export type LedgerAnswer = Standing & { readonly ledger: Ledger | undefined };

/** What the browser itself has read by now, for what stands around a page: it never waits. */
export function useLedgerSoFar(): LedgerAnswer {
  const { source, error: configError } = useContext(SourceContext);
  const { data, error, failureReason } = useQuery({
    queryKey: ["ledger", source?.config.deployment.chainHash],
    enabled: source !== undefined,
    queryFn: async (): Promise<Read> => {
      const it = source as Source;
      await it.store.sync();
      return readNow(it.store, ledgerOf(it));
    },
    refetchInterval: source ? pollOf(source.config) : false,
    retry: 1,
    structuralSharing: false,
    staleTime: 500,
  });
  const wrong = configError ?? error ?? failureReason;
  const trouble = wrong ? wordsFor(wrong) : undefined;
  return { ledger: data?.ledger, trouble, withoutRecord: data?.withoutRecord };
}

/** The co-op as it stands. */
export function useLedger(): LedgerAnswer {
  const soFar = useLedgerSoFar();
  const asDrawn = useLedgerAsDrawn();
  if (asDrawn) return { ledger: asDrawn, trouble: undefined, withoutRecord: undefined };
  return soFar;
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

function wordsFor(error: Error): string {
  if (error.name === "ChainTrouble" || error.name === "ConfigError") return error.message;
  return t("The chain doesn't answer just now.");
}

/** The newest block that we have recorded. It rises even where nothing happened to us. */
export function useRecordedBlock(): bigint {
  const { ledger } = useLedgerSoFar();
  const { source, first } = useContext(SourceContext);
  const [block, setBlock] = useState(first?.block ?? 0n);
  useEffect(() => {
    const timer = setInterval(() => setBlock((shown) => max(shown, source?.store.block ?? 0n)), 300);
    return () => clearInterval(timer);
  }, [source]);
  return max(block, ledger?.block ?? 0n);
}

const max = (a: bigint, b: bigint) => (a > b ? a : b);

/** Seconds on the chain's own clock, which a local chain may have moved. */
export function useChainNow(): number | undefined {
  const source = useSource();
  const first = useFirstPage();
  const asDrawn = useAsDrawn();
  const { data } = useQuery({
    queryKey: ["clock", source?.config.deployment.chainHash],
    enabled: source !== undefined,
    queryFn: async () => ({ chain: await readClock(source as Source), here: Date.now() }),
    refetchInterval: 15_000,
  });
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 5_000);
    return () => clearInterval(timer);
  }, []);
  if (asDrawn || !data) return first?.now;
  return data.chain + Math.floor((Date.now() - data.here) / 1_000);
}

/** Symbols and decimals of what the treasury takes, by address in lower case. */
export function useAssets(): ReadonlyMap<string, Asset> | undefined {
  const source = useSource();
  const first = useFirstPage();
  const { ledger } = useLedger();
  const addresses = ledger?.assets ?? [];
  const { data } = useQuery({
    queryKey: ["assets", source?.config.deployment.chainHash, addresses.join()],
    enabled: source !== undefined && addresses.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => byAddress(await readAssets(source as Source, addresses)),
  });
  const known = useMemo(() => first && byAddress(first.assets), [first]);
  return data ?? (known?.size === addresses.length ? known : undefined);
}

const byAddress = (assets: readonly Asset[]) => new Map(assets.map((asset) => [asset.address.toLowerCase(), asset]));

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

export function useReviewRules(): ReviewRules | undefined {
  const source = useSource();
  const first = useFirstPage();
  const { data } = useQuery({
    queryKey: ["periods", source?.config.deployment.chainHash],
    enabled: source !== undefined,
    queryFn: () => readReviewRules(source as Source),
  });
  return data ?? first?.rules;
}
