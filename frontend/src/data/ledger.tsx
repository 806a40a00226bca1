"use client";

// The one door to data: typed hooks. What grows with events comes from the server of the pages (ask.ts), balances and the like from
// the contracts themselves. The first time, they show what the server had when it drew the page (firstPage.ts).
import { contributionTokenAbi, contributorRewardsAbi, universalDividendAbi } from "@commonmind/sdk";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import type { Address } from "viem";
import { type DappConfig, fetchConfig } from "../config/config.ts";
import { t } from "../i18n/i18n.ts";
import { useWallet } from "../wallet/useWallet.ts";
import { aboutQuery, joinAbout } from "./about.ts";
import { askLedger, onRecorded, recordedBlock, type Told } from "./ask.ts";
import { beginAsDrawn, type FirstPage } from "./firstPage.ts";
import { type Claimable, positionsOf, type SeatMoney } from "./money.ts";
import { openSource, pollOf } from "./openSource.ts";
import { type ReviewRules, readAssets, readClock, readReviewRules } from "./reads.ts";
import { seatStateOf } from "./seats.ts";
import type { Source } from "./source.ts";
import type { About, Asset, Ledger, Seat } from "./types.ts";
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

/** What the page in sight is about, for what stands around it and for the wallet. */
let inSight: About | undefined;
const watchers = new Set<() => void>();
const watch = (watcher: () => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};
const useAboutInSight = (): About | undefined =>
  useSyncExternalStore(
    watch,
    () => inSight,
    () => undefined,
  );

/** What the server drew a page from. */
export type DrawnFrom = Told & { readonly about: About };

type Page = { readonly about: About; readonly drawn: DrawnFrom | undefined };
const PageContext = createContext<Page>({ about: {}, drawn: undefined });

/** Around a page: what it is about, and what the server drew it from. */
export function PageProvider({ about, drawn, children }: Page & { children: ReactNode }) {
  const chainHash = useSource()?.config.deployment.chainHash;
  const queries = useQueryClient();
  const page = useMemo(() => ({ about, drawn }), [about, drawn]);
  useMemo(() => {
    if (!drawn || !chainHash) return;
    const key = keyOf(chainHash, drawn.about);
    const known = queries.getQueryData<Told>(key);
    if (!known || known.version < drawn.version) queries.setQueryData(key, drawn satisfies Told);
  }, [drawn, chainHash, queries]);
  useEffect(() => {
    inSight = about;
    for (const watcher of watchers) watcher();
  }, [about]);
  return <PageContext.Provider value={page}>{children}</PageContext.Provider>;
}

const keyOf = (chainHash: string | undefined, about: About) => ["ledger", chainHash, aboutQuery(about)];

/** How reading goes. */
export type Standing = {
  /** What is wrong now, in words. The ledger of the last good moment stays readable. */
  readonly trouble: string | undefined;
  /** Why the record isn't what is read from, in words; nothing is missing, and all of it comes from the chain. */
  readonly withoutRecord: string | undefined;
};

export type LedgerAnswer = Standing & { readonly ledger: Ledger | undefined };

function useTold(about: About, enabled = true) {
  const { source, error: configError } = useContext(SourceContext);
  const chain = useClock();
  const queries = useQueryClient();
  const queryKey = keyOf(source?.config.deployment.chainHash, about);
  const query = useQuery({
    queryKey,
    enabled: enabled && source !== undefined,
    queryFn: ({ signal }) => askLedger(about, queries.getQueryData<Told>(queryKey), signal),
    refetchInterval: source ? pollOf(source.config) : false,
    retry: 1,
    structuralSharing: false,
    staleTime: 500,
  });
  // The server may not have noticed yet.
  const another = chain.error?.name === "ChainTrouble";
  const wrong = configError ?? chain.error ?? query.error ?? query.failureReason;
  const { isError, failureCount } = query;
  const data = another ? undefined : query.data;
  return { data, isError, failureCount, trouble: wrong ? wordsFor(wrong) : undefined };
}

/** What is known by now of the page in sight, for what stands around it: it never waits. */
export function useLedgerSoFar(): LedgerAnswer {
  const { address } = useWallet();
  const about = useAboutInSight();
  const { data, trouble } = useTold(withAccount(about ?? {}, address), about !== undefined);
  return { ledger: data?.ledger, trouble, withoutRecord: data?.withoutRecord };
}

/**
 * The co-op as the page needs it: what it is about, whoever is connected, and `more`. Undefined until it is there.
 */
export function useLedger(more?: About): LedgerAnswer {
  const { about, drawn } = useContext(PageContext);
  const { address } = useWallet();
  const taken = useTaken();
  const asked = withAccount(more ? joinAbout(about, more) : about, address);
  const { data, trouble } = useTold(asked, taken || !drawn);
  if (!taken && drawn) return { ledger: drawn.ledger, trouble: undefined, withoutRecord: drawn.withoutRecord };
  return { ledger: data?.ledger, trouble, withoutRecord: data?.withoutRecord };
}

const withAccount = (about: About, account: Address | undefined): About =>
  account ? joinAbout(about, { accounts: [account] }) : about;

/** True once the page in sight knows of an account, or can't be told; without one, at once. */
export function useAccountKnown(account: Address | undefined): boolean {
  const about = useAboutInSight();
  const asked = account !== undefined && about !== undefined;
  const { data, isError, failureCount } = useTold(withAccount(about ?? {}, account), asked);
  return account === undefined || data !== undefined || isError || failureCount > 0;
}

function wordsFor(error: Error): string {
  if (["LedgerTrouble", "ChainTrouble", "ConfigError"].includes(error.name)) return error.message;
  return t("The chain doesn't answer just now.");
}

/** The newest block that we have recorded. It rises even where nothing happened to us. */
export function useRecordedBlock(): bigint {
  const { first } = useContext(SourceContext);
  const block = useSyncExternalStore(onRecorded, recordedBlock, () => 0n);
  const drawn = first?.block ?? 0n;
  return block > drawn ? block : drawn;
}

const CLOCK = 15_000;
/** While it doesn't answer. */
const CLOCK_AGAIN = 2_000;

/** Looks at the chain itself from time to time: what its clock says, and whether it is still there, and the same. */
function useClock() {
  const source = useSource();
  return useQuery({
    queryKey: ["clock", source?.config.deployment.chainHash],
    enabled: source !== undefined,
    queryFn: async () => ({ chain: await readClock(source as Source), here: Date.now() }),
    refetchInterval: ({ state }) => (state.error ? CLOCK_AGAIN : CLOCK),
    retry: 1,
  });
}

/** Seconds on the chain's own clock, which a local chain may have moved. */
export function useChainNow(): number | undefined {
  const first = useFirstPage();
  const asDrawn = useAsDrawn();
  const { data } = useClock();
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
      ledger?.moved.shared,
      ledger?.moved.collected,
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
      ledger?.moved.dividends,
      ledger?.moved.dividendPayments,
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
