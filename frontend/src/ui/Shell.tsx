"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { DappConfig } from "../config/config.ts";
import type { FirstPage } from "../data/firstPage.ts";
import {
  SourceProvider,
  useChainNow,
  useFirstPage,
  useLedgerSoFar,
  useRecordedBlock,
  useSource,
} from "../data/ledger.tsx";
import { ringOf } from "../data/questions.ts";
import { number, shortAddress } from "../format/format.ts";
import { type Language, msg, read, rich, t } from "../i18n/i18n.ts";
import { GrowthRing } from "../ring/GrowthRing.tsx";
import { WalletProvider } from "../wallet/WalletProvider.tsx";
import { WalletStatus } from "../wallet/WalletStatus.tsx";
import { Lamp } from "./Lamp.tsx";
import { Languages } from "./Languages.tsx";

const places = [
  { href: "/", name: msg("Commons") },
  { href: "/models", name: msg("Models") },
  { href: "/proposals", name: msg("Votes") },
  { href: "/contribute", name: msg("Contribute") },
  { href: "/review", name: msg("Review") },
  { href: "/rewards", name: msg("Rewards") },
  { href: "/dividend", name: msg("Dividend") },
  { href: "/treasury", name: msg("Treasury") },
  { href: "/people", name: msg("People") },
] as const;

type ShellProps = {
  readonly config: DappConfig | undefined;
  /** What this page is drawn from, where the server knew it. */
  readonly first: FirstPage | undefined;
  readonly language: Language;
  /** Every language there is, this one among them. */
  readonly languages: readonly string[];
  readonly children: ReactNode;
};

/** What stands around every page. The language is known before anything below is drawn. */
export function Shell({ config, first, language, languages, children }: ShellProps) {
  read(language);
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false } } }));
  return (
    <QueryClientProvider client={queries}>
      <SourceProvider initial={config} first={first}>
        {(config) => (
          <Notebook config={config} languages={languages}>
            {children}
          </Notebook>
        )}
      </SourceProvider>
    </QueryClientProvider>
  );
}

function Notebook({ config, languages, children }: Omit<ShellProps, "language" | "first">) {
  return (
    <WalletProvider config={config}>
      <div className="page">
        <a className="skip" href="#content">
          {t("To the content")}
        </a>
        <Top />
        <main id="content">{children}</main>
        <Foot languages={languages} />
      </div>
    </WalletProvider>
  );
}

function Top() {
  const path = usePathname();
  const nav = useRef<HTMLElement>(null);
  // On phones the places scroll sideways: the one that you are at is never out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the mark moves with the path.
  useEffect(() => {
    const places = nav.current;
    const current = places?.querySelector<HTMLElement>("[aria-current]");
    // The right end fades.
    const end = (current?.offsetLeft ?? 0) + (current?.offsetWidth ?? 0);
    places?.scrollTo({ left: end > places.clientWidth * 0.85 ? places.scrollWidth : 0 });
  }, [path]);
  const here = (href: string) =>
    href === "/"
      ? path === "/"
      : path.startsWith(href) || (href === "/contribute" && path.startsWith("/contributions"));
  return (
    <header className="top">
      <Link className="brand" href="/">
        <BrandRing />
        Commonmind
      </Link>
      <nav className="nav" aria-label={t("Main")} ref={nav}>
        {places.map(({ href, name }) => (
          <Link key={href} href={href} {...(here(href) ? { "aria-current": "page" as const } : {})}>
            {t(name)}
          </Link>
        ))}
      </nav>
      <div className="who">
        <Lamp />
        <WalletStatus />
      </div>
    </header>
  );
}

/** The mark of the commons is the ring of its first model, as it is now. */
function BrandRing() {
  const first = useFirstPage();
  const { ledger } = useLedgerSoFar();
  const now = useChainNow();
  const [model] = ledger?.models ?? [];
  const ring = useMemo(
    () => (ledger && model && now !== undefined ? ringOf(ledger, model, now - (now % 60)) : first?.brand),
    [ledger, model, now, first],
  );
  return ring ? <GrowthRing model={ring} pixels={24} /> : <NoRing />;
}

const NoRing = () => <svg className="growth" viewBox="0 0 1000 1000" width={24} height={24} aria-hidden="true" />;

function Foot({ languages }: Pick<ShellProps, "languages">) {
  const source = useSource();
  const { trouble, withoutRecord } = useLedgerSoFar();
  const block = useRecordedBlock();
  const till = source ? shortAddress(source.config.deployment.contracts.treasury) : undefined;
  return (
    <footer className="foot">
      {trouble ? (
        <span className="warn">{trouble}</span>
      ) : (
        <span className="live" data-testid="recorded" data-block={block.toString()}>
          {block === 0n
            ? t("Opening the record")
            : t(
                "{withoutRecord, select, true {Read from the chain, as the record isn't ready,} other {Recorded}} up to block {block}",
                { withoutRecord: Boolean(withoutRecord), block: number(block) },
              )}
        </span>
      )}
      <span>{t("Everything on this page can be read without a wallet")}</span>
      <Link href="/activity">{t("Every event")}</Link>
      <Link href="/status">{t("Status and addresses")}</Link>
      {source?.config.personas && <Link href="/dev">{t("For developers")}</Link>}
      {source && (
        <span>
          {rich("{name}, chain {chainId}, treasury {treasury}", {
            name: source.config.deployment.name,
            chainId: source.config.deployment.chainId,
            treasury: <span className="mono inline">{till}</span>,
          })}
        </span>
      )}
      <Languages all={languages} />
    </footer>
  );
}
